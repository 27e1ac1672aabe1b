"""The notes section: where it is, and its lines cut into notes by the expected next number.

A line that begins with a number which is not due (``2 November 2011 from:`` after a
page break in note 41) continues the note before it.  A number that is missing or
stands twice is told (:mod:`~citecheck.manuscript.note_gaps`), and no line is lost.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from citecheck.manuscript.markers import find_markers
from citecheck.manuscript.note_gaps import Numbering
from citecheck.manuscript.note_headings import is_note_heading, is_over_notes
from citecheck.manuscript.note_numbers import (
    NoteStart,
    find_note_start,
    has_bullet,
    strip_bullet,
)
from citecheck.model.errors import InputError
from citecheck.model.manuscripts import RawNote

#: A number further ahead than this is a year or an amount, not the note after a gap.
MAX_GAP = 20

#: No publication has more sections of notes than this.
MAX_SECTIONS = 200

#: So many lines may say something of all notes before the first.
MAX_PREAMBLE = 4

#: More notes than this have a heading.
MAX_UNHEADED = 2000

#: Numbers dressed so stand at the start of a line for nothing but a note.
_CLEAR_SHAPES = {"bracket", "superscript", "braced", "caret"}

#: "10 | November 2011", "p. | 2. Accessed on …": what no note begins with.
_GOES_ON = re.compile(
    r"(?:accessed|retrieved|дата обращения|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    r"|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)",
    re.IGNORECASE,
)
_POINTS_ON = re.compile(
    r"\b(?:pp?|paras?|nos?|arts?|articles?|vol|ch|doc|с|стр|ст|п|№)\.?$", re.IGNORECASE
)
_FINISHED = re.compile(r"""[.!?>)\]}»”"'…;]$|(?:https?://|www\.)\S*[\w/]$|\.\w{2,5}$""")
_HASHES = re.compile(r"#{1,6} ")
_DIGITS = re.compile(r"\d+")
_RULE = re.compile(r"\s*[_—–―─*=~-]{3,}\s*$")
_CUT_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[-_.=&?%/]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSection:
    """The notes, and the lines that the section takes up: ``[start, end)``, from 0."""

    notes: tuple[RawNote, ...]
    start: int
    end: int
    numbering: Numbering = field(default_factory=Numbering)


def find_sections(lines: Sequence[str]) -> list[NoteSection]:
    """The sections of numbered notes under headings, in order; mostly one or none.

    A heading that stands among the notes of one list (the running head of its pages)
    parts nothing.
    """
    heads = [(h, first) for h in _headings(lines) if (first := _first_note(lines, h)) is not None]
    if len(heads) > MAX_SECTIONS:  # running heads of a long list, or no manuscript
        heads = heads[:1]
    found: list[NoteSection] = []
    for k, (heading, first) in enumerate(heads):
        bound = heads[k + 1][0] if k + 1 < len(heads) else len(lines)
        if found and _goes_on(lines, found[-1], heading, first):
            start = found[-1].start
            inner = {head for head, _ in heads[: k + 1] if head > start}
            kept = ["" if i in inner else line for i, line in enumerate(lines)]
            found[-1] = _cut_notes(kept, start, (found[-1].notes[0].line or 1) - 1, bound)
        else:
            found.append(_cut_notes(lines, _topmost(lines, heading), first, bound))
    return found


def choose_section(sections: Sequence[NoteSection], lines: Sequence[str]) -> NoteSection | None:
    """The one that the markers of the text name: the last that is called notes, else the last."""
    called = [section for section in sections if is_over_notes(lines[section.start])]
    return (called or sections)[-1] if sections else None


def find_markdown_notes(lines: Sequence[str]) -> NoteSection | None:
    """Footnotes of Markdown (``[^1]: …``) need no heading: nothing else looks like them."""
    first = _first_footnote(lines)
    return None if first is None else _cut_notes(lines, first - 1, first, len(lines))


def _first_note(lines: Sequence[str], heading: int) -> int | None:
    """Where the first note under a heading begins; a few words about the notes may come before."""
    filled = (i for i in range(heading + 1, len(lines)) if lines[i].strip(" \t=-~_*"))
    for count, i in enumerate(filled):
        start = find_note_start(lines[i])
        if start is not None and (count == 0 or (start.number == 1 and start.rest)):
            return i
        if count == MAX_PREAMBLE or is_note_heading(lines[i]):
            return None
    return None


