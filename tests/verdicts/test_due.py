"""When an address is asked again: pure, from how it stood, the settings and its own name."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model.verdicts import AddressReport, AddressStatus, Look, Standing, Streak
from citecheck.settings import Settings
from citecheck.verdicts.due import (
    SPREAD,
    carry_standings,
    choose_next_check,
    extend_standing,
)

DAY = datetime(2026, 11, 1, 6, tzinfo=UTC)
URL = "http://example.org/report.html"
OK, FAIL, GONE = AddressStatus.OK, AddressStatus.TIMEOUT, AddressStatus.GONE
UNSEEN = AddressStatus.OFFLINE
SETTINGS = Settings()


def standing_after(*looks: tuple[float, AddressStatus]) -> Standing:
    standing: Standing | None = None
    for day, status in looks:
        at = DAY + timedelta(days=day)
        standing = extend_standing(standing, Look(at=at, asked=at, status=status), days_apart=3)
    assert standing
    return standing


def waits(*looks: tuple[float, AddressStatus], url: str = URL) -> float:
    """Days from the last look to the next."""
    standing = standing_after(*looks)
    day = choose_next_check(url, standing, SETTINGS)
    return (datetime(day.year, day.month, day.day, tzinfo=UTC) - standing.asked) / timedelta(days=1)


@pytest.mark.parametrize(
    ("looks", "least", "most"),
    [
        ([(0, OK)], 24, 31),
        ([(0, OK), (25, OK)], 24, 31),
        ([(0, OK), (25, OK), (60, OK)], 48, 61),
        ([(0, OK), (60, OK), (400, OK)], 144, 181),
        ([(0, OK), (60, FAIL), (400, OK)], 24, 31),
        ([(0, OK), (60, UNSEEN), (100, OK)], 80, 101),
        ([(0, FAIL)], 3, 4),
        ([(0, OK), (100, FAIL)], 3, 4),
        ([(0, GONE)], 3, 4),
        ([(0, FAIL), (3, FAIL)], 3, 4),
        ([(0, FAIL), (3, FAIL), (6, FAIL)], 72, 91),
        ([(0, GONE), (4, GONE), (8, GONE)], 72, 91),
        ([(0, FAIL), (1, FAIL), (2, FAIL)], 3, 4),
        ([(0, FAIL), (3, FAIL), (6, FAIL), (90, OK)], 24, 31),
    ],
)
def test_what_is_alive_is_asked_rarely_what_fails_soon_and_what_is_lost_rarely(
    looks: list[tuple[float, AddressStatus]], least: float, most: float
) -> None:
    assert least <= waits(*looks) <= most


def test_a_failing_address_asked_on_its_days_is_taken_for_dead_after_three() -> None:
    """Each check comes late enough for its failure to count, whatever hour the run begins."""
    standing = standing_after((0, FAIL))
    for hour in (3, 0):
        day = choose_next_check(URL, standing, SETTINGS)
        at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
        extended = extend_standing(standing, Look(at=at, asked=at, status=FAIL), days_apart=3)
        assert extended
        standing = extended
    assert standing.streak
    assert standing.streak.failures == 3


def test_an_audit_that_tells_an_old_answer_again_is_no_look() -> None:
    standing = standing_after((0, FAIL))
    later = Look(at=DAY + timedelta(days=30), asked=DAY, status=FAIL)
    assert extend_standing(standing, later, days_apart=3) == standing
    unseen = Look(at=DAY + timedelta(days=30), asked=DAY + timedelta(days=30), status=UNSEEN)
    assert extend_standing(standing, unseen, days_apart=3) == standing
    assert extend_standing(None, unseen, days_apart=3) is None


@given(st.text(min_size=1, max_size=30), st.floats(0, 1000), st.floats(0.5, 400))
def test_a_wait_is_never_longer_than_it_may_be_nor_much_shorter(
    url: str, stable: float, days: float
) -> None:
    settings = Settings(due_alive_days=days, due_alive_most_days=max(days, 180))
    standing = Standing(asked=DAY, alive_since=DAY - timedelta(days=stable))
    day = choose_next_check(url, standing, settings)
    waited = (datetime(day.year, day.month, day.day, tzinfo=UTC) - DAY) / timedelta(days=1)
    whole = min(max(days, stable), settings.due_alive_most_days)
    assert whole * (1 - SPREAD) - 1e-6 <= waited <= whole + 1
    assert choose_next_check(url, standing, settings) == day


def test_addresses_first_asked_on_one_day_are_spread_over_many() -> None:
    standing = Standing(asked=DAY, alive_since=DAY)
    days = {choose_next_check(f"{URL}?{n}", standing, SETTINGS) for n in range(200)}
    assert len(days) >= 6


def report(status: AddressStatus, asked: datetime | None, why: str = "x") -> AddressReport:
    return AddressReport(url=URL, status=status, why=why, asked=asked)


def carried(one: AddressReport, standing: Standing | None, at: datetime) -> AddressReport:
    (found,) = carry_standings([one], {URL: standing} if standing else {}, at, SETTINGS)
    return found


def test_a_report_tells_since_when_it_is_alive_and_when_it_is_asked_next() -> None:
    now = DAY + timedelta(days=40)
    found = carried(report(OK, now), standing_after((0, OK)), now)
    assert (found.alive_since, found.why) == (DAY, "x")
    assert found.next_check
    assert found.next_check > now.date() + timedelta(days=30)


def test_what_was_not_asked_again_keeps_its_failures_and_says_when_it_was_asked() -> None:
    earlier = standing_after((0, FAIL))
    found = carried(report(FAIL, DAY), earlier, DAY + timedelta(days=3))
    assert (found.failures, found.first_failed) == (1, DAY)
    assert found.why.endswith("; asked on 2026-11-01, next on 2026-11-05")
    asked = carried(report(FAIL, DAY + timedelta(days=4)), earlier, DAY + timedelta(days=4))
    assert (asked.failures, "asked on" in asked.why) == (2, False)


def test_what_already_says_when_it_was_asked_says_so_once() -> None:
    told = "answers 200 (asked on 2026-11-01, and not due yet)"
    found = carried(report(OK, DAY, told), None, DAY + timedelta(days=3))
    assert found.why == f"{told}, next on {found.next_check}"


def test_what_was_not_looked_at_has_no_next_check() -> None:
    standing = Standing(asked=DAY, streak=Streak(first_failed=DAY, failures=2, counted=DAY))
    found = carried(report(AddressStatus.NOT_CHECKED, None), standing, DAY)
    assert (found.next_check, found.alive_since, found.failures) == (None, None, 2)


def test_a_day_that_ends_on_a_midnight_is_that_day() -> None:
    midnight = datetime(2026, 11, 1, tzinfo=UTC)
    streak = Streak(first_failed=midnight, failures=1, counted=midnight)
    standing = Standing(asked=midnight, streak=streak)
    assert choose_next_check(URL, standing, SETTINGS) == date(2026, 11, 4)


def test_what_is_alive_does_not_fail_though_it_was_called_failing_in_the_same_second() -> None:
    failing = standing_after((0, FAIL))
    alive = AddressReport(url=URL, status=OK, why="answers 200", asked=DAY)
    (found,) = carry_standings([alive], {URL: failing}, DAY, SETTINGS)
    assert (found.failures, found.first_failed, found.why) == (0, None, "answers 200")
    again = extend_standing(failing, Look(at=DAY, asked=DAY, status=OK), days_apart=3)
    assert again == Standing(asked=DAY, alive_since=DAY)
