"""Lists of words, and the forms in which words are compared."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = re.compile(r"[^\W_]+")


def word_set(text: str) -> frozenset[str]:
    """The words of a text, as a set to look them up in."""
    return frozenset(text.split())


def fold(text: str) -> str:
    """A text for comparison: no case, no accents, no punctuation, single spaces.

    >>> fold("Out-of-School  Children: Kyrgyzstan")
    'out of school children kyrgyzstan'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(_LETTERS.findall(plain.replace("'s", "s").replace("’s", "s")))
