from __future__ import annotations

import random
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as NewWord
from extraction_files import LIMITS, RUSSIAN, document, docx, extraction, paragraph, run, unread
from old_word import word_6

from citecheck.extract.doc_marks import write_marks
from citecheck.model.documents import Document, Unread, UnreadReason

FILES = Path(__file__).parent / "files"
RAISED = '<w:vertAlign w:val="superscript"/>'


def new_word() -> bytes:
    word = NewWord()
    word.core_properties.title = "Herders of the invented valley"
    word.add_heading("First part", 1)
    sentence = word.add_paragraph("In 2009, 37.4")
    sentence.add_run("12").font.superscript = True
    sentence.add_run(" percent of 4,512 km")
    sentence.add_run("2").font.superscript = True
    sentence.add_run(" & more than <b>most</b>")
    table = word.add_table(3, 3)
    for row, words in enumerate(
        (("Herd", "2005", "2009"), ("Sheep", "75%", "80%"), ("Goats", "", "5"))
    ):
        for column, cell in enumerate(words):
            table.cell(row, column).text = cell
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def test_a_docx_is_read_with_its_tables_and_raised_marks() -> None:
    found = document(new_word())
    assert found.text.split("\n") == [
        "First part",
        "In 2009, 37.4[12] percent of 4,512 km² & more than <b>most</b>",
        "Herd | 2005 | 2009",
        "Sheep | 75% | 80%",
        "Goats | | 5",
    ]
    assert found.title == "Herders of the invented valley"
    assert found.headings == ("First part",)
    assert (found.language, found.paged, found.complete) == ("en", False, True)


NOTES = (
    '<w:{0} w:type="separator" w:id="0"><w:p/></w:{0}>'
    '<w:{0} w:id="7"><w:p><w:r><w:{0}Ref/></w:r><w:r>'
    "<w:t>Yearbook 2010, p. 14.</w:t></w:r></w:p></w:{0}>"
)


def test_the_notes_of_a_docx_are_numbered_as_they_are_referred_to() -> None:
    body = paragraph(
        run("In 2009, 37.4"),
        '<w:r><w:footnoteReference w:id="7"/></w:r>',
        run(" percent"),
        '<w:r><w:endnoteReference w:id="7"/></w:r>',
    )
    found = document(
        docx(body, footnotes=NOTES.format("footnote"), endnotes=NOTES.format("endnote"))
    )
    lines = [line for line in found.text.split("\n") if line]
    assert lines[0] == "In 2009, 37.4[1] percent[1]"
    assert len(lines) == 3
    assert all(
        line.startswith("[1]") and line.endswith("Yearbook 2010, p. 14.") for line in lines[1:]
    )


def test_links_are_read_and_what_was_deleted_is_not() -> None:
    body = paragraph(
        "<w:hyperlink><w:r><w:t>12,345 sheep</w:t></w:r></w:hyperlink>",
        "<w:ins><w:r><w:t> and goats</w:t></w:r></w:ins>",
        "<w:del><w:r><w:delText> and 988 cows</w:delText></w:r></w:del>",
    )
    assert document(docx(body)).text == "12,345 sheep and goats"


def test_a_docx_that_lacks_what_word_always_writes_is_read() -> None:
    body = docx(paragraph(run("12,345 sheep")) + paragraph(run("988 goats")), prefixes="")
    assert document(body).text == "12,345 sheep\n988 goats"


def test_a_broken_part_is_read_as_far_as_it_goes_and_told() -> None:
    found = document(docx(paragraph(run("12,345 sheep")) + "<w:p><w:r><w:t>988 goats</w:x>"))
    assert "12,345 sheep" in found.text
    assert not found.complete
    assert "word/document.xml is broken" in found.notes[0]


def cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(words))}</w:tc>"


def test_merged_cells_of_a_docx_stand_in_each_row_and_column() -> None:
    begin, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = (
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>"
        + cell("Region", begin) + cell("2005", '<w:gridSpan w:val="2"/>') + cell("2009") + "</w:tr>"
        + "<w:tr>" + cell("", go_on) + cell("Men") + cell("Women") + cell("All") + "</w:tr>"
        + "<w:tr>" + cell("Valley") + cell("75%") + cell("80%") + cell("12,345") + "</w:tr>"
        + "<w:tr><w:trPr><w:del/></w:trPr>" + cell("Gone") + cell("99") + "</w:tr></w:tbl>"
    )  # fmt: skip
    assert document(docx(table)).text.split("\n") == [
        "Region | 2005 | 2005 | 2009",
        "Region | Men | Women | All",
        "Valley | 75% | 80% | 12,345",
    ]


