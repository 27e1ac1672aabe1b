"""A sheet of any spreadsheet as lines, and a workbook as a document: a sheet is a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from citecheck.extract.composing import Composed, LabelledLine, compose
from citecheck.extract.grid import Cell, Grid
from citecheck.extract.limits import Limits
from citecheck.model.documents import Extraction

WIDEST = 1000
_MOST_SPANNED = 2_000_000  # cells under merged ranges


@dataclass(slots=True)
class Sheet:
    """A sheet: its filled cells by row and column (from 0), and the ranges that are one cell."""

    name: str
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # rows, columns
    drawn: list[str] = field(default_factory=list)  #: the lines of its charts and boxes

    def lines(self) -> Iterator[str]:
        """The rows as lines, from the first filled column on."""
        first = min((min(row) for row in self.cells.values() if row), default=0)
        tops, spanned = self._merges()
        grid, last = Grid(), -1
        for number in sorted(self.cells):
            if number > last + 1 and last >= 0:
                grid = Grid()  # an empty row ends a table
                yield ""
            last = number
            row = self.cells[number]
            if max(row) - first > WIDEST:  # too far off to be under anything
                yield from grid.write_row([Cell(lines=[row[at]]) for at in sorted(row)])
                continue
            cells: list[Cell] = []
            column, end = first, max(row)
            covered = spanned.get(number, set())
            while column <= end:
                rows, columns = tops.get((number, column), (1, 1))
                if column not in covered:
                    lines = [line.strip() for line in row.get(column, "").split("\n")]
                    cells.append(Cell(lines=list(filter(None, lines)), rows=rows, columns=columns))
                column += max(1, columns)
            yield from grid.write_row(cells)
        if self.drawn:
            yield ""
            yield from self.drawn

    def _merges(self) -> tuple[dict[tuple[int, int], tuple[int, int]], dict[int, set[int]]]:
        """The merged ranges by their first cell, and of each row below that the columns spanned.

        Ranges that overlap, which Excel never writes, are left out.
        """
        tops: dict[tuple[int, int], tuple[int, int]] = {}
        spanned: dict[int, set[int]] = {}
        left = _MOST_SPANNED
        for top, first, rows, columns in self.merged:
            left -= rows * columns
            if left < 0 or first in spanned.get(top, ()) or (top, first) in tops:
                continue
            tops[top, first] = (rows, columns)
            for row in range(top + 1, top + rows):
                spanned.setdefault(row, set()).update(range(first, first + columns))
        return tops, spanned


def compose_sheets(
    sheets: Iterable[Sheet],
    media_type: str,
    gaps: tuple[str, ...],
    remarks: Sequence[str],
    engine: str,
    limits: Limits,
) -> Extraction:
    """The document of a workbook's sheets."""
    pages: list[tuple[str | None, list[LabelledLine]]] = [
        (sheet.name, [(line, None) for line in sheet.lines()]) for sheet in sheets
    ]
    return compose(
        Composed(media_type=media_type, pages=pages, gaps=gaps, remarks=remarks, engine=engine),
        limits,
    )
