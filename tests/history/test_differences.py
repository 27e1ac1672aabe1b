"""Five audits over an invented year, and what each of them is to tell."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.history import Change, compare_audits

Document = dict[str, Any]
A, B, C = "http://a.example/", "http://b.example/", "http://c.example/"


def address(url: str, status: str = "ok", **changes: Any) -> Document:
    return {
        "url": url, "status": status, "failures": 0, "archive": "none", "archived": [],
        "notes": [1], **changes,
    }  # fmt: skip


def citation(note: int, url: str | None, verdict: str = "sound") -> Document:
    return {
        "note": note, "index": 0, "work": f"w{note}", "url": url, "verdict": verdict, "why": "why",
    }  # fmt: skip


def finding(note: int, url: str, value: int | None, version: str = "live") -> Document:
    return {
        "note": note, "claim": f"c{note}", "figure": {"printed": "40 boats"}, "address": url,
        "version": version, "verdict": "confirmed", "value_found": value, "high_found": None,
        "why": "why",
    }  # fmt: skip


def audit(number: int = 1, **changes: Any) -> Document:
    """Three notes on three hosts, all well."""
    return {
        "audit": {"id": f"a{number}", "only": []},
        "addresses": [address(A), address(B), address(C)],
        "citations": [citation(1, A), citation(2, B), citation(3, C)],
        "findings": [finding(1, A, 40), finding(2, B, 40)],
        "claims": [{"id": "c1", "notes": [1], "verdict": "sound", "why": "why"}],
        "slips": [{"note": 3, "code": "no_url", "message": "no address"}],
        **changes,
    }


def told(older: Document, newer: Document) -> list[tuple[str, tuple[int, ...], str | None]]:
    return [(str(d.change), d.notes, d.new) for d in compare_audits(older, newer).differences]


def told_all(year: list[Document]) -> list[list[tuple[str, tuple[int, ...], str | None]]]:
    """What each audit of a year tells, the first aside, with all that came before it at hand."""
    steps = []
    for at in range(1, len(year)):
        found = compare_audits(year[at - 1], year[at], reversed(year[: at - 1]))
        steps.append([(str(d.change), d.notes, d.new) for d in found.differences])
    return steps


def failing(times: int, status: str = "timeout", verdict: str = "broken") -> Document:
    document = audit()
    document["addresses"][0] = address(A, status, failures=times)
    document["citations"][0] = citation(1, A, verdict)
    document["claims"][0]["verdict"] = "unclear"
    return document


def settled_after(often: int, document: Document) -> Document:
    document["audit"]["failures_confirmed"] = often
    return document


def test_an_unchanged_web_gives_nothing() -> None:
    assert told(audit(1), audit(2)) == []


def test_a_year_of_audits_tells_a_break_once_and_its_recovery_once() -> None:
    year = [audit(1), failing(1), failing(2), failing(3), failing(4), audit(6)]
    assert told_all(year) == [
        [],
        [],
        [("broken", (1,), "broken"), ("verdict", (1,), "unclear")],
        [],
        [("verdict", (1,), "sound"), ("recovered", (1,), "sound")],
    ]


def test_what_changed_while_an_address_flapped_is_told_when_it_is_back() -> None:
    back = audit(3, findings=[finding(1, A, 45), finding(2, B, 40)])
    assert told_all([audit(1), failing(1), back]) == [[], [("value", (1,), "45")]]


def test_a_page_that_never_answered_is_told_once_it_is_called_broken() -> None:
    assert told_all([failing(1), failing(2), failing(3), failing(4)]) == [
        [],
        [("broken", (1,), "broken")],
        [],
    ]
    assert told_all([failing(1), audit(2), audit(3)]) == [[], []]


def test_a_source_that_is_gone_and_comes_back_with_a_copy_standing_in() -> None:
    gone = failing(1, status="gone", verdict="rescued")
    assert told_all([audit(1), gone, audit(3)]) == [
        [("rescued", (1,), "rescued"), ("verdict", (1,), "unclear")],
        [("verdict", (1,), "sound"), ("recovered", (1,), "sound")],
    ]


def test_an_archive_that_is_down_once_is_no_news_and_hides_none() -> None:
    down = audit(2)
    down["addresses"][1] = address(B, archive="unavailable", notes=[2])
    has = audit(3)
    has["addresses"][1] = address(B, archive="captured", archived=[{"url": "copy"}], notes=[2])
    assert told_all([audit(1), down, has, down, has]) == [
        [],
        [("archived", (2,), "copy")],
        [],
        [],
    ]


def test_a_copy_that_cannot_stand_in_is_no_news() -> None:
    newer = audit(2)
    copy = {"url": "copy", "usable": False}
    newer["addresses"][1] = address(B, archive="captured", archived=[copy], notes=[2])
    assert told(audit(1), newer) == []


def test_what_a_run_over_some_notes_left_out_is_compared_with_the_run_before() -> None:
    some = audit(2)
    some["audit"]["only"] = [2]
    some["addresses"], some["citations"] = some["addresses"][1:2], some["citations"][1:2]
    some["findings"], some["claims"], some["slips"] = some["findings"][1:], [], []
    last = failing(1, status="gone")
    last["slips"] = []
    assert told_all([audit(1), some, last]) == [
        [],
        [("broken", (1,), "broken"), ("verdict", (1,), "unclear"), ("mended", (3,), None)],
    ]


def test_no_more_audits_are_looked_back_over_than_it_takes() -> None:
    taken = []

    def before() -> Iterator[Document]:
        for number in range(100):
            taken.append(number)
            yield failing(1) if number < 3 else audit()

    compare_audits(failing(2), audit(), before())
    assert taken == [0, 1, 2, 3]


def test_a_slip_in_other_words_is_news_unless_the_program_is_another() -> None:
    newer = audit(2, slips=[{"note": 3, "code": "no_url", "message": "there is no address"}])
    assert {kind for kind, _, _ in told(audit(1), newer)} == {"slip", "mended"}
    newer["audit"]["version"] = "2"
    assert told(audit(1), newer) == []


def test_an_address_that_flaps_is_held_back() -> None:
    comparison = compare_audits(audit(1), failing(1))
    assert comparison.differences == ()
    assert comparison.held == (A,)
    assert told_all([audit(1), failing(1), failing(2), audit(2)]) == [[], [], []]


@pytest.mark.parametrize("often", [1, 2, 5])
def test_a_break_is_told_in_the_audit_that_the_setting_names(often: int) -> None:
    year = [audit(1), *(settled_after(often, failing(n)) for n in range(1, 7))]
    steps = told_all(year)
    assert [n for n, step in enumerate(steps, 1) if step] == [often]
    held = compare_audits(year[0], year[1])
    assert (held.held, held.confirmed) == ((A,) if often > 1 else (), often)


@pytest.mark.parametrize(("before", "after"), [(5, 2), (2, 5)])
def test_another_setting_tells_no_break_twice_and_forgets_none(before: int, after: int) -> None:
    year = [audit(1)]
    year += [settled_after(before if n < 3 else after, failing(n)) for n in range(1, 7)]
    assert [kind for step in told_all(year) for kind, _, _ in step] == ["broken", "verdict"]


def test_a_plain_404_is_told_at_once() -> None:
    assert ("broken", (1,), "broken") in told(audit(1), failing(1, status="gone"))


def test_another_value_on_todays_page_is_told_with_both() -> None:
    newer = audit(2, findings=[finding(1, A, 45), finding(2, B, 40)])
    (difference,) = compare_audits(audit(1), newer).differences
    assert (difference.change, difference.old, difference.new) == (Change.VALUE, "40", "45")


@pytest.mark.parametrize("version", ["cited", "mirror"])
def test_only_todays_page_changes_by_itself(version: str) -> None:
    older = audit(1, findings=[finding(1, A, 40, version)])
    newer = audit(2, findings=[finding(1, A, 45, version)])
    assert told(older, newer) == []


def test_a_machine_without_network_changes_nothing() -> None:
    newer = audit(2)
    newer["addresses"] = [address(url, "offline") for url in (A, B, C)]
    newer["citations"] = [citation(n, url, "unclear") for n, url in ((1, A), (2, B), (3, C))]
    newer["claims"][0]["verdict"] = "unclear"
    newer["findings"] = []
    comparison = compare_audits(audit(1), newer)
    assert comparison.differences == ()
    assert comparison.not_compared == 3


def test_what_only_covers_is_compared_and_nothing_else() -> None:
    newer = audit(2)
    newer["audit"]["only"] = [1]
    newer["citations"], newer["slips"] = newer["citations"][:1], []
    assert told(audit(1), newer) == []
    newer["audit"]["only"] = []
    assert {kind for kind, _, _ in told(audit(1), newer)} == {"removed", "mended"}


def test_a_new_archived_copy_and_a_move_are_told() -> None:
    newer = audit(2)
    newer["addresses"][1] = address(B, archive="captured", archived=[{"url": "copy"}], notes=[2])
    newer["citations"][2] = citation(3, C, "moved")
    assert told(audit(1), newer) == [("moved", (3,), "moved"), ("archived", (2,), "copy")]


def test_slips_that_are_new_and_slips_that_were_mended() -> None:
    newer = audit(2, slips=[{"note": 2, "code": "bare_url", "message": "bare"}])
    assert told(audit(1), newer) == [("slip", (2,), "bare"), ("mended", (3,), None)]


def unseen(number: int = 1) -> Document:
    """An audit of a machine without network."""
    document = audit(number, findings=[])
    document["addresses"] = [address(url, "offline") for url in (A, B, C)]
    document["citations"] = [citation(n, url, "unclear") for n, url in ((1, A), (2, B), (3, C))]
    document["claims"][0]["verdict"] = "unclear"
    return document


def holding(archive: str, *copies: str, number: int = 1) -> Document:
    """An audit in which an archive holds copies of the second source."""
    document = audit(number)
    found = [{"url": copy} for copy in copies]
    document["addresses"][1] = address(B, archive=archive, archived=found, notes=[2])
    return document


def test_a_first_look_after_one_without_network_is_no_news() -> None:
    comparison = compare_audits(unseen(), audit())
    assert (comparison.differences, comparison.not_compared) == ((), 3)


def test_a_break_that_began_without_network_is_told_when_it_has_stood() -> None:
    year = [unseen(), failing(1), failing(2), failing(3), failing(4)]
    assert told_all(year) == [[], [], [("broken", (1,), "broken")], []]


def test_a_value_of_a_page_that_fails_waits_until_it_is_settled() -> None:
    odd = failing(1, status="incomplete")
    odd["findings"][0] = finding(1, A, 45)
    assert told_all([audit(), odd, audit()]) == [[], []]


def test_a_source_whose_page_is_well_but_was_held_back_is_no_break() -> None:
    newer = audit(2)
    newer["citations"][0]["verdict"] = "rescued"
    assert told_all([failing(1), newer]) == [[]]


def test_a_lost_source_of_which_no_archive_could_be_asked_is_told_once() -> None:
    lost = failing(3)
    silent = failing(4, verdict="unclear")
    silent["addresses"][0]["archive"] = "unavailable"
    found = failing(5, verdict="rescued")
    assert told_all([audit(), lost, silent, lost, found]) == [
        [("broken", (1,), "broken"), ("verdict", (1,), "unclear")],
        [],
        [],
        [("recovered", (1,), "rescued")],
    ]


@pytest.mark.parametrize("silent", ["unavailable", "not_asked"])
def test_a_copy_is_news_if_there_was_none_when_it_was_last_asked_for(silent: str) -> None:
    none, has = holding("none"), holding("captured", "copy")
    stands_in = holding(silent, "copy")
    assert told_all([none, holding(silent), has]) == [[], [("archived", (2,), "copy")]]
    assert told_all([none, stands_in, has]) == [[], [("archived", (2,), "copy")]]
    assert told_all([has, holding(silent), has]) == [[], []]
    assert told_all([holding(silent), has, has]) == [[], []]


def test_no_audit_is_read_again_for_copies_that_nobody_has() -> None:
    taken = []

    def before() -> Iterator[Document]:
        taken.append(1)
        yield audit()

    compare_audits(holding("not_asked"), holding("not_asked"), before())
    compare_audits(holding("not_asked"), holding("none"), before())
    assert not taken


def test_what_is_no_longer_cited_is_told_once() -> None:
    less = failing(1)
    less["citations"] = less["citations"][:2]
    again = failing(2)
    again["citations"] = again["citations"][:2]
    assert told_all([audit(), less, again]) == [[("removed", (3,), None)], []]


def test_a_slip_that_a_run_over_some_notes_saw_mended_is_told_once() -> None:
    some = audit(2, slips=[], citations=[citation(3, C)], claims=[], findings=[])
    some["audit"]["only"] = [3]
    some["addresses"] = some["addresses"][2:]
    assert told_all([audit(), some, audit(3, slips=[])]) == [[("mended", (3,), None)], []]


def test_a_slip_in_other_words_of_the_same_version_is_news() -> None:
    older, newer = audit(1), audit(2, slips=[{"note": 3, "code": "no_url", "message": "none"}])
    for one in (older, newer):
        one["audit"]["version"] = "1"
    assert {kind for kind, _, _ in told(older, newer)} == {"slip", "mended"}


def test_the_other_end_of_a_range_is_a_part_of_the_value() -> None:
    older, newer = audit(1), audit(2)
    older["findings"][0]["high_found"], newer["findings"][0]["high_found"] = 45, 50
    (difference,) = compare_audits(older, newer).differences
    assert (difference.old, difference.new) == ("40 to 45", "40 to 50")


def test_two_figures_of_one_claim_are_two_values() -> None:
    def with_nets(number: int) -> list[Document]:
        nets = finding(1, A, number)
        nets["figure"] = {"printed": "12 nets"}
        return [finding(1, A, 40), nets]

    newer = audit(2, findings=with_nets(13))
    (difference,) = compare_audits(audit(1, findings=with_nets(12)), newer).differences
    assert (difference.what, difference.old, difference.new) == ("c1: “12 nets”", "12", "13")


def test_comparing_changes_neither() -> None:
    one, two = audit(1), failing(3)
    before = copy.deepcopy((one, two))
    compare_audits(one, two)
    assert (one, two) == before


def test_the_demo_twice_is_no_news(capsys: pytest.CaptureFixture[str]) -> None:
    document = failing(1)
    document["citations"].append(citation(4, None, "no_address"))
    assert told(document, copy.deepcopy(document)) == []


@given(st.lists(st.sampled_from(["ok", "timeout", "gone"]), min_size=2, max_size=12))
def test_whatever_a_year_brings_breaks_and_recoveries_are_told_in_turn(year: list[str]) -> None:
    documents, times = [], 0
    told, known = [], None  # what the last settled audit said: alive, broken, or none yet
    for number, status in enumerate(year):
        times = 0 if status == "ok" else times + 1
        settled = status != "timeout" or times >= 3
        verdict = "broken" if settled else "unclear"
        documents.append(audit() if status == "ok" else failing(times, status, verdict))
        if not settled:
            continue
        now = "alive" if status == "ok" else "broken"
        if number and known != now and (known or now == "broken"):
            told.append("broken" if now == "broken" else "recovered")
        known = now
    news = [kind for step in told_all(documents) for kind, _, _ in step]
    assert [kind for kind in news if kind in ("broken", "recovered")] == told
