"""PDF files made to harm their reader; each is small, or made when it is asked for."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from extraction_files import (
    endless_pdf,
    flate_bomb,
    packed_spaces,
    pdf,
    pdf_objects,
    shown,
    stream,
)

_SHEET = shown(11, 72, 700, "12,345 sheep")
_PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    b"/Resources<</Font<</F1 5 0 R>>>>>>"
)
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
_TREE = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"


def _one(**changed: bytes) -> bytes:
    """One page of words; objects o1 catalog, o2 pages, o3 page, o4 content, o5 font, o6 on."""
    objects = {1: _CATALOG, 2: _TREE, 3: _PAGE, 4: stream(_SHEET.encode()), 5: _FONT}
    objects |= {int(name[1:]): body for name, body in changed.items()}
    for number in range(1, max(objects)):
        objects.setdefault(number, b"null")
    return pdf_objects(objects)


def packed_twice(size: int) -> bytes:
    """A stream that unpacks to a stream that unpacks to ``size`` bytes."""
    extra = "/Filter[/FlateDecode/FlateDecode]"
    return _one(o4=stream(zlib.compress(packed_spaces(size), 9), extra))


def tree_cycle() -> bytes:
    return _one(o2=b"<</Type/Pages/Count 9/Kids[3 0 R 2 0 R 6 0 R]>>", o6=_TREE)


def tree_depth(depth: int = 20_000) -> bytes:
    kids = {
        number: b"<</Type/Pages/Count 1/Parent %d 0 R/Kids[%d 0 R]>>" % (number - 1, number + 1)
        for number in range(6, 6 + depth)
    }
    kids[6 + depth] = _PAGE
    return _one(
        o2=b"<</Type/Pages/Count 1/Kids[6 0 R]>>", **{f"o{n}": body for n, body in kids.items()}
    )


def pages_claimed() -> bytes:
    return _one(o2=b"<</Type/Pages/Count 2000000000/Kids[3 0 R]>>")


def object_loop() -> bytes:
    return _one(o3=b"6 0 R", o6=b"7 0 R", o7=b"6 0 R")


def contents_loop() -> bytes:
    return _one(o4=b"[4 0 R 6 0 R]", o6=b"[4 0 R 4 0 R]")


def length_loop() -> bytes:
    content = b"<</Length 4 0 R>>\nstream\n" + _SHEET.encode() + b"\nendstream"
    return _one(o4=content)


def form_loop() -> bytes:
    page = _PAGE.replace(b"/Font", b"/XObject<</X 6 0 R>>/Font")
    form = stream(
        b"/X Do /X Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"
    )
    return _one(o3=page, o4=stream(b"/X Do"), o6=form)


def font_loop() -> bytes:
    return _one(
        o5=b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding 5 0 R/DescendantFonts[5 0 R]"
        b"/ToUnicode 6 0 R>>",
        o6=stream(b"/X usecmap", "/UseCMap 6 0 R/Type/CMap/CMapName/X"),
    )


def glyph_loop() -> bytes:
    glyph = stream(b"0 0 0 0 9 9 d1 BT /F1 9 Tf (a) Tj ET")
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/FirstChar 97"
        b"/LastChar 97/Widths[9]/CharProcs<</a 6 0 R>>/Encoding<</Differences[97/a]>>"
        b"/Resources<</Font<</F1 5 0 R>>>>>>"
    )
    return _one(o5=font, o6=glyph)


def wide_ranges() -> bytes:
    cmap = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00000000> "
        b"<FFFFFFFF> endcodespacerange 1 beginbfrange <00000000> <F0000000> <0041> endbfrange "
        b"endcmap end"
    )
    return _one(o5=_FONT[:-2] + b"/ToUnicode 6 0 R>>", o6=stream(cmap))


def xref_rows(count: int = 2_000_000_000) -> bytes:
    whole = _one()
    return whole.replace(b"xref\n0 6\n", b"xref\n0 %d\n" % count)


def xref_stream_rows(count: int = 1 << 31) -> bytes:
    body = b"%PDF-1.5\n1 0 obj\n" + _CATALOG + b"\nendobj\n2 0 obj\n" + _TREE + b"\nendobj\n"
    body += b"3 0 obj\n" + _PAGE + b"\nendobj\n"
    start = len(body)
    extra = f"/Type/XRef/Size {count}/Index[0 {count}]/W[0 0 0]/Root 1 0 R"
    body += b"9 0 obj\n" + stream(b"", extra) + b"\nendobj\n"
    return body + b"startxref\n%d\n%%%%EOF\n" % start


def xref_loop() -> bytes:
    whole = _one()
    start = int(whole.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


def object_stream_loop() -> bytes:
    extra = "/Type/ObjStm/N 1/First 4/Extends 6 0 R"
    return _one(o6=stream(b"6 0 (a)", extra))


def nested(depth: int = 100_000) -> bytes:
    return _one(o6=b"[" * depth + b"]" * depth, o3=_PAGE[:-2] + b"/Annots 6 0 R>>")


def nested_content(depth: int = 200_000) -> bytes:
    return _one(o4=stream(b"q " * depth + _SHEET.encode() + b"[" * depth))


def many_objects(count: int = 100_000) -> bytes:
    return _one(**{f"o{number}": b"<</A 1>>" for number in range(6, 6 + count)})


def many_boxes(count: int = 20_000) -> bytes:
    drawn = "".join(shown(4, 5 + n % 580, 5 + (n * 7) % 830, str(n)) for n in range(count))
    return pdf([drawn])


def many_pages(count: int = 20_000) -> bytes:
    return _one(o2=b"<</Type/Pages/Count %d/Kids[%b]>>" % (count, b"3 0 R " * count))


def huge_picture() -> bytes:
    page = _PAGE.replace(b"/Font", b"/XObject<</X 6 0 R>>/Font")
    extra = (
        "/Type/XObject/Subtype/Image/Width 100000/Height 100000/ColorSpace/DeviceRGB"
        "/BitsPerComponent 8/Filter/FlateDecode"
    )
    drawn = b"q 595 0 0 842 0 0 cm /X Do Q " + _SHEET.encode()
    return _one(o3=page, o4=stream(drawn), o6=stream(zlib.compress(b"\0" * (1 << 20)), extra))


def huge_sizes() -> bytes:
    text = "BT /F1 1e30 Tf 72 700 Td (12,345) Tj ET BT /F1 11 Tf 1e38 0 0 1e38 0 0 Tm (988) Tj ET"
    page = _PAGE.replace(b"[0 0 595 842]", b"[-1e30 -1e30 1e30 1e30]")
    return _one(o3=page, o4=stream(text.encode()))


def with_actions(kind: str) -> bytes:
    """Opening the file would run or fetch something."""
    action = {
        "javascript": b"<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1:9/'\\);while\\(1\\);)>>",
        "launch": b"<</S/Launch/F(/bin/touch)/Win<</F(calc.exe)>>>>",
        "address": b"<</S/URI/URI(http://127.0.0.1:9/)>>",
        "submit": b"<</S/SubmitForm/F(http://127.0.0.1:9/)>>",
    }[kind]
    return _one(o1=_CATALOG[:-2] + b"/OpenAction 6 0 R/AA<</WC 6 0 R>>>>", o6=action)


def outside_stream() -> bytes:
    """Its content is said to lie in another file, or at an address."""
    extra = "/F<</Type/Filespec/FS/URL/F(http://127.0.0.1:9/content)>>/FFilter/FlateDecode"
    return _one(o4=stream(_SHEET.encode(), extra))


def outside_cmap() -> bytes:
    """The shape of CVE-2025-64512: a code map named by a path, to be unpickled."""
    return _one(
        o5=b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/..#2F..#2F..#2Ftmp#2Fharm"
        b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X"
        b"/CIDSystemInfo<</Registry(..)/Ordering(/tmp/harm)/Supplement 0>>>>]>>"
    )


#: Each is a name and a way to make it; made in the test, so that collecting stays quick.
HOSTILE: dict[str, Callable[[], bytes]] = {
    "flate-bomb-1-gib": lambda: flate_bomb(1 << 30),
    "flate-bomb-twice": lambda: packed_twice(1 << 30),
    "forms-2-to-the-40": endless_pdf,
    "form-draws-itself": form_loop,
    "page-tree-cycle": tree_cycle,
    "page-tree-20000-deep": tree_depth,
    "two-billion-pages-claimed": pages_claimed,
    "20000-pages": many_pages,
    "object-loop": object_loop,
    "contents-loop": contents_loop,
    "length-loop": length_loop,
    "font-loop": font_loop,
    "glyph-draws-itself": glyph_loop,
    "tounicode-of-four-billion": wide_ranges,
    "xref-of-two-billion-rows": xref_rows,
    "xref-stream-of-2-to-the-31": xref_stream_rows,
    "xref-loop": xref_loop,
    "object-stream-loop": object_stream_loop,
    "arrays-100000-deep": nested,
    "content-200000-deep": nested_content,
    "100000-objects": many_objects,
    "20000-boxes": many_boxes,
    "picture-of-ten-gigapixels": huge_picture,
    "endless-sizes": huge_sizes,
    "javascript": lambda: with_actions("javascript"),
    "launch": lambda: with_actions("launch"),
    "address": lambda: with_actions("address"),
    "submit": lambda: with_actions("submit"),
    "content-elsewhere": outside_stream,
    "code-map-elsewhere": outside_cmap,
    "header-alone": lambda: b"%PDF-1.7\n",
    "zeros": lambda: b"%PDF-1.7\n" + b"\0" * 100_000,
}
