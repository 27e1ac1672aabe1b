"""The words of a text with their stems, read stretch by stretch as they are asked for."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from functools import partial
from itertools import accumulate, compress, islice
from typing import NamedTuple

import regex

from citecheck.figures.lexicon import stretches
from citecheck.figures.once import once
from citecheck.figures.stems import Weight, stem, weight_of

_WORD = regex.compile(r"((?<!\d)\p{L}[\p{L}'-]*+)")
#: The same for plain letters, which ``re`` finds in half the time.
_PLAIN_WORD = re.compile(r"([A-Za-z](?<![0-9].)[A-Za-z'-]*)")
_BEFORE_DAY = regex.compile(
    r"(?:\b(?:an?|per|each|every|one|the|that|this|next|last|first|same|some|any|all|by|of)|\d)[\s-]*$",
    regex.IGNORECASE,
)
_PLURAL_NEXT = regex.compile(r"[ -]\p{Ll}{3,}s\b")
_DAY_THING = regex.compile(
    r"[ -](?:shift|crew|team|school|ward|train|bus|boat|ferry|service|centre|center|nurser(?:y|ies)|care|ticket|pass|tripper|watch)s?(?!\w)"
)


def _is_attributive(text: str, start: int, end: int) -> bool:
    """Whether a time word qualifies the noun after it: ``day nurses``."""
    if _DAY_THING.match(text, end):
        return True
    return bool(_PLURAL_NEXT.match(text[end : end + 20])) and not _BEFORE_DAY.search(
        text, max(0, start - 8), start
    )


class Word(NamedTuple):
    """A word of a text: its stem, how much it tells, where it stands."""

    stem: str
    weight: Weight
    start: int
    end: int


#: So many characters are read at a time …
STRETCH = 4096
#: … and the words of so many stretches are kept: those of two million characters.
KEPT = 512

_Entry = tuple[str, Weight, int]
_Stretch = tuple[list[Word], list[int]]
#: "Day" is no word of its own but in "day nurses".
_DAY: _Entry = ("day", Weight.STRONG, 3)


class _Entries(dict[str, _Entry | None]):
    """Each printed word → its stem, weight and length; ``None`` for what tells nothing."""

    def __missing__(self, word: str) -> _Entry | None:
        weight = weight_of(word.lower().replace("ё", "е"))
        entry = (stem(word), weight, len(word)) if weight else None
        if word in ("day", "Day"):
            entry = _DAY
        self[word] = entry
        return entry


class TextWords:
    """Every word of a folded text that tells something, in order."""

    def __init__(self, text: str, *, stretch: int = STRETCH) -> None:
        self._text = text
        self._begins = [begin for begin, _ in stretches(text, stretch)] or [0]
        self._entries = _Entries()
        self._kept: dict[int, _Stretch] = {}

    def within(self, start: int, end: int) -> list[Word]:
        """The words that begin in a range of the text."""
        number = bisect_right(self._begins, start)
        words, starts = self._kept.get(number - 1) or self._stretch(number - 1)
        found = words[bisect_left(starts, start) : bisect_left(starts, end)]
        while number < len(self._begins) and self._begins[number] < end:
            words, starts = self._stretch(number)
            found += words[: bisect_left(starts, end)]
            number += 1
        return found

    @once
    def vocabulary(self) -> Mapping[str, array[int]]:
        """Each stem → where its words begin, in order."""
        found: dict[str, array[int]] = {}
        size = "I" if len(self._text) < 2**32 else "Q"  # a very long text has millions of words
        for number in range(len(self._begins)):
            for word in self._stretch(number)[0]:
                places = found.get(word[0])
                if places is None:
                    places = found[word[0]] = array(size)
                places.append(word[2])
        return found

    def _stretch(self, number: int) -> _Stretch:
        known = self._kept.get(number)
        if known is None:
            if len(self._kept) >= KEPT:
                del self._kept[next(iter(self._kept))]
            known = self._kept[number] = self._read(number)
        return known

    def _read(self, number: int) -> _Stretch:
        """One stretch, for speed without a loop over its words."""
        begin = self._begins[number]
        last = number + 1 >= len(self._begins)
        piece = self._text[begin : None if last else self._begins[number + 1]]
        parts = (_PLAIN_WORD if piece.isascii() else _WORD).split(piece)
        entries = list(map(self._entries.__getitem__, parts[1::2]))
        starts = islice(accumulate(map(len, parts), initial=begin), 1, None, 2)
        at = list(compress(starts, entries))
        told = list(compress(entries, entries))
        if not told:
            return [], []
        stems, weights, lengths = zip(*told, strict=True)
        ends = map(int.__add__, at, lengths)
        words = list(map(partial(tuple.__new__, Word), zip(stems, weights, at, ends, strict=True)))
        if _DAY in told:
            words = [w for w in words if w[0] != "day" or _is_attributive(self._text, *w[2:])]
            at = [w[2] for w in words]
        return words, at
