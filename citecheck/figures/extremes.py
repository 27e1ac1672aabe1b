"""Which of many values a text gives: the lowest, the highest, the typical one."""

from __future__ import annotations

from functools import cache

import regex

from citecheck.figures.lexicon import table

_WORD = regex.compile(r"\p{L}+")
#: The sorts, by their keys in ``words.json``.
SORTS = ("lowest", "highest", "typical")


@cache
def _sort_of(word: str) -> str | None:
    return next((sort for sort in SORTS if word.startswith(tuple(table("words")[sort]))), None)


def extremes_in(text: str, *places: tuple[int, int]) -> frozenset[str]:
    """The sorts of value that stretches of a text name.

    >>> sorted(extremes_in("the longest wait, not the median one", (0, 36)))
    ['highest', 'typical']
    """
    found = (_sort_of(word.lower()) for a, b in places for word in _WORD.findall(text[a:b]))
    return frozenset(sort for sort in found if sort)
