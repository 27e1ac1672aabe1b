"""Slips of markers: a note without one, two run together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from citecheck.model.manuscripts import Manuscript, Marker, NoteSlip
from citecheck.model.notes import Severity, Slip

_SEPARATED = re.compile(r"[,;⁻–\]-]")


def find_marker_slips(manuscript: Manuscript) -> Iterator[NoteSlip]:
    """Notes that no marker names, and markers that run together; none without any marker."""
    if not manuscript.markers:
        return
    yield from _missing(manuscript)
    for marker in manuscript.markers:
        if len(marker.numbers) > 1 and not _SEPARATED.search(marker.printed):
            yield from _merged(marker)


def _missing(manuscript: Manuscript) -> Iterator[NoteSlip]:
    places: dict[int, Marker] = {}
    for marker in manuscript.markers:
        for number in marker.numbers:
            places.setdefault(number, marker)
    for note in manuscript.notes:
        if note.number in places:
            continue
        around = tuple(n for n in (note.number - 1, note.number + 1) if n in places)
        where = " and ".join(_place(manuscript, n, places[n]) for n in around)
        hint = f" It belongs between {where}." if len(around) == 2 else ""
        yield NoteSlip(
            note=note.number,
            slip=Slip(
                code="marker_missing",
                severity=Severity.ERROR,
                message=f"No marker {note.number} stands in the text: no statement rests on"
                f" this note.{hint}",
                related=around,
            ),
        )


def _place(manuscript: Manuscript, number: int, marker: Marker) -> str:
    section = manuscript.blocks[marker.block].section
    return f"marker {number}" + (f" (under {section!r})" if section else "")


def _merged(marker: Marker) -> Iterator[NoteSlip]:
    for number in marker.numbers:
        yield NoteSlip(
            note=number,
            slip=Slip(
                code="marker_merged",
                severity=Severity.WARNING,
                message=f"The markers of notes {' and '.join(map(str, marker.numbers))} are run"
                f" together as {marker.printed!r}.",
                related=tuple(n for n in marker.numbers if n != number),
                suggestion=", ".join(map(str, marker.numbers)),
            ),
        )
