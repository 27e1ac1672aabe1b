"""One spelling for what is one thing, with the way back to the text as it stands.

Note marks go before Unicode normalisation, because NFKC turns ``5,300¹²`` into
``530012``; squares and cubes of units stay.  Dashes, spaces and digits of any script
become one; a word hyphenated over a line end becomes whole (and ``118,/000``), unless it is a number word
(``two-/thirds``).
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from citecheck.figures.lexicon import table
from citecheck.model.figures import Span

_SUPER = "⁰¹²³⁴⁵⁶⁷⁸⁹"
#: What may need a second look: everything but plain ASCII and Cyrillic, and a few ASCII marks.
_INTERESTING = regex.compile(
    rf"(?P<note>(?<=[\p{{L}}\p{{N}}.,;:)»”\"'%’])[{_SUPER}]++(?:[,–-][{_SUPER}]++)*+"
    r"|\^\{\s*+\d{1,3}(?:[\s,;–-]++\d{1,3})*+\s*+\}"
    r"|(?<=[\p{L}\p{N}.,;:)»”\"'%’\]])(?:\ ?\[\d{1,3}(?:\ ?[,;–-]\ ?\d{1,3})*+\](?!\())"
    r"|(?<=\d)[†‡*]++(?=[\s.,;:)]|$))"
    r"|(?P<hyphen>(?<=\p{L})[-‐\u00ad]\ ?\n\s*+(?=\p{Ll}))"
    r"|(?P<broken>(?<=(?<![\d,.])\d{1,3},)\n(?=\d{3}(?![\d,.])))"
    r"|(?P<odd>[^\x20-\x5f\x61-\x7e\n\u0410-\u0451])"
)
#: m², км³, 10⁶ end here: what follows is a power and no note mark.
_POWERED = regex.compile(r"(?<!\p{L})(?:[kcmd]?m|к?м|[см]м|ft|in|s|10)$")
#: All that those begin with, or hold after a space.
_SPECIAL = re.compile(r"[^\x20-\x29\x2b\x2c\x2e-\x5a\x5c\x5d\x5f\x61-\x7e\u0410-\u0451]")
_FRACTIONS = {
    "½": ("half", ".5"),
    "¼": ("a quarter", ".25"),
    "¾": ("three quarters", ".75"),
    "⅓": ("one third", ".3333"),
    "⅔": ("two thirds", ".6667"),
    "⅕": ("one fifth", ".2"),
    "⅖": ("two fifths", ".4"),
    "⅗": ("three fifths", ".6"),
    "⅘": ("four fifths", ".8"),
    "⅛": ("one eighth", ".125"),
}
_DASHES = frozenset("‐‑‒–—―−﹘﹣－")
_SINGLE = {
    "٬": ",", "٫": ".", "٪": "%", "’": "'", "‘": "'", "`": "'", "′": "'", "ʼ": "'",
    "\f": "\n", "\r": "\n", "\v": "\n", "\u2028": "\n", "\u2029": "\n", "\t": "\t",
    "“": '"', "”": '"', "„": '"', "‟": '"',
}  # fmt: skip
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufffe\u0002")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in one spelling, as pieces: ``starts[i]`` of the text stood at ``raws[i]`` before.

    A piece is either copied character by character, or stands as a whole for
    ``raws[i]`` to ``ends[i]`` of the text (``copied[i]`` is false then).
    """

    text: str
    starts: array[int]
    raws: array[int]
    ends: array[int]
    copied: bytearray

    def raw_span(self, start: int, end: int) -> Span:
        """A non-empty span of the folded text, in the text as it stands."""
        first, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, end - 1) - 1
        left = self.raws[first] + (start - self.starts[first] if self.copied[first] else 0)
        right = (
            self.raws[last] + (end - self.starts[last]) if self.copied[last] else self.ends[last]
        )
        return Span(start=left, end=right)

    def folded_at(self, raw: int) -> int:
        """Where a position of the text as it stands is found in the folded text."""
        place = bisect_right(self.raws, raw) - 1
        if place < 0:
            return 0
        inside = raw - self.raws[place] if self.copied[place] else 0
        limit = self.starts[place + 1] if place + 1 < len(self.starts) else len(self.text)
        return min(self.starts[place] + inside, limit)


_DIGIT = regex.compile(r"\d")


def fold(text: str) -> Folded:
    """The text in one spelling.

    >>> fold("5,300¹² homes, 37 per-\\ncent, 4½ km²").text
    '5,300 homes, 37 percent, 4.5 km²'
    """
    parts: list[str] = []
    starts, raws, ends, copied = array("Q"), array("Q"), array("Q"), bytearray()
    length = 0

    def add(piece: str, start: int, end: int, *, as_it_is: bool) -> None:
        parts.append(piece)
        starts.append(length)
        raws.append(start)
        ends.append(end)
        copied.append(as_it_is)

    last = 0
    for match in find_odd(text):
        start, end = match.span()
        if start > last:
            add(text[last:start], last, start, as_it_is=True)
            length += start - last
        spelled = _spelled(text, match)
        if spelled:
            add(spelled, start, end, as_it_is=len(spelled) == end - start)
            length += len(spelled)
        last = end
    if last < len(text):
        add(text[last:], last, len(text), as_it_is=True)
    return Folded("".join(parts), starts, raws, ends, copied)


def find_odd(text: str) -> Iterator[regex.Match[str]]:
    """What may need another spelling, in order: as a search through the whole text finds it.

    One pass for the few characters that it can begin with is many times as fast.
    """
    last = 0
    for special in _SPECIAL.finditer(text):
        at = special.start()
        char = text[at]
        if at < last or (char == "\n" and text[at - 1 : at] != ","):
            continue
        if char == "[" and at > last and text[at - 1] == " ":
            at -= 1
        match = _INTERESTING.match(text, at)
        if match:
            last = match.end()
            yield match


def _spelled(text: str, match: regex.Match[str]) -> str:
    start = match.start()
    if match["hyphen"]:
        return "-" if _ends_in_number_word(text, start) else ""
    if match["broken"]:
        return ""
    if match["note"]:
        if match.group()[0] in _SUPER and _POWERED.search(text, max(0, start - 4), start):
            power: str = match.group()
            return power if power in "²³" else ""
        return ""
    char: str = match.group()
    if char in _DROPPED:
        return ""
    if char in _SINGLE:
        return _SINGLE[char]
    if char in _DASHES:
        return "-"
    if char in _FRACTIONS:
        word, decimal = _FRACTIONS[char]
        return decimal if start and text[start - 1].isdigit() else word
    if char in "²³°":
        return char
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    if _DIGIT.match(char):  # of a script younger than this Python: its value is not known
        return "\ufffd"
    if char.isspace():
        return " "
    folded = unicodedata.normalize("NFKC", char)
    return folded if folded and len(folded) <= 4 and folded.isprintable() else char


def _ends_in_number_word(text: str, at: int) -> bool:
    word = regex.search(r"\p{L}+$", text[max(0, at - 12) : at])
    return bool(word) and word.group().lower() in table("numbers")["en"]["units"]
