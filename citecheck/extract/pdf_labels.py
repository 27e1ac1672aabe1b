"""What stands beside a line of a PDF page and belongs to it: list numbers, bullets, lone marks.

An engine gives the numbers of a list with a hanging indent as a column of their own,
and a raised mark behind a short line as a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from citecheck.extract.pdf_layout import Line

_BULLET = re.compile(r"[•◦▪■□●○‣►➢·–\uf020-\uf0ff]")
_NUMBER = re.compile(r"[\[(]?(\d{1,3})[\])]?[.:]?")
_MARK = re.compile(r"\d{1,3}(?:[ ]?[,;–-][ ]?\d{1,3})*")
_FARTHEST = 80.0  # points between a label and its text
_TOUCHING = 4.0  # points between a line and a mark behind it
_SMALL = 0.85  # a mark's height, in heights of its line
_GRID = 4.0


def attach_labels(lines: Sequence[Line]) -> set[Line]:
    """Put labels before their lines and lone marks behind theirs; gives those that were put."""
    upright = [line for line in lines if line.upright]
    rows: dict[int, list[Line]] = {}
    for line in upright:
        rows.setdefault(round(line.middle / _GRID), []).append(line)
    attached = set()
    for line in upright:
        if _MARK.fullmatch(line.text) and (before := _find_before(line, rows)) is not None:
            before.text += f"[{line.text}]"
            attached.add(line)
    labels = [line for line in upright if line not in attached and _BULLET.fullmatch(line.text)]
    labels += _find_numbers([line for line in upright if line not in attached])
    for label in labels:
        target = _find_behind(label, rows, {*attached, *labels})
        if target is not None:
            target.text = f"{label.text} {target.text}"
            attached.add(label)
    return attached


def _find_numbers(lines: Sequence[Line]) -> list[Line]:
    """Numbers that count up down the page in one column: those of a list, not of a table."""
    columns: dict[int, list[tuple[int, Line]]] = {}
    for line in sorted(lines, key=lambda line: -line.middle):
        found = _NUMBER.fullmatch(line.text)
        if found:
            columns.setdefault(round(line.x1 / _GRID), []).append((int(found[1]), line))
    numbers: list[Line] = []
    for edge, ours in columns.items():
        column = [*ours, *columns.get(edge + 1, [])]
        column.sort(key=lambda one: -one[1].middle)
        values = [value for value, _ in column]
        if len(values) > 1 and values == list(range(values[0], values[0] + len(values))):
            numbers += [line for _, line in column if line not in numbers]
    return numbers


def _near(line: Line, rows: dict[int, list[Line]], reach: int) -> list[Line]:
    row = round(line.middle / _GRID)
    return [other for at in range(row - reach, row + reach + 1) for other in rows.get(at, ())]


def _find_before(mark: Line, rows: dict[int, list[Line]]) -> Line | None:
    """The line that a lone raised mark stands right behind."""
    for line in _near(mark, rows, 2):
        is_raised = mark.middle > line.middle and mark.height < _SMALL * line.height
        if is_raised and -1 <= mark.x0 - line.x1 < _TOUCHING and line.text[-1:].strip():
            return line
    return None


def _find_behind(label: Line, rows: dict[int, list[Line]], taken: set[Line]) -> Line | None:
    """The first line to the right of a label, at its height."""
    beside = [
        line
        for line in _near(label, rows, 2)
        if line not in taken
        and -1 <= line.x0 - label.x1 < _FARTHEST
        and abs(line.middle - label.middle) < 0.6 * max(line.height, label.height)
    ]
    return min(beside, key=lambda line: line.x0, default=None)
