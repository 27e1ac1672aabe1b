"""Manuscripts: a file in, body blocks, markers and notes out.

:func:`read_manuscript` looks at what the file *is*, not at what it is called, and
chooses a reader.  Nothing here knows what a note means.
"""

from __future__ import annotations

from pathlib import Path

from citecheck.manuscript.decoding import decode_text
from citecheck.manuscript.formats import read_bytes, refuse_other_formats
from citecheck.manuscript.text import read_text_manuscript
from citecheck.model.manuscripts import Manuscript

__all__ = ["read_manuscript"]


def read_manuscript(path: Path) -> Manuscript:
    """Read a manuscript: plain text, with or without Markdown.

    Raises :class:`~citecheck.model.errors.InputError`, one line with file, place
    and remedy, for a file that is missing, empty, a directory, binary or wrongly
    encoded, or whose notes are missing, doubled or not there at all.
    """
    source = str(path)
    content = read_bytes(path)
    refuse_other_formats(content, source=source)
    return read_text_manuscript(decode_text(content, source=source), source=source)
