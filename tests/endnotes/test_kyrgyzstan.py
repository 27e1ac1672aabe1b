"""The publication that the project was made for: every field of every note, read by eye."""

from __future__ import annotations

import textwrap
import time
from collections import Counter
from itertools import zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from citecheck.endnotes import parse_endnotes
from citecheck.manuscript import read_manuscript
from citecheck.manuscript.text import read_text_manuscript
from citecheck.model.manuscripts import Manuscript
from citecheck.model.notes import Citation, Endnote, Work
from tests.tables import read_yaml

TEXT = Path(__file__).parents[2].parent / "shared/publication/kyrgyzstan-2012.txt"
FIELDS, SLIPS = (
    read_yaml(Path(__file__).parent / f"kyrgyzstan_{name}.yaml") for name in ("fields", "slips")
)
#: In per cent: what must be right throughout, and what almost always.
ALWAYS = ("url", "accessed", "pages", "paras")
ALMOST = ("authors", "title", "published")

pytestmark = pytest.mark.skipif(
    not TEXT.exists(), reason="the publication's text is not the project's to carry"
)


@pytest.fixture(scope="module")
def manuscript() -> Manuscript:
    return read_manuscript(TEXT)


@pytest.fixture(scope="module")
def parsed(manuscript: Manuscript) -> tuple[tuple[Endnote, ...], tuple[Work, ...]]:
    return parse_endnotes(manuscript)


def fields(citation: Citation) -> dict[str, Any]:
    archived = citation.archived
    printed = citation.url_printed
    values = {
        "kind": citation.kind.value,
        "authors": list(citation.authors),
        "title": citation.title,
        "container": citation.container,
        "published": citation.published,
        "pages": list(citation.pages),
        "paras": list(citation.paras),
        "symbol": citation.symbol,
        "url": citation.url,
        "url_printed": printed if printed != citation.url else None,
        "archived": archived.timestamp if archived else None,
        "original": archived.original if archived else None,
        "accessed": citation.accessed,
        "language": citation.language,
    }
    return {name: value for name, value in values.items() if value}


@pytest.mark.parametrize("number", sorted(FIELDS))
def test_each_note_says_what_it_prints(
    parsed: tuple[tuple[Endnote, ...], tuple[Work, ...]], number: int
) -> None:
    note = parsed[0][number - 1]
    assert note.number == number
    assert [fields(citation) for citation in note.citations] == FIELDS[number]["citations"]


def test_each_part_is_right_as_often_as_is_asked(
    parsed: tuple[tuple[Endnote, ...], tuple[Work, ...]],
) -> None:
    there: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for note in parsed[0]:
        wanted = FIELDS[note.number]["citations"]
        found = [fields(citation) for citation in note.citations]
        pairs: list[tuple[dict[str, Any], dict[str, Any]]] = list(
            zip_longest(found, wanted, fillvalue={})
        )
        for got, want in pairs:
            for part in {*got, *want}:
                there[part] += 1
                right[part] += got.get(part) == want.get(part)
    print()
    for part, count in sorted(there.items()):
        print(f"{part:12} {right[part]:3} of {count:3}  {100 * right[part] / count:5.1f} %")
    assert all(right[part] == there[part] for part in ALWAYS)
    assert all(right[part] >= 0.99 * there[part] for part in ALMOST)


def test_the_slips_that_are_there_are_told_and_hardly_any_other(
    parsed: tuple[tuple[Endnote, ...], tuple[Work, ...]],
) -> None:
    true = {(number, code) for number, codes in SLIPS.items() for code in codes}
    told = {(note.number, slip.code) for note in parsed[0] for slip in note.slips}
    found, false = len(true & told) / len(true), len(told - true) / len(told)
    print(f"\n{len(true)} slips, {100 * found:.1f} % of them found; missed: {sorted(true - told)}")
    print(f"{len(told)} told, {100 * false:.1f} % of them false: {sorted(told - true)}")
    assert found >= 0.95
    assert false <= 0.05


