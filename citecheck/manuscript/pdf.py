"""The reader for a publication's own PDF: its pages' text without what belongs to the page.

Running heads, page numbers and footers are taken out, and footnotes at the foot of
their pages are gathered behind the body, as in plain text whose pages form feeds part.
"""

from __future__ import annotations

from citecheck.manuscript.text import read_text_manuscript
from citecheck.model.documents import Extraction, Unread, UnreadReason
from citecheck.model.errors import InputError
from citecheck.model.manuscripts import Manuscript

_REMEDIES = {
    UnreadReason.PASSWORD: "save it without a password",
    UnreadReason.NEEDS_OCR: "give the manuscript itself, or a PDF with a text layer",
    UnreadReason.MOJIBAKE: "give the manuscript itself; the PDF's fonts hide its letters",
}


def read_pdf_manuscript(read: Extraction, *, source: str) -> Manuscript:
    """Read the text of a PDF's pages; ``source`` is the file's name, for errors.

    Raises :class:`~citecheck.model.errors.InputError` where the PDF could not be
    read, or has no notes.
    """
    if isinstance(read, Unread):
        raise InputError(
            f"could not be read: {read.why}",
            source=source,
            remedy=_REMEDIES.get(
                read.reason, "export the PDF again, or give the manuscript itself"
            ),
        )
    return read_text_manuscript("\n\f".join(page.text for page in read.pages), source=source)
