"""Laws of the reader, for any number of notes in any dress."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.manuscript.text import read_text_manuscript
from citecheck.model.errors import InputError

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
WORDS = st.lists(
    st.sampled_from(["ice", "Tana", "2010", "of", "p. 4", "river,", "http://a.example/x-1.pdf"]),
    min_size=1,
    max_size=8,
).map(lambda words: "Berg. " + " ".join(words) + ".")
SHAPES = st.sampled_from(
    ["{s} {t}", "{n}. {t}", "[{n}] {t}", "- {n} {t}", "- {s} {t}", "^{{{n}}} {t}", "{n}) {t}"]
)
MARKERS = st.sampled_from(["{s}", "[{n}]", "^{{{n}}}", "^{n}"])
GAPS = st.sampled_from(["\n", "\n\n"])


def dress(shape: str, number: int, text: str = "") -> str:
    return shape.format(n=number, s=str(number).translate(SUPERSCRIPT), t=text)


@given(texts=st.lists(WORDS, min_size=1, max_size=40), shape=SHAPES, marker=MARKERS, gap=GAPS)
@settings(max_examples=60, deadline=None)
def test_as_many_notes_and_markers_come_out_as_went_in(
    texts: list[str], shape: str, marker: str, gap: str
) -> None:
    body = "".join(f"The ice is thick.{dress(marker, n)} " for n in range(1, len(texts) + 1))
    notes = gap.join(dress(shape, n, text) for n, text in enumerate(texts, start=1))
    manuscript = read_text_manuscript(f"{body}\n\nENDNOTES\n\n{notes}\n", source="x")
    assert [note.number for note in manuscript.notes] == list(range(1, len(texts) + 1))
    assert [" ".join(note.pieces) for note in manuscript.notes] == texts
    assert [m.numbers for m in manuscript.markers] == [(n,) for n in range(1, len(texts) + 1)]
    for m in manuscript.markers:
        assert manuscript.blocks[m.block].text[: m.offset].endswith("thick.")


@given(text=st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    for manuscript in (text, f"Ice.[1]\n\nNotes\n\n[1] {text}\n", f"{text}\n\nNotes\n\n1. Berg.\n"):
        with suppress(InputError):
            read = read_text_manuscript(manuscript, source="x")
            assert [note.number for note in read.notes] == list(range(1, len(read.notes) + 1))
            for m in read.markers:
                assert 0 <= m.offset <= len(read.blocks[m.block].text)


@pytest.mark.hostile
@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "[1",
        "¹",
        "¹ ",
        "^{1 ",
        "1,",
        "*a",
        "**",
        "<i>",
        "(",
        "- ",
        "a-\n",
        "1. \n",
        "2 x\n",
        "\t|",
    ],
)
@pytest.mark.timeout(60)
def test_hostile_bodies_come_to_an_end(unit: str) -> None:
    """What is quadratic takes hours here; how fast it is, benchmarks say."""
    text = unit * (100_000 // len(unit)) + "\n\nNotes\n\n1. Berg.\n"
    with suppress(InputError):
        assert [note.number for note in read_text_manuscript(text, source="x").notes] == [1]
