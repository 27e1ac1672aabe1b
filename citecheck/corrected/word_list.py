"""The notes as they were printed, as a numbered list in a Word file, ready to be corrected."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document

from citecheck.corrected.pieces import CorrectedNote
from citecheck.safe_text import xml_text


def to_word_list(notes: Sequence[CorrectedNote], *, title: str) -> bytes:
    """A paragraph a note, ``12. The note``, under a heading; nothing is corrected in it yet."""
    document = Document()
    document.add_heading(xml_text(title), level=1)
    for note in notes:
        document.add_paragraph(f"{note.number}. {xml_text(note.raw)}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
