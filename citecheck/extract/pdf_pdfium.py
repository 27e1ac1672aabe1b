"""PDF by pdfium, the first reader: fast, and it sees what a reader of the page sees.

pdfium ends its process when memory runs out, and must not be used by two threads at once:
it belongs into the worker.
"""

from __future__ import annotations

import ctypes
from importlib.metadata import version
from itertools import islice

import pypdfium2 as pdfium
from pypdfium2 import raw

from citecheck.extract.limits import Limits
from citecheck.extract.pdf_glyphs import Glyphs, read_glyphs
from citecheck.extract.pdf_layers import Layers
from citecheck.extract.pdf_lines import page_text
from citecheck.extract.pdf_reading import (
    STAMP,
    Deliver,
    Drawn,
    Reading,
    heading_lines,
    told,
    unread,
    usable_title,
)
from citecheck.extract.pdf_written import draw_in
from citecheck.extract.tidy import tidy
from citecheck.model.documents import Unread, UnreadReason

ENGINE = f"pypdfium2 {version('pypdfium2')} (pdfium {pdfium.PDFIUM_INFO.build}, glyph sizes)"

_FAULTS = (pdfium.PdfiumError, ValueError, OverflowError)
_MANY = 2000  # shapes and pictures of a page that are looked at


def read_by_pdfium(body: bytes, limits: Limits, deliver: Deliver | None = None) -> Reading | Unread:
    """The pages as pdfium reads them; an empty password is tried on a locked file."""
    try:
        document = pdfium.PdfDocument(body)
    except pdfium.PdfiumError as fault:
        if getattr(fault, "err_code", None) == raw.FPDF_ERR_PASSWORD or "assword" in str(fault):
            return unread(UnreadReason.PASSWORD, "the file is locked with a password")
        if getattr(fault, "err_code", None) == raw.FPDF_ERR_SECURITY:
            return unread(UnreadReason.PASSWORD, "the file is locked in a way that is not known")
        return unread(UnreadReason.DAMAGED, f"the PDF could not be opened: {told(fault)}")
    try:
        reading, layers = Reading(ENGINE, limits, deliver), Layers(body)
        for index in range(len(document)):
            if reading.is_full():
                break
            _read_page(document, index, reading, layers)
        reading.title = usable_title(_metadata(document))
        reading.headings = heading_lines(_bookmarks(document))
        reading.declared = _language(document)
    finally:
        document.close()
    return reading


def _read_page(document: pdfium.PdfDocument, index: int, reading: Reading, layers: Layers) -> None:
    label = document.get_page_label(index) or None
    number = len(reading.pages) + 1
    try:
        page, typed, whole = draw_in(document, index)
    except _FAULTS as fault:
        reading.fail(told(fault), label=label)
        return
    try:
        textpage = page.get_textpage()
        try:
            glyphs = read_glyphs(page, textpage, layers)
        finally:
            textpage.close()
        text = tidy("\n\n".join([*(page_text(boxes) for boxes in glyphs.frames), *typed]))
        drawn = _drawn(page) if len(text) < STAMP else Drawn()
    except _FAULTS as fault:
        reading.fail(told(fault), label=label)
        return
    finally:
        page.close()
    _note(glyphs, number, reading)
    if not whole:
        reading.lacks(f"what is written onto page {number} was not read: it is too much")
    reading.add(text, label=label, drawn=drawn)


def _note(glyphs: Glyphs, number: int, reading: Reading) -> None:
    if glyphs.outside:
        reading.outside.append(number)
    if glyphs.white:
        reading.white.append(number)
    if glyphs.unseen:
        reading.unseen.append(number)


def _drawn(page: pdfium.PdfPage) -> Drawn:
    """What covers a page that has next to no text."""
    width, height = page.get_size()
    area, shapes = 0.0, 0
    kinds = [raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH]
    for item in islice(page.get_objects(filter=kinds, max_depth=4), _MANY):
        if item.type == raw.FPDF_PAGEOBJ_PATH:
            shapes += 1
            continue
        try:
            x0, y0, x1, y1 = item.get_bounds()
        except pdfium.PdfiumError:
            continue
        area += abs((x1 - x0) * (y1 - y0))
    return Drawn(covered=area / max(1.0, width * height), shapes=shapes)


def _metadata(document: pdfium.PdfDocument) -> str | None:
    try:
        return document.get_metadata_value("Title") or None
    except _FAULTS:
        return None


def _bookmarks(document: pdfium.PdfDocument) -> list[str]:
    titles: list[str] = []
    try:
        titles.extend(entry.get_title() for entry in islice(document.get_toc(max_depth=8), 2000))
    except _FAULTS:
        # Bookmarks are a help to the reader; the text stands without them.
        return titles
    return titles


def _language(document: pdfium.PdfDocument) -> str:
    size = 64
    buffer = ctypes.create_string_buffer(size)
    call = getattr(raw, "FPDFCatalog_GetLanguage", None)
    if call is None:
        return ""
    written = call(document.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return (
        buffer.raw[: max(0, written - 2)].decode("utf-16-le", "replace") if written <= size else ""
    )
