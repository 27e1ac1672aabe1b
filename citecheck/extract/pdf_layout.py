"""Lines and boxes of a PDF page, whichever engine found its letters.

Coordinates are points, upwards and to the right, in a frame in which the text runs
from left to right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import mean

from citecheck.extract.notemarks import set_off

#: The letters of a line: each with its size and the height of its floor.  A space has no
#: floor (0.0), and one that no one typed no size either.
Letters = Sequence[tuple[str, float, float]]

#: What a figure is made of.
NUMERIC = frozenset("0123456789.,%")

_KERNED = 0.22  # no space between digits that are nearer than this, in letter sizes
_SPACED_OUT = 0.4  # nor between single digits set apart by less than this
_LONE = frozenset(" .,")
_SPACES = re.compile(" {2,}")
# A mark is smaller than this and raised by more than this, in sizes of the line's letters.
_SMALL = 0.88
_RAISED = 0.15


@dataclass(slots=True, eq=False)
class Line:
    """A line of the page, with the table cells that belong behind it.

    ``row`` are the cells' texts with empty ones between, where a fuller row has more.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    upright: bool = True
    is_figures: bool = False
    cells: list[Line] = field(default_factory=list)
    row: list[str] = field(default_factory=list)

    @property
    def middle(self) -> float:
        """The height at which it stands."""
        return (self.y0 + self.y1) / 2

    @property
    def height(self) -> float:
        """The height of its letters."""
        return self.y1 - self.y0


@dataclass(slots=True, eq=False)
class Box:
    """Lines that stand under each other: a paragraph, a column of a table."""

    lines: list[Line]
    x0: float
    y0: float
    x1: float
    y1: float

    @classmethod
    def around(cls, line: Line) -> Box:
        """A box of one line."""
        return cls([line], line.x0, line.y0, line.x1, line.y1)

    def add(self, line: Line) -> None:
        """Put a line under the others."""
        self.lines.append(line)
        self.x0, self.y0 = min(self.x0, line.x0), min(self.y0, line.y0)
        self.x1, self.y1 = max(self.x1, line.x1), max(self.y1, line.y1)


def spell(letters: Letters) -> str:
    """The letters of a line as text, raised runs set off."""
    is_raised = _raised_test([(size, floor) for text, size, floor in letters if not text.isspace()])
    pieces: list[str] = []
    run, gap = "", False
    for text, size, floor in letters:
        # A space inside or behind a mark stays with it; set_off keeps it.
        raised = bool(run) if text.isspace() else is_raised(size, floor)
        if raised:
            if not run and gap:
                pieces.pop()  # the gap before a mark is the engine's, no one typed it
            run += text
            continue
        if run:
            pieces.append(set_off("".join(pieces[-12:]), run))
            run = ""
        pieces.append(text)
        gap = text == " " and size == 0
    if run:
        pieces.append(set_off("".join(pieces[-12:]), run))
    return _SPACES.sub(" ", "".join(pieces)).strip()


def _raised_test(stands: list[tuple[float, float]]) -> Callable[[float, float], bool]:
    """Tells a raised letter among the letters of a line, by their sizes and floors."""
    if not stands:
        return lambda _size, _floor: False
    common = Counter(round(size, 1) for size, _ in stands).most_common(1)[0][0]
    size = max(common, mean(size for size, _ in stands))
    floors = sorted(floor for own, floor in stands if own > _SMALL * size)
    if not floors:
        return lambda _size, _floor: False
    floor = floors[len(floors) // 2]
    small, high = _SMALL * size, floor + _RAISED * size
    return lambda own, stand: own < small and stand > high


def join_spaced_digits(
    letters: list[tuple[str, float, float]], gaps: list[tuple[int, float]]
) -> list[tuple[str, float, float]]:
    """The letters without the spaces that an engine guessed inside a number set apart.

    ``gaps`` are the guessed spaces: where they stand, and how wide they are in letter sizes.
    Between digits nothing is joined that could be two numbers: only what is nearer than any
    space, single digits set apart evenly, and a comma or point that follows.
    """
    dropped: set[int] = set()
    for at, gap in gaps:
        left, right = letters[at - 1][0], letters[at + 1][0]
        before, after = left[-1], right[0]
        if not (before in NUMERIC and after in NUMERIC) or before == "%":
            continue
        follows = right[1:2] or (letters[at + 2][0][0] if at + 2 < len(letters) else "")
        begins = after in ".," and follows.isdecimal()
        lone = len(left) == len(right) == 1 and _is_lone(letters, at - 2, at + 2)
        if gap < _KERNED or (gap < _SPACED_OUT and (begins or lone)):
            dropped.add(at)
    return [letter for at, letter in enumerate(letters) if at not in dropped]


def _is_lone(letters: list[tuple[str, float, float]], *beside: int) -> bool:
    return all(not 0 <= at < len(letters) or letters[at][0] in _LONE for at in beside)
