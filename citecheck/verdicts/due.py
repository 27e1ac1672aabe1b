"""When an address is to be asked again: what is alive rarely, what fails soon, what is lost rarely.

The longer an address has been alive without a break, the longer it is left alone.  One that
fails is asked again soon, until it has failed so often that it is no accident; that needs
failures some days apart, so it is never asked sooner than these.  Days are those of UTC.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from citecheck.model.verdicts import AddressReport, Look, Standing, Streak
from citecheck.settings import Settings
from citecheck.verdicts.failing import ALIVE, NOT_LOOKED_AT, carry_failures, extend_streak

#: By so much of a wait addresses are spread, so that what was first asked on one day is not
#: asked on one day ever after.
SPREAD = 0.2


def extend_standing(standing: Standing | None, look: Look, *, days_apart: float) -> Standing | None:
    """The standing after one more look; one that the history tells twice counts once.

    Unless it was judged otherwise the second time: what is alive does not fail.

    >>> from datetime import UTC
    >>> day = datetime(2026, 11, 1, tzinfo=UTC)
    >>> look = Look(at=day, asked=day, status=AddressStatus.OK)
    >>> extend_standing(None, look, days_apart=3).alive_since == day
    True
    """
    if look.status in NOT_LOOKED_AT:
        return standing
    if standing and look.asked == standing.asked:
        as_before = (look.status in ALIVE) is (standing.streak is None)
        if as_before:
            return standing
    streak = standing.streak if standing else None
    since = standing.alive_since if standing else None
    return Standing(
        asked=look.asked,
        alive_since=(since or look.asked) if look.status in ALIVE else None,
        streak=extend_streak(streak, look.status, look.at, days_apart=days_apart),
    )


def choose_next_check(address: str, standing: Standing, settings: Settings) -> date:
    """The day from which on an address is to be asked again.

    >>> alive = datetime(2026, 11, 1, 3, 17, tzinfo=UTC)
    >>> standing = Standing(asked=alive, alive_since=alive)
    >>> choose_next_check("http://example.org/", standing, Settings())
    datetime.date(2026, 11, 30)
    """
    since, streak = standing.alive_since, standing.streak
    if since is not None:
        stable = (standing.asked - since).total_seconds() / 86_400
        days = min(max(settings.due_alive_days, stable), settings.due_alive_most_days)
    elif streak is None or streak.failures < settings.failures_confirmed:
        days = max(settings.due_failing_days, settings.failure_days)
        return _day_after(standing.asked, days)
    else:
        days = settings.due_lost_days
    return _day_after(standing.asked, days * (1 - SPREAD * _fraction(address)))


def _day_after(moment: datetime, days: float) -> date:
    """The first day that begins so many days after a moment, or later."""
    end = moment.astimezone(UTC) + timedelta(days=days)
    begins = end.replace(hour=0, minute=0, second=0, microsecond=0)
    return begins.date() if end == begins else begins.date() + timedelta(days=1)


def _fraction(address: str) -> float:
    """A number from 0 to below 1, always the same for an address."""
    digest = hashlib.sha256(address.encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:4], "big") / 2**32


def carry_standings(
    reports: Sequence[AddressReport],
    standings: Mapping[str, Standing],
    at: datetime,
    settings: Settings,
) -> tuple[AddressReport, ...]:
    """The reports of an audit at ``at`` with what earlier audits say of each address.

    An address that was not asked again has the failures that it had, and says when it was
    asked and when it will be.
    """
    carried = carry_failures(
        reports,
        {url: one.streak for url, one in standings.items() if one.streak},
        at,
        days_apart=settings.failure_days,
        confirmed=settings.failures_confirmed,
        seen={url: one.asked for url, one in standings.items()},
    )
    return tuple(_carry(one, standings.get(one.url), at, settings) for one in carried)


def _carry(
    report: AddressReport, earlier: Standing | None, at: datetime, settings: Settings
) -> AddressReport:
    if report.asked is None or report.status in NOT_LOOKED_AT:
        return report
    since = None
    if report.status in ALIVE:
        since = (earlier.alive_since if earlier else None) or report.asked
    streak = None
    if report.first_failed is not None:
        streak = Streak(first_failed=report.first_failed, failures=report.failures, counted=at)
    standing = Standing(asked=report.asked, alive_since=since, streak=streak)
    day = choose_next_check(report.url, standing, settings)
    why = report.why
    if report.asked.astimezone(UTC).date() < at.astimezone(UTC).date():
        told = "" if "asked on" in why else f"; asked on {report.asked.astimezone(UTC):%Y-%m-%d}"
        why = f"{why}{told}, next on {day}"
    return replace(report, why=why, alive_since=since, next_check=day)
