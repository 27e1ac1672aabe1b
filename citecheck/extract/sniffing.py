"""What kind of file bytes are: told by the bytes; declared types and names lie."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from citecheck.extract.encodings import utf16_byte_order
from citecheck.extract.ole import find_streams


class Format(Enum):
    """The kinds of file that are told apart."""

    PDF = auto()
    HTML = auto()
    DOC = auto()
    DOCX = auto()
    RTF = auto()
    ODF = auto()
    XLSX = auto()
    XLS = auto()
    PPTX = auto()
    EPUB = auto()
    MAIL = auto()
    CSV = auto()
    PLAIN = auto()
    IMAGE = auto()
    LOCKED = auto()
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
XLSX = f"{_OOXML}.spreadsheetml.sheet"
PPTX = f"{_OOXML}.presentationml.presentation"
_ODF = "application/vnd.oasis.opendocument."
#: A part by which a container is known, its format and media type.
_ZIPPED: tuple[tuple[str, Format, str], ...] = (
    ("word/document.xml", Format.DOCX, DOCX),
    ("xl/workbook.xml", Format.XLSX, XLSX),
    ("xl/workbook.bin", Format.UNSUPPORTED, "application/vnd.ms-excel.sheet.binary"),
    ("ppt/presentation.xml", Format.PPTX, PPTX),
    ("META-INF/container.xml", Format.EPUB, "application/epub+zip"),
    ("content.xml", Format.ODF, f"{_ODF}text"),
)
_OLE_STREAMS: tuple[tuple[str, Format, str], ...] = (
    ("EncryptedPackage", Format.LOCKED, DOCX),
    ("WordDocument", Format.DOC, "application/msword"),
    ("Workbook", Format.XLS, "application/vnd.ms-excel"),
    ("Book", Format.XLS, "application/vnd.ms-excel"),
    ("PowerPoint Document", Format.UNSUPPORTED, "application/vnd.ms-powerpoint"),
    ("__nameid_version1.0", Format.UNSUPPORTED, "application/vnd.ms-outlook"),
)
_MAIL_START = re.compile(
    r"\s*(?:From [^\n]+\n)?(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*)+\s*\n"
)
_MAIL_SIGN = re.compile(
    r"^(?:MIME-Version:\s*1\.0|Content-Type:\s*(?:multipart|text)/)", re.MULTILINE | re.IGNORECASE
)


def sniff(body: bytes, *, media_type: str | None = None, name: str = "") -> Sniffed:
    """The kind of file; the declared type and name only decide between sorts of text.

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
    return _text_or_not(body, media_type, name)


def _ole(body: bytes) -> Sniffed:
    streams = find_streams(body)
    for name, found, kind in _OLE_STREAMS:
        # A torn directory gives no names; the name's letters may still be there.
        if name.lower() in streams or (not streams and name.encode("utf-16-le") + b"\0\0" in body):
            return Sniffed(format=found, media_type=kind)
    return Sniffed(format=Format.DOC, media_type="application/msword")


def _zipped(body: bytes) -> Sniffed:
    """By the names of its parts; a torn container has them in its bytes all the same."""
    stated = ""
    try:
        with ZipFile(BytesIO(body)) as container:
            names = set(container.namelist())
            if "mimetype" in names and container.getinfo("mimetype").file_size < 200:
                stated = container.read("mimetype").decode("ascii", "replace").strip()
    # the last two are zipfile's words for a packing that it does not know, and a password
    except (BadZipFile, OSError, ValueError, KeyError, NotImplementedError, RuntimeError):
        names = {name for name, _, _ in _ZIPPED if name.encode() in body}
    if stated.startswith(_ODF):
        sort = stated.removeprefix(_ODF).split("-")[0]
        readable = sort in {"text", "spreadsheet", "presentation"}
        return Sniffed(format=Format.ODF if readable else Format.UNSUPPORTED, media_type=stated)
    for name, found, kind in _ZIPPED:
        if name in names:
            return Sniffed(format=found, media_type=kind)
    return Sniffed(format=Format.UNSUPPORTED, media_type="application/zip")


def _text_or_not(body: bytes, media_type: str | None, name: str) -> Sniffed:
    sample = body[:8192]
    wide = sample.startswith((b"\xff\xfe", b"\xfe\xff")) or utf16_byte_order(sample) is not None
    text = sample.replace(b"\0", b"").decode("latin-1").lstrip("\xef\xbb\xbf\xff\xfe")
    if not wide and _is_binary(sample):
        return Sniffed(format=Format.UNSUPPORTED, media_type="application/octet-stream")
    said = (media_type or "").lower()
    mail = _MAIL_START.match(text)
    if mail and _MAIL_SIGN.search(mail[0]):
        return Sniffed(format=Format.MAIL, media_type="message/rfc822")
    if _HTML_START.match(text):
        kind = "application/xhtml+xml" if "<?xml" in text[:200] else "text/html"
        return Sniffed(format=Format.HTML, media_type=kind)
    if _XML_START.match(text):
        return Sniffed(format=Format.HTML, media_type="application/xml")
    if "html" in said or _HTML_ANYWHERE.search(text):
        return Sniffed(format=Format.HTML, media_type="text/html")
    if "csv" in said or "tab-separated" in said or name.lower().endswith((".csv", ".tsv")):
        return Sniffed(format=Format.CSV, media_type="text/csv")
    return Sniffed(format=Format.PLAIN, media_type="text/plain")


_BINARY = bytes([*range(9), 11, *range(14, 27), *range(28, 32)])


def _is_binary(sample: bytes) -> bool:
    """Whether control characters (WHATWG MIME Sniffing, binary data bytes) are more than strays."""
    binary = len(sample) - len(sample.translate(None, _BINARY))
    return binary > max(2, len(sample) // 100)
