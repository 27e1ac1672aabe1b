"""Tables whose rows stand one by one among the paragraphs, each with a grid of its own.

So it is in Rich Text and in old Word files.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from citecheck.extract.grid import Cell, Grid

_NEAR = 60  # twips that edges of one column may differ by
_WIDEST = 200  # cells of a row that are compared with others; Word makes 63 at most


@dataclass(slots=True)
class RowDefinition:
    """Of each cell of a row: its right edge in twips, whether it goes on from above or before."""

    edges: list[int] = field(default_factory=list)
    below: list[bool] = field(default_factory=list)
    behind: list[bool] = field(default_factory=list)


@dataclass(slots=True)
class _Row:
    cells: list[list[str]]
    grid: RowDefinition


class Tables:
    """The lines of a text; paragraphs pass through, cells are kept until their table ends."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._rows: list[_Row] = []
        self._cells: list[list[str]] = []
        self._cell: list[str] = []
        self._inner_cells: list[str] = []
        self._inner: list[str] = []
        self._defined = RowDefinition()
        self._below = self._behind = False
        self._in_table = False
        self._depth = 1
        self.defines_inner = False  # what is told is of a table in a cell

    def define(self, word: str, number: int | None) -> None:
        """A control word that may tell of rows and cells."""
        if self.defines_inner:
            return
        match word:
            case "trowd":
                self._defined = RowDefinition()
            case "clvmrg":
                self._below = True
            case "clmrg":
                self._behind = True
            case "cellx":
                self._defined.edges.append(number or 0)
                self._defined.below.append(self._below)
                self._defined.behind.append(self._behind)
                self._below = self._behind = False
            case "intbl":
                self._in_table = True
            case "itap":
                self._depth = number or 0
                self._in_table = self._in_table or self._depth > 0
            case "pard":
                self._in_table, self._depth = False, 1

    def define_row(self, row: RowDefinition) -> None:
        """The grid of the row that ends next."""
        self._defined = row

    def end_line(self, line: str) -> None:
        """A paragraph's end: in a table it is a line of a cell."""
        if self._in_table:
            (self._inner if self._depth > 1 else self._cell).append(line)
            return
        if line or not self._rows:
            self.end()
            self.lines.append(line)

    def end_cell(self, line: str, *, nested: bool) -> None:
        """A cell's end."""
        if nested:
            self._inner_cells.append(" ".join(filter(None, [*self._inner, line])))
            self._inner = []
            return
        self._end_inner_row()
        self._cells.append([*filter(None, self._cell), *([line] if line else [])])
        self._cell = []

    def end_row(self, line: str, *, nested: bool) -> None:
        """A row's end; ``line`` is what no cell's end closed."""
        if nested:
            self.defines_inner = False
            self._end_inner_row()
            return
        if line:
            self.end_cell(line, nested=False)
        if self._cells:
            self._rows.append(_Row(self._cells, self._defined))
        self._cells = []

    def _end_inner_row(self) -> None:
        if self._inner_cells:
            self._cell.append(" | ".join(self._inner_cells))
            self._inner_cells = []

    def end(self) -> None:
        """Write out the table at hand."""
        for line in self._cell:
            self._cells.append([line])
        self._cell = []
        if self._cells:
            self.end_row("", nested=False)
        grid = Grid()
        edges = max((row.grid.edges for row in self._rows), key=len, default=[])
        depths = _depths(self._rows)
        for row, below in zip(self._rows, depths, strict=True):
            self.lines += grid.write_row(_placed(row, below, edges))
        self._rows = []


def _placed(row: _Row, depths: list[int], edges: list[int]) -> list[Cell]:
    spans = _spans(row.grid.edges, edges)
    cells: list[Cell] = []
    for column, lines in enumerate(row.cells):
        if column < len(row.grid.behind) and row.grid.behind[column] and cells:
            cells[-1].columns += 1
        elif column >= len(row.grid.below) or not row.grid.below[column]:
            span = spans[column] if column < len(spans) else 1
            depth = depths[column] if column < len(depths) else 1
            cells.append(Cell(lines=lines, columns=span, rows=depth))
    return cells


def _depths(rows: list[_Row]) -> list[list[int]]:
    """How many rows each cell spans: itself and those below that go on from it."""
    found: list[list[int]] = []
    under, of_under = RowDefinition(), list[int]()
    for row in reversed(rows):
        own = [1] * len(row.grid.edges)
        if any(under.below) and len(own) <= _WIDEST and len(under.edges) <= _WIDEST:
            for column, edge in enumerate(row.grid.edges):
                places = (at for at, one in enumerate(under.edges) if abs(one - edge) <= _NEAR)
                place = next(places, None)
                if place is not None and under.below[place]:
                    own[column] += of_under[place]
        found.append(own)
        under, of_under = row.grid, own
    return found[::-1]


def _spans(own: list[int], edges: list[int]) -> list[int]:
    """How many columns of the widest row each cell covers; one each where edges do not meet."""
    if len(own) == len(edges) or len(edges) > _WIDEST:
        return [1] * len(own)
    places = [0]
    for edge in own:
        near = [at for at, one in enumerate(edges, start=1) if abs(one - edge) <= _NEAR]
        if not near or near[0] <= places[-1]:
            return [1] * len(own)
        places.append(near[0])
    return [right - left for left, right in pairwise(places)]
