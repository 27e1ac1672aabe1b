from __future__ import annotations

from base64 import encodebytes
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from extraction_files import document, docx, paragraph, unread
from office_files import epub, odf, pptx, relations, xlsx, zipped

from citecheck.extract import Limits, read
from citecheck.extract.number_formats import show_number
from citecheck.model.documents import Document, UnreadReason

FILES = Path(__file__).parent / "files"


def test_a_workbook_shows_its_cells_as_their_formats_do() -> None:
    rows = (
        '<row r="2"><c r="B2" t="s"><v>0</v></c>'
        '<c r="C2" t="inlineStr"><is><t>2009</t></is></c></row>'
        '<row r="3"><c r="B3" t="str"><v>Sheep</v></c><c r="C3" s="1"><v>0.754</v></c></row>'
        '<row><c t="str"><v/></c><c r="B4" t="str"><v>Goats</v></c>'
        '<c s="2"><v>12345.5</v></c></row>'
        '<row r="5" hidden="1"><c r="B5"><v>777</v></c></row>'
        '<row r="7"><c r="B7"><v>988</v></c><c r="E7" t="b"><v>1</v></c></row>'
    )
    found = document(
        xlsx(rows, formats="0.0%~#,##0.0", strings="<si><r><t>He</t></r><r><t>rd</t></r>"
             "<rPh><t>x</t></rPh></si>", hidden='<row><c><v>999</v></c></row>')
    )  # fmt: skip
    assert found.text.split("\n") == [
        "Herd | 2009", "Sheep | 75.4%", "Goats | 12,345.5", "", "988 | | | TRUE",
    ]  # fmt: skip
    assert [(page.number, page.label) for page in found.pages] == [(1, "Herds")]
    assert found.paged
    assert found.complete
    assert found.notes == ("the hidden sheet 'Secret' was left out",)


def test_merged_cells_of_a_sheet_stand_over_all_that_they_cover() -> None:
    def row(number: int, *cells: str) -> str:
        inner = "".join(
            f'<c r="{chr(65 + at)}{number}" t="str"><v>{cell}</v></c>'
            for at, cell in enumerate(cells)
        )
        return f'<row r="{number}">{inner}</row>'

    merges = '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/></mergeCells>'
    rows = row(1, "Region", "2005", "", "2009") + row(2, "", "Men", "Women", "All")
    found = document(xlsx(rows + row(3, "Valley", "75%", "80%", "9"), more=merges))
    assert found.text.split("\n") == [
        "Region | 2005 | 2005 | 2009", "Region | Men | Women | All", "Valley | 75% | 80% | 9",
    ]  # fmt: skip


def test_claimed_rows_and_columns_are_not_made() -> None:
    far = '<row r="9999999"><c r="XFD9999999"><v>5</v></c></row>'
    rows = f'<row r="1"><c r="A1"><v>12</v></c></row>{far}'
    assert document(xlsx(rows)).text.split("\n") == ["12", "", "5"]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.125, "0%", "13%"), (0.5, "0.0##%", "50.0%"), (1234.5, "# ##0.00", "1 234.50"),
        (1234567, '0.0,,"M"', "1.2M"), (-3.25, "0.0", "-3.3"), (-3, "0;[Red]-0", "-3"),
        (5, '[$€-407]#,##0.00', "€5.00"), (7, "000", "007"), (7, "General", "7"),
        (1e-7, "General", "1e-07"), (12345678901, "General", "12345678901"),
        (0.1 + 0.2, "@", "0.3"),
        (39814.5, "d.m.yyyy h:mm", "2009-01-01 12:00"), (39814, "mmm yyyy", "2009-01"),
        (0, '0;-0;"none"', "none"), (4512, '#,##0" тыс. голов"', "4,512 тыс. голов"),
        (1e300, "0.00", str(10**300)), (float("nan"), "General", ""), (3, "", "3"),
        (1e10, "yyyy", "10000000000"), (2.5, "# ?/?", "2.5"), (0.3333333333333, "0.###", "0.333"),
    ],
)  # fmt: skip
def test_a_number_is_shown_by_its_format(value: float, code: str, shown: str) -> None:
    assert show_number(value, code) == shown


