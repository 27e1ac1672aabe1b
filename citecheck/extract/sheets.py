"""Spreadsheets of Excel 2007 and later (.xlsx), by their parts; a sheet is a page.

Cells are written as their formats show them.  What is only claimed (rows, columns,
repeated cells) is not made: a cell costs what it holds.
"""

from __future__ import annotations

import re
from importlib.metadata import version
from io import BytesIO

from lxml import etree

from citecheck.containers import check_container
from citecheck.extract.charts import find_drawn_lines
from citecheck.extract.limits import Limits
from citecheck.extract.number_formats import BUILT_IN, show_number
from citecheck.extract.sheet import WIDEST, Sheet, compose_sheets
from citecheck.model.documents import Extraction, Unread, UnreadReason
from citecheck.xml_parts import FAULTS, XmlParts, attribute, child, children, local

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})$")
_MOST_CELLS = 2_000_000
_FAULTS = (*FAULTS, IndexError)


def read_xlsx(body: bytes, media_type: str, limits: Limits) -> Extraction:
    """A workbook of Excel 2007 and later (ISO/IEC 29500-1, section 18)."""
    refused = check_container(body, max_unpacked=limits.max_unpacked, max_ratio=limits.max_ratio)
    if refused:
        return Unread(reason=refused.reason, why=refused.why, media_type=media_type)
    try:
        parts = XmlParts(body)
        sheets, remarks = _read_workbook(parts)
    except _FAULTS as fault:
        why = f"the workbook could not be read: {str(fault)[:200]}"
        return Unread(reason=UnreadReason.DAMAGED, why=why, media_type=media_type)
    engine = f"citecheck.sheets 1, lxml {version('lxml')}"
    return compose_sheets(sheets, media_type, tuple(parts.damage), remarks, engine, limits)


def _read_workbook(parts: XmlParts) -> tuple[list[Sheet], list[str]]:
    mains = parts.related("", "officeDocument")
    main = mains[0] if mains else "xl/workbook.xml"
    workbook = parts.parse(main)
    if workbook is None:
        raise ValueError("; ".join(parts.damage) or "it has no workbook")
    relations = parts.relations(main)
    strings = _shared_strings(parts, [p for (k, _), p in relations.items() if k == "sharedStrings"])
    formats = _formats(parts, [p for (k, _), p in relations.items() if k == "styles"])
    from_1904 = is_on_attribute(child(workbook, "workbookPr"), "date1904")
    sheets, remarks, left = [], [], _MOST_CELLS
    for element in children(workbook, "sheets"):
        name = attribute(element, "name") or ""
        ident = attribute(element, "id") or ""
        path = relations.get(("worksheet", ident)) or relations.get(("chartsheet", ident))
        if path is None:
            continue  # a sheet of macros
        if attribute(element, "state") in {"hidden", "veryHidden"}:
            remarks.append(f"the hidden sheet {name!r} was left out")
            continue
        content = parts.read(path) if path in parts.names else None
        if content is None:
            parts.damage.append(f"its part {path[:80]} is missing")
            continue
        reader = _SheetReader(Sheet(name=name), strings, formats, from_1904=from_1904)
        try:
            left -= reader.read(content, left)
        except etree.XMLSyntaxError as fault:
            parts.damage.append(f"its part {path[:80]} is broken: {str(fault)[:120]}")
        for drawing in parts.related(path, "drawing"):
            reader.sheet.drawn += find_drawn_lines(parts, drawing)
        sheets.append(reader.sheet)
        if left <= 0:
            parts.damage.append(f"only the first {_MOST_CELLS:,} cells were read")
            break
    return sheets, remarks


def is_on_attribute(element: etree._Element | None, name: str) -> bool:
    """Whether an attribute says yes."""
    return attribute(element, name) in {"1", "true", "on"}


def _shared_strings(parts: XmlParts, paths: list[str]) -> list[str]:
    root = parts.parse(paths[0]) if paths else None
    return [_words(item) for item in (() if root is None else root)]


