from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import sample_audit

from citecheck.report.notes_csv import COLUMNS, NotesCsv
from citecheck.safe_text import cell


def rows() -> list[dict[str, str]]:
    text = NotesCsv().render(sample_audit())
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_there_is_one_row_a_citation_and_one_for_a_note_without_any() -> None:
    audit = sample_audit()
    expected = sum(max(1, len(note.citations)) for note in audit.publication.endnotes)
    assert len(rows()) == expected == 23
    assert {int(row["note"]) for row in rows()} == set(range(1, 23))


def test_it_is_rfc_4180_with_a_byte_order_mark_for_excel() -> None:
    text = NotesCsv().render(sample_audit())
    assert text.startswith("\ufeffnote,index,")
    assert text.endswith("\r\n")
    assert text.count("\n") == text.count("\r\n") == len(rows()) + 1


def test_verdicts_are_the_words_of_the_contract() -> None:
    verdicts = {row["verdict"] for row in rows()} - {""}
    assert verdicts == {
        "sound", "moved", "changed", "rescued", "broken", "unclear", "no_address",
    }  # fmt: skip


def test_the_archived_copy_has_its_date_and_distance() -> None:
    (ferries,) = [row for row in rows() if row["note"] == "2"]
    assert ferries["archived_date"] == "2011-02-15"
    assert ferries["archived_distance_days"] == "12"
    assert ferries["claims"] == "c002-1 rescued"


def test_each_source_of_a_note_is_told_what_it_says_itself() -> None:
    harbours, buoys = (row for row in rows() if row["note"] == "4")
    assert "elsewhere" in harbours["figures"]
    assert "absent" in buoys["figures"]


def test_no_cell_is_a_formula() -> None:
    starts = tuple("=+-@\t\r")
    cells = [value for row in rows() for value in row.values()]
    assert not [value for value in cells if value.startswith(starts)]
    assert any(value.startswith("'=HYPERLINK(") for value in cells)


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "\u200b=", "\x1b[0m="]
)
def test_what_begins_like_a_formula_gets_an_apostrophe(start: str) -> None:
    assert str(cell(f"{start}1+1")).startswith("'")


@given(st.text(st.characters(categories=None)))
def test_no_text_becomes_a_formula_or_a_second_row(text: str) -> None:
    safe = str(cell(text))
    assert not safe.startswith(tuple("=+-@\t\r\n"))
    assert "\n" not in safe
    assert "\r" not in safe


def test_the_header_is_the_promised_one() -> None:
    assert tuple(rows()[0]) == COLUMNS
