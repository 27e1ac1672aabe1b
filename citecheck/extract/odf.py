"""OpenDocument texts and spreadsheets (.odt, .ods; OASIS OpenDocument 1.3).

Deletions of tracked changes, comments and hidden text are left out; a sheet is a page.
Rows and columns that are only claimed (``number-columns-repeated``) are not made.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version

from lxml import etree

from citecheck.containers import check_container
from citecheck.extract.composing import Composed, LabelledLine, compose
from citecheck.extract.grid import Cell, Grid, span_of
from citecheck.extract.limits import Limits
from citecheck.extract.notemarks import set_off
from citecheck.extract.odf_charts import find_charts
from citecheck.model.documents import Extraction, RegionKind, Unread, UnreadReason
from citecheck.xml_parts import FAULTS, XmlParts, attribute, child, local

_UNSEEN = frozenset({
    "tracked-changes", "annotation", "annotation-end", "hidden-text", "hidden-paragraph",
    "table-source", "forms", "sequence-decls", "variable-decls", "user-field-decls", "settings",
    "scripts", "desc", "shapes", "detective", "dde-links", "named-expressions",
})  # fmt: skip
_MANIFEST = "META-INF/manifest.xml"
_WIDEST, _MOST_REPEATED, _MOST_ROWS = 200, 100, 200_000


def read_odf(body: bytes, media_type: str, limits: Limits) -> Extraction:
    """The document: its text with notes behind, or its sheets as pages."""
    refused = check_container(
        body,
        max_unpacked=limits.max_unpacked,
        max_ratio=limits.max_ratio,
        doctypes=True,
    )
    if refused:
        return Unread(reason=refused.reason, why=refused.why, media_type=media_type)
    try:
        parts = XmlParts(body)
        if _is_encrypted(parts):
            why = "the document is encrypted"
            return Unread(reason=UnreadReason.PASSWORD, why=why, media_type=media_type)
        styles, content = parts.parse("styles.xml", quiet=True), parts.parse("content.xml")
        meta = child(parts.parse("meta.xml", quiet=True), "meta")
        found = _compose(parts, content, styles, meta, media_type)
    except FAULTS as fault:
        why = f"the OpenDocument file could not be read: {str(fault)[:200]}"
        return Unread(reason=UnreadReason.DAMAGED, why=why, media_type=media_type)
    return compose(found, limits)


def _is_encrypted(parts: XmlParts) -> bool:
    manifest = parts.parse(_MANIFEST, quiet=True)
    return manifest is not None and any(
        local(element) == "encryption-data" for element in manifest.iter()
    )


def _compose(
    parts: XmlParts,
    content: etree._Element | None,
    styles: etree._Element | None,
    meta: etree._Element | None,
    media_type: str,
) -> Composed:
    title, modified = child(meta, "title"), child(meta, "date")
    reader = _Reader()
    for root in (styles, content):
        reader.learn(root)
    body = child(content, "body")
    sheets = child(body, "spreadsheet")
    pages: list[tuple[str | None, list[LabelledLine]]] = []
    lines: list[LabelledLine] = []
    remarks: list[str] = []
    if sheets is not None:
        for table in sheets:
            if local(table) != "table":
                continue
            name = attribute(table, "name")
            if attribute(table, "style-name") in reader.hidden_tables:
                remarks.append(f"the hidden sheet {name!r} was left out")
                continue
            drawn = reader.charts(find_charts(parts, table))
            pages.append((name, [(line, None) for line in (*reader.rows(table), *drawn)]))
    else:
        for kind, wanted in ((RegionKind.HEADER, "header"), (RegionKind.FOOTER, "footer")):
            found = [
                (line, kind)
                for element in (() if styles is None else styles.iter())
                if local(element) in {wanted, f"{wanted}-first", f"{wanted}-left"}
                for line in reader.blocks(element)
            ]
            lines += dict.fromkeys(found)
        heads = [line for line in lines if line[1] is RegionKind.HEADER]
        feet = [line for line in lines if line[1] is RegionKind.FOOTER]
        main: list[LabelledLine] = []
        for place in () if body is None else body:
            main += [(line, None) for line in reader.blocks(place)]
            drawn = reader.charts(find_charts(parts, place))
            reader.aside += [(line, RegionKind.BOX) for line in drawn]
        lines = [*heads, *main, *reader.aside, *feet]
    return Composed(
        media_type=media_type,
        lines=lines,
        pages=pages,
        title=title.text if title is not None else None,
        headings=reader.headings,
        modified=modified.text if modified is not None else None,
        gaps=tuple(parts.damage),
        remarks=remarks,
        engine=f"citecheck.odf 1, lxml {version('lxml')}",
    )


class _Reader:
    def __init__(self) -> None:
        self.headings: list[str] = []
        self.aside: list[LabelledLine] = []
        self.hidden_tables: set[str | None] = set()
        self._raised: set[str | None] = set()
        self._hidden: set[str | None] = set()
        self._notes = 0

    def learn(self, root: etree._Element | None) -> None:
        """The styles that raise letters, or hide them or a whole table."""
        for style in () if root is None else root.iter():
            if local(style) != "style":
                continue
            name = attribute(style, "name")
            for properties in style:
                position = attribute(properties, "text-position") or ""
                lead = position.split(" ")[0]
                if lead == "super" or (lead[:-1].isdecimal() and lead[-1:] == "%" and lead != "0%"):
                    self._raised.add(name)
                shown = attribute(properties, "display")
                if shown == "none" and local(properties) == "text-properties":
                    self._hidden.add(name)
                elif shown == "false" and local(properties) == "table-properties":
                    self.hidden_tables.add(name)

    def blocks(self, parent: etree._Element) -> Iterator[str]:
        """The lines of an element's paragraphs and tables."""
        for element in parent:
            name = local(element)
            if name in {"p", "h"}:
                text = self._paragraph(element)
                if name == "h" and text.strip():
                    self.headings.append(" ".join(text.split()))
                yield text
            elif name == "table":
                yield from self.rows(element)
            elif name not in _UNSEEN and not self._is_hidden_section(element):
                yield from self.blocks(element)

    def charts(self, charts: list[etree._Element]) -> Iterator[str]:
        """The titles and the tables of charts as lines."""
        for chart in charts:
            yield ""
            for title in chart:
                if local(title) in {"title", "subtitle"}:
                    yield from self.blocks(title)
            for table in chart:
                if local(table) == "table":
                    yield from self.rows(table)

    def _is_hidden_section(self, element: etree._Element) -> bool:
        return local(element) == "section" and attribute(element, "display") == "none"

    def rows(self, table: etree._Element) -> Iterator[str]:
        """The rows of a table or sheet as lines; those that are folded away are not seen."""
        grid = Grid()
        left = _MOST_ROWS
        for row, header in _rows(table, header=False):
            if attribute(row, "visibility") in {"collapse", "filter"}:
                continue
            if any(local(inner) == "table" for cell in row for inner in cell):
                for cell in row:
                    yield from self.blocks(cell)
                grid = Grid()
                continue
            cells = list(self._cells(row, header=header))
            if not any(cell.lines for cell in cells):
                grid.write_row(cells)
                continue
            times = min(_repeated(row, "number-rows-repeated"), _MOST_REPEATED)
            for _ in range(times):
                yield from grid.write_row(cells)
                left -= 1
            if left <= 0:
                return

    def _cells(self, row: etree._Element, *, header: bool) -> Iterator[Cell]:
        count = 0
        for element in row:
            name = local(element)
            if name not in {"table-cell", "covered-table-cell"}:
                continue
            times = _repeated(element, "number-columns-repeated")
            if name == "covered-table-cell":
                continue  # the grid knows what spans it
            texts = "\n".join(self.blocks(element)).split("\n")
            lines = [line.strip() for line in texts if line.strip()]
            cell = Cell(
                lines=lines,
                columns=span_of(attribute(element, "number-columns-spanned") or 1),
                rows=span_of(attribute(element, "number-rows-spanned") or 1),
                header=header,
            )
            for _ in range(min(times, _MOST_REPEATED if lines else _WIDEST)):
                if count < _WIDEST * 5:
                    yield cell
                count += 1

    def _paragraph(self, element: etree._Element) -> str:
        if attribute(element, "style-name") in self._hidden:
            return ""
        pieces = _Pieces()
        self._inline(element, pieces, raised=False)
        return pieces.text().strip(" \t")

    def _inline(self, element: etree._Element, pieces: _Pieces, *, raised: bool) -> None:
        pieces.write(_white(element.text), raised=raised)
        for inner in element:
            name = local(inner)
            style = attribute(inner, "style-name")
            if name == "span" and style not in self._hidden:
                self._inline(inner, pieces, raised=raised or style in self._raised)
            elif name == "s":
                pieces.write(" " * min(100, _repeated(inner, "c")), raised=raised)
            elif name in {"tab", "line-break"}:
                pieces.write("\t" if name == "tab" else "\n", raised=raised)
            elif name == "note":
                self._note(inner, pieces)
            elif name in {"frame", "rect", "custom-shape", "text-box"}:
                self._box(inner, pieces)
            elif name == "ruby" or (name not in _UNSEEN and name != "span"):
                self._inline(inner, pieces, raised=raised)
            pieces.write(_white(inner.tail), raised=raised)

    def _note(self, element: etree._Element, pieces: _Pieces) -> None:
        self._notes += 1
        mark = f"[{self._notes}]"
        pieces.write(mark, raised=False)
        body = child(element, "note-body")
        place = len(self.aside)
        lines = list(self.blocks(body)) if body is not None else []
        noted: list[LabelledLine] = [(line, RegionKind.NOTES) for line in lines]
        if noted:
            noted[0] = (f"{mark} {lines[0]}", RegionKind.NOTES)
        self.aside[place:place] = noted

    def _box(self, element: etree._Element, pieces: _Pieces) -> None:
        words = child(element, "desc")
        if words is None:
            words = child(element, "title")
        if words is not None and words.text:
            pieces.write(f" {words.text.strip()} ", raised=False)
        self.aside += [(line, RegionKind.BOX) for line in self.blocks(element)]


