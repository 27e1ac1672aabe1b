"""Slips of markers: a note without one, two run together, one out of its order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from citecheck.model.manuscripts import Manuscript, Marker, NoteSlip
from citecheck.model.notes import Severity, Slip

#: Where more notes than this share are out of order, the list has another order.
OUT_OF_ORDER = 0.1

_SEPARATED = re.compile(r"[,;⁻–\]-]")


def find_marker_slips(manuscript: Manuscript) -> Iterator[NoteSlip]:
    """Notes that no marker names, and markers that run together; none without any marker."""
    if not manuscript.markers:
        return
    yield from _missing(manuscript)
    yield from _out_of_order(manuscript)
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


def _out_of_order(manuscript: Manuscript) -> Iterator[NoteSlip]:
    """Notes whose first marker stands among those of other numbers; none where many do.

    A list in alphabetical order is named in any order; that is a house's way and no slip.
    """
    first = list(dict.fromkeys(n for marker in manuscript.markers for n in marker.numbers))
    rising = set(_longest_rising(first))
    astray = [number for number in first if number not in rising]
    if len(astray) > max(1, OUT_OF_ORDER * len(first)):
        return
    place = {number: at for at, number in enumerate(first)}
    for number in astray:
        at = place[number]
        before = next((n for n in reversed(first[:at]) if n in rising), None)
        after = next((n for n in first[at + 1 :] if n in rising), None)
        around = tuple(n for n in (before, after) if n is not None)
        where = " and ".join(f"marker {n}" for n in around)
        yield NoteSlip(
            note=number,
            slip=Slip(
                code="marker_out_of_order",
                severity=Severity.WARNING,
                message=f"Marker {number} stands {'between' if len(around) > 1 else 'beside'}"
                f" {where}: markers are numbered in the order of the text.",
                related=around,
            ),
        )


def _longest_rising(numbers: Sequence[int]) -> list[int]:
    """The longest subsequence that rises (patience sorting, in n log n)."""
    tails: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for at, number in enumerate(numbers):
        length = bisect_left(tails, number)
        if length == len(tails):
            tails.append(number)
            places.append(at)
        else:
            tails[length], places[length] = number, at
        before.append(places[length - 1] if length else -1)
    at = places[-1] if places else -1
    rising: list[int] = []
    while at >= 0:
        rising.append(numbers[at])
        at = before[at]
    return rising[::-1]


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
