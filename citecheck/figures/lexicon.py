"""The words of numbers, units, hedges and grammar, read once from the data files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import regex


@cache
def table(name: str) -> Any:
    """The data file ``name`` (without its ending), as JSON has it."""
    return json.loads(_text(f"{name}.json"))


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The lines of the data file ``name``.tsv, each as its tab-separated cells."""
    return tuple(tuple(line.split("\t")) for line in _text(f"{name}.tsv").splitlines() if line)


def _text(name: str) -> str:
    return files("citecheck.figures").joinpath(f"data/{name}").read_text("utf-8")


def alternation(words: list[str]) -> str:
    """A regular expression for any of the words, longest first; a word ends at its boundary."""
    parts = []
    for word in sorted(set(words), key=lambda w: (-len(w), w)):
        escaped = regex.escape(word).replace(r"\ ", r"\s+")
        parts.append(escaped + (r"(?!\w)" if word[-1].isalnum() else ""))
    return "(?:" + "|".join(parts) + ")"


def word_pattern(words: Iterable[str], *, no_word: str) -> re.Pattern[str]:
    """A pattern for any of the words, whatever its case, between characters that are none of a set.

    ``no_word`` is the set as a regular expression has it.  As ``re`` goes from one letter
    that a word begins with to the next, the fewer the words, the faster.
    """
    of_first: dict[str, list[str]] = {}
    for word in words:
        of_first.setdefault(word[0].lower(), []).append(word[1:].lower())
    branches = "|".join(
        f"(?<=[{first}{first.upper()}])(?i:{trie(rests)})"
        for first, rests in sorted(of_first.items())
    )
    firsts = "".join(f"{first}{first.upper()}" for first in sorted(of_first))
    return re.compile(rf"[{firsts}](?<![{no_word}].)(?:{branches})(?![{no_word}])")


def trie(words: Iterable[str], *, whole: bool = False) -> str:
    """A regular expression for any of the words that fails at the first letter that fits none.

    The standard library's ``re`` searches it several times as fast as an alternation, and
    takes the longest word as well.  ``whole``: a word ends at its boundary, as with
    :func:`alternation`.
    """
    tree: dict[str, Any] = {}
    for word in words:
        at = tree
        for char in word:
            at = at.setdefault(char, {})
        at[""] = r"(?!\w)" if whole and word[-1].isalnum() else ""
    return _branches(tree)


def _branches(tree: dict[str, Any]) -> str:
    parts = [
        (r"\s+" if char == " " else re.escape(char)) + _branches(rest)
        for char, rest in sorted(tree.items())
        if char
    ]
    if not parts:
        return str(tree[""])
    if "" in tree:
        parts.append(tree[""])
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


_LETTERS = re.compile(r"[^\W\d_]+")


def words_of(text: str) -> frozenset[str]:
    """The words of a text, in lower case, each once."""
    pieces: set[str] = set()  # each once, before they are taken apart
    for begin, end in stretches(text, _AT_ONCE):
        pieces.update(text[begin:end].split())
    return frozenset(word.lower() for word in set(_LETTERS.findall(" ".join(pieces))))


#: So many characters are parted into words at a time.
_AT_ONCE = 1_000_000
_SPACE = re.compile(r"\s")


def stretches(text: str, length: int) -> Iterator[tuple[int, int]]:
    """The stretches of a text, somewhat longer than ``length``, that end before white space."""
    begin = 0
    while begin < len(text):
        gap = _SPACE.search(text, begin + length)
        end = gap.start() if gap else len(text)
        yield begin, end
        begin = end


@cache
def word_set(*path: str) -> frozenset[str]:
    """A set of words of ``words.json``; ``path`` leads to a string of words or a list."""
    entry = table("words")
    for key in path:
        entry = entry[key]
    return frozenset(entry.split() if isinstance(entry, str) else entry)


@cache
def stop_words() -> frozenset[str]:
    """Words without content, English and Russian."""
    return word_set("stop", "en") | word_set("stop", "ru")


@cache
def phrases(name: str) -> regex.Pattern[str]:
    """A pattern for any phrase of a list of ``words.json``, as whole words."""
    words = table("words")[name]
    return regex.compile(rf"(?<!\w){alternation(words)}", regex.IGNORECASE)
