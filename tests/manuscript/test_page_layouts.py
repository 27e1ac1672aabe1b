"""Pages, chapters and lines as programs lay them out: the same notes, the same text (invented)."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from citecheck.manuscript import read_manuscript
from citecheck.model.manuscripts import Manuscript

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SENTENCES = [
    f"The ferry of pier {n} took {n},300 people in 20{n:02}, and the boats of the guard took"
    f" {n + 20} percent of those who waited for it in the cold"
    for n in range(1, 13)
]
NOTES = [
    f"Harbour Council. Traffic at the piers, part {n}. 2011, p. {n + 3}. Accessed on {n + 2} May"
    f" 2011 from: http://www.harbourcouncil.example/traffic/the_piers/part-{n}.html"
    for n in range(1, 13)
]
SHAPES = {"superscript": "{s}", "bracket": "[{n}]", "caret": "^{{{n}}}"}


def read(tmp_path: Path, text: str) -> Manuscript:
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    return read_manuscript(path)


def dress(shape: str, number: int) -> str:
    return shape.format(n=number, s=str(number).translate(SUPERSCRIPT))


def paragraph(shape: str, number: int, printed: int | None = None) -> str:
    return f"{SENTENCES[number - 1]}.{dress(shape, printed or number)} It is so."


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(
        text, width, break_on_hyphens=False, break_long_words=False, subsequent_indent=indent
    )


def assert_whole(found: Manuscript, count: int = 12) -> None:
    assert [note.number for note in found.notes] == list(range(1, count + 1))
    assert [" ".join(note.pieces) for note in found.notes] == NOTES[:count]
    assert [m.numbers for m in found.markers] == [(n,) for n in range(1, count + 1)]
    for marker, sentence in zip(found.markers, SENTENCES, strict=False):
        text = found.blocks[marker.block].text
        assert text == f"{sentence}. It is so."
        assert text[: marker.offset] == f"{sentence}."


def pages(lines: list[str], size: int, head: str, foot: str, end: str) -> str:
    parts = [lines[i : i + size] for i in range(0, len(lines), size)]
    written = []
    for number, part in enumerate(parts, start=1):
        above = [head.format(p=number), ""] if head else []
        written.append("\n".join([*above, *part, "", foot.format(p=number)]))
    return end.join(written)


@pytest.mark.parametrize("width", [60, 100])
@pytest.mark.parametrize(
    ("head", "foot", "end"),
    [
        ("", "{p:>40}", "\n\f"),
        ("Ferries of the North", "- {p} -", "\n\f"),
        ("FERRIES OF THE NORTH    {p}", "Page {p}", "\f"),
        ("", "{p}", "\n"),
        ("Ferries of the North", "{p}", "\n\n"),
    ],
)
def test_pages_cut_neither_text_nor_notes(
    tmp_path: Path, width: int, head: str, foot: str, end: str
) -> None:
    body = [line for n in range(1, 13) for line in [*wrap(paragraph("[{n}]", n), width), ""]]
    notes = [line for n, note in enumerate(NOTES, start=1) for line in wrap(f"{n}. {note}", width)]
    found = read(tmp_path, pages([*body, "REFERENCES", "", *notes], 17, head, foot, end))
    assert_whole(found)
    assert len(found.blocks) == 12


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("rule", ["________", "----------", ""])
@pytest.mark.parametrize("anew", [False, True])
@pytest.mark.parametrize("end", ["\n\f", "\n"])
def test_footnotes_at_the_foot_of_their_pages(
    tmp_path: Path, shape: str, rule: str, anew: bool, end: str
) -> None:
    written = []
    for page in range(3):
        numbers = range(4 * page + 1, 4 * page + 5)
        printed = {n: n - 4 * page if anew else n for n in numbers}
        lines = [s for n in numbers for s in [*wrap(paragraph(shape, n, printed[n]), 80), ""]]
        lines += [rule] if rule else []
        for n in numbers:
            lines += wrap(f"{dress(shape, printed[n])} {NOTES[n - 1]}", 80)
        written.append("\n".join([*lines, "", str(page + 7)]))
    found = read(tmp_path, end.join(written))
    assert_whole(found)
    assert len(found.blocks) == 12


def test_the_line_of_a_footnote_is_that_of_the_file(tmp_path: Path) -> None:
    one = "Ice.¹ It is thick.\n\n___\n¹ Berg. Ice of the north.\n\n1\n\f"
    two = "Snow.² It is white.\n\n___\n² Moe. Snow of the north.\n\n2\n"
    found = read(tmp_path, one + two)
    lines = (one + two).split("\n")
    assert [lines[note.line - 1] for note in found.notes if note.line] == [
        "¹ Berg. Ice of the north.",
        "² Moe. Snow of the north.",
    ]


def test_a_footnote_may_go_on_at_the_foot_of_the_next_page(tmp_path: Path) -> None:
    one = "Ice is thick here.¹ And so on.\n\n_____\n¹ Berg, Anna. Ice of the north and\n\n1\n\f"
    two = "Snow is white.² And so on.\n\n_____\nof the south. Oslo, 2010.\n² Moe. Snow.\n\n2\n"
    found = read(tmp_path, one + two)
    assert [" ".join(note.pieces) for note in found.notes] == [
        "Berg, Anna. Ice of the north and of the south. Oslo, 2010.",
        "Moe. Snow.",
    ]
    assert [b.text for b in found.blocks] == [
        "Ice is thick here. And so on.",
        "Snow is white. And so on.",
    ]


@pytest.mark.parametrize("anew", [False, True])
@pytest.mark.parametrize("heading", ["Notes", "## Notes to Chapter {c}", "References"])
def test_notes_at_the_end_of_each_chapter(tmp_path: Path, anew: bool, heading: str) -> None:
    lines = []
    for chapter in range(3):
        numbers = range(4 * chapter + 1, 4 * chapter + 5)
        printed = {n: n - 4 * chapter if anew else n for n in numbers}
        lines += [f"# Part {chapter + 1}", ""]
        lines += [part for n in numbers for part in (paragraph("[{n}]", n, printed[n]), "")]
        lines += [heading.format(c=chapter + 1), ""]
        lines += [f"{printed[n]}. {NOTES[n - 1]}" for n in numbers]
        lines.append("")
    assert_whole(read(tmp_path, "\n".join(lines)))


def listed(notes: list[str], start: int = 1) -> list[str]:
    return [f"{n}. {note}" for n, note in enumerate(notes, start=start)]


BODY = "\n\n".join(paragraph("[{n}]", n) for n in range(1, 13))


def test_running_heads_over_the_notes_do_not_cut_them(tmp_path: Path) -> None:
    lines = [*listed(NOTES[:5]), "", "Notes", "", *listed(NOTES[5:9], 6), "", "Notes", ""]
    assert_whole(read(tmp_path, "\n".join([BODY, "", "Notes", "", *lines, *listed(NOTES[9:], 10)])))


@pytest.mark.parametrize(
    "books", [["1. Berg. Ice.", "2. Moe. Snow."], ["Berg. Ice.", "", "Moe. Snow."]]
)
@pytest.mark.parametrize("before", [False, True])
def test_a_bibliography_beside_the_notes_is_none_of_them(
    tmp_path: Path, books: list[str], before: bool
) -> None:
    notes = ["", "Endnotes", "", *listed(NOTES)]
    books = ["", "Bibliography", "", *books]
    found = read(tmp_path, "\n".join([BODY, *(books + notes if before else notes + books)]))
    assert_whole(found)


def test_words_about_all_notes_may_stand_before_them(tmp_path: Path) -> None:
    about = "All addresses were visited in May 2011 unless another date is given."
    assert_whole(read(tmp_path, "\n".join([BODY, "", "Notes", "", about, "", *listed(NOTES)])))


@pytest.mark.parametrize("rule", ["", "_____", "* * *"])
def test_a_list_without_a_heading_is_the_notes_that_the_text_has_markers_for(
    tmp_path: Path, rule: str
) -> None:
    assert_whole(read(tmp_path, "\n".join([BODY, "", rule, "", *listed(NOTES)])))


@pytest.mark.parametrize(
    "heading",
    [
        "Sources",
        "Works cited",
        "6. References",
        "References and Notes:",
        "== Notes ==",
        "Endnotes (1-12)",
        "NOTES TO THE TEXT",
        "N O T E S",
        "Источники",
        "Литература",
        "Список использованной литературы и источников",
        "Примечания:",
    ],
)
def test_more_headings_over_notes(tmp_path: Path, heading: str) -> None:
    found = read(tmp_path, "\n".join([BODY, "", heading, "", *listed(NOTES)]))
    assert_whole(found)
    assert len(found.blocks) == 12


@pytest.mark.parametrize("line", ["Note that the ice is thick", "Notes, 1998", "The sources", "a"])
def test_a_line_that_only_speaks_of_notes_is_no_heading(tmp_path: Path, line: str) -> None:
    text = f"{line}\n\n1. Ice is a list.\n\n{BODY}\n\nNotes\n\n" + "\n".join(listed(NOTES))
    assert [" ".join(note.pieces) for note in read(tmp_path, text).notes] == NOTES


def test_a_wrapped_line_that_begins_with_a_number_is_no_item(tmp_path: Path) -> None:
    text = "A quarter of the boats that were built (27 of\n108) was out of service.[1]"
    found = read(tmp_path, f"{text}\n\nNotes\n\n1. Berg.\n")
    assert [b.text for b in found.blocks] == [
        "A quarter of the boats that were built (27 of 108) was out of service."
    ]


def test_endnotes_that_are_numbered_i_ii_iii(tmp_path: Path) -> None:
    numerals = "i ii iii iv v vi vii viii ix x xi xii".split()
    body = "\n\n".join(paragraph(f"[{numeral}]", n) for n, numeral in enumerate(numerals, start=1))
    notes = "\n\n".join(f"{numeral} {note}" for numeral, note in zip(numerals, NOTES, strict=True))
    assert_whole(read(tmp_path, f"{body}\n\n{notes}\n"))


def test_a_list_that_is_numbered_i_ii_iii_is_no_notes(tmp_path: Path) -> None:
    listed_ = "i. the ice is thick;\nii. the snow is white;\niii. it is cold."
    text = f"{BODY}\n\n{listed_}\n\nNotes\n\n" + "\n".join(listed(NOTES))
    assert [" ".join(note.pieces) for note in read(tmp_path, text).notes] == NOTES


def test_each_line_is_a_paragraph_where_lines_are_not_wrapped(tmp_path: Path) -> None:
    lines = ["Rivers of the North"]
    lines += [f"{paragraph('[{n}]', n)} And so on, {'for a long time, ' * 5}." for n in (1, 2)]
    lines += ["Safety on board", f"{paragraph('[{n}]', 3)} And on, {'for a long time, ' * 5}."]
    found = read(tmp_path, "\n".join([*lines, "", "Notes", "", *listed(NOTES[:3])]))
    assert [b.text[:15] for b in found.blocks] == [
        "Rivers of the N",
        "The ferry of pi",
        "The ferry of pi",
        "Safety on board",
        "The ferry of pi",
    ]
