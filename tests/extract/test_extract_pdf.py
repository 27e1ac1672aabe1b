from __future__ import annotations

import zlib

import pytest
from extraction_files import (
    SCAN,
    document,
    extraction,
    pdf,
    pdf_objects,
    picture,
    shown,
    stream,
    unread,
)
from fpdf import FPDF

from citecheck.extract import Limits
from citecheck.model.documents import Document, UnreadReason


def sheet(*words: str, size: float = 11) -> str:
    return "".join(shown(size, 72, 700 - 14 * n, line) for n, line in enumerate(words))


def many_pages(count: int = 12) -> bytes:
    return pdf(
        [sheet(f"Page {n} counts 1,{n:03} herders", "and more.") for n in range(1, count + 1)]
    )


def test_every_page_has_its_number_and_its_own_text() -> None:
    found = document(many_pages())
    assert [page.number for page in found.pages] == list(range(1, 13))
    assert found.pages[6].text == "Page 7 counts 1,007 herders\nand more."
    where = found.page_at(found.text.index("1,007"))
    assert where is not None
    assert where.number == 7
    assert (found.paged, found.complete, found.notes, found.language) == (True, True, (), "en")
    assert found.engine.startswith("pypdfium2 ")
    assert document(many_pages(), again=True).engine.startswith("pdfminer.six ")


def test_the_labels_printed_on_pages_are_kept() -> None:
    labels = "/PageLabels<</Nums[0<</S/r>> 2<</S/D/St 1>> 4<</P(A-)/S/D>>]>>"
    found = document(pdf([sheet(f"Words {n}") for n in range(6)], catalog=labels))
    assert [page.label for page in found.pages] == ["i", "ii", "1", "2", "A-1", "A-2"]


def test_the_title_and_the_bookmarks_are_kept() -> None:
    book = FPDF()
    book.set_title("Herders of the invented valley")
    for heading in ("First part", "Second part"):
        book.add_page()
        book.set_font("helvetica", size=11)
        book.start_section(heading)
        book.write(6, "12,345 sheep")
    found = document(bytes(book.output()))
    assert found.title == "Herders of the invented valley"
    assert found.headings == ("First part", "Second part")


@pytest.mark.parametrize("raise_by", [4.0, 5.5])
@pytest.mark.parametrize("size", [5.5, 7.5])
def test_a_raised_mark_is_never_glued_to_a_number(raise_by: float, size: float) -> None:
    line = (
        "BT /F1 11 Tf 72 700 Td (In 2009, 37.4) Tj "
        f"/F1 {size} Tf {raise_by} Ts (12) Tj /F1 11 Tf 0 Ts ( percent on 4,512 km) Tj "
        f"/F1 {size} Tf {raise_by} Ts (2) Tj /F1 11 Tf 0 Ts ( of land) Tj ET"
    )
    assert document(pdf([line])).text == "In 2009, 37.4[12] percent on 4,512 km² of land"


def test_a_mark_drawn_at_a_place_of_its_own_is_set_off_too() -> None:
    line = shown(11, 72, 700, "In the year 2009") + shown(6.5, 152.5, 704, "149")
    found = document(pdf([line + shown(11, 166, 700, " it rained.")]))
    assert found.text == "In the year 2009[149] it rained."


def test_small_figures_on_the_line_are_no_marks() -> None:
    line = "BT /F1 11 Tf 72 700 Td (Nearly ) Tj /F1 8 Tf (37.4) Tj /F1 11 Tf ( percent) Tj ET"
    assert document(pdf([line])).text == "Nearly 37.4 percent"


def test_columns_are_not_mixed() -> None:
    left = [shown(10, 60, 700 - 12 * n, f"left line {n} says 1,{n:03} sheep") for n in range(9)]
    right = [shown(10, 320, 700 - 12 * n, f"right line {n} says 2,{n:03} goats") for n in range(9)]
    # drawn line by line across both columns, as some programs do
    mixed = "".join(a + b for a, b in zip(left, right, strict=True))
    text = document(pdf([mixed])).text
    assert "says 1,003 sheep\nleft line 4" in text
    assert "says 2,003 goats\nright line 4" in text


