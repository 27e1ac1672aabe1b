"""A quantity of one number: its unit, hedge, noun, kind."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import regex

from citecheck.figures.digits import Number
from citecheck.figures.hedges import hedge_after, hedge_before
from citecheck.figures.kinds import is_age, is_predicated, is_rank, is_year
from citecheck.figures.quantity import Family, Quantity
from citecheck.figures.units import Unit, counted_noun, per_time_after, unit_beside
from citecheck.model.figures import Hedge, Kind

#: A word of rise or fall, and no more than forty characters after it.
CHANGE = regex.compile(
    r"(?:ris|rose|rais|increas|gr[eo]w|fell|fall|drop|declin|decreas|reduc|cut\b|climb|went|jump|lowered|вырос|выраст|возрос|(?<!\p{L})раст|увелич|сниз|сократ|упал|падал|уменьш|повыс|понизил)\p{Ll}*[^.;]{0,40}$",
    regex.IGNORECASE,
)


def _is_reached(text: str, at: int, start: int) -> bool:
    """``вырос до 38``: what is reached, and no upper limit."""
    return text[at:start].strip().lower() == "до" and bool(CHANGE.search(text, max(0, at - 60), at))


class Part(NamedTuple):
    """A number with the unit beside it."""

    number: Number
    unit: Unit | None

    @property
    def start(self) -> int:
        """Where number or sign of unit begin."""
        return self.unit.start if self.unit else self.number.start

    @property
    def end(self) -> int:
        """Where number or unit end."""
        return max(self.unit.end, self.number.end) if self.unit else self.number.end


def part_of(text: str, number: Number) -> Part:
    """A number with the unit that stands beside it; cents become the hundredth of their money."""
    if number.unit:
        return Part(number, Unit("duration", number.unit, number.start, number.end))
    unit = unit_beside(text, number.start, number.end)
    if unit and unit.group == "cents":
        hundredth = Decimal("0.01")
        number = number._replace(
            value=number.value * hundredth, step=number.step * hundredth, readings=()
        )
        unit = unit._replace(group="money")
    return Part(number, unit)


def single_quantity(text: str, part: Part) -> Quantity | None:
    """The quantity of one number; ``None`` for an ordinal that is no rank."""
    number, unit = part
    if number.share and unit is None:
        hundred = number._replace(value=number.value * 100, step=Decimal(1))
        return build(
            text, Part(hundred, None), family=Family.PERCENT, kind=Kind.PERCENTAGE, unit="percent"
        )
    if is_year(text, number) and (unit is None or unit.name == "years"):
        return build(
            text, Part(number, None), family=Family.YEAR, kind=Kind.YEAR, unit=None, hedged=False
        )
    if number.ordinal and not is_rank(text, part.start, number, number.end):
        return None
    return by_unit(text, part, high=None)


def by_unit(text: str, part: Part, *, high: Decimal | None) -> Quantity:
    """A quantity of one number (or a range's two, joined) by its unit and surroundings."""
    number, unit = part
    group = unit.group if unit else None
    ranged = Kind.RANGE if high is not None else None
    if group in ("percent", "points"):
        family = Family.PERCENT if group == "percent" else Family.POINTS
        return build(
            text,
            part,
            family=family,
            kind=ranged or Kind.PERCENTAGE,
            unit=unit.name if unit else None,
            high=high,
        )
    if group == "money" and unit:
        return build(
            text, part, family=Family.MONEY, kind=ranged or Kind.MONEY, unit=unit.name, high=high
        )
    if not number.ordinal and is_age(text, part.start, number, group, part.end):
        told = ranged and is_predicated(text, part.start)
        return build(
            text,
            part,
            family=Family.AGE,
            kind=Kind.RANGE if told else Kind.AGE,
            unit="years",
            high=high,
        )
    if group == "duration" and unit:
        return build(
            text,
            part,
            family=Family.DURATION,
            kind=ranged or Kind.DURATION,
            unit=unit.name,
            high=high,
        )
    if group == "measure" and unit:
        return build(
            text, part, family=Family.MEASURE, kind=ranged or Kind.COUNT, unit=unit.name, high=high
        )
    if is_rank(text, part.start, number, number.end) and high is None:
        return build(text, part, family=Family.RANK, kind=Kind.RANK, unit="rank", noun=True)
    return build(
        text, part, family=Family.COUNT, kind=ranged or Kind.COUNT, unit=None, high=high, noun=True
    )


def build(
    text: str,
    part: Part,
    *,
    family: Family,
    kind: Kind,
    unit: str | None,
    high: Decimal | None = None,
    of: Decimal | None = None,
    noun: bool = False,
    hedged: bool = True,
) -> Quantity:
    """A quantity of known family and kind, with the hedge, noun and time unit around it."""
    number = part.number
    start, end = part.start, part.end
    counted: tuple[str, int] | None = None
    if noun:
        counted = counted_noun(text, end, one=number.value == 1 or number.ordinal)
        if counted and family is Family.COUNT:
            end, unit = counted[1], counted[0]
    if family is Family.AGE:
        tail = regex.match(
            r"[ -]*(?:years?[ -]*)?(?:of age|old|и старше)(?!\w)", text[end : end + 20]
        )
        end += tail.end() if tail else 0
    per = (
        per_time_after(text, end)
        if family in (Family.MONEY, Family.MEASURE, Family.COUNT)
        else None
    )
    hedge = None
    if hedged:
        before, after = hedge_before(text, start), hedge_after(text, end)
        if after:
            hedge, end = after
            if noun and counted is None and family is Family.COUNT:
                counted = counted_noun(text, end)
                end, unit = (counted[1], counted[0]) if counted else (end, unit)
        elif (
            before
            and before[0] is Hedge.UP_TO
            and (high is not None or _is_reached(text, before[1], start))
        ):
            pass
        elif before:
            hedge, start = before
    return Quantity(
        start=start, end=end, number=number.start, value=number.value, step=number.step, family=family,
        kind=kind, high=high, readings=number.readings, unit=unit, hedge=hedge, of=of,
        per=per[0] if per else None, noun=counted[0] if counted else None, words=number.words,
        bare=number.bare,
    )  # fmt: skip
