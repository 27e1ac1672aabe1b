"""Footnotes at the foot of their pages, and notes of chapters, gathered behind the body.

On each page the notes begin under a rule, under an empty line or with the number that
is due.  Where the numbers begin anew on each page or in each chapter, notes and markers
are numbered through, as a word processor does when it makes them endnotes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from citecheck.manuscript.markers import find_markers
from citecheck.manuscript.note_numbers import SUPERSCRIPTS, TO_DIGITS, NoteStart, find_note_start
from citecheck.manuscript.note_section import NoteSection
from citecheck.manuscript.pages import Pages

HEADING = "Footnotes"

_RULE = re.compile(r"\s*(?:[_—–―─*]{3,}|-{4,}|(?:_ ){3,}_?)\s*$")
_SHAPES = ("bracket", "superscript", "plain", "dot", "tagged", "paren", "braced", "caret")
_DIGITS = re.compile(rf"\d+|[{SUPERSCRIPTS}]+")
_RAISED = str.maketrans("0123456789", SUPERSCRIPTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The body, the heading :data:`HEADING` and the notes; ``origin`` is each line's index before.

    ``origin`` is -1 for lines that were put in.
    """

    lines: tuple[str, ...]
    origin: tuple[int, ...]


def gather_footnotes(pages: Pages) -> Gathered | None:
    """The lines with the notes of all pages at their end; ``None`` where pages have none."""
    gathering = _Gathering()
    for start, end in pages.spans():
        lines = pages.lines[start:end]
        foot, numbers = _find_notes(lines, gathering.due)
        gathering.add(lines, start, foot, numbers)
    return gathering.end()


def gather_chapters(lines: Sequence[str], sections: Sequence[NoteSection]) -> Gathered | None:
    """The lines with the notes of all chapters at their end; ``None`` if the text has no chapters.

    Each section of a chapter's notes follows text that has markers for most of them.
    """
    gathering = _Gathering()
    begin = 0
    for section in sections:
        numbers = [note.number for note in section.notes]
        named = _named(lines[begin : section.start], numbers)
        if not numbers or 2 * len(named) < len(numbers):
            return None
        foot = _Foot(body=section.start - begin, notes=section.start + 1 - begin)
        gathering.add(lines[begin : section.end], begin, foot, numbers)
        begin = section.end
    gathering.body += enumerate(lines[begin:], start=begin)
    return gathering.end()


class _Gathering:
    """Body and notes of one page or chapter after the other, with the lines they had."""

    def __init__(self) -> None:
        self.body: list[tuple[int, str]] = []
        self.notes: list[tuple[int, str]] = []
        self.due = 1

    def add(self, part: Sequence[str], start: int, foot: _Foot, numbers: Sequence[int]) -> None:
        """Take a part that begins in line ``start`` and whose notes have these numbers."""
        lines = list(part)
        if numbers and numbers[0] < self.due:
            _renumber(lines, foot, {n: n - numbers[0] + self.due for n in numbers})
        if numbers:
            self.due = max(self.due, numbers[0]) + numbers[-1] - numbers[0] + 1
        self.body += enumerate([*lines[: foot.body], ""], start=start)
        self.notes += enumerate(lines[foot.notes :], start=start + foot.notes)

    def end(self) -> Gathered | None:
        """All of it, the notes under a heading; ``None`` if there are none."""
        if not self.notes:
            return None
        heading = [(-1, ""), (-1, HEADING), (-1, "")]
        origin, lines = zip(*self.body, *heading, *self.notes, strict=True)
        return Gathered(lines=tuple(lines), origin=tuple(origin))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Foot:
    """Where the body of a page ends and where its notes begin; a rule stands between."""

    body: int
    notes: int


def _find_notes(page: Sequence[str], due: int) -> tuple[_Foot, list[int]]:
    """The foot of a page, and the numbers of its notes in order."""
    starts = {i: start for i, line in enumerate(page) if (start := _note_start(line)) is not None}
    for first in dict.fromkeys((due, 1)):
        foot = _under_rule(page, starts, first) or _under_gap(page, starts, first, due)
        if foot is not None:
            return foot, _count(starts, foot, first)
    return _Foot(body=len(page), notes=len(page)), []


def _note_start(line: str) -> NoteStart | None:
    start = find_note_start(line)
    return start if start is not None and start.rest and start.shape.endswith(_SHAPES) else None


def _under_rule(page: Sequence[str], starts: Mapping[int, NoteStart], first: int) -> _Foot | None:
    """Under the last rule all is notes; the end of one of the page before may come first."""
    for i in range(len(page) - 1, -1, -1):
        if _RULE.match(page[i]):
            below = [at for at, start in starts.items() if at > i and start.number == first]
            if below:
                return _Foot(body=i, notes=i + 1)
            filled = any(line.strip() for line in page[i + 1 :])
            return _Foot(body=i, notes=i + 1) if filled and first == 1 else None
    return None


def _under_gap(
    page: Sequence[str], starts: Mapping[int, NoteStart], first: int, due: int
) -> _Foot | None:
    """Where a line begins with the number due; one under an empty line before any other."""
    found = [i for i, start in starts.items() if start.number == first]
    marked = [i for i in found if _named(page[:i], {first})]
    apart = [i for i in marked if i and not page[i - 1].strip()]
    # Numbers that begin anew could as well be a list in the text: these need the empty line.
    at = apart[-1:] or (marked[-1:] if first == due else [])
    return _Foot(body=at[0], notes=at[0]) if at else None


def _named(lines: Sequence[str], numbers: Collection[int]) -> set[int]:
    """The notes that markers in these lines name."""
    found = find_markers(["\n".join(lines)], set(numbers))[0]
    return {number for marker in found for number in marker.numbers}


def _count(starts: Mapping[int, NoteStart], foot: _Foot, first: int) -> list[int]:
    numbers: list[int] = []
    for i, start in sorted(starts.items()):
        if i >= foot.notes and start.number == first + len(numbers):
            numbers.append(start.number)
    return numbers


def _renumber(lines: list[str], foot: _Foot, new: Mapping[int, int]) -> None:
    """Give the notes at the foot of a page, and the markers above them, their new numbers."""
    due = min(new)
    for i in range(foot.notes, len(lines)):
        start = _note_start(lines[i])
        if start is not None and start.number == due and due in new:
            lines[i] = _number_anew(lines[i], new, count=1)
            due = min((n for n in new if n > due), default=0)
    for i, marks in enumerate(find_markers(lines[: foot.body], set(new))):
        for mark in reversed(marks):
            printed = _number_anew(mark.printed, new)
            lines[i] = lines[i][: mark.start] + printed + lines[i][mark.end :]


def _number_anew(text: str, new: Mapping[int, int], count: int = 0) -> str:
    def replace(found: re.Match[str]) -> str:
        old = int(found[0].translate(TO_DIGITS))
        number = str(new.get(old, old))
        return number.translate(_RAISED) if found[0][0] in SUPERSCRIPTS else number

    return _DIGITS.sub(replace, text, count=count)
