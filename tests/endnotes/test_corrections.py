from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from citecheck.endnotes.corrections import (
    ArchivedVersion,
    CorrectionKind,
    Standing,
    apply_corrections,
    find_corrections,
)
from citecheck.endnotes.transfer import carry_over

COPY = ArchivedVersion(url="https://archive.example/web/1/a", day=date(2011, 3, 2))
TODAY = date(2026, 11, 27)


def corrected(raw: str, *standings: Standing) -> str:
    return apply_corrections(raw, find_corrections(raw, standings))


def test_each_correction_says_what_it_takes_the_place_of() -> None:
    raw = "Title. Accessed on 10 November 2011 from: <www.a.example/b>"
    standing = Standing(
        url="http://www.a.example/b", printed="www.a.example/b", accessed="2011-11-10",
        copy=COPY, read_again=TODAY,
    )  # fmt: skip
    found = find_corrections(raw, [standing])
    assert [c.kind for c in found] == [
        CorrectionKind.ACCESSED,
        CorrectionKind.REPAIRED,
        CorrectionKind.ARCHIVED,
    ]
    assert all(raw[c.start : c.end] == c.old for c in found)
    assert apply_corrections(raw, found) == (
        "Title. Accessed on 27 November 2026 from: <http://www.a.example/b>, archived on "
        "2 March 2011 at https://archive.example/web/1/a"
    )


def test_an_access_date_behind_the_address_is_renewed_too() -> None:
    standing = Standing(url="http://a.example/b", accessed="2011-11-10", read_again=TODAY)
    assert corrected("Title, http://a.example/b (accessed 10 November 2011).", standing) == (
        "Title, http://a.example/b (accessed 27 November 2026)."
    )
    assert corrected("Retrieved from http://a.example/b on 10 November 2011.", standing) == (
        "Retrieved from http://a.example/b on 27 November 2026."
    )


def test_the_access_date_of_another_source_is_left_alone() -> None:
    raw = (
        "One. Accessed on 10 November 2011 from: http://a.example/1. "
        "Two. Accessed on 10 November 2011 from: http://a.example/2."
    )
    first = Standing(url="http://a.example/1", accessed="2011-11-10")
    second = Standing(url="http://a.example/2", accessed="2011-11-10", read_again=TODAY)
    assert corrected(raw, first, second) == raw.replace(
        "10 November 2011 from: http://a.example/2", "27 November 2026 from: http://a.example/2"
    )


def test_a_russian_note_gets_russian_words() -> None:
    standing = Standing(url="http://a.example/b", copy=COPY)
    assert corrected("Отчёт за 2010 год. URL: http://a.example/b", standing).endswith(
        "http://a.example/b, архивная копия от 2 марта 2011: https://archive.example/web/1/a"
    )


def test_what_the_note_does_not_hold_is_left_alone() -> None:
    assert find_corrections("Title.", [Standing(url="http://a.example/", copy=COPY)]) == ()
    assert find_corrections("Title.", [Standing(url=None)]) == ()


@given(st.text(max_size=80), st.text(max_size=80))
def test_corrections_are_in_order_and_never_overlap(before: str, after: str) -> None:
    raw = f"{before}www.a.example/b{after}"
    standing = Standing(
        url="http://www.a.example/b", printed="www.a.example/b", accessed="2011-11-10",
        copy=COPY, read_again=TODAY,
    )  # fmt: skip
    found = find_corrections(raw, [standing])
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(raw[c.start : c.end] == c.old for c in found)


def test_corrections_find_their_place_in_the_lines_of_a_manuscript() -> None:
    raw = "Title. Accessed on 10 November 2011 from: <http://a.example/docs/report.html>"
    text = "¹² *Title*. Accessed on\n10 November 2011 from: <http://a.example/docs/\nreport.html>\n"
    standing = Standing(
        url="http://a.example/docs/report.html", moved_to="http://b.example/new",
        accessed="2011-11-10", read_again=TODAY,
    )  # fmt: skip
    found, lost = carry_over(raw, find_corrections(raw, [standing]), text)
    assert lost == ()
    assert [c.old for c in found] == ["10 November 2011", "http://a.example/docs/\nreport.html"]
    assert apply_corrections(text, found) == (
        "¹² *Title*. Accessed on\n27 November 2026 from: <http://b.example/new>\n"
    )


def test_a_correction_without_a_place_is_told() -> None:
    raw = "Title. http://a.example/b"
    found = find_corrections(raw, [Standing(url="http://a.example/b", moved_to="http://c.example")])
    assert carry_over(raw, found, "Another note altogether.") == ((), found)


@given(st.text(alphabet="ab \n<>/:.", max_size=60))
def test_carrying_over_never_loses_a_character_around_the_change(text: str) -> None:
    raw = "See http://a.example/b now"
    found = find_corrections(raw, [Standing(url="http://a.example/b", moved_to="http://c.d/")])
    whole = f"{text}{raw}{text}"
    placed, lost = carry_over(raw, found, whole)
    assert lost == ()
    assert apply_corrections(whole, placed) == f"{text}See http://c.d/ now{text}"
