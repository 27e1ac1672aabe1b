"""The unit and scale that a heading or caption gives to the bare numbers under it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache

import regex

from citecheck.figures.lexicon import alternation, table
from citecheck.figures.quantity import Family, Quantity
from citecheck.model.figures import Kind


@cache
def _scales() -> tuple[tuple[regex.Pattern[str], Decimal], ...]:
    return (
        (regex.compile(r"\bthousands?\b|\b'?000s?\b|(?<!\w)тыс", regex.IGNORECASE), Decimal(1000)),
        (regex.compile(r"\bmillions?\b|\bmln\b|(?<!\w)(?:млн|миллион)", regex.IGNORECASE), Decimal(10**6)),
        (regex.compile(r"\bbillions?\b|\bbn\b|(?<!\w)(?:млрд|миллиард)", regex.IGNORECASE), Decimal(10**9)),
    )  # fmt: skip


@cache
def _units() -> tuple[tuple[Family, str, regex.Pattern[str]], ...]:
    units = table("units")
    found = []
    for group, family in (
        ("money", Family.MONEY),
        ("measure", Family.MEASURE),
        ("duration", Family.DURATION),
    ):
        for name, words in units[group].items():
            long = [w for w in words if len(w) > 1 or not w.isalpha()]
            short = [w for w in words if w not in long]
            parts = [rf"(?<!\w){alternation(long)}"] if long else []
            if short:  # "Height (m)", and no other m
                parts.append(rf"(?-i:\((?:in\s)?{alternation(short)}\))")
            found.append((family, name, regex.compile("|".join(parts), regex.IGNORECASE)))
    return tuple(found)


_PERCENT = regex.compile(r"%|\bper\s?cent\b|процент", regex.IGNORECASE)


#: "Sailings by year", "visits a day": no lengths of time.
_BY_TIME = regex.compile(
    r"(?<!\w)(?:by|per|an?|each|every|the|this|last|по|в|за)\s+(?:(?:calendar|school|financial)\s+)?"
    r"(?:year|month|week|day|hour|год\p{Ll}*|месяц\p{Ll}*|недел\p{Ll}*|д(?:ень|ням)|час\p{Ll}*)(?!\w)",
    regex.IGNORECASE,
)


@lru_cache(maxsize=4096)
def _unit_in(heading: str) -> tuple[Family | None, str | None, Decimal]:
    """The dimension and unit that a heading names, and what it multiplies by."""
    if _PERCENT.search(heading):
        return Family.PERCENT, "percent", Decimal(1)
    heading = _BY_TIME.sub("", heading)
    factor = next((by for pattern, by in _scales() if pattern.search(heading)), Decimal(1))
    for family, name, pattern in _units():
        if pattern.search(heading):
            return family, name, factor
    return None, None, factor


_KINDS = {
    Family.PERCENT: Kind.PERCENTAGE, Family.MONEY: Kind.MONEY, Family.DURATION: Kind.DURATION,
}  # fmt: skip


def with_heading_unit(quantity: Quantity, heading: str) -> Quantity:
    """A bare number under a heading takes its unit and scale from it."""
    if quantity.family is not Family.COUNT or quantity.kind is not Kind.COUNT or quantity.unit:
        return quantity
    family, unit, factor = _unit_in(heading)
    if factor != 1:
        quantity = replace(
            quantity, value=quantity.value * factor, step=quantity.step * factor,
            readings=tuple(r * factor for r in quantity.readings),
        )  # fmt: skip
    if family is None:
        return quantity
    return replace(quantity, family=family, unit=unit, kind=_KINDS.get(family, Kind.COUNT))
