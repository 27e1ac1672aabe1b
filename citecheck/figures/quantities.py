"""Quantities: numbers with their unit, hedge, range, whole and kind."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

import regex

from citecheck.figures.digits import Number, find_digits
from citecheck.figures.hedges import hedge_after, hedge_before
from citecheck.figures.kinds import is_age, is_predicated, is_rank, is_year
from citecheck.figures.mask import Mask, Masked, find_masked
from citecheck.figures.number_words import find_number_words
from citecheck.figures.quantity import Family, Quantity
from citecheck.figures.units import Unit, counted_noun, per_time_after, unit_beside
from citecheck.model.figures import Hedge, Kind

_BETWEEN = regex.compile(
    r"(?:^|(?<!\w))(?:ranging\s+)?(?:between|from|от|между|с)\s+(?:the\s+ages?\s+of\s+)?$",
    regex.IGNORECASE,
)
_TO = regex.compile(r"\s*(?:-|(?<!\w)(?:to|through|up\s+to|до|по)(?!\w))\s*", regex.IGNORECASE)
_AND = regex.compile(r"\s+(?:and|to|и|до|по)\s+", regex.IGNORECASE)
_OR = regex.compile(r"\s+(?:or|или)\s+", regex.IGNORECASE)
_DET = r"(?:a\s+total\s+of\s+|the\s+|all\s+|every\s+|these\s+|those\s+|its\s+|каждых\s+|всех\s+)?"
_OUT_OF = regex.compile(
    rf"\s+(?:(?:\p{{Ll}}[\p{{L}}'-]*+\s+){{0,3}}?(?:out\s+of|of|из)|в\s+числе)\s+{_DET}",
    regex.IGNORECASE,
)
_LEADING_OF = regex.compile(r"(?<!\w)(?:Of|Out of|Из|Среди)\s+(?:the\s+|all\s+|a total of\s+)?$")
_OF_GAP = regex.compile(
    r"\s+[\p{Ll}][\p{L}' -]{0,60}(?:\([^()]{0,30}\)\s*)?[,:]?\s+(?:only\s+|just\s+)?(?:about\s+)?"
)
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
_SLASH = regex.compile(r"/")
_CHANGE = regex.compile(
    r"(?:ris|rose|rais|increas|gr[eo]w|fell|fall|drop|declin|decreas|reduc|cut\b|climb|went|jump|lowered|вырос|выраст|возрос|(?<!\p{L})раст|увелич|сниз|сократ|упал|падал|уменьш|повыс|понизил)\p{Ll}*[^.;]{0,40}$",
    regex.IGNORECASE,
)


def _is_reached(text: str, at: int, start: int) -> bool:
    """``вырос до 38``: what is reached, and no upper limit."""
    return text[at:start].strip().lower() == "до" and bool(
        _CHANGE.search(text, max(0, at - 60), at)
    )


class _Part(NamedTuple):
    """A number with the unit beside it."""

    number: Number
    unit: Unit | None

    @property
    def start(self) -> int:
        return self.unit.start if self.unit else self.number.start

    @property
    def end(self) -> int:
        return max(self.unit.end, self.number.end) if self.unit else self.number.end


def find_quantities(text: str, *, masked: list[Masked] | None = None) -> list[Quantity]:
    """Every quantity of a folded text, in order; those in masked spans are marked as such."""
    masks = find_masked(text) if masked is None else masked
    starts = [m.span.start for m in masks]
    numbers = _numbers(text)
    found: list[Quantity] = []
    at = 0
    while at < len(numbers):
        first = numbers[at]
        place = bisect_right(starts, first.start) - 1
        if place >= 0 and first.start < masks[place].span.end:
            found.append(_masked(first, masks[place].mask))
            at += 1
            continue
        following = numbers[at + 1] if at + 1 < len(numbers) else None
        nearby = following if following and following.start - first.end <= 80 else None
        if nearby:
            place = bisect_right(starts, nearby.start) - 1
            if place >= 0 and nearby.start < masks[place].span.end:
                nearby = None
        quantity, used = _quantity(text, first, nearby)
        if quantity:
            found.append(quantity)
        at += used
    return _share_units(text, found)


_LIST_GAP = regex.compile(r"\s*(?:,|,?\s(?:and|or|to|и|или|до)\s)\s*")


def _share_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """``41, 33 and 26 percent``: bare numbers of a list take the unit that stands at its end."""
    for at in range(len(found) - 2, -1, -1):
        bare, after = found[at], found[at + 1]
        if (
            bare.family is Family.COUNT
            and bare.unit is None
            and bare.masked is None
            and bare.high is None
            and after.masked is None
            and after.number - bare.end < 12
            and after.family in (Family.PERCENT, Family.MONEY, Family.MEASURE, Family.COUNT)
            and _LIST_GAP.fullmatch(text, bare.end, after.start)
        ) or _shares_noun(text, bare, after):
            kind = after.kind if after.high is None else bare.kind
            found[at] = replace(
                bare, family=after.family, kind=kind, unit=after.unit, noun=after.noun
            )
    return found


_SHARED_NOUN = regex.compile(r"\s(?:\p{Ll}+\s){1,3}(?:and|or)\s")


def _shares_noun(text: str, bare: Quantity, after: Quantity) -> bool:
    """``two sex trafficking and nine labour trafficking investigations``."""
    return (
        bare.family is after.family is Family.COUNT
        and bare.noun is None
        and bare.unit is None
        and bare.masked is after.masked is None
        and after.noun is not None
        and bool(_SHARED_NOUN.fullmatch(text, bare.end, after.start))
    )


def _numbers(text: str) -> list[Number]:
    numbers = find_digits(text) + find_number_words(text)
    numbers.sort(key=lambda n: (n.start, -n.end))
    kept: list[Number] = []
    for number in numbers:
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return _joined(text, kept)


def _joined(text: str, numbers: list[Number]) -> list[Number]:
    """``2 миллиона 400 тысяч``, ``3 million 250 thousand``: one number, its scales falling."""
    kept: list[Number] = []
    for number in numbers:
        last = kept[-1] if kept else None
        if (
            last
            and last.scaled
            and number.scaled
            and not last.words
            and not number.words
            and number.start - last.end <= 5
            and text[last.end : number.start].strip().lower() in ("", "and", "и")
            and 1000 <= number.value < last.step
        ):
            whole = last.value + number.value
            kept[-1] = replace(
                last, end=number.end, value=whole, step=number.step, readings=(), bare=str(whole)
            )
        else:
            kept.append(number)
    return kept


def _masked(number: Number, mask: Mask) -> Quantity:
    kinds = {Mask.DATE: Kind.DATE, Mask.LEGAL: Kind.LEGAL_REF}
    return Quantity(
        start=number.start, end=number.end, number=number.start, value=number.value, step=number.step,
        family=Family.COUNT, kind=kinds.get(mask, Kind.COUNT), masked=mask, readings=number.readings,
        bare=number.bare,
    )  # fmt: skip


def _quantity(text: str, first: Number, second: Number | None) -> tuple[Quantity | None, int]:
    """The quantity that begins with a number, and how many numbers it takes up."""
    part = _part(text, first)
    if second is not None:
        other = _part(text, second)
        joined = _ratio(text, part, other) or _range(text, part, other)
        if joined:
            return joined, 2
    return _single(text, part), 1


def _part(text: str, number: Number) -> _Part:
    if number.unit:
        return _Part(number, Unit("duration", number.unit, number.start, number.end))
    unit = unit_beside(text, number.start, number.end)
    if unit and unit.group == "cents":
        hundredth = Decimal("0.01")
        number = replace(
            number, value=number.value * hundredth, step=number.step * hundredth, readings=()
        )
        unit = unit._replace(group="money")
    return _Part(number, unit)


def _single(text: str, part: _Part) -> Quantity | None:
    number, unit = part
    if number.share and unit is None:
        hundred = replace(number, value=number.value * 100, step=Decimal(1))
        return _build(
            text, _Part(hundred, None), family=Family.PERCENT, kind=Kind.PERCENTAGE, unit="percent"
        )
    if is_year(text, number) and (unit is None or unit.name == "years"):
        return _build(
            text, _Part(number, None), family=Family.YEAR, kind=Kind.YEAR, unit=None, hedged=False
        )
    if number.ordinal and not is_rank(text, part.start, number, number.end):
        return None
    return _by_unit(text, part, high=None)


def _by_unit(text: str, part: _Part, *, high: Decimal | None) -> Quantity:
    """A quantity of one number (or a range's two, joined) by its unit and surroundings."""
    number, unit = part
    group = unit.group if unit else None
    ranged = Kind.RANGE if high is not None else None
    if group in ("percent", "points"):
        family = Family.PERCENT if group == "percent" else Family.POINTS
        return _build(
            text,
            part,
            family=family,
            kind=ranged or Kind.PERCENTAGE,
            unit=unit.name if unit else None,
            high=high,
        )
    if group == "money" and unit:
        return _build(
            text, part, family=Family.MONEY, kind=ranged or Kind.MONEY, unit=unit.name, high=high
        )
    if not number.ordinal and is_age(text, part.start, number, group, part.end):
        told = ranged and is_predicated(text, part.start)
        return _build(
            text,
            part,
            family=Family.AGE,
            kind=Kind.RANGE if told else Kind.AGE,
            unit="years",
            high=high,
        )
    if group == "duration" and unit:
        return _build(
            text,
            part,
            family=Family.DURATION,
            kind=ranged or Kind.DURATION,
            unit=unit.name,
            high=high,
        )
    if group == "measure" and unit:
        return _build(
            text, part, family=Family.MEASURE, kind=ranged or Kind.COUNT, unit=unit.name, high=high
        )
    if is_rank(text, part.start, number, number.end) and high is None:
        return _build(text, part, family=Family.RANK, kind=Kind.RANK, unit="rank", noun=True)
    return _build(
        text, part, family=Family.COUNT, kind=ranged or Kind.COUNT, unit=None, high=high, noun=True
    )


def _build(
    text: str,
    part: _Part,
    *,
    family: Family,
    kind: Kind,
    unit: str | None,
    high: Decimal | None = None,
    of: Decimal | None = None,
    noun: bool = False,
    hedged: bool = True,
) -> Quantity:
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


def _range(text: str, first: _Part, second: _Part) -> Quantity | None:
    """Two numbers that are the ends of one range; ``None`` if they are not."""
    if first.number.share != second.number.share or first.number.ordinal or second.number.ordinal:
        return None
    gap = text[first.end : second.start]
    between = _BETWEEN.search(text, max(0, first.start - 26), first.start)
    if not ((between and _AND.fullmatch(gap)) or _TO.fullmatch(gap)):
        return None
    if (
        between
        and regex.match(r"(?:from|с|от)", between.group().strip(), regex.IGNORECASE)
        and _CHANGE.search(text, max(0, between.start() - 60), between.start())
    ):
        return None  # "fell from 60 to 40 percent": two values, a former and a later one
    if first.unit and second.unit and first.unit.group != second.unit.group:
        return None
    if (
        is_year(text, first.number)
        and second.number.bare.isdigit()
        and len(second.number.bare) in (2, 4)
    ):
        return _years(text, first.number, second.number)
    low = first.number
    signed = first.unit is not None and first.unit.end <= first.number.end
    if second.number.scaled and not low.scaled and (signed or not first.unit):
        factor = _factor(second.number)
        if low.value * factor < second.number.value:
            low = replace(low, value=low.value * factor, step=low.step * factor, readings=())
    if low.value >= second.number.value:
        return None
    unit = second.unit or first.unit
    start = first.start
    whole = replace(low, start=low.start, end=second.number.end, unit=None)
    if low.share:
        whole = replace(whole, value=low.value * 100, step=Decimal(1))
    high = second.number.value * (100 if low.share else 1)
    if unit:
        unit = Unit(unit.group, unit.name, start, max(second.end, unit.end))
    elif low.share:
        unit = Unit("percent", "percent", start, second.end)
    quantity = _by_unit(text, _Part(whole, unit), high=high)
    if between and quantity.start == start:
        lead = between.start() + (len(between.group()) - len(between.group().lstrip()))
        return replace(quantity, start=lead)
    return quantity


def _factor(number: Number) -> Decimal:
    digits = number.bare.replace(" ", "")
    if not regex.fullmatch(r"\d+(?:[.,]\d+)?", digits):
        return Decimal(1)
    plain = Decimal(digits.replace(",", "."))
    return number.value / plain if plain else Decimal(1)


def _years(text: str, first: Number, second: Number) -> Quantity:
    last = second.value if second.value >= 1000 else first.value // 100 * 100 + second.value
    whole = replace(first, end=second.end)
    built = _build(
        text, _Part(whole, None), family=Family.YEAR, kind=Kind.YEAR, unit=None, hedged=False
    )
    return replace(built, high=last)


def _ratio(text: str, first: _Part, second: _Part) -> Quantity | None:
    """``108 out of 169``, ``of 100, 61``, ``4.5 children per 1,000``, ``one in five``, ``3/15``."""
    gap = text[first.number.end : second.number.start]
    rest = text[first.end : second.number.start]
    if len(gap) > 70 or "\n\n" in gap or is_year(text, second.number):
        return None
    base = second.number.value
    if (
        base >= 10
        and _PER.fullmatch(rest)
        and (second.unit is None or second.unit.group == "measure")
        and regex.search(r"\b(?:per|each|every)\b|на(?:\s+каждые)?\s", gap)
    ):
        if gap.strip().startswith("на ") and base % 100:
            return None
        if base < 100 and regex.search(r"(?<!\b(?:in|for|to|of)\s)every\s*$", gap):
            return None  # "14 buses serve every 20 villages" tells of no rate
        whole = replace(first.number, end=second.number.end)
        noun = counted_noun(text, second.number.end)
        built = _build(text, _Part(whole, Unit("rate", "", first.start, second.number.end)), family=Family.RATE,
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
    if _OUT_OF.fullmatch(gap) and 0 < first.number.value <= base and not second.number.ordinal:
        if gap.strip().lower() == "of" and base < 3:
            return None
        return _share(text, first, second, first.number.value, base)
    few = first.number.value == 1 and base <= 1000
    few = few or (first.number.value < base <= 10 and "in" in gap.split())
    if few and base >= 2 and _ONE_IN.fullmatch(gap) and not second.number.scaled:
        part = first.number.value * 100 / base
        whole = replace(first.number, end=second.number.end, value=part, step=Decimal(1))
        return _build(
            text, _Part(whole, None), family=Family.PERCENT, kind=Kind.PERCENTAGE, unit="percent"
        )
    if (
        _SLASH.fullmatch(gap)
        and 0 < first.number.value <= base
        and first.number.bare.isdigit()
        and second.number.bare.isdigit()
    ):
        return _share(text, first, second, first.number.value, base)
    lead = _LEADING_OF.search(text, max(0, first.start - 20), first.start)
    if (
        lead
        and _OF_GAP.fullmatch(gap)
        and "," in gap
        and 0 < second.number.value <= first.number.value
    ):
        built = _share(text, first, second, second.number.value, first.number.value)
        return replace(built, start=lead.start(), number=second.number.start)
    return None


def _base_first(text: str, first: _Part, second: _Part, gap: str) -> Quantity | None:
    """A rate whose base is printed before its number."""
    base = first.number.value
    lead = _BASE_LEAD.search(text, max(0, first.start - 16), first.start)
    if (
        not lead
        or base < 10
        or base % 10
        or first.unit
        or second.unit
        or first.number.ordinal
        or second.number.ordinal
        or second.number.share
        or not _BASE_GAP.fullmatch(gap)
        or not (lead["every"] or regex.search(r"приход|\bthere\b", gap))
    ):
        return None
    built = _build(text, _Part(second.number, Unit("rate", "", second.start, second.number.end)), family=Family.RATE,
                   kind=Kind.RATIO, unit=f"per {int(base):,}", of=base)  # fmt: skip
    noun = counted_noun(text, second.number.end)
    end = max(built.end, noun[1]) if noun else built.end
    return replace(built, start=lead.start(), end=end, noun=noun[0] if noun else None)


def _share(text: str, first: _Part, second: _Part, value: Decimal, of: Decimal) -> Quantity:
    whole = replace(first.number, end=second.number.end, value=value, readings=(), step=Decimal(1))
    ranked = (
        first.number.ordinal
        or is_rank(text, first.start, first.number, first.number.end)
        or is_rank(
            text, first.start, replace(first.number, end=second.number.end), second.number.end
        )
    )
    family, kind = (Family.RANK, Kind.RANK) if ranked else (Family.SHARE, Kind.RATIO)
    built = _build(
        text, _Part(whole, None), family=family, kind=kind, unit="rank" if ranked else None, of=of
    )
    noun = counted_noun(text, second.number.end) or counted_noun(text, first.number.end)
    if noun and not ranked:
        return replace(built, noun=noun[0], unit=noun[0], end=max(built.end, noun[1]))
    return built


def _first_noun(text: str, number: Number) -> str | None:
    noun = counted_noun(text, number.end)
    return noun[0] if noun else None
