"""Each part says from which characters of the note it came, and they bear it out."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.endnotes import parse_endnotes
from citecheck.endnotes.dates import find_dates, parse_date
from citecheck.endnotes.words import fold
from citecheck.manuscript import read_manuscript
from citecheck.model.manuscripts import Manuscript, RawNote
from citecheck.model.notes import Citation, Endnote
from tests.endnotes.notes import parse, raw
from tests.endnotes.test_kyrgyzstan import TEXT
from tests.endnotes.test_wild import HELD, TUNED
from tests.tables import read_yaml

STYLES = read_yaml(Path(__file__).parent / "styles.yaml")
WORDS = ("title", "container", "publisher", "place", "lead")
EXACT = ("doi", "isbn", "arxiv")
ALL = (*WORDS, *EXACT, "authors", "pages", "paras", "published", "accessed", "symbol", "language")


def letters(text: str) -> str:
    return fold(text).replace(" ", "")


def digits(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def assert_borne_out(note: Endnote, citation: Citation) -> None:
    """Every part that is there has a span, every span its part, and the words are the part's."""
    spans, said = citation.spans, {}
    for part, (start, end) in spans.items():
        assert 0 <= start < end <= len(note.raw), part
        said[part] = note.raw[start:end]
    if citation.same_as is not None:
        own = [part for part in ("pages", "paras", "lead") if getattr(citation, part)]
        assert sorted(spans) == sorted(own), note.raw
        for part in ("pages", "paras"):
            printed = digits(said.get(part, ""))
            assert all(n in printed for one in getattr(citation, part) for n in digits(one))
        return
    for part in ALL:
        assert (part in spans) == bool(getattr(citation, part)), (part, note.raw)
    assert ("url" in spans) == (citation.url_printed is not None)
    for part in WORDS:
        if part in said:
            words, there = fold(getattr(citation, part)).split(), iter(fold(said[part]).split())
            assert all(word in there for word in words), part
            assert (words[0], words[-1]) == (
                fold(said[part]).split()[0],
                fold(said[part]).split()[-1],
            )
    for part in EXACT:
        if part in said:
            assert getattr(citation, part) == said[part]
    if "url" in said:
        assert said["url"] == citation.url_printed
    for author in citation.authors:
        assert all(letters(name) in letters(said["authors"]) for name in author.split(", "))
    for part in ("pages", "paras"):
        assert all(
            number in digits(said[part])
            for one in getattr(citation, part)
            for number in digits(one)
        )
    if "published" in said:
        date = said["published"]
        year = (citation.published or "")[:4]
        rest = re.sub(rf"\b{year}\b|№ \d+|[.,]", " ", date)  # "2010. № 14. 12 марта"
        read = {parse_date(date), parse_date(f"{' '.join(rest.split())} {year}"), date}
        assert citation.published in read
    if "accessed" in said:
        assert citation.accessed in {date.value for date in find_dates(said["accessed"])}
    if "symbol" in said:
        assert letters(said["symbol"]).startswith(letters(citation.symbol or ""))


@pytest.mark.parametrize("style", STYLES)
def test_each_part_of_the_invented_notes_is_borne_out(style: str) -> None:
    notes, _ = parse(*(one["note"] for one in STYLES[style]))
    for note in notes:
        for citation in note.citations:
            assert_borne_out(note, citation)


@pytest.mark.parametrize(("half", "style"), [(h, s) for h in (TUNED, HELD) for s in h])
def test_each_part_of_the_notes_like_real_ones_is_borne_out(
    half: dict[str, list[dict[str, Any]]], style: str
) -> None:
    texts = [tuple(n["note"]) if isinstance(n["note"], list) else n["note"] for n in half[style]]
    for note in parse(*texts)[0]:
        for citation in note.citations:
            assert_borne_out(note, citation)


@pytest.mark.skipif(not TEXT.exists(), reason="the publication's text is not at hand")
def test_each_part_of_the_publication_s_notes_is_borne_out() -> None:
    notes, _ = parse_endnotes(read_manuscript(TEXT))
    for note in notes:
        for citation in note.citations:
            assert_borne_out(note, citation)


