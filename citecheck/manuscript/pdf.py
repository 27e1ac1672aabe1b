"""The reader for a publication's own PDF: its pages' text without what belongs to the page.

Running heads, page numbers and footers are taken out, and footnotes at the foot of
their pages are gathered behind the body; what is left is read as plain text is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from citecheck.manuscript.note_numbers import find_note_start, is_note_heading
from citecheck.manuscript.text import read_text_manuscript
from citecheck.model.documents import Extraction, Unread, UnreadReason
from citecheck.model.errors import InputError
from citecheck.model.manuscripts import Manuscript

#: So many lines at either end of a page may be its running head or foot.
EDGE = 3

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:[-–—|]\s*)?(?:page|стр\.?|с\.)?\s*(\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*[-–—|])?(?:\s*(?:of|из|/)\s*\d{1,4})?",
    re.IGNORECASE,
)
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
    pages = strip_furniture([page.text.split("\n") for page in read.pages])
    lines = [line for page in pages for line in (*page, "")]
    if not any(map(is_note_heading, lines)):
        pages, notes = gather_footnotes(pages)
        lines = [line for page in pages for line in (*page, "")]
        if notes:
            lines += ["", "Footnotes", "", *notes]
    return read_text_manuscript("\n".join(lines), source=source)


def strip_furniture(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """The pages without the lines that stand at the edge of several, page numbers apart."""
    faces: Counter[tuple[str, str]] = Counter()
    for page in pages:
        filled = [line for line in page if line.strip()]
        head, foot = filled[:EDGE], filled[-EDGE:]
        faces.update({("head", _face(line)) for line in head})
        faces.update({("foot", _face(line)) for line in foot})
    often = {key for key, count in faces.items() if count > max(1, min(3, len(pages) // 3))}
    return [_strip_page(list(page), often) for page in pages]


def _face(line: str) -> str:
    return _DIGITS.sub("#", " ".join(line.split())).casefold()


def _strip_page(page: list[str], often: set[tuple[str, str]]) -> list[str]:
    for edge in ("head", "foot"):
        filled = [i for i, line in enumerate(page) if line.strip()]
        at = filled[:EDGE] if edge == "head" else filled[: -EDGE - 1 : -1]
        for i in at:
            line = page[i].strip()
            is_number = bool(_PAGE_NUMBER.fullmatch(line)) and i == at[0]
            if not is_number and (edge, _face(line)) not in often:
                break
            if find_note_start(line) is not None and not is_number and len(line) > 60:
                break
            page[i] = ""
    return page


def gather_footnotes(pages: Sequence[Sequence[str]]) -> tuple[list[list[str]], list[str]]:
    """The pages without the footnotes at their feet, and these in order."""
    bodies: list[list[str]] = []
    notes: list[str] = []
    due = 1
    for page in pages:
        at = _first_footnote(page, due)
        bodies.append(list(page[:at]))
        for line in page[at:]:
            start = find_note_start(line)
            if start is not None and start.number == due:
                due += 1
            notes.append(line)
    return bodies, notes


def _first_footnote(page: Sequence[str], due: int) -> int:
    """Where the footnotes of a page begin: the last line that starts with the number due."""
    for i in range(len(page) - 1, -1, -1):
        start = find_note_start(page[i])
        if start is None or start.number != due or not start.rest:
            continue
        if start.shape.endswith(("bracket", "superscript", "plain", "dot")):
            return i
    return len(page)
