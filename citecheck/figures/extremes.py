"""Which of many values or things a text gives: the lowest, by weight, hepatitis A, the last but one."""

from __future__ import annotations

from functools import cache

import regex

from citecheck.figures.lexicon import table
from citecheck.figures.quantity import Family, Quantity

_WORD = regex.compile(r"\p{L}+")
#: The sorts, by their keys in ``words.json``.
SORTS = ("lowest", "highest", "average", "median")
#: "The mean age"; not "which would mean".
_MEAN = regex.compile(
    r"(?:(?<!\w)(?:an?|the|its|their|whose|and|while|but|of|by|in|with|annual)\s|[,:;(|-]\s?|^|\n)mean\s(?=\p{L})",
    regex.IGNORECASE,
)


@cache
def extreme_of(word: str) -> str | None:
    """The sort of value that a word in lower case names; ``None`` if it names none."""
    return next((sort for sort in SORTS if word.startswith(tuple(table("words")[sort]))), None)


def extremes_in(text: str, *places: tuple[int, int]) -> frozenset[str]:
    """The sorts of value that stretches of a text name.

    >>> sorted(extremes_in("the longest wait, not the median one", (0, 36)))
    ['highest', 'median']
    """
    found: set[str | None] = set()
    for a, b in places:
        stretch = text[a:b]
        found.update(extreme_of(word.lower()) for word in _WORD.findall(stretch))
        if "mean " in stretch.lower() and _MEAN.search(stretch):
            found.add("average")
    return frozenset(sort for sort in found if sort)


_ORDINAL = regex.compile(r"[\p{L}\d]+")
_BASIS = regex.compile(
    r"(?<!\w)(?:by|in\sterms\sof|по)\s(weight|mass|volume|value|number|area|length|вес\p{Ll}|масс\p{Ll}|объ[её]м\p{Ll}|стоимост\p{Ll}|числ\p{Ll}|количеств\p{Ll}|площад\p{Ll})(?!\w)",
    regex.IGNORECASE,
)
_LETTERED = regex.compile(
    r"(?P<name>\p{L}{3,})\s(?P<letter>(?!I\b)\p{Lu}|[IVX]{2,4})(?![\p{L}.'&-]|\s\p{Lu})"
)
_FROM_END = regex.compile(
    r"[\s-]*(?:\p{L}+\s)?(?:(?:to|from)\s(?:the\s)?)?(?:last|bottom|с\sконца)(?!\w)",
    regex.IGNORECASE,
)


def bases_in(text: str, *places: tuple[int, int]) -> frozenset[str]:
    """By what a share or order is reckoned: by weight, by volume."""
    return frozenset(m[1].lower() for a, b in places for m in _BASIS.finditer(text, a, b))


def letters_in(text: str, *places: tuple[int, int]) -> dict[str, str]:
    """The letters or numerals that tell things of one name apart.

    >>> letters_in("Hepatitis A and Terminal II", (0, 27))
    {'hepatitis': 'A', 'terminal': 'II'}
    """
    return {
        m["name"].lower(): m["letter"] for a, b in places for m in _LETTERED.finditer(text, a, b)
    }


def ranks_from_end(text: str, quantity: Quantity) -> bool:
    """Whether a rank is counted from the end: ``second last``, ``third from the bottom``."""
    at = quantity.number
    if quantity.family is not Family.RANK:
        return False
    word = _ORDINAL.match(text, at)
    return bool(word and _FROM_END.match(text, word.end()))


_EXTENT = regex.compile(
    r"(?<!\w)(?:long|length|wide|width|high|height|tall|deep|depth|thick|длин\p{Ll}+|ширин\p{Ll}+|высот\p{Ll}+|глубин\p{Ll}+|протяж\p{Ll}+)(?!\w)",
    regex.IGNORECASE,
)
#: "182 km from the capital", but not "14 km from spring to basin".
_AWAY = regex.compile(
    r"\s(?:away|off|(?:to\sthe\s)?(?:north|south|east|west|up|down)\p{Ll}*\s(?:of|from)|к\s(?:северу|югу|востоку|западу)"
    r"|(?:from|от)(?!\s[^.;\d]{1,60}\s(?:to|до)\s))(?!\w)",
    regex.IGNORECASE,
)
_LIES = regex.compile(
    r"(?<!\w)(?:lies?|lay|begins?|starts?|ends|rises|situated|located|stands?|distance\s(?:of|is|was)|находится|расположен\p{Ll}*|лежит|на\sрасстоянии)\s[^.;\d]{0,24}$",
    regex.IGNORECASE,
)


def tells_extent(text: str) -> bool:
    """Whether a text tells how long, wide, high or deep something is."""
    return bool(_EXTENT.search(text))


def is_distance(text: str, begin: int, start: int, end: int) -> bool:
    """Whether the length at ``start`` to ``end`` is how far away something lies."""
    return bool(_AWAY.match(text, end) and _LIES.search(text, begin, start))
