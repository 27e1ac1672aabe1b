"""Whether a page's content is whole: pdfminer.six reads torn data as far as it goes.

What it leaves out it tells its log at most, so that is listened to.
"""

from __future__ import annotations

import logging
from types import TracebackType

from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import LITERALS_FLATE_DECODE, PDFStream, resolve1

from citecheck.extract.pdf_structure import is_torn

#: How pdfminer.six 20260107 tells that it leaves out text, or does not know where it stands.
_LOSSES = ("Data-loss while", "Cannot render", "Cannot concatenate", "Could not set text")


class Losses(logging.Handler):
    """Counts what pdfminer.six leaves out while this is entered."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0
        self._logger = logging.getLogger("pdfminer")

    def emit(self, record: logging.LogRecord) -> None:
        """Take notice of a warning."""
        self.count += str(record.msg).startswith(_LOSSES)

    def __enter__(self) -> Losses:
        self._logger.addHandler(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._logger.removeHandler(self)


def has_torn_content(page: PDFPage) -> bool:
    """Whether a content stream is missing, or its deflated data break off or make no sense.

    Encrypted content is not looked at.
    """
    for reference in page.contents:
        content = resolve1(reference)
        if not isinstance(content, PDFStream):
            return True
        if content.rawdata is None or content.decipher is not None:
            continue
        filters = content.get_filters()
        if filters and filters[0][0] in LITERALS_FLATE_DECODE and is_torn(content.rawdata):
            return True
    return False
