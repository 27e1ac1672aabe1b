"""How long an address has been failing: over audits, never within one.

One failed audit condemns nothing.  Failures count when they lie days apart; one success
forgets them; an audit that did not look changes nothing.  (InternetArchiveBot counts so.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from citecheck.model.verdicts import AddressReport, AddressStatus, Streak

NOT_LOOKED_AT = frozenset(
    {AddressStatus.NOT_CHECKED, AddressStatus.OFFLINE, AddressStatus.NOT_ALLOWED}
)
ALIVE = frozenset({AddressStatus.OK, AddressStatus.MOVED})
#: Failures of one day that may be over the next: called dead only when they stay.
PASSING = frozenset(
    {
        AddressStatus.TIMEOUT,
        AddressStatus.NO_ANSWER,
        AddressStatus.SERVER_ERROR,
        AddressStatus.TLS_ERROR,
    }
)


def find_streak(
    past: Sequence[tuple[datetime, AddressStatus]], *, days_apart: float
) -> Streak | None:
    """The failures in a row that a history ends with; ``past`` is oldest first.

    >>> from datetime import UTC
    >>> day = datetime(2026, 11, 1, tzinfo=UTC)
    >>> rows = [(day, AddressStatus.TIMEOUT), (day + timedelta(days=1), AddressStatus.TIMEOUT),
    ...         (day + timedelta(days=4), AddressStatus.DEAD_HOST)]
    >>> find_streak(rows, days_apart=3).failures
    2
    """
    streak: Streak | None = None
    for at, status in past:
        streak = extend_streak(streak, status, at, days_apart=days_apart)
    return streak


def extend_streak(
    streak: Streak | None, status: AddressStatus, at: datetime, *, days_apart: float
) -> Streak | None:
    """The streak after one more audit at ``at``."""
    if status in NOT_LOOKED_AT:
        return streak
    if status in ALIVE:
        return None
    if streak is None:
        return Streak(first_failed=at, failures=1, counted=at)
    if at - streak.counted < timedelta(days=days_apart):
        return streak
    return replace(streak, failures=streak.failures + 1, counted=at)


def carry_failures(
    reports: Sequence[AddressReport],
    streaks: Mapping[str, Streak],
    at: datetime,
    *,
    days_apart: float,
    confirmed: int,
    seen: Mapping[str, datetime] = MappingProxyType({}),
) -> tuple[AddressReport, ...]:
    """The reports of an audit at ``at`` with what earlier audits say of each address.

    ``seen``: when each was last asked, as the history has it: that answer counts once.
    """
    return tuple(
        _carry(
            report, streaks.get(report.url), at,
            days_apart=days_apart, confirmed=confirmed,
            again=report.asked is None or report.asked != seen.get(report.url),
        )
        for report in reports
    )  # fmt: skip


def _carry(
    report: AddressReport,
    earlier: Streak | None,
    at: datetime,
    *,
    days_apart: float,
    confirmed: int,
    again: bool,
) -> AddressReport:
    streak = earlier
    if again or report.status in ALIVE:
        streak = extend_streak(earlier, report.status, at, days_apart=days_apart)
    if streak is None:
        if report.first_failed is None and not report.failures:
            return report  # the very same: there may be a hundred thousand
        return replace(report, first_failed=None, failures=0)
    why = report.why
    if earlier is not None:
        since = f"failing since {streak.first_failed:%Y-%m-%d} ({ordinal(streak.failures)} time)"
        why = f"{why}; {since}"
        if report.status in PASSING and streak.failures >= confirmed:
            why = f"{why}: taken for dead"
    return replace(report, why=why, first_failed=streak.first_failed, failures=streak.failures)


def is_taken_for_dead(report: AddressReport, *, confirmed: int) -> bool:
    """Whether a failure that might have passed has stayed long enough."""
    return report.status in PASSING and report.failures >= confirmed


def ordinal(number: int) -> str:
    """A number as it is said in a row.

    >>> ordinal(1), ordinal(2), ordinal(3), ordinal(11), ordinal(22)
    ('1st', '2nd', '3rd', '11th', '22nd')
    """
    teen = 10 <= number % 100 < 20
    ending = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
