from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model.captures import Memento
from citecheck.verdicts.mementos import (
    EMPTY_DIGEST,
    MOST_CANDIDATES,
    MOST_FAR,
    bracketing,
    choose_far_mementos,
    choose_mementos,
    compare_digests,
)

NEAR = date(2011, 11, 10)
WINDOW = 1100


def memento(
    day: str,
    *,
    status: int | None = 200,
    digest: str | None = None,
    original: str = "http://a.org/",
) -> Memento:
    stamp = day.ljust(14, "0")
    return Memento(
        timestamp=stamp,
        original=original,
        url=f"https://archive.example/web/{stamp}/{original}",
        archive="archive.example",
        status=status,
        digest=digest,
    )


def days(chosen: tuple[Memento, ...]) -> list[str]:
    return [m.timestamp[:8] for m in chosen]


DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2024, 12, 31))
MEMENTOS = st.lists(
    st.builds(
        lambda day, status, digest: memento(day.strftime("%Y%m%d"), status=status, digest=digest),
        DAYS,
        st.sampled_from([200, 200, 200, None, 301, 302, 404, 429, 503]),
        st.sampled_from([None, "A" * 32, "B" * 32, "C" * 32, EMPTY_DIGEST]),
    ),
    max_size=14,
)


def test_the_copy_on_or_before_the_day_comes_before_a_nearer_one_after_it() -> None:
    chosen = choose_mementos(
        [memento("20111112"), memento("20110101"), memento("20111001")],
        near=NEAR,
        window_days=WINDOW,
    )
    assert days(chosen) == ["20111001", "20110101", "20111112"]


def test_a_copy_of_the_very_day_counts_as_on_the_day() -> None:
    chosen = choose_mementos([memento("20111110"), memento("20111109")], near=NEAR, window_days=9)
    assert days(chosen) == ["20111110", "20111109"]


@pytest.mark.parametrize("status", [404, 410, 429, 500, 503])
def test_a_captured_error_is_no_candidate(status: int) -> None:
    assert choose_mementos([memento("20111109", status=status)], near=NEAR, window_days=9) == ()


def test_pages_come_before_unknown_ones_and_these_before_redirects() -> None:
    chosen = choose_mementos(
        [
            memento("20111109", status=301),
            memento("20111108", status=None),
            memento("20130101", status=200),
        ],
        near=NEAR,
        window_days=WINDOW,
    )
    assert [m.status for m in chosen] == [200, None, 301]


def test_copies_outside_the_window_are_no_candidates() -> None:
    edge = NEAR - timedelta(days=10)
    inside, outside = edge.strftime("%Y%m%d"), (edge - timedelta(days=1)).strftime("%Y%m%d")
    chosen = choose_mementos([memento(inside), memento(outside)], near=NEAR, window_days=10)
    assert days(chosen) == [inside]


def test_many_earlier_copies_do_not_crowd_out_every_later_one() -> None:
    many = [memento(f"201110{day:02}") for day in range(1, 20)]
    chosen = choose_mementos(
        [*many, memento("20120101"), memento("20120201")], near=NEAR, window_days=WINDOW
    )
    assert days(chosen) == ["20111019", "20111018", "20111017", "20120101", "20120201"]


def test_the_same_bytes_are_tried_once_the_nearest_copy_of_them() -> None:
    same = "A" * 32
    chosen = choose_mementos(
        [memento("20110101", digest=same), memento("20111101", digest=same)],
        near=NEAR,
        window_days=WINDOW,
    )
    assert days(chosen) == ["20111101"]


def test_the_digest_of_nothing_does_not_make_two_redirects_the_same() -> None:
    two = [memento(d, status=302, digest=EMPTY_DIGEST) for d in ("20110101", "20111101")]
    assert len(choose_mementos(two, near=NEAR, window_days=WINDOW)) == 2


def test_equal_bytes_on_either_side_stand_for_the_cited_version() -> None:
    same = "A" * 32
    before, after = memento("20090101", digest=same), memento("20150101", digest=same)
    assert bracketing([after, before], NEAR) == (before, after)


def test_other_bytes_in_between_break_the_stretch() -> None:
    same = "A" * 32
    around = [memento("20090101", digest=same), memento("20150101", digest=same)]
    assert bracketing([*around, memento("20120101", digest="B" * 32)], NEAR) == ()


def test_a_captured_error_in_between_does_not_break_the_stretch() -> None:
    same = "A" * 32
    around = (memento("20090101", digest=same), memento("20150101", digest=same))
    error = memento("20120101", digest="B" * 32, status=503)
    assert bracketing([*around, error], NEAR) == around


def test_the_whole_unbroken_stretch_counts_and_nothing_beyond_it() -> None:
    a, b = "A" * 32, "B" * 32
    listed = [
        memento("20070101", digest=a),
        memento("20080101", digest=b),
        memento("20090101", digest=a),
        memento("20100101", digest=a),
        memento("20150101", digest=a),
        memento("20160101", digest=b),
    ]
    assert days(bracketing(listed, NEAR)) == ["20090101", "20100101", "20150101"]