def test_a_number_in_several_runs_is_one_and_cells_are_apart() -> None:
    body = paragraph(run("12"), run(",3", "<w:b/>"), "<w:proofErr/>", run("45 sheep"))
    table = f"<w:tbl><w:tr>{cell('12')}{cell('345')}</w:tr></w:tbl>"
    assert document(docx(body + table)).text == "12,345 sheep\n12 | 345"


def test_text_boxes_are_read_once_and_labelled() -> None:
    inner = f"<w:txbxContent>{paragraph(run('988 goats'))}</w:txbxContent>"
    box = (
        '<w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:drawing><wps:txbx xmlns:wps="s">'
        f"{inner}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>{inner}</w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    found = document(docx(paragraph(run("12,345 sheep"), box)))
    assert found.text == "12,345 sheep\n988 goats"
    assert [(r.kind, found.text[r.start : r.end]) for r in found.regions] == [("box", "988 goats")]


def test_fields_show_results_and_hidden_text_is_not_shown() -> None:
    def field(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    body = paragraph(
        run("Of "), field("begin"), "<w:r><w:instrText>= 40 + 2</w:instrText></w:r>",
        run("secret"), field("separate"), run("42"), field("end"), run(" sheep"),
        run(" 999", "<w:vanish/>"), run(" seen", '<w:vanish w:val="0"/>'),
    )  # fmt: skip
    torn = paragraph(run("Of "), field("begin"), run("77")) + paragraph(run("988 goats"))
    assert document(docx(body + torn)).text == "Of 42 sheep seen\nOf\n988 goats"


def test_formulas_never_run_numbers_together() -> None:
    def part(name: str, words: str) -> str:
        return f"<m:{name}><m:r><m:t>{words}</m:t></m:r></m:{name}>"

    fraction = f"<m:f>{part('num', '1')}{part('den', '2')}</m:f>"
    formula = f'<m:oMath xmlns:m="m"><m:r><m:t>3</m:t></m:r>{fraction}</m:oMath>'
    found = document(docx(paragraph(run("About"), formula, run("hectares"))))
    assert found.text == "About 3 1/2 hectares"


def test_a_mark_raised_by_its_style_or_typed_by_hand_is_set_off() -> None:
    body = paragraph(
        run("37.4"), run("12", '<w:position w:val="6"/>'), run(" and 12,345"),
        '<w:r><w:footnoteReference w:id="7" w:customMarkFollows="1"/></w:r>',
        run("*", RAISED), run(" and 988"), '<w:r><w:footnoteReference w:id="8"/></w:r>',
    )  # fmt: skip
    notes = '<w:footnote w:id="8"><w:p><w:r><w:t>Eighth</w:t></w:r></w:p></w:footnote>'
    found = document(docx(body, footnotes=notes + NOTES.format("footnote")))
    assert found.text.split("\n") == [
        "37.4[12] and 12,345* and 988[1]",
        "Yearbook 2010, p. 14.",
        "[1] Eighth",
    ]


def test_headers_and_footers_are_labelled_and_stand_once() -> None:
    word = NewWord()
    word.add_paragraph("12,345 sheep")
    word.sections[0].header.paragraphs[0].text = "Survey of 2009"
    word.sections[0].footer.paragraphs[0].text = "Office of Statistics"
    out = BytesIO()
    word.save(out)
    found = document(out.getvalue())
    assert found.text == "Survey of 2009\n12,345 sheep\nOffice of Statistics"
    assert [region.kind for region in found.regions] == ["header", "footer"]


def test_another_reader_finds_the_same_words() -> None:
    from docx2python import docx2python

    other = docx2python(BytesIO(new_word()), html=False).text
    ours = document(new_word()).text
    words = {word for word in other.split() if word.isalnum()}
    assert words <= set(ours.replace("[12]", "12").replace("km²", "km2").split()) | {"37.412"}


def test_an_empty_docx_is_empty() -> None:
    assert unread(docx(paragraph(run(" ")))).reason is UnreadReason.EMPTY


def test_a_docx_in_the_wrong_letters_is_unread() -> None:
    garbage = RUSSIAN.encode("cp1251").decode("latin-1")
    assert unread(docx(paragraph(run(garbage)))).reason is UnreadReason.MOJIBAKE


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_docx_cut_short_is_damaged(share: float) -> None:
    body = new_word()
    assert unread(body[: int(share * len(body))]).reason in {
        UnreadReason.DAMAGED,
        UnreadReason.UNSUPPORTED,
    }


def test_a_docx_with_spoilt_bytes_is_damaged() -> None:
    body = docx(paragraph(*(run(f"sheep number {n}") for n in range(200))))
    place = body.index(b"word/document.xml") + 200
    spoilt = body[:place] + b"\xff" * 40 + body[place + 40 :]
    assert unread(spoilt).reason is UnreadReason.DAMAGED


def test_a_docx_that_is_encrypted_is_told_as_such() -> None:
    spoilt = bytearray(docx(paragraph(run("sheep"))))
    at = spoilt.rindex(b"PK\x01\x02")
    spoilt[at + 8] |= 1
    assert unread(bytes(spoilt)).reason is UnreadReason.PASSWORD


@pytest.mark.hostile
def test_an_external_entity_is_refused_before_it_is_read() -> None:
    prolog = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/hostname">]>'
    found = unread(docx(paragraph(run("sheep &secret;")), prolog=prolog))
    assert found.reason is UnreadReason.DAMAGED
    assert "document type" in found.why


@pytest.mark.hostile
def test_a_zip_bomb_is_refused_by_its_sizes() -> None:
    found = unread(docx(paragraph(run("sheep")), padding=300 << 20))
    assert found.reason is UnreadReason.TOO_LARGE


@pytest.mark.hostile
def test_a_smaller_zip_bomb_is_refused_by_its_ratio() -> None:
    found = unread(docx(paragraph(run("sheep")), padding=100 << 20))
    assert found.reason is UnreadReason.TOO_LARGE
    assert "times its size" in found.why


@pytest.mark.hostile
def test_deeply_nested_markup_in_a_docx_is_damage() -> None:
    deep = "<w:smartTag>" * 50_000 + "</w:smartTag>" * 50_000
    assert unread(docx(deep)).reason is UnreadReason.DAMAGED


@pytest.mark.parametrize(
    ("name", "lines", "language"),
    [
        (
            "english.doc",
            [
                "Herders of the invented valley",
                "In 2009 the survey counted 37.4[1] percent of 12,345 households as herders.",
                "Herd | 2005 | 2009",
                "Sheep | 4,512 | 6,018",
                "Goats | | 988",
                "The next survey is planned for 2015; see example.org",
                "[1]\tInvented Office of Statistics, Yearbook 2010, p. 14.",
            ],
            "en",
        ),
        (
            "russian.doc",
            [
                "Пастухи придуманной долины",
                "В 2009 году перепись насчитала 37,4[1] процента из 12 345 хозяйств.",
                "Стадо | 2005 | 2009",
                "Овцы | 4 512 | 6 018",
                "Козы | | 988",
                "Следующая перепись намечена на 2015 год, см. example.org",
                "[1]\tПридуманный комитет по статистике, ежегодник 2010, стр. 14.",
            ],
            "ru",
        ),
    ],
)
def test_an_old_word_file_is_read_with_its_table_and_note(
    name: str, lines: list[str], language: str
) -> None:
    found = document((FILES / name).read_bytes(), "application/pdf")
    assert found.text.split("\n") == lines
    assert (found.language, found.media_type) == (language, "application/msword")
    assert found.complete


def test_an_old_word_file_read_in_the_wrong_code_page_is_unread() -> None:
    body = (FILES / "russian.doc").read_bytes()
    heading = "Пастухи придуманной долины"
    assert heading.encode("utf-16-le") in body
    letters = bytes(
        byte
        for letter in body.decode("utf-16-le", "replace")
        for byte in _western(letter).encode("utf-16-le", "surrogatepass")
    )
    assert len(letters) == len(body)
    start, end = (body.index(heading.encode("utf-16-le")), body.rindex("стр".encode("utf-16-le")))
    found = unread(body[:start] + letters[start:end] + body[end:])
    assert found.reason is UnreadReason.MOJIBAKE


def _western(letter: str) -> str:
    """A Russian letter as its cp1251 byte reads in cp1252."""
    return letter.encode("cp1251").decode("latin-1") if "а" <= letter.lower() <= "я" else letter


@pytest.mark.parametrize("share", [0.1, 0.5, 0.8])
def test_an_old_word_file_cut_short_is_damaged_or_incomplete(share: float) -> None:
    body = (FILES / "english.doc").read_bytes()
    assert unread(body[: int(share * len(body))]).reason is UnreadReason.DAMAGED


def test_a_locked_old_word_file_is_told_as_such() -> None:
    body = bytearray((FILES / "english.doc").read_bytes())
    flags = body.index(b"\xec\xa5") + 0x0A
    body[flags + 1] |= 0x01
    assert unread(bytes(body)).reason is UnreadReason.PASSWORD


def test_raised_hidden_and_deleted_letters_of_an_old_word_file_are_told_apart() -> None:
    found = document((FILES / "looks.doc").read_bytes())
    assert found.text == "In 2009, 37.4[12] percent of 4,512 km² had 988 goats."


@pytest.mark.parametrize("pieces", [False, True], ids=["whole", "saved fast"])
@pytest.mark.parametrize(
    ("code_page", "language"), [("cp1251", 0x0419), ("cp1251", 0x0409), ("koi8-r", 0)]
)
def test_a_russian_file_of_word_6_is_read_by_its_letters(
    code_page: str, language: int, pieces: bool
) -> None:
    body = word_6(
        "Овцы\x0712 345\x07\x07Козы\x07988\x07\x07Всего 4 512\x02 овец в долине\r".encode(
            code_page
        ),
        footnotes="\x02 Ежегодник 2010\r".encode(code_page),
        language=language,
        pieces=pieces,
    )
    found = document(body)
    assert found.text.split("\n") == [
        "Овцы | 12 345", "Козы | 988", "Всего 4 512[1] овец в долине", "[1] Ежегодник 2010",
    ]  # fmt: skip
    assert (found.encoding, found.language) == (code_page, "ru")
    assert [region.kind for region in found.regions] == ["notes"]


def test_an_english_file_of_word_6_is_read() -> None:
    found = document(word_6(b"The valley\x92s 12,345 sheep \x96 and goats\r"))
    assert found.text == "The valley’s 12,345 sheep – and goats"


@pytest.mark.hostile
def test_an_old_word_file_with_spoilt_bytes_never_raises() -> None:
    body = (FILES / "english.doc").read_bytes()
    dice = random.Random(7)
    for _ in range(40):
        spoilt = bytearray(body)
        for _ in range(60):
            spoilt[dice.randrange(8, len(body))] = dice.randrange(256)
        assert isinstance(extraction(bytes(spoilt)), Document | Unread)


def test_fields_show_their_results_and_not_their_instructions() -> None:
    field = '\x13 HYPERLINK "http://www.example.org/" \x14\x13 X \x14the site\x15\x15'
    assert write_marks(f"See {field} of 2009.\r", iter([1])) == "See the site of 2009."


def test_rows_of_unlike_width_are_parted_at_their_ends() -> None:
    text = "A\x07B\x07\x07C\x07\x07D\x07E\x07F\x07\x07Behind\r"
    assert write_marks(text, iter([])) == "A | B\nC\nD | E | F\nBehind"


@pytest.mark.parametrize("table", [False, True], ids=["paragraphs", "cells"])
def test_of_a_docx_that_takes_too_long_a_part_is_read_and_told(table: bool) -> None:
    inner = [paragraph(run(f"{number} herds")) for number in range(1000, 2200)]
    if table:
        inner = [f"<w:tr><w:tc>{one}</w:tc></w:tr>" for one in inner]
    body = "".join(inner)
    word = docx(f"<w:tbl>{body}</w:tbl>" if table else body)
    found = document(word, limits=replace(LIMITS, first_seconds=0.0))
    assert not found.complete
    assert any("in part" in note for note in found.notes)
    assert "1000 herds" in found.text
    assert "2199 herds" not in found.text
    assert document(word).complete


def test_of_a_docx_with_a_very_long_body_the_first_bytes_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("citecheck.extract.docx._LONGEST_BODY", 1000)
    found = document(docx("".join(paragraph(run(f"{n} herds")) for n in range(100, 200))))
    assert not found.complete
    assert found.notes == ("only the first 1,000 bytes of its part word/document.xml were read",)
    assert found.text.startswith("100 herds\n101 herds")
    assert "199 herds" not in found.text