def test_an_old_workbook_is_read_by_xlrd() -> None:
    found = document((FILES / "herds.xls").read_bytes())
    assert found.media_type == "application/vnd.ms-excel"
    assert found.text.split("\n") == [
        "Стадо | 2005 | 2005 | 2009",
        "Стадо | Горы | Долина | Всего",
        "Овцы | 75.4% | 4,512 | 12,345",
    ]
    assert [page.label for page in found.pages] == ["Herds"]


STYLES = (
    '<style:style style:name="Up"><style:text-properties style:text-position="super 58%"/>'
    '</style:style><style:style style:name="Away"><style:text-properties text:display="none"/>'
    '</style:style><style:style style:name="Gone"><style:table-properties table:display="false"/>'
    "</style:style>"
)


def test_an_opendocument_text_is_read_with_notes_changes_and_raised_marks() -> None:
    found = document(
        odf(
            "<text:tracked-changes><text:p>999</text:p></text:tracked-changes>"
            "<text:h>The  herds\n of 2009</text:h><text:p>Of 12<text:span>,345</text:span> sheep"
            '<text:span text:style-name="Up">7</text:span>'
            '<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Yearbook'
            '</text:p></text:note-body></text:note>,<text:s text:c="2"/>988<text:tab/>goats'
            '<text:span text:style-name="Away">777</text:span><office:annotation><text:p>666'
            "</text:p></office:annotation></text:p><draw:frame><draw:text-box><text:p>Box 55"
            "</text:p></draw:text-box></draw:frame>",
            styles=STYLES,
            masters="<style:master-page><style:header><text:p>Survey</text:p></style:header>"
            "</style:master-page>",
        ).replace(b"style:style style:name", b"style:style  style:name")
    )  # fmt: skip
    assert found.text.split("\n") == [
        "Survey", "The herds of 2009", "Of 12,345 sheep[7][1],  988\tgoats", "Box 55",
        "[1] Yearbook",
    ]  # fmt: skip
    assert found.headings == ("The herds of 2009",)
    assert [region.kind for region in found.regions] == ["header", "notes"]


