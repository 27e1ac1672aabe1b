"""A parsed page written out as text: one block a line, the cells of a row apart.

The walk is a loop and not a recursion: 100,000 nested elements are a page like
any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, PageElement, PreformattedString, Tag

from citecheck.extract.notemarks import set_off
from citecheck.extract.tidy import one_line

_DROPPED = frozenset({"script", "style", "template", "head", "datalist"})
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html",
    "legend", "li", "main", "menu", "nav", "noframes", "noscript", "ol", "optgroup", "option",
    "p", "pre", "search", "section", "summary", "table", "tbody", "tfoot", "thead", "title",
    "tr", "ul",
})  # fmt: skip
_SPACED = frozenset({
    "button", "input", "select", "textarea", "object", "img", "audio", "video", "label",
    "svg", "text",
})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CELLS = frozenset(("td", "th"))
#: What makes a cell a piece of page layout and not a piece of data.
_LAYOUT = frozenset({"table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "form", "hr"})
_LONG_CELL = 300
_HIDDEN_STYLE = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_WHITE = re.compile(r"[ \t\r\n\f]+")
_MOST_HEADINGS = 500


@dataclass(slots=True)
class WrittenPage:
    """The text of a page and what was met on the way."""

    text: str = ""
    title: str | None = None
    headings: tuple[str, ...] = ()
    frames: list[str] = field(default_factory=list)
    inner_frames: list[str] = field(default_factory=list)


def write_page(soup: BeautifulSoup) -> WrittenPage:
    """The visible text of a parsed page, its title first."""
    found = soup.find("title")
    title = one_line(found.get_text()) if isinstance(found, Tag) else None
    writer = _Writer(_layout_cells(soup))
    if title:
        writer.write(title)
        writer.new_line()
    for node, opens in _events(soup):
        if isinstance(node, Tag):
            writer.open(node) if opens else writer.close(node)
        else:
            writer.write_string(node)
    page = writer.page
    page.text, page.title = writer.text(), title
    page.headings = tuple(dict.fromkeys(writer.headings))[:_MOST_HEADINGS]
    return page


def _events(soup: BeautifulSoup) -> Iterator[tuple[PageElement, bool]]:
    """Every visible node in order; elements twice, opening (true) and closing (false)."""
    open_tags: list[Tag] = [soup]
    node: PageElement | None = next(iter(soup.contents), None)
    while node is not None:
        while open_tags[-1] is not node.parent:
            yield open_tags.pop(), False
        if isinstance(node, Tag) and _is_hidden(node):
            node = _after(node)
            continue
        yield node, True
        if isinstance(node, Tag):
            open_tags.append(node)
        node = node.next_element
    while len(open_tags) > 1:
        yield open_tags.pop(), False


def _after(tag: Tag) -> PageElement | None:
    """The first node behind an element and everything in it."""
    node: PageElement | None = tag
    while node is not None and node.next_sibling is None:
        node = node.parent
    return node.next_sibling if node is not None else None


def _is_hidden(tag: Tag) -> bool:
    if tag.name in _DROPPED:
        return True
    attributes = tag.attrs
    if not attributes:
        return False
    return (
        "hidden" in attributes
        or str(attributes.get("aria-hidden", "")).strip().lower() == "true"
        or bool(_HIDDEN_STYLE.search(str(attributes.get("style", ""))))
        or (tag.name == "input" and str(attributes.get("type", "")).lower() == "hidden")
    )


def _layout_cells(soup: BeautifulSoup) -> set[int]:
    """The cells (by identity) that lay out a page: blocks in them stay on lines of their own."""
    layout: set[int] = set()
    lengths: dict[int, int] = {}
    nearest: list[Tag] = []
    for node, opens in _events(soup):
        if not isinstance(node, Tag):
            if nearest:
                cell = id(nearest[-1])
                lengths[cell] = lengths.get(cell, 0) + len(str(node))
                if lengths[cell] > _LONG_CELL:
                    layout.add(cell)
            continue
        if node.name in _LAYOUT and nearest and opens:
            layout.add(id(nearest[-1]))
        if node.name in _CELLS:
            if opens:
                nearest.append(node)
            else:
                nearest.pop()
    return layout


class _Writer:
    """Collects text; knows whether it is at a line start, in a data row, in a raised run."""

    def __init__(self, layout_cells: set[int]) -> None:
        self.page = WrittenPage()
        self.headings: list[str] = []
        self._layout_cells = layout_cells
        self._parts: list[str] = []
        self._last = "\n"
        self._data_cells = 0
        self._verbatim = 0
        self._marks: list[tuple[Tag, int]] = []  # where raised runs and headings began

    def text(self) -> str:
        """Everything written; rows without their empty ends."""
        whole = "".join(self._parts)
        whole = re.sub(r"(?m)^[ |]+$\n?", "", whole)
        return re.sub(r"(?m)(?: \|)+ ?$", "", whole)

    def write(self, piece: str) -> None:
        """Append, white space already settled."""
        if piece:
            self._parts.append(piece)
            self._last = piece[-1]

    def new_line(self) -> None:
        """End the line unless it is empty; inside a data cell a space does."""
        if self._data_cells:
            self._space()
        elif self._last != "\n":
            self.write("\n")

    def _space(self) -> None:
        if self._last not in " \n":
            self.write(" ")

    def write_string(self, node: PageElement) -> None:
        """A text node; comments and declarations are no text."""
        if not isinstance(node, NavigableString):
            return
        if isinstance(node, PreformattedString) and not isinstance(node, CData):
            return
        if self._verbatim:
            self.write(str(node))
            return
        piece = _WHITE.sub(" ", str(node))
        self.write(piece[1:] if piece.startswith(" ") and self._last in " \n" else piece)

    def open(self, tag: Tag) -> None:
        """The start of an element."""
        name = tag.name
        if name in _BLOCKS:
            self.new_line()
        elif name in _SPACED:
            self._space()
        if name in _CELLS:
            self._open_cell(tag)
        elif name == "br":
            self.new_line() if self._data_cells else self.write("\n")
        elif name in {"sup", "sub"} or name in _HEADINGS:
            self._marks.append((tag, len(self._parts)))
        elif name in {"pre", "textarea"}:
            self._verbatim += 1
        elif name in {"img", "area", "input"}:
            self._write_alternative(tag)
        elif name in {"frame", "iframe"}:
            self._note_frame(tag)

    def close(self, tag: Tag) -> None:
        """The end of an element."""
        name = tag.name
        if self._marks and self._marks[-1][0] is tag:
            self._close_marked(tag, self._marks.pop()[1])
        if name in {"pre", "textarea"}:
            self._verbatim -= 1
        if name in _CELLS:
            self._close_cell(tag)
        elif name in _BLOCKS:
            self.new_line()
        elif name in _SPACED:
            self._space()

    def _open_cell(self, tag: Tag) -> None:
        if id(tag) in self._layout_cells:
            self.new_line()
        else:
            self._data_cells += 1

    def _close_cell(self, tag: Tag) -> None:
        if id(tag) in self._layout_cells:
            self.new_line()
            return
        self._data_cells -= 1
        self.write("| " if self._last == " " else " | ")

    def _close_marked(self, tag: Tag, begun: int) -> None:
        run = "".join(self._parts[begun:])
        if tag.name in _HEADINGS:
            heading = one_line(run)
            if heading:
                self.headings.append(heading)
            return
        before = "".join(self._parts[max(0, begun - 8) : begun])[-40:]
        if tag.name == "sub" and (before[-1:].isalpha() or not before[-1:].isalnum()):
            return
        del self._parts[begun:]
        self._last = before[-1:] or "\n"
        self.write(set_off(before, run))

    def _write_alternative(self, tag: Tag) -> None:
        kind = str(tag.get("type", "")).lower()
        if tag.name == "input" and kind not in {"submit", "button", "image", "text", ""}:
            return
        words = tag.get("value") if tag.name == "input" and kind != "image" else tag.get("alt")
        words = one_line(str(words)) if words else None
        if words:
            self._space()
            self.write(words + " ")

    def _note_frame(self, tag: Tag) -> None:
        address = one_line(str(tag.get("src") or ""))
        if address and not address.startswith(("about:", "javascript:")):
            frames = self.page.frames if tag.name == "frame" else self.page.inner_frames
            frames.append(address[:300])