def test_the_totals_reconcile(parsed: tuple[tuple[Endnote, ...], tuple[Work, ...]]) -> None:
    notes, works = parsed
    citations = [citation for note in notes for citation in note.citations]
    urls = {citation.url for citation in citations if citation.url}
    assert [note.number for note in notes] == list(range(1, 180))
    assert len(citations) == 180
    assert len(urls) == 76
    assert len({urlsplit(url).hostname for url in urls}) == 40
    assert [n.number for n in notes if not any(c.url for c in n.citations)] == [86, 116, 118]
    assert sum(1 for citation in citations if citation.accessed) == 174
    assert Counter(c.work for c in citations) == Counter(
        {work.id: sum(1 for c in citations if c.work == work.id) for work in works}
    )
    assert [work.id for work in works] == [f"w{n:03}" for n in range(1, len(works) + 1)]


def test_works_join_what_is_one_source_and_no_more(
    parsed: tuple[tuple[Endnote, ...], tuple[Work, ...]],
) -> None:
    notes, works = parsed
    of = {note.number: note.citations[0].work for note in notes}
    by_symbol = {of[n] for n in (46, 59, 78, 84, 89, 90, 102, 124, 125, 135, 136, 171, 176)}
    assert len(by_symbol) == 1
    assert len({of[n] for n in (22, 55, 56, 57, 85)}) == 1
    assert len({of[n] for n in (128, 131, 161, 163, 164, 175)}) == 1
    assert len({of[n] for n in (139, 141, 160, 165, 166)}) == 1
    assert len({of[n] for n in (5, 21, 42, 100, 117, 179)}) == 6
    assert len({of[n] for n in (115, 126, 127)}) == 3
    assert len({of[n] for n in (28, 61)}) == 2
    assert len(works) == 70


def test_no_text_of_a_note_is_lost(manuscript: Manuscript) -> None:
    notes, _ = parse_endnotes(manuscript)
    for raw, note in zip(manuscript.notes, notes, strict=True):
        if {slip.code for slip in note.slips} & {"duplicate_fragment"}:
            continue
        printed = "".join("".join(raw.pieces).replace("<", "").replace(">", "").split())
        assert "".join(note.raw.replace("<", "").replace(">", "").split()) == printed


def test_a_damaged_symbol_is_borne_out_by_notes_that_print_the_year(
    parsed: tuple[tuple[Endnote, ...], tuple[Work, ...]],
) -> None:
    [slip] = [slip for slip in parsed[0][138].slips if slip.code == "symbol_malformed"]
    assert (slip.related, slip.suggestion) == ((160, 165, 166), "CRC/C/OPSC/KGZ/1, 2006")


@pytest.mark.parametrize("width", [60, 72, 85, 99])
def test_the_notes_wrapped_at_any_column_still_give_their_addresses(
    manuscript: Manuscript, parsed: tuple[tuple[Endnote, ...], tuple[Work, ...]], width: int
) -> None:
    whole = {note.raw: [c.url for c in note.citations] for note in parsed[0]}
    texts = [raw.replace("<", "").replace(">", "") for raw in whole if "\\" not in raw]
    expected = [urls for raw, urls in whole.items() if "\\" not in raw]
    lines = [
        line
        for number, text in enumerate(texts, start=1)
        for line in textwrap.wrap(f"{number}. {text}", width, break_on_hyphens=False)
    ]
    wrapped = read_text_manuscript("Body.\n\nNotes\n\n" + "\n".join(lines), source="x")
    found = [[c.url for c in note.citations] for note in parse_endnotes(wrapped)[0]]
    assert found == expected


def test_markers_stand_in_the_body(manuscript: Manuscript) -> None:
    named = [number for marker in manuscript.markers for number in marker.numbers]
    assert named == [number for number in range(1, 180) if number != 139]
    assert [m.numbers for m in manuscript.markers if len(m.numbers) > 1] == [(149, 150)]
    assert not any(char in "⁰¹²³⁴⁵⁶⁷⁸⁹^" for block in manuscript.blocks for char in block.text)


def test_front_matter(manuscript: Manuscript) -> None:
    assert manuscript.title == (
        "Global Monitoring: status of action against commercial sexual exploitation of children"
        " – Kyrgyzstan"
    )
    assert (manuscript.edition, manuscript.publisher) == ("2nd", "ECPAT International")
    assert (manuscript.year, manuscript.language) == (2012, "en")


def test_the_whole_publication_is_parsed_within_a_second() -> None:
    began = time.process_time()  # what other programs take does not count
    parse_endnotes(read_manuscript(TEXT))
    assert time.process_time() - began < 1.0
