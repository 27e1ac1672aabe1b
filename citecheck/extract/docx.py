"""Word documents (.docx) by docx2python: paragraphs, tables, notes.

The container is checked before anything is unpacked, see
:mod:`citecheck.containers`.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from html import unescape
from importlib.metadata import version
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from citecheck.containers import check_container
from citecheck.extract.docx_bare import read_bare_text
from citecheck.extract.letters import find_language, looks_like_mojibake
from citecheck.extract.limits import Limits
from citecheck.extract.notemarks import set_off
from citecheck.extract.sniffing import DOCX
from citecheck.extract.tidy import join_cells, one_line, tidy
from citecheck.model.documents import Document, Extraction, Page, Unread, UnreadReason

if TYPE_CHECKING:
    from docx2python.depth_collector import Par
    from docx2python.docx_output import DocxContent

_REFERENCE = re.compile(r"----(footnote|endnote)(-?\d+)----")
_NOTE_START = re.compile(r"^(footnote|endnote)(-?\d+)\)\t")
_PICTURE = re.compile(r"----[^\n]*?\.(?:png|jpe?g|gif|emf|wmf|tiff?|bmp|svg)----", re.IGNORECASE)
_ALTERNATIVE = re.compile(r"----Image alt text---->(.*?)<")
_RAISED_TAG = re.compile(r"<sup>(.*?)</sup>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")


def read_docx(body: bytes, limits: Limits) -> Extraction:
    """The document's text: body, headers and footers, then footnotes and endnotes."""
    refused = check_container(body, max_unpacked=limits.max_unpacked, max_ratio=limits.max_ratio)
    if refused:
        return Unread(reason=refused.reason, why=refused.why, media_type=DOCX)
    from docx2python import docx2python
    from docx2python.depth_collector import CaretDepthError
    from lxml.etree import LxmlError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of parts that the file lacks
            content = docx2python(BytesIO(body), html=True, duplicate_merged_cells=False)
            writer = _Writer(content)
            title = content.core_properties.get("title")
    except (
        BadZipFile, LxmlError, CaretDepthError, KeyError, ValueError, TypeError, AttributeError,
        IndexError, RecursionError, OSError, EOFError, NotImplementedError,
    ) as fault:  # fmt: skip
        # docx2python gives up on what other programs than Word leave out (a prefix, a part).
        told = f"{type(fault).__name__}: {str(fault)[:120]}"
        lines = read_bare_text(body)
        if lines is None:
            why = f"the Word document could not be read: {told}"
            return Unread(reason=UnreadReason.DAMAGED, why=why, media_type=DOCX)
        note = f"the text was read without its structure ({told})"
        return _document(lines, title=None, headings=(), notes=(note,), limits=limits)
    headings = tuple(dict.fromkeys(writer.headings))
    return _document(writer.lines, title=title, headings=headings, notes=(), limits=limits)


def _document(
    lines: Sequence[str],
    *,
    title: str | None,
    headings: tuple[str, ...],
    notes: tuple[str, ...],
    limits: Limits,
) -> Extraction:
    text = tidy("\n".join(lines))
    if not re.search(r"\w", text):
        return Unread(reason=UnreadReason.EMPTY, why="there is no text in it", media_type=DOCX)
    if looks_like_mojibake(text):
        why = "its letters come out in the wrong code page"
        return Unread(reason=UnreadReason.MOJIBAKE, why=why, media_type=DOCX)
    if len(text) > limits.max_characters:
        notes = (*notes, f"only the first {limits.max_characters:,} characters were read")
    return Document(
        media_type=DOCX,
        pages=(Page(number=1, text=text[: limits.max_characters]),),
        title=one_line(title),
        headings=headings,
        language=find_language(text),
        complete=not notes,
        notes=notes,
        engine=f"docx2python {version('docx2python')}",
    )


class _Writer:
    """Writes the parts of a document as lines; notes are numbered as they are referred to."""

    def __init__(self, content: DocxContent) -> None:
        self.lines: list[str] = []
        self.headings: list[str] = []
        self._numbers: dict[tuple[str, str], int] = {}
        for part in (
            content.header_pars,
            content.body_pars,
            content.footer_pars,
            content.footnotes_pars,
            content.endnotes_pars,
        ):
            for table in part:
                for row in table:
                    self._write_row(row)

    def _write_row(self, row: list[list[Par]]) -> None:
        """A row of a table on one line; the paragraphs between tables come as a row of one cell."""
        if not any(par.lineage[1] == "tbl" for cell in row for par in cell):
            self.lines += [self._text(par) for cell in row for par in cell]
            return
        line = join_cells(" ".join(filter(None, map(self._text, cell))) for cell in row)
        if line:
            self.lines.append(line)

    def _text(self, par: Par) -> str:
        text, raised = "", ""
        for run in par.runs:
            if "sup" in run.html_style:
                raised += run.text
                continue
            if not run.text:
                continue
            if raised:
                text, raised = text + set_off(text, self._plain(raised, text)), ""
            text += self._plain(run.text, text)
        text += set_off(text, self._plain(raised, text)) if raised else ""
        text = text.strip()
        if re.match(r"heading ?\d|title$|Заголовок", par.style or "", re.IGNORECASE) and text:
            self.headings.append(" ".join(text.split()))
        return text

    def _plain(self, run: str, before: str) -> str:
        """A run without docx2python's marks: links, pictures, references."""
        run = _NOTE_START.sub(self._reference, run)
        run = _REFERENCE.sub(self._reference, run)
        run = _PICTURE.sub("", _ALTERNATIVE.sub(r" \1 ", run))
        run = _RAISED_TAG.sub(
            lambda found: set_off((before + found.string[: found.start()])[-12:], found[1]), run
        )
        return unescape(_TAG.sub("", run))

    def _reference(self, found: re.Match[str]) -> str:
        key = (found[1], found[2])
        number = self._numbers.setdefault(
            key, 1 + sum(kind == found[1] for kind, _ in self._numbers)
        )
        return f"[{number}]" + (" " if found.re is _NOTE_START else "")
