"""Find the notes of a WordprocessingML document (ECMA-376, part 1, 17.11) by their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from citecheck.model.errors import InputError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT = "word/document.xml"
_NUMBERED = re.compile(r"\s*[\[(]?(\d{1,4})(?:[\]).:]+\s*|\s+)(?=\S)")


def tag(name: str) -> str:
    """A WordprocessingML name as lxml has it."""
    return f"{{{W}}}{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordNote:
    """A note: the part and the paragraphs that hold it.

    ``mark`` counts the characters of a number that stands in the text itself.
    """

    part: str
    paragraphs: tuple[etree._Element, ...]
    mark: int = 0


def find_notes(roots: dict[str, etree._Element]) -> dict[int, WordNote]:
    """The notes by the number that readers see: endnotes, else footnotes, else a numbered list.

    Raises :class:`InputError` where numbers start anew in each section or page.
    """
    for kind in ("endnote", "footnote"):
        part = f"word/{kind}s.xml"
        if part in roots:
            notes = _find_real(roots, kind, part)
            if notes:
                return notes
    return _find_listed(roots[DOCUMENT])


def _find_real(roots: dict[str, etree._Element], kind: str, part: str) -> dict[int, WordNote]:
    bodies = {note.get(tag("id")): note for note in roots[part].iter(tag(kind))}
    number = _first_number(roots, kind)
    notes = {}
    for reference in roots[DOCUMENT].iter(tag(f"{kind}Reference")):
        if reference.get(tag("customMarkFollows")) in ("1", "true", "on"):
            continue  # marked by hand, so it takes no number
        if any(parent.tag == tag("del") for parent in reference.iterancestors()):
            continue
        body = bodies.get(reference.get(tag("id")))
        if body is not None:
            notes[number] = WordNote(part=part, paragraphs=tuple(body.iter(tag("p"))))
        number += 1
    return notes


def _first_number(roots: dict[str, etree._Element], kind: str) -> int:
    for root in (roots[DOCUMENT], roots.get("word/settings.xml")):
        for properties in root.iter(tag(f"{kind}Pr")) if root is not None else ():
            restart = properties.find(tag("numRestart"))
            if restart is not None and restart.get(tag("val")) in ("eachSect", "eachPage"):
                raise InputError(
                    "the notes are numbered anew in each section or page",
                    remedy="number them through, or correct them by hand",
                )
            start = properties.find(tag("numStart"))
            if start is not None and (start.get(tag("val")) or "").isdigit():
                return int(str(start.get(tag("val"))))
    return 1


def _find_listed(document: etree._Element) -> dict[int, WordNote]:
    """The last list of paragraphs numbered 1, 2, 3 … in their own text, up to the next one."""
    notes: dict[int, WordNote] = {}
    wanted = 1
    for paragraph in document.iter(tag("p")):
        found = _NUMBERED.match("".join(_words(paragraph)))
        if found is None:
            continue
        number = int(found[1])
        if number == 1:
            notes, wanted = {}, 1
        if number == wanted:
            notes[number] = WordNote(part=DOCUMENT, paragraphs=(paragraph,), mark=found.end())
            wanted += 1
    return notes


def _words(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter(tag("t"), tag("tab")):
        yield (element.text or "") if element.tag == tag("t") else "\t"
