"""PDF by pdfminer.six, the arbiter: what it does not find either may be called absent.

Every page is read by itself, so that a fault on one does not lose the others.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Container, Iterator
from importlib.metadata import version
from io import BytesIO
from itertools import islice
from typing import TypeVar

from pdfminer.layout import LAParams
from pdfminer.pdfdocument import (
    PDFDocument,
    PDFEncryptionError,
    PDFNoOutlines,
    PDFXRefFallback,
)
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import dict_value, int_value, resolve1
from pdfminer.psexceptions import PSException
from pdfminer.utils import decode_text

from citecheck.extract.limits import Limits
from citecheck.extract.pdf_canvas import Canvas, Sheet
from citecheck.extract.pdf_content import Losses, has_torn_content
from citecheck.extract.pdf_layers import Layers
from citecheck.extract.pdf_lines import page_text
from citecheck.extract.pdf_miner_boxes import find_boxes
from citecheck.extract.pdf_reading import (
    Deliver,
    Drawn,
    Reading,
    heading_lines,
    told,
    unread,
    usable_title,
)
from citecheck.extract.tidy import tidy
from citecheck.model.documents import Unread, UnreadReason

_T = TypeVar("_T")

#: What pdfminer.six raises on broken files (seen on the pdf.js test files), memory excepted.
FAULTS = (
    PSException, ValueError, TypeError, LookupError, AttributeError, AssertionError, struct.error,
    zlib.error, RuntimeError, ArithmeticError, EOFError, OSError,
)  # fmt: skip
_OPTIONS = "boxes_flow=None, detect_vertical, line_margin=0.8"
ENGINE = f"pdfminer.six {version('pdfminer.six')} ({_OPTIONS})"


def read_by_miner(
    body: bytes,
    limits: Limits,
    deliver: Deliver | None = None,
    *,
    only: Container[int] | None = None,
) -> Reading | Unread:
    """The pages as pdfminer.six reads them; an empty password is tried on a locked file.

    Of pages that are not in ``only`` it gives an empty text.
    """
    try:
        document = PDFDocument(PDFParser(BytesIO(body)), password="")
    except PDFEncryptionError as locked:
        why = f"the file is locked: {type(locked).__name__}"
        return unread(UnreadReason.PASSWORD, why)
    except FAULTS as fault:
        why = f"the PDF could not be opened: {told(fault)}"
        return unread(UnreadReason.DAMAGED, why)
    reading = Reading(ENGINE, limits, deliver)
    _read_pages(document, reading, only, Layers(body))
    _check_ends(body, document, reading)
    found = _attempt(lambda: decode_text(resolve1(document.catalog.get("Lang", b""))), "")
    reading.declared = str(found)
    reading.title = usable_title(_attempt(lambda: _title(document), None))
    reading.headings = heading_lines(_bookmarks(document))
    return reading


def _read_pages(
    document: PDFDocument, reading: Reading, only: Container[int] | None, layers: Layers
) -> None:
    resources = PDFResourceManager()
    layout = LAParams(boxes_flow=None, detect_vertical=True, line_margin=0.8)
    canvas = Canvas(resources, layout, layers)
    interpreter = PDFPageInterpreter(resources, canvas)
    for page in _pages(document, reading):
        if reading.is_full():
            return
        if only is not None and len(reading.pages) + 1 not in only:
            reading.add("", label=page.label, drawn=Drawn())
            continue
        _read_page(page, interpreter, canvas, reading)


def _pages(document: PDFDocument, reading: Reading) -> Iterator[PDFPage]:
    pages = PDFPage.create_pages(document)
    while True:
        try:
            page = next(pages, None)
        except FAULTS as fault:
            reading.lacks(f"the page tree breaks off: {told(fault)}")
            return
        if page is None:
            return
        yield page


def _read_page(
    page: PDFPage, interpreter: PDFPageInterpreter, canvas: Canvas, reading: Reading
) -> None:
    number = len(reading.pages) + 1
    try:
        with Losses() as losses:
            torn = has_torn_content(page)
            interpreter.process_page(page)
        sheet = canvas.get_result()
        text = tidy(page_text(find_boxes(sheet)))
    except FAULTS as fault:
        reading.fail(told(fault), label=page.label)
        return
    if torn or losses.count:
        reading.torn.append(number)
    if isinstance(sheet, Sheet) and sheet.dropped:
        reading.outside.append(number)
    if isinstance(sheet, Sheet) and sheet.white:
        reading.white.append(number)
    if isinstance(sheet, Sheet) and sheet.unseen:
        reading.unseen.append(number)
    drawn = Drawn(covered=canvas.image_area / canvas.page_area, shapes=canvas.shapes)
    reading.add(text, label=page.label, drawn=drawn)


def _check_ends(body: bytes, document: PDFDocument, reading: Reading) -> None:
    promised = _attempt(lambda: int_value(dict_value(document.catalog["Pages"]).get("Count", 0)), 0)
    missing = promised - len(reading.pages)
    if missing > 0 and len(reading.pages) < reading.limits.max_pages:
        reading.lacks(f"the file promises {promised} pages and gives {len(reading.pages)}")
    if b"%%EOF" not in body[-8192:]:
        reading.lacks("the file has no end mark: it was cut short")
    elif any(isinstance(xref, PDFXRefFallback) for xref in document.xrefs):
        # As long as every promised page is there and whole, nothing is missing.
        reading.notes.append("the file's index is damaged; its objects were searched for")


def _title(document: PDFDocument) -> str | None:
    for info in document.info:
        title = resolve1(info.get("Title"))
        if isinstance(title, bytes):
            return str(decode_text(title))
    return None


def _bookmarks(document: PDFDocument) -> list[str]:
    titles: list[str] = []
    try:
        titles.extend(str(title) for _, title, *_rest in islice(document.get_outlines(), 2000))
    except PDFNoOutlines:
        pass
    except FAULTS:
        # Bookmarks are a help to the reader; the text stands without them.
        return titles
    return titles


def _attempt(get: Callable[[], _T], otherwise: _T) -> _T:
    try:
        return get()
    except FAULTS:
        return otherwise
