"""What the next edition's note says: the printed note with as little changed as will do.

Only addresses and access dates are touched.  An address is repaired or follows a
permanent move; the archived copy goes behind it where the live page no longer bears the
note out; an access date is renewed only where the page was read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from citecheck.endnotes.date_forms import print_like
from citecheck.endnotes.dates import find_access_clauses, find_dates, find_trailing_access

_CLOSING = (">", ")", "]", "›", "»")


class CorrectionKind(StrEnum):
    """What a correction does."""

    REPAIRED = "repaired"  # the address as it must have been meant
    MOVED = "moved"  # the address that the server says is the new one for good
    ARCHIVED = "archived"  # an archived copy beside the address
    ACCESSED = "accessed"  # the day on which the address was read again


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedVersion:
    """An archived copy that bears the note out, and the (UTC) day of its capture."""

    url: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one source of a note stands, as far as the note's next words depend on it.

    ``printed`` is the address as the note prints it, ``url`` the repaired one.
    ``moved_to`` and ``copy`` are given where they are to be printed; ``read_again`` is the
    day on which the live page was read and bore the note out.
    """

    url: str | None
    printed: str | None = None
    accessed: str | None = None
    moved_to: str | None = None
    copy: ArchivedVersion | None = None
    read_again: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Put ``new`` in place of ``old``, the characters ``[start, end)`` of the note.

    ``source`` is the place of its source in the note, from 0.
    """

    start: int
    end: int
    old: str
    new: str
    kind: CorrectionKind
    source: int


def find_corrections(raw: str, standings: Sequence[Standing]) -> tuple[Correction, ...]:
    """The corrections of a note, in order, none overlapping another.

    An address that the note's words do not hold as printed is left alone, and so is an
    access date that does not belong to it.
    """
    found: list[Correction] = []
    places = _find_addresses(raw, standings)
    for index, standing in enumerate(standings):
        place = places[index]
        if place is None or not standing.url:
            continue
        start, end = place
        found += _correct_address(raw, start, end, standing, index)
        if standing.read_again and standing.accessed:
            before = max((p[1] for p in places[:index] if p), default=0)
            after = min((p[0] for p in places[index + 1 :] if p), default=len(raw))
            found += _renew_access(raw, (before, start), (end, after), standing, index)
    return tuple(sorted(found, key=lambda c: (c.start, c.end)))


def apply_corrections(raw: str, corrections: Iterable[Correction]) -> str:
    """The text with the corrections made; they are in order and do not overlap."""
    pieces: list[str] = []
    at = 0
    for correction in corrections:
        pieces += (raw[at : correction.start], correction.new)
        at = correction.end
    return "".join((*pieces, raw[at:]))


def _find_addresses(raw: str, standings: Sequence[Standing]) -> list[tuple[int, int] | None]:
    """Where each source's address stands; sources print theirs in order."""
    places: list[tuple[int, int] | None] = []
    at = 0
    for standing in standings:
        printed = standing.printed or standing.url
        start = raw.find(printed, at) if printed else -1
        if start < 0 or not printed:
            places.append(None)
            continue
        at = start + len(printed)
        places.append((start, at))
    return places


def _correct_address(
    raw: str, start: int, end: int, standing: Standing, index: int
) -> list[Correction]:
    corrections = []
    new = standing.moved_to or standing.url
    assert new is not None
    if new != raw[start:end]:
        kind = CorrectionKind.MOVED if standing.moved_to else CorrectionKind.REPAIRED
        corrections.append(
            Correction(start=start, end=end, old=raw[start:end], new=new, kind=kind, source=index)
        )
    if standing.copy and standing.copy.url != new:
        # The copy goes behind the bracket that notes put around an address.
        at = end + 1 if raw[end : end + 1] in _CLOSING else end
        words = _copy_words(raw, standing.copy)
        corrections.append(
            Correction(
                start=at, end=at, old="", new=words, kind=CorrectionKind.ARCHIVED, source=index
            )
        )
    return corrections


def _copy_words(raw: str, copy: ArchivedVersion) -> str:
    cyrillic = sum("\u0400" <= char <= "\u04ff" for char in raw)
    if 2 * cyrillic > sum(char.isalpha() for char in raw.partition("http")[0]):
        return f", архивная копия от {print_like('1 января 2000', copy.day)}: {copy.url}"
    return f", archived on {print_like('1 January 2000', copy.day)} at {copy.url}"


def _renew_access(
    raw: str, before: tuple[int, int], after: tuple[int, int], standing: Standing, index: int
) -> list[Correction]:
    """The access date's correction: the clause nearest before the address, or right after it."""
    assert standing.read_again is not None
    places = [
        (clause.start, clause.end)
        for clause in find_access_clauses(raw)
        if clause.date == standing.accessed
        and (before[0] <= clause.start < before[1] or after[0] <= clause.start < after[1])
    ]
    behind = after[0] + (raw[after[0] : after[0] + 1] in _CLOSING)
    trailing = find_trailing_access(raw[behind : after[1]])
    if trailing and trailing.date == standing.accessed:
        places.append((behind + trailing.start, behind + trailing.end))
    for start, end in places:
        for day in find_dates(raw[start:end]):
            old = raw[start + day.start : start + day.end]
            new = print_like(old, standing.read_again)
            if day.value == standing.accessed and new and new != old:
                return [
                    Correction(
                        start=start + day.start,
                        end=start + day.end,
                        old=old,
                        new=new,
                        kind=CorrectionKind.ACCESSED,
                        source=index,
                    )
                ]
    return []
