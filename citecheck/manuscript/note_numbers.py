"""The number in front of a note: in which shapes it is printed, and what follows it."""

from __future__ import annotations

import re
from dataclasses import dataclass

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
TO_DIGITS = str.maketrans(SUPERSCRIPTS, "0123456789")

_BULLET = re.compile(r"\s*(?:[-*+•–—·▪■□●○◦‣►➢✓\uf020-\uf0ff]\s+|[↑↩]\s*)?")
_NUMBER = re.compile(
    rf"""
      \^\{{(?P<braced>\d{{1,5}})\}}[ \t\u00a0]*          # ^{{12}}
    | \^(?P<caret>\d{{1,5}})(?![\d^])[ \t\u00a0]*           # ^12
    | \[\^(?P<footnote>\d{{1,5}})\]:[ \t\u00a0]*         # [^12]:
    | \[(?P<bracket>\d{{1,5}})\]:?[ \t\u00a0]*           # [12]
    | \((?P<paren>\d{{1,5}})\)[ \t\u00a0]*               # (12)
    | <sup>\s*[\[(]?(?P<tagged>\d{{1,5}})[\])]?\s*</sup>[ \t\u00a0]*
    | \^\[?(?P<carets>\d{{1,5}})\]?\^[ \t\u00a0]*
    | (?P<superscript>[{SUPERSCRIPTS}]{{1,5}})(?![{SUPERSCRIPTS}])[ \t\u00a0]*
    # 12. or 12/, or 12.Text as PDFs have it
    | (?P<dot>\d{{1,5}})(?:[.):/](?=[ \t\u00a0]|$)|\.(?=[“"«A-ZА-Я][^\W\d_]))[ \t\u00a0]*
    | (?P<plain>\d{{1,5}})(?=[ \t\u00a0]|$)[ \t\u00a0]*        # 12
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteStart:
    """A line that begins with a number, as a note does.

    ``shape`` names the number's dress and whether a bullet stands before it; the
    notes of one list mostly share it.  ``rest`` is what follows the number.
    """

    number: int
    shape: str
    rest: str


def find_note_start(line: str) -> NoteStart | None:
    """The number that a line begins with, in any shape in which notes are numbered."""
    bullet = _BULLET.match(line)
    begin = bullet.end() if bullet else 0
    found = _NUMBER.match(line, begin)
    if found is None or found.lastgroup is None:
        return None
    number = int(found.group(found.lastgroup).translate(TO_DIGITS))
    shape = ("- " if line[:begin].strip() else "") + found.lastgroup
    return NoteStart(number=number, shape=shape, rest=line[found.end() :].strip())


def has_bullet(line: str) -> bool:
    """Whether a line begins with a list's bullet."""
    bullet = _BULLET.match(line)
    return bool(bullet and bullet.group().strip())


def strip_bullet(line: str) -> str:
    """The line without the bullet and without spaces at its ends."""
    bullet = _BULLET.match(line)
    return line[bullet.end() if bullet else 0 :].strip()
