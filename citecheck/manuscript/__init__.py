"""Manuscripts: a file in, body blocks, markers and notes out.

:func:`read_manuscript` looks at what the file *is*, not at what it is called, and
chooses a reader.  Nothing here knows what a note means.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from citecheck.manuscript.decoding import decode_html, decode_text
from citecheck.manuscript.formats import Format, find_format, read_bytes
from citecheck.manuscript.text import read_text_manuscript
from citecheck.model.errors import InputError
from citecheck.model.manuscripts import Manuscript

if TYPE_CHECKING:
    from citecheck.ports import Extractor

__all__ = ["read_manuscript"]


def read_manuscript(path: Path, *, extractor: Extractor | None = None) -> Manuscript:
    """Read a manuscript: plain text, Markdown, Word (.docx), HTML, or a PDF.

    ``extractor`` reads the pages of a PDF; without one a PDF is refused.  Each
    reader is loaded when it is first needed.

    Raises :class:`~citecheck.model.errors.InputError`, one line with file, place
    and remedy, for a file that is missing, empty, a directory, binary, damaged or
    wrongly encoded, or that has no notes.
    """
    source = str(path)
    content = read_bytes(path)
    match find_format(content, source=source):
        case Format.PDF:
            from citecheck.manuscript.pdf import read_pdf_manuscript

            if extractor is None:
                raise InputError(
                    "is a PDF, and no reader of PDFs was given",
                    source=source,
                    remedy="give the manuscript as text, .docx, Markdown or HTML",
                )
            return read_pdf_manuscript(content, extractor, name=path.name, source=source)
        case Format.DOCX:
            from citecheck.manuscript.docx import read_docx_manuscript

            return read_docx_manuscript(content, source=source)
        case Format.HTML:
            from citecheck.manuscript.html import read_html_manuscript

            return read_html_manuscript(decode_html(content, source=source), source=source)
        case Format.TEXT:
            text = decode_text(content, source=source)
            if "[^" in text or "^[" in text:
                from citecheck.manuscript.markdown import has_footnotes, read_markdown_manuscript

                if has_footnotes(text):
                    return read_markdown_manuscript(text, source=source)
            return read_text_manuscript(text, source=source)
