"""The quantities of a text by dimension and value, for looking up what may agree with a figure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache

from citecheck.figures.compare import HALF, widest
from citecheck.figures.lexicon import table
from citecheck.figures.quantity import Family, Quantity

_PERCENTLIKE = frozenset({Family.PERCENT, Family.SHARE, Family.POINTS})
#: What the heading of a table may multiply a bare number by, and what a unit may.
_SCALES = tuple(10.0**zeros for zeros in (0, 3, 6, 9))
_CONVERSIONS = tuple(10.0**zeros for zeros in range(-9, 10))


class Magnitudes:
    """An index of statistics by value: each dimension's numbers in order."""

    def __init__(self, quantities: Iterable[Quantity]) -> None:
        self._order: list[Quantity] = [q for q in quantities if q.is_statistic]
        entries: dict[str, list[tuple[float, int]]] = defaultdict(list)
        self._ranges: list[int] = []
        self._wholes: list[int] = []
        self._of_family: dict[Family, list[int]] = defaultdict(list)
        for at, quantity in enumerate(self._order):
            key, factor = _dimension(quantity)
            for value in (quantity.value, *quantity.readings):
                entries[key].append((float(value) * factor, at))
            if quantity.family in _PERCENTLIKE and quantity.of is not None:
                self._wholes.append(at)
            self._of_family[quantity.family].append(at)
            if quantity.high is not None:
                self._ranges.append(at)
        self._values: dict[str, list[float]] = {}
        self._places: dict[str, list[int]] = {}
        for key, pairs in entries.items():
            pairs.sort()
            self._values[key] = [value for value, _ in pairs]
            self._places[key] = [at for _, at in pairs]

    def near(self, wanted: Quantity) -> Iterator[Quantity]:
        """Every quantity that may agree with one in value, in the order of the text.

        A bare number may have its unit and scale in a table's heading, or its unit with
        its neighbour; ranges agree with what lies in them.
        """
        found: set[int] = set(self._ranges)
        key, factor = _dimension(wanted)
        width = widest(wanted.hedge)
        for value in (wanted.value, *wanted.readings):
            number = float(value)
            if key != _BARE:
                self._between(key, number * factor, found, width)
            for scale in _scales(wanted.family):
                self._between(_BARE, number / scale, found, width)
            if key == _BARE:
                self._between("count", number, found, width)
        if wanted.high is not None:
            found.update(self._of_family[wanted.family])
            found.update(self._of_family[Family.COUNT])  # their unit may be elsewhere
        if wanted.of is not None and wanted.family is not Family.RATE:
            # a part of a whole agrees with the same part, with a place, and with a percentage
            for family in (*_PERCENTLIKE, Family.RANK):
                found.update(self._of_family[family])
            if wanted.of:
                self._between(_BARE, float(wanted.value) * 100 / float(wanted.of), found, width)
        elif wanted.family in _PERCENTLIKE:
            found.update(self._wholes)
        return (self._order[at] for at in sorted(found))

    def _between(self, key: str, value: float, found: set[int], width: tuple[float, float]) -> None:
        values = self._values.get(key)
        if values:
            left = bisect_left(values, value * width[0] - HALF)
            right = bisect_right(values, value * width[1] + HALF)
            found.update(self._places[key][left:right])


_BARE = "bare"


def _dimension(quantity: Quantity) -> tuple[str, float]:
    """What a quantity is held against, and the factor to the unit that all there share."""
    match quantity.family:
        case Family.COUNT:
            return ("count" if quantity.unit else _BARE), 1.0
        case Family.PERCENT | Family.POINTS | Family.SHARE:
            return "percent", 1.0
        case Family.DURATION:
            return "duration", float(Decimal(table("units")["seconds_in"].get(quantity.unit, 1)))
        case Family.MEASURE:
            return _measure(quantity.unit)
        case family:
            return family.value, 1.0


@cache
def _measure(unit: str | None) -> tuple[str, float]:
    base = table("units")["base"].get(unit or "")
    return (f"measure {base[0]}", float(base[1])) if base else (f"measure {unit}", 1.0)


@cache
def _scales(family: Family) -> tuple[float, ...]:
    if family is Family.MEASURE:
        return _CONVERSIONS
    if family is Family.DURATION:
        seconds = [float(number) for number in table("units")["seconds_in"].values()]
        return tuple({one / other for one in seconds for other in seconds})
    return _SCALES
