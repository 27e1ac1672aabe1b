from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model.captures import Failure, NoResponse, Response
from citecheck.model.documents import Document, Page
from citecheck.verdicts.page_marks import Mark, find_marks
from citecheck.verdicts.siblings import Answer, answers_alike, invent_sibling, likeness

AT = datetime(2026, 11, 1, tzinfo=UTC)
URL = "http://example.org/2009/report.html"
TEXT = "We have rearranged our pages to serve you better. Use the menu to find what you need. " * 4


def answer(url: str, text: str, *, status: int = 200, final: str | None = None) -> Answer:
    outcome = Response(url=url, final_url=final or url, status=status, headers=(), body=b"", at=AT)
    page = Document(media_type="text/html", pages=(Page(number=1, text=text),))
    return Answer(outcome=outcome, digest=f"sha1:{hash(text)}", extraction=page)


def test_a_sibling_is_the_same_for_a_folder_and_an_ending() -> None:
    assert invent_sibling(URL) == invent_sibling("http://example.org/2009/other.html")
    assert invent_sibling(URL) != invent_sibling("http://example.org/2010/report.html")
    assert (invent_sibling("http://example.org/a/b/") or "").endswith("/")


def test_where_a_program_answers_its_query_is_invented() -> None:
    found = invent_sibling("http://example.org/doc.php?id=7&lang=en") or ""
    assert urlsplit(found).path == "/doc.php"
    assert "id=citecheck-" in found
    assert "lang=citecheck-" in found


@given(st.text(max_size=40))
def test_a_sibling_lies_on_the_same_host(path: str) -> None:
    found = invent_sibling(f"http://example.org/{path}")
    assert found is None or urlsplit(found).netloc == "example.org"


def test_pages_that_differ_in_the_asked_address_alone_are_alike() -> None:
    one = answer(URL, f"{TEXT} You asked for report.")
    other = answer("http://example.org/2009/x.html", f"{TEXT} You asked for x.")
    assert answers_alike(one, other)


@pytest.mark.parametrize(
    "other",
    [
        answer("http://example.org/2009/x.html", "Nothing of that kind is kept here, sorry."),
        answer("http://example.org/2009/x.html", TEXT, status=404),
        Answer(
            outcome=NoResponse(url=URL, failure=Failure.TIMEOUT, why="", at=AT),
            digest=None,
            extraction=None,
        ),
    ],
    ids=["another text", "a true 404", "no answer"],
)
def test_a_server_that_tells_them_apart_knows_the_page(other: Answer) -> None:
    assert not answers_alike(answer(URL, TEXT), other)


def test_two_that_are_sent_to_one_place_are_alike() -> None:
    place = "http://example.org/archive/all.html"
    one, other = answer(URL, "today", final=place), answer(URL + "x", "tomorrow", final=place)
    assert answers_alike(one, other)


@given(st.text(), st.text())
def test_likeness_is_a_share_and_takes_no_side(one: str, other: str) -> None:
    assert 0.0 <= likeness(one, other) <= 1.0
    assert likeness(one, other) == likeness(other, one)


@pytest.mark.parametrize(
    ("page", "marks"),
    [
        (b'<script src="https://www.sedoparking.com/x.js">', {Mark.PARKING_SERVICE}),
        (b"<iframe src=//ww1.bodis.com/lander>", {Mark.PARKING_SERVICE}),
        (b'<a href="https://www.sedoparking.com/">a link</a>', set()),
        (b"<input name=p type='password'>", {Mark.PASSWORD_FIELD}),
        (
            b'<noscript>Please enable JavaScript.</noscript><div id="root">',
            {Mark.WRITTEN_BY_SCRIPT},
        ),
        (b"<p>JavaScript is a language.</p>", set()),
    ],
)
def test_markup_gives_away_what_text_does_not(page: bytes, marks: set[Mark]) -> None:
    assert find_marks(page) == marks


@given(st.binary(max_size=400))
def test_no_bytes_make_the_marks_fail(body: bytes) -> None:
    assert isinstance(find_marks(body), frozenset)
