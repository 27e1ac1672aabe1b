"""Numbers against numbers: intervals, roundings, hedges, dimensions."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from citecheck.figures.lexicon import table
from citecheck.figures.quantity import Family, Quantity
from citecheck.model.figures import Hedge

#: A rounded number stands for what rounds to it, but no further away than this share.
FURTHEST_ROUNDING = Decimal("0.05")
#: "About 40" is a fair word for 38 to 42.
ABOUT = Decimal("0.05")
#: "More than 25" is a poor word for anything above 27.5, "nearly 25" for anything below 22.5.
ONE_SIDED = Decimal("0.10")
_UPWARD = frozenset({Hedge.OVER, Hedge.AT_LEAST})
_DOWNWARD = frozenset({Hedge.UNDER, Hedge.NEARLY, Hedge.UP_TO, Hedge.AT_MOST})
#: Currencies that a word alone does not tell apart.
_SAME_CURRENCY = (frozenset({"crowns", "CZK", "SEK"}), frozenset({"francs", "CHF"}))


class Fit(StrEnum):
    """How a source's quantity stands to the printed one, numbers alone."""

    SAME = "same"
    ROUNDED = "rounded"
    HEDGED = "hedged"
    OPPOSITE_HEDGE = "opposite_hedge"
    RANGE_POINT = "range_point"
    OTHER_RATE = "other_rate"
    OTHER_UNIT = "other_unit"
    OTHER = "other"
    INCOMPARABLE = "incomparable"


#: The fits that bear the printed figure out.
FITTING = frozenset({Fit.SAME, Fit.ROUNDED, Fit.HEDGED})


class Comparison(NamedTuple):
    """A fit, and the source's value in the printed figure's unit."""

    fit: Fit
    value: Decimal


class _Plain(NamedTuple):
    """A quantity in the unit that both sides share."""

    value: Decimal
    high: Decimal | None
    step: Decimal
    readings: tuple[Decimal, ...]
    hedge: Hedge | None


#: A quantity as it is, where no conversion is needed.
_Numbers = Quantity | _Plain


def compare(printed: Quantity, source: Quantity) -> Comparison:
    """How a source's quantity stands to the printed one.

    ``INCOMPARABLE`` when the dimensions differ; ``OTHER_RATE`` and ``OTHER_UNIT`` when the
    digits agree but are per another time or base, or in another currency.
    """
    if printed.family is source.family and printed.family in _PLAINLY:
        want: _Numbers = printed
        have: _Numbers = source
        loose = False
    else:
        pair = _in_one_unit(printed, source)
        if pair is None:
            return Comparison(Fit.INCOMPARABLE, source.value)
        want, have, loose = pair
    single = want.high is None and have.high is None
    lowest, highest = widest(want.hedge)
    for reading in (have.value, *have.readings):
        for wanted in (want.value, *want.readings):
            first = float(wanted)
            if single and not first * lowest - HALF <= float(reading) <= first * highest + HALF:
                continue
            fit = _fit(want, have, wanted, reading, loose=loose)
            if fit is not Fit.OTHER:
                return Comparison(_unit_fit(printed, source, fit), reading)
    return Comparison(Fit.OTHER, have.value)


#: Small whole numbers that are rounded are no further apart than this.
HALF = 0.51


def widest(hedge: Hedge | None) -> tuple[float, float]:
    """No rounding, and no such hedge of the printed one, joins two numbers whose ratio is beyond this."""
    return (0.945, 1.06) if hedge is None or hedge is Hedge.ABOUT else (0.88, 1.13)


def _unit_fit(printed: Quantity, source: Quantity, fit: Fit) -> Fit:
    if fit not in FITTING:
        return fit
    if printed.per and source.per and printed.per != source.per:
        return Fit.OTHER_RATE
    if printed.family is Family.RATE and printed.of != source.of:
        return Fit.OTHER_RATE
    if printed.family is Family.MONEY and not same_currency(printed.unit, source.unit):
        return Fit.OTHER_UNIT
    if {printed.family, source.family} == {Family.PERCENT, Family.POINTS}:
        return Fit.OTHER_UNIT
    return fit


def same_currency(first: str | None, second: str | None) -> bool:
    """Whether two units of money are one currency, as far as their names tell."""
    return first == second or any(first in same and second in same for same in _SAME_CURRENCY)


_PERCENTLIKE = frozenset({Family.PERCENT, Family.SHARE, Family.POINTS})


@cache
def comparable_families(family: Family) -> frozenset[Family]:
    """The families that :func:`compare` can hold against one."""
    if family in _PERCENTLIKE:
        return _PERCENTLIKE | {Family.RANK} if family is Family.SHARE else _PERCENTLIKE
    return frozenset({family, Family.SHARE}) if family is Family.RANK else frozenset({family})


#: Families whose quantities need no conversion.
_PLAINLY = (Family.COUNT, Family.PERCENT, Family.MONEY, Family.RATE, Family.AGE)


