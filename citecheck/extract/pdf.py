"""PDF by pdfminer.six: pages with numbers, printed labels and text.

Every page is read by itself, so that a fault on one does not lose the others.
What was not read (a page without a text layer, a fault, a cut file, a limit)
makes the document incomplete and is named in its notes.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from io import BytesIO
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

from citecheck.extract.letters import find_language, looks_like_mojibake, unreadable_share
from citecheck.extract.limits import Limits
from citecheck.extract.pdf_canvas import Canvas, Sheet
from citecheck.extract.pdf_content import Losses, has_torn_content
from citecheck.extract.pdf_lines import page_text
from citecheck.extract.tidy import one_line, tidy
from citecheck.model.documents import Document, Extraction, Page, Unread, UnreadReason

_T = TypeVar("_T")

MEDIA_TYPE = "application/pdf"

#: What pdfminer.six raises on broken files (seen on the pdf.js test files), memory excepted.
FAULTS = (
    PSException, ValueError, TypeError, LookupError, AttributeError, AssertionError, struct.error,
    zlib.error, RuntimeError, ArithmeticError, EOFError, OSError,
)  # fmt: skip
_OPTIONS = "boxes_flow=None, detect_vertical, line_margin=0.8"
_SPOILT = 0.01  # share of unreadable glyphs that makes a document incomplete
_LOST = 0.3  # and the share that makes it unread
_COVERED = 0.4  # a picture this large (share of the page) on a page without text is a scan
_OUTLINES = 200  # as many shapes on a page without text may be its letters
_STAMP = 40  # fewer letters than this on a scan are a stamp, not a text layer


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    pages: list[Page] = field(default_factory=list)
    scanned: list[int] = field(default_factory=list)
    stamped: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    outside: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    drawn: bool = False
    complete: bool = True

    def lacks(self, note: str) -> None:
        """Not the whole source, and why."""
        self.complete = False
        self.notes.append(note)


def read_pdf(body: bytes, limits: Limits) -> Extraction:
    """The document's pages; an empty password is tried on a locked one."""
    try:
        document = PDFDocument(PDFParser(BytesIO(body)), password="")
    except PDFEncryptionError as locked:
        why = f"the file is locked: {type(locked).__name__}"
        return _unread(UnreadReason.PASSWORD, why)
    except FAULTS as fault:
        return _unread(UnreadReason.DAMAGED, f"the PDF could not be opened: {_told(fault)}")
    reading = _read_pages(document, limits)
    _check_ends(body, document, reading, limits)
    return _conclude(document, reading)


def _unread(reason: UnreadReason, why: str) -> Unread:
    return Unread(reason=reason, why=why, media_type=MEDIA_TYPE)


def _told(fault: Exception) -> str:
    return f"{type(fault).__name__}: {str(fault)[:120]}".rstrip(": ")


def _read_pages(document: PDFDocument, limits: Limits) -> _Reading:
    reading = _Reading()
    resources = PDFResourceManager()
    canvas = Canvas(resources, LAParams(boxes_flow=None, detect_vertical=True, line_margin=0.8))
    interpreter = PDFPageInterpreter(resources, canvas)
    characters = 0
    for page in _pages(document, reading):
        number = len(reading.pages) + 1
        if number > limits.max_pages or characters > limits.max_characters:
            reading.lacks(f"only the first {number - 1} pages were read")
            break
        text = _read_page(page, number, interpreter, canvas, reading)
        characters += len(text)
        reading.pages.append(Page(number=number, text=text, label=one_line(page.label)))
    return reading


def _pages(document: PDFDocument, reading: _Reading) -> Iterator[PDFPage]:
    pages = PDFPage.create_pages(document)
    while True:
        try:
            page = next(pages, None)
        except FAULTS as fault:
            reading.lacks(f"the page tree breaks off: {_told(fault)}")
            return
        if page is None:
            return
        yield page


def _read_page(
    page: PDFPage, number: int, interpreter: PDFPageInterpreter, canvas: Canvas, reading: _Reading
) -> str:
    try:
        with Losses() as losses:
            torn = has_torn_content(page)
            interpreter.process_page(page)
        sheet = canvas.get_result()
        text = tidy(page_text(sheet))
    except FAULTS as fault:
        reading.failed.append(number)
        reading.notes.append(f"page {number} could not be read: {_told(fault)}")
        return ""
    if torn or losses.count:
        reading.lacks(f"the content of page {number} is torn; what could be read was read")
    if isinstance(sheet, Sheet) and sheet.dropped:
        reading.outside.append(number)
    covered = canvas.image_area / canvas.page_area
    reading.drawn = reading.drawn or canvas.image_area > 0 or canvas.shapes > 0
    if not text and (covered > _COVERED or canvas.shapes > _OUTLINES):
        reading.scanned.append(number)
    elif covered > 2 * _COVERED and len(text) < _STAMP:
        reading.stamped.append(number)
    return text


