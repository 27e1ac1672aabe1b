"""Two numbers that are a part and its whole, a rate and its base, or a place among so many."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import regex

from citecheck.figures.digits import Number
from citecheck.figures.kinds import is_rank, is_year
from citecheck.figures.quantity import Family, Quantity
from citecheck.figures.single import Part, build
from citecheck.figures.units import Unit, counted_noun
from citecheck.model.figures import Kind

_DET = r"(?:a\s+total\s+of\s+|the\s+|all\s+|every\s+|these\s+|those\s+|its\s+|каждых\s+|всех\s+)?"
_OUT_OF = regex.compile(
    rf"\s+(?:(?:\p{{Ll}}[\p{{L}}'-]*+\s+){{0,3}}?(?:out\s+of|of|из)|в\s+числе)\s+{_DET}",
    regex.IGNORECASE,
)
_LEADING_OF = regex.compile(r"(?<!\w)(?:Of|Out of|Из|Среди)\s+(?:the\s+|all\s+|a total of\s+)?$")
_OF_GAP = regex.compile(
    r"\s+[\p{Ll}][\p{L}' -]{0,60}(?:\([^()]{0,30}\)\s*)?[,:]?\s+(?:only\s+|just\s+)?(?:about\s+)?"
)
#: "Из 35 маяков 12 работают": no comma, so no more than the noun may stand between.
_OF_NOUN = regex.compile(r"\s+(?:\p{Ll}[\p{L}'-]+\s+){1,3}")
_PER = regex.compile(
    r"\s*(?:[\p{L}-]+\s+){0,4}?(?:per(?:\s+each)?|for\s+each|for\s+every|in\s+every|to\s+every|every|out\s+of\s+every|на\s+каждые|на\s+каждую|на)\s+",
    regex.IGNORECASE,
)
#: "for every 100 residents there are 31", "на 10 000 жителей приходится 18": the base comes first.
_BASE_LEAD = regex.compile(
    r"(?<!\w)(?:(?P<every>(?:for|per|out\s+of|in|to|of)\s+(?:every|each)|на\s+кажд(?:ые|ую))|на|per)\s+$",
    regex.IGNORECASE,
)
_BASE_GAP = regex.compile(r"\s+\p{Ll}[\p{L}' -]{0,50}?,?\s+(?:\p{Ll}+\s+){0,4}")
_ONE_IN = regex.compile(r"\s+(?:\p{Ll}+\s+)?(?:in|из)\s+(?:every\s+)?", regex.IGNORECASE)
_BASED = regex.compile(r"\b(?:per|each|every)\b|на(?:\s+каждые)?\s")
_SLASH = regex.compile(r"/")


def ratio_of(text: str, first: Part, second: Part) -> Quantity | None:
    """``108 out of 169``, ``of 100, 61``, ``4.5 children per 1,000``, ``one in five``, ``3/15``."""
    gap = text[first.number.end : second.number.start]
    rest = text[first.end : second.number.start]
    if len(gap) > 70 or "\n\n" in gap or is_year(text, second.number):
        return None
    base = second.number.value
    if (
        base >= 10
        and (second.unit is None or second.unit.group == "measure")
        and _BASED.search(gap)
        and _PER.fullmatch(rest)
    ):
        if gap.strip().startswith("на ") and base % 100:
            return None
        if base < 100 and regex.search(r"(?<!\b(?:in|for|to|of)\s)every\s*$", gap):
            return None  # "14 buses serve every 20 villages" tells of no rate
        whole = first.number._replace(end=second.number.end)
        noun = counted_noun(text, second.number.end)
        built = build(text, Part(whole, Unit("rate", "", first.start, second.number.end)), family=Family.RATE,
                       kind=Kind.RATIO, unit=f"per {int(base):,}", of=base)  # fmt: skip
        return replace(
            built,
            end=max(built.end, noun[1]) if noun else built.end,
            noun=_first_noun(text, first.number),
        )
    based = _base_first(text, first, second, gap)
    if based:
        return based
    if first.unit or first.number.share or second.unit:
        return None
    if 0 < first.number.value <= base and not second.number.ordinal and _OUT_OF.fullmatch(gap):
        if gap.strip().lower() == "of" and base < 3:
            return None
        return _share(text, first, second, first.number.value, base)
    few = first.number.value == 1 and base <= 1000
    few = few or (first.number.value < base <= 10 and "in" in gap.split())
    if few and base >= 2 and _ONE_IN.fullmatch(gap) and not second.number.scaled:
        part = first.number.value * 100 / base
        whole = first.number._replace(end=second.number.end, value=part, step=Decimal(1))
        return build(
            text, Part(whole, None), family=Family.PERCENT, kind=Kind.PERCENTAGE, unit="percent"
        )
    if (
        _SLASH.fullmatch(gap)
        and 0 < first.number.value <= base
        and first.number.bare.isdigit()
        and second.number.bare.isdigit()
    ):
        return _share(text, first, second, first.number.value, base)
    before = text[max(0, first.start - 20) : first.start]
    led = any(word in before for word in ("Of", "Out of", "Из", "Среди"))
    lead = _LEADING_OF.search(text, max(0, first.start - 20), first.start) if led else None
    if (
        lead
        and (_OF_GAP.fullmatch(gap) if "," in gap else _OF_NOUN.fullmatch(gap))
        and 0 < second.number.value <= first.number.value
    ):
        built = _share(text, first, second, second.number.value, first.number.value)
        noun = counted_noun(text, first.number.end)
        if noun and built.noun:
            built = replace(built, noun=noun[0], unit=noun[0], end=second.number.end)
        return replace(built, start=lead.start(), number=second.number.start)
    return None


def _base_first(text: str, first: Part, second: Part, gap: str) -> Quantity | None:
    """A rate whose base is printed before its number."""
    base = first.number.value
    if (
        first.unit
        or second.unit
        or first.number.ordinal
        or second.number.ordinal
        or second.number.share
        or base < 10
        or base % 10
    ):
        return None
    lead = _BASE_LEAD.search(text, max(0, first.start - 16), first.start)
    if (
        not lead
        or not _BASE_GAP.fullmatch(gap)
        or not (lead["every"] or regex.search(r"приход|\bthere\b", gap))
    ):
        return None
    built = build(text, Part(second.number, Unit("rate", "", second.start, second.number.end)), family=Family.RATE,
                   kind=Kind.RATIO, unit=f"per {int(base):,}", of=base)  # fmt: skip
    noun = counted_noun(text, second.number.end)
    end = max(built.end, noun[1]) if noun else built.end
    return replace(built, start=lead.start(), end=end, noun=noun[0] if noun else None)


def _share(text: str, first: Part, second: Part, value: Decimal, of: Decimal) -> Quantity:
    whole = first.number._replace(end=second.number.end, value=value, readings=(), step=Decimal(1))
    ranked = (
        first.number.ordinal
        or is_rank(text, first.start, first.number, first.number.end)
        or is_rank(
            text, first.start, first.number._replace(end=second.number.end), second.number.end
        )
    )
    family, kind = (Family.RANK, Kind.RANK) if ranked else (Family.SHARE, Kind.RATIO)
    built = build(
        text, Part(whole, None), family=family, kind=kind, unit="rank" if ranked else None, of=of
    )
    noun = counted_noun(text, second.number.end) or counted_noun(text, first.number.end)
    if noun and not ranked:
        return replace(built, noun=noun[0], unit=noun[0], end=max(built.end, noun[1]))
    return built


def _first_noun(text: str, number: Number) -> str | None:
    noun = counted_noun(text, number.end)
    return noun[0] if noun else None
