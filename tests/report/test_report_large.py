"""Reports of very many notes: in pieces and pages, and the same words as in one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from sample import sample_audit

from citecheck.report.audit_json import AuditJson, audit_document, audit_parts, to_json, to_pieces
from citecheck.report.formats import FORMATS
from citecheck.report.html_page import HtmlPage
from citecheck.report.notes_csv import NotesCsv
from citecheck.report.ordering import arrange, audited_notes, split_audit
from citecheck.report.writing import write_files

AUDIT = sample_audit()
NUMBERS = [note.number for note in audited_notes(arrange(AUDIT))]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"), max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=9,
)  # fmt: skip


@given(st.dictionaries(st.text("abc\u202e", max_size=4), JSON, max_size=4), st.integers(1, 4))
def test_pieces_are_the_json_that_the_library_writes(
    document: dict[str, object], indent: int
) -> None:
    lists = {k: iter(v) if isinstance(v, list) else v for k, v in document.items()}
    text = "".join(to_pieces(lists, indent=indent))
    assert json.loads(text) == document
    whole = json.dumps(document, ensure_ascii=False, indent=indent) + "\n"
    if whole.isascii() and "\x7f" not in whole:
        assert text == whole


def test_the_document_in_pieces_is_the_document() -> None:
    assert AuditJson().render(AUDIT) == to_json(audit_document(AUDIT))
    assert list(audit_parts(AUDIT)) == list(audit_document(AUDIT))


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_parts_hold_every_note_once_with_all_that_is_known_of_it(size: int) -> None:
    parts = list(split_audit(arrange(AUDIT), size))
    assert [n.number for part in parts for n in audited_notes(part)] == NUMBERS
    for kind in ("citations", "findings"):
        told = [one for part in parts for one in getattr(part, kind)]
        assert told == [one for one in getattr(arrange(AUDIT), kind) if one.note in NUMBERS]
    for part in parts:
        urls = {c.url for n in part.publication.endnotes for c in n.citations if c.url}
        assert {a.url for a in part.addresses} == urls & {a.url for a in AUDIT.addresses}


@pytest.mark.parametrize("size", [1, 2])
def test_the_spreadsheet_is_the_same_however_it_is_cut(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = NotesCsv().render(AUDIT)
    monkeypatch.setattr("citecheck.report.notes_csv.NOTES_AT_ONCE", size)
    assert NotesCsv().render(AUDIT) == whole


def pages(audit: object = AUDIT, **sizes: int) -> dict[str, BeautifulSoup]:
    found = HtmlPage(**sizes).files(audit)  # type: ignore[arg-type]
    return {name: BeautifulSoup(text, "lxml") for name, text in found}


def test_a_page_that_is_not_too_large_stays_one() -> None:
    assert list(pages(single=len(NUMBERS))) == ["index.html"]
    assert next(HtmlPage().files(AUDIT))[1] == HtmlPage().render(AUDIT)


def test_too_many_notes_get_pages_of_their_own_and_every_link_leads_there() -> None:
    made = pages(single=2, size=3)
    assert list(made) == ["index.html", *(f"notes-{n:04}.html" for n in range(1, len(made)))]
    found = [
        int(str(note["data-number"]))
        for name, page in made.items()
        for note in page.select(".note")
        if name != "index.html"
    ]
    assert found == NUMBERS
    assert not made["index.html"].select(".note")
    ids = {name: {str(e["id"]) for e in page.select("[id]")} for name, page in made.items()}
    for name, page in made.items():
        for link in page.select('a[href*="#note-"], .pages a'):
            target, _, anchor = str(link["href"]).partition("#")
            assert anchor in (ids[target or name] | {""}), link


def test_the_first_page_has_the_head_of_the_one_page() -> None:
    one, first = pages()["index.html"], pages(single=2, size=3)["index.html"]
    for part in (".headlines", ".sums", "h1", ".work h3"):
        assert [e.get_text() for e in first.select(part)] == [
            e.get_text() for e in one.select(part)
        ]


def test_a_long_group_of_the_worklist_is_cut_with_its_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("citecheck.report.html_page._MOST_ITEMS", 1)
    first = pages(single=2, size=3)["index.html"]
    for group in first.select(".group"):
        total = group.select_one(".total")
        assert total
        items, more = int(total.get_text()), group.get_text()
        assert len(group.select(".items > li")) == 1
        assert (f"and {items - 1} more" in more) == (items > 1)


def test_pages_of_an_earlier_larger_audit_do_not_stay(tmp_path: Path) -> None:
    formats = (HtmlPage(single=2, size=3),)
    before = write_files(AUDIT, tmp_path, formats)
    assert len(before) > 3
    (tmp_path / "notes.csv").write_text("x")
    after = write_files(replace(AUDIT, only=tuple(NUMBERS[:4])), tmp_path, formats)
    assert sorted(p.name for p in tmp_path.glob("*.html")) == sorted(p.name for p in after)
    assert (tmp_path / "notes.csv").exists()


def test_whatever_comes_in_pieces_is_what_is_rendered(tmp_path: Path) -> None:
    write_files(AUDIT, tmp_path, FORMATS)
    for form in FORMATS:
        written = (tmp_path / form.filename).read_bytes()
        assert written == form.render(AUDIT).encode("utf-8", "replace")
