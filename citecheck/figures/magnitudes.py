"""The quantities of a text by their leading digits, which scale and unit leave as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from citecheck.figures.quantity import Family, Quantity

#: So far apart, in hundredths, two numbers may be that a hedge or rounding still joins.
_REACH = 15
#: Conversions within these change the digits: 14 days and two weeks, 3 km² and 300 ha.
_CONVERTED = frozenset({Family.DURATION, Family.MEASURE})
_PERCENTLIKE = frozenset({Family.PERCENT, Family.SHARE, Family.POINTS})


class Magnitudes:
    """An index of statistics by their two leading digits, for looking up what may agree."""

    def __init__(self, quantities: Iterable[Quantity]) -> None:
        self._order: list[Quantity] = [q for q in quantities if q.is_statistic]
        self._by_digits: dict[int, list[int]] = {}
        self._ranges: list[int] = []
        self._shares: list[int] = []
        self._of_family: dict[Family, list[int]] = {}
        for at, quantity in enumerate(self._order):
            for digits in {_leading(v) for v in (quantity.value, *quantity.readings)}:
                self._by_digits.setdefault(digits, []).append(at)
            self._of_family.setdefault(quantity.family, []).append(at)
            if quantity.high is not None:
                self._ranges.append(at)
            if quantity.of is not None and quantity.family is not Family.RATE:
                self._shares.append(at)

    def near(self, wanted: Quantity) -> Iterator[Quantity]:
        """Every quantity that may agree with one in value, in the order of the text."""
        found: set[int] = set(self._ranges)
        for value in (wanted.value, *wanted.readings):
            first = _leading(value)
            for digits, places in self._by_digits.items():
                apart = abs(digits - first)
                if apart <= _REACH or apart >= 80:
                    found.update(places)
        if wanted.family in _CONVERTED or wanted.high is not None:
            found.update(self._of_family.get(wanted.family, ()))
        if wanted.high is not None:
            found.update(self._of_family.get(Family.COUNT, ()))  # their unit may be elsewhere
        if wanted.family in _PERCENTLIKE:
            found.update(self._shares)
            if wanted.of is not None:
                for family in _PERCENTLIKE:
                    found.update(self._of_family.get(family, ()))
        return (self._order[at] for at in sorted(found))


def _leading(value: Decimal) -> int:
    """The two leading digits; 0 for nought.

    >>> _leading(Decimal("1815")), _leading(Decimal("0.043")), _leading(Decimal(7))
    (18, 43, 70)
    """
    digits = value.as_tuple().digits
    at = next((n for n, d in enumerate(digits) if d), None)
    if at is None:
        return 0
    return digits[at] * 10 + (digits[at + 1] if at + 1 < len(digits) else 0)
