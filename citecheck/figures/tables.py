"""Numbers in the rows of a table: their row's label, column's header, caption and unit.

A line is a row when nothing but numbers follows its label, and when a line near it looks
the same.  The caption or header gives unit and scale (``USD thousand``, ``%``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import NamedTuple

import regex

from citecheck.figures.heading_units import with_heading_unit
from citecheck.figures.quantity import Quantity

_GAP = r"(?:\s*[|;]\s*|\t+|\s*\.{3,}\s*|\s*…+\s*|\s+-\s+|\s*:?\s+)"
_VALUE = r"(?:[-–]?[$€£]?\d[\d.,'  ]*\d|\d)(?:\s?(?:%|km|m|ha|t|kg|млн|тыс\.?|percent|per cent))?|n/?a|-|\.\.|\?"
_ROW = regex.compile(
    rf"[ \t|]*(?:[•*·-]\s+)?(?P<label>\p{{L}}[^\n|\t]{{0,70}}?|(?:1[5-9]|20)\d\d){_GAP}(?P<values>(?:(?:{_VALUE})(?:{_GAP})?)+)[ \t|]*",
)
#: A row some of whose cells are words, where bars or tabs part them: "Karakol | 402 | asphalt".
_MIXED_ROW = regex.compile(
    rf"[ \t|]*(?P<label>\p{{L}}[^\n|\t\d]{{0,70}}?)\s*[|\t]\s*"
    rf"(?P<values>(?:[^\n|\t]{{0,60}}\s*[|\t]\s*)*?(?:{_VALUE})(?=\s*[|\t]|\s*$)(?:\s*[|\t]\s*[^\n|\t]{{0,60}})*+)",
)
_LEADER = regex.compile(r"[|;]|\t|\.{3,}|…")
_PROSE = regex.compile(
    r"(?:\b(?:is|are|was|were|has|have|had|the|of|in|at|about|than|by|to|from|and|room|page|on|for)|(?<!\w)(?:в|на|и|из|от|до|по|с|около|более))\s*$",
    regex.IGNORECASE,
)
#: What those words end in.
_PROSE_ENDS = tuple(
    "is are was were has have had the of in at about than by to from and room page on for"
    " в на и из от до по с около более".split()
)
#: The last letters of a value with its unit.
_VALUE_ENDS = frozenset("magtнс")
_LINE_END = re.compile("\n")
_YEARS = regex.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
#: A cell without a value.
_NO_VALUE = regex.compile(r"(?:^|(?<=[\s|;]))(?:n/?a|-|\.\.|\?)(?=[\s|;]|$)")
_HARD_GAP = regex.compile(r"\s*[|;]\s*|\t+")
_SPACE = regex.compile(r"\s+")
_CELL_GAP = regex.compile(r"\s*[|;]\s*|\t+|\s{2,}")
#: The line ends a sentence, and with no abbreviation: "Население, тыс. чел." is a caption.
_STOPPED = regex.compile(
    r"(?<!(?<!\w)(?:чел|тыс|руб|долл|млн|млрд|шт|кв|куб|ед|no|sq|cu|km|approx))[.]$|[!?]$"
)
#: So many lines above a row its header may stand.
_HEADER_REACH = 40


def _may_be_row(line: str) -> bool:
    """Whether a line ends as a row can: with no sentence's stop, and no other word than a unit."""
    last = line[-1:]
    if last == ".":
        return line.endswith(("тыс.", ".."))
    return not last.isalpha() or last in _VALUE_ENDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A number's place in a table: the words of its row, its column and its caption."""

    row: tuple[int, int]
    label: str
    column: str
    caption: str


#: So far before its numbers a lead-in begins.
_LEAD_REACH = 240
_LEAD = regex.compile(
    r"[^:;.!?\n]{2,100}(?:\([^()]{1,20}\)|\s(?:in|в)\s[\p{L} ]{2,20}|,\s(?:%|\p{L}[\p{L}. ]{0,16})):\s"
)
_PAIRS = regex.compile(
    r"\s*(?:\p{L}[\p{L} '-]{0,40}\s\d[\d.,]*\s*[/;,]\s*)+\p{L}[\p{L} '-]{0,40}\s\d[\d.,]*\s*"
)


