"""The text of a laid-out PDF page: note marks set off, table rows put together.

pdfminer gives a table column by column or cell by cell.  Here the figures of a
row go behind its label: ``Muslim | 75%``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import mean

from pdfminer.layout import LTChar, LTPage, LTTextBox, LTTextLine, LTTextLineVertical

from citecheck.extract.notemarks import set_off
from citecheck.extract.pdf_columns import reading_order
from citecheck.extract.tidy import join_cells

# A mark is smaller than this and raised by more than this, in line sizes.
_SMALL = 0.82
_RAISED = 0.17
_FIGURES = re.compile(r"[\s\d.,%‰–—−\-()$€£/*†‡<>~+:\[\]a-d]{1,28}")
_SPACES = re.compile(" {2,}")
_LIST_NUMBER = re.compile(r"\(?\d{1,3}[.)]|\[\d{1,3}\]")
_LONGEST_LABEL = 60
_GRID = 4.0  # points: lines and edges this near are the same
_SPELT_OUT = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
)
_LINE_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010\ufffe\x02]\n(?=([^\W\d_]))")


@dataclass(slots=True, eq=False)
class _Line:
    """A line of the page, with the table cells that belong behind it."""

    text: str
    box: int
    x0: float
    x1: float
    middle: float
    height: float
    upright: bool
    is_figures: bool
    cells: list[_Line] = field(default_factory=list)
    row: list[str] = field(default_factory=list)  # the cells' texts with empty ones between


def page_text(page: LTPage) -> str:
    """The page's text in reading order; blocks are parted by an empty line."""
    boxes = reading_order([item for item in page if isinstance(item, LTTextBox)])
    lines = [_read_line(line, number) for number, box in enumerate(boxes) for line in _lines(box)]
    lines = [line for line in lines if line.text]
    attached = _attach_figures(lines)
    _fill_rows(lines)
    parts: list[str] = []
    previous = -1
    for line in lines:
        if line in attached:
            continue
        if parts:
            parts.append("\n" if line.box == previous else "\n\n")
        cells = line.row or [cell.text for cell in line.cells]
        parts.append(join_cells([line.text, *cells]) if cells else line.text)
        previous = line.box
    return join_hyphens("".join(parts).translate(_SPELT_OUT))


def join_hyphens(text: str) -> str:
    r"""The text with words healed that a line end cut; between digits a hyphen is a range.

    >>> join_hyphens("the popu-\nlation of 2005-\n2010")
    'the population of 2005-\n2010'
    """
    return _LINE_HYPHEN.sub(lambda found: "" if found[1].islower() else found[0], text)


def _lines(box: LTTextBox) -> Sequence[LTTextLine]:
    lines = [line for line in box if isinstance(line, LTTextLine)]
    # pdfminer puts sideways lines right to left; text that runs upwards is read left to right.
    first = next((c for line in lines for c in line if isinstance(c, LTChar)), None)
    runs_up = bool(lines) and isinstance(lines[0], LTTextLineVertical) and first is not None
    return lines[::-1] if runs_up and first is not None and first.matrix[1] > 0 else lines


def _read_line(line: LTTextLine, box: int) -> _Line:
    text = _SPACES.sub(" ", "".join(_pieces(line))).strip()
    return _Line(
        text=text,
        box=box,
        x0=line.x0,
        x1=line.x1,
        middle=(line.y0 + line.y1) / 2,
        height=line.height,
        upright=not isinstance(line, LTTextLineVertical),
        is_figures=_is_figures(text),
    )


def _is_figures(text: str) -> bool:
    """Whether a line is a table's figures: not words, and not the number of a list item."""
    if _LIST_NUMBER.fullmatch(text) or not any(c.isdecimal() for c in text):
        return False
    return bool(_FIGURES.fullmatch(text))


def _stand(char: LTChar) -> tuple[float, float]:
    """The size of a letter and the height at which it stands, whichever way the text runs."""
    along, turned = char.matrix[0], char.matrix[1]
    if abs(along) >= abs(turned):
        return char.height, char.y0
    return char.width, -char.x1 if turned > 0 else char.x0


