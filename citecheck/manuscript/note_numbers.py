"""The number in front of a note: which shapes there are, and where the notes begin."""

from __future__ import annotations

import re
from dataclasses import dataclass

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
TO_DIGITS = str.maketrans(SUPERSCRIPTS, "0123456789")

#: What a section of notes is called, in the languages of our publications, in lower case.
NOTE_HEADINGS = frozenset(
    """
    endnotes|end notes|notes|footnotes|foot notes|references|references and notes
    notes and references|endnotes and references|sources|works cited|citations
    list of references|bibliography|bibliography and notes|literature|literature cited
    примечания|сноски|концевые сноски|ссылки|источники|литература|список литературы
    список источников|список использованных источников|примечания и ссылки
    библиография|использованная литература|использованные источники
    эскертүүлөр|шилтемелер|булактар|колдонулган адабияттар
    notes de fin|notes et références|références|notas|notas finales|notas al final|referencias
    anmerkungen|endnoten|fußnoten|quellen|literaturverzeichnis|note|riferimenti
    """.strip()
    .replace("\n", "|")
    .replace("|    ", "|")
    .split("|")
)

_BULLET = re.compile(r"\s*(?:[-*+•–—·▪]\s+)?")
_NUMBER = re.compile(
    rf"""
      \^\{{(?P<braced>\d{{1,4}})\}}[ \t]*          # ^{{12}}
    | \^(?P<caret>\d{{1,4}})(?!\d)[ \t]*           # ^12
    | \[\^(?P<footnote>\d{{1,4}})\]:[ \t]*         # [^12]:
    | \[(?P<bracket>\d{{1,4}})\]:?[ \t]*           # [12]
    | \((?P<paren>\d{{1,4}})\)[ \t]*               # (12)
    | (?P<superscript>[{SUPERSCRIPTS}]{{1,4}})(?![{SUPERSCRIPTS}])[ \t]*
    | (?P<dot>\d{{1,4}})[.):](?=[ \t]|$)[ \t]*     # 12.
    | (?P<plain>\d{{1,4}})(?=[ \t]|$)[ \t]*        # 12
    """,
    re.VERBOSE,
)
_HEADING_DRESS = re.compile(r"^[#*_\s]*(?:[ivxlcIVXLC]+\.|\d+\.)?\s*|[\s*_#:.]*$")


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


def is_note_heading(line: str) -> bool:
    """Whether a line is a heading over notes, whatever its dress (``## Notes:``)."""
    if len(line) > 80:
        return False
    return _HEADING_DRESS.sub("", line).casefold() in NOTE_HEADINGS
