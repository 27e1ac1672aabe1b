"""The reader for marked-up text: a parsed document to blocks, markers and notes.

HTML comes here as it is, Word and Markdown by way of HTML.  Where notes hang on
anchors, these say which is which.  Where a document has none (its notes are typed
under a heading), its lines are read as plain text is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from citecheck.manuscript.body import Draft, is_table, table_row
from citecheck.manuscript.front_matter import FrontMatter, find_front_matter
from citecheck.manuscript.language import find_language
from citecheck.manuscript.markers import FoundMarker
from citecheck.manuscript.note_anchors import find_note_anchors, is_raised, numbered_items
from citecheck.manuscript.note_gaps import Numbering, add_missing, number_slips
from citecheck.manuscript.note_headings import is_note_heading
from citecheck.manuscript.note_links import NoteText
from citecheck.manuscript.note_numbers import SUPERSCRIPTS, find_note_start
from citecheck.manuscript.placing import place
from citecheck.manuscript.text import read_text_manuscript
from citecheck.model.errors import InputError
from citecheck.model.manuscripts import BlockKind, Manuscript, RawNote

_HEADINGS = {f"h{level}" for level in range(1, 7)}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "legend",
    "li", "main", "ol", "p", "pre", "section", "summary", "td", "th", "tr", "tbody", "thead", "ul",
}  # fmt: skip
_SILENT = {
    "script", "style", "noscript", "template", "svg", "math", "head", "nav", "select", "button",
    "textarea", "iframe", "object", "audio", "video", "canvas", "map",
}  # fmt: skip
#: Classes of what is there for other programs or for other media.
_UNSEEN = {"mw-editsection", "noprint", "screen-reader-text", "visually-hidden", "sr-only"}
#: Stands for a marker while text is put together; what a document itself has of it is dropped.
_SIGN = "\ue000"
#: Stands for a line break within a block.
_BREAK = "\ue001"
_SPACES = re.compile(r"\s*[\r\n]\s*|[ \f\v]+")
_OURS = re.compile(f"[{_SIGN}{_BREAK}]")
_RAISED = str.maketrans("0123456789", SUPERSCRIPTS)
_ITEM_NUMBER = re.compile(r"^\d{1,5}\.$")
_BETWEEN_MARKS = re.compile(rf"{_SIGN}(?P<sign>[ ]?[,;–-]?[ ]?)(?={_SIGN})")
#: A cell longer than this holds text: its table only lays out a page.
_LONGEST_CELL = 1000


@dataclass(slots=True)
class _Writing:
    """The body as it is written down: blocks, with the notes that each names."""

    blocks: list[Draft] = field(default_factory=list)
    markers: list[list[int]] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    here: list[int] = field(default_factory=list)
    kind: BlockKind = BlockKind.PARAGRAPH

    def close(self, kind: BlockKind = BlockKind.PARAGRAPH) -> None:
        """End the block; the next one is of that kind."""
        text = self._text()
        lines = text.split(_BREAK)
        if len(lines) > 1 and (self.kind is BlockKind.TABLE or not _is_list(lines)):
            text = re.sub(rf" *{_BREAK} *", " ", text)
        elif len(lines) > 1:
            self._close_each(lines)
            text = ""
        if text.strip(_SIGN + " ,;") or (text and not self.blocks):
            self.blocks.append(Draft(text=text, kind=self.kind))
            self.markers.append(self.here)
        elif self.here:
            # A marker in a paragraph of its own belongs to the text before it.
            last = self.blocks[-1]
            self.blocks[-1] = replace(last, text=last.text + _SIGN * len(self.here))
            self.markers[-1] += self.here
        self.parts, self.here, self.kind = [], [], kind

    def _close_each(self, lines: Sequence[str]) -> None:
        """Each line a block: what ``<br>`` parts are the items of a list."""
        here = iter(self.here)
        for line in filter(str.strip, lines):
            self.blocks.append(Draft(text=line.strip(), kind=self.kind))
            self.markers.append([next(here) for _ in range(line.count(_SIGN))])
        self.here = []

    def _text(self) -> str:
        """What was written; lines that were wrapped are joined, rows of a table are not."""
        text = "".join(self.parts).strip()
        if "\n" not in text or self.kind is BlockKind.TABLE:
            return text
        lines = [line.strip(" ") for line in text.split("\n")]
        if self.kind is BlockKind.PARAGRAPH and is_table(lines):
            self.kind = BlockKind.TABLE
            return "\n".join(row for row in map(table_row, lines) if row.strip())
        return " ".join(filter(None, lines)).replace("\t", " ")


def read_marked_up(
    soup: BeautifulSoup, *, source: str, front: FrontMatter | None = None
) -> Manuscript:
    """Read a parsed document; ``front`` is what its header says, which outweighs its pages.

    A ``<br class="soft">`` is where a line was wrapped and no break of the text.

    Raises :class:`~citecheck.model.errors.InputError` where there are no notes, or
    elements are nested too deeply.
    """
    try:
        return _read(soup, source=source, front=front or FrontMatter())
    except RecursionError as error:
        raise InputError(
            "its elements are nested deeper than any text needs",
            source=source,
            remedy="save it anew from a word processor",
        ) from error


def _read(soup: BeautifulSoup, *, source: str, front: FrontMatter) -> Manuscript:
    anchors = find_note_anchors(soup)
    walk = _Walk(
        anchors.references, {id(part) for parts in anchors.bodies.values() for part in parts}
    )
    walk.block(soup)
    walk.writing.close()
    if not anchors.bodies:
        found = read_text_manuscript("\n".join(_lines(walk.writing)), source=source)
        return replace(found, title=found.title or front.title)
    drafts = _without_note_heading(walk.writing)
    pages = find_front_matter(list(_lines(walk.writing)))
    raw = tuple(
        RawNote(number=number, pieces=NoteText(number, parts).pieces)
        for number, parts in anchors.bodies.items()
    )
    marked, notes, slips = add_missing(
        [draft.text for draft, _ in drafts], [marks for _, marks in drafts], raw
    )
    blocks, markers = place([draft for draft, _ in drafts], marked)
    return Manuscript(
        source=source,
        title=front.title or pages.title,
        edition=front.edition or pages.edition,
        publisher=front.publisher or pages.publisher,
        year=front.year or pages.year,
        licence=front.licence or pages.licence,
        language=find_language("\n".join(block.text for block in blocks)),
        blocks=blocks,
        markers=markers,
        notes=notes,
        slips=(*slips, *number_slips(Numbering(), raw, ())),
        linked=True,
    )


def _is_list(lines: Sequence[str]) -> bool:
    """Whether lines are numbered, one after the other."""
    starts = [start for line in lines if (start := find_note_start(line)) is not None]
    return len(starts) > 1 and all(a.number < b.number for a, b in pairwise(starts))


def _lines(writing: _Writing) -> Iterator[str]:
    """The body as plain text has it: a block a line, empty lines between."""
    for draft in writing.blocks:
        mark = "# " if draft.kind is BlockKind.HEADING else ""
        if draft.kind is BlockKind.LIST_ITEM and find_note_start(draft.text) is None:
            mark = "- "
        yield mark + draft.text.replace(_SIGN, "")
        yield ""


class _Walk:
    """Walks a document once and writes its body down; note bodies are stepped over."""

    def __init__(self, references: dict[int, int], bodies: set[int]) -> None:
        self.references, self.bodies = references, bodies
        self.writing = _Writing()
        #: The level of the heading over notes that this part stands under; 0 under none.
        self.notes_at = 0

    def block(self, element: Tag) -> None:
        """Write an element that may hold blocks."""
        for child in element.children:
            if isinstance(child, Tag):
                self._tag(child)
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self.writing.parts.append(_SPACES.sub(" ", _OURS.sub("", str(child))))

    def _tag(self, tag: Tag) -> None:
        if id(tag) in self.bodies:
            self._drop_heading()
            return
        if _is_silent(tag):
            return
        writing = self.writing
        if id(tag) in self.references:
            writing.parts.append(_SIGN)
            writing.here.append(self.references[id(tag)])
        elif tag.name == "table" and not _lays_out(tag):
            self._table(tag)
        elif tag.name == "ol":
            self._ordered(tag)
        elif tag.name in _HEADINGS:
            self._heading(tag)
        elif tag.name == "li":
            self._closed(tag, BlockKind.LIST_ITEM)
        elif tag.name in _BLOCKS or tag.name == "table":
            self._paragraph(tag)
        elif tag.name == "br":
            writing.parts.append("\n" if "soft" in (tag.get("class") or ()) else _BREAK)
        elif is_raised(tag) and self._is_number(tag):
            writing.parts.append(tag.get_text().strip().translate(_RAISED))
        else:
            self.block(tag)

    def _is_number(self, tag: Tag) -> bool:
        """Whether an element is digits and no reference to a note."""
        links = tag.find_all("a")
        is_known = any(id(link) in self.references for link in links)
        return tag.get_text().strip().isdecimal() and not is_known

    def _heading(self, tag: Tag) -> None:
        level = int(tag.name[1])
        if is_note_heading(" ".join(tag.get_text().split())):
            self.notes_at = level
        elif level <= self.notes_at:
            self.notes_at = 0
        self._closed(tag, BlockKind.HEADING)

    def _drop_heading(self) -> None:
        """Leave out the heading right before a note: it is now over nothing."""
        blocks, markers = self.writing.blocks, self.writing.markers
        if blocks and not self.written() and is_note_heading(blocks[-1].text):
            blocks.pop()
            markers.pop()

    def _paragraph(self, tag: Tag) -> None:
        """A block of its own; the first in a list item is the item."""
        if self.writing.kind is BlockKind.LIST_ITEM and not _ITEM_NUMBER.sub("", self.written()):
            self.block(tag)
            self.writing.close()
        else:
            self._closed(tag, BlockKind.PARAGRAPH)

    def written(self) -> str:
        """What the block holds so far."""
        return "".join(self.writing.parts).strip()

    def _closed(self, tag: Tag, kind: BlockKind) -> None:
        self.writing.close(kind)
        self.block(tag)
        self.writing.close()

    def _ordered(self, items: Tag) -> None:
        """A numbered list; the numbers are part of the text only under a heading over notes."""
        above = self.writing.blocks[-1] if self.writing.blocks else None
        self.writing.close()
        above = self.writing.blocks[-1] if self.writing.blocks else above
        is_notes = bool(self.notes_at) or (above is not None and is_note_heading(above.text))
        for number, item in numbered_items(items):
            if id(item) in self.bodies:
                continue
            self.writing.close(BlockKind.LIST_ITEM)
            if is_notes and not _is_numbered(item):
                self.writing.parts.append(f"{number}. ")
            self.block(item)
            self.writing.close()

    def _table(self, table: Tag) -> None:
        """A table as one block, a row a line, cells parted by tabs."""
        self.writing.close()
        rows: list[str] = []
        here: list[int] = []
        for row in table.find_all("tr"):
            if id(row) in self.bodies or not isinstance(row, Tag):
                continue
            cells = []
            for cell in row.find_all(["td", "th"], recursive=False):
                inner = _Walk(self.references, self.bodies)
                inner.block(cell)
                inner.writing.close()
                cells.append(" ".join(draft.text for draft in inner.writing.blocks))
                here += [number for marks in inner.writing.markers for number in marks]
            if any(cell.strip() for cell in cells):
                rows.append("\t".join(cells))
        caption = table.find("caption")
        if isinstance(caption, Tag):
            self._closed(caption, BlockKind.PARAGRAPH)
        self.writing.kind = BlockKind.TABLE
        self.writing.parts, self.writing.here = ["\n".join(rows)], here
        self.writing.close()


def _is_silent(tag: Tag) -> bool:
    """Whether an element holds nothing that a reader of the page sees as its text."""
    if tag.name in _SILENT or tag.get("hidden") is not None:
        return True
    if _UNSEEN.intersection(tag.get("class") or ()):
        return True
    style = str(tag.get("style") or "").replace(" ", "").casefold()
    return "display:none" in style or "mso-hide:all" in style


def _is_numbered(item: Tag) -> bool:
    return bool(re.match(r"\s*[\[(^]?\d{1,5}[\]).:\s]", item.get_text()))


def _lays_out(table: Tag) -> bool:
    """Whether a table only lays out a page: it holds tables, headings or long texts."""
    if table.find(["table", "h1", "h2", "h3", "h4", "ol"]) is not None:
        return True
    return any(len(cell.get_text()) > _LONGEST_CELL for cell in table.find_all("td"))


def _without_note_heading(writing: _Writing) -> list[tuple[Draft, list[FoundMarker]]]:
    """The blocks with their markers; the heading over the notes, now over nothing, is left out."""
    drafts = [
        _mark(draft, numbers)
        for draft, numbers in zip(writing.blocks, writing.markers, strict=True)
    ]
    return [
        (draft, marks)
        for i, (draft, marks) in enumerate(drafts)
        if not (
            is_note_heading(draft.text)
            and (i + 1 == len(drafts) or drafts[i + 1][0].kind is BlockKind.HEADING)
        )
    ]


def _mark(draft: Draft, numbers: Sequence[int]) -> tuple[Draft, list[FoundMarker]]:
    """A block's markers where they stand; ``1, 2`` is one marker, ``1–3`` names note 2 as well."""
    kinds: list[str] = []
    text = re.sub(r" {2,}", " ", draft.text)
    marks: list[FoundMarker] = []
    at = 0
    waiting = iter(numbers)
    for run in re.finditer(rf"{_SIGN}(?:[ ]?[,;–-]?[ ]?{_SIGN})*", text):
        named: list[int] = []
        kinds = _BETWEEN_MARKS.findall(run.group())
        for i in range(run.group().count(_SIGN)):
            number = next(waiting)
            if i and kinds[i - 1].strip() in ("–", "-") and 1 < number - named[-1] <= 20:
                named += range(named[-1] + 1, number)
            named.append(number)
        at = run.end()
        printed = ",".join(map(str, named))
        marks.append(
            FoundMarker(
                start=run.start(), end=at, numbers=tuple(dict.fromkeys(named)), printed=printed
            )
        )
    return Draft(text=text, kind=draft.kind), marks
