"""What kind of file bytes are: told by the bytes; declared types and names lie."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto


class Format(Enum):
    """The kinds of file that are told apart."""

    PDF = auto()
    HTML = auto()
    DOC = auto()
    DOCX = auto()
    RTF = auto()
    PLAIN = auto()
    IMAGE = auto()
    UNSUPPORTED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sniffed:
    """A kind of file and its media type."""

    format: Format
    media_type: str


_HTML_START = re.compile(
    r"(?>\s|<!--.*?-->|<\?xml[^>]*>)*+<(?:!doctype\s+html|(?:html|head|body|title|meta|script|style|"
    r"frameset|table|div|center|font|link|base|h[1-6]|p|a|b|br|span|ul|ol|pre|iframe|form|img)\b)",
    re.IGNORECASE | re.DOTALL,
)
_HTML_ANYWHERE = re.compile(r"<(?:html|body|head|title|table|div)\b[^<>]*>", re.IGNORECASE)
_XML_START = re.compile(r"\s*<\?xml\b|\s*<(?:rss|feed|svg)\b", re.IGNORECASE)

#: First bytes, the media type, and whether it is a picture of a page.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"AT&TFORM", "image/vnd.djvu"),
    (b"\x1f\x8b", "application/gzip"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"%!PS", "application/postscript"),
    (b"\x7fELF", "application/x-executable"),
    (b"MZ\x90", "application/x-executable"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "application/ogg"),
    (b"FWS", "application/x-shockwave-flash"),
    (b"CWS", "application/x-shockwave-flash"),
    (b"\xdb\xa5", "application/msword"),  # Word 2
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OOXML = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OOXML}.wordprocessingml.document"
_ZIPPED: tuple[tuple[bytes, str], ...] = (
    (b"word/document.xml", DOCX),
    (b"xl/workbook.", f"{_OOXML}.spreadsheetml.sheet"),
    (b"ppt/presentation.xml", f"{_OOXML}.presentationml.presentation"),
    (b"mimetypeapplication/epub+zip", "application/epub+zip"),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
)


def sniff(body: bytes, *, media_type: str | None = None) -> Sniffed:
    """The kind of file; the declared type only decides between sorts of text.

    >>> sniff(b"<html><p>Not found", media_type="application/pdf").media_type
    'text/html'
    """
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in body[:1024] and not start.startswith((b"<", b"PK")):
        return Sniffed(format=Format.PDF, media_type="application/pdf")
    if body.startswith(_OLE):
        return _ole(body)
    if body.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(body)
    if start.startswith(b"{\\rtf"):
        return Sniffed(format=Format.RTF, media_type="application/rtf")
    for magic, kind in _MAGIC:
        if body.startswith(magic):
            picture = kind.startswith("image/")
            found = Format.IMAGE if picture else Format.UNSUPPORTED
            return Sniffed(format=found, media_type=kind)
    return _text_or_not(body, media_type)


def _ole(body: bytes) -> Sniffed:
    for name, kind in (
        ("WordDocument", "application/msword"),
        ("Workbook", "application/vnd.ms-excel"),
        ("PowerPoint Document", "application/vnd.ms-powerpoint"),
        ("EncryptedPackage", DOCX),
    ):
        if name.encode("utf-16-le") in body:
            word = kind in {"application/msword", DOCX}
            return Sniffed(format=Format.DOC if word else Format.UNSUPPORTED, media_type=kind)
    return Sniffed(format=Format.DOC, media_type="application/msword")


def _zipped(body: bytes) -> Sniffed:
    for name, kind in _ZIPPED:
        if name in body:
            found = Format.DOCX if kind == DOCX else Format.UNSUPPORTED
            return Sniffed(format=found, media_type=kind)
    return Sniffed(format=Format.UNSUPPORTED, media_type="application/zip")


def _text_or_not(body: bytes, media_type: str | None) -> Sniffed:
    sample = body[:8192]
    wide = sample.startswith((b"\xff\xfe", b"\xfe\xff")) or _half_zeros(sample)
    text = sample.replace(b"\0", b"").decode("latin-1").lstrip("\xef\xbb\xbf\xff\xfe")
    if not wide and _is_binary(sample):
        return Sniffed(format=Format.UNSUPPORTED, media_type="application/octet-stream")
    said = (media_type or "").lower()
    if _HTML_START.match(text):
        kind = "application/xhtml+xml" if "<?xml" in text[:200] else "text/html"
        return Sniffed(format=Format.HTML, media_type=kind)
    if _XML_START.match(text):
        return Sniffed(format=Format.HTML, media_type="application/xml")
    if "html" in said or _HTML_ANYWHERE.search(text):
        return Sniffed(format=Format.HTML, media_type="text/html")
    return Sniffed(format=Format.PLAIN, media_type="text/plain")


def _half_zeros(sample: bytes) -> bool:
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    return half > 0 and max(even, odd) >= 0.2 * half and min(even, odd) <= 0.02 * half


def _is_binary(sample: bytes) -> bool:
    """Whether control characters (WHATWG MIME Sniffing, binary data bytes) are more than strays."""
    binary = sum(byte < 9 or byte == 11 or 14 <= byte < 27 or 28 <= byte < 32 for byte in sample)
    return binary > max(2, len(sample) // 100)
