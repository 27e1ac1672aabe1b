"""The rows of a table as lines, whatever file it stands in.

The cells of a row stand on one line, under the cells of the rows above: a spanning
label is repeated in each row and column that it spans, so that the words over and
beside a number are found by counting cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from citecheck.extract.tidy import join_cells

_WIDEST, _LONGEST_SPAN = 200, 500
#: So many characters may be repeated in one table before spans are only shown once.
_REPEATED = 500_000
_MOST_FILLED = 1_000_000
_NUMBER = re.compile(r"\W*\d[\d\s.,'’%–/-]*\W*(?:\w{1,3}\W*)?")
_YEARS = re.compile(r"\W*(?:1[5-9]|20)\d\d(?:\W+(?:1[5-9]|20)?\d\d)?\W*")

_DIGIT = re.compile(r"\d")


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
        if len(self.lines) < 2:
            return self.lines[0] if self.lines else ""
        words = ""
        for line in self.lines:
            gap = "; " if words[-1:].isdecimal() and line[:1].isdecimal() else " "
            words += (gap if words else "") + line
        return words

    def is_label(self) -> bool:
        """Whether its words speak for all that it spans: no number, or a year."""
        words = self.words
        return self.header or not _DIGIT.search(words) or bool(_YEARS.fullmatch(words))


@dataclass(slots=True)
class Filling:
    """How many cells may still be made of spans, in all tables of a document together."""

    left: int = _MOST_FILLED


def span_of(value: object) -> int:
    """A ``rowspan`` or ``colspan``: 1 unless it is a sane number."""
    if value == 1:
        return 1
    digits = str(value).strip()[:6]
    return min(int(digits), _LONGEST_SPAN) if digits.isdecimal() and int(digits) else 1


class Grid:
    """The rows of one table as lines, their cells in their columns."""

    def __init__(self, filling: Filling | None = None) -> None:
        self._spans: dict[int, tuple[int, str]] = {}  # column: rows left, what to repeat
        self._left = _REPEATED
        self._filling = filling or Filling()

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
        if not self._spans and all(cell.columns == cell.rows == 1 for cell in cells):
            return [cell.words for cell in cells]
        row: list[str] = []
        for cell in cells:
            self._fill(row)
            label = cell.is_label()
            words = cell.words
            below = words if label or not row else ""
            for number in range(self._room(min(cell.columns, _WIDEST - len(row)))):
                row.append(words if not number else self._repeated(words) if label else "")
                if cell.rows > 1:
                    self._spans[len(row) - 1] = (cell.rows - 1, below)
        self._fill(row)
        while any(column >= len(row) for column in self._spans):
            row.append("")
            self._fill(row)
        return row

    def _room(self, wanted: int) -> int:
        """How many columns a cell gets of those that it spans; one at least."""
        if wanted <= 1 or self._filling.left < wanted:
            return 1
        self._filling.left -= wanted
        return wanted

    def _fill(self, row: list[str]) -> None:
        """Take over what spans down from the rows above."""
        while (column := len(row)) in self._spans:
            left, words = self._spans[column]
            if left > 1:
                self._spans[column] = (left - 1, words)
            else:
                del self._spans[column]
            row.append(self._repeated(words))
            self._filling.left -= 1
        if self._filling.left <= 0:
            self._spans.clear()

    def _repeated(self, words: str) -> str:
        self._left -= len(words)
        return words if self._left > 0 else ""
