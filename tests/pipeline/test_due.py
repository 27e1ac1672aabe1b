"""Which answers of the last run still hold: what is not due is not asked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from citecheck.model.captures import ArchiveAnswer, Failure, Holding, NoResponse, Outcome
from citecheck.model.notes import ArchivedAddress
from citecheck.model.verdicts import Standing, Streak
from citecheck.pipeline import Job, choose_kept
from citecheck.settings import Settings
from tests.fakes.edges import NOW, page
from tests.pipeline.test_run import BRIDGES, FERRIES, SAID, note, publication

TODAY = NOW.date()
AGO = NOW - timedelta(days=2)
ALIVE = Standing(asked=AGO, alive_since=AGO)
ROUTE = "http://elsewhere.example/report.html"


def kept(
    *answers: Outcome | ArchiveAnswer,
    standings: dict[str, Standing] | None = None,
    addresses: tuple[str, ...] = (FERRIES, BRIDGES, ROUTE),
    today: date = TODAY,
    notes: Any = None,
) -> list[str]:
    job = Job(
        publication=publication(*(notes or (note(1, FERRIES), note(2, BRIDGES)))),
        source="lakes",
        standings={FERRIES: ALIVE} if standings is None else standings,
    )
    found = choose_kept(job, answers, addresses, Settings(), today=today)
    return [answer.url for answer in found]


def answer(url: str, *, days: float = 2, status: int = 200) -> Outcome:
    return replace(page(url, SAID, status=status), at=NOW - timedelta(days=days))


def silence(url: str, failure: Failure, days: float = 2) -> Outcome:
    return NoResponse(url=url, failure=failure, why="x", at=NOW - timedelta(days=days))


def test_what_is_alive_and_not_due_keeps_its_answer_and_its_archives() -> None:
    archived = ArchiveAnswer(url=FERRIES, holding=Holding.NONE, archive="archive.example")
    assert kept(answer(FERRIES), archived, answer(BRIDGES)) == [FERRIES, FERRIES]
    assert kept(answer(FERRIES), archived, today=TODAY + timedelta(days=40)) == []


def test_a_silent_archive_is_asked_again() -> None:
    silent = ArchiveAnswer(url=FERRIES, holding=Holding.UNAVAILABLE, archive="archive.example")
    assert kept(silent) == []


def test_a_failure_is_kept_until_it_is_due() -> None:
    failing = Standing(asked=AGO, streak=Streak(first_failed=AGO, failures=1, counted=AGO))
    dead = silence(FERRIES, Failure.NO_SUCH_NAME)
    assert kept(dead, standings={FERRIES: failing}) == [FERRIES]
    later = TODAY + timedelta(days=2)
    assert kept(dead, standings={FERRIES: failing}, today=later) == []


@pytest.mark.parametrize("failure", [Failure.OFFLINE, Failure.NOT_ASKED])
def test_what_was_not_asked_is_no_answer(failure: Failure) -> None:
    assert kept(silence(FERRIES, failure)) == []


def test_an_answer_older_than_what_the_history_saw_is_not_kept() -> None:
    """A run over some notes alone saw more since, and left its answers nowhere."""
    assert kept(answer(FERRIES, days=3)) == []
    assert kept(answer(FERRIES, days=2)) == [FERRIES]


def test_what_the_history_does_not_know_is_asked() -> None:
    assert kept(answer(FERRIES), standings={}) == []


def test_one_original_cited_in_two_ways_is_due_when_either_is() -> None:
    stamp = "20071204031024"
    printed = f"http://web.archive.org/web/{stamp}/{FERRIES}"
    archived = ArchivedAddress(timestamp=stamp, url=printed, original=FERRIES)
    notes = (note(1, FERRIES), note(2, printed, archived=archived))
    assert kept(answer(FERRIES), notes=notes) == []
    both = {FERRIES: ALIVE, printed: ALIVE}
    assert kept(answer(FERRIES), notes=notes, standings=both) == [FERRIES]


@pytest.mark.parametrize(
    ("outcome", "held"),
    [
        (answer(ROUTE), True),
        (answer(ROUTE, days=40), False),
        (answer(ROUTE, status=404, days=40), True),
        (answer(ROUTE, status=404, days=100), False),
        (answer(ROUTE, status=503, days=2), True),
        (answer(ROUTE, status=503, days=5), False),
        (silence(ROUTE, Failure.TIMEOUT, days=5), False),
    ],
)
def test_what_nobody_cites_goes_by_its_own_answer(outcome: Outcome, held: bool) -> None:
    assert kept(outcome) == ([ROUTE] if held else [])


def test_what_is_asked_for_no_longer_is_forgotten() -> None:
    assert kept(answer("http://nobodys.example/")) == []
