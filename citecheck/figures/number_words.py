"""Numbers in words, English and Russian: cardinals, ordinals, shares, mixed numbers.

A run of number words and the small words between them is read by this grammar::

    run      = every | unit-phrase | ordinal | [count] part [scale…] | cardinal ["and a" part] [scale…]
    cardinal = (unit | tens unit | hundred… ) [scale] …
    part     = half | third(s) | quarter(s) | четверть …
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

import regex

from citecheck.figures.digits import Number, step_of
from citecheck.figures.lexicon import alternation, table, word_pattern, words_of


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


@lru_cache(maxsize=256)
def _known_words(there: frozenset[str]) -> re.Pattern[str]:
    """Any of these number words as a whole word, found at the speed of one pass.

    The fewer they are, the sooner the search fails at a letter that none begins with.
    """
    some = [word for word in _words() if _first_word(word) in there]
    return word_pattern(some, no_word="A-Za-zА-Яа-яЁё")


_BETWEEN = regex.compile(
    r"\s+and\s+an?\s+|\s+and\s+|-|\s+of\s+an?\s+|\s+с\s+|\s+an?\s+|\s+", regex.IGNORECASE
)


class _Known(NamedTuple):
    """A number word of a text and its place."""

    word: _Word
    text: str
    start: int
    end: int


def _runs(text: str, there: frozenset[str]) -> Iterator[list[_Known]]:
    """The runs of number words of a text, with no more than small words between."""
    words = _words()
    run: list[_Known] = []
    for match in _known_words(there).finditer(text):
        lower = match.group().lower()
        word = words[lower]
        known = _Known(word, lower, match.start(), match.end())
        last = run[-1] if run else None
        if last and known.start - last.end < 12 and _BETWEEN.fullmatch(text, last.end, known.start):
            run.append(known)
        elif not _GLUED.search(text, max(0, known.start - 2), known.start):
            if run:
                yield run
            run = [known]
    if run:
        yield run


#: A word right after these is part of something else (``U.S.-one``, ``3-million`` is digits).
_GLUED = regex.compile(r"(?:[\w.]|\d-)\Z")


def _first_word(phrase: str) -> str:
    return phrase.split("-")[0].split()[0]


@cache
def _in_one() -> dict[str, tuple[int, str]]:
    numbers = table("numbers")
    known = {**numbers["en_units_in_one"], **numbers["ru_units_in_one"]}
    return {word: (int(value), unit) for word, (value, unit) in known.items()}


@lru_cache(maxsize=256)
def _words_in_one(there: frozenset[str]) -> re.Pattern[str]:
    some = [word for word in _in_one() if _first_word(word) in there]
    return word_pattern(some, no_word=r"\w")


_EVERY_RU = "каждый каждая каждое каждую каждого каждой".split()


@cache
def _every() -> re.Pattern[str]:
    russian = alternation(list(table("numbers")["ru"]["every"]))
    english = alternation(list(table("numbers")["en"]["every"]))
    return re.compile(
        rf"(?<!\w)(?:кажд(?:ый|ая|ое|ую|ого|ой)\s+({russian})"
        rf"|every\s+({english})(?!\s+(?:year|month|week|day|hour|minute|night|time|weekend)))",
        re.IGNORECASE,
    )


#: No number takes more words than this.
_LONGEST = 24
#: "one" in these is a pronoun or an article, no number.
_NO_ONE_BEFORE = regex.compile(
    r"\b(?:no|any|every|each|some|this|that|which|the|another|such|a|an)\s+$", regex.IGNORECASE
)
_NO_ONE_AFTER = regex.compile(
    r"\s+(?:of|another|by|can|must|may|should|has|is|was|who|which|that|day|area|example|such|could|would|needs|more"
    r"|из|раз)\b|\s*[,.;:)!?\"']|\s*$",
    regex.IGNORECASE,
)
#: "one pays": a pronoun; what one counts is singular.
_ONE_DOES = regex.compile(r"\s+(?!(?:bus|gas|species|series|lens)\b)\p{Ll}+[^suiа-яё\W]s\b")
_ONE_OF_MANY = regex.compile(r"\s+(?:out\s+)?(?:in|of|из)\s+(?:every\s+)?(?:\d|two|three|four|five|six|seven|eight|nine|ten|\p{L}+(?:teen|ty)\b|двух|тр[её]х|четыр[её]х|(?:пят|шест|сем|восьм|девят|десят|двадцат|тридцат)и(?!\w)|\p{L}{3,8}надцати|сорока|ста(?!\w))", regex.IGNORECASE)  # fmt: skip
_ONE = regex.compile(r"(?:one|один|одна|одно|одного|одной|одну|одному|одним)$", regex.IGNORECASE)
_AFTER_ORDINAL = regex.compile(
    r"\b(?:first|second|third|fourth|last|latter|per|перв\p{Ll}+|втор\p{Ll}+|треть\p{Ll}*|четв\p{Ll}+|последн\p{Ll}+)\s+$",
    regex.IGNORECASE,
)


@cache
def _word_sets() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The words that numbers in one word, "every fifth" and runs begin with."""
    known = (list(_in_one()), ["every", *_EVERY_RU], list(_words()))
    return tuple(frozenset(map(_first_word, phrases)) for phrases in known)  # type: ignore[return-value]


