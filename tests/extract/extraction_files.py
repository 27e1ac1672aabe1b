"""Invented files for the extraction tests, built where their truth is known."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from citecheck.extract import Limits, read
from citecheck.model.documents import Document, Extraction, Unread

LIMITS = Limits()

RUSSIAN = (
    "В 2009 году перепись насчитала 37,4 процента жителей придуманной долины. "
    "Всего в ней живут 12 345 человек, из них 4 512 пастухов и 988 школьников. "
    "Следующая перепись намечена на 2015 год, и её итоги будут опубликованы позже."
)


def extraction(
    body: bytes, media_type: str | None = None, limits: Limits = LIMITS, *, again: bool = False
) -> Extraction:
    return read(body, media_type=media_type, name="", limits=limits, again=again)


def document(
    body: bytes, media_type: str | None = None, limits: Limits = LIMITS, *, again: bool = False
) -> Document:
    found = extraction(body, media_type, limits, again=again)
    assert isinstance(found, Document), found
    return found


def unread(body: bytes, media_type: str | None = None, limits: Limits = LIMITS) -> Unread:
    found = extraction(body, media_type, limits)
    assert isinstance(found, Unread), found
    return found


def html(inside: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{inside}</body></html>".encode()


def shown(size: float, x: float, y: float, words: str) -> str:
    """A content stream's words at a place."""
    return f"BT /F1 {size} Tf {x} {y} Td ({words}) Tj ET\n"


def pdf_objects(objects: Mapping[int, bytes], *, trailer: str = "") -> bytes:
    """A PDF of numbered objects; number 1 is the catalog."""
    out = BytesIO()
    out.write(b"%PDF-1.5\n")
    places = {}
    for number, content in sorted(objects.items()):
        places[number] = out.tell()
        out.write(b"%d 0 obj\n" % number + content + b"\nendobj\n")
    start, size = out.tell(), max(objects) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        out.write(b"%010d 00000 n \n" % places[number])
    out.write(f"trailer <</Size {size} /Root 1 0 R {trailer}>>\n".encode())
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def stream(content: bytes, extra: str = "") -> bytes:
    return f"<</Length {len(content)} {extra}>>\nstream\n".encode() + content + b"\nendstream"


def pdf(
    pages: Sequence[str],
    *,
    catalog: str = "",
    page: str = "",
    resources: str = "",
    promised: int | None = None,
    more: Mapping[int, bytes] | None = None,
) -> bytes:
    """A PDF with one content stream a page: objects 1 catalog, 2 pages, 3 font, 10 on: pages."""
    numbers = [10 + 2 * index for index in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    count = len(pages) if promised is None else promised
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    objects = {
        1: f"<</Type/Catalog/Pages 2 0 R {catalog}>>".encode(),
        2: f"<</Type/Pages/Count {count}/Kids[{kids}]>>".encode(),
        3: font.encode(),
    }
    for number, content in zip(numbers, pages, strict=True):
        objects[number] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {number + 1} 0 R"
            f"/Resources<</Font<</F1 3 0 R>> {resources}>> {page}>>"
        ).encode()
        objects[number + 1] = stream(content.encode("cp1252"))
    for number in range(4, 10):
        objects.setdefault(number, b"null")
    return pdf_objects({**objects, **(more or {})})


def picture(number: int = 4) -> dict[int, bytes]:
    """A picture object of one grey dot."""
    extra = "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
    return {number: stream(b"\x80", extra)}


SCAN = "q 595 0 0 842 0 0 cm /Im1 Do Q\n"


SPACES = b" " * (4 << 20)


def deflated_spaces(size: int) -> bytes:
    """Raw deflate (RFC 1951) of ``size`` spaces, a multiple of 4 MiB, packed as tightly as can be.

    The packer forgets what it saw after each part: all parts are alike, and one is packed.
    """
    assert size % len(SPACES) == 0
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    part = packer.compress(SPACES) + packer.flush(zlib.Z_FULL_FLUSH)
    return part * (size // len(SPACES)) + packer.flush()


def packed_spaces(size: int) -> bytes:
    """The same as zlib's format (RFC 1950) has it, with its sum at the end."""
    total = 1
    for _ in range(size // len(SPACES)):
        total = zlib.adler32(SPACES, total)
    return b"\x78\xda" + deflated_spaces(size) + total.to_bytes(4, "big")


def flate_bomb(size: int) -> bytes:
    """A PDF whose page unpacks to ``size`` bytes of spaces."""
    return pdf([""], more={11: stream(packed_spaces(size), "/Filter/FlateDecode")})


def endless_pdf(depth: int = 40) -> bytes:
    """A PDF of few bytes that draws 2 ** depth forms."""
    forms = {}
    first = 12
    for level in range(depth):
        inner = f"/X {first + level + 1} 0 R" if level + 1 < depth else ""
        drawn = b"/X Do /X Do" if inner else shown(9, 9, 9, "x").encode()
        extra = (
            f"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
            f"/Resources<</XObject<<{inner}>>/Font<</F1 3 0 R>>>>"
        )
        forms[first + level] = stream(drawn, extra)
    return pdf(["/X Do"], resources=f"/XObject<</X {first} 0 R>>", more=forms)


_TYPES = (
    '<?xml version="1.0"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
    'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = (
    '<?xml version="1.0"?><Relationships '
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = f'xmlns:r="{_RELATION}"'


def docx(
    body: str,
    *,
    prolog: str = "",
    footnotes: str = "",
    endnotes: str = "",
    padding: int = 0,
    prefixes: str = _R,
) -> bytes:
    """A .docx of hand-written WordprocessingML; ``padding`` adds bytes of spaces to its body."""
    out = BytesIO()
    main = _RELS.format(
        f'<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/>'
    )
    parts = "".join(
        f'<Relationship Id="r{kind}" Type="{_RELATION}/{kind}" Target="{kind}.xml"/>'
        for kind, notes in (("footnotes", footnotes), ("endnotes", endnotes))
        if notes
    )
    with ZipFile(out, "w", ZIP_DEFLATED) as container:
        container.writestr("[Content_Types].xml", _TYPES)
        container.writestr("_rels/.rels", main)
        container.writestr("word/_rels/document.xml.rels", _RELS.format(parts))
        with container.open("word/document.xml", "w", force_zip64=True) as part:
            start = f'<?xml version="1.0"?>{prolog}<w:document {_W} {prefixes}><w:body>'
            part.write(start.encode())
            for _ in range(padding >> 20):
                part.write(b" " * (1 << 20))
            part.write(f"{body}</w:body></w:document>".encode())
        for kind, notes in (("footnotes", footnotes), ("endnotes", endnotes)):
            if notes:
                container.writestr(f"word/{kind}.xml", f"<w:{kind} {_W} {_R}>{notes}</w:{kind}>")
    return out.getvalue()


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def many_kinds() -> list[bytes]:
    """A small document of each of a few kinds; the first is a PDF."""
    return [
        pdf([shown(11, 72, 700, "12,345 sheep"), shown(11, 72, 700, "988 goats")]),
        html("<h1>Valley</h1><p>12,345 sheep<nav>Home</nav>"),
        RUSSIAN.encode("koi8-r"),
        docx(paragraph(run("12,345 sheep"))),
    ]
