"""Numbers in digits, in any grouping, with the scale word after them.

A number has all its readings: ``5.508`` is 5.508 or 5508; the first is the likeliest.
Scanned text splits numbers (``2 0,7 5 0``) and takes letters for digits (``5,39O``):
such a run is read as one number only where it makes no sense as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import regex

#: No number of people, money or metres has more digits; longer runs are codes.
_LONGEST = 15


class Number(NamedTuple):
    """One number of a text: its place, likeliest value, other readings, printed precision.

    ``step`` is the unit of the last printed digit (100 for ``1,200``, 0.1 for ``14.4``,
    100,000 for ``5.5 million``).  ``share``: a fraction such as ``a quarter``.
    ``unit``: a time unit that the words hold already (``полгода``).
    ``scaled``: a scale word belongs to it.  ``bare``: the digits as they stand.
    """

    start: int
    end: int
    value: Decimal
    step: Decimal
    readings: tuple[Decimal, ...] = ()
    share: bool = False
    words: bool = False
    ordinal: bool = False
    scaled: bool = False
    bare: str = ""
    unit: str | None = None


_OCR_GROUPED = r"""
      (?<![\w.,'-])(?!\d{1,3}(?:,\d{3})++(?![\d,]))[\dOolI](?:\ ?[\dOolI]){0,2}(?:\ ?,[\dOolI](?:\ ?[\dOolI]){2})++(?![\d,]?\w)
"""
_TOKEN = regex.compile(
    rf"""(?P<ocr>{_OCR_GROUPED}
      | (?<![\w.,'-])(?<!\d\ )\d(?:\ \d){{1,8}}+(?=\ ?(?:%|\p{{Ll}}))
      | (?<![\w.,'-])\d++[lI](?=\ (?:km|kg|m|cm|mm|ha|percent|per\ cent)(?!\w)|%)
      | (?<![\w.,'-])\d++O(?=\ (?:percent|per\ cent|\p{{Ll}}{{3}})|%)
      | (?<![\w.,'-])(?=[lI]\d)[lI][\dlIO]{{1,3}}+(?:[.,][\dlIO]++)?(?=\ ?(?:%|per\ ?c\ ?e\ ?n\ ?t)|\ \p{{Ll}}{{3}})
      | (?<![\w.,'-])\d++[.,](?=\d*[lIO])[\dlIO]{{1,2}}+(?=\ ?(?:%|per\ ?c\ ?e\ ?n\ ?t)))
    | (?P<plain>(?<![\p{{L}}\d_])(?<!\d[.,:])(?:
        \d{{1,3}}(?P<sep>[\ ,.'])\d{{3}}(?:(?P=sep)\d{{3}})*+(?:[.,]\d++)?(?!\d)
      | \d{{1,2}}(?:,\d{{2}}){{1,4}},\d{{3}}(?!\d)
      | \d++(?:[.,]\d++)?
      | \.\d++
    )(?:\ ?(?P<half>1/2|1/4|3/4)(?!\d))?)""",
    regex.VERBOSE,
)
#: Where a number may begin; one look for these is many times as fast as one for the whole.
_MAY_BEGIN = re.compile(
    r"[0-9OolI.](?:(?<=[0-9])[0-9]*|(?<=\.)(?=[0-9])|(?<![A-Za-z0-9_.,'-].)(?=\ ?[0-9OolI,]))"
)
#: The commonest forms, which the whole pattern reads in the same way and far more slowly.
_PLAINLY = regex.compile(
    r"(?<![\p{L}\d_])(?<!\d[.,:])(?:\d++(?:\.\d++)?|\d{1,3}(?:,\d{3})++)(?![\d.,'OolI]|\ [\dOolI,.'])"
)
_THOUSANDS = regex.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_GROUPED = regex.compile(r"\d{1,3}(?:,\d{3})+")
_AFTER = regex.compile(
    r"(?P<ordinal>(?:st|nd|rd|th)(?!\w)|-(?:[еяй]|ое|ая|ый|ой|го|му|ого|ом)(?!\w))"
    r"|(?P<scale>(?:[\s-]?(?:hundred|thousand|million|billion|trillion|mln|mio|mn|bn|тыс(?:яч[аиуе]?\p{Ll}{0,2})?"
    r"|миллион\p{Ll}{0,3}|миллиард\p{Ll}{0,3}|триллион\p{Ll}{0,3}|млн|млрд|трлн)(?!\w)\.?)++)"
    r"|(?P<letter>[mk](?!\w))|(?P<stuck>[\p{L}_](?!\p{L}{0,1}\d))",
    regex.IGNORECASE,
)  # fmt: skip
_SCALES = (
    ("hun", 100), ("tho", 1000), ("тыс", 1000), ("миллиа", 10**9), ("млрд", 10**9), ("mil", 10**6),
    ("mln", 10**6), ("mio", 10**6), ("mn", 10**6), ("мил", 10**6), ("млн", 10**6), ("bil", 10**9),
    ("bn", 10**9), ("tri", 10**12), ("три", 10**12), ("трл", 10**12),
)  # fmt: skip
_SCALE_LETTERS = frozenset("htmbтмHTMBТМ")
_HALVES = {"1/2": Decimal("0.5"), "1/4": Decimal("0.25"), "3/4": Decimal("0.75")}
_CURRENCY_BEFORE = regex.compile(r"[$€£₽¥]\s?$")


def scale_of(words: str) -> int:
    """What scale words multiply by.

    >>> scale_of("million"), scale_of("тысяч"), scale_of("hundred thousand")
    (1000000, 1000, 100000)
    """
    factor = 1
    for word in regex.findall(r"\p{L}+", words.lower()):
        factor *= next(by for start, by in _SCALES if word.startswith(start))
    return factor


def find_digits(text: str) -> Iterator[Number]:
    """Every number of a folded text that is written in digits, in order."""
    before: Number | None = None
    at = 0
    for place in _MAY_BEGIN.finditer(text):
        start = place.start()
        if start < at:
            continue
        plainly = _PLAINLY.match(text, start)
        match = None if plainly else _TOKEN.match(text, start)
        if plainly:
            at = plainly.end()
            number = _from_plain(text, start, at, plainly.group())
        elif match is None:
            continue
        else:
            at = match.end()
            number = _from_ocr(match) if match["ocr"] else _from_match(text, match)
        if match and match["sep"] == " " and _are_cells(text, match.start(), match.end()):
            match = _DIGIT_RUN.match(text, match.start())
            assert match is not None
            at = match.end()
            value = Decimal(match.group())
            number = Number(
                start=match.start(), end=at, value=value, step=step_of(match.group(), value), bare=match.group()
            )  # fmt: skip
        if number:
            before = _with_split_reading(text, before, number) if before else number
            yield before


_SPLIT_HEAD = regex.compile(r"(?<![\w.,'-])(?<!\d\ )\d{1,2}")
_SPLIT_TAIL = regex.compile(r"\d{1,3}(?=\ ?%|\ \p{Ll})")


def _with_split_reading(text: str, before: Number, number: Number) -> Number:
    """``4 75 tiles`` in a scan may be 475: a further reading of the number that has the noun.

    Not where both have two digits, which is a range that lost its dash.
    """
    if (
        number.start != before.end + 1
        or text[before.end] != " "
        or len(before.bare) + len(number.bare) == 4
        or not _SPLIT_HEAD.fullmatch(text, before.start, before.end)
        or not _SPLIT_TAIL.match(text, number.start)
    ):
        return number
    split = Decimal(before.bare + number.bare)
    return number._replace(readings=(*number.readings, split))


_DIGIT_RUN = regex.compile(r"\d{1,3}")
_OTHER_GROUPING = regex.compile(r"(?<!\d)\d{1,3}[,']\d{3}(?!\d)")
_YEARS = regex.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")


def _are_cells(text: str, start: int, end: int) -> bool:
    """Whether digits parted by spaces are cells of a row: ``880 940 1,015`` under three years.

    They are if their line groups thousands otherwise, or has as many runs of digits as a
    line close above has years.
    """
    begin, stop = text.rfind("\n", max(0, start - 200), start) + 1, text.find("\n", end, end + 200)
    if (begin == 0 and start > 200) or (stop < 0 and len(text) > end + 200):
        return False  # too long for a row
    line = text[begin : stop if stop >= 0 else len(text)]
    if line.rstrip()[-1:] in ".!?;,":
        return False
    if _OTHER_GROUPING.search(line):
        return True
    runs = len(regex.findall(r"(?<!\S)[\d.,]+(?!\S)", line))
    above = begin - 1
    for _ in range(12):
        if above <= 0:
            return False
        begin = text.rfind("\n", max(0, above - 400), above) + 1
        years = len(_YEARS.findall(text[begin:above]))
        if years > 1:
            return years == runs
        above = begin - 1
    return False


def _from_ocr(match: regex.Match[str]) -> Number | None:
    joined = regex.sub(
        "[lI]", "1", match.group().replace(" ", "").replace("O", "0").replace("o", "0")
    )
    if not any(c.isdigit() for c in match.group()):
        return None
    if "," in joined and not _GROUPED.fullmatch(joined):
        return None
    value = Decimal(joined.replace(",", ""))
    return Number(
        start=match.start(), end=match.end(), value=value, step=step_of(joined, value), bare=joined
    )


def _from_match(text: str, match: regex.Match[str]) -> Number | None:
    bare = match["plain"]
    half = match["half"]
    if half:
        bare = bare[: -len(half)].rstrip()
    start, end = match.span()
    return _from_plain(text, start, end, bare, half)


def _from_plain(
    text: str, start: int, end: int, bare: str, half: str | None = None
) -> Number | None:
    if len(bare) > _LONGEST + 6:
        return None
    values = _readings(bare, russian="," in bare and _is_russian(text, start))
    if half:
        values = [values[0] + _HALVES[half]]
    factor, ordinal, scaled = 1, False, False
    after = _AFTER.match(text, end) if _goes_on(text, end) else None
    if after and after["ordinal"]:
        ordinal, end = True, after.end()
    elif after and after["scale"]:
        factor, end, scaled = scale_of(after["scale"]), after.end(), True
        if after.group().endswith(".") and not regex.match(r"\s*[\p{Ll}\d$€]", text[end : end + 3]):
            end -= 1
    elif after and after["letter"] and _is_scale_letter(text, start, after):
        factor, end, scaled = (10**6 if after["letter"].lower() == "m" else 1000), after.end(), True
    step = step_of(bare, values[0]) if not half else Decimal("0.25")
    if factor != 1:
        values, step = [value * factor for value in values], step * factor
    return Number(
        start=start,
        end=end,
        value=values[0],
        readings=tuple(values[1:]),
        step=step,
        ordinal=ordinal,
        scaled=scaled,
        bare=bare,
    )


def _goes_on(text: str, end: int) -> bool:
    """Whether letters, or the first letter of a scale word, follow a number."""
    following = text[end : end + 2]
    first = following[:1]
    if first.isspace():
        return following[1:] in _SCALE_LETTERS
    return first.isalpha() or first in ("-", "_")


def _is_scale_letter(text: str, start: int, after: regex.Match[str]) -> bool:
    """``$2.5m`` and ``300k`` are scales; ``40 m`` and ``40m`` are metres."""
    if after["letter"] == "k":
        return True
    return bool(_CURRENCY_BEFORE.search(text, max(0, start - 3), start))


def _is_russian(text: str, at: int) -> bool:
    around = text[max(0, at - 40) : at + 40]
    if around.isascii():
        return False
    return sum("\u0400" <= c <= "\u04ff" for c in around) * 2 > sum(c.isalpha() for c in around)


def _readings(bare: str, *, russian: bool) -> list[Decimal]:
    """The values that digits can mean, the likeliest first."""
    if bare.isdigit():
        return [Decimal(bare)]
    marks = [c for c in bare if not c.isdigit()]
    plain = Decimal("".join(c for c in bare if c.isdigit()))
    if not marks:
        return [plain]
    mark = marks[-1]
    if len(set(marks)) > 1:
        head, tail = bare.rsplit(mark, 1)
        return [Decimal("".join(c for c in head if c.isdigit()) + "." + tail)]
    if len(marks) > 1 or mark in " '":
        return [plain]
    if mark == "," and not russian and _THOUSANDS.fullmatch(bare):
        return [plain]
    fraction = Decimal("0" * (bare[0] == mark) + bare.replace(",", "."))
    if not _THOUSANDS.fullmatch(bare):
        return [fraction]
    if bare.endswith("000") or (mark == "," and not russian):
        return [plain]  # nobody writes 5.000 for 5, nor 5,508 in English for a decimal
    return [fraction, plain]


def step_of(bare: str, value: Decimal) -> Decimal:
    """The unit of the last digit that tells something: 0.1 for 14.4, 100 for 1,200, 1 for 40.

    Zeros at the end of whole numbers of three digits and more are taken for rounding.
    """
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < 0:
        return _power_of_ten(exponent)
    digits = str(int(value))
    zeros = len(digits) - len(digits.rstrip("0"))
    return _power_of_ten(zeros if len(digits) > 2 and bare != "words" else 0)


@lru_cache(maxsize=64)
def _power_of_ten(exponent: int) -> Decimal:
    return Decimal(10) ** exponent if exponent >= 0 else Decimal(1).scaleb(exponent)
