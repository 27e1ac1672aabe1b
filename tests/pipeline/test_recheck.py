"""``recheck_days``: who is asked again, and what is said of those who are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from citecheck.model.audits import Audit
from citecheck.model.captures import Failure, NoResponse, Outcome
from citecheck.model.verdicts import Standing, Streak
from citecheck.pipeline import Edges, run_audit
from citecheck.settings import Settings
from tests.fakes.edges import (
    NOW,
    ONLINE,
    FakeProbe,
    FakeWeb,
    MemoryJournal,
    MemoryStore,
    PlainExtractor,
    Steps,
    page,
)
from tests.pipeline.test_run import BRIDGES, FERRIES, SAID, note, publication

WEEK = Settings(recheck_days=7)
SOFT = "Page not found\nThe page that you asked for is not here.\n"


def audit(web: FakeWeb, store: MemoryStore, settings: Settings = WEEK, **changed: Any) -> Audit:
    journal = changed.pop("journal", None) or MemoryJournal()
    edges = Edges(
        clock=lambda: NOW, store=store, extractor=PlainExtractor(), journal=journal,
        progress=Steps(), probe=FakeProbe([ONLINE]), web=web, archive=None,
    )  # fmt: skip
    of = publication(note(1, FERRIES), note(2, BRIDGES))
    return run_audit(of, edges, settings, source="lakes", version="0", **changed)


def kept(store: MemoryStore, url: str, days: float, **parts: Any) -> None:
    text = parts.pop("text", SAID)
    store.keep(replace(page(url, text, **parts), at=NOW - timedelta(days=days)))


ALIVE: dict[str, Outcome] = {u: page(u, SAID) for u in (FERRIES, BRIDGES)}


def test_what_was_alive_so_lately_is_not_asked_and_says_when_it_was() -> None:
    store, web = MemoryStore(), FakeWeb(ALIVE)
    kept(store, FERRIES, 3)
    found = audit(web, store)
    assert web.asked == [BRIDGES]
    ferries, bridges = found.addresses
    assert (ferries.status, ferries.captured) == ("ok", NOW - timedelta(days=3))
    assert "asked on 2026-10-29, and not due yet" in ferries.why
    assert "not due" not in bridges.why
    assert [str(c.verdict) for c in found.claims] == ["sound", "sound"]


@pytest.mark.parametrize("settings", [Settings(), Settings(recheck_days=2)])
def test_by_default_and_after_those_days_everything_is_asked(settings: Settings) -> None:
    store, web = MemoryStore(), FakeWeb(ALIVE)
    kept(store, FERRIES, 3)
    audit(web, store, settings)
    assert web.asked == [FERRIES, BRIDGES]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda store: kept(store, FERRIES, 3, status=404),
        lambda store: kept(store, FERRIES, 3, status=503),
        lambda store: store.keep(
            replace(page(FERRIES, SAID), complete=False, at=NOW - timedelta(days=3))
        ),
        lambda store: (kept(store, FERRIES, 4), kept(store, FERRIES, 3, status=410)),
    ],
)
def test_whatever_was_not_alive_the_last_time_is_asked(
    spoil: Callable[[MemoryStore], object],
) -> None:
    store, web = MemoryStore(), FakeWeb(ALIVE)
    spoil(store)
    audit(web, store)
    assert FERRIES in web.asked


def test_a_soft_404_of_the_last_time_says_that_it_was_not_asked_again() -> None:
    store, web = MemoryStore(), FakeWeb(ALIVE)
    kept(store, FERRIES, 3, text=SOFT)
    found = audit(web, store)
    assert found.addresses[0].status == "soft_404"
    assert "asked on 2026-10-29, and not due yet" in found.addresses[0].why


def test_what_is_failing_is_asked_every_time_so_that_each_failure_was_seen() -> None:
    """A soft 404 that is not asked again is no second failure; a silence leaves no capture."""
    store, web = MemoryStore(), FakeWeb({BRIDGES: page(BRIDGES, SAID)})
    kept(store, FERRIES, 3)
    silent = NoResponse(url=FERRIES, failure=Failure.TIMEOUT, why="silent for 30 s", at=NOW)
    since = NOW - timedelta(days=3)
    streak = Streak(first_failed=since, failures=1, counted=since)
    standings = {FERRIES: Standing(asked=since, streak=streak)}
    found = audit(FakeWeb({**web.pages, FERRIES: silent}), store, standings=standings)
    assert (found.addresses[0].status, found.addresses[0].failures) == ("timeout", 2)
    assert "not due" not in found.addresses[0].why


def test_what_was_not_asked_is_known_to_whoever_replays_the_run() -> None:
    store, journal = MemoryStore(), MemoryJournal()
    kept(store, FERRIES, 3)
    first = audit(FakeWeb(ALIVE), store, journal=journal)
    journal.entries = list(journal.kept)
    silent = FakeWeb({})
    again = audit(silent, store, Settings(), journal=journal)
    assert silent.asked == []
    assert [a.why for a in again.addresses] == [a.why for a in first.addresses]
