"""The text of a laid-out PDF page: boxes in reading order, table rows put together.

An engine gives a table column by column or cell by cell.  Here the figures of a
row go behind its label: ``Muslim | 75%``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from citecheck.extract.pdf_columns import reading_order
from citecheck.extract.pdf_justified import join_pieces
from citecheck.extract.pdf_labels import attach_labels
from citecheck.extract.pdf_layout import Box, Line
from citecheck.extract.tidy import join_cells

_FIGURES = re.compile(r"[\s\d.,%‰–—−\-()$€£/*†‡<>~+:\[\]a-d]{1,28}")
_LIST_NUMBER = re.compile(r"\(?\d{1,3}[.)]|\[\d{1,3}\]")
_LONGEST_LABEL = 60
_LONGEST_HEAD = 40
_MOST_LINES = 5000
# How far a table's head stands over its first row, and a row over the next, in line heights.
_HEAD_DISTANCE = 4.0
_ROW_DISTANCE = 3.0
_GRID = 4.0  # points: lines and edges this near are the same
_SPELT_OUT = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
)
_ADDRESS = re.compile(r"(?:://|www\.)(?:\S|(?<=[-\u2010/_.=&?%])\n)*$|\S*\.\S*/\S*$")
_LINE_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010\ufffe\x02]\n(?=([^\W\d_]))")


def page_text(boxes: Sequence[Box]) -> str:
    """The text of the boxes in reading order; blocks are parted by an empty line.

    A page of more lines than any table or column has (a map, a plot) is given as drawn.
    """
    if sum(len(box.lines) for box in boxes) > _MOST_LINES:
        return "\n".join(line.text for box in boxes for line in box.lines).translate(_SPELT_OUT)
    ordered = reading_order(join_pieces(boxes))
    lines = [line for box in ordered for line in box.lines]
    attached = attach_labels(lines)
    for line in lines:
        line.is_figures = _is_figures(line.text)
    attached |= _attach_figures([line for line in lines if line not in attached])
    _attach_heads(lines, attached)
    _fill_rows(lines)
    parts: list[str] = []
    above: Line | None = None
    last: Box | None = None
    for box in ordered:
        for line in box.lines:
            if line in attached:
                continue
            if above is not None:
                together = box is last or _are_rows_of_a_table(above, line)
                parts.append("\n" if together else "\n\n")
            parts.append(_write(line))
            above, last = line, box
    return join_hyphens("".join(parts).translate(_SPELT_OUT))


def _are_rows_of_a_table(above: Line, line: Line) -> bool:
    near = 0 < above.middle - line.middle < _ROW_DISTANCE * max(above.height, line.height)
    return bool(above.cells and line.cells) and near


def _write(line: Line) -> str:
    cells = line.row or [cell.text for cell in line.cells]
    return join_cells([line.text, *cells]) if cells else line.text


def join_hyphens(text: str) -> str:
    r"""The text with words healed that a line end cut; between digits a hyphen is a range.

    The hyphen of an address may be its own: the break stays.

    >>> join_hyphens("the popu-\nlation of 2005-\n2010")
    'the population of 2005-\n2010'
    >>> join_hyphens("from http://a.example/the-\nice.html")
    'from http://a.example/the-\nice.html'
    """

    def join(found: re.Match[str]) -> str:
        is_address = _ADDRESS.search(text, max(0, found.start() - 300), found.start())
        # A typesetter's hyphen is in no address; a plain one may be.
        is_own = bool(is_address) and found[0][0] == "-"
        return "" if found[1].islower() and not is_own else found[0]

    return _LINE_HYPHEN.sub(join, text)


def _is_figures(text: str) -> bool:
    """Whether a line is a table's figures: not words, and not the number of a list item."""
    if _LIST_NUMBER.fullmatch(text) or not any(c.isdecimal() for c in text):
        return False
    return bool(_FIGURES.fullmatch(text))


