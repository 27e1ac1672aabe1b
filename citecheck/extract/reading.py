"""Bytes to a document: sniff the kind, hand them to its reader."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from typing import assert_never
from zipfile import BadZipFile, ZipFile

from citecheck.extract.limits import Limits
from citecheck.extract.pdf_reading import Deliver
from citecheck.extract.sniffing import Format, Sniffed, sniff
from citecheck.model.documents import Extraction, Unread, UnreadReason

_PICTURE = re.compile(
    r"(?:^|/)(?:media|Pictures)/[^/]+\.(?:png|jpe?g|gif|tiff?|bmp|emf|wmf)$", re.IGNORECASE
)
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w:.-]{2,40})""", re.IGNORECASE)


def read(
    body: bytes,
    *,
    media_type: str | None,
    name: str,
    limits: Limits,
    again: bool = False,
    deliver: Deliver | None = None,
) -> Extraction:
    """The document in the bytes, read in this process.

    ``media_type`` (a Content-Type header's value will do; its charset is a hint)
    and ``name`` are not believed: the bytes say what they are.  Whatever is wrong
    with the bytes comes back as :class:`Unread`; only running out of memory
    raises (:class:`MemoryError`), so hostile bytes belong in the worker.  ``again``
    asks the second reader, of the formats that have one (PDF); ``deliver`` is told of
    the pages of those formats while they are read.
    """
    if len(body) > limits.max_bytes:
        why = f"{len(body):,} bytes, more than the {limits.max_bytes:,} that are read"
        return Unread(reason=UnreadReason.TOO_LARGE, why=why, media_type=media_type)
    if not body.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        why = "the file is empty" if not body else "the file holds nothing but blanks"
        return Unread(reason=UnreadReason.EMPTY, why=why, media_type=media_type)
    found = _CHARSET.search(media_type or "")
    charset = found[1] if found else None
    sniffed = sniff(body, media_type=media_type, name=name)
    extraction = _read_as(sniffed, body, charset, name, limits, again=again, deliver=deliver)
    if isinstance(extraction, Unread) and extraction.reason is UnreadReason.EMPTY:
        return _look_for_pictures(extraction, body)
    return extraction


def _look_for_pictures(found: Unread, body: bytes) -> Unread:
    """An office file without words that has pictures: scans, whose words need OCR."""
    # NotImplementedError: zipfile's word for a packing that it does not know
    with suppress(BadZipFile, OSError, ValueError, NotImplementedError):
        names = ZipFile(BytesIO(body)).namelist() if body.startswith(b"PK") else []
        count = sum(bool(_PICTURE.search(name)) for name in names)
        if count:
            why = f"there is no text in it, only pictures ({count}); it needs OCR"
            return replace(found, reason=UnreadReason.NEEDS_OCR, why=why)
    return found


def _read_as(  # each reader is imported when needed: that keeps the worker's start short
    sniffed: Sniffed,
    body: bytes,
    charset: str | None,
    name: str,
    limits: Limits,
    *,
    again: bool,
    deliver: Deliver | None,
) -> Extraction:
    match sniffed.format:
        case Format.HTML:
            from citecheck.extract.html import read_html

            kind = sniffed.media_type
            return read_html(body, media_type=kind, charset=charset, limits=limits)
        case Format.PDF:
            from citecheck.extract.pdf import read_pdf, read_pdf_again

            return (read_pdf_again if again else read_pdf)(body, limits, deliver)
        case Format.DOC:
            from citecheck.extract.doc import read_doc

            return read_doc(body, limits)
        case Format.DOCX:
            from citecheck.extract.docx import read_docx

            return read_docx(body, limits)
        case Format.RTF:
            from citecheck.extract.rtf import read_rtf

            return read_rtf(body, limits)
        case Format.ODF:
            from citecheck.extract.odf import read_odf

            return read_odf(body, sniffed.media_type, limits)
        case Format.XLSX:
            from citecheck.extract.sheets import read_xlsx

            return read_xlsx(body, sniffed.media_type, limits)
        case Format.XLS:
            from citecheck.extract.old_sheets import read_xls

            return read_xls(body, limits)
        case Format.PPTX:
            from citecheck.extract.slides import read_pptx

            return read_pptx(body, sniffed.media_type, limits)
        case Format.EPUB:
            from citecheck.extract.epub import read_epub

            return read_epub(body, limits)
        case Format.MAIL:
            from citecheck.extract.mail import read_mail

            return read_mail(body, limits)
        case Format.CSV:
            from citecheck.extract.plain import read_csv

            return read_csv(body, charset=charset, limits=limits)
        case Format.PLAIN:
            from citecheck.extract.plain import read_plain

            return read_plain(body, charset=charset, limits=limits)
        case Format.IMAGE:
            why = f"a picture ({sniffed.media_type}); its words need OCR"
            kind = sniffed.media_type
            return Unread(reason=UnreadReason.NEEDS_OCR, why=why, media_type=kind)
        case Format.LOCKED:
            why = "the document is encrypted"
            return Unread(reason=UnreadReason.PASSWORD, why=why, media_type=sniffed.media_type)
        case Format.UNSUPPORTED:
            kind = sniffed.media_type
            why = f"{kind} cannot be read ({name[:80]})" if name else f"{kind} cannot be read"
            return Unread(reason=UnreadReason.UNSUPPORTED, why=why, media_type=kind)
        case _:
            assert_never(sniffed.format)
