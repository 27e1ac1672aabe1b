"""Numbers as they are written: digits in any grouping, words, scales, fractions.

A number has all its readings: ``5.508`` is 5.508 or 5508.  The first is the likeliest.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import regex

from citecheck.figures.lexicon import alternation, table

#: Longer rows of digits are codes, not quantities.
LARGEST = Decimal(10) ** 18
_DIGITS = regex.compile(
    r"""(?<![\w.,/:])(?:
        \d{1,3}(?P<sep>[ ,.'])\d{3}(?:(?P=sep)\d{3})*+(?:[.,]\d+)?(?![\d])
      | \d{1,2}(?:,\d{2}){1,4},\d{3}(?!\d)
      | \d++(?:[.,]\d+)?
      | \.\d+
    )(?!\d)""",
    regex.VERBOSE,
)
_SCALE = regex.compile(
    r"[ -]?(?P<scale>thousand|million|billion|trillion|mln|mn|bn|hundred(?!\w)"
    r"|тыс(?:яч[аиуе]?\w{0,2})?|миллион\w{0,3}|миллиард\w{0,3}|триллион\w{0,3}|млн|млрд|трлн)(?!\w)\.?",
    regex.IGNORECASE,
)
_SCALES = {
    "tho": 1000, "mil": 10**6, "mln": 10**6, "mn": 10**6, "bil": 10**9, "bn": 10**9,
    "tri": 10**12, "hun": 100, "тыс": 1000, "млн": 10**6, "мил": 10**6, "млр": 10**9,
    "трл": 10**12, "три": 10**12,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number of a text: its place, likeliest value, other readings, printed precision.

    ``step`` is the unit of the last printed digit (100 for ``1,200``, 0.1 for ``14.4``,
    100,000 for ``5.5 million``).  ``share``: a fraction such as ``a quarter``.
    """

    start: int
    end: int
    value: Decimal
    step: Decimal
    readings: tuple[Decimal, ...] = ()
    share: bool = False
    words: bool = False
    ordinal: bool = False
    bare: str = ""


def find_numbers(text: str) -> list[Number]:
    """Every number of a folded text, in order, none overlapping."""
    found = [_from_digits(text, match) for match in _DIGITS.finditer(text)]
    found += _find_words(text)
    found = [number for number in found if abs(number.value) < LARGEST]
    found.sort(key=lambda n: (n.start, -n.end))
    kept: list[Number] = []
    for number in found:
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return kept


def _from_digits(text: str, match: regex.Match[str]) -> Number:
    bare = match.group()
    values = _readings(bare, russian=_is_russian(text, match.start()))
    end, scale = match.end(), 1
    ordinal = regex.match(
        r"(?:st|nd|rd|th)\b|-?(?:[еяй]|ое|ая|ый|го|му|м)(?!\w)", text[end : end + 4]
    )
    if ordinal:
        end += ordinal.end()
    else:
        found = _SCALE.match(text, end)
        if found:
            scale, end = scale_of(found["scale"]), found.end()
            if found.group().endswith(".") and not regex.match(
                r"\s*[\p{Ll}\d]", text[end : end + 3]
            ):
                end -= 1
        elif regex.match(r"k(?!\w)", text[end : end + 2]):
            scale, end = 1000, end + 1
    step = _step(bare, values[0]) * scale
    return Number(
        start=match.start(),
        end=end,
        value=values[0] * scale,
        readings=tuple(v * scale for v in values[1:]),
        step=step,
        ordinal=bool(ordinal),
        bare=bare,
    )


def scale_of(word: str) -> int:
    """What a scale word multiplies by.

    >>> scale_of("million"), scale_of("тысяч")
    (1000000, 1000)
    """
    lower = word.lower().rstrip(".")
    if lower.startswith(("миллиа", "млрд")):
        return 10**9
    return _SCALES.get(lower[:3]) or _SCALES[lower[:2]]


def _is_russian(text: str, at: int) -> bool:
    around = text[max(0, at - 60) : at + 60]
    return len(regex.findall(r"\p{Cyrillic}", around)) > len(regex.findall(r"\p{Latin}", around))


def _readings(bare: str, *, russian: bool) -> list[Decimal]:
    """The values that digits can mean, the likeliest first."""
    marks = [c for c in bare if not c.isdigit()]
    plain = Decimal("".join(c for c in bare if c.isdigit()) or "0")
    if not marks:
        return [plain]
    if len(set(marks)) == 1 and len(marks) > 1:
        return [plain]
    if len(set(marks)) > 1:
        head, tail = bare.rsplit(marks[-1], 1)
        return [Decimal("".join(c for c in head if c.isdigit()) + "." + tail)]
    mark = marks[0]
    if mark in " '":
        return [plain]
    fraction = Decimal(bare.replace(",", ".") if bare[0].isdigit() else "0" + bare)
    if not regex.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", bare):
        return [fraction]
    decimal_first = (mark == ",") == russian
    return [fraction, plain] if decimal_first else [plain, fraction]


def _step(bare: str, value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < 0:
        return Decimal(1).scaleb(exponent)
    if not any(c in bare for c in " ,.'") and len(bare) < 3:
        return Decimal(1)
    digits = str(int(value))
    zeros = len(digits) - len(digits.rstrip("0")) if value else 0
    return Decimal(10) ** min(zeros, max(0, len(digits) - 1))


# words


@cache
def _words() -> dict[str, tuple[str, Decimal]]:
    found: dict[str, tuple[str, Decimal]] = {}
    for language in ("en", "ru"):
        of = table("numbers")[language]
        for word, (top, bottom) in of["fractions"].items():
            found[word] = ("fraction", Decimal(top) / Decimal(bottom))
        for kind in ("units", "scales", "collective", "joined"):
            for word, value in of.get(kind, {}).items():
                found[word] = (kind, Decimal(str(value)))
    return found


@cache
def _sequence() -> regex.Pattern[str]:
    word = alternation(list(_words()))
    return regex.compile(
        rf"(?<![\w.-])(?:(?:a|an)\s+(?=(?:half|third|quarter|fifth|tenth|dozen|hundred|thousand|million|billion)\b))?"
        rf"{word}(?:(?:\s+and\s+a\s+|\s+and\s+|\s*-\s*|\s+(?:a\s+)?(?=(?:of\s+a\s+)?\w)){word})*",
        regex.IGNORECASE,
    )


_NO_NUMBER_BEFORE = regex.compile(
    r"\b(?:no|every|any|some|each|this|that|the other|another)\s+$|\b(?:first|second|third|fourth|last)\s+$",
    regex.IGNORECASE,
)
_ONE = regex.compile(r"(?:one|один|одн[аоиуй]\w{0,3})$", regex.IGNORECASE)
_PRONOUN_AFTER = regex.compile(
    r"\s+(?:of|another|by|can|must|may|should|has|is|was|who|which|day|из)\b|\W*$|\s*[.,;:]",
    regex.IGNORECASE,
)
_MUST_SHARE_BEFORE = regex.compile(
    r"(?:\b(?:one|a|two|three|four|over|than|about|nearly|almost|least|some|around|under|up to|to)|^|[.;:(\n])\s*$",
    regex.IGNORECASE,
)


def _find_words(text: str) -> list[Number]:
    found = []
    for match in _sequence().finditer(text):
        number = _from_words(text, match)
        if number:
            found.append(number)
    found.extend(_find_every(text))
    return found


def _from_words(text: str, match: regex.Match[str]) -> Number | None:
    words = [
        w for w in regex.findall(r"\w+", match.group().lower()) if w not in {"a", "an", "and", "of"}
    ]
    known = [_words()[w] for w in words if w in _words()]
    if not known:
        return None
    before, after = (
        text[max(0, match.start() - 24) : match.start()],
        text[match.end() : match.end() + 12],
    )
    if len(words) == 1 and _ONE.match(words[0]) and _PRONOUN_AFTER.match(after):
        return None
    if regex.search(
        r"\b(?:no|any|every|each|some|this|that|another)\s+$", before, regex.IGNORECASE
    ) and _ONE.match(words[0]):
        return None
    if (
        len(known) == 1
        and known[0][0] == "scales"
        and not regex.match(r"an?\s", match.group(), regex.IGNORECASE)
    ):
        if not regex.match(
            r"(?:million|thousand|hundred|тысяч[аи]|миллион)$", words[0]
        ) or after.startswith("s"):
            return None
        if words[0] in {"million", "thousand", "hundred", "тысячи"}:
            return None
    kinds = [kind for kind, _ in known]
    if kinds[-1] == "fraction" and not _is_share(text, match, kinds, words):
        return None
    value = _value(known, added=bool(regex.search(r"\b(?:and|с)\b", match.group())))
    if value is None:
        return None
    share = kinds[-1] == "fraction" and not (len(kinds) > 1 and _is_mixed(kinds))
    return Number(
        start=match.start(),
        end=match.end(),
        value=value,
        step=Decimal("0.01") if share else _word_step(value),
        share=share,
        words=True,
        bare=match.group(),
    )


def _word_step(value: Decimal) -> Decimal:
    return Decimal("0.1") if value != value.to_integral_value() else _step(",", value)


def _is_mixed(kinds: list[str]) -> bool:
    return "scales" in kinds


def _is_share(text: str, match: regex.Match[str], kinds: list[str], words: list[str]) -> bool:
    """Whether a fraction's word is a share: not the second half of a match or a quarter of a year."""
    before = text[max(0, match.start() - 20) : match.start()]
    after = text[match.end() : match.end() + 16]
    if regex.search(
        r"\b(?:first|second|third|fourth|last|latter|перв\w+|втор\w+|треть\w+|четв\w+)\s+$",
        before,
        regex.IGNORECASE,
    ):
        return False
    if (
        words[-1]
        in {"third", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "пятая", "десятая"}
        and len(kinds) == 1
    ):
        return bool(regex.match(r"an?\s", match.group(), regex.IGNORECASE))
    if words[-1] in {"quarter", "quarters"} and len(kinds) == 1:
        return bool(regex.match(r"a\s", match.group(), regex.IGNORECASE)) and not regex.match(
            r"\s+(?:hour|mile)", after
        )
    if words[-1] == "half" and len(kinds) == 1:
        return not after.startswith("-") and not regex.match(
            r"\s+(?:way|an?\s+(?:hour|day|year|century))\b", after
        )
    return True


def _value(known: list[tuple[str, Decimal]], *, added: bool) -> Decimal | None:
    """The value of number words in a row; ``None`` if they make none.

    ``added``: the words say "and", so that a fraction at their end is added.
    """
    kinds = [kind for kind, _ in known]
    if "fraction" in kinds:
        return _fraction_value(known, added=added)
    total, current = Decimal(0), Decimal(0)
    last_small: Decimal | None = None
    for kind, value in known:
        if kind in {"units", "joined"}:
            if last_small is not None and not _may_follow(last_small, value):
                return None
            current += value
            last_small = value
        elif kind == "collective":
            current = (current or Decimal(1)) * value
        elif value == 100:
            current = (current or Decimal(1)) * 100
            last_small = Decimal(100)
        else:
            total += (current or Decimal(1)) * value
            current, last_small = Decimal(0), None
    return total + current


def _may_follow(before: Decimal, value: Decimal) -> bool:
    return (before >= 20 and before % 10 == 0 and value < 10 and before < 100) or (
        before >= 100 and value < 100
    )


def _fraction_value(known: list[tuple[str, Decimal]], *, added: bool) -> Decimal | None:
    place = next(i for i, (kind, _) in enumerate(known) if kind == "fraction")
    part = known[place][1]
    before, after = known[:place], known[place + 1 :]
    scale = Decimal(1)
    for kind, value in after:
        if kind != "scales":
            return None
        scale *= value
    if not before:
        return part * scale
    count = _value(before, added=False)
    if count is None:
        return None
    if added or any(kind == "scales" for kind, _ in before):
        return (count + part) * scale
    return count * part * scale


@cache
def _every() -> regex.Pattern[str]:
    words = alternation(list(table("numbers")["ru"]["every"]))
    return regex.compile(rf"(?<!\w)кажд(?:ый|ая|ое|ую|ого|ой)\s+({words})", regex.IGNORECASE)


def _find_every(text: str) -> list[Number]:
    """``каждый пятый``: one in five."""
    table_of = table("numbers")["ru"]["every"]
    return [
        Number(
            start=match.start(),
            end=match.end(),
            value=Decimal(1) / Decimal(table_of[match[1].lower()]),
            step=Decimal("0.01"),
            share=True,
            words=True,
            bare=match.group(),
        )
        for match in _every().finditer(text)
    ]