def _attach_figures(lines: list[Line]) -> set[Line]:
    """Hang the figures of a table on the label of their row; gives those hung up.

    Two figures that stand under each other, each with a label to its left, make
    a table; a lone one may be prose, where two columns happen to share a line.
    """
    rows: dict[int, list[Line]] = {}
    for line in lines:
        if line.upright:
            rows.setdefault(round(line.middle / _GRID), []).append(line)
    figures = [line for line in lines if line.upright and line.is_figures]
    anchors = {cell: anchor for cell in figures if (anchor := _anchor(cell, rows))}
    edges = Counter(edge for cell in anchors for edge in _edges(cell))
    attached: set[Line] = set()
    for cell, anchor in anchors.items():
        if any(edges[edge] > 1 for edge in _edges(cell)):
            anchor.cells.append(cell)
            attached.add(cell)
    return attached


def _attach_heads(lines: list[Line], attached: set[Line]) -> None:
    """Hang the words over a table's columns on the leftmost of their row: ``Place | Urban``."""
    tops: dict[tuple[str, int], Line] = {}
    for cell in attached:
        for edge in _edges(cell):
            if edge not in tops or cell.middle > tops[edge].middle:
                tops[edge] = cell
    rows: dict[int, list[Line]] = {}
    for line in lines:
        free = line.upright and not line.cells and line not in attached
        if free and len(line.text) <= _LONGEST_HEAD and _is_over_a_column(line, tops):
            rows.setdefault(round(line.middle / _GRID), []).append(line)
    for row, heads in rows.items():
        if len(heads) < 2:
            continue
        near = [
            line
            for line in lines
            if line.upright and line not in attached and abs(round(line.middle / _GRID) - row) <= 1
        ]
        first = min(near, key=lambda line: line.x0)
        for head in heads:
            if head is not first:
                first.cells.append(head)
                attached.add(head)


def _is_over_a_column(line: Line, tops: dict[tuple[str, int], Line]) -> bool:
    """Whether a line stands flush with a column of figures, close over its first."""
    reach = _HEAD_DISTANCE * max(line.height, 1.0)
    return any(
        0 < line.middle - top.middle < reach
        for edge in _edges(line)
        if (top := tops.get(edge)) is not None
    )


def _edges(cell: Line) -> set[tuple[str, int]]:
    """Where a cell could line up with others: left, right, middle, on a coarse grid."""
    places = (("left", cell.x0), ("right", cell.x1), ("middle", (cell.x0 + cell.x1) / 2))
    return {(side, int(x / _GRID) + step) for side, x in places for step in (0, 1)}


def _anchor(cell: Line, rows: dict[int, list[Line]]) -> Line | None:
    """The label of a cell's row: the nearest words to the left, else the leftmost figures."""
    row = round(cell.middle / _GRID)
    beside = [
        other
        for near in (row - 1, row, row + 1)
        for other in rows.get(near, ())
        if other.x1 <= cell.x0 + 1 and abs(other.middle - cell.middle) < 0.4 * max(cell.height, 1.0)
    ]
    words = [other for other in beside if not other.is_figures]
    if words:
        label = max(words, key=lambda other: other.x1)
        return label if len(label.text) <= _LONGEST_LABEL else None
    return min(beside, key=lambda other: other.x0, default=None)


def _fill_rows(lines: list[Line]) -> None:
    """Put an empty cell where a row lacks one that a fuller row of its table has.

    Going down the page, each row is held against the fullest row above it that
    all its own cells line up with.
    """
    model: list[Line] = []
    for line in sorted((line for line in lines if line.cells), key=lambda line: -line.middle):
        line.cells.sort(key=lambda cell: cell.x0)
        columns = [_column_of(cell, model) for cell in line.cells]
        if len(model) <= len(columns) or None in columns or len(set(columns)) < len(columns):
            model = list(line.cells)
            continue
        filled: list[Line | None] = [None] * len(model)
        for column, cell in zip(columns, line.cells, strict=True):
            filled[column or 0] = cell
        line.row = [cell.text if cell else "" for cell in filled]


def _column_of(cell: Line, model: list[Line]) -> int | None:
    edges = _edges(cell)
    return next((number for number, other in enumerate(model) if edges & _edges(other)), None)
