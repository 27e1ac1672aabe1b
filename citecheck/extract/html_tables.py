"""Tables of a page: which of them hold data and which lay out the page, and rows as lines.

Until about 2008 pages were laid out with tables, so a table is judged by what is in
it.  The cells of a data row stand on one line, under the cells of the rows above: a
spanning label is repeated in each row and column that it spans, so that the words
over and beside a number are found by counting cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from bs4.element import NavigableString, Tag

from citecheck.extract.tidy import join_cells

#: What makes a cell a piece of page layout and not a piece of data.
_LAYOUT = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "form", "hr", "iframe"})
_SIGNS = frozenset({"caption", "thead", "th", "tfoot", "colgroup"})
_DIGIT = re.compile(r"\d")
_LONG, _SHORT, _NUMERIC = 300, 120, 40
_ENOUGH_NUMBERS = 4
_WIDEST, _LONGEST_SPAN = 200, 500
#: So many characters may be repeated in one table before spans are only shown once.
_REPEATED = 500_000
_NUMBER = re.compile(r"\W*\d[\d\s.,'’%–/-]*\W*(?:\w{1,3}\W*)?")
_YEARS = re.compile(r"\W*(?:1[5-9]|20)\d\d(?:\W+(?:1[5-9]|20)?\d\d)?\W*")


class Part(Enum):
    """What an element is in a table, by its name or its ARIA role."""

    TABLE = auto()
    ROW = auto()
    CELL = auto()
    HEADER = auto()


_NAMES = {"table": Part.TABLE, "tr": Part.ROW, "td": Part.CELL, "th": Part.HEADER}
_ROLES = {
    "table": Part.TABLE, "grid": Part.TABLE, "treegrid": Part.TABLE, "row": Part.ROW,
    "cell": Part.CELL, "gridcell": Part.CELL, "columnheader": Part.HEADER,
    "rowheader": Part.HEADER,
}  # fmt: skip


def part_of(tag: Tag) -> Part | None:
    """The part that an element plays in a table; ``None`` if none."""
    part = _NAMES.get(tag.name)
    if part is None and tag.attrs and "role" in tag.attrs:
        part = _ROLES.get(str(tag.attrs["role"]).strip().lower())
    return part


@dataclass(slots=True)
class _CellFacts:
    length: int = 0
    digits: bool = False
    blocks: bool = False
    table: bool = False

    @property
    def is_numeric(self) -> bool:
        return self.digits and self.length <= _NUMERIC

    @property
    def is_short(self) -> bool:
        return self.length <= _SHORT and not self.blocks and not self.table


@dataclass(slots=True)
class _TableFacts:
    tag: Tag
    rows: list[tuple[int, list[_CellFacts]]] = field(default_factory=list)
    open_cells: list[tuple[Tag, _CellFacts]] = field(default_factory=list)
    signs: bool = False
    nested: bool = False


def find_data_rows(outermost: Tag) -> set[int]:
    """The rows (by identity) of a table and of those in it whose cells belong on one line.

    A cell outside any row makes its table a row.
    """
    found: set[int] = set()
    stack = [(outermost, iter(outermost.contents))]
    tables = [_TableFacts(outermost)]
    while stack:
        tag, rest = stack[-1]
        child = next(rest, None)
        if child is None:
            stack.pop()
            facts = tables[-1]
            if facts.open_cells and facts.open_cells[-1][0] is tag:
                facts.open_cells.pop()
            elif facts.tag is tag:
                found |= _choose_rows(tables.pop())
            continue
        if isinstance(child, Tag):
            _open(child, tables)
            stack.append((child, iter(child.contents)))
        elif tables[-1].open_cells and type(child) is NavigableString:
            cell = tables[-1].open_cells[-1][1]
            cell.length += len(child.strip())
            cell.digits = cell.digits or bool(_DIGIT.search(child))
    return found


def _open(tag: Tag, tables: list[_TableFacts]) -> None:
    facts = tables[-1]
    part = part_of(tag)
    if tag.name in _SIGNS or part is Part.HEADER:
        facts.signs = True
    if part is Part.TABLE:
        facts.nested = True
        for _, cell in facts.open_cells:
            cell.table = True
        tables.append(_TableFacts(tag))
    elif part is Part.ROW:
        facts.rows.append((id(tag), []))
    elif part in (Part.CELL, Part.HEADER):
        if not facts.rows:
            facts.rows.append((id(facts.tag), []))
        opened = _CellFacts()
        facts.rows[-1][1].append(opened)
        facts.open_cells.append((tag, opened))
    elif tag.name in _LAYOUT and facts.open_cells:
        facts.open_cells[-1][1].blocks = True


def _choose_rows(facts: _TableFacts) -> set[int]:
    said = str(facts.tag.attrs.get("role", "")).strip().lower()
    cells = [cell for _, row in facts.rows for cell in row if cell.length]
    wide = [row for _, row in facts.rows if len(row) > 1]
    numbers = sum(cell.is_numeric for row in wide for cell in row)
    plain = not any(cell.blocks or cell.length > _LONG for row in wide for cell in row)
    is_data = (
        bool(wide)
        and not facts.nested
        and said not in {"presentation", "none"}
        and (facts.signs or plain or numbers >= max(_ENOUGH_NUMBERS, 0.3 * len(cells)))
    )
    return {
        row
        for row, of_row in facts.rows
        if is_data
        or (all(cell.is_short for cell in of_row) and sum(bool(c.length) for c in of_row) > 1)
    }


@dataclass(slots=True)
class Cell:
    """A cell as it was written: its lines, how far it spans, whether it is a header."""

    lines: list[str] = field(default_factory=list)
    columns: int = 1
    rows: int = 1
    header: bool = False

    @property
    def words(self) -> str:
        """The cell on one line; numbers on lines of their own are never joined to one."""
        words = ""
        for line in self.lines:
            gap = "; " if words[-1:].isdecimal() and line[:1].isdecimal() else " "
            words += (gap if words else "") + line
        return words

    def is_label(self) -> bool:
        """Whether its words speak for all that it spans: no number, or a year."""
        words = self.words
        return self.header or not _DIGIT.search(words) or bool(_YEARS.fullmatch(words))


def span_of(value: object) -> int:
    """A ``rowspan`` or ``colspan``: 1 unless it is a sane number."""
    digits = str(value).strip()[:6]
    return min(int(digits), _LONGEST_SPAN) if digits.isdecimal() and int(digits) else 1


class Grid:
    """The rows of one table as lines, their cells in their columns."""

    def __init__(self) -> None:
        self._spans: dict[int, tuple[int, str]] = {}  # column: rows left, what to repeat
        self._left = _REPEATED

    def write_row(self, cells: Sequence[Cell]) -> list[str]:
        """The lines of the next row: one, or several where its cells are lists side by side."""
        filled = [cell for cell in cells if cell.lines]
        if len(filled) == 1 and not self._spans and filled[0].rows == 1:
            return filled[0].lines
        if self._is_lists(filled) and not self._spans:
            count = len(filled[0].lines)
            return [
                join_cells(cell.lines[at] if cell.lines else "" for cell in cells)
                for at in range(count)
            ]
        line = join_cells(self._place(cells))
        return [line] if line.strip(" |") else []

    @staticmethod
    def _is_lists(cells: Sequence[Cell]) -> bool:
        """Rows that were made by line breaks: as many lines in each cell, one all numbers."""
        return (
            len(cells) > 1
            and len({len(cell.lines) for cell in cells}) == 1
            and len(cells[0].lines) > 1
            and any(all(_NUMBER.fullmatch(line) for line in cell.lines) for cell in cells)
            and all(cell.columns == cell.rows == 1 for cell in cells)
        )

    def _place(self, cells: Sequence[Cell]) -> list[str]:
        row: list[str] = []
        for cell in cells:
            self._fill(row)
            label = cell.is_label()
            words = cell.words
            below = words if label or not row else ""
            for number in range(min(cell.columns, max(1, _WIDEST - len(row)))):
                row.append(words if not number else self._repeated(words) if label else "")
                if cell.rows > 1:
                    self._spans[len(row) - 1] = (cell.rows - 1, below)
        self._fill(row)
        while any(column >= len(row) for column in self._spans):
            row.append("")
            self._fill(row)
        return row

    def _fill(self, row: list[str]) -> None:
        """Take over what spans down from the rows above."""
        while (column := len(row)) in self._spans:
            left, words = self._spans[column]
            if left > 1:
                self._spans[column] = (left - 1, words)
            else:
                del self._spans[column]
            row.append(self._repeated(words))

    def _repeated(self, words: str) -> str:
        self._left -= len(words)
        return words if self._left > 0 else ""
