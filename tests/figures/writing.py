"""Quantities written in every supported way, from a seed, with what must be found.

A plain generator instead of a strategy, so that a million cases take minutes.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
RU_SMALL = (
    "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать "
    "двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать "
    "восемнадцать девятнадцать"
).split()
RU_TENS = "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто".split()
RU_HUNDREDS = "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A sentence, and the one statistic in it: its span, value, other end, unit, hedge."""

    text: str
    start: int
    end: int
    value: Decimal
    high: Decimal | None
    unit: str
    hedge: str | None


def in_words(number: int) -> str:
    """A number below a thousand million in English."""
    if number < 20:
        return SMALL[number]
    if number < 100:
        ten, one = divmod(number, 10)
        return TENS[ten - 2] + (f"-{SMALL[one]}" if one else "")
    if number < 1000:
        hundred, rest = divmod(number, 100)
        return f"{SMALL[hundred]} hundred" + (f" and {in_words(rest)}" if rest else "")
    for size, name in ((10**6, "million"), (1000, "thousand")):
        if number >= size:
            top, rest = divmod(number, size)
            link = " and " if 0 < rest < 100 else " "
            return f"{in_words(top)} {name}" + (f"{link}{in_words(rest)}" if rest else "")
    raise AssertionError(number)


def in_russian_words(number: int) -> str:
    """A number below a million in Russian, in the nominative."""
    if number >= 1000:
        top, rest = divmod(number, 1000)
        if top % 100 in (11, 12, 13, 14) or top % 10 in (0, 5, 6, 7, 8, 9):
            name, words = "тысяч", in_russian_words(top)
        else:
            name = "тысяча" if top % 10 == 1 else "тысячи"
            words = in_russian_words(top)
            last = {1: ("один", "одна"), 2: ("два", "две")}.get(top % 10)
            words = words.removesuffix(last[0]) + last[1] if last else words
        return f"{words} {name}" + (f" {in_russian_words(rest)}" if rest else "")
    if number >= 100:
        hundred, rest = divmod(number, 100)
        return RU_HUNDREDS[hundred - 1] + (f" {in_russian_words(rest)}" if rest else "")
    if number < 20:
        return RU_SMALL[number]
    ten, one = divmod(number, 10)
    return RU_TENS[ten - 2] + (f" {RU_SMALL[one]}" if one else "")


#: Grouping marks; a full stop groups only where it cannot be a decimal.
MARKS = (",", "\u00a0", "\u202f", "\u2009", " ", "'", "’", "")
EN_HEDGES = {
    "": None,
    "about ": "about",
    "some ": "about",
    "nearly ": "nearly",
    "almost ": "nearly",
    "more than ": "over",
    "at least ": "at_least",
    "up to ": "up_to",
    "fewer than ": "under",
    "no more than ": "at_most",
    "roughly ": "about",
    "just under ": "nearly",
}
RU_HEDGES = {
    "": None,
    "около ": "about",
    "почти ": "nearly",
    "более ": "over",
    "свыше ": "over",
    "не менее ": "at_least",
    "не более ": "at_most",
    "примерно ": "about",
    "менее ": "under",
}
#: Before and after the number, and the unit that is read.
EN_UNITS = (
    ("", "%", "percent"),
    ("", " percent", "percent"),
    ("", " per cent", "percent"),
    ("", " pct", "percent"),
    ("", " percentage points", "percentage points"),
    ("$", "", "USD"),
    ("€", "", "EUR"),
    ("£", "", "GBP"),
    ("", " dollars", "USD"),
    ("", " euros", "EUR"),
    ("US$", "", "USD"),
    ("", " kilometres", "km"),
    ("", " km", "km"),
    ("", " hectares", "ha"),
    ("", " tonnes", "t"),
    ("", " litres", "l"),
    ("", " boats", "boats"),
    ("", " old mills", "mills"),
    ("", " children", "children"),
    ("", " days", "days"),
    ("", " months", "months"),
    ("", " hours", "hours"),
)
RU_UNITS = (
    ("", " %", "percent"),
    ("", "%", "percent"),
    ("", " процентов", "percent"),
    ("", " рублей", "RUB"),
    ("", " сомов", "KGS"),
    ("", " км", "km"),
    ("", " гектаров", "ha"),
    ("", " тонн", "t"),
    ("", " лодок", "лодок"),
    ("", " старых мельниц", "мельниц"),
    ("", " дней", "days"),
    ("", " месяцев", "months"),
)
EN_FRAMES = (
    "The harbour office tells of {}.",
    "{}, it is said, were enough.",
    "Of this ({}) nobody speaks.",
    "- {}\n",
    "They spoke of {}; then they left.",
    "“{}” was the answer.",
    "Result: {}",
    "It was {} and no word of it is true.",
)
RU_FRAMES = (
    "По словам сторожа, это {}.",
    "Всего: {}",
    "Речь идёт о величине {}; так говорят.",
    "({}) по данным порта",
    "- {}\n",
)


