"""Numbers in words, English and Russian: cardinals, ordinals, shares, mixed numbers.

A run of number words and the small words between them is read by this grammar::

    run      = every | unit-phrase | ordinal | [count] part [scale…] | cardinal ["and a" part] [scale…]
    cardinal = (unit | tens unit | hundred… ) [scale] …
    part     = half | third(s) | quarter(s) | четверть …
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import regex

from citecheck.figures.digits import Number, step_of
from citecheck.figures.lexicon import alternation, table


class _Word(NamedTuple):
    kind: str
    value: Decimal


@cache
def _words() -> dict[str, _Word]:
    """Each number word → what it is; a word that is a part and an ordinal is a part here."""
    found: dict[str, _Word] = {}
    for language in ("en", "ru"):
        of = table("numbers")[language]
        for word, value in of["ordinals"].items():
            found[word] = _Word("ordinal", Decimal(value))
        for word, (top, bottom) in of["fractions"].items():
            if not (language == "ru" and word in of["ordinals"]):
                found[word] = _Word("part", Decimal(top) / Decimal(bottom))
        for kind in ("units", "scales", "collective", "joined"):
            for word, value in of.get(kind, {}).items():
                found[word] = _Word(kind, Decimal(str(value)))
    return found


@cache
def _run() -> regex.Pattern[str]:
    word = alternation(list(_words()))
    between = r"(?:\s+and\s+an?\s+|\s+and\s+|-|\s+of\s+an?\s+|\s+с\s+(?=(?:половиной|четвертью|третью)(?!\w))|\s+an?\s+|\s+)"
    lead = r"(?:(?<![\p{L}])an?\s+(?=(?:half|third|quarter|fifth|sixth|eighth|tenth|dozen|hundred|thousand|million|billion)(?!\w)))?"
    return regex.compile(rf"(?<![\w.])(?<!\d-){lead}{word}(?:{between}{word})*+", regex.IGNORECASE)


@cache
def _in_one() -> tuple[regex.Pattern[str], dict[str, tuple[int, str]]]:
    numbers = table("numbers")
    known = {**numbers["en_units_in_one"], **numbers["ru_units_in_one"]}
    pattern = regex.compile(rf"(?<!\w){alternation(list(known))}", regex.IGNORECASE)
    return pattern, {word: (int(value), unit) for word, (value, unit) in known.items()}


@cache
def _every() -> regex.Pattern[str]:
    words = alternation(list(table("numbers")["ru"]["every"]))
    return regex.compile(rf"(?<!\w)кажд(?:ый|ая|ое|ую|ого|ой)\s+({words})", regex.IGNORECASE)


#: "one" in these is a pronoun or an article, no number.
_NO_ONE_BEFORE = regex.compile(
    r"\b(?:no|any|every|each|some|this|that|which|the|another|such|a|an)\s+$", regex.IGNORECASE
)
_NO_ONE_AFTER = regex.compile(
    r"\s+(?:of|another|by|can|must|may|should|has|is|was|who|which|that|day|area|example|such|could|would|needs|more"
    r"|из|раз)\b|\s*[,.;:)!?\"']|\s*$",
    regex.IGNORECASE,
)
_ONE_OF_MANY = regex.compile(r"\s+(?:out\s+)?(?:in|of|из)\s+(?:every\s+)?(?:\d|two|three|four|five|six|seven|eight|nine|ten|\p{L}+(?:teen|ty)\b|двух|тр[её]х|пяти)", regex.IGNORECASE)  # fmt: skip
_ONE = regex.compile(r"(?:one|один|одна|одно|одного|одной|одну|одному|одним)$", regex.IGNORECASE)
_AFTER_ORDINAL = regex.compile(
    r"\b(?:first|second|third|fourth|last|latter|per|перв\p{Ll}+|втор\p{Ll}+|треть\p{Ll}*|четв\p{Ll}+|последн\p{Ll}+)\s+$",
    regex.IGNORECASE,
)


def find_number_words(text: str) -> list[Number]:
    """Every number of a folded text that is written in words, in order, none overlapping."""
    found = _find_in_one(text) + _find_every(text)
    for match in _run().finditer(text):
        found.extend(_from_run(text, match))
    found.sort(key=lambda n: (n.start, -n.end))
    kept: list[Number] = []
    for number in found:
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return kept


def _find_in_one(text: str) -> list[Number]:
    pattern, known = _in_one()
    found = []
    for match in pattern.finditer(text):
        value, unit = known[" ".join(match.group().lower().split())]
        found.append(
            Number(
                start=match.start(), end=match.end(), value=Decimal(value), step=Decimal(1),
                words=True, unit=unit, bare="words",
            )
        )  # fmt: skip
    return found


def _find_every(text: str) -> list[Number]:
    """``каждый пятый``: one in five."""
    known = table("numbers")["ru"]["every"]
    return [
        Number(
            start=match.start(), end=match.end(), step=Decimal("0.01"),
            value=Decimal(1) / Decimal(known[match[1].lower()]), share=True, words=True, bare="words",
        )
        for match in _every().finditer(text)
    ]  # fmt: skip


def _from_run(text: str, match: regex.Match[str]) -> list[Number]:
    """The numbers of one run of number words: usually one, several for ``two three-year-olds``."""
    spans = [(m.start(), m.end()) for m in regex.finditer(r"\p{L}+", match.group())]
    words = [(match.group()[a:b].lower(), match.start() + a, match.start() + b) for a, b in spans]
    known = [(_words()[w], w, a, b) for w, a, b in words if w in _words()]
    numbers: list[Number] = []
    at = 0
    while at < len(known):
        used, value, share, ordinal = _read([k[0] for k in known[at:]], known[at:], text)
        if value is not None:
            start, end = known[at][2], known[at + used - 1][3]
            lead = regex.search(r"\b[Aa]n?\s+$", text[max(match.start(), start - 3) : start])
            start -= len(lead.group()) if lead else 0
            number = Number(
                start=start, end=end, value=value, words=True, share=share, ordinal=ordinal,
                step=Decimal("0.01") if share else _step(value), bare="words",
                scaled=any(k[0].kind == "scales" for k in known[at : at + used]),
            )  # fmt: skip
            if _is_number(text, number, known[at][0], used, known[at][1]):
                numbers.append(number)
            elif share and used == 1 and known[at][1] in _ordinals():
                numbers.append(_as_ordinal(number, known[at]))
        at += used
    return numbers


@cache
def _ordinals() -> dict[str, int]:
    return {**table("numbers")["en"]["ordinals"], **table("numbers")["ru"]["ordinals"]}


def _as_ordinal(number: Number, word: tuple[_Word, str, int, int]) -> Number:
    """``third`` of ``third largest``, which is no share."""
    value = Decimal(_ordinals()[word[1]])
    return replace(number, start=word[2], value=value, step=Decimal(1), share=False, ordinal=True)


def _step(value: Decimal) -> Decimal:
    return step_of("", value) if value == value.to_integral_value() and value >= 100 else (
        Decimal(1) if value == value.to_integral_value() else Decimal("0.1")
    )  # fmt: skip


def _read(
    words: list[_Word], known: list[tuple[_Word, str, int, int]], text: str
) -> tuple[int, Decimal | None, bool, bool]:
    """How many words make the first number, its value, whether a share, whether an ordinal."""
    used, count = _cardinal(words, known, text)
    rest = words[used:]
    if not rest or rest[0].kind not in ("part", "ordinal"):
        return (used, count, False, False) if used else (1, None, False, False)
    if rest[0].kind == "ordinal":
        small = count is None or (count >= 20 and count % 10 == 0 and rest[0].value < 10)
        return (used + 1, (count or 0) + rest[0].value, False, True) if small else (used, count, False, False)  # fmt: skip
    part = rest[0].value
    scale, scales = Decimal(1), 0
    while used + 1 + scales < len(words) and words[used + 1 + scales].kind == "scales":
        scale *= words[used + 1 + scales].value
        scales += 1
    if count is None:
        return 1 + scales, part * scale, scales == 0, False
    gap = text[known[used - 1][3] : known[used][2]]
    if regex.search(r"\b(?:and|с)\b", gap) or (used and words[used - 1].kind == "scales"):
        # two and a half (million); a million and a half
        last = words[used - 1].value if words[used - 1].kind == "scales" else Decimal(1)
        return used + 1 + scales, (count + part * last) * scale, False, False
    return used + 1 + scales, count * part * scale, scales == 0, False


def _cardinal(
    words: list[_Word], known: list[tuple[_Word, str, int, int]], text: str
) -> tuple[int, Decimal | None]:
    """The longest cardinal at the beginning: how many words, and its value."""
    total, current = Decimal(0), Decimal(0)
    last: Decimal | None = None
    used = 0
    for place, word in enumerate(words):
        if word.kind in ("part", "ordinal"):
            break
        if place and regex.search(r"\band\b", text[known[place - 1][3] : known[place][2]]) and (
            last is None or last < 100) and words[place - 1].kind != "scales":  # fmt: skip
            break
        if word.kind in ("units", "joined"):
            if last is not None and not _may_follow(last, word.value):
                break
            current += word.value
            last = word.value
        elif word.kind == "collective" or word.value == 100:
            current = (current or Decimal(1)) * word.value
            last = word.value
        else:
            total += (current or Decimal(1)) * word.value
            current, last = Decimal(0), None
        used = place + 1
    return used, (total + current if used else None)


def _may_follow(before: Decimal, value: Decimal) -> bool:
    """Twenty-one, two hundred and five; not three seven."""
    return (20 <= before < 100 and before % 10 == 0 and 0 < value < 10) or (
        before >= 100 and value < 100
    )


def _is_number(text: str, number: Number, first: _Word, used: int, word: str) -> bool:
    """Whether the words count something here: no pronoun ``one``, no ``thousands of``, no clock."""
    before = text[max(0, number.start - 24) : number.start]
    after = text[number.end : number.end + 40]
    if used == 1 and _ONE.match(word) and not _ONE_OF_MANY.match(after):
        return not _NO_ONE_BEFORE.search(before) and not _NO_ONE_AFTER.match(after)
    if used == 1 and first.kind in ("scales", "collective"):
        return text[number.start : number.start + 2].lower() in ("a ", "an") or word in (
            "тысяча", "тысячу", "миллион", "миллиард", "сотня", "сотню", "десяток", "дюжину",
        ) or bool(regex.search(r"\d[.,]?$", before.rstrip()))  # fmt: skip
    if number.share:
        return _is_share(before, after, word, used)
    return True


def _is_share(before: str, after: str, word: str, used: int) -> bool:
    """Not the second half of a match, the last quarter (of a year), half-way, a third time."""
    if _AFTER_ORDINAL.search(before) or regex.match(r"-(?!of\b)\p{L}", after):
        return False
    if regex.match(
        r"\s+(?:hour|mile|way|time|century|year|day|moon|note|brother|sister|final)s?\b", after
    ):
        return False
    if used > 1 or word in ("half", "половина", "половину", "половины", "половине", "треть", "трети", "четверть", "четверти"):  # fmt: skip
        return not (word == "половине" and regex.search(r"\p{Ll}+ой\s+$", before))
    # a lone "third", "quarter", "fifth" is a share only with its article
    return bool(regex.match(r"\s+(?:of|in)\b", after)) or used > 1
