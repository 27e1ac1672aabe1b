from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.capture.moves import Ask, Done, Errand, choose_move
from citecheck.capture.politeness import host_of
from citecheck.capture.turns import Turn, Turns
from citecheck.model.captures import Failure, NoResponse, Outcome, Response
from citecheck.settings import Settings
from tests.pace import in_time

NO_DELAY = Settings(per_host=2, delay=0.0)
IMPATIENT = replace(NO_DELAY, read_timeout=0.2)
AT = datetime(2026, 11, 10, tzinfo=UTC)


def addresses(*counts: int) -> list[str]:
    return [
        f"http://h{host}.example/{n}" for host, count in enumerate(counts) for n in range(count)
    ]


def answer(what: Failure | int) -> Outcome:
    if isinstance(what, Failure):
        return NoResponse(url="", failure=what, why="", at=AT)
    return Response(url="", final_url="", status=what, headers=(), body=b"", at=AT)


def move(errand: Errand, heard: Outcome) -> Ask | Done:
    return choose_move(errand, heard, IMPATIENT, jitter=0.0)


def take(turns: Turns, *, within: float = 10.0) -> Turn:
    """The next turn; ``TimeoutError`` if there is none so soon."""
    found: list[Turn | None] = []
    worker = Thread(target=lambda: found.append(turns.take()), daemon=True)
    worker.start()
    worker.join(within)
    if not found or found[0] is None:
        raise TimeoutError
    return found[0]


@settings(max_examples=60)
@given(
    counts=st.lists(st.integers(0, 5), max_size=5),
    per_host=st.integers(1, 3),
    steps=st.lists(st.tuples(st.booleans(), st.sampled_from(["done", "again", "last", "move"]))),
)
def test_every_errand_ends_and_no_host_is_overrun(
    counts: list[int], per_host: int, steps: list[tuple[bool, str]]
) -> None:
    turns = Turns(addresses(*counts), replace(NO_DELAY, per_host=per_host))
    flying: list[Turn] = []
    left, tries = sum(counts), iter(steps)
    while left:
        settles, how = next(tries, (True, "done"))
        waiting = left - len(flying)
        full = all(
            sum(host_of(f.errand.current) == f"h{n}.example" for f in flying) >= per_host
            for n in range(len(counts))
        )
        if flying and (settles or not waiting or full or len(flying) >= per_host):
            turn = flying.pop(0)
            current = "http://h0.example/moved" if how == "move" else turn.errand.current
            again = Ask(errand=replace(turn.errand, current=current), last=how == "last")
            turns.settle(turn, None if how == "done" else again)
            turns.leave(turn)
            left -= how == "done"
            continue
        flying.append(take(turns))
        host = host_of(flying[-1].errand.current)
        same = [f for f in flying if host_of(f.errand.current) == host]
        assert len(same) <= per_host
    assert turns.take() is None


def test_the_host_with_the_longest_line_comes_first() -> None:
    turns = Turns(addresses(1, 5, 2), NO_DELAY)
    assert host_of(take(turns).errand.current) == "h1.example"


def test_starts_on_one_host_keep_their_distance_and_waits_their_time() -> None:
    turns = Turns(addresses(3), Settings(per_host=2, delay=0.05))
    began = time.monotonic()
    one, two = take(turns), take(turns)
    assert time.monotonic() - began >= 0.05
    turns.settle(one, Ask(errand=one.errand, wait=0.2))
    turns.settle(two)
    assert take(turns).errand != one.errand
    assert take(turns).errand == one.errand
    assert time.monotonic() - began >= 0.25


def test_a_pause_for_one_is_its_own_and_for_a_second_meanwhile_holds_all() -> None:
    turns = Turns(addresses(4), NO_DELAY)
    one, two = take(turns), take(turns)
    began = time.monotonic()
    turns.settle(one, Ask(errand=one.errand, wait=0.2, holds_host=True))
    assert take(turns).errand != one.errand
    assert in_time(began, 0.1)
    turns.settle(two, Ask(errand=two.errand, wait=0.2, holds_host=True))
    take(turns)
    assert time.monotonic() - began >= 0.19


def test_a_request_that_was_broken_off_counts_a_little_longer() -> None:
    turns = Turns(addresses(2), Settings(per_host=1, delay=0.0))
    one = take(turns)
    began = time.monotonic()
    turns.settle(one, broken_off=True)
    take(turns)
    assert time.monotonic() - began >= 0.09


def test_what_is_taken_back_is_not_handed_out_and_nothing_goes_on() -> None:
    turns = Turns(addresses(2, 2), NO_DELAY)
    one = take(turns)
    assert len(turns.drain()) == 3
    assert turns.settle(one, Ask(errand=one.errand)) is False
    assert turns.take() is None