def find_number_words(text: str, *, words: frozenset[str] | None = None) -> list[Number]:
    """Every number of a folded text that is written in words, in order, none overlapping.

    ``words`` are those of the text, where they are known already.
    """
    there = words_of(text) if words is None else words
    in_one, every, known = (there & some for some in _word_sets())
    found = _find_in_one(text, in_one) if in_one else []
    if every:
        found += _find_every(text)
    for run in _runs(text, known) if known else ():
        found.extend(_from_run(text, run))
    found.sort(key=lambda n: (n.start, -n.end))
    kept: list[Number] = []
    for number in found:
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return kept


def _find_in_one(text: str, there: frozenset[str]) -> list[Number]:
    known = _in_one()
    found = []
    for match in _words_in_one(there).finditer(text):
        value, unit = known[" ".join(match.group().lower().split())]
        found.append(
            Number(
                start=match.start(), end=match.end(), value=Decimal(value), step=Decimal(1),
                words=True, unit=unit, bare="words",
            )
        )  # fmt: skip
    return found


def _find_every(text: str) -> list[Number]:
    """``каждый пятый``, ``every fifth``: one in five."""
    known = {**table("numbers")["ru"]["every"], **table("numbers")["en"]["every"]}
    return [
        Number(
            start=match.start(), end=match.end(), step=Decimal("0.01"),
            value=Decimal(1) / Decimal(known[(match[1] or match[2]).lower()]), share=True, words=True, bare="words",
        )
        for match in _every().finditer(text)
    ]  # fmt: skip


def _from_run(text: str, known: list[_Known]) -> list[Number]:
    """The numbers of one run of number words: usually one, several for ``two three-year-olds``."""
    numbers: list[Number] = []
    at = 0
    while at < len(known):
        used, value, share, ordinal = _read(known[at : at + _LONGEST], text)
        if value is not None:
            numbers.extend(_made(text, known[at : at + used], value, share=share, ordinal=ordinal))
        at += used
    return numbers


def _made(
    text: str, words: list[_Known], value: Decimal, *, share: bool, ordinal: bool
) -> list[Number]:
    """The number of these words, if they count something here."""
    first = words[0]
    start = first.start
    lead = _ARTICLE.search(text, max(0, start - 3), start)
    if lead and first.text in _WITH_ARTICLE:
        start = lead.start()
    number = Number(
        start=start,
        end=words[-1].end,
        value=value,
        step=Decimal("0.01") if share else _step(value),
        words=True,
        share=share,
        ordinal=ordinal,
        scaled=any(w.word.kind == "scales" for w in words),
        bare="words",
    )
    if _is_number(text, number, first.word, len(words), first.text):
        return [number]
    if share and len(words) == 1 and first.text in _ordinals():
        plain = Decimal(_ordinals()[first.text])
        # "third" of "third largest", which is no share
        return [
            number._replace(
                start=first.start, value=plain, step=Decimal(1), share=False, ordinal=True
            )
        ]
    return []


_ARTICLE = regex.compile(r"(?<!\w)an?\s$", regex.IGNORECASE)
_WITH_ARTICLE = frozenset(
    "half third quarter fifth sixth eighth tenth dozen hundred thousand million billion".split()
)


@cache
def _ordinals() -> dict[str, int]:
    return {**table("numbers")["en"]["ordinals"], **table("numbers")["ru"]["ordinals"]}


def _step(value: Decimal) -> Decimal:
    return step_of("", value) if value == value.to_integral_value() and value >= 100 else (
        Decimal(1) if value == value.to_integral_value() else Decimal("0.1")
    )  # fmt: skip


