from __future__ import annotations

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from citecheck.corrected import (
    CorrectedNote,
    can_be_marked,
    correct,
    mark,
    settle,
    to_html,
    to_markdown,
    to_text,
)
from citecheck.corrected.in_place import correct_text
from citecheck.model.errors import InputError

URL = "http://a.example/b"
COPY = {"usable": True, "timestamp": "20110302210539", "url": "https://archive.example/web/1/b"}


def document(raw: str, *changes: tuple[str, str, str], **more: Any) -> dict[str, Any]:
    """A note's document with one source and these corrections: old, new, kind."""
    corrections = []
    for old, new, kind in changes:
        start = raw.index(old) if kind != "archived" else raw.index(old) + len(old)
        gone = "" if kind == "archived" else old
        corrections.append(
            {"start": start, "end": start + len(gone), "old": gone, "new": new,
             "kind": kind, "source": 0}
        )  # fmt: skip
    citation = {
        "index": 0, "verdict": more.pop("verdict", "rescued"), "url_printed": URL, "why": "gone",
        "address": {"archived": [COPY]},
    }  # fmt: skip
    return {
        "note": 7, "raw": raw, "corrections": corrections, "citations": [citation],
        "claims": [], "slips": [], **more,
    }  # fmt: skip


RESCUED = correct(
    document(f"Title, <{URL}>.", (f"{URL}>", f", archived at {COPY['url']}", "archived")),
    renew_access=False,
)


def test_the_marks_show_what_goes_and_what_comes() -> None:
    assert to_text([RESCUED], marked=True) == (
        f"7. Title, <{URL}>{{++, archived at {COPY['url']}++}}.\n"
    )
    assert to_text([RESCUED], marked=False) == f"7. Title, <{URL}>, archived at {COPY['url']}.\n"


def test_markdown_names_the_copy_as_wikipedia_does() -> None:
    said = to_markdown([RESCUED], marked=False)
    assert said.startswith("[^7]: Title, ")
    attributes = f'{{archive-url="{COPY["url"]}" archive-date="2011-03-02" url-status="dead"}}'
    assert f"<{URL}>{attributes}, archived at <{COPY['url']}>." in said


def test_html_carries_the_attributes_of_robust_links() -> None:
    page = BeautifulSoup(to_html([RESCUED], title="T", marked=True), "lxml")
    link = page.find("a", attrs={"data-versionurl": True})
    assert link is not None
    assert link["href"] == link["data-originalurl"] == URL
    assert link["data-versionurl"] == COPY["url"]
    assert link["data-versiondate"] == "2011-03-02"
    assert page.find("li")["value"] == "7"  # type: ignore[index]
    assert page.find("ins") is not None


def test_an_access_date_is_renewed_only_where_it_is_asked_for_or_the_address_is_new() -> None:
    raw = f"Title. Accessed on 10 November 2011 from: {URL}"
    access = ("10 November 2011", "27 November 2026", "accessed")
    stands = document(raw, access, verdict="sound")
    assert correct(stands, renew_access=False).text == raw
    assert "27 November 2026" in correct(stands, renew_access=True).text
    moved = document(raw, access, (URL, "http://c.example/", "moved"), verdict="moved")
    assert "27 November 2026" in correct(moved, renew_access=False).text


def test_what_no_program_may_decide_is_left_for_a_person() -> None:
    claims = [{"id": "c007-1", "verdict": "misquoted", "why": "the source says 6"}]
    slips = [{"severity": "error", "message": "Bad symbol.", "suggestion": "A/1"}]
    told = correct(
        document("Title.", verdict="broken", claims=claims, slips=slips), renew_access=False
    ).left
    assert len(told) == 3
    assert "the source says 6" in told[0]
    assert told[2] == "Bad symbol.; perhaps: A/1"
    settled = [{**claims[0], "ruling": {"stands": True, "ruling": "accepted"}}]
    assert correct(document("T.", claims=settled), renew_access=False).left == ()


@given(st.text(), st.text(max_size=20), st.text(max_size=20))
def test_marks_are_taken_back_and_made_good(around: str, old: str, new: str) -> None:
    if not can_be_marked([around, old, new, around + old, old + around, around + new]):
        return
    marked = f"{around}|{mark(old, new)}|{around}"
    assert settle(marked, accept=False) == f"{around}|{old}|{around}"
    assert settle(marked, accept=True) == f"{around}|{new}|{around}"


def note(raw: str, number: int, old: str, new: str) -> CorrectedNote:
    start = raw.index(old)
    change = {"start": start, "end": start + len(old), "old": old, "new": new,
              "kind": "moved", "source": 0}  # fmt: skip
    return CorrectedNote(number=number, raw=raw, corrections=(change,), left=(), addresses=())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\f"])
def test_a_manuscript_keeps_every_other_character(end: str) -> None:
    lines = [
        "Body.¹",
        "",
        "Notes",
        "1. One, http://a.example/",
        "   1. ",
        "2. Two, http://b.example",
        "",
    ]
    text = end.join(lines)
    notes = [
        note("One, http://a.example/1.", 1, "http://a.example/1.", "http://new.example/"),
        note("Two, http://b.example", 2, "http://b.example", "http://two.example/"),
    ]
    per = len(end.replace("\r\n", "\n"))
    at = {1: 3 * per + 1, 2: 5 * per + 1}
    marked, lost = correct_text(text, notes, at, marked=True)
    assert lost == ()
    assert settle(marked, accept=False) == text
    assert "{++http://new.example/++}" in marked
    assert "{++http://two.example/++}" in marked


def test_a_text_that_holds_marks_already_is_refused() -> None:
    with pytest.raises(InputError, match="marks of changes already"):
        correct_text("a {++b++}", [], {}, marked=True)
    assert correct_text("a {++b++}", [], {}, marked=False) == ("a {++b++}", ())


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](http://evil.example/p.png)",
    "`code` *bold* <b>",
    "\x1b[31mred\x1b[0m",
    "a\u202eb",
    '"><svg onload=alert(1)>',
]


@pytest.mark.parametrize("words", HOSTILE)
def test_what_comes_from_outside_comes_out_harmless(words: str) -> None:
    one = CorrectedNote(
        number=1, raw=f"{words}, {URL}", corrections=(), left=(words,), addresses=()
    )
    page = BeautifulSoup(to_html([one], title=words, marked=True), "lxml")
    assert page.find(["script", "img", "svg", "b"]) is None
    body = (
        MarkdownIt().use(footnote_plugin).render("See.[^1]\n\n" + to_markdown([one], marked=True))
    )
    assert URL in body
    assert not re.search(r"<(?:script|img|svg|b|em|code|strong)\b", body)
    assert "\x1b" not in to_text([one], marked=True)
    assert "\u202e" not in to_text([one], marked=True)
