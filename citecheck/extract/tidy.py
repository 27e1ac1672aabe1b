"""The last touch on every text: no characters that a text cannot carry."""

from __future__ import annotations

import re
from collections.abc import Iterable

from citecheck.model.documents import PAGE_BREAK

#: Control characters (tab and newline stay), halves of surrogate pairs, non-characters.
_UNFIT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINE_ENDS = re.compile(f"\r\n?|[\x0b\x85\u2028\u2029{PAGE_BREAK}]")
_SPACES_AT_END = re.compile(r"[ \t]+$", re.MULTILINE)
_MANY_NEWLINES = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    r"""The text with newlines as ``\n``, without control characters and page breaks.

    Spaces at line ends go, and more than one empty line in a row becomes one.
    Everything else stays as it is, hard spaces and soft hyphens too.

    >>> tidy("75 %\x00\r\nof all\f \n\n\n\n12")
    '75 %\nof all\n\n12'
    """
    text = tidy_line(text)
    return _MANY_NEWLINES.sub("\n\n", _SPACES_AT_END.sub("", text)).strip("\n ")


def tidy_line(text: str) -> str:
    """A line without control characters; what ends a line elsewhere ends one here too."""
    return _UNFIT.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str | None) -> str | None:
    """The text with every run of white space as one space; ``None`` if nothing is left."""
    return " ".join(tidy(text or "").split()) or None


def join_cells(cells: Iterable[str]) -> str:
    """The cells of a table row on one line, without the empty ones at its end.

    >>> join_cells(["Goats", "", "988", ""])
    'Goats | | 988'
    """
    line = " | ".join(" ".join(cell.split("\n")).strip(" \t") for cell in cells)
    return re.sub(r"(?<=\|) +(?= \|)", "", line).rstrip(" |")
