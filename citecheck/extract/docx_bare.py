"""The bare words of a Word document that docx2python gives up on."""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree

_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_GAPS = {"tab", "br", "cr"}


def read_bare_text(body: bytes) -> list[str] | None:
    """The paragraphs of the body and the notes, without tables and note marks.

    ``None`` if the XML itself is broken.  The container has been checked before.
    """
    lines: list[str] = []
    try:
        with ZipFile(BytesIO(body)) as container:
            for part in sorted(set(_PARTS) & set(container.namelist())):
                lines += _paragraphs(container.read(part))
    except (BadZipFile, etree.LxmlError, zlib.error, EOFError, ValueError, OSError):
        return None
    return lines


def _paragraphs(part: bytes) -> list[str]:
    lines: list[str] = []
    pieces: list[str] = []
    for _, element in etree.iterparse(BytesIO(part), resolve_entities=False, no_network=True):
        name = etree.QName(element).localname
        if name == "t":
            pieces.append(element.text or "")
        elif name in _GAPS:
            pieces.append(" ")
        elif name == "p":
            lines.append("".join(pieces))
            pieces.clear()
            element.clear()
    return lines
