from __future__ import annotations

from typing import Any

import pytest

from citecheck.report.suggestion import correct_note
from citecheck.report.suggestion import suggest_note as suggest

URL = "http://a.example/b"
COPY = {"usable": True, "timestamp": "20110302210539", "url": "https://archive.example/web/1/b"}


def suggest_note(raw: str, citations: list[Any]) -> str | None:
    return suggest(raw, correct_note(raw, citations))


def citation(verdict: str, url: str = URL, printed: str | None = None, **address: Any) -> Any:
    known = {"archived": [], "final_url": None, **address}
    return {
        "verdict": verdict,
        "url": url,
        "url_printed": printed or url,
        "accessed": "2011-11-10",
        "address": known,
    }


@pytest.mark.parametrize("verdict", ["rescued", "changed"])
def test_a_copy_stands_behind_the_address_and_its_bracket(verdict: str) -> None:
    note = suggest_note(f"Title, <{URL}>, p. 3.", [citation(verdict, archived=[COPY])])
    copy = "archived on 2 March 2011 at https://archive.example/web/1/b"
    assert note == f"Title, <{URL}>, {copy}, p. 3."


def test_a_moved_address_takes_the_place_of_the_old_one() -> None:
    note = suggest_note(f"Title, {URL}.", [citation("moved", final_url="http://c.example/d")])
    assert note == "Title, http://c.example/d."


def test_a_repaired_address_takes_the_place_of_the_printed_one() -> None:
    assert suggest_note("See a.example/b", [citation("sound", printed="a.example/b")]) == (
        f"See {URL}"
    )


@pytest.mark.parametrize("verdict", ["sound", "broken", "unclear"])
def test_what_is_sound_or_has_no_way_out_is_left_alone(verdict: str) -> None:
    assert suggest_note(f"Title, {URL}.", [citation(verdict, archived=[COPY])]) is None


def test_a_copy_that_is_no_source_is_never_offered() -> None:
    bad = {**COPY, "usable": False}
    assert suggest_note(f"Title, {URL}.", [citation("rescued", archived=[bad])]) is None


def test_each_of_two_sources_gets_its_own() -> None:
    citations = [
        citation("moved", final_url="http://c.example/d"),
        citation("rescued", url="http://a.example/b/2", archived=[COPY]),
    ]
    note = suggest_note(f"One {URL}; two http://a.example/b/2.", citations)
    assert note == (
        "One http://c.example/d; two http://a.example/b/2, archived on 2 March 2011 at "
        "https://archive.example/web/1/b."
    )


def test_words_that_do_not_hold_the_address_are_left_alone() -> None:
    assert suggest_note("Title.", [citation("moved", final_url="http://c.example/d")]) is None


def test_a_new_address_gets_the_day_on_which_it_was_read() -> None:
    moved = citation(
        "moved", final_url="http://c.example/d", status="moved", captured="2026-11-27T10:00:00Z"
    )
    note = suggest_note(f"Title. Accessed on 10 November 2011 from: <{URL}>", [moved])
    assert note == "Title. Accessed on 27 November 2026 from: <http://c.example/d>"


def test_a_page_that_stands_keeps_its_access_date_unless_it_is_asked_for() -> None:
    raw = f"Title. Accessed on 10 November 2011 from: <{URL}>"
    alive = citation("sound", status="ok", captured="2026-11-27T10:00:00Z")
    assert suggest_note(raw, [alive]) is None
    assert [c.new for c in correct_note(raw, [alive])] == ["27 November 2026"]
    assert correct_note(raw, [alive], [{"verdict": "misquoted"}]) == ()
