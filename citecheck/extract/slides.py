"""Presentations (.pptx, ISO/IEC 29500-1, section 19): a slide is a page, its notes behind it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version

from lxml import etree

from citecheck.containers import check_container
from citecheck.extract.charts import find_drawn_lines
from citecheck.extract.composing import Composed, LabelledLine, compose
from citecheck.extract.grid import Cell, Grid, span_of
from citecheck.extract.limits import Limits
from citecheck.extract.notemarks import set_off
from citecheck.model.documents import Extraction, RegionKind, Unread, UnreadReason
from citecheck.xml_parts import FAULTS, XmlParts, attribute, child, children, local

_FURNITURE = frozenset({"sldNum", "dt"})  # a slide's number and date


def read_pptx(body: bytes, media_type: str, limits: Limits) -> Extraction:
    """The words of the slides in their order; hidden slides are left out and told."""
    refused = check_container(body, max_unpacked=limits.max_unpacked, max_ratio=limits.max_ratio)
    if refused:
        return Unread(reason=refused.reason, why=refused.why, media_type=media_type)
    try:
        parts = XmlParts(body)
        pages, hidden = _read_slides(parts)
    except FAULTS as fault:
        why = f"the presentation could not be read: {str(fault)[:200]}"
        return Unread(reason=UnreadReason.DAMAGED, why=why, media_type=media_type)
    return compose(
        Composed(
            media_type=media_type,
            pages=pages,
            gaps=tuple(parts.damage),
            remarks=[f"{hidden} hidden slides were left out"] if hidden else [],
            engine=f"citecheck.slides 1, lxml {version('lxml')}",
        ),
        limits,
    )


def _read_slides(parts: XmlParts) -> tuple[list[tuple[str | None, list[LabelledLine]]], int]:
    mains = parts.related("", "officeDocument")
    main = mains[0] if mains else "ppt/presentation.xml"
    presentation = parts.parse(main)
    if presentation is None:
        raise ValueError("; ".join(parts.damage) or "it has no presentation")
    relations = parts.relations(main)
    pages: list[tuple[str | None, list[LabelledLine]]] = []
    hidden = 0
    for element in children(presentation, "sldIdLst"):
        path = relations.get(("slide", _relation(element)))
        root = parts.parse(path) if path else None
        if root is None:
            continue
        if attribute(root, "show") == "0":
            hidden += 1
            continue
        lines: list[LabelledLine] = [(line, None) for line in _lines(root)]
        lines += [(line, RegionKind.BOX) for line in find_drawn_lines(parts, path or "")]
        for notes in parts.related(path or "", "notesSlide"):
            of = parts.parse(notes)
            lines += [(line, RegionKind.NOTES) for line in (() if of is None else _lines(of))]
        pages.append((None, lines))
    return pages, hidden


def _relation(element: etree._Element) -> str:
    """The relation's id; the element has a plain ``id`` besides."""
    for key, value in element.attrib.items():
        if str(key).endswith("}id"):
            return str(value)
    return ""


def _lines(parent: etree._Element) -> Iterator[str]:
    for element in parent:
        name = local(element)
        if name == "p":
            yield _paragraph(element)
        elif name == "tbl":
            yield from _rows(element)
        elif name == "AlternateContent":
            chosen = child(element, "Choice")
            yield from _lines(chosen if chosen is not None else element)
        elif name == "nvSpPr" and any(
            attribute(one, "type") in _FURNITURE for one in element.iter()
        ):
            return
        else:
            yield from _lines(element)


def _paragraph(element: etree._Element) -> str:
    text = ""
    for run in element:
        name = local(run)
        if name == "br":
            text += "\n"
        elif name in {"r", "fld"}:
            letters = child(run, "t")
            words = (letters.text or "") if letters is not None else ""
            lift = attribute(child(run, "rPr"), "baseline") or "0"
            raised = lift.isdecimal() and int(lift) > 0
            text += set_off(text[-12:], words) if raised else words
    return text.strip()


def _rows(table: etree._Element) -> Iterator[str]:
    grid = Grid()
    for row in table:
        if local(row) != "tr":
            continue
        cells = []
        for cell in row:
            merged = {attribute(cell, name) for name in ("hMerge", "vMerge")}
            if local(cell) != "tc" or merged & {"1", "true"}:
                continue
            lines = [line for text in _lines(cell) for line in text.split("\n") if line.strip()]
            columns, rows = attribute(cell, "gridSpan") or 1, attribute(cell, "rowSpan") or 1
            cells.append(Cell(lines=lines, columns=span_of(columns), rows=span_of(rows)))
        yield from grid.write_row(cells)
