"""PDF by pypdf, the third reader: for files that neither of the others can open.

What it gives never makes a complete document.
"""

from __future__ import annotations

from importlib.metadata import version
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, DeprecationError, FileNotDecryptedError, PyPdfError

from citecheck.extract.limits import Limits
from citecheck.extract.pdf_lines import join_hyphens
from citecheck.extract.pdf_reading import Deliver, Drawn, Reading, told, unread
from citecheck.extract.tidy import tidy
from citecheck.model.documents import Unread, UnreadReason

ENGINE = f"pypdf {version('pypdf')}"

#: What pypdf raises for files that its own writer would not write.
_FAULTS = (
    PyPdfError, DeprecationError, DependencyError, ValueError, TypeError, LookupError,
    AttributeError, AssertionError, RuntimeError, ArithmeticError, OSError, EOFError,
    NotImplementedError,
)  # fmt: skip


def read_by_pypdf(body: bytes, limits: Limits, deliver: Deliver | None = None) -> Reading | Unread:
    """The pages that pypdf finds."""
    try:
        document = PdfReader(BytesIO(body), strict=False)
        if document.is_encrypted and not document.decrypt(""):
            return unread(UnreadReason.PASSWORD, "the file is locked with a password")
        count = len(document.pages)
    except FileNotDecryptedError:
        return unread(UnreadReason.PASSWORD, "the file is locked with a password")
    except _FAULTS as fault:
        return unread(UnreadReason.DAMAGED, f"the PDF could not be opened: {told(fault)}")
    reading = Reading(ENGINE, limits, deliver)
    for index in range(count):
        if reading.is_full():
            break
        try:
            text = document.pages[index].extract_text()
        except _FAULTS as fault:
            reading.fail(told(fault))
            continue
        reading.add(join_hyphens(tidy(text)), label=None, drawn=Drawn())
    return reading