def _check_ends(body: bytes, document: PDFDocument, reading: _Reading, limits: Limits) -> None:
    promised = _attempt(lambda: int_value(dict_value(document.catalog["Pages"]).get("Count", 0)), 0)
    missing = promised - len(reading.pages)
    if missing > 0 and len(reading.pages) < limits.max_pages:
        reading.lacks(f"the file promises {promised} pages and gives {len(reading.pages)}")
    if b"%%EOF" not in body[-8192:]:
        reading.lacks("the file has no end mark: it was cut short")
    elif any(isinstance(xref, PDFXRefFallback) for xref in document.xrefs):
        # As long as every promised page is there and whole, nothing is missing.
        reading.notes.append("the file's index is damaged; its objects were searched for")
    if reading.scanned:
        reading.lacks(f"no text layer on page {_ranges(reading.scanned)}")
    if reading.failed:
        reading.complete = False
    if reading.outside:
        pages = _ranges(reading.outside)
        reading.notes.append(f"letters outside the visible area were left out on page {pages}")


def _conclude(document: PDFDocument, reading: _Reading) -> Extraction:
    whole = "\n".join(page.text for page in reading.pages)
    notes = "; ".join(reading.notes)
    if not reading.pages or (not whole.strip() and reading.failed):
        return _unread(UnreadReason.DAMAGED, notes or "the PDF has no page that can be read")
    if not whole.strip():
        if reading.drawn:
            count = len(reading.pages)
            why = f"none of its {count} pages has a text layer; it needs OCR"
            return _unread(UnreadReason.NEEDS_OCR, why)
        return _unread(UnreadReason.EMPTY, f"its {len(reading.pages)} pages are blank")
    if len(reading.stamped) + len(reading.scanned) == len(reading.pages):
        why = "its pages are pictures with no more than a stamp of text; it needs OCR"
        return _unread(UnreadReason.NEEDS_OCR, why)
    if unreadable_share(whole) > _LOST or looks_like_mojibake(whole):
        return _unread(UnreadReason.MOJIBAKE, "its fonts do not say which letters they draw")
    _note_spoilt_pages(reading)
    return _document(document, reading, whole)


def _note_spoilt_pages(reading: _Reading) -> None:
    spoilt = [page.number for page in reading.pages if unreadable_share(page.text) > _SPOILT]
    if spoilt:
        reading.lacks(f"letters without a meaning on page {_ranges(spoilt)}")


def _document(document: PDFDocument, reading: _Reading, whole: str) -> Document:
    declared = _attempt(lambda: decode_text(resolve1(document.catalog.get("Lang", b""))), "")
    return Document(
        media_type=MEDIA_TYPE,
        pages=tuple(reading.pages),
        title=_attempt(lambda: _title(document), None),
        headings=tuple(_bookmarks(document)),
        language=find_language(whole, declared=declared),
        paged=True,
        complete=reading.complete,
        notes=tuple(reading.notes),
        engine=f"pdfminer.six {version('pdfminer.six')} ({_OPTIONS})",
    )


def _title(document: PDFDocument) -> str | None:
    """The title in the file's properties, unless it is a program's stand-in for one."""
    for info in document.info:
        title = resolve1(info.get("Title"))
        title = one_line(decode_text(title)) if isinstance(title, bytes) else None
        if title and not re.match(
            r"microsoft word - |untitled|.*\.(?:docx?|indd|qxd|pdf|rtf)$", title, re.I
        ):
            return title[:500]
    return None


def _bookmarks(document: PDFDocument) -> list[str]:
    titles: list[str] = []
    try:
        for _, title, *_rest in document.get_outlines():
            line = one_line(str(title))
            if line and line not in titles:
                titles.append(line[:300])
            if len(titles) >= 500:
                break
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


def _ranges(numbers: Sequence[int]) -> str:
    """The numbers as a reader writes them: ``1, 3–5``."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)