def cell(words: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{words}</text:p></table:table-cell>"


def test_an_opendocument_sheet_makes_only_what_it_holds() -> None:
    many = 'table:number-columns-repeated="2147483647"'
    table = (
        '<table:table table:name="Herds"><table:table-header-rows><table:table-row>'
        + cell("Herd") + cell("2005", 'table:number-columns-spanned="2"')
        + "<table:covered-table-cell/></table:table-row></table:table-header-rows><table:table-row>"
        + cell("Sheep") + cell("75%") + cell("80%")
        + f"<table:table-cell {many}/></table:table-row>"
        + f'<table:table-row table:number-rows-repeated="2147483647"><table:table-cell {many}/>'
        + '</table:table-row><table:table-row table:visibility="collapse">' + cell("777")
        + "</table:table-row></table:table>"
        + '<table:table table:name="Secret" table:style-name="Gone">'
        + "<table:table-row>" + cell("999") + "</table:table-row></table:table>"
    )  # fmt: skip
    found = document(odf(table, kind="spreadsheet", styles=STYLES))
    assert found.text == "Herd | 2005 | 2005\nSheep | 75% | 80%"
    assert found.notes == ("the hidden sheet 'Secret' was left out",)


def test_slides_are_pages() -> None:
    def slide(inner: str, more: str = "") -> str:
        return f'<p:sld xmlns:p="p" xmlns:a="a" {more}><p:sp>{inner}</p:sp></p:sld>'

    words = (
        '<a:p><a:r><a:t>12</a:t></a:r><a:r><a:rPr b="1"/><a:t>,345</a:t></a:r>'
        '<a:r><a:rPr baseline="30000"/><a:t>7</a:t></a:r></a:p>'
    )
    table = (
        "<a:tbl><a:tr><a:tc><a:p><a:r><a:t>Sheep</a:t></a:r></a:p></a:tc><a:tc><a:p><a:r>"
        "<a:t>75%</a:t></a:r></a:p></a:tc></a:tr></a:tbl>"
    )
    found = document(pptx(slide(words), slide("<a:p/>", 'show="0"'), slide(table)))
    assert [page.text for page in found.pages] == ["12,345[7]", "Sheep | 75%"]
    assert found.notes == ("1 hidden slides were left out",)


def test_a_book_is_read_chapter_by_chapter() -> None:
    found = document(epub("<html><h1>One</h1><p>12,345 sheep</html>", "<html><p>988 goats</html>"))
    assert [page.text for page in found.pages] == ["One\n12,345 sheep", "988 goats"]
    assert (found.title, found.published, found.headings) == ("Herds", "2009-05", ("One",))


def test_a_web_archive_of_one_file_is_read_as_its_page() -> None:
    mail = (
        b"From: <Saved by Browser>\r\nSubject: =?utf-8?B?0J7QstGG0Ys=?=\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
        b"Content-Type: text/html; charset=windows-1251\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n"
        + encodebytes("<p>Овец в долине 12 345".encode("cp1251"))
        + b"\r\n--x\r\nContent-Type: image/gif\r\n\r\nGIF89a\r\n--x--\r\n"
    )
    found = document(mail, "text/plain")
    assert (found.text, found.title) == ("Овец в долине 12 345", "Овцы")
    assert found.media_type == "message/rfc822"


def test_a_letter_tells_its_attachments() -> None:
    letter = (
        b"Subject: Herds\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
        b"Content-Type: text/plain\n\n12,345 sheep\n--x\nContent-Type: application/pdf\n"
        b"Content-Disposition: attachment; filename=herds.pdf\n\n%PDF\n--x--\n"
    )
    found = document(letter)
    assert (found.text, found.complete) == ("12,345 sheep", False)
    assert found.notes == ("the attachment 'herds.pdf' was not read",)


def test_cells_of_a_table_in_plain_text_are_apart() -> None:
    table = 'Стадо;2005;2009\r\nОвцы;"75,4%";12 345\r\n"Козы и\nкозлята";5;6\r\n'.encode("cp1251")
    found = read(table, media_type="text/csv", name="", limits=Limits())
    assert isinstance(found, Document)
    assert found.text == "Стадо | 2005 | 2009\nОвцы | 75,4% | 12 345\nКозы и козлята | 5 | 6"
    by_name = read(b"Sheep,12\nGoats,345\n", media_type=None, name="herds.CSV", limits=Limits())
    assert isinstance(by_name, Document)
    assert by_name.text == "Sheep | 12\nGoats | 345"


@pytest.mark.parametrize(
    "body",
    [xlsx("<row><c><v>1"), pptx("<p:sld"), odf("<text:p>"), zipped({"xl/workbook.xml": ""})],
    ids=["xlsx", "pptx", "odf", "no workbook"],
)
def test_a_broken_part_is_told(body: bytes) -> None:
    found = read(body, media_type=None, name="", limits=Limits())
    assert not (isinstance(found, Document) and found.complete)


def test_encrypted_office_files_are_locked() -> None:
    from old_word import compound_file

    locked = compound_file({"EncryptionInfo": b"x", "EncryptedPackage": b"y" * 5000})
    assert unread(locked).reason is UnreadReason.PASSWORD
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    parts = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x"}
    assert (
        unread(zipped({**parts, "META-INF/manifest.xml": manifest})).reason is UnreadReason.PASSWORD
    )


def test_a_word_file_with_a_workbook_in_it_is_a_word_file() -> None:
    from old_word import word_6

    body = word_6(b"12,345 sheep " + "Workbook".encode("utf-16-le") + b"\0\0 \r")
    assert document(body).media_type == "application/msword"


def test_the_numbers_of_a_chart_are_read_with_their_names() -> None:
    def points(*values: str, code: str = "") -> str:
        inner = "".join(f'<pt idx="{at}"><v>{one}</v></pt>' for at, one in enumerate(values))
        return f"<x><y>{f'<formatCode>{code}</formatCode>' if code else ''}{inner}</y></x>"

    def series(name: str, *values: str) -> str:
        return (
            f"<ser><tx>{points(name)}</tx><cat>{points('Sheep', 'Goats')}</cat>"
            f"<val>{points(*values, code='0.0%')}</val></ser>"
        )

    body = pptx('<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>Herds</a:t></a:r></a:p></p:sld>')
    with ZipFile(BytesIO(body)) as container:
        parts = {name: container.read(name) for name in container.namelist()}
    parts["ppt/slides/_rels/0.xml.rels"] = relations(chart="c.xml", diagramData="d.xml").encode()
    parts["ppt/slides/c.xml"] = (
        "<chartSpace><chart><title><t>By district</t></title><plotArea>"
        f"{series('2005', '0.754', '0.25')}{series('2009', '0.1')}</plotArea></chart></chartSpace>"
    ).encode()
    parts["ppt/slides/d.xml"] = b"<dataModel><p><r><t>988</t></r></p><p/></dataModel>"
    found = document(zipped(parts))
    assert found.text.split("\n") == [
        "Herds", "By district", " | 2005 | 2009", "Sheep | 75.4% | 10.0%", "Goats | 25.0%", "988",
    ]  # fmt: skip


def test_a_chart_stands_behind_the_cells_of_its_sheet_and_one_may_be_a_sheet() -> None:
    chart = (
        "<chartSpace><chart><plotArea><ser><tx><v>2009</v></tx><cat><pt idx='0'><v>Sheep</v></pt>"
        "</cat><val><pt idx='0'><v>988</v></pt></val></ser></plotArea></chart></chartSpace>"
    )
    with ZipFile(BytesIO(xlsx('<row r="1"><c r="A1" t="str"><v>Herds</v></c></row>'))) as container:
        parts = {name: container.read(name) for name in container.namelist()}
    sheet = next(name for name in parts if name.startswith("xl/worksheets/"))
    folder, _, name = sheet.rpartition("/")
    parts[f"{folder}/_rels/{name}.rels"] = relations(drawing="../d.xml").encode()
    parts["xl/d.xml"] = b"<wsDr/>"
    parts["xl/_rels/d.xml.rels"] = relations(chart="c.xml").encode()
    parts["xl/c.xml"] = chart.encode()
    assert document(zipped(parts)).text == "Herds\n\n2009\nSheep | 988"


def test_a_chart_in_an_opendocument_file_shows_shares_in_percent() -> None:
    cell = "<table:table-cell {}><text:p>{}</text:p></table:table-cell>".format
    row = "<table:table-row>{}</table:table-row>".format
    chart = (
        '<office:document-content xmlns:office="o" xmlns:chart="c" xmlns:table="t" '
        'xmlns:text="x" xmlns:style="s" xmlns:number="n"><office:automatic-styles>'
        '<number:percentage-style style:name="N1"><number:number number:decimal-places="1"/>'
        '</number:percentage-style><style:style style:name="c1" style:data-style-name="N1"/>'
        "</office:automatic-styles><office:body><office:chart><chart:chart><chart:title><text:p>"
        'By district</text:p></chart:title><chart:plot-area><chart:series chart:style-name="c1"/>'
        "</chart:plot-area><table:table>"
        + row(cell("", "") + cell("", "2009"))
        + row(cell("", "Sheep") + cell('office:value="0.754"', "0.754"))
        + "</table:table></chart:chart></office:chart></office:body></office:document-content>"
    )
    frame = '<text:p>Herds<draw:object xlink:href="./Object 1" xmlns:xlink="l"/></text:p>'
    with ZipFile(BytesIO(odf(frame))) as container:
        parts = {name: container.read(name) for name in container.namelist()}
    parts["Object 1/content.xml"] = chart.encode()
    found = document(zipped(parts)).text
    assert found.split("\n") == ["Herds", "", "By district", "2009", "Sheep | 75.4%"]


@pytest.mark.parametrize(
    ("empty", "picture"),
    [
        (docx(paragraph("")), "word/media/image1.jpeg"),
        (odf("<text:p/>"), "Pictures/10000000.png"),
    ],
    ids=["docx", "odt"],
)
def test_an_office_file_of_nothing_but_pictures_needs_ocr(empty: bytes, picture: str) -> None:
    assert unread(empty).reason is UnreadReason.EMPTY
    with_picture = BytesIO(empty)
    with ZipFile(with_picture, "a") as container:
        container.writestr(picture, b"\xff\xd8\xff")
    assert unread(with_picture.getvalue()).reason is UnreadReason.NEEDS_OCR
