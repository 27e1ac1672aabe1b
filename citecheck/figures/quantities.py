"""Quantities: numbers with their unit, hedge, range, whole and kind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from citecheck.figures.lexicon import (
    currency_pattern,
    hedge_patterns,
    table,
    unit_pattern,
    unit_words,
)
from citecheck.figures.mask import Mask, Masked, find_masked
from citecheck.figures.numbers import Number, find_numbers
from citecheck.model.figures import Hedge, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A quantity of a folded text; offsets are into that text.

    ``family`` is the dimension that two quantities must share to be compared:
    ``percent points money duration measure count rank year age``.  ``readings`` are
    further values that the digits can have, ``step`` the unit of the last printed digit.
    """

    start: int
    end: int
    value: Decimal
    step: Decimal
    family: str
    kind: Kind
    high: Decimal | None = None
    readings: tuple[Decimal, ...] = ()
    unit: str | None = None
    hedge: Hedge | None = None
    of: Decimal | None = None
    masked: Mask | None = None
    words: bool = False


_BETWEEN = regex.compile(r"(?:\b(?:between|from|ranging from|от|между|с)\s+)$", regex.IGNORECASE)
_TO = regex.compile(r"\s?(?:-|\bto\b|\bдо\b|\bтo\b)\s?(?:\\?\$\s?)?$", regex.IGNORECASE)
_AND = regex.compile(r"\s+(?:and|to|и|до|по)\s+(?:\\?\$\s?)?$", regex.IGNORECASE)
_OUT_OF = regex.compile(
    r"\s+(?:\p{L}+\s+){0,2}?(?:out of|of|из|out of every|из каждых)\s+(?:a\s+total\s+of\s+|the\s+|all\s+|every\s+|these\s+|those\s+|its\s+)?$",
    regex.IGNORECASE,
)
_PER = regex.compile(
    r"\s+(?:[\p{L}-]+\s+){0,4}?(?:per|for each|for every|in every|to every|на каждые|на|per each)\s+$",
    regex.IGNORECASE,
)
_ONE_IN = regex.compile(r"\s+(?:[\p{L}-]+\s+)?(?:in|из)\s+(?:every\s+)?$", regex.IGNORECASE)
_AGE_BEFORE = regex.compile(
    r"(?:\baged?(?:\s+of)?(?:\s+between)?|\bages?|\byounger than|\bolder than|\bbelow(?: the age of)?|\bunder(?: the age of)?|в возрасте(?:\s+(?:от|до))?|\bage group|старше|младше)\s*$",
    regex.IGNORECASE,
)
_AGE_AFTER = regex.compile(
    r"^[ -]*(?:years?|yrs?)?[ -]*(?:of age|old\b)|^\s*(?:и старше|and older|or older|and over)|^[ -]*year-olds?",
    regex.IGNORECASE,
)
_RANK_BEFORE = regex.compile(
    r"\b(?:ranks?|ranked|ranking|placed|position|places?)\b[^.;\d]{0,40}$", regex.IGNORECASE
)
_RANK_AFTER = regex.compile(
    r"^\s*(?:place|rank|position|largest|highest|lowest|longest|biggest|oldest|место|месте|по величине)",
    regex.IGNORECASE,
)
_YEAR_BEFORE = regex.compile(
    r"\b(?:in|since|of|by|from|until|till|during|before|after|between|and|for|year|early|late|mid|в|с|к|до|после|за|году?)[\s-]+$|[(/,-]\s*$|(?:^|\n)\s*$",
    regex.IGNORECASE,
)
_NOUN = regex.compile(r"[ ](?P<words>(?:[\p{Ll}][\p{L}'-]*)(?:[ ][\p{Ll}][\p{L}'-]*){0,2})")
_STOP = frozenset(
    """year years other others of in on at of and or to for from with by as is are was were be been has have had who which that the a an
 than per out while when but not only also more less during since until between among were under over compared against after before
 each every its their this these those it they we he she all into about across within without because if then there here nor so
 в на из и или к с по от до за для о об при не что как это был была были было его их ее её а но же ли то у над под между
 году года год г""".split()
)
_PLURALS = frozenset(
    "people children women men girls boys police persons youth staff sheep fish cattle teeth feet".split()
)


def find_quantities(text: str, *, masked: list[Masked] | None = None) -> list[Quantity]:
    """Every quantity of a folded text, in order; those in masked spans are marked as such."""
    masks = find_masked(text) if masked is None else masked
    numbers = find_numbers(text)
    found: list[Quantity] = []
    at = 0
    while at < len(numbers):
        quantity, used = _quantity(text, numbers, at)
        found.append(_with_mask(quantity, masks))
        at += used
    return found


def _with_mask(quantity: Quantity, masks: list[Masked]) -> Quantity:
    for masked in masks:
        if masked.span.start > quantity.start:
            break
        if masked.span.start <= quantity.start < masked.span.end:
            kinds = {Mask.DATE: Kind.DATE, Mask.LEGAL: Kind.LEGAL_REF}
            kind = kinds.get(masked.mask, quantity.kind)
            return replace(quantity, masked=masked.mask, kind=kind)
    return quantity


