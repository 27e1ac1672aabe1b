"""Files that are made to harm their reader, none of them PDF; built when asked for."""

from __future__ import annotations

import gzip
import random
import struct
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from extraction_files import SPACES, deflated_spaces, docx, html, paragraph, run
from office_files import epub, odf, pptx, xlsx, zipped
from old_word import compound_file, word_6

_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 20}">' for n in range(12))
    + "]>"
)
_SECRET = '<!DOCTYPE x [<!ENTITY s SYSTEM "file:///etc/passwd">]>'
_FILES = Path(__file__).parent / "files"


def _bomb(name: str, size: int) -> bytes:
    """A container whose last part unpacks to ``size`` spaces: written packed, then said to be."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as container:
        container.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        part = ZipInfo(name)
        container.writestr(part, deflated_spaces(size), ZIP_STORED)
    total = 0
    for _ in range(size // len(SPACES)):
        total = zlib.crc32(SPACES, total)
    body = bytearray(out.getvalue())
    for at in (part.header_offset + 8, body.rindex(b"PK\x01\x02") + 10):
        struct.pack_into("<H", body, at, ZIP_DEFLATED)
        struct.pack_into("<I", body, at + 6, total)
        struct.pack_into("<I", body, at + 14, size)
    return bytes(body)


def _many_members(count: int) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as container:
        container.writestr("word/document.xml", "<w:document><w:body/></w:document>")
        for number in range(count):
            container.writestr(f"word/{number}.xml", "x")
    return out.getvalue()


def _nested_zip(depth: int) -> bytes:
    body = b"12,345"
    for _ in range(depth):
        body = zipped({"inner.zip": body})
    return body


def _lying_zip() -> bytes:
    """A container whose directory states small sizes for a part of 300 MiB."""
    body = bytearray(_bomb("content.xml", 300 << 20))
    at = body.rindex(b"PK\x01\x02")
    struct.pack_into("<I", body, at + 24, 100)
    return bytes(body)


def _loop_of_sectors() -> bytes:
    body = bytearray(word_6(b"12,345 sheep\r"))
    (fat,) = struct.unpack_from("<I", body, 76)
    for number in range(20):
        struct.pack_into("<I", body, (fat + 1) * 512 + 4 * number, number)
    return bytes(body)


def _loop_of_entries() -> bytes:
    body = bytearray(compound_file({"WordDocument": b"x" * 5000, "1Table": b"y" * 5000}))
    (directory,) = struct.unpack_from("<I", body, 48)
    for entry in range(3):
        struct.pack_into("<3I", body, (directory + 1) * 512 + 128 * entry + 68, 1, 2, 1)
    return bytes(body)


def _pieces_without_end() -> bytes:
    body = bytearray(word_6(b"12,345 sheep and 988 goats\r", pieces=True))
    at = body.index(b"\x02" + struct.pack("<I", 28))
    struct.pack_into("<I", body, at + 1, 0x7FFFFFFF)
    struct.pack_into("<3I", body, at + 5, 0, 0x7FFFFFFF, 0xFFFFFFFF)
    return bytes(body)


def _rtf(words: str) -> bytes:
    return (r"{\rtf1\ansi " + words + "}").encode("latin-1")


def _mail(depth: int) -> bytes:
    head = b"MIME-Version: 1.0\n"
    parts = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(depth)
    )
    return head + parts + b"Content-Type: text/plain\n\n12,345\n"


_MANY = 'table:number-columns-repeated="2147483647"'
_DEEP_TABLE = (
    "<w:tbl><w:tr><w:tc>" * 3000 + paragraph(run("12,345")) + "</w:tc></w:tr></w:tbl>" * 3000
)

BUILDERS: dict[str, Callable[[], bytes]] = {
    "html: 100,000 nested blocks": lambda: html("<div>" * 100_000 + "12,345"),
    "html: 100,000 nested inline elements": lambda: html("<b><i>" * 50_000 + "12,345"),
    "html: 5,000 nested tables": lambda: html("<table><tr><td>" * 5_000 + "12,345"),
    "html: a million attributes": lambda: html(
        "<p " + " ".join(f"a{n}=1" for n in range(1_000_000)) + ">12,345</p>"
    ),
    "html: a million elements": lambda: html("<p>1</p>" * 1_000_000),
    "html: 300,000 comments left open": lambda: html("<!--" * 300_000 + "<p>12,345"),
    "html: 1,000 cells that span 1,000 rows and columns": lambda: html(
        "<table>" + "<tr><td rowspan=1000 colspan=1000>word</td></tr>" * 1_000 + "</table>"
    ),
    "html: a million entities": lambda: html("<p>" + "&amp;&#49;" * 500_000),
    "html: one word of 20 MB": lambda: html("<p>" + "x" * 20_000_000),
    "html: 100,000 raised marks in one": lambda: html("<p>1" + "<sup>2" * 100_000),
    "html: endless definition list": lambda: html("<dl>" + "<dt>a<dd>" * 200_000),
    "html: binary behind a doctype": lambda: b"<!doctype html>" + random.Random(7).randbytes(2_000_000),
    "html: JSON-LD nested 100,000 deep": lambda: html(
        "<p>12,345<script type='application/ld+json'>" + "[" * 100_000 + "</script>"
    ),
    "docx: zip bomb of 1 GiB": lambda: _bomb("word/document.xml", 1 << 30),
    "odt: zip bomb of 1 GiB": lambda: _bomb("content.xml", 1 << 30),
    "odt: zip that lies about its sizes": _lying_zip,
    "docx: seven million paragraphs": lambda: docx("<w:p/>" * 7_000_000),
    "docx: billion laughs": lambda: docx(paragraph(run("&l;")), prolog=_LAUGHS),
    "docx: external entity": lambda: docx(paragraph(run("&s;")), prolog=_SECRET),
    "docx: 50,000 nested elements": lambda: docx("<w:smartTag>" * 50_000),
    "docx: 3,000 nested tables": lambda: docx(_DEEP_TABLE),
    "docx: a table of a million cells": lambda: docx(
        "<w:tbl>" + ("<w:tr>" + "<w:tc><w:p/></w:tc>" * 1000 + "</w:tr>") * 1000 + "</w:tbl>"
    ),
    "docx: fields never closed": lambda: docx(
        paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 100_000, run("12,345"))
    ),
    "zip: 100,000 members": lambda: _many_members(100_000),
    "zip in zip, 200 deep": lambda: _nested_zip(200),
    "gzip in gzip": lambda: gzip.compress(gzip.compress(b" " * 100_000_000)),
    "xlsx: a billion cells claimed": lambda: xlsx(
        '<row r="1"><c r="A1"><v>12345</v></c></row><row r="1048576"><c r="XFD1048576"><v>5</v></c></row>',
        more='<dimension ref="A1:XFD1048576"/>',
    ),
    "xlsx: merges that overlap": lambda: xlsx(
        '<row r="1"><c r="A1"><v>12345</v></c></row>' + '<row><c><v>1</v></c></row>' * 5000,
        more="<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 10_000 + "</mergeCells>",
    ),
    "xlsx: external entity": lambda: zipped({"xl/workbook.xml": _SECRET + "<workbook>&s;</workbook>"}),
    "xlsx: a string of 30 MB, 50 times": lambda: xlsx(
        '<row><c t="s"><v>0</v></c></row>' * 50, strings=f"<si><t>{'x ' * 5_000_000}</t></si>"
    ),
    "ods: 2^31 columns and rows": lambda: odf(
        "<table:table>" + (
            f'<table:table-row table:number-rows-repeated="2147483647"><table:table-cell {_MANY}>'
            "<text:p>12,345</text:p></table:table-cell></table:table-row>"
        ) * 50 + "</table:table>", kind="spreadsheet",
    ),
    "odt: 20,000 nested sections": lambda: odf("<text:section>" * 20_000),
    "odt: a space repeated 2^31 times": lambda: odf('<text:p>1<text:s text:c="2147483647"/>2</text:p>' * 99),
    "pptx: 5,000 nested groups": lambda: pptx("<p:sld xmlns:p='p'>" + "<p:grpSp>" * 5_000),
    "epub: chapters without end": lambda: epub(*["<p>12,345" * 2_000] * 2_500),
    "doc: sectors in a loop": _loop_of_sectors,
    "doc: entries in a loop": _loop_of_entries,
    "doc: pieces without end": _pieces_without_end,
    "doc: noise in a real file": lambda: _noise(_FILES / "looks.doc"),
    "xls: noise in a real file": lambda: _noise(_FILES / "herds.xls"),
    "rtf: a million groups": lambda: _rtf("{" * 1_000_000),
    "rtf: 100,000 groups with text": lambda: _rtf(r"{\b " * 100_000 + "12,345" + "}" * 100_000),
    "rtf: binary of 2 GB announced": lambda: _rtf(r"{\pict\bin2147483647 }12,345"),
    "rtf: binary of negative size": lambda: _rtf(r"\bin-999999999 12,345"),
    "rtf: notes in notes": lambda: _rtf(r"{\footnote 1" * 20_000 + "}" * 20_000),
    "rtf: 200,000 cells in one row": lambda: _rtf(r"\trowd" + r"\cellx1" * 200_000 + r"1\cell " * 200_000 + r"\row"),
    "rtf: 20,000 rows of one table": lambda: _rtf((r"\trowd\clvmrg\cellx1 \cellx2 1\cell 2\cell\row") * 20_000),
    "csv: one line of 45 MB": lambda: b"12,345;" * 6_400_000,
    "csv: quotes never closed": lambda: b'a;b\n"' + b"1;2\n" * 2_000_000,
    "text: one line of 45 MB": lambda: b"12,345 " * 6_400_000,
    "text: utf-16 of nothing but surrogates": lambda: b"\xff\xfe" + b"\x00\xd8" * 2_000_000,
    "eml: 2,000 parts in parts": lambda: _mail(2_000),
    "eml: base64 of 40 MB": lambda: (
        b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
        + b"PHA+MTIsMzQ1\n" * 3_000_000
    ),
}  # fmt: skip


def _noise(path: Path) -> bytes:
    dice, body = random.Random(11), bytearray(path.read_bytes())
    for _ in range(400):
        body[dice.randrange(8, len(body))] = dice.randrange(256)
    return bytes(body)


def cut_files() -> Iterator[tuple[str, bytes]]:
    """A good file of each format, cut at every tenth of its length."""
    words = " ".join(f"Herd {n} has {n * 1003:,} sheep." for n in range(400))
    whole = {
        "html": html(f"<table><tr><td>{words}</table>"),
        "docx": docx(paragraph(run(words))),
        "odt": odf(f"<text:p>{words}</text:p>"),
        "ods": odf(f"<table:table><table:table-row><table:table-cell><text:p>{words}</text:p>"
                   "</table:table-cell></table:table-row></table:table>", kind="spreadsheet"),
        "xlsx": xlsx(f'<row><c t="str"><v>{words}</v></c></row>'),
        "pptx": pptx(f"<p:sld xmlns:p='p' xmlns:a='a'><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:sld>"),
        "epub": epub(f"<p>{words}"),
        "rtf": _rtf(words),
        "doc": (_FILES / "english.doc").read_bytes(),
        "doc of Word 6": word_6(words.encode() + b"\r"),
        "xls": (_FILES / "herds.xls").read_bytes(),
        "eml": b"MIME-Version: 1.0\nContent-Type: text/html\n\n<p>" + words.encode(),
        "txt": words.encode("utf-16"),
    }  # fmt: skip
    for name, body in whole.items():
        for tenth in range(1, 10):
            yield f"{name} cut at {tenth}0 %", body[: len(body) * tenth // 10]
