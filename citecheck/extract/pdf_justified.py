"""Justified lines of a PDF page that an engine gave in pieces, put together again.

Where few words fill a line the gaps between them are as wide as those between the
cells of a table.  They are gaps of a line where the pieces together reach from the left
to the right edge that many full lines of the page share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from citecheck.extract.pdf_layout import Box, Line

_GRID = 2.0  # points: edges this near are the same
_FULL = 25  # letters in a line that shows the edges of its column
_MANY = 3  # so many such lines make a column
_INDENT = 40.0  # points by which a line may begin further in
_NEAR = 12.0  # points between the left edges of a paragraph and of a line in it
_FILLED = 0.45  # share of the line that its pieces fill at least


def join_pieces(boxes: Sequence[Box]) -> list[Box]:
    """The boxes with such lines whole; a box whose lines went into others is gone."""
    lines = [line for box in boxes for line in box.lines if line.upright]
    edges = Counter(
        (round(line.x0 / _GRID), round(line.x1 / _GRID))
        for line in lines
        if sum(map(str.isalpha, line.text)) >= _FULL
    )
    gone: set[Line] = set()
    for (left, right), count in edges.items():
        if count >= _MANY:
            gone |= _join_in_column(lines, left * _GRID, right * _GRID, gone)
    kept = []
    for box in boxes:
        ours = [line for line in box.lines if line not in gone]
        if ours:
            edge = max(line.x1 for line in ours)
            kept.append(Box(ours, box.x0, box.y0, max(box.x1, edge), box.y1))
    return _put_back(kept) if gone else kept


def _put_back(boxes: Sequence[Box]) -> list[Box]:
    """Lines that had been boxes of their own go into the paragraph that they stand in."""
    kept = [box for box in boxes if len(box.lines) > 1]
    for box in (box for box in boxes if len(box.lines) == 1):
        line = box.lines[0]
        around = [
            other
            for other in kept
            if abs(other.x0 - line.x0) < _NEAR and other.y0 < line.middle < other.y1
        ]
        if around:
            around[0].lines.append(line)
            around[0].lines.sort(key=lambda line: -line.middle)
            around[0].x1 = max(around[0].x1, line.x1)
        else:
            kept.append(box)
    return kept


def _join_in_column(lines: Sequence[Line], left: float, right: float, gone: set[Line]) -> set[Line]:
    rows: dict[int, list[Line]] = {}
    for line in lines:
        if line not in gone and line.x0 > left - _GRID and line.x1 < right + 2 * _GRID:
            rows.setdefault(round(line.y0 / _GRID), []).append(line)
    joined: set[Line] = set()
    for row in rows.values():
        row.sort(key=lambda line: line.x0)
        first, *others = row
        if not others or first.x0 > left + _INDENT or row[-1].x1 < right - 2 * _GRID:
            continue
        filled = sum(line.x1 - line.x0 for line in row)
        worded = any(any(map(str.isalpha, line.text)) for line in others)
        if not worded or filled < _FILLED * (right - left):
            continue
        first.text = " ".join(line.text for line in row)
        first.x1 = row[-1].x1
        joined.update(others)
    return joined
