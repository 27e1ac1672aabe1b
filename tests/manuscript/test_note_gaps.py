"""Numbers out of order are told, and no note is lost by them."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.manuscript import read_manuscript
from citecheck.model.manuscripts import Manuscript
from citecheck.model.notes import Publication
from citecheck.publications import parse_manuscript


def write(tmp_path: Path, body: str, *numbers: int) -> Path:
    notes = "".join(f"{n}. Berg, paper {i}.\n" for i, n in enumerate(numbers))
    path = tmp_path / "report.txt"
    path.write_text(f"{body}\n\nNotes\n\n{notes}", encoding="utf-8")
    return path


def read(tmp_path: Path, body: str, *numbers: int) -> Manuscript:
    return read_manuscript(write(tmp_path, body, *numbers))


def told(manuscript: Manuscript) -> list[tuple[int | None, str]]:
    return [(one.note, one.slip.code) for one in manuscript.slips]


def codes(publication: Publication) -> dict[int, list[str]]:
    return {note.number: [slip.code for slip in note.slips] for note in publication.endnotes}


def test_a_number_left_out_is_told_at_the_note_after_it(tmp_path: Path) -> None:
    found = read(tmp_path, "Ice.", 1, 2, 4, 5)
    assert told(found) == [(4, "note_gap")]
    assert "note 3 is missing" in found.slips[0].slip.message
    assert len(found.notes) == 4


def test_several_numbers_left_out(tmp_path: Path) -> None:
    found = read(tmp_path, "Ice.", 1, 2, 5, 6, 8)
    assert told(found) == [(5, "note_gap"), (8, "note_gap")]
    assert "notes 3, 4 are missing" in found.slips[0].slip.message


def test_notes_that_do_not_begin_with_one(tmp_path: Path) -> None:
    assert told(read(tmp_path, "Ice.", 2, 3, 4)) == [(2, "note_gap")]


@pytest.mark.parametrize("numbers", [(1, 2, 2, 3), (1, 2, 3, 3), (1, 2, 3, 1, 2)])
def test_a_number_that_stands_twice_loses_neither_note(
    tmp_path: Path, numbers: tuple[int, ...]
) -> None:
    found = read(tmp_path, "Ice.", *numbers)
    assert {code for _, code in told(found)} == {"note_doubled"}
    words = " ".join(piece for note in found.notes for piece in note.pieces)
    assert all(f"paper {i}." in words for i in range(len(numbers)))


def test_both_notes_of_a_number_are_read_as_sources(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(
        "Ice.¹ Snow.²\n\nNotes\n\n1. Berg, A. Ice. 2009. http://a.example/ice.html\n"
        "2. Moe, O. Snow. 2010. http://a.example/snow.html\n"
        "2. Tana, E. Rain. 2011. http://a.example/rain.html\n",
        encoding="utf-8",
    )
    [_, second] = parse_manuscript(path).endnotes
    assert [c.url for c in second.citations] == [
        "http://a.example/snow.html",
        "http://a.example/rain.html",
    ]


def test_a_note_without_text_is_kept_and_told(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("Ice.\n\nNotes\n\n1. Berg.\n2.\n3. Tana.\n", encoding="utf-8")
    assert told(read_manuscript(path)) == [(2, "note_empty")]
    assert codes(parse_manuscript(path))[2] == ["note_empty"]


def test_a_marker_without_a_note_becomes_a_note_without_text(tmp_path: Path) -> None:
    path = write(tmp_path, "Ice.¹ Snow.² Some 40 percent of it melts.³ Rain.⁴", 1, 2, 4)
    publication = parse_manuscript(path)
    assert [note.number for note in publication.endnotes] == [1, 2, 3, 4]
    assert codes(publication)[3] == ["note_missing"]
    assert publication.endnotes[2].citations == ()
    assert [claim.notes for claim in publication.claims if 3 in claim.notes] == [(3,)]


def test_a_marker_after_the_last_note(tmp_path: Path) -> None:
    publication = parse_manuscript(write(tmp_path, "Ice.[1] Snow.[2] Rain.[3]", 1, 2))
    assert codes(publication)[3] == ["note_missing"]


@pytest.mark.parametrize(
    "body", ["Ice.¹ Snow.² The area is 40 km³.", "Ice.¹ Some 10⁶ crystals.²", "Ice.¹ x⁹ Snow.²"]
)
def test_powers_and_units_are_no_markers_without_notes(tmp_path: Path, body: str) -> None:
    assert told(read(tmp_path, body, 1, 2)) == []
