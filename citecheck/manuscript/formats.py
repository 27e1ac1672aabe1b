"""What a file is, by its first bytes; formats that are not read are refused by name."""

from __future__ import annotations

import re
from enum import Enum, auto
from pathlib import Path

from citecheck.model.errors import InputError

#: A report of 1,000 pages is about 3 MB of text.
MAX_BYTES = 64_000_000

READ = "plain text and Markdown (UTF-8, UTF-16 or a Windows code page), .docx, HTML and PDF"

#: (first bytes, what such a file is, what to do): formats that are not read.
SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "a zip or OpenDocument file", "save it as .docx"),
    (b"\xd0\xcf\x11\xe0", "an old Word file", "save it as .docx from Word"),
    (b"{\\rtf", "an RTF file", "save it as .docx"),
)
_HTML = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


class Format(Enum):
    """The formats that are read."""

    TEXT = auto()
    DOCX = auto()
    HTML = auto()
    PDF = auto()


def read_bytes(path: Path) -> bytes:
    """The file's bytes; raises ``InputError`` if there is nothing to read."""
    source = str(path)
    try:
        if path.is_dir():
            raise InputError("is a directory", source=source, remedy="name the manuscript itself")
        if path.stat().st_size > MAX_BYTES:
            raise InputError(
                f"is larger than {MAX_BYTES // 1_000_000} MB",
                source=source,
                remedy="a manuscript's text is far smaller; was it exported with its images?",
            )
        content = path.read_bytes()
    except FileNotFoundError:
        raise InputError("no such file", source=source, remedy="check the path") from None
    except PermissionError:
        raise InputError("may not be read", source=source, remedy="check its permissions") from None
    except (OSError, ValueError) as error:
        # ValueError: a NUL in the path; OSError: a name too long, a failing disk.
        reason = error.strerror if isinstance(error, OSError) else None
        raise InputError(
            f"cannot be read ({reason or error})", source=source, remedy="check the path"
        ) from error
    if not content.strip():
        raise InputError(
            "is empty", source=source, remedy="give a manuscript with body text and notes"
        )
    return content


def find_format(content: bytes, *, source: str) -> Format:
    """What the bytes are; raises ``InputError`` for a format that is known and not read."""
    if b"%PDF-" in content[:1024]:
        return Format.PDF
    if content.startswith(b"PK\x03\x04") and b"word/document" in content:
        return Format.DOCX
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start[2:].replace(b"\0", b"").lstrip()
    if _HTML.match(start):
        return Format.HTML
    for signature, name, remedy in SIGNATURES:
        if content.startswith(signature):
            raise InputError(f"is {name}; read are {READ}", source=source, remedy=remedy)
    if start.lower().startswith(b"<?xml"):
        raise InputError(
            f"is an XML file; read are {READ}", source=source, remedy="save it as HTML or .docx"
        )
    return Format.TEXT
