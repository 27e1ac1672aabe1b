"""The order in which the boxes of a PDF page are read: columns of running text one by one.

From top to bottom and left to right is right for everything but columns, whose
paragraphs it would shuffle.  Columns are believed only where both sides of a gutter
hold running text that does not stand in rows: a table keeps its rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from citecheck.extract.pdf_layout import Box

_GRID = 4.0  # points: edges this near are the same
_FEW = 4  # so many lines of running text make a column
_PROSE = 25  # letters in a line of running text
_CANDIDATES = 40  # left edges that are tried as the gutter's right side
_DEEPEST = 4  # five columns at most
_ALIKE = 0.75  # columns of text are nearly as wide as each other
_FULL = 0.6  # share of their lines that fill most of the width
_MANY = 10  # so many lines stand in each
_ROWS = 0.6  # share of boxes with a neighbour at the same height that makes a table


def reading_order(boxes: Sequence[Box], depth: int = 0) -> list[Box]:
    """The boxes as a reader takes them."""
    by_top = sorted(boxes, key=_from_top)
    gutter = _find_gutter(by_top) if depth < _DEEPEST else None
    if gutter is None:
        return by_top
    ordered: list[Box] = []
    left: list[Box] = []
    right: list[Box] = []

    def flush() -> None:
        ordered.extend(reading_order(left, depth + 1))
        ordered.extend(reading_order(right, depth + 1))
        left.clear()
        right.clear()

    for box in by_top:
        side = _side(box, gutter)
        if side == 0:
            flush()
            ordered.append(box)
        else:
            (left if side < 0 else right).append(box)
    flush()
    return ordered


def _from_top(box: Box) -> tuple[int, float]:
    """By their tops, then from left to right."""
    return -round(box.y1 / _GRID), box.x0


def _side(box: Box, gutter: float) -> int:
    """-1 left of the gutter, 1 right of it, 0 across it."""
    if box.x1 <= gutter + _GRID / 2:
        return -1
    return 1 if box.x0 >= gutter - _GRID / 2 else 0


def _find_gutter(boxes: Sequence[Box]) -> float | None:
    """Where the right-hand column of a page begins, ``None`` where there are no columns."""
    prose = {id(box): _prose_lines(box) for box in boxes}
    edges = sorted({round(box.x0 / _GRID) for box in boxes if prose[id(box)]})[1:]
    best, most = None, _FEW - 1
    for edge in edges[:_CANDIDATES]:
        gutter = edge * _GRID - _GRID / 2
        left = [box for box in boxes if _side(box, gutter) < 0]
        right = [box for box in boxes if _side(box, gutter) > 0]
        lines = min(sum(prose[id(box)] for box in side) for side in (left, right))
        if lines > most and (_are_running(left, right) or not _stand_in_rows(left, right)):
            best, most = gutter, lines
    return best


def _prose_lines(box: Box) -> int:
    return sum(sum(map(str.isalpha, line.text)) >= _PROSE for line in box.lines)


def _are_running(left: Sequence[Box], right: Sequence[Box]) -> bool:
    """Whether both sides are columns of text that share a grid of lines: alike wide, and full."""
    widths = [max(box.x1 for box in side) - min(box.x0 for box in side) for side in (left, right)]
    if min(widths) < _ALIKE * max(widths):
        return False
    for side in (left, right):
        filled: Counter[int] = Counter()  # a justified line may have come in pieces
        for line in (line for box in side for line in box.lines):
            filled[round(line.middle / _GRID)] += round(line.x1 - line.x0)
        full = sum(width > 0.6 * max(widths) for width in filled.values())
        if len(filled) < _MANY or full < _FULL * len(filled):
            return False
    return True


def _stand_in_rows(left: Sequence[Box], right: Sequence[Box]) -> bool:
    """Whether most boxes of the shorter side begin at the height of one on the other side."""
    if min(len(left), len(right)) < 3:
        return False
    tops = [{round(box.y1 / _GRID) for box in side} for side in (left, right)]
    fewer, more = sorted(tops, key=len)
    level = sum(bool({top - 1, top, top + 1} & more) for top in fewer)
    return level >= _ROWS * len(fewer)
