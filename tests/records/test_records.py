from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from citecheck.model.errors import InputError
from citecheck.model.notes import Publication
from citecheck.publications import parse_manuscript
from citecheck.records import merge_publication, read_publication, to_document, write_publication

ROOT = Path(__file__).parents[2]
TEXT = ROOT.parent / "shared/publication/kyrgyzstan-2012.txt"
FOLDER = ROOT / "endnotes/kyrgyzstan-2012"
DEMO = ROOT / "citecheck/demo/publication/riverside-2012.txt"


def as_records_have_it(publication: Publication) -> Publication:
    """Without what the records leave out: the body's text, and places in it."""
    claims = tuple(
        replace(c, text=None, figures=tuple(replace(f, span=None) for f in c.figures))
        for c in publication.claims
    )
    return replace(publication, claims=claims)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_publication(parse_manuscript(DEMO), tmp_path / "demo")
    return tmp_path / "demo"


def test_what_is_written_is_read_again(folder: Path) -> None:
    assert read_publication(folder) == as_records_have_it(parse_manuscript(DEMO))


def test_a_parse_over_unedited_records_changes_nothing(folder: Path) -> None:
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    merged = merge_publication(parse_manuscript(DEMO), folder)
    write_publication(merged.publication, folder, parsed=merged.parsed)
    assert merged.kept == ()
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


def test_an_edit_outlives_a_new_parse_and_is_told(folder: Path) -> None:
    path = folder / "notes.yaml"
    text = path.read_text("utf-8")
    title = re.search(r"^ +title: (.+)$", text, re.MULTILINE)
    assert title
    path.write_text(text.replace(title[0], title[0] + " (mended)", 1), "utf-8")
    for _ in range(3):  # the third parse knows it for an edit as the first did
        merged = merge_publication(parse_manuscript(DEMO), folder)
        assert [k.place.startswith("notes.yaml.") for k in merged.kept] == [True]
        write_publication(merged.publication, folder, parsed=merged.parsed)
        assert "(mended)" in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "    raw:",
            "    rw:",
            r"notes\.yaml:\d+: notes\[0\]: unknown field 'rw'; did you mean 'raw'",
        ),
        ("  - number: 1\n", "  - number: one\n", r"number: expected a whole number, got \"one\""),
        ("accessed: '2", "accessed: 'x2", "expected an ISO date"),
        ("  - number: 2\n", "  - number: 1\n", "note 1 stands here twice"),
        ("notes:\n", "notes: [\n", "line"),
        ("  - number: 1\n", "  - number: 1\n    number: 1\n", "twice"),
    ],
)
def test_a_mistake_in_the_records_is_told_with_its_place(
    folder: Path, old: str, new: str, words: str
) -> None:
    path = folder / "notes.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(InputError, match=words) as caught:
        read_publication(folder)
    assert "notes.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00binary", b"- just\n- a list\n"])
def test_a_file_that_is_no_record_is_refused(folder: Path, content: bytes) -> None:
    (folder / "claims.yaml").write_bytes(content)
    with pytest.raises(InputError, match=r"claims\.yaml"):
        read_publication(folder)


def test_a_missing_file_is_told(folder: Path) -> None:
    (folder / "claims.yaml").unlink()
    with pytest.raises(InputError, match="cannot be read"):
        read_publication(folder)


def test_the_document_has_every_key_of_the_contract() -> None:
    document = to_document(parse_manuscript(DEMO))
    assert document["schema"] == "citecheck/publication/1"
    keys = "work kind authors title container published pages paras symbol url url_printed archived"
    for note in document["endnotes"]:
        for citation in note["citations"]:
            assert set(f"{keys} accessed language".split()) <= set(citation)
            assert set(citation["spans"]) <= set(citation)
            for start, end in citation["spans"].values():
                assert 0 <= start < end <= len(note["raw"])
    for claim in document["claims"]:
        for figure in claim["figures"]:
            assert {"printed", "value", "high", "unit", "kind", "hedge", "of"} <= set(figure)


def test_the_committed_records_hold_the_publication_s_notes() -> None:
    publication = read_publication(FOLDER)
    citations = [c for note in publication.endnotes for c in note.citations]
    assert [note.number for note in publication.endnotes] == list(range(1, 180))
    assert len(citations) == 180
    assert len({c.url for c in citations if c.url}) == 76


@pytest.mark.skipif(not TEXT.exists(), reason="the publication's text is not at hand")
def test_the_committed_records_are_a_fresh_parse_of_the_text() -> None:
    assert read_publication(FOLDER) == as_records_have_it(parse_manuscript(TEXT))


@pytest.mark.skipif(not TEXT.exists(), reason="the publication's text is not at hand")
def test_the_records_reprint_no_sentence_of_the_body() -> None:
    words = re.compile(r"[A-Za-z]+|\d[\d.,]*")
    body = TEXT.read_text("utf-8")
    body = body[: body.index("\nENDNOTES\n")]
    run = 16
    of_body = words.findall(body)
    seen = {tuple(of_body[i : i + run]) for i in range(len(of_body) - run)}
    for name in ("claims.yaml", ".parsed.json"):
        found = words.findall((FOLDER / name).read_text("utf-8"))
        assert not any(tuple(found[i : i + run]) in seen for i in range(len(found) - run)), name
