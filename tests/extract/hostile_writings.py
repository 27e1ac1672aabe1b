"""Files that turn what is read beside plain text against its reader: tips, styles, charts."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

from extraction_files import docx, html, paragraph, pdf_objects, run, stream
from office_files import epub, odf, pptx, relations, xlsx, zipped

_BOX = "<w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r>"


def _pdf(page: bytes, *objects: bytes, catalog: bytes = b"", content: bytes = b"") -> bytes:
    """One page, its own entries added; further objects from 6 on."""
    words = content or b"BT /F1 11 Tf 72 700 Td (12,345 sheep) Tj ET"
    listed = {
        1: b"<</Type/Catalog/Pages 2 0 R %b>>" % catalog,
        2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R %b>>"
        % (page if b"/Resources" in page else page + b"/Resources<</Font<</F1 5 0 R>>>>"),
        4: stream(words),
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }
    return pdf_objects(listed | dict(enumerate(objects, 6)))


def _notes(count: int, inner: bytes) -> bytes:
    return _pdf(b"/Annots[%b]" % (b"6 0 R " * count), inner, _DRAWING)


_DRAWING = stream(
    b"BT /F1 9 Tf (1) Tj ET",
    "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F1 5 0 R>>>>",
)
_FIELD = b"<</Type/Annot/Subtype/Widget/Rect[9 9 90 90]/F 4/AP<</N 7 0 R>>>>"


def _drawing_of_itself() -> bytes:
    itself = stream(
        b"/X Do /X Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 7 0 R>>>>"
    )
    return _pdf(b"/Annots[6 0 R]", _FIELD, itself, catalog=b"/AcroForm<</Fields[6 0 R]>>")


def _parents_in_a_ring() -> bytes:
    ring = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/Rect[9 9 90 90]/Parent 7 0 R/Kids[7 0 R]"
        b"/AP<</N 8 0 R>>>>"
    )
    other = ring.replace(b"7 0 R", b"6 0 R")
    form = b"/AcroForm<</Fields[6 0 R]/NeedAppearances true>>"
    return _pdf(b"/Annots[6 0 R 7 0 R]", ring, other, _DRAWING, catalog=form)


def _layers(count: int) -> bytes:
    names = b"/Resources<</Font<</F1 5 0 R>>/Properties<</L 6 0 R>>>>"
    content = b"/OC /L BDC " * count + b"BT /F1 11 Tf 72 700 Td (12,345 sheep) Tj ET"
    known = b"/OCProperties<</OCGs[%b]/D<</OFF[%b]>>>>" % ((b"6 0 R " * count,) * 2)
    return _pdf(names, b"<</Type/OCG/Name(notes)>>", catalog=known, content=content)


def _spoken(count: int, size: int) -> bytes:
    words = b"(%b)" % (b"9" * size)
    content = b"BT /F1 11 Tf 72 700 Td " + b"/Span<</ActualText %b>>BDC (1) Tj EMC " % words * count
    return _pdf(b"", content=content + b"ET")


def _charts(count: int, points: int) -> bytes:
    point = "".join(f'<pt idx="{at}"><v>{at}</v></pt>' for at in range(points))
    chart = f"<c><ser><val><n>{point}</n></val></ser></c>"
    slide = '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>12,345</a:t></a:r></a:p></p:sld>'
    with ZipFile(BytesIO(pptx(slide))) as container:
        parts = {name: container.read(name) for name in container.namelist()}
    many = {f"chart{at}": "c.xml" for at in range(count)}
    parts["ppt/slides/_rels/0.xml.rels"] = relations(**many).encode()
    parts["ppt/slides/c.xml"] = chart.encode()
    return zipped(parts)


def _objects(count: int) -> bytes:
    frame = '<text:p>1<draw:object xlink:href="./O" xmlns:xlink="l"/></text:p>'
    with ZipFile(BytesIO(odf(frame * count))) as container:
        parts = {name: container.read(name) for name in container.namelist()}
    cells = "<t:table-row><t:table-cell><x:p>1</x:p></t:table-cell></t:table-row>" * 20_000
    parts["O/content.xml"] = (
        '<d xmlns:t="t" xmlns:x="x"><body><chart><chart><t:table>'
        f"{cells}</t:table></chart></chart></body></d>"
    ).encode()
    return zipped(parts)


def _archive(parts: int, size: int) -> bytes:
    page = (
        b"--b\r\nContent-Type: text/html\r\nContent-Location: http://a.example/%d\r\n\r\n<p>%b\r\n"
    )
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    return head + b"".join(page % (at, b"1 <b>" * (size // 5)) for at in range(parts)) + b"--b--"


#: Those that end soon: a test goes through them, ``benchmarks.hostile_files`` through all.
SOON = (
    "html: 30,000 tips in tips", "html: quotes without end in handlers",
    "docx: 5,000 text boxes in text boxes", "pdf: fields that are each other's parents",
)  # fmt: skip
WRITINGS: dict[str, Callable[[], bytes]] = {
    "html: 30,000 tips in tips": lambda: html("<li title=1>" * 30_000 + "12,345"),
    "html: 100,000 styles in styles": lambda: html(
        "<div style='color:red;font-size:9px'>" * 100_000 + "12,345"
    ),
    "html: 50,000 classes drawn as cells": lambda: html(
        "".join(f"<i class=c{n}>1</i>" for n in range(50_000)),
        "<style>" + "".join(f".c{n}{{display:table-cell}}" for n in range(50_000)) + "</style>",
    ),
    "html: 100,000 buttons for 100,000 parts": lambda: html(
        "".join(
            f"<b onclick=\"s('p{n}','{'x' * 40}')\">1</b><p id=p{n} hidden>2</p>"
            for n in range(100_000)
        )
    ),
    "html: quotes without end in handlers": lambda: html(
        ("<b onclick=\"" + "'a" * 20_000 + "\">1</b>") * 200
    ),
    "html: 20,000 rows in rows by style": lambda: html(
        "<div style='display:table'>"
        + "<div style='display:table-row'><div style='display:table-cell'>1" * 20_000
    ),
    "html: a sheet of braces": lambda: html("12,345", "<style>" + "{vertical-align:super" * 40_000),
    "html: a page in a page in a page": lambda: html(
        "<iframe srcdoc='" + "<iframe srcdoc=&quot;" * 20_000 + "12,345'></iframe>"
    ),
    "feed: 200,000 texts to unescape": lambda: (
        b"<?xml version='1.0'?><rss>" + b"<description>&lt;p&gt;12,345</description>" * 200_000
    ),
    "feed: texts that never end": lambda: (
        b"<?xml version='1.0'?><rss>" + b"<description x='1'>&lt;" * 400_000
    ),
    "text: 45 MB of tabs": lambda: (b"\t" * 15_000_000 + b"\n") * 3,
    "text: words in UTF-8 and in another code page, 5 million": lambda: (
        "Овец ".encode() + "Овец, ".encode("cp1251")
    ) * 3_000_000,
    "mht: 2,000 pages": lambda: _archive(2_000, 20_000),
    "pptx: one chart 20,000 times": lambda: _charts(20_000, 5_000),
    "odt: one chart 20,000 times": lambda: _objects(20_000),
    "xlsx: 100,000 formats of blanks": lambda: xlsx(
        '<row r="1">' + '<c s="1"><v>12345</v></c>' * 100_000 + "</row>", formats="# " * 250
    ),
    "docx: 5,000 text boxes in text boxes": lambda: docx(
        paragraph((_BOX.split("{}")[0] + "<w:p>") * 5_000 + run("12,345")),
        prefixes='xmlns:v="v"',
    ),
    "docx: 200,000 tables in one cell": lambda: docx(
        "<w:tbl><w:tr><w:tc>"
        + "".join(
            f"<w:tbl><w:tr><w:tc>{paragraph(run(str(n * 7919 % 1_000_003)))}</w:tc></w:tr></w:tbl>"
            for n in range(200_000)
        )
        + "</w:tc></w:tr></w:tbl>"
    ),
    "epub: one chapter of a megabyte, 50 times": lambda: epub(
        *("".join(f"<p>{n * 7919 % 100_003}</p>" for n in range(60_000)) for _ in range(50))
    ),
    "pdf: a field 100,000 times": lambda: _notes(100_000, _FIELD),
    "pdf: a field whose drawing draws itself": _drawing_of_itself,
    "pdf: fields that are each other's parents": _parents_in_a_ring,
    "pdf: notes of 10 MB": lambda: _notes(
        500, b"<</Type/Annot/Subtype/FreeText/Rect[0 0 9 9]/Contents(%b)>>" % (b"1 " * 5_000_000)
    ),
    "pdf: a layer in itself, 100,000 times": lambda: _layers(100_000),
    "pdf: 5,000 letters that say 5,000 digits": lambda: _spoken(5_000, 5_000),
}  # fmt: skip