def test_the_digest_of_nothing_brackets_nothing() -> None:
    two = [memento(d, digest=EMPTY_DIGEST) for d in ("20090101", "20150101")]
    assert bracketing(two, NEAR) == ()


@given(listed=MEMENTOS, near=DAYS, data=st.data())
def test_choosing_does_not_depend_on_order(
    listed: list[Memento], near: date, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(listed))
    assert choose_mementos(listed, near=near, window_days=400) == choose_mementos(
        shuffled, near=near, window_days=400
    )
    assert bracketing(listed, near) == bracketing(shuffled, near)


@given(listed=MEMENTOS, near=DAYS)
def test_candidates_are_few_listed_and_within_the_window(listed: list[Memento], near: date) -> None:
    chosen = choose_mementos(listed, near=near, window_days=400)
    assert len(chosen) <= MOST_CANDIDATES
    assert all(m in listed and abs((m.day - near).days) <= 400 for m in chosen)
    assert all(m.status is None or m.status < 400 for m in chosen)


@given(listed=MEMENTOS, near=DAYS)
def test_if_a_page_lies_within_the_window_a_page_comes_first(
    listed: list[Memento], near: date
) -> None:
    """A page, or a repeat of bytes that are not nothing: what it repeats is likely one."""

    def is_page(m: Memento) -> bool:
        return m.status == 200 or (m.status is None and m.digest not in (None, EMPTY_DIGEST))

    chosen = choose_mementos(listed, near=near, window_days=400)
    pages = [m for m in listed if is_page(m) and abs((m.day - near).days) <= 400]
    assert bool(pages) == bool(chosen and is_page(chosen[0]))
    before = [m for m in pages if m.day <= near]
    if before:
        assert chosen[0].timestamp == max(m.timestamp for m in before)


@given(listed=MEMENTOS, near=DAYS)
def test_what_brackets_a_day_lies_on_both_sides_and_is_of_one_digest(
    listed: list[Memento], near: date
) -> None:
    around = bracketing(listed, near)
    if around:
        assert around[0].day <= near < around[-1].day
        assert len({m.digest for m in around}) == 1


def test_a_repeat_that_the_index_does_not_explain_is_tried_in_its_place() -> None:
    """What it repeats may stand under another address; a page of years before is no better."""
    repeat = memento("20111101", status=None, digest="B" * 32)
    listed = [memento("20091101", digest="A" * 32), repeat]
    assert days(choose_mementos(listed, near=NEAR, window_days=WINDOW)) == ["20111101", "20091101"]
    empty = memento("20111101", status=None, digest=EMPTY_DIGEST)
    assert days(choose_mementos([listed[0], empty], near=NEAR, window_days=WINDOW)) == [
        "20091101",
        "20111101",
    ]


def test_outside_the_window_the_nearest_pages_are_the_candidates() -> None:
    listed = [
        memento("20080101"),
        memento("20111109"),  # inside: not this function's
        memento("20150101"),
        memento("20150102", status=404),
        memento("20001231"),
        memento("20240101"),
    ]
    chosen = choose_far_mementos(listed, near=NEAR, window_days=30)
    assert days(chosen) == ["20150101", "20080101", "20001231"]


@given(MEMENTOS, DAYS)
def test_near_and_far_candidates_are_told_apart_by_the_window_alone(
    listed: list[Memento], near: date
) -> None:
    inside = choose_mementos(listed, near=near, window_days=WINDOW)
    outside = choose_far_mementos(listed, near=near, window_days=WINDOW)
    assert all(abs((m.day - near).days) <= WINDOW for m in inside)
    assert all(abs((m.day - near).days) > WINDOW for m in outside)
    assert len(outside) <= MOST_FAR
    assert outside == choose_far_mementos(listed[::-1], near=near, window_days=WINDOW)


def test_a_digest_agrees_differs_or_cannot_be_compared() -> None:
    same = compare_digests("sha1:" + "A" * 32, "a" * 32, coded=False)
    assert same
    assert (same.agrees, same.why) == (True, "")
    other = compare_digests("A" * 32, "sha1:" + "B" * 32, coded=False)
    assert other
    assert other.agrees is False
    assert "differ" in other.why
    coded = compare_digests("A" * 32, "B" * 32, coded=True)
    assert coded
    assert coded.agrees is None
    assert "not comparable" in coded.why


@pytest.mark.parametrize("listed", [None, "", "-", EMPTY_DIGEST, f"sha1:{EMPTY_DIGEST}"])
def test_a_digest_that_tells_nothing_is_not_compared(listed: str | None) -> None:
    assert compare_digests(listed, "A" * 32, coded=False) is None
