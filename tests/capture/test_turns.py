from __future__ import annotations

import time
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.capture.moves import Ask, Errand
from citecheck.capture.politeness import host_of
from citecheck.capture.turns import Turns
from citecheck.settings import Settings

NO_DELAY = Settings(per_host=2, delay=0.0)


def addresses(*counts: int) -> list[str]:
    return [
        f"http://h{host}.example/{n}" for host, count in enumerate(counts) for n in range(count)
    ]


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
    flying: list[Errand] = []
    left, tries = sum(counts), iter(steps)
    while left:
        settles, how = next(tries, (True, "done"))
        waiting = left - len(flying)
        full = all(
            sum(host_of(f.current) == f"h{n}.example" for f in flying) >= per_host
            for n in range(len(counts))
        )
        if flying and (settles or not waiting or full or len(flying) >= per_host):
            errand = flying.pop(0)
            current = "http://h0.example/moved" if how == "move" else errand.current
            again = Ask(errand=replace(errand, current=current), last=how == "last")
            turns.settle(errand, None if how == "done" else again)
            left -= how == "done"
            continue
        errand = turns.take()  # type: ignore[assignment]
        assert errand is not None
        flying.append(errand)
        same = [f for f in flying if host_of(f.current) == host_of(errand.current)]
        assert len(same) <= per_host
    assert turns.take() is None


def test_the_host_with_the_longest_line_comes_first() -> None:
    turns = Turns(addresses(1, 5, 2), NO_DELAY)
    first = turns.take()
    assert first is not None
    assert host_of(first.current) == "h1.example"


def test_starts_on_one_host_keep_their_distance_and_waits_their_time() -> None:
    turns = Turns(addresses(3), Settings(per_host=2, delay=0.05))
    began = time.monotonic()
    one, two = turns.take(), turns.take()
    assert one is not None
    assert two is not None
    assert time.monotonic() - began >= 0.05
    turns.settle(one, Ask(errand=one, wait=0.2))
    turns.settle(two, None)
    assert turns.take() != one
    assert turns.take() == one
    assert time.monotonic() - began >= 0.25


def test_a_pause_for_one_is_its_own_and_for_a_second_meanwhile_holds_all() -> None:
    turns = Turns(addresses(4), NO_DELAY)
    one, two = turns.take(), turns.take()
    assert one is not None
    assert two is not None
    began = time.monotonic()
    turns.settle(one, Ask(errand=one, wait=0.2, holds_host=True))
    three = turns.take()
    assert three not in (one, None)
    assert time.monotonic() - began < 0.1
    turns.settle(two, Ask(errand=two, wait=0.2, holds_host=True))
    assert turns.take() is not None
    assert time.monotonic() - began >= 0.19


def test_a_request_that_was_broken_off_counts_a_little_longer() -> None:
    turns = Turns(addresses(2), Settings(per_host=1, delay=0.0))
    one = turns.take()
    assert one is not None
    began = time.monotonic()
    turns.settle(one, None, broken_off=True)
    assert turns.take() is not None
    assert time.monotonic() - began >= 0.09


def test_what_is_taken_back_is_not_handed_out_and_nothing_goes_on() -> None:
    turns = Turns(addresses(2, 2), NO_DELAY)
    one = turns.take()
    assert one is not None
    assert len(turns.drain()) == 3
    assert turns.settle(one, Ask(errand=one)) is False
    assert turns.take() is None
