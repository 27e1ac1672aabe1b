"""Numbers of five digits: notes where they are due, figures and postal codes elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.manuscript import read_manuscript
from citecheck.manuscript.markers import find_markers
from citecheck.manuscript.note_numbers import find_note_start
from citecheck.manuscript.text import read_text_manuscript

MANY = 10_020
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@pytest.mark.parametrize(
    ("marker", "start"), [("{raised}", "{n}."), ("[{n}]", "[{n}]"), ("^{{{n}}}", "^{{{n}}}")]
)
def test_more_than_ten_thousand_notes_are_read(marker: str, start: str) -> None:
    def dress(shape: str, n: int) -> str:
        return shape.format(n=n, raised=str(n).translate(RAISED))

    body = " ".join(f"Ice.{dress(marker, n)}" for n in range(1, MANY + 1))
    notes = "\n".join(f"{dress(start, n)} Berg. Ice {n}." for n in range(1, MANY + 1))
    manuscript = read_text_manuscript(f"{body}\n\nNotes\n\n{notes}\n", source="x")
    assert [note.number for note in manuscript.notes] == list(range(1, MANY + 1))
    assert [" ".join(note.pieces) for note in manuscript.notes][-1] == f"Berg. Ice {MANY}."
    assert [m.numbers for m in manuscript.markers] == [(n,) for n in range(1, MANY + 1)]


def test_a_number_of_five_digits_that_is_not_due_begins_no_note() -> None:
    text = (
        "Ice.[1] In Berlin.[2] It is 12010 years old [12010].\n\nNotes\n\n"
        "[1] Berg, Anna. Ice. Ice Press,\n10115 Berlin, 2009.\n"
        "[2] Moe. Snow. 2010, p.\n12010. ed.\n"
    )
    manuscript = read_text_manuscript(text, source="x")
    assert [note.number for note in manuscript.notes] == [1, 2]
    assert "10115 Berlin, 2009." in manuscript.notes[0].pieces
    assert [m.numbers for m in manuscript.markers] == [(1,), (2,)]
    assert "[12010]" in manuscript.blocks[0].text


@pytest.mark.parametrize("printed", ["12345", "[12345]", "12345. Berg.", "¹²³⁴⁵ Berg."])
def test_five_digits_begin_a_line_as_fewer_do(printed: str) -> None:
    start = find_note_start(printed)
    assert start is not None
    assert start.number == 12345


@pytest.mark.parametrize("printed", ["123456. Berg.", "[123456] Berg.", "¹²³⁴⁵⁶ Berg."])
def test_six_digits_are_no_number_of_a_note(printed: str) -> None:
    assert find_note_start(printed) is None


def test_neighbours_that_ran_together_are_parted_before_ten_thousand_too() -> None:
    [[marker]] = find_markers(["Ice.[99100]"], {99, 100})
    assert marker.numbers == (99, 100)


def test_a_link_to_a_note_is_its_marker_beyond_five_digits_too(tmp_path: Path) -> None:
    numbers = [1, 2, 3, 100_000]
    marks = "".join(
        f'<p>Ice.<sup><a href="#fn-{n}" id="r-{n}">[{n}]</a></sup></p>' for n in numbers
    )
    notes = "".join(f'<li id="fn-{n}" value="{n}"><p>Berg {n}.</p></li>' for n in numbers)
    path = tmp_path / "report.html"
    path.write_text(f"<html><body>{marks}<ol>{notes}</ol></body></html>", encoding="utf-8")
    manuscript = read_manuscript(path)
    assert [note.number for note in manuscript.notes] == numbers
    assert [m.numbers for m in manuscript.markers] == [(n,) for n in numbers]