def test_blocks_are_read_from_the_top_and_then_from_the_left() -> None:
    title = shown(14, 60, 760, "The title of the page")
    left = "".join(shown(10, 60, 700 - 12 * n, f"left line {n} of sheep") for n in range(30))
    right = "".join(shown(10, 320, 700 - 12 * n, f"right line {n} of goats") for n in range(5))
    text = document(pdf([right + left + title])).text
    assert text.index("title") < text.index("left line 29") < text.index("right line 0")


def test_the_figures_of_a_table_row_stand_behind_its_label() -> None:
    rows = [("Herd", "2005", "2009"), ("Sheep", "4,512", "6,018"), ("Wild goats", "75%", "80%")]
    rows += [("Cows", "", "988"), ("Yaks", "12", ""), ("All", "5,000", "7,000")]
    content = "".join(
        shown(10, x, 700 - 18 * n, words)
        for n, row in enumerate(rows)
        for x, words in zip((72, 240, 400), row, strict=True)
        if words
    )
    lines = document(pdf([content])).text.split("\n")
    assert [line for line in lines if line] == [
        "Herd | 2005 | 2009",
        "Sheep | 4,512 | 6,018",
        "Wild goats | 75% | 80%",
        "Cows | | 988",
        "Yaks | 12",
        "All | 5,000 | 7,000",
    ]


@pytest.mark.parametrize("again", [False, True])
def test_the_words_over_a_tables_columns_stand_in_one_row(again: bool) -> None:
    rows = [("Place", "Urban", "Rural"), ("Sheep", "4,512", "6,018"), ("Goats", "75%", "80%")]
    content = "".join(
        shown(10, x, 700 - 18 * n, words)
        for n, row in enumerate(rows)
        for x, words in zip((72, 240, 400), row, strict=True)
    )
    text = document(pdf([content]), again=again).text
    assert text == "Place | Urban | Rural\nSheep | 4,512 | 6,018\nGoats | 75% | 80%"


def test_the_numbers_of_a_list_beside_a_column_of_prose_are_no_table() -> None:
    prose = "".join(shown(10, 60, 700 - 12 * n, f"prose of line {n}") for n in range(4))
    listed = "".join(
        shown(10, 320, 700 - 12 * n, f"{n + 1}.") + shown(10, 350, 700 - 12 * n, f"item {n + 1}")
        for n in range(4)
    )
    text = document(pdf([prose + listed])).text
    assert "prose of line 0\nprose of line 1\nprose of line 2" in text
    assert "|" not in text


def test_text_turned_sideways_is_read() -> None:
    content = "".join(
        f"BT /F1 11 Tf 0 1 -1 0 {200 + 14 * n} 100 Tm ({words}) Tj ET\n"
        for n, words in enumerate(("In the north 12,345", "sheep and 988 goats"))
    )
    assert document(pdf([content])).text == "In the north 12,345\nsheep and 988 goats"


def test_a_page_that_is_turned_is_read_like_any_other() -> None:
    assert document(pdf([sheet("12,345 sheep", "graze")], page="/Rotate 90")).text.startswith(
        "12,345 sheep"
    )


def test_text_outside_the_visible_window_is_left_out() -> None:
    content = (
        shown(10, 100, 400, "12,345 sheep") + shown(10, 5, 400, "17") + shown(9, 90, 9, "Job 1")
    )
    found = document(pdf([content], page="/CropBox[50 50 545 792]"))
    assert found.text == "12,345 sheep"
    assert found.complete
    assert found.notes == ("letters outside the visible area were left out on page 1",)


def test_a_line_struck_twice_for_boldness_counts_once() -> None:
    content = shown(11, 72, 700, "7,339 sheep") + shown(11, 72.4, 700, "7,339 sheep")
    assert document(pdf([content])).text == "7,339 sheep"


def test_text_inside_a_form_belongs_to_the_page() -> None:
    extra = "/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
    form = stream(shown(11, 72, 700, "12,345 sheep").encode(), extra)
    found = document(pdf(["/X Do"], resources="/XObject<</X 4 0 R>>", more={4: form}))
    assert found.text == "12,345 sheep"


