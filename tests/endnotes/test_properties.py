"""Laws of the parser, for any text and any cuts."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.endnotes import parse_endnotes
from citecheck.endnotes.healing import heal_notes
from citecheck.model.manuscripts import Manuscript, RawNote

SCRAPS = st.sampled_from(
    [
        *("River", "Watch.", "Ice,", "2009", "(2010)", "p. 4", "pp.", "para. 7", "and", "the"),
        *("Accessed on 4 May 2011 from:", "<http://a.example/x_", "y.pdf>", "http://b.example/"),
        *("www.c.org/z", "[In Russian]", "CRC/C/NOR/12004", "Ibid.", ";", '"Snow"', "Berg, Anna"),
        *("[a](http://d.example)", "UN Doc.", "-", "<", ">", "[", "(", "See"),
        "http://web.archive.org/web/20120101000000/a.example/",
    ]
)
PIECES = st.lists(SCRAPS, min_size=1, max_size=8).map(" ".join)
NOTES = st.lists(st.lists(PIECES, min_size=1, max_size=4).map(tuple), min_size=1, max_size=12)


def notes_of(texts: Sequence[tuple[str, ...]]) -> tuple[RawNote, ...]:
    return tuple(RawNote(number=n, pieces=pieces) for n, pieces in enumerate(texts, start=1))


@given(texts=NOTES)
@settings(max_examples=200, deadline=None)
def test_as_many_endnotes_come_out_as_notes_went_in(texts: list[tuple[str, ...]]) -> None:
    endnotes, works = parse_endnotes(Manuscript(source="x", notes=notes_of(texts)))
    assert [note.number for note in endnotes] == list(range(1, len(texts) + 1))
    assert all(note.citations for note in endnotes)
    ids = {citation.work for note in endnotes for citation in note.citations}
    assert ids == {work.id for work in works}
    for note in endnotes:
        for citation in note.citations:
            if citation.url_printed:
                assert citation.url_printed in note.raw
            for name in (citation.title, citation.container):
                assert name is None or name.strip() == name != ""


@given(texts=st.lists(st.text(max_size=120), min_size=1, max_size=6))
@settings(max_examples=200, deadline=None)
def test_no_text_makes_the_parser_fail(texts: list[str]) -> None:
    manuscript = Manuscript(source="x", notes=notes_of([(text,) for text in texts]))
    endnotes, _ = parse_endnotes(manuscript)
    assert len(endnotes) == len(texts)


@given(texts=NOTES)
@settings(max_examples=200, deadline=None)
def test_healing_twice_is_healing_once(texts: list[tuple[str, ...]]) -> None:
    once = heal_notes(notes_of(texts))
    twice = heal_notes(tuple(RawNote(number=n.number, pieces=(n.text,)) for n in once))
    assert [note.text for note in twice] == [note.text for note in once]


@given(
    path=st.lists(st.sampled_from(["ice", "Tana", "river", "2009"]), min_size=3, max_size=5),
    joint=st.sampled_from(["_", "/", "-"]),
    data=st.data(),
)
@settings(max_examples=100, deadline=None)
def test_an_address_cut_anywhere_is_healed_by_the_note_that_prints_it_whole(
    path: list[str], joint: str, data: st.DataObject
) -> None:
    url = f"http://rivers.example/{joint.join(path)}.pdf"
    cut = data.draw(st.integers(min_value=24, max_value=len(url) - 5))
    texts = [(f"Ice. {url[:cut]}", f"{url[cut:]} [In Russian]"), (f"Ice. {url}",)]
    endnotes, _ = parse_endnotes(Manuscript(source="x", notes=notes_of(texts)))
    assert [note.citations[0].url for note in endnotes] == [url, url]


@given(
    words=st.lists(
        st.sampled_from(["ice", "Tana", "river_guards", "north-sea", "PDF", "2009", "x%20y"]),
        min_size=2,
        max_size=9,
    ),
    width=st.integers(min_value=48, max_value=100),
)
@settings(max_examples=150, deadline=None)
def test_an_address_wrapped_at_any_width_comes_out_whole(words: list[str], width: int) -> None:
    url = f"http://www.rivers.example/{'/'.join(words)}/ice_report.pdf"
    note = f"River Watch. Ice on rivers. 2009. Accessed on 4 May 2011 from: {url}"
    pieces = tuple(textwrap.wrap(note, width, break_on_hyphens=False))
    [endnote], _ = parse_endnotes(Manuscript(source="x", notes=notes_of([pieces])))
    [citation] = endnote.citations
    assert (citation.url, citation.accessed) == (url, "2011-05-04")
    assert (citation.title, citation.published) == ("Ice on rivers", "2009")


@given(order=st.permutations(range(6)))
@settings(max_examples=30, deadline=None)
def test_what_a_note_says_does_not_depend_on_the_order_of_the_others(order: list[int]) -> None:
    texts = [
        "River Watch. Ice. 2009, p. 4. Accessed on 4 May 2011 from: http://a.example/x.pdf",
        "River Watch 2010 Ice Report. http://a.example/y",
        "Berg, Anna. Snow. The Times. 4 May 2010. http://b.example/z",
        "Ice Committee, Views. UN Doc. CRC/C/NOR/CO/1 2005, para. 9.",
        "<http://c.example/> Accessed on 3 May 2011",
        "The talks.",
    ]

    def said(indices: list[int]) -> dict[str, object]:
        notes = notes_of([(texts[i],) for i in indices])
        endnotes, _ = parse_endnotes(Manuscript(source="x", notes=notes))
        return {
            note.raw: [(c.authors, c.title, c.published, c.url) for c in note.citations]
            for note in endnotes
        }

    assert said(order) == said(list(range(6)))


@pytest.mark.hostile
@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "[a](",
        "<http://",
        "(",
        "1,",
        "1-1 ",
        "A/",
        "CRC/C/",
        "p. 1, ",
        "Berg, A., ",
        "A. ",
        "and ",
        "; see ",
        "Accessed on ",
        "4 May 2011 ",
        "http://a.example/ ",
        "https:",
        "a.b/",
        '"',
        "X and Y ",
        "doi:10.1000/",
        "www.",
        "¹",
        "Berg, Anna and ",
        "2009. ",
        "\\",
        "Aa Bb, ",
        ". — ",
        "(2010) 1 A ",
        "«a», ",
        "… ",
        "*a* ",
        "Law of 4 ",
        "In A (eds.), ",
        "Aa: Bb; ",
        ", art. 1(a)",
    ],
)
@pytest.mark.timeout(60)
def test_hostile_notes_come_to_an_end(unit: str) -> None:
    """What is quadratic takes hours here; how fast it is, benchmarks say."""
    manuscript = Manuscript(source="x", notes=notes_of([(unit * (20_000 // len(unit)),)]))
    [note], _ = parse_endnotes(manuscript)
    assert note.number == 1


@pytest.mark.hostile
@pytest.mark.timeout(110)
def test_many_pieces_and_many_notes_come_to_an_end() -> None:
    parse_endnotes(Manuscript(source="x", notes=notes_of([("a-",) * 5_000])))
    same = "River Watch. Ice on the rivers of the north. 2009. http://a.example/{}.pdf"
    many = [(same.format(n),) for n in range(2_000)]
    endnotes, _ = parse_endnotes(Manuscript(source="x", notes=notes_of(many)))
    assert len(endnotes) == len(many)