def _read(known: list[_Known], text: str) -> tuple[int, Decimal | None, bool, bool]:
    """How many words make the first number, its value, whether a share, whether an ordinal."""
    used, count = _cardinal(known, text)
    rest = known[used:]
    if count and rest and rest[0].word.kind == "part" and _makes_ordinal(count, rest[0].text):
        return used + 1, count + _ordinals()[rest[0].text], False, True  # twenty-fifth
    if not rest or rest[0].word.kind not in ("part", "ordinal"):
        return (used, count, False, False) if used else (1, None, False, False)
    value = rest[0].word.value
    if rest[0].word.kind == "ordinal":
        if count is None and _OF_PARTS.match(text, rest[0].end) and value > 1:
            return used + 1, 1 / value, True, False  # десятая часть
        if count is None:
            return used + 1, value, False, True
        if _is_russian_part(count, value, rest[0].text):
            return used + 1, count / value, True, False  # две пятых
        joins = count >= 20 and count % 10 == 0 and value < 10
        return (used + 1, count + value, False, True) if joins else (used, count, False, False)
    scales = 0
    scale = Decimal(1)
    while len(rest) > scales + 1 and rest[scales + 1].word.kind == "scales":
        scales += 1
        scale *= rest[scales].word.value
    used += 1 + scales
    if count is None:
        return used, value * scale, scales == 0, False
    last = known[used - 2 - scales]
    gap = text[last.end : rest[0].start]
    if last.word.kind == "scales" or regex.search(r"\b(?:and|с)\b", gap):
        # two and a half (million); a million and a half
        by = last.word.value if last.word.kind == "scales" else Decimal(1)
        return used, (count + value * by) * scale, False, False
    return used, count * value * scale, scales == 0, False


_OF_PARTS = regex.compile(r"\s+(?:част\p{Ll}{1,3}|дол\p{Ll}{1,3})(?!\w)", regex.IGNORECASE)


def _is_russian_part(count: Decimal, value: Decimal, word: str) -> bool:
    """две пятых, три десятых, одна восьмая; not "два первых"."""
    return (
        value >= 4
        and 0 < count < value
        and (word.endswith(("ых", "их")) if count > 1 else word.endswith(("ая", "ую")))
    )


def _makes_ordinal(count: Decimal, word: str) -> bool:
    return count % 100 >= 20 and count % 10 == 0 and word in _ordinals()


def _cardinal(known: list[_Known], text: str) -> tuple[int, Decimal | None]:
    """The longest cardinal at the beginning: how many words, and its value."""
    total, current = Decimal(0), Decimal(0)
    last: Decimal | None = None
    used = 0
    for place, (word, _, start, _) in enumerate(known):
        if word.kind in ("part", "ordinal"):
            break
        before = known[place - 1] if place else None
        if before and before.word.kind != "scales" and (last is None or last < 100) and "and" in text[before.end : start]:  # fmt: skip
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
        if _NO_ONE_BEFORE.search(before) or _NO_ONE_AFTER.match(after):
            return False
        return not _ONE_DOES.match(after)
    if used == 1 and first.kind in ("scales", "collective"):
        return text[number.start : number.start + 2].lower() in ("a ", "an") or word in (
            "тысяча", "тысячу", "миллион", "миллиард", "сотня", "сотню", "десяток", "дюжину",
        ) or bool(regex.search(r"\d[.,]?$", before.rstrip()))  # fmt: skip
    if number.share:
        article = text[number.start : number.start + 2].lower() in ("a ", "an")
        return _is_share(before, after, word, article=article or used > 1)
    return True


def _is_share(before: str, after: str, word: str, *, article: bool) -> bool:
    """Not the second half of a match, the last quarter (of a year), half-way, a third time."""
    if _OF_PARTS.match(after):
        return True
    if _AFTER_ORDINAL.search(before) or regex.match(r"-(?!of\b)\p{L}", after):
        return False
    if _NO_SHARE_AFTER.match(after):
        return False
    if article or word in _ALONE:
        return not (word == "половине" and regex.search(r"\p{Ll}+ой\s+$", before))
    # a lone "third" or "quarter" is a share only of something
    return bool(regex.match(r"\s+of\b", after))


_NO_SHARE_AFTER = regex.compile(
    r"\s+(?:hour|mile|way|time|century|year|day|moon|note|brother|sister|final)s?\b"
)
#: Parts that are shares without an article.
_ALONE = frozenset(
    [
        "half",
        "половина",
        "половину",
        "половины",
        "половине",
        "треть",
        "трети",
        "четверть",
        "четверти",
    ]
)
