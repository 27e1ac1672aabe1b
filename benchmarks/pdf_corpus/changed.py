"""Files whose structure is unusual: locked, updated, packed, with fonts written by hand."""

from __future__ import annotations

from io import BytesIO

import pikepdf
from fpdf import FPDF
from reportlab.platypus import Flowable

from benchmarks.pdf_corpus.laid_out import build, pages, prose
from benchmarks.pdf_corpus.truth import Book, Sample

# Glyph names of Cyrillic letters: afii10017 is А, afii10065 а (Adobe Glyph List).
_UPPER, _LOWER, _FIRST_UPPER, _FIRST_LOWER = "АБВГДЕ", "абвгде", 10017, 10065


def _plain(name: str) -> tuple[Book, bytes]:
    book = Book(name)
    flow: list[Flowable] = pages(book, 2, lambda: prose(book, 6))
    return book, build(book, flow)


def saved(name: str, **how: object) -> Sample:
    """A file that qpdf wrote anew in some way."""
    book, body = _plain(name)
    out = BytesIO()
    with pikepdf.open(BytesIO(body)) as pdf:
        pdf.save(out, **how)
    return book.sample(out.getvalue())


def locked_by_fpdf() -> Sample:
    """Encrypted with RC4 and an empty user password, by another program."""
    book = Book("locked-rc4")
    paper = FPDF()
    paper.set_encryption(owner_password="owner", user_password="")
    for number in range(2):
        if number:
            book.turn()
        paper.add_page()
        paper.set_font("times", size=11)
        for _ in range(12):
            paper.multi_cell(0, 6, book.sentence(), new_x="LMARGIN", new_y="NEXT")
    return book.sample(bytes(paper.output()))


def updated() -> Sample:
    """A file to which an incremental update was appended: its first page now says otherwise."""
    book = Book("incremental")
    old = "In the old edition 99,991 herders and 11.1% goats."
    new = book.sentence()
    body = _by_hand([_show(old)])
    start = len(body)
    content = _show(new)
    piece = b"5 0 obj\n<</Length %d>>\nstream\n%b\nendstream\nendobj\n" % (len(content), content)
    xref = start + len(piece)
    previous = int(body.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    tail = b"xref\n5 1\n%010d 00000 n \ntrailer <</Size 6 /Root 1 0 R /Prev %d>>\n" % (
        start, previous,
    )  # fmt: skip
    body += piece + tail + b"startxref\n%d\n%%%%EOF\n" % xref
    return book.sample(body, hidden=("99,991", "11.1"))


def ligatures() -> Sample:
    """A font whose letters A and B stand for the ligatures fi and ffl."""
    book = Book("ligatures")
    cmap = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> "
        b"endcodespacerange 2 beginbfchar <41> <FB01> <42> <FB04> endbfchar endcmap end"
    )
    lines = [_show(f"of A ve o B ine {book.figure()} herders", 700 - 15 * n) for n in range(9)]
    return book.sample(_by_hand([b"\n".join(lines)], font=b"/ToUnicode 6 0 R", extra=cmap))


def named_glyphs() -> Sample:
    """Cyrillic letters known by the names of their glyphs alone, as files of 2004 have them."""
    book = Book("cyrillic-by-names", russian=True)
    names = [f"/afii{_FIRST_UPPER + n}" for n in range(6)] + [
        f"/afii{_FIRST_LOWER + n}" for n in range(6)
    ]
    letters = dict(zip(_UPPER + _LOWER, map(chr, range(192, 204)), strict=True))
    words = "".join(letters.get(letter, letter) for letter in "Два где беда")
    lines = [_show(f"{words} {book.figure()}", 700 - 15 * n) for n in range(9)]
    encoding = f"/Encoding<</Type/Encoding/Differences[192 {' '.join(names)}]>>".encode()
    return book.sample(_by_hand([b"\n".join(lines)], font=encoding))


def nameless_font() -> Sample:
    """A composite font that does not say which letters its codes are: it gives no text."""
    book = Book("cid-without-letters")
    codes = b"".join(b"%04X" % (0x24 + n % 40) for n in range(40))
    lines = b"\n".join(
        b"BT /F1 11 Tf 72 %d Td <%b> Tj ET" % (700 - 15 * n, codes) for n in range(9)
    )
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font"
        b"/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor<</Type/FontDescriptor/FontName/X/Flags 4"
        b"/FontBBox[0 -200 1000 900]/Ascent 900/Descent -200/ItalicAngle 0/CapHeight 700"
        b"/StemV 80>>>>]>>"
    )
    sample = book.sample(_by_hand([lines], whole_font=font))
    return Sample(
        name=sample.name, body=sample.body, planted=(), numbers=sample.numbers, unread="mojibake"
    )


def behind_junk() -> Sample:
    """A server's header before the file's own."""
    book, body = _plain("junk-before")
    return book.sample(b"HTTP/1.1 200 OK\r\n\r\n" + body)


def _show(text: str, y: int = 700) -> bytes:
    escaped = text.encode("latin-1").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F1 11 Tf 72 %d Td (%b) Tj ET" % (y, escaped)


def _by_hand(
    contents: list[bytes], *, font: bytes = b"", extra: bytes = b"", whole_font: bytes = b""
) -> bytes:
    """One page with one font: objects 1 catalog, 2 pages, 3 page, 4 font, 5 content, 6 extra."""
    base = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica %b>>" % (
        font if b"/Encoding" in font else b"/Encoding/WinAnsiEncoding " + font
    )
    content = contents[0]
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
        b"/Resources<</Font<</F1 4 0 R>>>>>>",
        whole_font or base,
        b"<</Length %d>>\nstream\n%b\nendstream" % (len(content), content),
        b"<</Length %d>>\nstream\n%b\nendstream" % (len(extra), extra),
    ]
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, item in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, item)
    start = len(out)
    out += b"xref\n0 7\n0000000000 65535 f \n"
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer <</Size 7 /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def all_changed() -> list[Sample]:
    """Every sample of this module."""
    empty = pikepdf.Encryption(owner="owner", user="", R=6)
    return [
        saved("object-streams", object_stream_mode=pikepdf.ObjectStreamMode.generate),
        saved("linearised", linearize=True),
        saved("locked-aes-256", encryption=empty),
        locked_by_fpdf(), updated(), ligatures(), named_glyphs(), nameless_font(), behind_junk(),
    ]  # fmt: skip
