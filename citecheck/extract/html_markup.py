"""The markup of a page as a flat list: elements that open and close, and the text between.

lxml's parser calls back for what it meets, and no tree is made of it: a page is gone
through once, from its first element to its last, and what stands in an element are the
entries up to its end.  Nesting costs nothing so, nor do a million elements.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto
from html import unescape
from typing import Any, TypeAlias

from lxml import etree

#: So many elements of a page are read; a table of 10 MB has half a million.
MOST_ELEMENTS = 1_000_000
_FIRST = 50  # tokens of an element that are looked at for what it is
#: Elements by which a page tells of itself.
_TELLING = frozenset({"html", "base", "link", "meta", "noscript", "script", "style", "time"})
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
#: Elements of feeds whose text is a page's markup, written with entities (RSS 2.0, RFC 4287).
_ESCAPED = re.compile(r"<(description|summary|content|content:encoded)\b([^<>]*)>([^<]*)</\1>")
_START = re.compile(r"<[A-Za-z]")


class Part(Enum):
    """What an element is in a table, by its name or its ARIA role."""

    TABLE = auto()
    ROW = auto()
    CELL = auto()
    HEADER = auto()


#: The parts that hold text.
CELLS = (Part.CELL, Part.HEADER)
_NAMES = {"table": Part.TABLE, "tr": Part.ROW, "td": Part.CELL, "th": Part.HEADER}
_ROLES = {
    "table": Part.TABLE, "grid": Part.TABLE, "treegrid": Part.TABLE, "row": Part.ROW,
    "cell": Part.CELL, "gridcell": Part.CELL, "columnheader": Part.HEADER,
    "rowheader": Part.HEADER,
}  # fmt: skip


class Element:
    """An element: its name, its attributes, its part in a table, and where its end stands."""

    __slots__ = ("attributes", "end", "name", "part")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name, self.attributes, self.end = name, attributes, 0
        self.part = _NAMES.get(name)
        if self.part is None and "role" in attributes:
            self.part = _ROLES.get(attributes["role"].strip().lower())


#: An element that opens, a text, or the end of the element that opened last.
Token: TypeAlias = Element | str | None


@dataclass(slots=True)
class Markup:
    """The tokens of a page; where the elements stand that tell of it, and its first title."""

    tokens: list[Token] = field(default_factory=list)
    telling: list[int] = field(default_factory=list)
    title: int | None = None
    cut: bool = False  #: whether it has more elements than are read
    has_boxes: bool = False  #: whether styles may make tables of its elements

    def element(self, at: int) -> Element:
        """The element that opens there."""
        found = self.tokens[at]
        assert isinstance(found, Element)
        return found

    def text_in(self, at: int, *, most: int | None = None) -> str:
        """The text in the element that opens there, at ``most`` that in its first tokens."""
        end = self.element(at).end
        inside = self.tokens[at + 1 : end if most is None else min(end, at + 1 + most)]
        return "".join(token for token in inside if isinstance(token, str))


def inside_of(tokens: list[Token], at: int) -> list[Token]:
    """The first tokens in the element that opens there: all of a short one's."""
    element = tokens[at]
    assert isinstance(element, Element)
    return tokens[at + 1 : min(element.end, at + 1 + _FIRST)]


def parse_markup(text: str, *, is_xml: bool = False) -> Markup:
    """The markup of a page, however badly it is written; nothing is raised."""
    if is_xml:
        # The HTML parser takes these sections for comments; in feeds they hold the text.
        text = _ESCAPED.sub(_unescape, _CDATA.sub(r"\1", text))
    text, cut = _cut(text.replace("\0", "\ufffd"))  # libxml2 stops reading at a zero character
    target: Any = _Target()  # the stubs allow for bytes, which come only of names that are no text
    parser = etree.HTMLParser(target=target, huge_tree=True)
    parser.feed(text)
    parser.close()
    markup: Markup = target.markup
    markup.cut, markup.has_boxes = cut, "table-cell" in text
    return markup


def _unescape(found: re.Match[str]) -> str:
    name, more, inside = found.groups()
    if "&lt;" not in inside:
        return found[0]
    return f"<{name}{more}>{unescape(inside)}</{name}>"


def _cut(text: str) -> tuple[str, bool]:
    """The text up to the last element that is read."""
    if text.count("<") - text.count("</") <= MOST_ELEMENTS:
        return text, False
    for number, start in enumerate(_START.finditer(text)):
        if number == MOST_ELEMENTS:
            return text[: start.start()], True
    return text, False


class _Target:
    """What the parser calls; see "The target parser interface" in lxml's manual."""

    def __init__(self) -> None:
        self.markup = Markup()
        self._tokens = self.markup.tokens
        self._open: list[Element] = []
        self._names: dict[str, int] = {}  # open elements of each name
        self._words: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._words:
            self._settle()
        element = Element(name, dict(attributes) if attributes else _NONE)
        if name in _TELLING or "itemprop" in element.attributes:
            self.markup.telling.append(len(self._tokens))
        elif name == "title" and self.markup.title is None:
            self.markup.title = len(self._tokens)
        self._open.append(element)
        self._names[name] = self._names.get(name, 0) + 1
        self._tokens.append(element)

    def end(self, name: str) -> None:
        if self._words:
            self._settle()
        while self._names.get(name):
            element = self._open.pop()
            self._names[element.name] -= 1
            element.end = len(self._tokens)
            self._tokens.append(None)
            if element.name == name:
                return

    def data(self, words: str) -> None:
        self._words.append(words)

    def comment(self, _words: str) -> None:
        """No text."""
        self._settle()

    def pi(self, *_words: str | None) -> None:
        """No text."""
        self._settle()

    def close(self) -> None:
        self._settle()
        for element in reversed(self._open):
            element.end = len(self._tokens)
            self._tokens.append(None)
        self._open.clear()

    def _settle(self) -> None:
        if self._words:
            self._tokens.append("".join(self._words))
            self._words.clear()


_NONE: dict[str, str] = {}
