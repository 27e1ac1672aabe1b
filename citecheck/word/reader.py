"""WordprocessingML to blocks: what Word shows when all changes are accepted.

Insertions are in and deletions out (17.13.5), fields show their results (17.16.18),
hidden text is left out, text boxes hang on the paragraph that anchors them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import inf
from time import monotonic

from lxml import etree

from citecheck.word.blocks import (
    Block,
    Note,
    NoteKind,
    NoteReference,
    Paragraph,
    Run,
    Table,
    TableCell,
    WordDocument,
)
from citecheck.word.parts import Style, read_styles
from citecheck.xml_parts import XmlParts, attribute, child, is_on, local

_DELETED = frozenset({"del", "moveFrom"})
_THROUGH = frozenset({
    "ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple",
    "dir", "bdo", "subDoc", "ruby", "rubyBase", "rt",
})  # fmt: skip
_LETTERS = {
    "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}  # fmt: skip
_REFERENCES = {
    "footnoteReference": NoteKind.FOOTNOTE,
    "endnoteReference": NoteKind.ENDNOTE,
}
_NO_NOTE = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_WIDEST = 200
_LOOK = 500  # blocks and rows between two looks at the clock
_MAIN = "word/document.xml"
_PRIVATE = range(0xF000, 0xF100)  # where letters of symbol fonts are kept


class NotWordError(ValueError):
    """The container holds no Word document that could be read."""


def read_word(body: bytes, *, until: float = inf, most: int | None = None) -> WordDocument:
    """The document in a checked container (see :func:`citecheck.containers.check_container`).

    Of a body longer than ``most`` bytes, unpacked, the first are read, and so much of it as
    is done by ``until``, on the monotonic clock; its damage tells what is missing.

    :raises NotWordError: if it has no main part, or nothing of it can be read
    :raises RecursionError: if its tables are nested beyond all measure
    """
    try:
        parts = XmlParts(body)
    except Exception as fault:
        raise NotWordError(str(fault)) from fault
    mains = [name for name in parts.related("", "officeDocument") if name in parts.names]
    name = mains[0] if mains else _MAIN
    main = child(parts.parse(name, most=most), "body")
    if main is None:
        raise NotWordError("; ".join(parts.damage) or "it has no body")
    reader = _Reader(read_styles(_related(parts, name, "styles")), until)
    blocks = reader.blocks(main)
    notes: list[Note] = []
    for kind in NoteKind:
        notes += reader.notes(_related(parts, name, f"{kind}s"), kind)
    if reader.is_late:
        parts.damage.append("it was read in part: the whole takes too long")
    core = _related(parts, "", "core-properties")
    title, modified = child(core, "title"), child(core, "modified")
    if next(main.iter("{*}altChunk"), None) is not None:
        parts.damage.append("a part of it in another format was not read")
    return WordDocument(
        blocks=blocks,
        notes=tuple(notes),
        headers=tuple(reader.pages(parts, name, "header")),
        footers=tuple(reader.pages(parts, name, "footer")),
        title=title.text if title is not None else None,
        modified=modified.text if modified is not None else None,
        damage=tuple(parts.damage),
    )


def _related(parts: XmlParts, part: str, kind: str) -> etree._Element | None:
    names = parts.related(part, kind)
    return parts.parse(names[0]) if names else None


class _Reader:
    """Reads blocks; remembers the fields that are open and the notes that were met."""

    def __init__(self, styles: dict[str, Style], until: float) -> None:
        self._styles, self._until = styles, until
        self.is_late = False
        self._met = 0
        self._fields: list[bool] = []  # of each open field: whether its result has begun
        self._numbers: dict[tuple[NoteKind, str], int | None] = {}
        self._counts = dict.fromkeys(NoteKind, 0)
        self._boxes: list[tuple[Block, ...]] = []

    def blocks(self, parent: etree._Element) -> tuple[Block, ...]:
        """The paragraphs and tables in an element."""
        found: list[Block] = []
        for element in _unwrapped(parent):
            if self._is_over():
                break
            match local(element):
                case "p":
                    found.append(self._paragraph(element))
                case "tbl":
                    found.append(self._table(element))
        return tuple(found)

    def _is_over(self) -> bool:
        """Whether the time is over; looked at now and then."""
        self._met += 1
        if self._met % _LOOK == 0 and monotonic() > self._until:
            self.is_late = True
        return self.is_late

    def notes(self, root: etree._Element | None, kind: NoteKind) -> Iterator[Note]:
        """The notes of a part, those first that are referred to, in that order."""
        met = list(self._numbers)
        found: list[tuple[int, Note]] = []
        for element in () if root is None else root:
            ident = attribute(element, "id") or ""
            if local(element) != kind or attribute(element, "type") in _NO_NOTE:
                continue
            place = met.index((kind, ident)) if (kind, ident) in self._numbers else len(met)
            number = self._numbers.get((kind, ident))
            blocks = self.blocks(element)
            found.append((place, Note(kind=kind, id=ident, number=number, blocks=blocks)))
        yield from (note for _, note in sorted(found, key=lambda one: one[0]))

    def pages(self, parts: XmlParts, part: str, kind: str) -> Iterator[tuple[Block, ...]]:
        """What stands at the head or foot of pages, each wording once."""
        seen = set()
        for path in parts.related(part, kind):
            root = parts.parse(path)
            blocks = self.blocks(root) if root is not None else ()
            if blocks and blocks not in seen:
                seen.add(blocks)
                yield blocks

    def _table(self, element: etree._Element) -> Table:
        rows: list[tuple[TableCell, ...]] = []
        headers = 0
        for row in _unwrapped(element):
            if local(row) != "tr":
                continue
            if self._is_over():
                break
            properties = child(row, "trPr")
            if child(properties, "del") is not None:
                continue
            before = attribute(child(properties, "gridBefore"), "val") or "0"
            skipped = min(_WIDEST, int(before)) if before.isdecimal() else 0
            cells = [TableCell(blocks=())] * skipped
            cells += [self._cell(cell) for cell in _unwrapped(row) if local(cell) == "tc"]
            if is_on(child(properties, "tblHeader")) and headers == len(rows):
                headers += 1
            rows.append(tuple(cells))
        return Table(rows=tuple(rows), header_rows=headers)

    def _cell(self, element: etree._Element) -> TableCell:
        properties = child(element, "tcPr")
        span = attribute(child(properties, "gridSpan"), "val") or "1"
        merge = child(properties, "vMerge")
        deleted = child(properties, "cellDel") is not None
        return TableCell(
            blocks=() if deleted else self.blocks(element),
            columns=min(_WIDEST, int(span)) if span.isdecimal() and int(span) else 1,
            continues=merge is not None and attribute(merge, "val") != "restart",
        )

    def _paragraph(self, element: etree._Element) -> Paragraph:
        properties = child(element, "pPr")
        style = self._styles.get(attribute(child(properties, "pStyle"), "val") or "")
        outline = attribute(child(properties, "outlineLvl"), "val")
        level = int(outline) + 1 if outline and outline in "012345678" else None
        outer, self._boxes = self._boxes, []
        runs = tuple(_joined(self._inline(element, style)))
        boxes, self._boxes = tuple(self._boxes), outer
        # A field whose instruction never ends hides no more than its own paragraph.
        self._fields = [True for _ in self._fields]
        return Paragraph(
            runs=runs,
            style=style.name if style else None,
            level=level or (style.level if style else None),
            boxes=boxes,
        )

    def _inline(self, parent: etree._Element, style: Style | None) -> Iterator[Run | NoteReference]:
        for element in parent:
            name = local(element)
            if name == "r":
                yield from self._run(element, style)
            elif name in _THROUGH:
                yield from self._inline(element, style)
            elif name == "AlternateContent":
                yield from self._inline(_chosen(element), style)
            elif name in {"oMath", "oMathPara"}:
                yield Run(text=f" {' '.join(_formula(element).split())} ")

    def _run(self, element: etree._Element, style: Style | None) -> Iterator[Run | NoteReference]:
        properties = child(element, "rPr")
        own = self._styles.get(attribute(child(properties, "rStyle"), "val") or "", Style())
        vanish = child(properties, "vanish")
        hidden = is_on(vanish) if vanish is not None else own.hidden or bool(style and style.hidden)
        raised = own.raised
        align = attribute(child(properties, "vertAlign"), "val")
        if align is not None:
            raised = align == "superscript"
        lifted = attribute(child(properties, "position"), "val") or "0"
        raised = raised or (lifted.isdecimal() and int(lifted) >= 4)
        for one in self._letters(element):
            if isinstance(one, str):
                if one and not hidden and all(self._fields):
                    yield Run(text=one, raised=raised)
            elif not hidden:
                yield one

    def _letters(self, run: etree._Element) -> Iterator[str | NoteReference]:
        for element in run:
            match local(element):
                case "t":
                    yield element.text or ""
                case "tab" | "ptab" | "br" | "cr" | "noBreakHyphen" | "softHyphen" as name:
                    yield _LETTERS[name]
                case "sym":
                    yield _symbol(attribute(element, "char"))
                case "fldChar":
                    self._field(attribute(element, "fldCharType"))
                case "footnoteReference" | "endnoteReference" as name:
                    custom = attribute(element, "customMarkFollows")
                    yield self._refer(
                        _REFERENCES[name],
                        attribute(element, "id") or "",
                        custom=custom not in {None, "0", "false", "off"},
                    )
                case "drawing" | "pict" | "object":
                    yield self._picture(element)
                case "AlternateContent":
                    yield from self._letters(_chosen(element))
                case "ruby":
                    yield "".join(
                        run.text for run in self._inline(element, None) if isinstance(run, Run)
                    )

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _refer(self, kind: NoteKind, ident: str, *, custom: bool) -> NoteReference:
        key = (kind, ident)
        if key not in self._numbers:
            if not custom:
                self._counts[kind] += 1
            self._numbers[key] = None if custom else self._counts[kind]
        return NoteReference(kind=kind, id=ident, number=self._numbers[key])

    def _picture(self, element: etree._Element) -> str:
        """Keep the text boxes of a drawing; give the words that stand for a picture."""
        words = ""
        for inner in element.iter():
            name = local(inner)
            if name == "txbxContent" and not _is_fallback(inner, element):
                self._boxes.append(self.blocks(inner))
            elif name == "docPr" and not words:
                words = attribute(inner, "descr") or ""
            elif name == "imagedata" and not words:
                words = attribute(inner, "title") or ""
        return f" {words.strip()} " if words.strip() else ""


def _unwrapped(parent: etree._Element) -> Iterator[etree._Element]:
    """The children, with those of content controls and accepted changes in their place."""
    for element in parent:
        name = local(element)
        if name in _THROUGH:
            yield from _unwrapped(element)
        elif name == "AlternateContent":
            yield from _unwrapped(_chosen(element))
        elif name not in _DELETED:
            yield element


def _chosen(element: etree._Element) -> etree._Element:
    """One of the alternatives: the choice, which says more than the fallback."""
    for name in ("Choice", "Fallback"):
        found = child(element, name)
        if found is not None:
            return found
    return element


def _is_fallback(element: etree._Element, outer: etree._Element) -> bool:
    """Whether an element is another one's second wording, or is read with an outer text box."""
    above = element.getparent()
    while above is not None and above is not outer:
        if local(above) in {"Fallback", "txbxContent"}:
            return True
        above = above.getparent()
    return False


def _symbol(code: str | None) -> str:
    try:
        number = int(code or "", 16)
    except ValueError:
        return ""
    return "" if number in _PRIVATE or not 32 <= number < 0xD800 else chr(number)


def _formula(element: etree._Element) -> str:
    """A formula on one line: its numbers never run together."""
    name = local(element)
    if name == "t":
        return element.text or ""
    parts = [
        part if local(one) in {"r", "t"} else f" {part} "
        for one in element
        if (part := _formula(one))
    ]
    if name in {"f", "sSup"} and len(parts) == 2:
        return ("/" if name == "f" else "^").join(part.strip() for part in parts)
    return "".join(parts)


def _joined(runs: Iterable[Run | NoteReference]) -> Iterator[Run | NoteReference]:
    """Runs of one look that touch become one: Word splits numbers as it likes."""
    last: Run | None = None
    for run in runs:
        if isinstance(run, Run) and last and run.raised == last.raised:
            last = Run(text=last.text + run.text, raised=run.raised)
            continue
        if last:
            yield last
        last = run if isinstance(run, Run) else None
        if last is None:
            yield run
    if last:
        yield last
