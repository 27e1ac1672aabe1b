from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model.verdicts import AddressReport, AddressStatus, CitationVerdict, Streak
from citecheck.verdicts.citations import judge_citation
from citecheck.verdicts.failing import carry_failures, extend_streak, find_streak

DAY = datetime(2026, 11, 1, 6, tzinfo=UTC)
URL = "http://example.org/report.html"
FAIL, OK = AddressStatus.TIMEOUT, AddressStatus.OK
UNSEEN = AddressStatus.OFFLINE


def past(*days: tuple[float, AddressStatus]) -> list[tuple[datetime, AddressStatus]]:
    return [(DAY + timedelta(days=day), status) for day, status in days]


def carried(status: AddressStatus, day: float, *rows: tuple[float, AddressStatus]) -> AddressReport:
    streak = find_streak(past(*rows), days_apart=3)
    (report,) = carry_failures(
        [AddressReport(url=URL, status=status, why="no answer in time")],
        {URL: streak} if streak else {},
        DAY + timedelta(days=day),
        days_apart=3,
        confirmed=3,
    )
    return report


@pytest.mark.parametrize(
    ("rows", "failures"),
    [
        ([(0, FAIL)], 1),
        ([(0, FAIL), (1, FAIL), (2, FAIL)], 1),
        ([(0, FAIL), (3, FAIL)], 2),
        ([(0, FAIL), (2, FAIL), (4, FAIL), (5, FAIL), (7, FAIL)], 3),
        ([(0, FAIL), (3, AddressStatus.DEAD_HOST), (6, AddressStatus.GONE)], 3),
        ([(0, FAIL), (3, UNSEEN), (6, FAIL)], 2),
        ([(0, FAIL), (3, FAIL), (6, OK), (9, FAIL)], 1),
        ([(0, FAIL), (6, OK)], 0),
        ([(0, UNSEEN)], 0),
        ([], 0),
    ],
)
def test_failures_count_when_they_lie_days_apart_and_one_success_forgets_them(
    rows: list[tuple[float, AddressStatus]], failures: int
) -> None:
    streak = find_streak(past(*rows), days_apart=3)
    assert (streak.failures if streak else 0) == failures


@given(
    st.lists(
        st.tuples(st.floats(0, 5, allow_nan=False), st.sampled_from([FAIL, OK, UNSEEN])),
        max_size=12,
    )
)
def test_a_streak_never_counts_more_than_its_days_allow(
    steps: list[tuple[float, AddressStatus]],
) -> None:
    day, rows = 0.0, []
    for later, status in steps:
        day += later
        rows.append((day, status))
    streak = find_streak(past(*rows), days_apart=3)
    if streak:
        span = (streak.counted - streak.first_failed).total_seconds() / 86_400
        assert span >= 3 * (streak.failures - 1) - 1e-6


def test_a_report_says_since_when_and_how_often() -> None:
    first = carried(FAIL, 0)
    assert (first.failures, first.first_failed, first.why) == (1, DAY, "no answer in time")
    second = carried(FAIL, 3, (0, FAIL))
    assert (second.failures, second.first_failed) == (2, DAY)
    assert second.why.endswith("failing since 2026-11-01 (2nd time)")
    third = carried(FAIL, 6, (0, FAIL), (3, FAIL))
    assert third.why.endswith("(3rd time): taken for dead")
    well = carried(OK, 9, (0, FAIL), (3, FAIL), (6, FAIL))
    assert (well.failures, well.first_failed) == (0, None)


def test_an_audit_that_did_not_look_changes_nothing() -> None:
    report = carried(UNSEEN, 9, (0, FAIL), (3, FAIL))
    assert (report.failures, report.first_failed) == (2, DAY)


@pytest.mark.parametrize(
    ("status", "failures", "verdict"),
    [
        (FAIL, 1, CitationVerdict.UNCLEAR),
        (FAIL, 2, CitationVerdict.UNCLEAR),
        (FAIL, 3, CitationVerdict.BROKEN),
        (AddressStatus.SERVER_ERROR, 3, CitationVerdict.BROKEN),
        (AddressStatus.BLOCKED, 9, CitationVerdict.UNCLEAR),
        (AddressStatus.GONE, 1, CitationVerdict.BROKEN),
    ],
)
def test_what_might_pass_is_broken_only_when_it_stays(
    status: AddressStatus, failures: int, verdict: CitationVerdict
) -> None:
    report = AddressReport(url=URL, status=status, why="x", first_failed=DAY, failures=failures)
    assert judge_citation(report, (), cites_archive=False).verdict is verdict


def test_extending_nothing_by_a_success_is_nothing() -> None:
    assert extend_streak(None, OK, DAY, days_apart=3) is None
    kept = Streak(first_failed=DAY, failures=2, counted=DAY)
    assert extend_streak(kept, UNSEEN, DAY, days_apart=3) == kept
