"""What the reader makes of manuscripts in several house styles (all invented)."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.manuscript import read_manuscript
from citecheck.model.errors import InputError
from citecheck.model.manuscripts import BlockKind, Manuscript

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def read(tmp_path: Path, text: str, encoding: str = "utf-8") -> Manuscript:
    path = tmp_path / "report.txt"
    path.write_bytes(text.encode(encoding))
    return read_manuscript(path)


RIVERS = """Rivers of the North

a survey of water and ice

SECOND EDITION

Copyright © 2014, River Watch (Oslo). All rights reserved.

CONTENTS

Introduction	1
Endnotes	9

INTRODUCTION

Some 40 rivers freeze in winter.¹ The ice of the Tana is thick,² and it is
measured each year by the river guards who
live there.³

ENDNOTES

¹ River Watch. Ice on rivers. 2012. http://www.rivers.example/ice.html
² Berg, Anna. The Tana. 2010, p. 4.
³ River Watch. Guards. http://www.rivers.example/guards.html
"""


def test_front_matter_is_found_by_its_place_and_words(tmp_path: Path) -> None:
    manuscript = read(tmp_path, RIVERS)
    assert manuscript.title == "Rivers of the North: a survey of water and ice"
    assert manuscript.edition == "2nd"
    assert manuscript.publisher == "River Watch"
    assert manuscript.year == 2014
    assert manuscript.licence is not None
    assert "River Watch" in manuscript.licence


def test_front_matter_that_is_not_there_is_none(tmp_path: Path) -> None:
    manuscript = read(tmp_path, "Water is wet.[1]\n\nNotes\n\n[1] Ice is cold.\n")
    assert manuscript.title is None
    assert manuscript.edition is None
    assert manuscript.publisher is None
    assert manuscript.year is None
    assert manuscript.licence is None


def test_a_markdown_header_tells_the_front_matter(tmp_path: Path) -> None:
    header = "---\ntitle: Rivers\npublisher: River Watch\ndate: 2014-05-01\n---\n\n"
    manuscript = read(tmp_path, header + "Ice is thick.[1]\n\nNotes\n\n[1] Berg.\n")
    assert (manuscript.title, manuscript.publisher, manuscript.year) == (
        "Rivers",
        "River Watch",
        2014,
    )
    assert [block.text for block in manuscript.blocks] == ["Ice is thick."]


def test_a_contents_line_is_not_the_notes_heading(tmp_path: Path) -> None:
    text = RIVERS.replace("Endnotes\t9", "Endnotes")
    assert [note.number for note in read(tmp_path, text).notes] == [1, 2, 3]


def test_markers_are_taken_out_and_stand_where_they_stood(tmp_path: Path) -> None:
    manuscript = read(tmp_path, RIVERS)
    [body] = [block for block in manuscript.blocks if block.text.startswith("Some 40")]
    assert body.text == (
        "Some 40 rivers freeze in winter. The ice of the Tana is thick, and it is measured"
        " each year by the river guards who live there."
    )
    assert body.section == "INTRODUCTION"
    before = [body.text[: marker.offset].split()[-1] for marker in manuscript.markers]
    assert before == ["winter.", "thick,", "there."]
    assert [marker.numbers for marker in manuscript.markers] == [(1,), (2,), (3,)]


@pytest.mark.parametrize(
    "marker",
    ["¹²", "^12", "^{12}", "[12]", "[^12]", " [12]", " ¹²"],
)
def test_marker_shapes(tmp_path: Path, marker: str) -> None:
    notes = "\n".join(f"{n}. River Watch. Ice {n}. 2012." for n in range(1, 13))
    others = " ".join(
        f"Fact.{marker.replace('12', str(n)).replace('¹²', str(n).translate(SUPERSCRIPT))}"
        for n in range(1, 12)
    )
    body = f"{others} The ice is thick{marker}. It melts in 2012 [sic]."
    manuscript = read(tmp_path, f"{body}\n\nNOTES\n\n{notes}\n")
    assert [m.numbers for m in manuscript.markers] == [(n,) for n in range(1, 13)]
    assert manuscript.blocks[0].text.endswith("The ice is thick. It melts in 2012 [sic].")
    assert manuscript.blocks[0].text[: manuscript.markers[-1].offset].endswith("is thick")


def test_digits_glued_to_a_stop_are_markers_where_no_clearer_shape_is_used(tmp_path: Path) -> None:
    body = "The ice is thick.1 It holds 3.5 tonnes,2 and in 2012 it held more.3"
    manuscript = read(tmp_path, f"{body}\n\nNotes\n\n1 Berg.\n2 Tana.\n3 Ice.\n")
    assert [m.numbers for m in manuscript.markers] == [(1,), (2,), (3,)]
    assert "3.5 tonnes, and in 2012 it held more." in manuscript.blocks[0].text


def test_bracketed_years_and_square_metres_are_no_markers(tmp_path: Path) -> None:
    body = "An ice of 5 km² [2012] is thick.¹ It melts.²"
    manuscript = read(tmp_path, f"{body}\n\nNotes\n\n1. Berg.\n2. Tana.\n")
    assert [m.numbers for m in manuscript.markers] == [(1,), (2,)]
    assert "5 km² [2012] is thick." in manuscript.blocks[0].text


def test_a_marker_behind_a_number_is_told_from_a_power_of_ten(tmp_path: Path) -> None:
    body = "Of 10² rivers, some froze in 2010¹ and all in 2011.² The ice held 5³ men."
    manuscript = read(tmp_path, f"{body}\n\nNotes\n\n1. Berg.\n2. Tana.\n")
    assert [m.numbers for m in manuscript.markers] == [(1,), (2,)]
    assert manuscript.blocks[0].text == (
        "Of 10² rivers, some froze in 2010 and all in 2011. The ice held 5³ men."
    )


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        ("^{1 2}", (1, 2)),
        ("¹,²", (1, 2)),
        ("¹⁻³", (1, 2, 3)),
        ("[1, 3]", (1, 3)),
        ("[1–3]", (1, 2, 3)),
        ("¹ ²", (1, 2)),
        ("[1][2]", (1, 2)),
        ("[1], [2]", (1, 2)),
        ("[1]–[3]", (1, 2, 3)),
    ],
)
def test_one_marker_may_name_several_notes(
    tmp_path: Path, printed: str, numbers: tuple[int, ...]
) -> None:
    manuscript = read(tmp_path, f"Ice is thick.{printed}\n\nNotes\n\n1. A.\n2. B.\n3. C.\n")
    assert [(m.numbers, m.printed) for m in manuscript.markers] == [(numbers, printed)]


def test_two_superscripts_that_ran_together_are_neighbours(tmp_path: Path) -> None:
    notes = "\n".join(f"{n}. Berg {n}." for n in range(1, 13))
    manuscript = read(tmp_path, f"Ice is thick.¹¹¹²\n\nNotes\n\n{notes}\n")
    assert [m.numbers for m in manuscript.markers] == [(11, 12)]


@pytest.mark.parametrize(
    "heading",
    [
        "ENDNOTES",
        "Notes",
        "## References",
        "**Endnotes:**",
        "Примечания",
        "СНОСКИ",
        "Список литературы",
        "VII. Notes",
        "Notes\n=====",
    ],
)
def test_headings_over_notes(tmp_path: Path, heading: str) -> None:
    manuscript = read(tmp_path, f"Ice.[1] Snow.[2]\n\n{heading}\n\n[1] Berg.\n[2] Tana.\n")
    assert [note.pieces for note in manuscript.notes] == [("Berg.",), ("Tana.",)]


@pytest.mark.parametrize(
    "shape", ["{s} ", "{s}", "{n} ", "{n}. ", "[{n}] ", "^{{{n}}} ", "- {s} ", "- {n} ", "{n}) "]
)
def test_numbers_of_notes_in_any_dress(tmp_path: Path, shape: str) -> None:
    notes = "\n".join(
        shape.format(n=n, s=str(n).translate(SUPERSCRIPT)) + f"Berg, paper {n}, 2010."
        for n in range(1, 31)
    )
    manuscript = read(tmp_path, f"Ice is thick.\n\nNotes\n\n{notes}\n")
    assert [note.number for note in manuscript.notes] == list(range(1, 31))
    assert [note.pieces for note in manuscript.notes] == [
        (f"Berg, paper {n}, 2010.",) for n in range(1, 31)
    ]


def test_markdown_footnotes_need_no_heading(tmp_path: Path) -> None:
    manuscript = read(tmp_path, "Ice.[^1] Snow.[^2]\n\n[^1]: Berg.\n[^2]: Tana,\n    p. 4.\n")
    assert [note.pieces for note in manuscript.notes] == [("Berg.",), ("Tana, p. 4.",)]
    assert [m.numbers for m in manuscript.markers] == [(1,), (2,)]


def test_a_line_that_begins_with_a_number_not_due_continues_its_note(tmp_path: Path) -> None:
    notes = (
        "1 Berg. The Tana. Accessed on\n\n10 November 2011 from: http://a.example/x\n"
        "2 Berg. Ice in the years\n2009 and 2010.\n3 Tana. Paper\n2 of the series.\n4 End.\n"
    )
    manuscript = read(tmp_path, f"Ice.\n\nNotes\n\n{notes}")
    assert [len(note.pieces) for note in manuscript.notes] == [2, 2, 2, 1]


def test_a_continuation_that_looks_like_the_next_number_is_seen_through(tmp_path: Path) -> None:
    notes = "".join(f"{n} Berg, paper {n}.\n" for n in range(1, 9))
    notes += "9 Berg, accessed on\n10 November 2011.\n10 Tana.\n11 End.\n"
    manuscript = read(tmp_path, f"Ice.\n\nNotes\n\n{notes}")
    assert manuscript.notes[8].pieces == ("Berg, accessed on", "10 November 2011.")
    assert manuscript.notes[9].pieces == ("Tana.",)


def test_page_numbers_and_running_heads_are_not_note_text(tmp_path: Path) -> None:
    parts = [f"{n}. Berg, paper {n}.\n\nRivers of the North\n\n" for n in range(1, 5)]
    manuscript = read(tmp_path, "Ice.\n\nNotes\n\n" + "".join(parts) + "5. End.\n")
    assert [note.pieces for note in manuscript.notes[:2]] == [
        ("Berg, paper 1.",),
        ("Berg, paper 2.",),
    ]


def test_running_heads_may_carry_the_page_number(tmp_path: Path) -> None:
    parts = [
        f"{n}. Berg, paper {n}.\n\n{n + 40}\n\n{n + 40} Rivers of the North\n\n"
        for n in range(1, 6)
    ]
    manuscript = read(tmp_path, "Ice.\n\nNotes\n\n" + "".join(parts) + "6. End.\n")
    assert [note.pieces for note in manuscript.notes] == [
        *((f"Berg, paper {n}.",) for n in range(1, 6)),
        ("End.",),
    ]


def test_a_number_may_stand_on_a_line_of_its_own(tmp_path: Path) -> None:
    notes = "".join(f"{n}\nBerg, paper {n}.\n\n" for n in range(1, 5))
    manuscript = read(tmp_path, f"Ice.\n\nNotes\n\n{notes}")
    assert [note.pieces for note in manuscript.notes] == [
        (f"Berg, paper {n}.",) for n in range(1, 5)
    ]


@pytest.mark.parametrize("line", ["²", "12345", "٣", "⁹⁹"])
def test_odd_numbers_alone_on_a_line_do_no_harm(tmp_path: Path, line: str) -> None:
    text = f"Ice.\n\nNotes\n\n1. Berg, a paper.\n\n{line}\n\n2. Tana.\n"
    try:
        numbers = [note.number for note in read(tmp_path, text).notes]
    except InputError:
        numbers = [1, 2]
    assert numbers == [1, 2]


def test_what_follows_the_last_note_is_body_again(tmp_path: Path) -> None:
    text = (
        "Ice.[1]\n\nNotes\n\n[1] Berg. http://a.example/ice.html\n\nRiver Watch\n\n1 Main Street\n"
    )
    manuscript = read(tmp_path, text)
    assert manuscript.notes[0].pieces == ("Berg. http://a.example/ice.html",)
    assert [block.text for block in manuscript.blocks] == ["Ice.", "River Watch", "1 Main Street"]


def test_the_last_note_may_be_cut_by_a_break(tmp_path: Path) -> None:
    text = "Ice.[1]\n\nNotes\n\n[1] Berg. http://a.example/the_\n\nice.html\n"
    assert read(tmp_path, text).notes[0].pieces == ("Berg. http://a.example/the_", "ice.html")


def test_paragraphs_cut_by_a_page_break_are_joined(tmp_path: Path) -> None:
    text = (
        "The ice of the Tana is thick and the river guards who live there have mea-\n\n"
        "sured it for years, together with the\n\nNorthern Institute.¹ It is measured.\n\n"
        "Floods\n\nThe water is high.²\n\nNotes\n\n1. A.\n2. B.\n"
    )
    manuscript = read(tmp_path, text)
    assert [(b.kind, b.text) for b in manuscript.blocks] == [
        (
            BlockKind.PARAGRAPH,
            "The ice of the Tana is thick and the river guards who live there have measured it"
            " for years, together with the Northern Institute. It is measured.",
        ),
        (BlockKind.HEADING, "Floods"),
        (BlockKind.PARAGRAPH, "The water is high."),
    ]
    offset = manuscript.blocks[0].text.index(" It is measured.")
    assert [(m.block, m.offset) for m in manuscript.markers] == [(0, offset), (2, 18)]


def test_lists_tables_headings_and_emphasis(tmp_path: Path) -> None:
    text = (
        "# Rivers\n\n- The **Tana** is *long*;[^1]\n- the <i>Alta</i> is short.\n\n"
        "River\tLength\nTana\t348 km\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: Berg.\n"
    )
    manuscript = read(tmp_path, text)
    assert [(b.kind, b.text, b.section) for b in manuscript.blocks] == [
        (BlockKind.HEADING, "Rivers", "Rivers"),
        (BlockKind.LIST_ITEM, "The Tana is long;", "Rivers"),
        (BlockKind.LIST_ITEM, "the Alta is short.", "Rivers"),
        (BlockKind.TABLE, "River\tLength\nTana\t348 km", "Rivers"),
        (BlockKind.TABLE, "a\tb\n1\t2", "Rivers"),
    ]
    assert [(m.block, m.offset) for m in manuscript.markers] == [(1, 17)]


def test_a_footnote_under_the_text_does_not_part_a_sentence(tmp_path: Path) -> None:
    text = (
        "The Convention* protects rivers that cross the borders of several states, including\n\n"
        "* Adopted in 1992.\n\nthose that freeze in winter.[1]\n\nNotes\n\n[1] Berg.\n"
    )
    first = read(tmp_path, text).blocks[0].text
    assert first.endswith("several states, including those that freeze in winter.")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"]
)
def test_encodings_are_told_by_evidence(tmp_path: Path, encoding: str) -> None:
    text = (
        "Реки севера замерзают зимой.[1] Лёд на реке Тана толстый, и это измеряют каждый год.\n\n"
        "Примечания\n\n[1] Берг А. Реки. Осло, 2010.\n"
    )
    manuscript = read(tmp_path, text, encoding)
    assert manuscript.notes[0].pieces == ("Берг А. Реки. Осло, 2010.",)
    assert manuscript.blocks[0].text.startswith("Реки севера")


def test_western_code_pages_and_line_ends_are_read(tmp_path: Path) -> None:
    text = "La glace était épaisse à Genève.[1]\r\n\r\nNotes\r\n\r\n[1] Bézier. Forêts, p. 3.\r\n"
    manuscript = read(tmp_path, text, "cp1252")
    assert manuscript.notes[0].pieces == ("Bézier. Forêts, p. 3.",)


def test_the_language_is_told_by_function_words(tmp_path: Path) -> None:
    assert read(tmp_path, RIVERS).language in ("en", None)
    english = "The ice of the river is thick and it is measured by the guards for the state. " * 3
    russian = "Лёд на реке толстый, и его измеряют для того, чтобы не было беды на севере. " * 3
    assert read(tmp_path, f"{english}[1]\n\nNotes\n\n[1] Berg.\n").language == "en"
    assert read(tmp_path, f"{russian}[1]\n\nNotes\n\n[1] Berg.\n").language == "ru"