def _digits(chance: random.Random, value: int, *, russian: bool) -> str:
    grouped = f"{value:,}"
    mark = chance.choice(MARKS)
    if mark == "" or value < 1000 or (russian and mark == ","):
        return str(value)  # in Russian 8,132 is first of all a decimal
    return grouped.replace(",", mark)


def _whole(chance: random.Random) -> int:
    """A whole number, small ones as often as large ones; none that may be a year."""
    value = chance.randrange(2, 10 ** chance.randint(1, 8))
    return value + 1000 if 1500 <= value <= 2100 else max(value, 2)


def _number(chance: random.Random, *, russian: bool) -> tuple[str, Decimal]:
    """A number as printed, and its value."""
    kind = chance.random()
    if kind < 0.45:
        value = _whole(chance)
        return _digits(chance, value, russian=russian), Decimal(value)
    if kind < 0.65:
        value = Decimal(chance.randrange(1, 99_999)) / 10 ** chance.choice((1, 2))
        printed = f"{value:f}"
        return printed.replace(".", ",") if russian else printed, value
    if kind < 0.8:
        value = Decimal(chance.randrange(11, 999)) / 10
        scales = (
            (("тыс.", 3), ("млн", 6), ("млрд", 9), ("миллиона", 6))
            if russian
            else (("thousand", 3), ("million", 6), ("billion", 9))
        )
        word, zeros = chance.choice(scales)
        printed = f"{value:f}".replace(".", ",") if russian else f"{value:f}"
        return f"{printed} {word}", value * 10**zeros
    if russian:
        value = chance.randrange(5, 10 ** chance.randint(1, 5) + 5)
        return in_russian_words(value), Decimal(value)
    value = chance.randrange(2, 10 ** chance.randint(1, 8) + 2)
    return in_words(value), Decimal(value)


def write(seed: int) -> Written:
    """The case of a seed."""
    chance = random.Random(seed)
    russian = chance.random() < 0.35
    hedges, units, frames = (
        (RU_HEDGES, RU_UNITS, RU_FRAMES) if russian else (EN_HEDGES, EN_UNITS, EN_FRAMES)
    )
    before, after, unit = chance.choice(units)
    hedge = chance.choice(list(hedges))
    printed, value = _number(chance, russian=russian)
    high: Decimal | None = None
    if before and not printed[0].isdigit():
        before, after, unit = units[1]  # nobody writes "$twelve"
    if unit.startswith("percent") and any(c.isalpha() for c in printed) and printed[0].isdigit():
        printed, value = (
            "43.5" if not russian else "43,5",
            Decimal("43.5"),
        )  # no millions of percent
    if chance.random() < 0.2:
        hedge = ""
        low, top = sorted(chance.sample(range(2, 900), 2))
        value, high = Decimal(low), Decimal(top)
        dash, lead = chance.choice((("–", ""), ("-", ""), (" to ", ""), (" and ", "between ")))
        if russian:
            dash, lead = chance.choice((("–", ""), ("—", ""), (" до ", "от ")))
        printed, hedge, before = f"{lead}{low}{dash}{top}", "", ""
        if unit in ("USD", "EUR", "GBP") and not after:
            after, unit = " percent", "percent"
    told = f"{hedge}{before}{printed}{after}"
    frame = chance.choice(frames)
    told = told[0].upper() + told[1:] if frame.startswith("{}") and not russian else told
    start = frame.index("{}")
    return Written(
        text=frame.replace("{}", told),
        start=start,
        end=start + len(told),
        value=value,
        high=high,
        unit=unit,
        hedge=hedges[hedge],
    )