def test_words_cut_at_a_line_end_are_healed_and_ranges_are_not() -> None:
    text = document(pdf([sheet("the popu-", "lation of 2005-", "2010 in Osh-", "Batken")])).text
    assert text == "the population of 2005-\n2010 in Osh-\nBatken"


def test_a_scan_needs_ocr() -> None:
    scan = pdf([SCAN, SCAN], resources="/XObject<</Im1 4 0 R>>", more=picture())
    found = unread(scan)
    assert found.reason is UnreadReason.NEEDS_OCR
    assert "2 pages" in found.why


def test_a_scan_with_a_stamp_still_needs_ocr() -> None:
    page = SCAN + shown(8, 72, 20, "Scanned by X")
    scan = pdf([page, page], resources="/XObject<</Im1 4 0 R>>", more=picture())
    assert unread(scan).reason is UnreadReason.NEEDS_OCR


def test_pages_without_a_text_layer_make_a_document_incomplete_and_are_named() -> None:
    pages = [sheet("Words"), SCAN, SCAN, sheet("More"), SCAN]
    found = document(pdf(pages, resources="/XObject<</Im1 4 0 R>>", more=picture()))
    assert not found.complete
    assert found.notes == ("no text layer on page 2–3, 5",)
    assert "not the whole source" in found.scope


def test_a_hidden_text_layer_behind_a_scan_is_read() -> None:
    page = SCAN + "BT 3 Tr /F1 11 Tf 72 700 Td (12,345 sheep and 988 goats in the valley) Tj ET"
    found = document(pdf([page], resources="/XObject<</Im1 4 0 R>>", more=picture()))
    assert found.text == "12,345 sheep and 988 goats in the valley"
    assert found.complete


def test_blank_pages_are_empty_and_not_scanned() -> None:
    assert unread(pdf(["", ""])).reason is UnreadReason.EMPTY


def test_a_blank_page_among_others_takes_nothing_away() -> None:
    assert document(pdf([sheet("Words"), "", sheet("More")])).complete


def test_a_page_that_fails_does_not_lose_the_others() -> None:
    bad = {13: stream(b"\x00\x01garbage", "/Filter/FlateDecode /DecodeParms<</Predictor 99>>")}
    found = document(pdf([sheet("First 12,345"), "", sheet("Third 988")], more=bad))
    assert [page.text for page in found.pages] == ["First 12,345", "", "Third 988"]
    assert not found.complete
    assert "page 2" in found.notes[0]


def test_a_form_whose_data_break_off_makes_a_document_incomplete() -> None:
    extra = (
        "/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
        "/Filter/FlateDecode"
    )
    packed = bytearray(zlib.compress(sheet(*(f"sheep {n * 37}" for n in range(90))).encode()))
    packed[len(packed) // 2 : len(packed) // 2 + 20] = b"\xff" * 20
    content = sheet("12,345 goats") + "/X Do"
    body = pdf([content], resources="/XObject<</X 4 0 R>>", more={4: stream(bytes(packed), extra)})
    found = document(body)
    assert "12,345 goats" in found.text
    assert not found.complete
    assert "torn" in found.notes[0]


def test_fewer_pages_than_promised_make_a_document_incomplete() -> None:
    found = document(pdf([sheet("Words")], promised=9))
    assert not found.complete
    assert found.notes == ("the file promises 9 pages and gives 1",)


def test_a_limit_on_pages_makes_a_document_incomplete() -> None:
    found = document(many_pages(), limits=Limits(max_pages=4))
    assert len(found.pages) == 4
    assert (found.complete, found.notes) == (False, ("only the first 4 pages were read",))


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.95])
def test_a_file_cut_short_is_damaged_or_read_as_far_as_it_goes(share: float) -> None:
    whole = many_pages()
    for again in (False, True):
        found = extraction(whole[: int(share * len(whole))], again=again)
        if isinstance(found, Document):
            assert not found.bears_negatives
            assert "damaged" in found.notes[0]
            whole_text = document(whole, again=again).text
            assert all(page.text in whole_text for page in found.pages)
        else:
            assert found.reason is UnreadReason.DAMAGED


