"""The reader for Word manuscripts (.docx), by mammoth: true footnotes and endnotes.

mammoth turns the file into HTML in which each note hangs on an anchor where Word
has its reference, insertions accepted and deletions gone.  Notes are numbered as
they are referred to, as Word numbers them.  Nothing outside the file is opened.
"""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from bs4 import BeautifulSoup

from citecheck.containers import check_container
from citecheck.manuscript.html import parse_html
from citecheck.manuscript.marked_up import read_marked_up
from citecheck.model.errors import InputError
from citecheck.model.manuscripts import Manuscript

#: A report of 1,000 pages has about 20 MB of XML.
MAX_XML = 100_000_000
MAX_UNPACKED = 400_000_000
MAX_RATIO = 200

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Заголовок 1'] => h1:fresh
p[style-name='Заголовок 2'] => h2:fresh
p[style-name='Заголовок 3'] => h3:fresh
"""
_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "word/styles.xml")
#: What mammoth and the XML parser under it raise for files that no Word wrote.
_FAULTS = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, EOFError, LookupError,
    NotImplementedError, RecursionError,
)  # fmt: skip


def read_docx_manuscript(content: bytes, *, source: str) -> Manuscript:
    """Read a Word manuscript; ``source`` is its name, for errors.

    Raises :class:`~citecheck.model.errors.InputError` for a container that is torn,
    encrypted, unpacks to too much or declares entities, and where there are no notes.
    """
    refused = check_container(content, max_unpacked=MAX_UNPACKED, max_ratio=MAX_RATIO)
    if refused is None:
        with ZipFile(BytesIO(content)) as container:
            sizes = {member.filename: member.file_size for member in container.infolist()}
        size = sum(sizes.get(part, 0) for part in _PARTS)
        why = f"its text unpacks to {size:,} bytes, more than {MAX_XML:,}" if size > MAX_XML else ""
    else:
        why = refused.why
    if why:
        raise InputError(
            f"is not opened: {why}", source=source, remedy="save it again from Word as .docx"
        )
    return read_marked_up(_to_html(content, source=source), source=source)


def _to_html(content: bytes, *, source: str) -> BeautifulSoup:
    from xml.parsers.expat import ExpatError

    import mammoth

    try:
        page = mammoth.convert_to_html(
            BytesIO(content),
            style_map=_STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=lambda _image: [],
        ).value
    except (*_FAULTS, ExpatError) as fault:
        told = f"{type(fault).__name__}: {str(fault)[:100]}".rstrip(": ").replace("\n", " ")
        raise InputError(
            f"is a damaged Word file ({told})",
            source=source,
            remedy="open it in Word and save it again as .docx",
        ) from fault
    return parse_html(page)
