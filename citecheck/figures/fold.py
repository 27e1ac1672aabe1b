"""One spelling for what is one thing, with the way back to the text as it stands.

Note marks go before Unicode normalisation, because NFKC turns ``5,300¹²`` into
``530012``; squares and cubes of units stay apart.  Dashes, spaces and digits of any
script become one; a word hyphenated over a line end becomes whole.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import regex

from citecheck.model.figures import Span

_SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"
#: A note call: superscript digits after a letter, digit or bracket, ``[7]``, ``^{15}``, † ‡ * after a digit.
_NOTE_CALL = regex.compile(
    rf"(?<=[\p{{L}}\p{{N}}.,;:)»”\"'%’])[{_SUPERSCRIPT}]+(?:[,–-][{_SUPERSCRIPT}]+)*"
    r"|\^\{\s*\d{1,3}(?:[\s,;–-]+\d{1,3})*\s*\}"
    r"|(?<=[\p{L}\p{N}.,;:)»”\"'%’])\s?\[\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\](?!\()"
    r"|(?<=\d)[†‡*]+(?=[\s.,;:)]|$)"
)
#: m², км³, 10⁶: not note calls.
_POWER = regex.compile(r"(?:\b(?:[kcmd]?m|к?м|см|ft|in|га|ha|s|10))(?=[²³⁰¹⁴⁵⁶⁷⁸⁹])")
_FRACTIONS = {
    "½": ("half", ".5"),
    "¼": ("a quarter", ".25"),
    "¾": ("three quarters", ".75"),
    "⅓": ("one third", ".3333"),
    "⅔": ("two thirds", ".6667"),
    "⅕": ("one fifth", ".2"),
    "⅛": ("one eighth", ".125"),
}
_DASHES = frozenset("‐‑‒–—―−﹘﹣－")
_SPACES = frozenset(
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
)
_SINGLE = {
    "٬": ",",
    "٫": ".",
    "٪": "%",
    "’": "'",
    "‘": "'",
    "`": "'",
    "′": "'",
    "\f": "\n",
    "\r": "\n",
}
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffe\u0002")
_LINE_HYPHEN = regex.compile(r"(?<=\p{L})-\n\s*(?=\p{Ll})")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in one spelling; ``origin[i]`` is where its character ``i`` stood before."""

    text: str
    origin: tuple[int, ...]

    def raw_span(self, start: int, end: int) -> Span:
        """A non-empty span of the folded text, in the text as it stands."""
        return Span(start=self.origin[start], end=self.origin[end - 1] + 1)


def fold(text: str) -> Folded:
    """Fold a text; folding twice gives what folding once gives.

    >>> fold("5,300¹² homes, 37 per-\\ncent, 4½ km²").text
    '5,300 homes, 37 percent, 4.5 km²'
    """
    skip = _note_calls(text)
    chars: list[str] = []
    origin: list[int] = []
    for at, char in enumerate(text):
        if at in skip or char in _DROPPED:
            continue
        for piece in _spelled(char, chars[-1] if chars else ""):
            chars.append(piece)
            origin.append(at)
    return _without_line_hyphens("".join(chars), origin)


def _note_calls(text: str) -> set[int]:
    powers = {match.end() for match in _POWER.finditer(text)}
    calls: set[int] = set()
    for match in _NOTE_CALL.finditer(text):
        if match.start() not in powers:
            calls.update(range(match.start(), match.end()))
    return calls


def _spelled(char: str, before: str) -> str:
    if char.isascii():
        return _SINGLE.get(char, " " if char == "\t" else char)
    if char in _SINGLE:
        return _SINGLE[char]
    if char in _DASHES:
        return "-"
    if char in _SPACES:
        return " "
    if char in _FRACTIONS:
        word, decimal = _FRACTIONS[char]
        return decimal if before.isdigit() else word
    if char in "²³":
        return char
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    folded = unicodedata.normalize("NFKC", char)
    return folded if folded.isprintable() and len(folded) <= 4 else char


def _without_line_hyphens(text: str, origin: list[int]) -> Folded:
    parts: list[str] = []
    kept: list[int] = []
    last = 0
    for match in _LINE_HYPHEN.finditer(text):
        parts.append(text[last : match.start()])
        kept.extend(origin[last : match.start()])
        last = match.end()
    parts.append(text[last:])
    kept.extend(origin[last:])
    return Folded("".join(parts), tuple(kept))