def _topmost(lines: Sequence[str], heading: int) -> int:
    """The first of several headings over notes with nothing between them."""
    for i in range(heading - 1, -1, -1):
        if is_note_heading(lines[i]):
            heading = i
        elif lines[i].strip():
            break
    return heading


def _goes_on(lines: Sequence[str], section: NoteSection, heading: int, first: int) -> bool:
    """Whether the notes under a heading are the next ones of the section before it."""
    start = find_note_start(lines[first])
    if start is None or not section.notes:
        return False
    between = any(line.strip() for line in lines[section.end : heading])
    return not between and 1 < start.number <= section.notes[-1].number + MAX_GAP


def find_unheaded_notes(lines: Sequence[str]) -> NoteSection | None:
    """A list that ends the text without a heading over it, if the text has its markers."""
    first = _first_unheaded(lines)
    return None if first is None else _cut_notes(lines, first - 1, first, len(lines))


def refuse_without_notes(lines: Sequence[str], *, source: str) -> InputError:
    """What to tell of a text in which no notes were found."""
    headings = _headings(lines)
    if headings:
        return InputError(
            f"no numbered note follows the heading {lines[headings[-1]].strip()!r}",
            f"line {headings[-1] + 1}",
            source=source,
            remedy="number the notes: 1. or [1] or ¹ at the start of each",
        )
    return InputError(
        f"no notes section found in {len(lines)} lines",
        source=source,
        remedy="put a heading such as ENDNOTES on a line of its own above the numbered notes",
    )


def _headings(lines: Sequence[str]) -> list[int]:
    return [i for i, line in enumerate(lines) if is_note_heading(line)]


def _first_footnote(lines: Sequence[str]) -> int | None:
    return next(
        (
            i
            for i, line in enumerate(lines)
            if (start := find_note_start(line)) is not None and start.shape.endswith("footnote")
        ),
        None,
    )


def _first_unheaded(lines: Sequence[str]) -> int | None:
    """Where a list ``[1] …, [2] …`` begins that ends the text without a heading over it.

    Numbers in plain dress (``1.``) count if the text above has markers for most of them.
    """
    due: int | None = None
    count = 0
    for i in range(len(lines) - 1, -1, -1):
        start = find_note_start(lines[i])
        if start is None or not start.rest:
            continue
        if due is not None and start.number != due:
            continue
        is_clear = start.shape in _CLEAR_SHAPES
        if due is None and (
            start.number > MAX_UNHEADED or (is_clear and i and lines[i - 1].strip())
        ):
            continue
        due, count = start.number - 1, count + 1
        if start.number == 1:
            if i and lines[i - 1].strip() and not _RULE.match(lines[i - 1]):
                return None
            return i if is_clear or _has_markers(lines[:i], count) else None
    return None


def _has_markers(lines: Sequence[str], count: int) -> bool:
    """Whether a text has markers for most of the notes up to ``count``."""
    wanted = set(range(1, count + 1))
    named = {
        number
        for here in find_markers(["\n".join(lines)], wanted)
        for marker in here
        for number in marker.numbers
    }
    return 3 * len(named & wanted) >= 2 * count