class _Pieces:
    """The letters of a paragraph; raised runs are set off when they end."""

    def __init__(self) -> None:
        self._settled = ""
        self._up = ""

    def write(self, text: str, *, raised: bool) -> None:
        if raised:
            self._up += text
        elif text:
            self._settle()
            self._settled += text

    def _settle(self) -> None:
        if self._up:
            self._settled += set_off(self._settled[-12:], self._up)
            self._up = ""

    def text(self) -> str:
        self._settle()
        return self._settled


def _rows(table: etree._Element, *, header: bool) -> Iterator[tuple[etree._Element, bool]]:
    for element in table:
        name = local(element)
        if name == "table-row":
            yield element, header
        elif name in {"table-header-rows", "table-rows", "table-row-group"}:
            yield from _rows(element, header=header or name == "table-header-rows")


def _repeated(element: etree._Element, name: str) -> int:
    said = attribute(element, name) or "1"
    return int(said) if said.isdecimal() and len(said) < 12 else 1


def _white(text: str | None) -> str:
    """White space as OpenDocument has it (6.1.2): line ends and runs of blanks are one."""
    if not text:
        return ""
    words = " ".join(text.replace("\xa0", "\ue000").split())
    words = words.replace("\ue000", "\xa0")
    lead = " " if text[0] in " \t\r\n" else ""
    tail = " " if text[-1] in " \t\r\n" and words else ""
    return lead + words + tail if words else lead
