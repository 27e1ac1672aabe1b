"""Numbers against numbers: intervals, roundings, hedges, dimensions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from citecheck.figures.lexicon import table
from citecheck.figures.quantities import Quantity, seconds_of
from citecheck.model.figures import Hedge

#: A rounded number stands for what rounds to it, but no further away than this share.
FURTHEST_ROUNDING = Decimal("0.05")
#: Trailing zeros may be real digits: 1,200 stands for 1,198, and 200 not for 248.
ZEROS_ROUNDING = Decimal("0.025")
ABOUT = Decimal("0.05")
#: "more than 25" is a poor word for anything above 27.5.
ONE_SIDED = Decimal("0.10")
_UPWARD = {Hedge.OVER, Hedge.AT_LEAST}
_DOWNWARD = {Hedge.UNDER, Hedge.NEARLY, Hedge.UP_TO, Hedge.AT_MOST}


class Fit(StrEnum):
    """How a source's quantity stands to the printed one, numbers alone."""

    SAME = "same"
    ROUNDED = "rounded"
    HEDGED = "hedged"
    OPPOSITE_HEDGE = "opposite_hedge"
    RANGE_POINT = "range_point"
    OTHER = "other"
    INCOMPARABLE = "incomparable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A fit, and the source's value in the printed figure's unit."""

    fit: Fit
    value: Decimal


def compare(printed: Quantity, source: Quantity) -> Comparison:
    """How a source's quantity stands to the printed one; dimensions must agree."""
    pair = _in_one_unit(printed, source)
    if pair is None:
        return Comparison(fit=Fit.INCOMPARABLE, value=source.value)
    want, have = pair
    for reading in (have.value, *have.readings):
        for wanted in (want.value, *want.readings):
            fit = _fit(want, have, wanted, reading)
            if fit is not Fit.OTHER:
                return Comparison(fit=fit, value=reading)
    return Comparison(fit=Fit.OTHER, value=have.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plain:
    """A quantity in the unit that both sides share."""

    value: Decimal
    high: Decimal | None
    step: Decimal
    readings: tuple[Decimal, ...]
    hedge: Hedge | None


def _in_one_unit(printed: Quantity, source: Quantity) -> tuple[_Plain, _Plain] | None:
    families = (printed.family, source.family)
    if families == ("percent", "share"):
        return _plain(printed), _as_percent(source)
    if families == ("share", "percent"):
        return _as_percent(printed), _plain(source)
    if families in (("share", "rank"), ("rank", "share")):
        return (_plain(printed), _plain(source)) if printed.of == source.of else None
    if printed.family != source.family:
        return None
    if printed.family == "share":
        if printed.of == source.of:
            return _plain(printed), _plain(source)
        return _as_percent(printed), _as_percent(source)
    if printed.family == "per" and printed.of != source.of:
        return None
    if printed.family == "money" and printed.unit != source.unit:
        return None
    if printed.family == "duration":
        return _scaled(printed, _seconds(printed)), _scaled(source, _seconds(source))
    if printed.family == "measure":
        unit1, factor1 = _base(printed.unit)
        unit2, factor2 = _base(source.unit)
        return (_scaled(printed, factor1), _scaled(source, factor2)) if unit1 == unit2 else None
    return _plain(printed), _plain(source)


def _base(unit: str | None) -> tuple[str | None, Decimal]:
    base = table("units")["base"].get(unit or "")
    return (str(base[0]), Decimal(str(base[1]))) if base else (unit, Decimal(1))


def _seconds(quantity: Quantity) -> Decimal:
    value, _ = seconds_of(quantity)
    return value / quantity.value if quantity.value else Decimal(1)


def _plain(quantity: Quantity) -> _Plain:
    return _scaled(quantity, Decimal(1))


def _scaled(quantity: Quantity, factor: Decimal) -> _Plain:
    return _Plain(
        value=quantity.value * factor,
        high=None if quantity.high is None else quantity.high * factor,
        step=quantity.step * factor,
        readings=tuple(r * factor for r in quantity.readings),
        hedge=quantity.hedge,
    )


def _as_percent(quantity: Quantity) -> _Plain:
    whole = quantity.of or Decimal(1)
    return _Plain(
        value=quantity.value * 100 / whole,
        high=None,
        step=Decimal(1),
        readings=(),
        hedge=quantity.hedge,
    )


def _fit(want: _Plain, have: _Plain, wanted: Decimal, reading: Decimal) -> Fit:
    if want.high is not None or have.high is not None:
        return _fit_ranges(want, have, wanted, reading)
    if _opposite(want.hedge, have.hedge) and _near(wanted, reading, max(want.step, have.step)):
        return Fit.OPPOSITE_HEDGE
    if _equal(wanted, reading):
        return Fit.SAME
    if _hedged(want.hedge, wanted, reading):
        return Fit.HEDGED
    if want.hedge in (None, Hedge.ABOUT) and abs(wanted - reading) <= _tolerance(want, wanted):
        return Fit.ROUNDED
    if have.hedge is Hedge.ABOUT and abs(wanted - reading) <= _tolerance(have, reading):
        return Fit.ROUNDED
    return Fit.OTHER


def _equal(first: Decimal, second: Decimal) -> bool:
    """Whether two numbers are one number: within what a fraction's last digit may differ."""
    gap = abs(first - second)
    thirds = first != int(first) or second != int(second)
    return gap <= abs(first) * Decimal("0.0005") or (
        thirds and gap < Decimal("0.35") and gap <= abs(first) * Decimal("0.012")
    )


def _near(wanted: Decimal, reading: Decimal, step: Decimal) -> bool:
    return abs(wanted - reading) <= max(step / 2, abs(wanted) * Decimal("0.02"))


def _tolerance(side: _Plain, value: Decimal) -> Decimal:
    """How far a number may be from what it rounds: half its last printed digit, within reason."""
    half = side.step / 2
    trailing = value == int(value) and side.step >= 10
    bound = abs(value) * (ZEROS_ROUNDING if trailing else FURTHEST_ROUNDING)
    tolerance = half if side.step <= 1 else min(half, bound)
    return max(tolerance, abs(value) * ABOUT) if side.hedge is Hedge.ABOUT else tolerance


def _hedged(hedge: Hedge | None, wanted: Decimal, reading: Decimal) -> bool:
    if hedge in _UPWARD:
        return wanted <= reading <= wanted * (1 + ONE_SIDED)
    if hedge in _DOWNWARD:
        return wanted * (1 - ONE_SIDED) <= reading <= wanted
    return False


def _opposite(first: Hedge | None, second: Hedge | None) -> bool:
    return (first in _UPWARD and second in _DOWNWARD) or (first in _DOWNWARD and second in _UPWARD)


def _fit_ranges(want: _Plain, have: _Plain, wanted: Decimal, reading: Decimal) -> Fit:
    if want.high is not None and have.high is not None:
        both = _near(wanted, reading, want.step) and _near(want.high, have.high, want.step)
        return Fit.SAME if both else Fit.OTHER
    if have.high is not None:
        if want.hedge in (Hedge.UP_TO, Hedge.AT_MOST) and _equal(wanted, have.high):
            return Fit.SAME
        if want.hedge in (Hedge.AT_LEAST, Hedge.OVER) and _equal(wanted, reading):
            return Fit.SAME
        return Fit.RANGE_POINT if reading <= wanted <= have.high else Fit.OTHER
    return Fit.OTHER