def _pieces(line: LTTextLine) -> list[str]:
    """The letters of a line, raised runs set off."""
    is_raised = _raised_test([_stand(item) for item in line if isinstance(item, LTChar)])
    pieces: list[str] = []
    run, gap = "", False
    for item in line:
        letters = item.get_text()
        if isinstance(item, LTChar) and not letters.isspace():
            raised = is_raised(item)
        else:
            raised = bool(run)  # a space inside or behind a mark; set_off keeps it
        if raised:
            if not run and gap:
                pieces.pop()  # the gap before a mark is pdfminer's, no one typed it
            run += letters
            continue
        if run:
            pieces.append(set_off("".join(pieces[-12:]), run))
            run = ""
        pieces.append(letters)
        gap = letters == " " and not isinstance(item, LTChar)
    if run:
        pieces.append(set_off("".join(pieces[-12:]), run))
    return pieces


def _raised_test(stands: list[tuple[float, float]]) -> Callable[[LTChar], bool]:
    """Tells a raised letter among letters of these sizes and heights."""
    if not stands:
        return lambda _: False
    common = Counter(round(size, 1) for size, _ in stands).most_common(1)[0][0]
    size = max(common, mean(size for size, _ in stands))
    floors = sorted(floor for own, floor in stands if own > _SMALL * size)
    if not floors:
        return lambda _: False
    floor = floors[len(floors) // 2]

    def is_raised(char: LTChar) -> bool:
        own, stand = _stand(char)
        return own < _SMALL * size and stand - floor > _RAISED * size

    return is_raised


def _attach_figures(lines: list[_Line]) -> set[_Line]:
    """Hang the figures of a table on the label of their row; gives those hung up.

    Two figures that stand under each other, each with a label to its left, make
    a table; a lone one may be prose, where two columns happen to share a line.
    """
    rows: dict[int, list[_Line]] = {}
    for line in lines:
        if line.upright:
            rows.setdefault(round(line.middle / _GRID), []).append(line)
    figures = [line for line in lines if line.upright and line.is_figures]
    anchors = {cell: anchor for cell in figures if (anchor := _anchor(cell, rows))}
    edges = Counter(edge for cell in anchors for edge in _edges(cell))
    attached: set[_Line] = set()
    for cell, anchor in anchors.items():
        if any(edges[edge] > 1 for edge in _edges(cell)):
            anchor.cells.append(cell)
            attached.add(cell)
    return attached


def _edges(cell: _Line) -> set[tuple[str, int]]:
    """Where a cell could line up with others: left, right, middle, on a coarse grid."""
    places = (("left", cell.x0), ("right", cell.x1), ("middle", (cell.x0 + cell.x1) / 2))
    return {(side, int(x / _GRID) + step) for side, x in places for step in (0, 1)}


def _anchor(cell: _Line, rows: dict[int, list[_Line]]) -> _Line | None:
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


def _fill_rows(lines: list[_Line]) -> None:
    """Put an empty cell where a row lacks one that a fuller row of its table has.

    Going down the page, each row is held against the fullest row above it that
    all its own cells line up with.
    """
    model: list[_Line] = []
    for line in sorted((line for line in lines if line.cells), key=lambda line: -line.middle):
        line.cells.sort(key=lambda cell: cell.x0)
        columns = [_column_of(cell, model) for cell in line.cells]
        if len(model) <= len(columns) or None in columns or len(set(columns)) < len(columns):
            model = list(line.cells)
            continue
        filled: list[_Line | None] = [None] * len(model)
        for column, cell in zip(columns, line.cells, strict=True):
            filled[column or 0] = cell
        line.row = [cell.text if cell else "" for cell in filled]


def _column_of(cell: _Line, model: list[_Line]) -> int | None:
    edges = _edges(cell)
    return next((number for number, other in enumerate(model) if edges & _edges(other)), None)