class _Group(NamedTuple):
    """The lines of a label and the values after it."""

    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stack:
    """A table a cell a line: its rows, how many values each has, their columns, its caption."""

    groups: tuple[_Group, ...]
    width: int
    columns: tuple[str, ...]
    caption: str


_ALONE = regex.compile(rf"[ \t]*(?:{_VALUE})[ \t]*")
_YEAR_ALONE = regex.compile(r"(?:1[5-9]|20)\d\d")
#: So many lines either way a stacked table is looked for.
_STACK_REACH = 60
#: No cell is longer.
_LONGEST_CELL = 40


def _is_cell(line: str) -> bool:
    return 0 < len(line) <= _LONGEST_CELL and (line[-1] not in ".!?;:," or line == ".")


def _read_stack(lines: list[str], first: int) -> _Stack | None:
    """The rows of a stack of cells: a label and so many values, again and again."""
    values = [bool(_ALONE.fullmatch(line)) for line in lines]
    groups = []
    for at, line in enumerate(lines):
        if values[at] or at + 1 >= len(lines) or not values[at + 1] or not line[0].isalpha():
            continue
        end = at + 1
        while end + 1 < len(lines) and values[end + 1]:
            end += 1
        groups.append(_Group(at, end))
    of_years = [
        all(_YEAR_ALONE.fullmatch(v) for v in lines[g.first + 1 : g.last + 1]) for g in groups
    ]
    rows = [g for g, years in zip(groups, of_years, strict=True) if not years]
    if len(rows) < 2:
        return None
    widths = [g.last - g.first for g in rows]
    width = max(set(widths), key=lambda w: (widths.count(w), w))
    if widths.count(width) < 2:
        return None
    top = next(g for g in rows if g.last - g.first == width)
    above = lines[: top.first]
    over = above[-width:]
    columns = tuple(over) if len(over) == width and (width > 1 or of_years[0]) else ()
    caption = " ".join(above[: len(above) - len(columns)][-2:])
    return _Stack(
        groups=tuple(_Group(g.first + first, g.last + first) for g in rows),
        width=width, columns=columns, caption=caption,
    )  # fmt: skip


