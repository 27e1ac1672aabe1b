"""Slips of access dates that show only beside other notes, or beside the edition's own year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from citecheck.endnotes.works import Cited
from citecheck.model.manuscripts import NoteSlip
from citecheck.model.notes import Severity, Slip

#: So many dates, and notes with each, are named in one message.
MAX_NAMED = 4
#: The web as a source of footnotes; an earlier access is a slip of the year.
FIRST_YEAR = 1993


def find_date_slips(cited: Sequence[Cited], *, edition: int | None) -> Iterator[NoteSlip]:
    """Access dates that differ for one address, and those that cannot be.

    ``edition`` is the year in which the notes were printed, ``None`` if it is unknown.
    """
    by_address: dict[str, list[Cited]] = {}
    for one in cited:
        citation = one.parsed.citation
        if one.parsed.target is None and citation.url and citation.accessed:
            by_address.setdefault(citation.url, []).append(one)
            yield from _impossible(one.note, citation.accessed, edition)
    for members in by_address.values():
        yield from _differing(members)


def _impossible(note: int, accessed: str, edition: int | None) -> Iterator[NoteSlip]:
    year = int(accessed[:4])
    if edition is not None and year > edition:
        message = f"Accessed {accessed}, after the edition itself was printed ({edition})."
    elif year < FIRST_YEAR:
        message = f"Accessed {accessed}, before there were pages to access."
    else:
        return
    yield NoteSlip(
        note=note,
        slip=Slip(code="accessed_impossible", severity=Severity.ERROR, message=message),
    )


def _differing(members: Sequence[Cited]) -> Iterator[NoteSlip]:
    """One slip for an address with several access dates, at the first note that departs."""
    dates: dict[str, list[int]] = {}
    for member in members:
        dates.setdefault(member.parsed.citation.accessed or "", []).append(member.note)
    if len(dates) < 2:
        return
    ranked = sorted(dates.items(), key=lambda item: -len(item[1]))
    usual, _ = ranked[0]
    first = min(notes[0] for date, notes in dates.items() if date != usual)
    told = "; ".join(f"{date} in {_name(notes)}" for date, notes in ranked[:MAX_NAMED])
    more = " …" if len(ranked) > MAX_NAMED else ""
    related = tuple(n for _, notes in ranked for n in notes[:MAX_NAMED] if n != first)
    yield NoteSlip(
        note=first,
        slip=Slip(
            code="accessed_differs",
            severity=Severity.STYLE,
            message=f"One address is given {len(dates)} access dates: {told}{more}.",
            related=tuple(dict.fromkeys(related)),
        ),
    )


def _name(notes: Sequence[int]) -> str:
    shown = ", ".join(map(str, notes[:MAX_NAMED])) + (" …" if len(notes) > MAX_NAMED else "")
    return f"note {shown}" if len(notes) == 1 else f"notes {shown}"
