"""Headings over notes: ``ENDNOTES``, ``6. References:``, ``Notes to Chapter 2``, ``Сноски``."""

from __future__ import annotations

import re

#: What a section of notes is called, in the languages of our publications, in lower case.
NAMES = frozenset(
    """
    endnotes|notes|footnotes|references|sources|citations|bibliography|literature|endnote|note
    примечания|сноски|ссылки|источники|литература|литературы|источников|библиография|примечаний
    библиографический|библиографические
    эскертүүлөр|шилтемелер|булактар|адабияттар
    notes|références|notas|referencias|anmerkungen|endnoten|fußnoten|quellen|literaturverzeichnis
    riferimenti|références
    """.replace("|", " ").split()
)

#: Words that may stand beside such a name, and make no heading by themselves.
_BESIDE = frozenset(
    """
    and the of to for in list end foot text works work cited consulted used other further reading
    selected select general chapter chapters section part report page pages continued cont general
    bibliographic reference annex numbered web online documents publications full
    и к по из список перечень использованной использованных использованная использованные
    цитированной цитируемой цитируемая тексту главе разделу концевые затекстовые указатель
    библиографических библиографический продолжение документов колдонулган
    de fin et finales al final y
    """.split()
)
_WHOLE = frozenset(
    "works cited|works consulted|list of works cited|sources cited|notas al final".split("|")
)
#: Of several such sections, these are the notes that the text has markers for.
_NOTES = re.compile(r"notes?\b|примечани|сноск|anmerkung|notas", re.IGNORECASE)
_DRESS = re.compile(r"^[#*_=\s]*|[\s*_#=:.]*$")
_NUMBER = re.compile(r"^(?:[ivxlc]{1,6}|\d{1,3}|[a-z])(?:\.\d{1,2})?[.)]?\s+", re.IGNORECASE)
_ASIDE = re.compile(r"\s*[(\[][^)\]]{0,20}[)\]]$")
_SPACED = re.compile(r"(?:\w ){3,}\w")
#: Every name has four letters, or is printed spaced.
_MAY_NAME = re.compile(r"[^\W\d_]{4}|(?:\w ){3}")
_WORD = re.compile(r"[^\W\d_]+")


def is_note_heading(line: str) -> bool:
    """Whether a line is a heading over notes, whatever its dress (``## Notes:``)."""
    if len(line) > 80 or not _MAY_NAME.search(line):
        return False
    text = _ASIDE.sub("", _DRESS.sub("", line))
    if not text or len(text) > 60:
        return False
    if _SPACED.fullmatch(text):
        text = text.replace(" ", "")
    text = _NUMBER.sub("", text).casefold()
    if text in _WHOLE:
        return True
    if re.search(r"[.,;!?\"“”«»()\[\]|\t]|\d{3}|  ", text):
        return False
    words = _WORD.findall(text)
    return (
        0 < len(words) <= 7
        and any(word in NAMES for word in words)
        and all(word in NAMES or word in _BESIDE for word in words)
    )


def is_over_notes(line: str) -> bool:
    """Whether a heading calls what follows notes, rather than sources or literature."""
    return bool(_NOTES.search(line))