class Tables:
    """The lines of a folded text, read as tables where they are tables."""

    def __init__(self, text: str, quantities: list[Quantity]) -> None:
        self._text = text
        self._quantities = quantities
        self._starts = [q.number for q in quantities]
        self._lines = [0, *(m.end() for m in _LINE_END.finditer(text))]
        self._stacks: dict[int, _Stack | None] = {}
        self._rows: dict[int, regex.Match[str] | None] = {}

    def place(self, quantity: Quantity) -> tuple[Quantity, Cell] | None:
        """The quantity with its table's unit, and its cell; ``None`` if its line is prose."""
        number = bisect_right(self._lines, quantity.number) - 1
        row = self._table_row(number)
        if row is None:
            return self._stacked(quantity, number)
        if quantity.number < row.start("values"):
            return None
        inside = self._inside(row.start("values"), row.end("values"))
        if quantity not in inside:
            return None
        at = inside.index(quantity)
        if quantity.end > row.end() and quantity.unit == quantity.noun:  # a noun of the next line
            quantity = replace(quantity, end=row.end(), unit=None, noun=None)
        column, columns = self._column(row, inside, at)
        header, caption = self._header(number, column, columns)
        heading = f"{header} {row['label']} {caption}"
        cell = Cell(
            row=(self._lines[number] + row.start() - row.start(), row.end()),
            label=row["label"], column=header, caption=caption,
        )  # fmt: skip
        return with_heading_unit(quantity, heading), replace(cell, row=self._line(number))

    def _column(self, row: regex.Match[str], inside: list[Quantity], at: int) -> tuple[int, int]:
        """The column of a row's quantity and how many there are: cells may be empty or ``n/a``."""
        for gap in (
            (_HARD_GAP, _CELL_GAP, _SPACE)
            if _NO_VALUE.search(row["values"]) or row.re is _MIXED_ROW
            else ()
        ):
            cells = [0, *(m.end() for m in gap.finditer(row["values"].rstrip(" |\t;")))]
            if len(cells) > len(inside):
                offset = inside[at].number - row.start("values")
                return bisect_right(cells, offset) - 1, len(cells)
        return at, len(inside)

    def led(self, quantity: Quantity, sentence: tuple[int, int]) -> Quantity:
        """A bare number of a list with the unit of what leads it in.

        ``Height (m): tower 64, wall 9``, or a caption over ``Hydro 61 / Gas 17``.
        """
        start = max(sentence[0], quantity.start - _LEAD_REACH)
        lead = _LEAD.match(self._text, start, quantity.start)
        if lead:
            return with_heading_unit(quantity, lead.group())
        number = bisect_right(self._lines, quantity.number) - 1
        if number and _PAIRS.fullmatch(self._text, *self._line(number)):
            over = self._said(number - 1)
            if 0 < len(over) < 160 and not _STOPPED.search(over):
                return with_heading_unit(quantity, over)
        return quantity

    def _stacked(self, quantity: Quantity, number: int) -> tuple[Quantity, Cell] | None:
        """The same for a table that was printed a cell a line."""
        start, end = self._line(number)
        if self._text[start].isalpha() and self._text[start] != "n":
            return None  # the commonest: prose
        if not _ALONE.fullmatch(self._text, start, end):
            return None
        stack = self._stack_at(number)
        group = stack and next((g for g in stack.groups if g.first < number <= g.last), None)
        if not stack or not group or group.last - group.first != stack.width:
            return None
        column = stack.columns[number - group.first - 1] if stack.columns else ""
        label = self._said(group.first)
        cell = Cell(
            row=(self._lines[group.first], self._line(group.last)[1]),
            label=label, column=column, caption=stack.caption,
        )  # fmt: skip
        return with_heading_unit(quantity, f"{column} {label} {stack.caption}"), cell

    def rows_under(self, start: int, end: int) -> tuple[int, int] | None:
        """The rows of the table under a caption or header at a place."""
        number = bisect_right(self._lines, max(start, end - 2)) - 1
        if self._row(number) is not None:
            return None
        first = next((n for n in (number + 1, number + 2) if self._table_row(n) is not None), None)
        if first is None:
            return None
        last = first
        while last - first < _HEADER_REACH and self._table_row(last + 1) is not None:
            last += 1
        return self._lines[first], self._line(last)[1]

    def stacked_row(self, at: int) -> tuple[int, int] | None:
        """The values under the label at a position, in a table that is printed a cell a line."""
        number = bisect_right(self._lines, at) - 1
        if number + 1 >= len(self._lines) or not _ALONE.fullmatch(self._said(number + 1)):
            return None
        stack = self._stack_at(number + 1)
        group = stack and next((g for g in stack.groups if g.first == number), None)
        return (self._lines[group.first], self._line(group.last)[1]) if group else None

    def _said(self, number: int) -> str:
        start, end = self._line(number)
        return self._text[start:end].strip()

    def _stack_at(self, number: int) -> _Stack | None:
        """The stacked table around a line of one value; ``None`` if its lines form none."""
        first = last = number
        while first > 0 and number - first < _STACK_REACH and _is_cell(self._said(first - 1)):
            first -= 1
        if first in self._stacks:
            return self._stacks[first]
        while (
            last + 1 < len(self._lines)
            and last - first < 2 * _STACK_REACH
            and _is_cell(self._said(last + 1))
        ):
            last += 1
        stack = _read_stack([self._said(n) for n in range(first, last + 1)], first)
        if stack and not stack.caption and first > 1 and not self._said(first - 1):
            over = self._said(first - 2)  # a caption, with a gap under it
            stack = replace(stack, caption=over if _is_cell(over.rstrip(":")) else "")
        self._stacks[first] = stack
        return stack

    def _line(self, number: int) -> tuple[int, int]:
        start = self._lines[number]
        last = number + 1 >= len(self._lines)
        return start, len(self._text) if last else self._lines[number + 1] - 1

    def _inside(self, start: int, end: int) -> list[Quantity]:
        left = bisect_right(self._starts, start - 1)
        right = bisect_right(self._starts, end - 1)
        return [q for q in self._quantities[left:right] if q.masked is None]

    def _row(self, number: int) -> regex.Match[str] | None:
        """A line that is a label and numbers, whatever its neighbours."""
        if number < 0 or number >= len(self._lines):
            return None
        if number not in self._rows:
            start, end = self._line(number)
            match = None
            if end - start < 300 and _may_be_row(self._text[start:end].rstrip()):
                match = _ROW.fullmatch(self._text, start, end)
            if match is None and end - start < 300 and self._is_barred(start, end):
                match = _MIXED_ROW.fullmatch(self._text, start, end)
            if (
                match
                and match["label"].rstrip().lower().endswith(_PROSE_ENDS)
                and _PROSE.search(match["label"])
            ):
                match = None
            self._rows[number] = match
        return self._rows[number]

    def _is_barred(self, start: int, end: int) -> bool:
        bars = self._text.count("|", start, end) + self._text.count("\t", start, end)
        return bars > 1 and self._text.count(". ", start, end) == 0

    def _table_row(self, number: int) -> regex.Match[str] | None:
        row = self._row(number)
        if row is None:
            return None
        near = any(self._row(number + step) for step in (-2, -1, 1, 2))
        return row if near or _LEADER.search(row.group()) else None

    def _header(self, number: int, column: int, columns: int) -> tuple[str, str]:
        """The header's cell over a column, and the caption over the table."""
        header = ""
        own = self._row(number)
        dated = own is not None and _YEAR_ALONE.fullmatch(own["label"]) is not None
        for above in range(number - 1, max(-1, number - 1 - _HEADER_REACH), -1):
            start, end = self._line(above)
            line = self._text[start:end].strip(" |\t")
            if not line:
                if header or above < number - 1:
                    break
                continue
            years = _YEARS.findall(line)
            row = self._row(above)
            listed = dated and row is not None and _YEAR_ALONE.fullmatch(row["label"])
            if row is not None and (len(years) != columns or listed):
                continue
            if row is not None and self._is_dated(above - 1, columns):
                continue  # values that look like years, under a row of years
            cell, rest = _cells(line, column, columns, years)
            if cell and not header:
                header = cell
                caption = self._caption(above)
                return header, f"{rest} {caption}"
            if len(line) < 200 and not _STOPPED.search(line):
                return "", line
            break
        return header, ""

    def _is_dated(self, number: int, columns: int) -> bool:
        row = self._row(number)
        return row is not None and len(_YEARS.findall(row["values"])) == columns

    def _caption(self, number: int) -> str:
        if number <= 0:
            return ""
        start, end = self._line(number - 1)
        if start == end and number > 1 and self._row(number - 2) is None:  # a gap under it
            start, end = self._line(number - 2)
        line = self._text[start:end].strip()
        return line if 0 < len(line) < 160 and not _STOPPED.search(line) else ""


def _cells(line: str, column: int, columns: int, years: list[str]) -> tuple[str, str]:
    """The cell over a column of a header's line, and what stands left of the cells."""
    if len(years) == columns:
        return years[column], line.split(years[0])[0]
    for parts in (_CELL_GAP.split(line), line.split()):
        if len(parts) == columns + 1:
            return parts[column + 1], parts[0]
        if len(parts) == columns and columns > 1:
            return parts[column], ""
    return "", ""