def test_what_is_silent_is_asked_once_more_beside_the_first_request() -> None:
    turns = Turns(addresses(1), IMPATIENT)
    began = time.monotonic()
    first, second = take(turns), take(turns)
    assert time.monotonic() - began >= 0.8 * IMPATIENT.read_timeout
    assert second.errand.current == first.errand.current
    assert second.errand.patience(IMPATIENT) == pytest.approx(0.2 * IMPATIENT.read_timeout)
    assert turns.hear(first, answer(Failure.TIMEOUT)) is None, "the second may still say something"
    turns.settle(first)
    assert turns.hear(second, answer(Failure.TIMEOUT)) is second.errand
    assert isinstance(move(second.errand, answer(Failure.TIMEOUT)), Done)
    turns.settle(second)
    assert turns.take() is None


@pytest.mark.parametrize("winner", ["first", "second"])
def test_the_request_that_says_something_counts_and_the_other_is_withdrawn(winner: str) -> None:
    turns = Turns(addresses(1), IMPATIENT)
    first, second = take(turns), take(turns)
    one, other = (first, second) if winner == "first" else (second, first)
    assert turns.hear(one, answer(200)) is one.errand
    assert other.request.withdrawn
    turns.settle(one)
    assert turns.hear(other, answer(200)) is None
    turns.settle(other)
    assert turns.take() is None


def test_a_second_request_that_fails_leaves_the_word_to_the_first() -> None:
    turns = Turns(addresses(1), IMPATIENT)
    first, second = take(turns), take(turns)
    assert turns.hear(second, answer(Failure.RESET)) is None
    turns.settle(second)
    assert turns.hear(first, answer(Failure.TIMEOUT)) is second.errand, "both were asked"
    turns.settle(first)
    assert turns.take() is None


def test_a_second_request_that_is_no_longer_wanted_is_not_sent() -> None:
    turns = Turns(addresses(1), replace(IMPATIENT, per_host=1))
    first = take(turns)
    with pytest.raises(TimeoutError):
        take(turns, within=1.5 * IMPATIENT.read_timeout)
    assert turns.hear(first, answer(200)) is first.errand
    turns.settle(first)
    assert turns.take() is None


def test_a_page_on_its_way_is_not_asked_for_again() -> None:
    turns = Turns(addresses(1), IMPATIENT)
    first = take(turns)
    first.request.heard = True
    with pytest.raises(TimeoutError):
        take(turns, within=1.5 * IMPATIENT.read_timeout)


def test_a_silent_address_gives_its_place_to_another_but_not_its_host_s() -> None:
    turns = Turns(addresses(3, 1), replace(NO_DELAY, jobs=2, per_host=1, read_timeout=1.0))
    began = time.monotonic()
    one, two = take(turns), take(turns)
    assert {host_of(t.errand.current) for t in (one, two)} == {"h0.example", "h1.example"}
    turns.settle(two)
    with pytest.raises(TimeoutError):
        take(turns, within=0.2)
    turns = Turns(addresses(1, 1, 1), replace(NO_DELAY, jobs=2, read_timeout=1.0))
    hosts = {host_of(take(turns).errand.current) for _ in range(3)}
    assert len(hosts) == 3
    assert time.monotonic() - began >= 0.1


def test_who_writes_an_answer_down_is_at_work_but_no_longer_on_its_host() -> None:
    turns = Turns(addresses(2, 1), replace(NO_DELAY, jobs=1, per_host=1))
    one, two = turns.each(), turns.each()
    turns.settle(next(one))
    with pytest.raises(TimeoutError):
        take(turns, within=0.2)
    del two
    turns = Turns(addresses(2), replace(NO_DELAY, jobs=2, per_host=1))
    one, two = turns.each(), turns.each()
    turns.settle(next(one))
    next(two)


def test_workers_are_hired_as_they_are_needed() -> None:
    hired: list[int] = []
    turns = Turns(addresses(*([1] * 5)), replace(NO_DELAY, jobs=2, read_timeout=0.5))
    turns.staff(lambda: hired.append(1))
    assert len(hired) == 2
    one, two, three, four = (turns.each() for _ in range(4))
    next(one)
    assert len(hired) == 2
    next(two)
    assert len(hired) == 3, "somebody keeps the watch, and has the place of who is silent"
    next(three)
    next(four)
    assert len(hired) == 4, "no more than twice the jobs"
    with pytest.raises(TimeoutError):
        take(turns, within=0.1)
