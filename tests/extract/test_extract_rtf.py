from __future__ import annotations

import pytest
from extraction_files import document, unread

from citecheck.model.documents import UnreadReason


def rtf(words: str) -> bytes:
    return (r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0 " + words + "}").encode("ascii")


def test_rich_text_is_read_with_notes_raised_marks_and_cells() -> None:
    found = document(
        rtf(
            r"In 2009, 37.4{\super 12} percent of 12,345{\super\chftn}{\footnote\pard "
            r"{\super\chftn} Yearbook 2010, p. 14.} sheep.\par "
            r"\trowd Sheep\cell 4,512\cell\row Goats\cell\cell 988\cell\row"
        ),
        "application/msword",
    )
    assert found.media_type == "application/rtf"
    assert found.text.split("\n") == [
        "In 2009, 37.4[12] percent of 12,345[1] sheep.",
        "Sheep | 4,512",
        "Goats | | 988",
        "[1] Yearbook 2010, p. 14.",
    ]


def test_russian_rich_text_is_read_in_its_code_page() -> None:
    letters = "".join(f"\\'{byte:02x}" for byte in "Овцы".encode("cp1251"))
    body = rtf(letters + " 4,512").replace(b"ansicpg1252", b"ansicpg1251")
    assert document(body).text == "Овцы 4,512"


def coded(words: str, code_page: str = "cp1251") -> str:
    return "".join(f"\\'{byte:02x}" for byte in words.encode(code_page))


def test_rich_text_that_declares_the_wrong_code_page_is_read_by_its_letters() -> None:
    found = document(rtf(coded("Всего овец в долине") + " 4,512"))
    assert found.text == "Всего овец в долине 4,512"
    assert "read as cp1251" in found.notes[0]


def test_the_code_page_of_a_font_is_believed_for_its_letters() -> None:
    body = (
        rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}"
        rb"{\f1\fcharset204{\*\panose 020b}Arial Cyr;}}" + rb"d\'e9j\'e0 {\f1 "
        + coded("Овцы").encode() + rb"} 12\~345\par}"
    )  # fmt: skip
    assert document(body).text == "déjà Овцы 12\xa0345"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (r"\uc1\u1054?\u1074?\u1094?\u1099? 12\u160\'20345", "Овцы 12\xa0345"),
        (r"{\uc2\u1054\'ce\'ce}vce", "Оvce"),
        (r"1{\b ,2}{\i 00} sheep", "1,200 sheep"),
        (r"12{\v 999},3{\deleted 45}45", "12,345"),
        (r"37.4{\up6\fs16 12} percent of 9 km{\super 2}", "37.4[12] percent of 9 km²"),
        (r"{\field{\*\fldinst{HYPERLINK x}}{\fldrslt{12,345}}} sheep", "12,345 sheep"),
        (r"{\pict\bin5 }}{{\ 12,345} sheep", "sheep"),
        (r"{\loch\i0\*\cs7\loch 12,345} sheep", "12,345 sheep"),
        (r"{\*\unheard 999}12,345\line 988", "12,345\n988"),
        ("12,\r\n345\\\n988", "12,345\n988"),
        (r"{\annotation 999}{\header Survey\par}12,345", "12,345\nSurvey"),
        (r"x\u-10180?\u-8213?", "x\U0001f3eb"),
    ],
)
def test_rich_text_is_read_as_it_is_shown(words: str, expected: str) -> None:
    assert document(rtf(words)).text == expected


def test_merged_cells_of_rich_text_stand_in_each_row_and_column() -> None:
    def row(edges: str, *cells: str) -> str:
        return rf"\trowd {edges}\pard\intbl " + "".join(rf"{c}\cell " for c in cells) + r"\row "

    table = (
        row(r"\clvmgf\cellx1000\cellx3000\cellx4000", "Region", "2005", "2009")
        + row(r"\clvmrg\cellx1000\cellx2000\cellx3000\cellx4000", "", "Men", "Women", "All")
        + row(r"\cellx1000\cellx2000\cellx3000\cellx4000", "Valley", "75%", "80%", "12,345")
    )
    assert document(rtf(table + r"\pard After\par")).text.split("\n") == [
        "Region | 2005 | 2005 | 2009",
        "Region | Men | Women | All",
        "Valley | 75% | 80% | 12,345",
        "After",
    ]


def test_a_table_in_a_cell_and_the_lines_of_a_cell_stay_in_it() -> None:
    table = (
        r"\trowd\cellx1000\cellx2000\pard\intbl Herd\par of 2009\cell "
        r"\pard\intbl\itap2 12\nestcell 345\nestcell{\*\nesttableprops\trowd\nestrow}"
        r"{\nonesttables\par}\pard\intbl\cell\row"
    )
    assert document(rtf(table)).text == "Herd of 2009 | 12 | 345"


def test_rich_text_that_is_cut_short_is_incomplete() -> None:
    found = document(rtf(r"12,345 sheep\par {\b 988 goats")[:-1])
    assert found.text == "12,345 sheep\n988 goats"
    assert not found.complete


def test_rich_text_without_words_is_empty() -> None:
    assert unread(rtf(r"\par\par")).reason is UnreadReason.EMPTY