def test_a_file_that_lacks_its_end_mark_is_incomplete() -> None:
    found = document(many_pages()[:-8])
    assert len(found.pages) == 12
    assert (found.complete, found.notes) == (
        False,
        ("the file has no end mark: it was cut short",),
    )


def test_a_page_whose_content_is_missing_makes_a_document_incomplete() -> None:
    found = document(pdf([sheet("First 12,345"), ""], more={13: b"null"}))
    assert (found.text, found.complete) == ("First 12,345\f", False)


def test_a_file_whose_index_is_wrong_is_read_by_searching_its_objects() -> None:
    spoilt = many_pages().replace(b"startxref\n", b"startxref\n9")
    found = document(spoilt)
    assert len(found.pages) == 12
    assert found.complete
    assert "index is damaged" in found.notes[0]
    assert not document(spoilt.replace(b"32 0 obj", b"99 0 obj")).complete


def test_a_file_without_pages_is_damaged() -> None:
    body = pdf_objects({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 0/Kids[]>>"})
    assert unread(body).reason is UnreadReason.DAMAGED


def locked(user: str) -> bytes:
    book = FPDF()
    book.set_encryption(owner_password="owner", user_password=user)
    book.add_page()
    book.set_font("helvetica", size=11)
    book.write(6, "12,345 sheep")
    return bytes(book.output())


def test_a_file_behind_a_password_is_told_as_such() -> None:
    assert unread(locked("secret")).reason is UnreadReason.PASSWORD


def test_a_file_that_opens_with_the_empty_password_is_read() -> None:
    assert document(locked("")).text == "12,345 sheep"


COMPOSITE = {
    3: b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[4 0 R]>>",
    4: b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/FontDescriptor 5 0 R/CIDSystemInfo"
    b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
    5: b"<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 -200 1000 900]/Ascent 900"
    b"/Descent -200/ItalicAngle 0/CapHeight 700/StemV 80>>",
    6: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
}
CODES = "BT /F1 11 Tf 72 {} Td <0024002500260027002800290030003100320033> Tj ET\n"


def test_fonts_that_do_not_say_their_letters_make_a_document_unread() -> None:
    found = unread(pdf([CODES.format(700) + CODES.format(600)], more=COMPOSITE))
    assert found.reason is UnreadReason.MOJIBAKE


def test_a_few_letters_without_meaning_make_a_document_incomplete() -> None:
    plain = "".join(
        f"BT /F2 11 Tf 72 {680 - 14 * n} Td (the herders of the valley had 12,345 sheep) Tj ET\n"
        for n in range(8)
    )
    resources = "/Font<</F1 3 0 R/F2 6 0 R>>"
    body = pdf([CODES.format(700) + plain], more=COMPOSITE).replace(
        b"/Font<</F1 3 0 R>>", resources.encode()
    )
    found = document(body)
    assert not found.complete
    assert "letters without a meaning on page 1" in found.notes


def test_ligatures_are_spelt_out_and_raised_digits_are_left() -> None:
    cmap = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> "
        b"endcodespacerange 2 beginbfchar <41> <FB01> <42> <00B9> endbfchar endcmap end"
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 4 0 R>>"
    found = document(pdf([sheet("five A B")], more={3: font, 4: stream(cmap)}))
    assert found.text == "five fi ¹"


def test_junk_before_the_start_does_no_harm() -> None:
    assert document(b"HTTP junk\r\n" + many_pages()).pages[6].text.startswith("Page 7")


def test_compressed_pages_are_read() -> None:
    packed = stream(zlib.compress(sheet("12,345 sheep").encode()), "/Filter/FlateDecode")
    assert document(pdf([""], more={11: packed})).text == "12,345 sheep"


def test_both_readers_say_that_a_file_is_locked() -> None:
    from io import BytesIO

    import pikepdf

    out = BytesIO()
    with pikepdf.open(BytesIO(many_pages())) as whole:
        whole.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert unread(out.getvalue()).reason is UnreadReason.PASSWORD
    for again in (False, True):
        found = extraction(out.getvalue(), again=again)
        assert getattr(found, "reason", None) is UnreadReason.PASSWORD