class _Cutter:
    """Walks the section's lines once and assigns each to a note."""

    def __init__(self, lines: Sequence[str], first: int) -> None:
        self.lines, self.first = lines, first
        self.starts: dict[int, NoteStart] = {}
        self.places: dict[int, list[int]] = {}
        for i in range(first, len(lines)):
            start = find_note_start(lines[i])
            if start is not None:
                self.starts[i] = start
                self.places.setdefault(start.number, []).append(i)
        self.shapes: Counter[str] = Counter()
        self.notes: dict[int, list[int]] = {}
        self.gaps: list[tuple[int, int, int]] = []
        self.doubled: list[tuple[int, int]] = []

    def walk(self) -> int:
        """Assign the lines; returns the line after the last note."""
        due, current, last = 1, 0, self.first
        furniture = self._furniture()
        for i in range(self.first, len(self.lines)):
            if not self.lines[i].strip() or self._parts_notes(i, due):
                continue
            number = self._begins(i, due, last)
            if number is None and i in furniture and not _CUT_ADDRESS.search(self.lines[last]):
                continue
            if number is not None:
                if number > due:
                    self.gaps.append((due, number - 1, number))
                current, due = number, number + 1
                self.notes[current] = [i]
                self.shapes[self.starts[i].shape] += 1
            elif current and not self._has_ended(i, last, due):
                current = self._doubles(i, due - 1, last) or current
                self.notes[current].append(i)
            else:
                return last + 1
            last = i
        return last + 1

    def _parts_notes(self, i: int, due: int) -> bool:
        """Whether line ``i`` is a heading of Markdown among the notes (``### Chapter 2``)."""
        return bool(_HASHES.match(self.lines[i])) and self._later(due, i) is not None

    def _begins(self, i: int, due: int, last: int) -> int | None:
        """The number of the note that begins in line ``i``, if one does."""
        start = self.starts.get(i)
        if start is None or start.number < due:
            return None
        number = start.number
        if number == due:
            later = self._later(number, i)
            before_next = later is not None and later < (self._later(due + 1, i) or len(self.lines))
            return None if before_next and self._continues(i, last) else number
        if number - due > MAX_GAP or self._later(due, i) is not None or self._continues(i, last):
            return None
        if start.shape not in self.shapes and self.shapes:
            return None
        confirmed = self._later(number + 1, i) is not None or number == due + 1
        return number if confirmed or not self.shapes else None

    def _later(self, number: int, i: int) -> int | None:
        places = self.places.get(number, [])
        at = bisect_right(places, i)
        return places[at] if at < len(places) else None

    def _continues(self, i: int, last: int) -> bool:
        """Whether a numbered line reads like the rest of the line before it."""
        rest = self.starts[i].rest
        if not rest or rest[0].islower() or rest[0] in ",.;:)" or _GOES_ON.match(rest):
            return True
        before = self.lines[last].rstrip()
        return i > self.first and (not _FINISHED.search(before) or bool(_POINTS_ON.search(before)))

    def _doubles(self, i: int, highest: int, last: int) -> int | None:
        """The number that line ``i`` begins with, if a note has it already."""
        start = self.starts.get(i)
        if start is None or start.number > highest or self._continues(i, last):
            return None
        if start.number not in self.notes or start.shape not in self.shapes:
            return None
        self.doubled.append((start.number, i))
        return start.number

    def _has_ended(self, i: int, last: int, due: int) -> bool:
        """Whether line ``i``, after the last number that is due, is no note's any more."""
        if self._later(due, i - 1) is not None or i == last + 1:
            return False
        if any(self._later(n, i - 1) is not None for n in range(due, due + 3)):
            return False
        start = self.starts.get(i)
        if start is not None and start.number in self.notes and start.shape in self.shapes:
            return False
        listed = any(shape.startswith("- ") for shape in self.shapes)
        if listed:
            return not has_bullet(self.lines[i])
        before = self.lines[last].rstrip()
        return bool(_FINISHED.search(before)) and not _CUT_ADDRESS.search(before)

    def _furniture(self) -> set[int]:
        """Lines of the page, not of the text: page numbers, running heads with or without one."""
        alone = [i for i in range(self.first, len(self.lines)) if self._stands_alone(i)]
        faces = {i: _DIGITS.sub("#", self.lines[i].strip()) for i in alone}
        seen = Counter(faces.values())
        return {
            i
            for i, face in faces.items()
            if face == "#" or (seen[face] > 2 and not _has_address(self.lines[i]))
        }

    def _stands_alone(self, i: int) -> bool:
        if not self.lines[i].strip():
            return False
        before = i == 0 or not self.lines[i - 1].strip()
        after = i + 1 >= len(self.lines) or not self.lines[i + 1].strip()
        return before and after


def _has_address(line: str) -> bool:
    return "://" in line or "www." in line


def _cut_notes(lines: Sequence[str], heading: int, first: int, bound: int) -> NoteSection:
    """The notes under a heading, from the line ``first`` to the line before ``bound``."""
    cutter = _Cutter(lines[:bound], first)
    end = cutter.walk()
    again = {i for _, i in cutter.doubled}
    notes = tuple(
        RawNote(number=number, pieces=_pieces(cutter, at, again), line=at[0] + 1)
        for number, at in sorted(cutter.notes.items())
    )
    numbering = Numbering(
        doubled=tuple((number, i + 1) for number, i in cutter.doubled), gaps=tuple(cutter.gaps)
    )
    return NoteSection(notes=notes, start=max(heading, 0), end=end, numbering=numbering)


def _pieces(cutter: _Cutter, at: Sequence[int], again: Collection[int]) -> tuple[str, ...]:
    """The note's lines without its number, and without that of a second note of its number."""
    first = cutter.starts[at[0]].rest
    rest = (cutter.starts[i].rest if i in again else strip_bullet(cutter.lines[i]) for i in at[1:])
    return tuple(piece for piece in (first, *rest) if piece)
