from __future__ import annotations

import itertools
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from archive_fakes import BASE, NOW, Answer, FakeDoor, archive_of, scripted
from hypothesis import given
from hypothesis import strategies as st

from citecheck.capture.archives import WaybackArchive
from citecheck.capture.archives.gate import Gate
from citecheck.capture.archives.slots import MemorySlots
from citecheck.model.captures import Failure, Holding
from citecheck.settings import Settings

EMPTY: Answer = (200, {}, b"")
SLOW_DOWN: Answer = (429, {}, b"<h1>Too Many Requests</h1>")


def test_requests_are_spaced_by_the_limit() -> None:
    archive, _, time = archive_of(lambda url: EMPTY, archive_per_minute=24.0)
    for number in range(4):
        archive.holdings(f"http://a.org/{number}")
    assert sum(time.slept) == pytest.approx(3 * 60 / 24)


@pytest.mark.parametrize(
    "settings",
    [{"archive_per_minute": 0.0}, {"archive": "http://127.0.0.1:1", "archive_per_minute": None}],
)
def test_no_limit_where_it_is_switched_off_or_the_archive_is_on_this_machine(
    settings: dict[str, object],
) -> None:
    archive, _, time = archive_of(lambda url: EMPTY, **settings)
    for number in range(4):
        archive.holdings(f"http://a.org/{number}")
    assert time.slept == []


def test_threads_share_one_limit() -> None:
    archive, door, time = archive_of(lambda url: EMPTY, archive_per_minute=60.0)
    with ThreadPoolExecutor(max_workers=4) as pool:
        list(pool.map(archive.holdings, [f"http://a.org/{n}" for n in range(20)]))
    assert len(door.asked) == 20
    assert time.seconds >= 19


def test_a_429_holds_everybody_for_a_minute_and_is_asked_again() -> None:
    archive, door, time = archive_of(scripted(SLOW_DOWN, EMPTY))
    assert archive.holdings("http://a.org/").holding is Holding.NONE
    assert time.slept == [60.0]
    assert len(door.asked) == 2


@pytest.mark.parametrize("value", ["7", "Tue, 24 Nov 2026 12:00:07 GMT"])
def test_retry_after_is_believed_in_both_forms(value: str) -> None:
    slow: Answer = (429, {"Retry-After": value}, b"")
    archive, _, time = archive_of(scripted(slow, EMPTY))
    archive.holdings("http://a.org/")
    assert time.slept == [7.0]


def test_a_pause_longer_than_a_run_can_make_ends_the_asking_at_once() -> None:
    archive, door, time = archive_of(scripted((429, {"Retry-After": "3600"}, b"")))
    answer = archive.holdings("http://a.org/")
    assert answer.holding is Holding.UNAVAILABLE
    assert (len(door.asked), time.slept) == (1, [])


def test_after_three_429_the_archive_is_left_in_peace_for_the_run() -> None:
    archive, door, _ = archive_of(lambda url: SLOW_DOWN)
    first = archive.holdings("http://a.org/")
    second = archive.holdings("http://b.org/")
    assert first.holding is second.holding is Holding.UNAVAILABLE
    assert "429" in second.why
    assert len(door.asked) == 3


def test_a_refused_connection_after_a_429_is_a_ban_and_ends_the_asking() -> None:
    archive, door, _ = archive_of(scripted(SLOW_DOWN, Failure.REFUSED))
    archive.holdings("http://a.org/")
    answer = archive.holdings("http://b.org/")
    assert "banned" in answer.why
    assert len(door.asked) == 2


def test_an_archive_that_stays_silent_is_not_asked_for_every_address() -> None:
    archive, door, _ = archive_of(lambda url: Failure.TIMEOUT)
    for number in range(50):
        assert archive.holdings(f"http://a.org/{number}").holding is Holding.UNAVAILABLE
    assert len(door.asked) < 12


def test_a_passing_fault_is_tried_again_a_lasting_one_given_up() -> None:
    archive, door, time = archive_of(scripted((503, {}, b""), Failure.RESET, EMPTY), backoff=1.0)
    assert archive.holdings("http://a.org/").holding is Holding.NONE
    assert time.slept == [1.0, 2.0]
    archive, door, _ = archive_of(lambda url: (503, {}, b""), retries=2)
    archive.holdings("http://a.org/")
    assert len([url for url in door.asked if "/cdx/" in url]) == 3


def test_a_run_that_is_stopped_does_not_wait_out_the_minute() -> None:
    door = FakeDoor(lambda url: SLOW_DOWN)
    archive = WaybackArchive(Settings(archive=BASE), door, clock=lambda: NOW)
    with ThreadPoolExecutor(max_workers=1) as pool:
        waiting = pool.submit(archive.holdings, "http://a.org/")
        while not door.asked:
            time.sleep(0.01)
        archive.close()
        answer = waiting.result(timeout=10)
    assert answer.holding is Holding.UNAVAILABLE
    assert len(door.asked) == 1


def test_answers_to_requests_under_way_together_are_one_refusal() -> None:
    gate = Gate(0, slots=MemorySlots(lambda: 5.0), sleep=lambda seconds: None)
    assert gate.hold(60)
    assert not gate.hold(60)


@given(st.lists(st.floats(min_value=0, max_value=5), min_size=1, max_size=20))
def test_the_gate_never_lets_two_through_closer_than_the_limit(pauses: list[float]) -> None:
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    gate = Gate(30, slots=MemorySlots(lambda: now[0]), sleep=sleep)
    passed = []
    for pause in pauses:
        gate.wait()
        passed.append(now[0])
        now[0] += pause
    assert all(b - a >= 2 - 1e-9 for a, b in itertools.pairwise(passed))
