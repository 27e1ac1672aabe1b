"""Where in a text the rules of :mod:`citecheck.figures.mask` can begin at all.

Nearly all need a number with a certain neighbour: a word before it, a point or a colon
behind it, a month beside it.  One pass notes these, so that a rule is tried at the few
places where it may fit, instead of at every character.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator

import regex

from citecheck.figures.lexicon import word_pattern
from citecheck.figures.once import once

#: A list of positions in a text, in order.
Where = Callable[["Starts"], Iterable[int]]

_DIGITS = regex.compile(r"\d++")
#: So far before a number the word is looked for.
_REACH = 24
_LAST_WORD = regex.compile(r"[\p{L}№]*\Z")
_MONTH = re.compile(r"[JFMASOND](?:an|eb|ar|pr|ay|un|ul|ug|ep|ct|ov|ec)")
_RU_MONTH = re.compile(
    "[ЯяФфМмАаИиСсОоНнДд](?:нвар|еврал|арт|прел|ая|ай|юн|юл|вгуст|ентябр|ктябр|оябр|екабр)"
)
_LINE = re.compile(r"\n(?=[ \t]*\(?[0-9])")
#: No more stands between the day of a date and its month.
_DAY_REACH = 16


class Starts:
    """The numbers of a text, by what stands beside them."""

    def __init__(self, text: str) -> None:
        self.text = text
        #: Where each run of digits begins.
        self.digits: list[int] = []
        #: Runs that a mark and a further digit follow, by the mark.
        self.joined: dict[str, list[int]] = {"-": [], ".": [], "/": [], ":": []}
        #: Runs that a point follows, and no digit.
        self.stopped: list[int] = []
        #: Runs right after a hyphen or a capital letter.
        self.attached: list[int] = []
        #: Runs by the word before them, in lower case, a point or spaces between.
        self.words: dict[str, list[int]] = {}
        self._read()

    def _read(self) -> None:
        text, words = self.text, self.words
        for match in _DIGITS.finditer(text):
            start, end = match.span()
            self.digits.append(start)
            after = text[end : end + 2]
            joined = self.joined.get(after[:1])
            if joined is not None and after[1:].isdecimal():
                joined.append(start)
            elif after[:1] == ".":
                self.stopped.append(start)
            before = text[start - 1 : start]
            if before.isspace() or before in (".", "№"):
                lead = text[max(0, start - _REACH) : start].rstrip().rstrip(".")
                word = (lead.rsplit(None, 1) or ("",))[-1]
                if not word.isalpha():
                    word = _LAST_WORD.search(word)[0]
                if word:
                    words.setdefault(word.lower(), []).append(start)
            elif before == "-" or before.isupper():
                self.attached.append(start)

    @once
    def months(self) -> list[int]:
        """Where what may be the name of an English month begins."""
        return [match.start() for match in _MONTH.finditer(self.text)]

    @once
    def russian_months(self) -> list[int]:
        """Where what may be the name of a Russian month begins."""
        return [match.start() for match in _RU_MONTH.finditer(self.text)]

    def before(self, places: Iterable[int]) -> Iterator[int]:
        """The numbers close before some places."""
        for place in places:
            left = bisect_left(self.digits, place - _DAY_REACH)
            yield from self.digits[left : bisect_left(self.digits, place)]


def after(*words: str, stems: tuple[str, ...] = ()) -> Where:
    """Numbers after one of these words, or one that begins with one of these stems."""
    known = frozenset(words)

    def where(starts: Starts) -> Iterator[int]:
        for word, places in starts.words.items():
            if word in known or (stems and word.startswith(stems)):
                yield from places

    return where


def behind(*words: str) -> Where:
    """What stands one character behind these words, a number in words perhaps."""
    pattern = word_pattern(words, no_word="A-Za-z0-9_-")
    return lambda starts: (match.end() + 1 for match in pattern.finditer(starts.text))


def leading(*words: str, gaps: tuple[int, ...]) -> Where:
    """Where these words begin, so many characters before a number; each is tried at each gap."""
    lengths = {word.rpartition(" ")[2]: len(word) for word in words}

    def where(starts: Starts) -> Iterator[int]:
        for word, length in lengths.items():
            for place in starts.words.get(word, ()):
                yield from (place - length - gap for gap in gaps)

    return where


def joined_by(marks: str) -> Where:
    """Numbers that one of these marks joins with a further digit."""
    return lambda starts: (place for mark in marks for place in starts.joined[mark])


def stopped(starts: Starts) -> Iterable[int]:
    """Numbers that a point follows, and no digit."""
    return starts.stopped


def lines(starts: Starts) -> Iterator[int]:
    """The beginnings of lines that begin with a number."""
    yield 0
    yield from (match.end() for match in _LINE.finditer(starts.text))


def telephones(starts: Starts) -> Iterator[int]:
    """Numbers with a hyphen and a digit behind, or the bracket before them."""
    text = starts.text
    for place in starts.joined["-"]:
        if ")" in text[max(0, place - 2) : place]:
            yield text.rfind("(", max(0, place - 8), place)
        yield place


def names(starts: Starts) -> Iterator[int]:
    """Where the letters begin that a number belongs to: ``COVID-19``, ``A4``."""
    text = starts.text
    for place in starts.attached:
        begin = place - 1
        if text[begin] == "-":
            while begin and text[begin - 1].isalpha():
                begin -= 1
        else:
            while begin and place - begin < 5 and text[begin - 1].isupper():
                begin -= 1
        yield begin


def days(starts: Starts) -> Iterable[int]:
    """Numbers close before a month."""
    return starts.before(starts.months)


def russian_days(starts: Starts) -> Iterable[int]:
    """Numbers close before a Russian month."""
    return starts.before(starts.russian_months)


def months(starts: Starts) -> Iterable[int]:
    """English months."""
    return starts.months


def russian_months(starts: Starts) -> Iterable[int]:
    """Russian months."""
    return starts.russian_months


def matches_at(
    pattern: regex.Pattern[str], text: str, places: Iterable[int]
) -> Iterator[regex.Match[str]]:
    """The matches that begin at one of these places, as ``finditer`` gives them."""
    last = 0
    for place in sorted(set(places)):
        match = pattern.match(text, place) if place >= last else None
        if match:
            last = match.end()
            yield match
