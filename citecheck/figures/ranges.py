"""Two numbers that are the ends of a range, or two years of a stretch."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import regex

from citecheck.figures.digits import Number
from citecheck.figures.kinds import is_year
from citecheck.figures.quantity import Family, Quantity
from citecheck.figures.single import CHANGE, Part, build, by_unit
from citecheck.figures.units import Unit
from citecheck.model.figures import Kind

_BETWEEN = regex.compile(
    r"(?:^|(?<!\w))(?:ranging\s+)?(?:between|from|от|между|с)\s+(?:the\s+ages?\s+of\s+)?$",
    regex.IGNORECASE,
)
_TO = regex.compile(r"\s*(?:-|(?<!\w)(?:to|through|up\s+to|до|по)(?!\w))\s*", regex.IGNORECASE)
#: All that those two match, but for white space.
_JOINING = frozenset(["-", "to", "through", "up to", "до", "по", "and", "и"])
_AND = regex.compile(r"\s+(?:and|to|и|до|по)\s+", regex.IGNORECASE)


def range_of(text: str, first: Part, second: Part) -> Quantity | None:
    """Two numbers that are the ends of one range; ``None`` if they are not."""
    if first.number.share != second.number.share or first.number.ordinal or second.number.ordinal:
        return None
    gap = text[first.end : second.start]
    if " ".join(gap.lower().split()) not in _JOINING:
        return None
    between = _BETWEEN.search(text, max(0, first.start - 26), first.start)
    if not ((between and _AND.fullmatch(gap)) or _TO.fullmatch(gap)):
        return None
    if (
        between
        and regex.match(r"(?:from|с|от)", between.group().strip(), regex.IGNORECASE)
        and CHANGE.search(text, max(0, between.start() - 60), between.start())
    ):
        return None  # "fell from 60 to 40 percent": two values, a former and a later one
    if first.unit and second.unit and first.unit.group != second.unit.group:
        return None
    if is_year(text, first.number):
        plain = second.number.bare.isdigit() and len(second.number.bare) in (2, 4)
        if plain and not _is_listed(text, first.number, second.number):
            return _years(text, first.number, second.number)
        if plain or gap == " - ":
            return None  # "2005 - 4,900": the year and its number
    low = first.number
    signed = first.unit is not None and first.unit.end <= first.number.end
    if second.number.scaled and not low.scaled and (signed or not first.unit):
        factor = _factor(second.number)
        if low.value * factor < second.number.value:
            low = low._replace(value=low.value * factor, step=low.step * factor, readings=())
    if low.value >= second.number.value:
        return None
    unit = second.unit or first.unit
    start = first.start
    whole = low._replace(start=low.start, end=second.number.end, unit=None)
    if low.share:
        whole = whole._replace(value=low.value * 100, step=Decimal(1))
    high = second.number.value * (100 if low.share else 1)
    if unit:
        unit = Unit(unit.group, unit.name, start, max(second.end, unit.end))
    elif low.share:
        unit = Unit("percent", "percent", start, second.end)
    quantity = by_unit(text, Part(whole, unit), high=high)
    if between and quantity.start == start:
        lead = between.start() + (len(between.group()) - len(between.group().lstrip()))
        return replace(quantity, start=lead)
    return quantity


#: "2002 - 95, 2003 - 71": each year with its number, and no stretch of years.
_YEARS_LISTED_AFTER = regex.compile(r"[^\d.\n]{0,16}[,;]\s*(?:1[5-9]|20)\d\d\s?-")
_YEARS_LISTED_BEFORE = regex.compile(
    r"(?<!\d)(?:1[5-9]|20)\d\d\s?-\s?[\d ,.]+[^\d.\n]{0,16}[,;]\s*$"
)


def _is_listed(text: str, year: Number, number: Number) -> bool:
    """Whether a number beside a year is told of that year, as of others before or after it."""
    season = 0 < number.value - year.value % 100 <= 15 and number.start - year.end == 1
    return not season and bool(
        _YEARS_LISTED_BEFORE.search(text, max(0, year.start - 30), year.start)
        or _YEARS_LISTED_AFTER.match(text, number.end)
    )


def _factor(number: Number) -> Decimal:
    digits = number.bare.replace(" ", "")
    if not regex.fullmatch(r"\d+(?:[.,]\d+)?", digits):
        return Decimal(1)
    plain = Decimal(digits.replace(",", "."))
    return number.value / plain if plain else Decimal(1)


def _years(text: str, first: Number, second: Number) -> Quantity:
    last = second.value if second.value >= 1000 else first.value // 100 * 100 + second.value
    whole = first._replace(end=second.end)
    built = build(
        text, Part(whole, None), family=Family.YEAR, kind=Kind.YEAR, unit=None, hedged=False
    )
    return replace(built, high=last)
