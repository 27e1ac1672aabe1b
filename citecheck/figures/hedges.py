"""Hedges: the words of approximation and direction before and after a number."""

from __future__ import annotations

from functools import cache

import regex

from citecheck.figures.lexicon import alternation, table
from citecheck.model.figures import Hedge

_REACH = 30
#: How the hedges that follow a number begin.
_MAY_FOLLOW = regex.compile(r"\s?(?:or|and|plus|with|или|и|с)\s|\s?plus", regex.IGNORECASE)
#: What a word may have before it: an opening bracket, a quotation mark.
_WORD_END = regex.compile(r"^[^\p{L}]+")
_TOKENS = regex.compile(r"[\p{L}.-]+")
#: May stand between a hedge and its number: "a total of", the article of "a quarter", "$", "более чем в".
_FILLER = regex.compile(
    r"(?:\b(?:an?|the|a\s+total\s+of|a\s+further|another|only|чем|some|(?:чем\s+)?(?:в|во|на|у|за|из|для))\s+)?(?:\\?[$€£₽]\s?)?$",
    regex.IGNORECASE,
)


_FILLERS = frozenset("a an the of further another only чем some в во на у за из для".split())
_MAY_BEGIN = frozenset("oapwисOAPWИС")


@cache
def _before() -> dict[str, Hedge]:
    return {
        word.lower(): Hedge(name)
        for name, words in table("hedges")["before"].items()
        for word in words
    }


@cache
def _last_words() -> frozenset[str]:
    """The last words of all hedges, and of what may stand between one and its number."""
    return frozenset([*(phrase.split()[-1] for phrase in _before()), *_FILLERS])


@cache
def _after() -> tuple[tuple[Hedge, regex.Pattern[str]], ...]:
    return tuple(
        (
            Hedge(name),
            regex.compile(rf"\s?(?:{alternation(words)})(?!\s+than\b)", regex.IGNORECASE),
        )
        for name, words in table("hedges")["after"].items()
    )


def hedge_before(text: str, start: int) -> tuple[Hedge, int] | None:
    """The hedge right before a position, and where it begins."""
    left = max(0, start - _REACH)
    last = text[left:start].rstrip(" \t\n\\$€£₽").rsplit(None, 1)[-1:]
    word = last[0].lower() if last else ""
    if word and not word[0].isalpha():
        word = _WORD_END.sub("", word)
    if last and word not in _last_words():
        return None
    filler = None
    if word in _FILLERS or not text[start - 2 : start].isalpha():
        filler = _FILLER.search(text, left, start)
    stop = filler.start() if filler else start
    for end in dict.fromkeys((start, stop)):
        tokens = [m for m in _TOKENS.finditer(text, left, end) if m.start() > left or left == 0][
            -4:
        ]
        if not tokens or text[tokens[-1].end() : end].strip():
            continue
        for first in range(len(tokens)):
            phrase = " ".join(text[tokens[first].start() : tokens[-1].end()].lower().split())
            hedge = _before().get(phrase)
            if hedge:
                return hedge, tokens[first].start()
    return None


def hedge_after(text: str, end: int) -> tuple[Hedge, int] | None:
    """The hedge right after a position (``or more``, ``+``), and where it ends."""
    if text[end : end + 1] == "+":
        return Hedge.AT_LEAST, end + 1
    if text[end : end + 2].lstrip()[:1] not in _MAY_BEGIN or not _MAY_FOLLOW.match(text, end):
        return None
    for hedge, pattern in _after():
        match = pattern.match(text, end)
        if match:
            return hedge, match.end()
    return None
