"""The reader for a publication's own PDF: its pages' text without what belongs to the page.

Running heads, page numbers and footers are taken out, and footnotes at the foot of
their pages are gathered behind the body, as in plain text whose pages form feeds part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citecheck.manuscript.text import read_text_manuscript
from citecheck.model.documents import Extraction, Unread, UnreadReason
from citecheck.model.errors import InputError
from citecheck.model.manuscripts import Manuscript

if TYPE_CHECKING:
    from citecheck.ports import Extractor

PDF = "application/pdf"

_REMEDIES = {
    UnreadReason.PASSWORD: "save it without a password",
    UnreadReason.NEEDS_OCR: "give the manuscript itself, or a PDF with a text layer",
    UnreadReason.MOJIBAKE: "give the manuscript itself; the PDF's fonts hide its letters",
}


def read_pdf_manuscript(
    content: bytes, extractor: Extractor, *, name: str, source: str
) -> Manuscript:
    """Read a PDF; ``source`` is the file's name, for errors.

    The second reader is asked first: it lays out columns and raised marks with more
    care, and takes its time.  What the other one finds counts where it finds no notes.

    Raises :class:`~citecheck.model.errors.InputError` where the PDF could not be
    read, or has no notes.
    """
    try:
        read = extractor.extract_again(content, media_type=PDF, name=name)
        return _read_pages(read, source=source)
    except InputError as refused:
        read = extractor.extract(content, media_type=PDF, name=name)
        try:
            return _read_pages(read, source=source)
        except InputError:
            raise refused from None


def _read_pages(read: Extraction, *, source: str) -> Manuscript:
    if isinstance(read, Unread):
        raise InputError(
            f"could not be read: {read.why}",
            source=source,
            remedy=_REMEDIES.get(
                read.reason, "export the PDF again, or give the manuscript itself"
            ),
        )
    return read_text_manuscript("\n\f".join(page.text for page in read.pages), source=source)
