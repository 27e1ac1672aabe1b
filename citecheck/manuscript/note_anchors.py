"""Notes in marked-up text: which links are note references, and which elements are the notes.

HTML, Word (through HTML) and Markdown (through HTML) all say it alike: a short link,
mostly a raised number, leads further down to an element, and that element holds the
note.  Headings and page numbers are led to in the same way; what a reference leads to
is therefore looked at before it is believed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from citecheck.manuscript.note_numbers import SUPERSCRIPTS, TO_DIGITS

_NUMBER = re.compile(rf"[\[(]?\s*(?:note\s+)?(\d{{1,6}}|[{SUPERSCRIPTS}]{{1,6}})\s*[\])]?\.?", re.I)
_SIGN = re.compile(r"[\[(]?(?:[*†‡§¶#]{1,4}|[a-z]|[ivxl]{1,5})[\])]?", re.IGNORECASE)
_BACK = re.compile(r"[↩↑⤴⏎^⮐⇑\ufe0e\ufe0f\s]*|back(?: to (?:the )?(?:text|top))?|return", re.I)
_ARROW = re.compile(r"[↩↑⤴⏎⮐⇑\ufe0e\ufe0f\s]+")
_BACK_ID = re.compile(r"ref|back|anc|link", re.IGNORECASE)
_SEMANTIC = re.compile(r"noteref|footnote-?ref|endnote-?ref|fnref|note-?anchor", re.IGNORECASE)
#: ``#fn1``, ``#_ftn1``, ``#_edn1``, ``#cite_note-1``, ``#footnote-3``, ``#sdfootnote1sym``.
_NOTE_ID = re.compile(
    r"^_?(?:fn|ftn|edn|sdfootnote|sdendnote|foot_?note|end_?note|note|cite_note|n|ref|r|cite)"
    r"[-_:.]?\w{0,12}?\d{1,6}\w{0,4}$",
    re.IGNORECASE,
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HOLDERS = ("li", "p", "dd", "dt", "tr", "td", "div", "aside", "section", "blockquote")
#: So many blocks may one note have; more are the text that follows the notes.
_LONGEST_NOTE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAnchors:
    """The notes of a document.

    ``references`` gives for ``id()`` of each referring link the number of its note;
    ``bodies`` gives for each number the elements that make the note up, in order.
    """

    references: dict[int, int]
    bodies: dict[int, tuple[Tag, ...]]


@dataclass(slots=True)
class _Note:
    target: Tag
    printed: list[str]
    links: list[Tag]
    parts: list[Tag]


def find_note_anchors(soup: BeautifulSoup) -> NoteAnchors:
    """The note references and notes of a document; both empty where it has none."""
    order = {id(tag): place for place, tag in enumerate(soup.find_all(True))}
    notes = _pair(soup, order)
    shape = _Shape(soup, notes)
    for note in notes:
        note.parts = [_body_of(note, shape)]
    notes = [note for note in notes if id(note.parts[0]) not in shape.headed]
    held = {id(part) for note in notes for part in note.parts}
    if len(held) < len(notes):  # several in one element: their lines part them, as in plain text
        return NoteAnchors(references={}, bodies={})
    for note in notes:
        note.parts += _goes_on(note.parts[-1], held, shape)
    unnamed = _unnamed_items(notes, held)
    return _number(notes, unnamed)


class _Shape:
    """What each element holds, counted once for the whole document."""

    def __init__(self, soup: BeautifulSoup, notes: Sequence[_Note]) -> None:
        #: How many notes begin in an element.
        self.notes: Counter[int] = Counter()
        for note in notes:
            self.notes[id(note.target)] += 1
            self.notes.update(id(parent) for parent in note.target.parents)
        #: The elements that are headings or hold one.
        self.headed: set[int] = set()
        for heading in soup.find_all(_HEADINGS):
            self.headed.add(id(heading))
            self.headed.update(id(parent) for parent in heading.parents)


def is_back_link(link: Tag) -> bool:
    """Whether a link inside a note leads back to its reference."""
    page, sign, name = str(link.get("href") or "").partition("#")
    text = link.get_text().strip()
    if not sign:
        return False
    if page and not _BACK_ID.search(name):
        return bool(_ARROW.fullmatch(text))
    return bool(_NUMBER.fullmatch(text) or _SIGN.fullmatch(text) or _BACK.fullmatch(text))


def _pair(soup: BeautifulSoup, order: dict[int, int]) -> list[_Note]:
    """Every element that note references lead to, in the order of the first reference."""
    named: dict[str, Tag] = {}
    for tag in soup.find_all(True):
        for name in (tag.get("id"), tag.get("name")):
            if name:
                named.setdefault(str(name), tag)
    notes: dict[int, _Note] = {}
    for link in soup.find_all("a", href=True):
        name = _target_name(link)
        target = named.get(name) or named.get(unquote(name)) if name else None
        if target is None or order[id(target)] <= order[id(link)] or not _refers(link, name):
            continue
        note = notes.setdefault(id(target), _Note(target=target, printed=[], links=[], parts=[]))
        note.links.append(link)
        note.printed.append(link.get_text().strip())
    return list(notes.values())


def _target_name(link: Tag) -> str:
    """The name of the element that a link leads to, or that it says describes it."""
    fragment = str(link["href"]).partition("#")[2]
    return fragment or str(link.get("aria-describedby") or link.get("aria-controls") or "")


def is_raised(tag: Tag) -> bool:
    """Whether an element raises its letters."""
    style = str(tag.get("style") or "").replace(" ", "").casefold()
    return tag.name == "sup" or "vertical-align:super" in style


def _refers(link: Tag, target: str) -> bool:
    text = link.get_text().strip()
    said = " ".join(
        str(value)
        for tag in (link, link.parent)
        if tag is not None
        for value in (tag.get("role"), tag.get("epub:type"), tag.get("class"))
        if value
    )
    if _SEMANTIC.search(said):
        return True
    if _NUMBER.fullmatch(text):
        raised = link.find("sup") is not None or any(
            is_raised(tag) for tag in (link, *list(link.parents)[:3], *link.find_all("span"))
        )
        return raised or bool(_NOTE_ID.match(target)) or not text[:1].isdigit()
    return bool(_SIGN.fullmatch(text) and _NOTE_ID.match(target))


def _body_of(note: _Note, shape: _Shape) -> Tag:
    """The largest element that holds this note and neither another note nor its reference."""
    body = note.target
    around = {id(parent) for link in note.links for parent in link.parents}
    while body.name not in _HOLDERS and body.parent is not None and body.parent.name != "body":
        if id(body.parent) in around:  # a note within the text that it belongs to
            return body
        body = body.parent
    if body.name == "td" and isinstance(row := body.find_parent("tr"), Tag):
        body = row
    while (parent := body.parent) is not None and parent.name in _HOLDERS:
        if shape.notes[id(parent)] > 1 or id(parent) in shape.headed or id(parent) in around:
            break
        body = parent
    return body


def _goes_on(last: Tag, held: set[int], shape: _Shape) -> list[Tag]:
    """The blocks between a note and the next one beside it: its further paragraphs."""
    between: list[Tag] = []
    if last.name == "li" or last.name not in _HOLDERS:  # another item; the text itself
        return between
    for tag in last.next_siblings:
        if not isinstance(tag, Tag):
            continue
        if id(tag) in held:
            return between
        if tag.name == "hr" or id(tag) in shape.headed or shape.notes[id(tag)]:
            break
        between.append(tag)
        if len(between) > _LONGEST_NOTE:
            break
    # After the last note all is body again, but for the words of a defined term.
    return between[:1] if last.name == "dt" and between and between[0].name == "dd" else []


def _unnamed_items(notes: Sequence[_Note], held: set[int]) -> list[tuple[int, Tag]]:
    """Items of a list of notes that no reference leads to, with their numbers in the list."""
    lists: dict[int, Tag] = {}
    for note in notes:
        item = note.parts[0]
        if item.name == "li" and item.parent is not None and item.parent.name == "ol":
            lists.setdefault(id(item.parent), item.parent)
    found: list[tuple[int, Tag]] = []
    for each in lists.values():
        for number, item in numbered_items(each):
            if id(item) not in held and item.get_text().strip():
                found.append((number, item))
    return found


def numbered_items(items: Tag) -> Iterator[tuple[int, Tag]]:
    """The items of an ordered list with the numbers that a reader sees."""
    start = str(items.get("start") or "1")
    number = int(start) if start.isdecimal() and len(start) < 6 else 1
    for item in items.find_all("li", recursive=False):
        value = str(item.get("value") or "")
        number = int(value) if value.isdecimal() and len(value) < 6 else number
        yield number, item
        number += 1


def _number(notes: Sequence[_Note], unnamed: Sequence[tuple[int, Tag]]) -> NoteAnchors:
    """Number the notes as printed; by their order where the print is no number or stands twice."""
    printed = [_printed_number(note.printed[0]) for note in notes]
    numbers = [number for number in printed if number]
    if len(set(numbers)) < len(notes):
        numbers = list(range(1, len(notes) + 1))
    references = {
        id(link): number for note, number in zip(notes, numbers, strict=True) for link in note.links
    }
    bodies = {n: tuple(note.parts) for note, n in zip(notes, numbers, strict=True)}
    for wanted, item in unnamed:
        number = wanted if wanted not in bodies else max(bodies) + 1
        bodies[number] = (item,)
    return NoteAnchors(references=references, bodies=dict(sorted(bodies.items())))


def _printed_number(text: str) -> int | None:
    found = _NUMBER.fullmatch(text)
    return int(found.group(1).translate(TO_DIGITS)) if found else None