def _quantity(text: str, numbers: list[Number], at: int) -> tuple[Quantity, int]:
    """The quantity that begins with a number, and how many numbers it takes up."""
    first = numbers[at]
    second = numbers[at + 1] if at + 1 < len(numbers) else None
    if second is not None and not first.ordinal:
        joined = _range(text, first, second) or _ratio(text, first, second)
        if joined:
            return joined, 2
    return _single(text, first), 1


def _unit(text: str, number: Number) -> tuple[str | None, str | None, int, int]:
    """Family, unit, and the span with unit: what stands right before and after the number."""
    before = currency_pattern().search(text, max(0, number.start - 6), number.start)
    if before:
        word = before[1].lstrip("\\").lower()
        end = _skip_currency(text, number.end)
        return "money", unit_words()[word][1], before.start(), end
    after = unit_pattern().match(text, number.end)
    known = unit_words().get(" ".join(after[1].lower().split())) if after else None
    if after and known and not (len(after[1]) == 1 and after[1].isupper()):
        family, unit = known
        end = _skip_currency(text, after.end()) if family == "money" else after.end()
        return family, unit, number.start, end
    return None, None, number.start, number.end


_CURRENCY_AGAIN = regex.compile(r"\s?(?:[A-Z]{3}|US dollars|dollars)\b")


def _skip_currency(text: str, end: int) -> int:
    """The end of a currency that is printed twice, as in ``0.12$ USD``."""
    after = _CURRENCY_AGAIN.match(text, end)
    return after.end() if after and after.group().split()[0].lower() in unit_words() else end


def _range(text: str, first: Number, second: Number) -> Quantity | None:
    """Two numbers that are the ends of one range; ``None`` if they are not."""
    family, unit, start, end = _unit(text, first)
    gap = text[end if family != "money" or end > first.end else first.end : second.start]
    currency = currency_pattern().search(text, max(0, second.start - 6), second.start)
    if currency and family == "money":
        gap = text[max(end, first.end) : currency.start()]
    between = _BETWEEN.search(text, max(0, start - 16), start)
    if not ((between and _AND.fullmatch(gap)) or _TO.fullmatch(gap)):
        return None
    family2, unit2, _, end2 = _unit(text, second)
    if family and family2 and family != family2:
        return None
    low = first
    if first.value < second.value and not _has_scale(first) and _has_scale(second) and not family:
        scale = second.value / _bare_value(second)
        if first.value < second.value / scale:
            low = replace(first, value=first.value * scale, step=first.step * scale, readings=())
    if low.value > second.value:
        return None
    whole = replace(low, start=start, end=second.end)
    return _finish(
        text,
        whole,
        family2 or family,
        unit2 or unit,
        start,
        max(end2, second.end),
        high=second.value,
    )


def _has_scale(number: Number) -> bool:
    return (not number.words and any(c.isalpha() for c in number.bare)) or (
        number.value >= 1000 and _bare_value(number) < 1000
    )


def _bare_value(number: Number) -> Decimal:
    digits = number.bare.replace(" ", "").replace("'", "")
    try:
        return Decimal(
            digits.replace(",", ".")
            if regex.fullmatch(r"\d+[.,]\d{1,2}", digits)
            else regex.sub(r"[^\d]", "", digits) or "1"
        )
    except ArithmeticError:
        return Decimal(1)


def _ratio(text: str, first: Number, second: Number) -> Quantity | None:
    """``108 out of 169``, ``4.5 children per 1,000``, ``one in five``; ``None`` otherwise."""
    family, _, start, _ = _unit(text, first)
    gap = text[first.end : second.start]
    if len(gap) > 60 or "\n" in gap.strip(" "):
        return None
    if _PER.fullmatch(gap) and second.value >= 10:
        end2 = _noun_end(text, second.end)[0]
        number = replace(first, end=second.end)
        return replace(
            _finish(text, number, "per", f"per {int(second.value):,}", start, end2),
            kind=Kind.RATIO, of=second.value,
        )  # fmt: skip
    if (
        family is None
        and _OUT_OF.fullmatch(gap)
        and 0 < first.value <= second.value
        and not _is_year(text, second)
    ):
        rank = bool(_RANK_BEFORE.search(text, max(0, start - 60), start))
        whole = _finish(
            text,
            replace(first, end=second.end),
            "rank" if rank else "share",
            None,
            start,
            second.end,
        )
        return replace(whole, kind=Kind.RANK if rank else Kind.RATIO, of=second.value)
    if (
        family is None
        and first.value == 1
        and _ONE_IN.fullmatch(gap)
        and 2 <= second.value <= 1000
        and second.words == first.words
    ):
        whole = _finish(text, replace(first, end=second.end), "share", None, start, second.end)
        return replace(whole, kind=Kind.RATIO, of=second.value)
    return None