def _in_one_unit(printed: Quantity, source: Quantity) -> tuple[_Numbers, _Numbers, bool] | None:
    """Both in one unit, and whether that took an inexact conversion; ``None`` if it cannot be."""
    if printed.family is source.family and printed.family in _PLAINLY:
        return _plain(printed), _plain(source), False
    families = {printed.family, source.family}
    if families == {Family.SHARE, Family.RANK} or printed.family is source.family is Family.SHARE:
        if printed.of == source.of:
            return _plain(printed), _plain(source), False
        return (_percent(printed), _percent(source), False) if len(families) == 1 else None
    if families <= _PERCENTLIKE:
        return _percent(printed), _percent(source), False
    if printed.family is not source.family:
        return None
    if (
        printed.family is Family.RANK
        and None not in (printed.of, source.of)
        and printed.of != source.of
    ):
        return None
    if printed.family is Family.DURATION:
        seconds = table("units")["seconds_in"]
        first = Decimal(seconds.get(printed.unit or "", 1))
        second = Decimal(seconds.get(source.unit or "", 1))
        return _plain(printed, first), _plain(source, second), first != second
    if printed.family is Family.MEASURE:
        unit1, factor1 = _base(printed.unit)
        unit2, factor2 = _base(source.unit)
        if unit1 != unit2:
            return None
        return _plain(printed, factor1), _plain(source, factor2), factor1 != factor2
    return _plain(printed), _plain(source), False


def _base(unit: str | None) -> tuple[str | None, Decimal]:
    base = table("units")["base"].get(unit or "")
    return (str(base[0]), Decimal(str(base[1]))) if base else (unit, Decimal(1))


_ONE = Decimal(1)


def _plain(quantity: Quantity, factor: Decimal = _ONE) -> _Numbers:
    if factor is _ONE or factor == 1:
        return quantity
    return _Plain(
        value=quantity.value * factor,
        high=None if quantity.high is None else quantity.high * factor,
        step=quantity.step * factor,
        readings=tuple(r * factor for r in quantity.readings),
        hedge=quantity.hedge,
    )


def _percent(quantity: Quantity) -> _Numbers:
    if quantity.family is not Family.SHARE:
        return _plain(quantity)
    return _Plain(
        value=quantity.value * 100 / (quantity.of or 1),
        high=None,
        step=Decimal(1),
        readings=(),
        hedge=quantity.hedge,
    )


def _fit(want: _Numbers, have: _Numbers, wanted: Decimal, reading: Decimal, *, loose: bool) -> Fit:
    if want.high is not None or have.high is not None:
        return _fit_ranges(want, have, wanted, reading)
    same = wanted == reading or (loose and abs(wanted - reading) <= wanted * Decimal("0.006"))
    if same:
        return Fit.OPPOSITE_HEDGE if _opposite(want.hedge, have.hedge) else Fit.SAME
    if _hedged(want.hedge, wanted, reading):
        return Fit.HEDGED
    gap = abs(wanted - reading)
    if want.hedge in (None, Hedge.ABOUT) and gap <= tolerance(want.step, wanted, want.hedge):
        return Fit.ROUNDED
    if want.hedge is None and gap <= tolerance(have.step, reading, have.hedge):
        return Fit.ROUNDED
    if (
        want.hedge is Hedge.ABOUT
        and have.hedge is Hedge.ABOUT
        and gap <= tolerance(have.step, reading, have.hedge)
    ):
        return Fit.ROUNDED
    return Fit.OTHER


def tolerance(step: Decimal, value: Decimal, hedge: Hedge | None) -> Decimal:
    """How far a number may be from what it rounds: half its last telling digit, within reason."""
    half = min(step / 2, abs(value) * FURTHEST_ROUNDING) if step > 1 else step / 2
    return max(half, abs(value) * ABOUT) if hedge is Hedge.ABOUT else half


def _hedged(hedge: Hedge | None, wanted: Decimal, reading: Decimal) -> bool:
    if hedge is None:
        return False
    if hedge in _UPWARD:
        return wanted <= reading <= wanted * (1 + ONE_SIDED)
    if hedge in _DOWNWARD:
        return wanted * (1 - ONE_SIDED) <= reading <= wanted
    return False


def _opposite(first: Hedge | None, second: Hedge | None) -> bool:
    if first is None or second is None:
        return False
    return (first in _UPWARD and second in _DOWNWARD) or (first in _DOWNWARD and second in _UPWARD)


def _fit_ranges(want: _Numbers, have: _Numbers, wanted: Decimal, reading: Decimal) -> Fit:
    if want.high is not None and have.high is not None:
        low = abs(wanted - reading) <= tolerance(want.step, wanted, want.hedge)
        high = abs(want.high - have.high) <= tolerance(want.step, want.high, want.hedge)
        return Fit.SAME if low and high else Fit.OTHER
    if have.high is not None:
        if want.hedge in (Hedge.UP_TO, Hedge.AT_MOST) and wanted == have.high:
            return Fit.SAME
        if want.hedge in (Hedge.AT_LEAST, Hedge.OVER) and wanted == reading:
            return Fit.SAME
        return Fit.RANGE_POINT if reading <= wanted <= have.high else Fit.OTHER
    assert want.high is not None
    return Fit.RANGE_POINT if wanted <= reading <= want.high else Fit.OTHER