def _words(item: etree._Element) -> str:
    """The letters of a string item; how its signs are spoken (rPh) is left out."""
    found = []
    for element in item:
        if local(element) == "t":
            found.append(element.text or "")
        elif local(element) == "r":
            found += [inner.text or "" for inner in element if local(inner) == "t"]
    return "".join(found)


def _formats(parts: XmlParts, paths: list[str]) -> list[str]:
    """The number format of each cell style."""
    root = parts.parse(paths[0]) if paths else None
    own: dict[str, str] = {}
    for element in children(root, "numFmts"):
        own[attribute(element, "numFmtId") or ""] = attribute(element, "formatCode") or ""
    found = []
    for element in children(root, "cellXfs"):
        ident = attribute(element, "numFmtId") or "0"
        number = int(ident) if ident.isdecimal() else 0
        found.append(own.get(ident) or BUILT_IN.get(number, "General"))
    return found


class _SheetReader:
    def __init__(
        self, sheet: Sheet, strings: list[str], formats: list[str], *, from_1904: bool
    ) -> None:
        self.sheet = sheet
        self._strings, self._formats, self._from_1904 = strings, formats, from_1904
        self._hidden: list[tuple[int, int]] = []

    def read(self, content: bytes, most: int) -> int:
        """Take in the cells, element by element; gives how many there were."""
        count, row, column = 0, -1, -1
        seen = True
        events = etree.iterparse(
            BytesIO(content), events=("start", "end"), resolve_entities=False,
            no_network=True, load_dtd=False, huge_tree=False,
        )  # fmt: skip
        for event, element in events:
            name = local(element)
            if event == "start":
                if name == "row":
                    said = attribute(element, "r") or ""
                    row = int(said) - 1 if said.isdecimal() and len(said) < 9 else row + 1
                    column, seen = -1, not is_on_attribute(element, "hidden")
                continue
            if name == "c":
                found = _REFERENCE.match(attribute(element, "r") or "")
                column = _column(found[1]) if found else column + 1
                words = self._cell(element) if seen and not self._is_hidden(column) else ""
                if words:
                    self.sheet.cells.setdefault(row, {})[column] = words
                    count += 1
            elif name == "col" and is_on_attribute(element, "hidden"):
                edges = [attribute(element, edge) or "" for edge in ("min", "max")]
                if all(edge.isdecimal() for edge in edges):
                    self._hidden.append((int(edges[0]) - 1, int(edges[1]) - 1))
            elif name == "mergeCell" and len(self.sheet.merged) < 10_000:
                self._merge(attribute(element, "ref") or "")
            if name in {"row", "c"}:
                element.clear()
                if name == "row":
                    while element.getprevious() is not None:
                        del element.getparent()[0]
            if count >= most:
                break
        return count

    def _is_hidden(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self._hidden)

    def _merge(self, reference: str) -> None:
        corners = [_REFERENCE.match(corner) for corner in reference.split(":")]
        if len(corners) == 2 and corners[0] and corners[1]:
            top, bottom = int(corners[0][2]) - 1, int(corners[1][2]) - 1
            left, right = _column(corners[0][1]), _column(corners[1][1])
            rows, columns = min(bottom - top + 1, 500), min(right - left + 1, WIDEST)
            if rows > 0 and columns > 0:
                self.sheet.merged.append((top, left, rows, columns))

    def _cell(self, element: etree._Element) -> str:
        kind = attribute(element, "t")
        if kind == "inlineStr":
            inline = child(element, "is")
            return _words(inline) if inline is not None else ""
        value = child(element, "v")
        text = (value.text or "") if value is not None else ""
        if kind == "s":
            place = int(text) if text.isdecimal() and len(text) < 9 else len(self._strings)
            return self._strings[place] if place < len(self._strings) else ""
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(text, text)
        if kind in {"str", "e", "d"}:
            return text
        try:
            number = float(text)
        except ValueError:
            return text
        style = attribute(element, "s") or "0"
        at = int(style) if style.isdecimal() else 0
        code = self._formats[at] if at < len(self._formats) else "General"
        return show_number(number, code, from_1904=self._from_1904)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1
