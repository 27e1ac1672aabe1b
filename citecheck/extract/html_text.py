"""The markup of a page written out as lines: one block a line, the cells of a data row on one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from citecheck.extract.grid import Cell, Filling, Grid, span_of
from citecheck.extract.html_lines import Line, WrittenPage
from citecheck.extract.html_markup import CELLS, Element, Markup, Part, Token, inside_of
from citecheck.extract.html_raised import is_raised, rewrite_raised
from citecheck.extract.html_regions import REGION_NAMES, region_of
from citecheck.extract.html_tables import find_data_rows
from citecheck.extract.html_told import TELLING, find_alternative, find_told
from citecheck.extract.tidy import one_line
from citecheck.model.documents import RegionKind

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html",
    "legend", "li", "listing", "main", "marquee", "menu", "nav", "noframes", "noscript", "ol",
    "optgroup", "option", "p", "plaintext", "pre", "search", "section", "summary", "table",
    "tbody", "tfoot", "thead", "title", "tr", "ul", "xmp",
})  # fmt: skip
_SPACED = frozenset({
    "button", "input", "select", "textarea", "object", "img", "audio", "video", "label",
    "svg", "text", "tspan", "rt", "iframe",
})  # fmt: skip
#: Elements that break no line: those of HTML, and the runs of Word's and Office's own XML.
_INLINE = _SPACED | frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn",
    "em", "font", "i", "ins", "kbd", "mark", "meter", "nobr", "output", "q", "ruby", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "w:r",
    "w:t", "w:rpr", "w:prooferr", "text:span", "text:a", "text:s", "a:r", "a:t", "area", "map",
})  # fmt: skip
#: Elements that do nothing to the text, unless an attribute says otherwise.
_QUIET = frozenset({"b", "i", "em", "strong", "u", "font", "span", "tt", "big", "nobr", "code"})
#: Struck or new words beside each other are two numbers, however close they stand.
_EDITED = frozenset({"del", "ins", "s", "strike"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_VERBATIM = frozenset({"pre", "textarea", "xmp", "listing", "plaintext"})
#: Blocks that do no more than end a line, unless an attribute says otherwise: most elements.
_PLAIN_BLOCKS = (
    _BLOCKS - _HEADINGS - _VERBATIM - REGION_NAMES.keys() - {"table", "tr", "dl", "dt", "dd"}
)
_BLOCK_STYLE = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*(?:block|flex|grid|table|list-item)|float\s*:\s*(?:left|right))",
    re.I,
)
_WHITE = re.compile(r"[ \t\r\n\f]+")
_LONGEST_TERM = 100
_RAISED_IN_RAISED = 8
_LONGEST_ADDRESS = 2000


class _Term(Enum):
    """Whether the line at hand is a term whose definition may go on it."""

    NONE = auto()
    ENDED = auto()
    DEFINING = auto()


@dataclass(slots=True)
class _Row:
    element: Element
    grid: Grid
    cells: list[Cell] = field(default_factory=list)
    linked: int = 0
    links: int = 0


class Writer:
    """Collects lines; knows whether it is in a data row, a raised run, a region."""

    def __init__(
        self, markup: Markup, *, is_xml: bool, raised: frozenset[str] = frozenset()
    ) -> None:
        self._markup, self._is_xml, self._raised = markup, is_xml, raised
        self.page = WrittenPage()
        self.lines: list[Line] = []
        self.headings: list[str] = []
        self._line = Line("")
        self._parts: list[str] = []
        self._last = "\n"
        self._verbatim = 0
        self._linked = 0
        self._flushes = 0
        self._term = _Term.NONE
        self._term_from = -1
        self._parted = False  # two numbers that meet here stay two
        self._region: tuple[RegionKind, Element] | None = None
        self._marks: list[tuple[Element, int, int]] = []  # raised runs: element, flushes, part
        self._behind: list[tuple[Element, str]] = []  # what open elements tell at their end
        self._open_headings: list[tuple[Element, int]] = []
        self._tables: list[tuple[Element, Grid]] = []
        self._data_rows: set[Element] = set()
        self._rows: list[_Row] = []
        self._filling = Filling()
        self._sinks: list[tuple[Element, list[Line]]] = []  # open cells, whose lines wait

    def write(self, piece: str) -> None:
        """Append, white space already settled."""
        if piece:
            if self._parted:
                self._parted = False
                if piece[0].isdecimal() and self._last.isdecimal():
                    self._parts.append(" ")
            self._parts.append(piece)
            self._last = piece[-1]
            self._term = _Term.NONE
            if self._linked:
                self._line.linked += len(piece)

    def new_line(self, *, even_if_empty: bool = False) -> None:
        """End the line, unless it is empty or waits for what a term means."""
        if self._term is not _Term.NONE:
            if self._term is _Term.DEFINING:
                return
            self._forget_term()
        if self._parts or even_if_empty:
            line = self._line
            line.text = "".join(self._parts).rstrip(" ")
            line.region = self._region[0] if self._region else None
            if line.text or even_if_empty:
                self.lines.append(line)
            self._parts = []
            self._line = Line("", links=1 if self._linked else 0)
            self._flushes += 1
        self._last = "\n"

    def take_lines(self, inner: WrittenPage) -> None:
        """The lines of a page that is shown in this one, where it is shown."""
        self.new_line()
        self.lines += inner.lines
        self.headings += inner.headings
        self._flushes += 1

    def _space(self) -> None:
        if self._last not in " \n\xa0":
            self.write(" ")

    def write_string(self, words: str) -> None:
        """A text."""
        if self._verbatim:
            first, *others = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self.write(first)
            for other in others:
                self.new_line(even_if_empty=True)
                self.write(other)
            return
        piece = _WHITE.sub(" ", words)
        if piece.startswith(" ") and self._last in " \n":
            piece = piece[1:]
        self.write(piece)

    def open(self, tag: Element, at: int) -> None:
        """The start of an element, which is the markup's token ``at``."""
        name, attributes, part = tag.name, tag.attributes, tag.part
        if not attributes:
            if name in _QUIET:
                return
            if name in _PLAIN_BLOCKS:
                self.new_line()
                return
        if name == "dd" and self._term is _Term.ENDED:
            self._term = _Term.DEFINING  # on the line of its term
        elif name in _BLOCKS or part or (self._is_xml and name not in _INLINE):
            self.new_line()
        elif name in _SPACED:
            self._space()
        elif attributes and "style" in attributes and _BLOCK_STYLE.search(attributes["style"]):
            self.new_line()
        if attributes and not TELLING.isdisjoint(attributes) and part not in CELLS:
            self._tell(tag, at)
        if part is Part.TABLE:
            self._open_table(tag, at)
        elif part is Part.ROW:
            self._open_row(tag)
        elif part in CELLS:
            self._open_cell(tag)
            if "title" in attributes:
                self._tell(tag, at)
        elif name == "br":
            self.new_line(even_if_empty=not self._sinks)
        elif name in _HEADINGS:
            self._open_headings.append((tag, len(self.lines)))
        elif name == "dt":
            self._term_from = len(self.lines)
        elif name in _VERBATIM:
            self._verbatim += 1
        elif name in {"img", "area", "input"}:
            self._write_apart(find_alternative(tag))
        elif name in {"frame", "iframe"} or (name in {"embed", "object"} and _shows_pdf(tag)):
            self._note_frame(tag)
        elif name == "a" and "href" in attributes:
            self._linked += 1
            self._line.links += 1
        elif name in _EDITED:
            self._parted = True
        if len(self._marks) < _RAISED_IN_RAISED and is_raised(tag, self._raised):
            self._marks.append((tag, self._flushes, len(self._parts)))
        if self._region is None and (attributes or name in REGION_NAMES):
            kind = region_of(tag)
            if kind:
                self.new_line()
                self._region = (kind, tag)

    def close(self, tag: Element) -> None:
        """The end of an element."""
        name, attributes, part = tag.name, tag.attributes, tag.part
        if not attributes:
            if name in _QUIET:
                return
            if name in _PLAIN_BLOCKS:
                self.new_line()
                return
        if self._marks and self._marks[-1][0] is tag:
            self._close_raised(tag)
        if self._behind and self._behind[-1][0] is tag:
            self._write_apart(self._behind.pop()[1])
        if name == "a" and "href" in attributes:
            self._linked -= 1
        if name in _VERBATIM:
            self._verbatim -= 1
        if part:
            self.new_line()
            self._close_part(tag, part)
        elif name in _BLOCKS or (self._is_xml and name not in _INLINE):
            if name in {"dd", "dl"}:
                self._forget_term()
            self.new_line()
            if name == "dt":
                self._end_term()
        elif name in _SPACED:
            self._space()
        elif name in _EDITED:
            self._parted = True
        elif "style" in attributes and _BLOCK_STYLE.search(attributes["style"]):
            self.new_line()
        if name in _HEADINGS:
            self._close_heading(tag)
        if self._region and self._region[1] is tag:
            self.new_line()
            self._region = None

    def _open_table(self, tag: Element, at: int) -> None:
        if not self._tables:
            self._data_rows = find_data_rows(self._markup.tokens, at)
        grid = Grid(self._filling)
        self._tables.append((tag, grid))
        if tag in self._data_rows:
            self._rows.append(_Row(tag, grid))

    def _open_row(self, tag: Element) -> None:
        if tag in self._data_rows and self._tables:
            self._rows.append(_Row(tag, self._tables[-1][1]))

    def _open_cell(self, tag: Element) -> None:
        if self._in_data_row():
            self._sinks.append((tag, self.lines))
            self.lines = []

    def take_plain_cell(self, tag: Element, inside: Sequence[Token]) -> bool:
        """Take a cell of a data row that holds one text or none: most cells of a table.

        It comes to what opening, writing and closing it would; false where that is needed.
        """
        if len(inside) > 1 or self._verbatim or self._linked or not self._in_data_row():
            return False
        if "title" in tag.attributes:
            return False
        self.new_line()
        words = str(inside[0]) if inside else ""
        text = one_line_keeping_spaces(_WHITE.sub(" ", words))
        self._rows[-1].cells.append(_cell(tag, [text] if text else []))
        self._flushes += 1
        self._parted = False
        return True

    def _in_data_row(self) -> bool:
        """Whether the row at hand, the innermost, is one whose cells share a line."""
        if not self._rows or not self._tables:
            return False
        return self._rows[-1].grid is self._tables[-1][1]

    def _close_part(self, tag: Element, part: Part) -> None:
        if part in CELLS:
            if self._sinks and self._sinks[-1][0] is tag:
                written, self.lines = self.lines, self._sinks.pop()[1]
                row, words = self._rows[-1], []
                for line in written:
                    row.linked += line.linked
                    row.links += line.links
                    if text := one_line_keeping_spaces(line.text):
                        words.append(text)
                row.cells.append(_cell(tag, words))
            return
        if self._rows and self._rows[-1].element is tag:
            row = self._rows.pop()
            for text in row.grid.write_row(row.cells):
                self.write(text)
                self._line.linked, self._line.links = row.linked, row.links
                self.new_line()
        if part is Part.TABLE and self._tables and self._tables[-1][0] is tag:
            self._tables.pop()

    def _end_term(self) -> None:
        """Leave the line of a short term open, for what it means."""
        if len(self.lines) == self._term_from + 1 and len(self.lines[-1].text) <= _LONGEST_TERM:
            self._line = self.lines.pop()
            self._parts = [self._line.text, " | "]
            self._last, self._term = " ", _Term.ENDED

    def _forget_term(self) -> None:
        if self._term is not _Term.NONE:
            self._term = _Term.NONE
            self._parts.pop()

    def _close_heading(self, tag: Element) -> None:
        if self._open_headings and self._open_headings[-1][0] is tag:
            begun = self._open_headings.pop()[1]
            heading = one_line(" ".join(line.text for line in self.lines[begun:]))
            if heading:
                self.headings.append(heading)

    def _close_raised(self, tag: Element) -> None:
        _, flushes, begun = self._marks.pop()
        if flushes != self._flushes:
            return
        run = "".join(self._parts[begun:])
        before = "".join(self._parts[max(0, begun - 8) : begun])[-40:]
        rewritten = rewrite_raised(tag.name, before, run)
        if rewritten is None:
            return
        taken, words = rewritten
        del self._parts[begun:]
        if taken:
            self._take_back(len(taken))
            before = before[: -len(taken)]
        self._last = before[-1:] or "\n"
        self.write(words)

    def _take_back(self, count: int) -> None:
        """Forget the last characters of the line."""
        while count and self._parts:
            last = self._parts.pop()
            if len(last) > count:
                self._parts.append(last[:-count])
            count = max(0, count - len(last))

    def _write_apart(self, words: str | None) -> None:
        if words:
            self._space()
            self.write(words + " ")

    def _tell(self, tag: Element, at: int) -> None:
        """What an element says in its attributes."""
        lead, behind = find_told(tag, inside_of(self._markup.tokens, at))
        self._write_apart(lead)
        if behind:
            self._behind.append((tag, behind))

    def _note_frame(self, tag: Element) -> None:
        source = "data" if tag.name == "object" else "src"
        address = one_line(tag.attributes.get(source)) or ""
        if not address or len(address) > _LONGEST_ADDRESS:
            return
        if not address.lower().startswith(("about:", "javascript:", "data:")):
            frames = self.page.frames if tag.name == "frame" else self.page.inner_frames
            frames.append(address)


def _shows_pdf(tag: Element) -> bool:
    """Whether what is put into a page is a PDF to be read in it."""
    said = tag.attributes
    address = said.get("data" if tag.name == "object" else "src", "").split("?")[0].split("#")[0]
    return "pdf" in said.get("type", "").lower() or address.lower().endswith(".pdf")


def _cell(tag: Element, lines: list[str]) -> Cell:
    attributes, header = tag.attributes, tag.part is Part.HEADER
    if not attributes:
        return Cell(lines, header=header)
    columns = attributes.get("colspan") or attributes.get("aria-colspan") or 1
    rows = attributes.get("rowspan") or attributes.get("aria-rowspan") or 1
    return Cell(lines, span_of(columns), span_of(rows), header)


def one_line_keeping_spaces(text: str) -> str:
    """The line without blanks at its ends; hard spaces between digits stay."""
    return text.strip(" \t\n\xa0")
