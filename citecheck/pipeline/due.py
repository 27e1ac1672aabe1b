"""What of the last run's answers still holds because its address is not due."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from citecheck.model.captures import (
    ArchiveAnswer,
    Failure,
    Holding,
    NoResponse,
    Outcome,
    Response,
)
from citecheck.model.verdicts import Standing, Streak
from citecheck.pipeline.plans import Job, plan_job
from citecheck.settings import Settings
from citecheck.verdicts.due import choose_next_check

#: They say nothing of an address.
_NEVER_KEPT = frozenset({Failure.NOT_ASKED, Failure.OFFLINE})


def choose_kept(
    job: Job,
    answers: Iterable[Outcome | ArchiveAnswer],
    addresses: Collection[str],
    settings: Settings,
    *,
    today: date,
) -> tuple[Outcome | ArchiveAnswer, ...]:
    """The answers that need not be asked for again on this day.

    A cited address goes by its standing in the history, and keeps no answer that is older
    than what the history saw; what was asked on the way (``addresses``: where identifiers
    lead, invented siblings) by the answer itself.  That an archive was silent is never kept.
    """
    cited, not_due = _find_not_due(job, settings, today)
    kept: dict[tuple[str, str], Outcome | ArchiveAnswer] = {}
    for answer in answers:
        if isinstance(answer, ArchiveAnswer):
            if answer.url in not_due and answer.holding is not Holding.UNAVAILABLE:
                kept[answer.url, answer.archive] = answer
        elif isinstance(answer, NoResponse) and answer.failure in _NEVER_KEPT:
            continue
        elif answer.url in cited:
            standing = not_due.get(answer.url)
            if standing and answer.at.replace(microsecond=0) >= standing.asked:
                kept[answer.url, ""] = answer
        elif answer.url in addresses and _next_of(answer, settings) > today:
            kept[answer.url, ""] = answer
    return tuple(kept.values())


def _find_not_due(
    job: Job, settings: Settings, today: date
) -> tuple[frozenset[str], dict[str, Standing]]:
    """What is cited, and of that what is not due in any spelling, with the latest standing."""
    due: set[str] = set()
    found: dict[str, Standing] = {}
    targets = plan_job(job, today=today).targets
    for target in targets:
        standing = job.standings.get(target.address)
        if standing is None or choose_next_check(target.address, standing, settings) <= today:
            due.add(target.live_url)
            continue
        known = found.get(target.live_url)
        if known is None or standing.asked > known.asked:
            found[target.live_url] = standing
    cited = frozenset(target.live_url for target in targets)
    return cited, {url: standing for url, standing in found.items() if url not in due}


def _next_of(answer: Outcome, settings: Settings) -> date:
    """When to ask again what nobody cites: a guess that was wrong once is rarely tried."""
    streak = None
    if isinstance(answer, NoResponse) or answer.status >= 500:
        streak = Streak(first_failed=answer.at, failures=1, counted=answer.at)
    elif not 200 <= answer.status < 300:
        often = settings.failures_confirmed
        streak = Streak(first_failed=answer.at, failures=often, counted=answer.at)
    since = answer.at if isinstance(answer, Response) and streak is None else None
    standing = Standing(asked=answer.at, alive_since=since, streak=streak)
    return choose_next_check(answer.url, standing, settings)