FIRST = st.sampled_from(
    [
        *("Berg, Anna. ", "Anna Berg, ", "Berg A, Moe OB. ", "Berg, A. & Moe, O. (2010) "),
        *("River Watch. ", "River Watch, ", "", "See: ", "Иванов И. И. ", "UNICEF (2009). "),
    ]
)
TITLE = st.sampled_from(
    [
        *("Ice of the north", "“Ice, 2008,”", "Ice: a study in 2007", "World Ice Report 2006"),
        *("*Ice of the North*", "Лёд севера", "Ice [Internet]", "Concluding observations: Norway"),
    ]
)
TAIL = st.lists(
    st.sampled_from(
        [
            *(
                ", 2010",
                ". 4 May 2011",
                " (Oslo: North Press, 2010), 45–47",
                ". Oslo: North Press; 2010",
            ),
            *(
                ", p. 4",
                ", paras. 3-5",
                ". CRC/C/NOR/CO/1",
                ". CRC/C/NOR/12004",
                " // Река. 2009. С. 3",
            ),
            *(". Accessed on 3 May 2012 from: http://a.example/2004/x.pdf", ", www.ice.org/x"),
            *(
                ", doi:10.5555/ice.2003",
                " [In Russian]",
                ". Available at http://b.example (viewed 2011-05-10)",
            ),
            *(
                " ISBN 978-0-306-40615-7",
                ". arXiv:1203.0123",
                ". River Times. 2010;12(3):45-51",
                "; ",
            ),
            ", https://archive.ph/20120304050607/http://tana.example/facts",
        ]
    ),
    max_size=4,
    unique=True,
).map("".join)
NOTE = st.builds(lambda first, title, tail: first + title + tail, FIRST, TITLE, TAIL)


@given(texts=st.lists(NOTE, min_size=1, max_size=4))
@settings(max_examples=400, deadline=None)
def test_each_part_of_any_note_is_borne_out(texts: list[str]) -> None:
    notes, _ = parse_endnotes(Manuscript(source="x", notes=raw(*texts)))
    for note in notes:
        for citation in note.citations:
            assert_borne_out(note, citation)


@given(
    texts=st.lists(NOTE, min_size=1, max_size=3),
    year=st.integers(min_value=2013, max_value=2019),
)
@settings(max_examples=150, deadline=None)
def test_the_year_of_access_never_becomes_that_of_publication(texts: list[str], year: int) -> None:
    notes, _ = parse(
        *(f"{text}. Accessed on 5 June {year} from: http://c.example/y" for text in texts)
    )
    for note in notes:
        for citation in note.citations:
            assert not (citation.published or "").startswith(str(year))


@given(text=st.text(alphabet="abc ABC.,:;-“”()[]*«» \n", max_size=80))
@settings(max_examples=200, deadline=None)
def test_what_is_not_there_is_not_said(text: str) -> None:
    [note], _ = parse(text)
    for citation in note.citations:
        for part in (*EXACT, "published", "accessed", "symbol", "url", "archived", "language"):
            assert getattr(citation, part) is None
        assert citation.pages == citation.paras == ()
        assert letters(citation.title or "") in letters(text)


UNRELATED = "Quokka Census Bureau. Marsupials of Rottnest. 1987. http://quokka.example/m.pdf"


@given(texts=st.lists(NOTE, min_size=1, max_size=4))
@settings(max_examples=100, deadline=None)
def test_a_note_appended_changes_nothing_in_the_others(texts: list[str]) -> None:
    before, _ = parse(*texts)
    after, _ = parse(*texts, UNRELATED)
    assert [n.citations for n in after[:-1]] == [n.citations for n in before]
    assert [dict(c.spans) for n in after[:-1] for c in n.citations] == [
        dict(c.spans) for n in before for c in n.citations
    ]


@pytest.mark.skipif(not TEXT.exists(), reason="the publication's text is not at hand")
def test_a_note_appended_to_the_publication_changes_nothing_in_its_179() -> None:
    manuscript = read_manuscript(TEXT)
    more = RawNote(number=180, pieces=(UNRELATED,))
    before, _ = parse_endnotes(manuscript)
    after, _ = parse_endnotes(replace(manuscript, notes=(*manuscript.notes, more)))
    assert len(before) == 179
    assert len(after) == 180
    assert [n.citations for n in after[:-1]] == [n.citations for n in before]
    assert [n.slips for n in after[:-1]] == [n.slips for n in before]
