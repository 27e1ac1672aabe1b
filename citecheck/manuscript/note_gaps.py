"""Numbers that are out of order: two notes with one number, a number without a note.

None of it loses a note.  What a marker names and no note has becomes a note without
text, so that the statement before the marker is seen to have no source.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from citecheck.manuscript.markers import FoundMarker, find_orphans
from citecheck.model.manuscripts import NoteSlip, RawNote
from citecheck.model.notes import Severity, Slip


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """What is wrong with the numbers of a notes section.

    ``doubled`` are pairs of a number and the line where it stands again, ``gaps``
    triples: the first and last number that are missing, and the note after them.
    """

    doubled: tuple[tuple[int, int], ...] = ()
    gaps: tuple[tuple[int, int, int], ...] = ()

    @property
    def missing(self) -> tuple[int, ...]:
        """Every number that is left out."""
        return tuple(n for first, last, _ in self.gaps for n in range(first, last + 1))


def number_slips(
    numbering: Numbering, notes: Sequence[RawNote], named: Collection[int]
) -> list[NoteSlip]:
    """The slips of numbers doubled and left out, and of notes without text.

    ``named`` are the numbers that markers name.
    """
    found: list[NoteSlip] = []
    again: dict[int, list[int]] = {}
    for number, line in numbering.doubled:
        again.setdefault(number, []).append(line)
    for number, lines in again.items():
        shown = ", ".join(map(str, lines[:5])) + (" …" if len(lines) > 5 else "")
        message = (
            f"The number {number} is given again in line {shown}; all of it is read here."
            " Give each note its own: the markers after it may point to other notes."
        )
        found.append(_slip(number, "note_doubled", message))
    for first, last, after in numbering.gaps:
        left = [n for n in range(first, last + 1) if n not in named]
        if left:
            message = (
                f"Before this note {_name(left)}: the markers after it may point to other notes."
            )
            found.append(_slip(after, "note_gap", message))
    for note in notes:
        if not note.pieces:
            message = "The note has a number and no text: give its source, or take it out."
            found.append(_slip(note.number, "note_empty", message))
    return found


def add_missing(
    texts: Sequence[str],
    found: Sequence[Sequence[FoundMarker]],
    notes: Sequence[RawNote],
    gaps: Collection[int] = (),
) -> tuple[list[list[FoundMarker]], tuple[RawNote, ...], list[NoteSlip]]:
    """Markers that name no note: they too, a note without text for each, and its slip."""
    numbers = {note.number for note in notes}
    orphans = find_orphans(texts, found, numbers, gaps)
    markers = [
        sorted([*ours, *more], key=lambda marker: marker.start)
        for ours, more in zip(found, orphans, strict=True)
    ]
    missing = sorted({n for here in markers for m in here for n in m.numbers} - numbers)
    slips = [
        _slip(
            number,
            "note_missing",
            f"The text has a marker {number}, and there is no note {number}: what it is to bear"
            " out has no source.",
        )
        for number in missing
    ]
    added = [RawNote(number=number, pieces=()) for number in missing]
    whole = tuple(sorted([*notes, *added], key=lambda note: note.number))
    return markers, whole, slips


def _name(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:12])) + (" …" if len(numbers) > 12 else "")
    return f"note {shown} is missing" if len(numbers) == 1 else f"notes {shown} are missing"


def _slip(number: int, code: str, message: str) -> NoteSlip:
    return NoteSlip(note=number, slip=Slip(code=code, severity=Severity.ERROR, message=message))
