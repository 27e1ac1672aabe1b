"""When the time for the whole run is over, nothing more is begun, and that is what is said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from archive_fakes import BASE, Answer, archive_of, memento_headers, scripted

from citecheck.model.captures import Failure, Holding, Memento, NoResponse

EMPTY: Answer = (200, {}, b"")
SLOW_DOWN: Answer = (429, {}, b"slow down")
MEMENTO = Memento(
    timestamp="20110501000000", original="http://a.org/",
    url=f"{BASE}/web/20110501000000/http://a.org/", archive="archive.example",
)  # fmt: skip


def test_what_was_not_asked_in_time_is_not_asked_with_the_reason() -> None:
    archive, door, time = archive_of(lambda url: EMPTY, budget=10.0)
    assert archive.holdings("http://a.org/").holding is Holding.NONE
    time.seconds = 10.5
    answer = archive.holdings("http://b.org/")
    assert (answer.holding, answer.postponed) == (Holding.NOT_ASKED, True)
    assert answer.why == "not asked: the time for the whole run, 10 s, was over"
    assert len(door.asked) == 1
    assert archive.holdings("http://a.org/").holding is Holding.NONE, "what is known stays so"


def test_a_copy_is_not_fetched_either() -> None:
    archive, door, time = archive_of(lambda url: EMPTY, budget=10.0)
    time.seconds = 11
    outcome = archive.fetch(MEMENTO)
    assert isinstance(outcome, NoResponse)
    assert outcome.failure is Failure.NOT_ASKED
    assert "the time for the whole run" in outcome.why
    assert door.asked == []


def test_nobody_waits_for_a_turn_that_comes_too_late() -> None:
    archive, door, time = archive_of(lambda url: EMPTY, budget=10.0, archive_per_minute=6.0)
    found = [archive.holdings(f"http://a.org/{n}").holding for n in range(4)]
    assert found == [Holding.NONE, *[Holding.NOT_ASKED] * 3]
    assert (time.seconds, len(door.asked)) == (0.0, 1)


@pytest.mark.parametrize("said", [SLOW_DOWN, (503, {}, b"down")])
def test_an_answer_that_came_stands_though_there_is_no_time_to_ask_again(said: Answer) -> None:
    archive, door, time = archive_of(scripted(said, EMPTY), budget=10.0, backoff=20.0)
    answer = archive.holdings("http://a.org/")
    assert (answer.holding, answer.postponed) == (Holding.UNAVAILABLE, False)
    assert str(said[0]) in answer.why
    index = [url for url in door.asked if "/cdx/" in url]
    assert (len(index), time.seconds) == (1, 0.0)


def test_without_a_budget_there_is_no_end() -> None:
    archive, _, time = archive_of(lambda url: (200, memento_headers_of(), b"x"))
    time.seconds = 1e9
    assert not isinstance(archive.fetch(MEMENTO), NoResponse)


def memento_headers_of() -> dict[str, str]:
    return memento_headers(datetime(2011, 5, 1, tzinfo=UTC), "http://a.org/")
