"""Exports that other programs read: by the CSL schemas, by the parsers of BibTeX and RIS."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import bibtexparser
import pypandoc
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from referencing import Registry, Resource

from citecheck.cli import run
from citecheck.export import FORMATS, citations, items
from citecheck.export.csl import name_parts
from citecheck.model.notes import (
    ArchivedAddress,
    Citation,
    CitationKind,
    Endnote,
    Publication,
    Work,
)
from citecheck.publications import open_publication
from tests.endnotes.notes import parse
from tests.endnotes.test_styles import STYLES

VENDOR = Path(__file__).parents[1] / "vendor" / "csl"
KYRGYZSTAN = Path(__file__).parents[2] / "endnotes" / "kyrgyzstan-2012"
DATA = json.loads((VENDOR / "csl-data.json").read_text("utf-8"))
CITATION = json.loads((VENDOR / "csl-citation.json").read_text("utf-8"))
REGISTRY: Registry[Any] = Registry().with_resource(
    "https://resource.citationstyles.org/schema/v1.0/input/json/csl-data.json",
    Resource.from_contents(DATA),
)


def publication(style: str) -> Publication:
    notes, works = parse(*(one["note"] for one in STYLES[style]))
    return Publication(title=style, endnotes=notes, works=works)


ALL = {
    "kyrgyzstan": open_publication(str(KYRGYZSTAN)).publication,
    **{style: publication(style) for style in STYLES},
}


@pytest.mark.parametrize("name", ALL)
def test_items_and_citations_are_valid_by_the_schemas_of_csl(name: str) -> None:
    Draft7Validator(DATA).validate(items(ALL[name]))
    validator = Draft7Validator(CITATION, registry=REGISTRY)
    for citation in citations(ALL[name]):
        validator.validate(citation)


@pytest.mark.parametrize("name", ALL)
def test_every_work_and_every_note_is_there(name: str) -> None:
    known = {item["id"] for item in items(ALL[name])}
    assert known == {work.id for work in ALL[name].works}
    listed = citations(ALL[name])
    assert [c["properties"]["noteIndex"] for c in listed] == [n.number for n in ALL[name].endnotes]
    assert {item["id"] for c in listed for item in c["citationItems"]} <= known


def test_the_pages_of_each_note_are_its_own() -> None:
    """One report, several pages: none overwrites another."""
    found = citations(ALL["kyrgyzstan"])
    locators = {
        c["properties"]["noteIndex"]: [i.get("locator") for i in c["citationItems"]] for c in found
    }
    notes = {n.number: n for n in ALL["kyrgyzstan"].endnotes}
    for number, given_ in locators.items():
        printed = [", ".join(c.pages or c.paras) or None for c in notes[number].citations]
        assert given_ == printed
    assert len({str(one) for one in locators.values()}) > 10


def test_an_archived_address_stands_where_zotero_and_csl_look_for_it() -> None:
    [item] = [i for i in items(ALL["chicago"]) if i.get("title") == "Bread Prices Since 1990"]
    assert item["URL"] == "http://bakersguild.example/prices"
    assert item["archive"] == "Wayback Machine"
    assert item["archive_location"].startswith("https://web.archive.org/web/20120101000000/")
    ris = {one["id"]: one for one in rispy.loads(FORMATS["ris"](ALL["chicago"]))}[item["id"]]
    assert ris["accession_number"] == item["archive_location"]
    assert ris["name_of_database"] == "Wayback Machine"


@pytest.mark.parametrize(
    ("author", "family"),
    [
        ("Berg, Anna", "Berg"),
        ("van der Berg, P. J.", "van der Berg"),
        ("Santos, Maria L.", "Santos"),
        ("Петрова, Е.", "Петрова"),
        ("Ministry of Health, Norway", None),
        ("UNICEF", None),
        ("Centre for Ice, Oslo", None),
        ("Ice Foundation, Bergen", None),
    ],
)
def test_persons_have_family_names_and_bodies_do_not(author: str, family: str | None) -> None:
    assert name_parts(author).get("family") == family


def test_a_date_is_as_precise_as_printed_and_never_the_access_date() -> None:
    [item] = [i for i in items(ALL["chicago"]) if i.get("accessed")]
    assert item["accessed"] == {"date-parts": [[2012, 3, 3]]}
    assert "issued" not in item


@pytest.mark.parametrize("name", ALL)
def test_bibtex_is_read_again_with_every_work(name: str) -> None:
    library = bibtexparser.parse_string(FORMATS["bibtex"](ALL[name]))
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == [work.id for work in ALL[name].works]


@pytest.mark.parametrize("name", ALL)
def test_ris_is_read_again_with_every_work(name: str) -> None:
    read = rispy.loads(FORMATS["ris"](ALL[name]))
    assert [entry["id"] for entry in read] == [work.id for work in ALL[name].works]


@pytest.mark.parametrize(("to", "pandoc"), [("csl-json", "csljson"), ("bibtex", "biblatex")])
def test_pandoc_reads_the_same_works_from_each_format(to: str, pandoc: str) -> None:
    """A program that is not ours: titles, names and addresses arrive."""
    read = json.loads(
        pypandoc.convert_text(FORMATS[to](ALL["kyrgyzstan"]), "csljson", format=pandoc)
    )
    ours = {item["id"]: item for item in items(ALL["kyrgyzstan"])}
    assert {one["id"] for one in read} == set(ours)
    for one in read:
        assert one.get("URL") == ours[one["id"]].get("URL")
        title = ours[one["id"]].get("title", "")
        assert letters(one.get("title", "")) == letters(title)
        assert one.get("author", []) == ours[one["id"]].get("author", [])


def letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def test_the_table_has_a_row_for_each_citation_and_runs_no_formula() -> None:
    evil = Endnote(number=1, raw="=HYPERLINK(1)", citations=())
    text = FORMATS["csv"](Publication(title="x", endnotes=(evil, *ALL["apa"].endnotes)))
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0]["raw"] == "'=HYPERLINK(1)"
    assert len(rows) == 1 + sum(max(1, len(note.citations)) for note in ALL["apa"].endnotes)


TEXT = st.text(min_size=1, max_size=40)


@given(title=TEXT, author=TEXT, url=TEXT, raw=TEXT)
def test_whatever_a_note_says_the_formats_stay_whole(
    title: str, author: str, url: str, raw: str
) -> None:
    copy = ArchivedAddress(timestamp="20120101000000", url=url, original=None, service="wayback")
    citation = Citation(
        work="w001", kind=CitationKind.WEB, title=title, authors=(author,), url=url, archived=copy
    )
    work = Work(id="w001", title=title, urls=(url,), notes=(1,))
    found = Publication(
        title="x", endnotes=(Endnote(number=1, raw=raw, citations=(citation,)),), works=(work,)
    )
    library = bibtexparser.parse_string(FORMATS["bibtex"](found))
    assert [entry.key for entry in library.entries] == ["w001"]
    assert [entry["id"] for entry in rispy.loads(FORMATS["ris"](found))] == ["w001"]
    Draft7Validator(DATA).validate(json.loads(FORMATS["csl-json"](found)))
    assert len(list(csv.reader(io.StringIO(FORMATS["csv"](found))))) == 2


@pytest.mark.parametrize("to", [*FORMATS, "csl-citations"])
def test_the_command_writes_each_format(to: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(["export", str(KYRGYZSTAN), "--format", to, "-o", str(out)]) == 0
    assert len(out.read_bytes()) > 10_000


def test_a_file_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", str(KYRGYZSTAN), "-o", str(tmp_path)]) == 2
    assert "cannot be written" in capsys.readouterr().err