def _is_year(text: str, number: Number) -> bool:
    return (
        not number.words
        and number.bare.isdigit()
        and len(number.bare) == 4
        and 1500 <= number.value <= 2100
        and bool(_YEAR_BEFORE.search(text, max(0, number.start - 12), number.start))
    )


def _single(text: str, number: Number) -> Quantity:
    family, unit, start, end = _unit(text, number)
    if family == "cents":
        number = replace(number, value=number.value / 100, step=number.step / 100, readings=())
        family = "money"
    return _finish(text, number, family, unit, start, end)


def _finish(
    text: str,
    number: Number,
    family: str | None,
    unit: str | None,
    start: int,
    end: int,
    *,
    high: Decimal | None = None,
) -> Quantity:
    end = max(end, number.end)
    before, after = text[max(0, start - 48) : start], text[end : end + 40]
    kind, family, unit, end = _classify(text, number, family, unit, end, before, after, high)
    value, step = number.value, number.step
    if number.share and family == "percent":
        value, step = value * 100, Decimal(1)
    hedge = _hedge(before, text[end : end + 24], ranged=high is not None)
    return Quantity(
        start=start, end=end, value=value, step=step, family=family, kind=kind, high=high,
        readings=() if number.share else number.readings, unit=unit, hedge=hedge, words=number.words,
    )  # fmt: skip


def _classify(
    text: str,
    number: Number,
    family: str | None,
    unit: str | None,
    end: int,
    before: str,
    after: str,
    high: Decimal | None,
) -> tuple[Kind, str, str | None, int]:
    """Kind, family, unit and end of a number by what stands around it."""
    if number.share and family in (None, "count"):
        return Kind.PERCENTAGE, "percent", "percent", end
    if family == "percent":
        return (Kind.RANGE if high is not None else Kind.PERCENTAGE), "percent", unit, end
    if family == "points":
        return Kind.PERCENTAGE, "points", unit, end
    if family == "money":
        return (Kind.RANGE if high is not None else Kind.MONEY), "money", unit, end
    if family in (None, "duration") and (
        (family and _AGE_BEFORE.search(before))
        or _AGE_AFTER.match(text[number.end : number.end + 24])
        or (
            family is None
            and regex.search(
                r"\b(?:aged?|ages?|younger than|older than|в возрасте)(?:\s+(?:of|between|from|от|до))?\s*$",
                before,
                regex.IGNORECASE,
            )
        )
    ):
        return Kind.AGE, "age", "years", end
    if (
        family == "duration"
        and unit == "years"
        and number.step == 1
        and 1500 <= number.value <= 2100
    ):
        return Kind.YEAR, "year", None, end
    if family == "duration":
        return (Kind.RANGE if high is not None else Kind.DURATION), "duration", unit, end
    if family in ("per", "rank", "share"):
        return Kind.RATIO, family, unit, end
    if number.ordinal or _RANK_AFTER.match(after):
        return Kind.RANK, "rank", "rank", end
    if _is_year(text, number) and not _counted_noun(text, end):
        return Kind.YEAR, "year", None, end
    if family == "measure":
        return (Kind.RANGE if high is not None else Kind.COUNT), "measure", unit, end
    if (
        _RANK_BEFORE.search(before)
        and high is None
        and number.value < 1000
        and not _counted_noun(text, end)
    ):
        return Kind.RANK, "rank", "rank", end
    noun_end, noun = _noun_end(text, end)
    return (Kind.RANGE if high is not None else Kind.COUNT), "count", noun, noun_end


def _counted_noun(text: str, end: int) -> bool:
    """Whether the word right after is a plural that a number counts."""
    noun = _NOUN.match(text, end)
    if not noun:
        return False
    word = noun["words"].split(" ")[0]
    return word not in _STOP and (
        word in _PLURALS or (word.endswith("s") and not word.endswith("ss"))
    )


def _noun_end(text: str, end: int) -> tuple[int, str | None]:
    """Where the counted noun ends, and the noun; the number's own end if none follows."""
    match = _NOUN.match(text, end)
    if not match:
        return end, None
    at = end
    words = match["words"].split(" ")
    for count, word in enumerate(words, start=1):
        at += 1 + len(word)
        if word in _STOP:
            break
        if word in _PLURALS or (word.endswith("s") and not word.endswith(("ss", "us", "ous"))):
            return at, word
        if regex.match(r"\p{Cyrillic}", word) and (
            count == 2 or not regex.search(r"(?:ых|их|ой|ый|ая)$", word)
        ):
            return at, word
    return end, None


def _hedge(before: str, after: str, *, ranged: bool) -> Hedge | None:
    for name, in_front, behind in hedge_patterns():
        if behind and behind.match(after):
            return Hedge(name)
        match = in_front.search(before)
        if match and not (ranged and name == "up_to"):
            return Hedge(name)
    return None


def seconds_of(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """A duration's value and step in seconds, so that two weeks equal 14 days."""
    factor = Decimal(table("units")["seconds_in"].get(quantity.unit or "", 1))
    return quantity.value * factor, quantity.step * factor
