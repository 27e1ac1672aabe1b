"""What tells two things of one name apart: which of a row, before or after what, with or without."""

from __future__ import annotations

from functools import cache

import regex

from citecheck.figures.lexicon import table
from citecheck.figures.stems import stem

_ORDERED = regex.compile(
    r"(?<!\w)(?:(?P<number>\d{1,2})(?:st|nd|rd|th|-?(?:й|я|е|го|му|ая|ое|ой))|(?P<word>\p{Ll}{4,}))\s(?P<name>\p{Ll}{4,})",
    regex.IGNORECASE,
)
#: "Mothers with two children".
_WITH = regex.compile(
    r"(?<!\w)(?:with|having|с|со)\s(?:(?P<number>\d{1,2})|(?P<word>\p{Ll}{3,}))\s(?P<name>\p{Ll}{3,})",
    regex.IGNORECASE,
)
_TIMED = regex.compile(
    r"(?<!\w)(?:(?P<before>before|prior\sto|до)|(?:after|following|после))\s(?:the\s)?(?P<name>\p{L}{3,})",
    regex.IGNORECASE,
)
_INCLUDED = regex.compile(
    r"(?<!\w)(?:(?P<out>without|excluding|not\s(?:including|counting)|apart\sfrom|except(?:\sfor)?|без(?:\sуч[её]та)?|исключая|не\sсчитая)|(?:including|counting|с\sуч[её]том|включая))\s(?:the\s)?(?P<name>\p{L}{3,})",
    regex.IGNORECASE,
)
_DECADE = regex.compile(
    r"(?<!his\s)(?<!her\s)(?<!their\s)(?<!\w)(?:(?P<word>twent|thirt|fort|fift|sixt|sevent|eight|ninet)ies|(?:1[5-9]|20)(?P<digit>\d)0s|(?P<short>\d)0-(?:е|х)(?:\sгод\p{Ll}*)?)(?!\w)",
    regex.IGNORECASE,
)
_TENS = ("twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet")

#: No attribute with a number of its own is longer.
_ATTRIBUTE = 30
Mark = tuple[str, str]


def marks_in(text: str, before: tuple[int, int], after: tuple[int, int]) -> dict[Mark, int]:
    """The marks in the words before and after a number; two that differ in one are two things.

    >>> marks_in("The second edition: 40 pages, 3rd floor", (0, 20), (22, 39))
    {('order', 'edit'): 2, ('order', 'floor'): 3}
    >>> marks_in("After the war, without the capital, 40", (0, 36), (38, 38))
    {('after', 'war'): 1, ('with', 'capit'): 0}
    """
    found: dict[Mark, int] = {}
    begin = before[0]
    if begin and text[begin - 1].isalnum():  # "2nd", "two children": numbers of their own
        begin = max(0, begin - _ATTRIBUTE)
        begin += max(text[begin : before[0]].rfind(mark) for mark in ",;:.") + 1
    for a, b in ((begin, before[1]), after):
        for match in _ORDERED.finditer(text, a, b, overlapped=True):
            _add(found, "order", match, _ordinals())
        for match in _WITH.finditer(text, a, b):
            _add(found, "has", match, _cardinals())
        for match in _TIMED.finditer(text, a, b):
            found.setdefault(("after", stem(match["name"])), int(match["before"] is None))
        for match in _INCLUDED.finditer(text, a, b):
            found.setdefault(("with", stem(match["name"])), int(match["out"] is None))
        for match in _DECADE.finditer(text, a, b):
            word = match["word"]
            ten = _TENS.index(word.lower()) + 2 if word else int(match["digit"] or match["short"])
            found.setdefault(("decade", ""), ten)
    return found


def _add(found: dict[Mark, int], sort: str, match: regex.Match[str], words: dict[str, int]) -> None:
    number = int(match["number"]) if match["number"] else words.get(match["word"].lower())
    if number:
        found.setdefault((sort, stem(match["name"])), number)


@cache
def _ordinals() -> dict[str, int]:
    numbers = table("numbers")
    return {**numbers["en"]["ordinals"], **numbers["ru"]["ordinals"]}


@cache
def _cardinals() -> dict[str, int]:
    numbers = table("numbers")
    more = {"одним": 1, "одной": 1, "двумя": 2, "тремя": 3, "четырьмя": 4, "пятью": 5}
    return {**numbers["en"]["units"], **numbers["ru"]["units"], **more}
