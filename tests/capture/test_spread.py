from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from threading import Event

from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.capture.moves import Ask, start
from citecheck.capture.politeness import host_of
from citecheck.capture.spread import Batch, Brought, Plan, SpreadWeb, ask_batch
from citecheck.model.captures import Failure, NoResponse, Outcome, Response
from citecheck.settings import Settings
from tests.capture.origin import always, by_path, in_turn, reply, serve
from tests.fakes.executors import SendingExecutor
from tests.pace import in_time

SETTINGS = Settings(
    allow_private=True,
    no_proxy="*",
    jobs=4,
    delay=0.0,
    connect_timeout=2,
    read_timeout=0.6,
    total_timeout=3,
    retries=2,
    backoff=0.05,
)


def as_it_is(outcome: Outcome) -> Outcome:
    return outcome


def ask_there(settings: Settings, batch: Batch) -> Brought:
    return ask_batch(batch, settings, None, take=as_it_is)


def fetch(*urls: str, at_once: int = 2, **changes: object) -> dict[str, Outcome]:
    chosen = replace(SETTINGS, **changes)  # type: ignore[arg-type]
    with SendingExecutor(at_once) as executor:
        web = SpreadWeb(executor, partial(ask_there, chosen), chosen, at_once=at_once)
        return {o.url: o for o in web.fetch_all(urls, started=lambda _: None)}


@settings(max_examples=60)
@given(
    counts=st.lists(st.integers(0, 40), min_size=1, max_size=12),
    at_once=st.integers(1, 4),
    data=st.data(),
)
def test_each_address_is_asked_once_and_no_host_by_two_tasks(
    counts: list[int], at_once: int, data: st.DataObject
) -> None:
    urls = [f"http://h{host}.example/{n}" for host, c in enumerate(counts) for n in range(c)]
    plan, running, ended = Plan(urls, at_once=at_once), list[Batch](), list[str]()
    moved: set[str] = set()
    for _ in range(10 * len(urls) + 10):
        while len(running) < at_once and (batch := plan.take(0.0)) is not None:
            assert {host_of(ask.errand.current) for ask in batch.asks} <= batch.hosts
            for other in running:
                assert not batch.hosts & other.hosts
            running.append(batch)
        if not running:
            break
        batch = running.pop(data.draw(st.integers(0, len(running) - 1)))
        goes_on = []
        for ask in batch.asks:
            if ask.errand.url not in moved and data.draw(st.booleans()):
                moved.add(ask.errand.url)  # as a redirect to another task's host
                errand = replace(ask.errand, current="http://h0.example/moved")
                goes_on.append(Ask(errand=errand))
            else:
                ended.append(ask.errand.url)
        plan.settle(batch, Brought(asks=tuple(goes_on)), 0.0)
    assert sorted(ended) == sorted(urls)


def test_what_a_host_asked_for_holds_in_its_next_task() -> None:
    plan = Plan(["http://a.example/1", "http://b.example/1"], at_once=1)
    first = plan.take(100.0)
    assert first is not None
    later = replace(first.asks[0], wait=60.0)
    plan.settle(first, Brought(asks=(later,), rests=(("a.example", 5.0),)), 100.0)
    assert plan.take(110.0) is None
    assert plan.next_moment() is not None
    second = plan.take(159.0)
    assert second is not None
    assert [(ask.errand.url, round(ask.wait)) for ask in second.asks] == [(later.errand.url, 1)]
    assert second.rests == ()


def test_a_redirect_goes_on_in_the_task_of_its_host() -> None:
    with ExitStack() as stack:
        there = stack.enter_context(serve(always(reply(200, b"the page")), host="127.0.0.2"))
        pages = {"/old": reply(301, Location=f"{there.url}/new")}
        here = stack.enter_context(serve(by_path(pages)))
        found = fetch(f"{here.url}/old", *(f"{there.url}/{n}" for n in range(5)))
    outcome = found[f"{here.url}/old"]
    assert isinstance(outcome, Response)
    assert outcome.body == b"the page"
    assert outcome.final_url == f"{there.url}/new"
    assert [hop.status for hop in outcome.hops] == [301, 200]
    assert there.most_at_once <= SETTINGS.per_host
    assert sorted(there.asked) == ["/0", "/1", "/2", "/3", "/4", "/new"]


def test_a_host_that_breaks_off_is_asked_again_later() -> None:
    with serve(in_turn(b"", reply(200, b"welcome"))) as origin:
        outcome = fetch(origin.url)[origin.url]
    assert isinstance(outcome, Response)
    assert outcome.body == b"welcome"
    assert outcome.why.startswith("first try: ")


def test_the_delay_between_two_starts_holds_across_tasks() -> None:
    with ExitStack() as stack:
        there = stack.enter_context(serve(always(reply(200, b"x")), host="127.0.0.2"))
        pages = {f"/{n}": reply(301, Location=f"{there.url}/{n}") for n in range(3)}
        here = stack.enter_context(serve(by_path(pages)))
        found = fetch(
            *(f"{here.url}/{n}" for n in range(3)), f"{there.url}/own", delay=0.2, per_host=1
        )
    assert all(isinstance(outcome, Response) for outcome in found.values())
    # Four starts are three delays apart; where a busy machine notes the first one late, less.
    assert len(there.times) == 4
    assert there.times[-1] - there.times[0] > 0.35


def test_when_the_time_is_over_the_rest_is_not_asked() -> None:
    with serve(always(reply(200, b"x"))) as origin:
        urls = [f"{origin.url}/{n}" for n in range(40)]
        began = time.monotonic()
        found = fetch(*urls, delay=0.2, per_host=1, budget=0.7, at_once=1)
    assert in_time(began, 5)
    late = [o for o in found.values() if isinstance(o, NoResponse)]
    assert {o.failure for o in late} == {Failure.NOT_ASKED}
    assert {o.why for o in late} == {"the time for the whole run, 0.7 s, was over"}
    assert len(found) == 40
    assert 0 < len(origin.asked) < 10


def test_hosts_take_turns_so_that_no_run_is_longer_than_its_longest_line() -> None:
    lines = {f"h{n}.example": 40 for n in range(12)} | {f"few{n}.example": 1 for n in range(30)}
    urls = [f"http://{host}/{n}" for host, count in lines.items() for n in range(count)]
    plan, now, running = Plan(urls, at_once=2, delay=0.5), 0.0, list[tuple[float, Batch]]()
    while True:
        while len(running) < 2 and (batch := plan.take(now)) is not None:
            most = max(Counter(host_of(ask.errand.current) for ask in batch.asks).values())
            assert most <= 1 + batch.seconds / 0.5
            running.append((now + 0.5 * most, batch))
        if not running:
            break
        running.sort(key=lambda one: one[0])
        now, batch = running.pop(0)
        plan.settle(batch, Brought(), now)
    assert now < 1.5 * 40 * 0.5  # where each task lasts until its hosts are done, four times 20 s


def test_a_host_that_rests_for_long_is_in_no_task_until_then() -> None:
    plan = Plan(["http://a.example/1", "http://a.example/2"], at_once=1, delay=60.0)
    first = plan.take(0.0)
    assert first is not None
    assert [ask.errand.url for ask in first.asks] == ["http://a.example/1"]
    plan.settle(first, Brought(rests=(("a.example", 60.0),)), 0.0)
    assert plan.take(1.0) is None
    moment = plan.next_moment()
    assert moment is not None
    assert 50 < moment < 60
    second = plan.take(moment)
    assert second is not None
    assert second.rests == (("a.example", 60.0 - moment),)


def test_what_a_task_has_no_time_for_comes_back() -> None:
    with serve(always(reply(200, b"x"))) as origin:
        urls = [f"{origin.url}/{n}" for n in range(9)]
        asks = tuple(Ask(errand=start(url)) for url in urls)
        hosts = frozenset({host_of(origin.url)})
        batch = Batch(number=1, asks=asks, hosts=hosts, seconds=0.3)
        brought = ask_there(replace(SETTINGS, delay=0.2, per_host=1), batch)
    asked = [outcome.url for outcome in brought.outcomes]
    left = [ask.errand.url for ask in brought.asks]
    assert 0 < len(asked) < 4
    assert sorted(asked + left) == urls
    assert len(origin.asked) == len(asked)


def test_a_task_that_waits_for_a_silent_host_holds_no_other_up() -> None:
    """Its time is over, so that another is begun beside it."""
    begun, others = list[int](), Event()

    def ask(batch: Batch) -> Brought:
        begun.append(batch.number)
        if batch.number == 1:
            assert others.wait(20)  # as for a host that says nothing for long
        elif batch.number == 3:
            others.set()
        return Brought(outcomes=tuple(map(silent, batch.asks)))

    def silent(ask: Ask) -> NoResponse:
        now = datetime(2026, 11, 27, tzinfo=UTC)
        return NoResponse(url=ask.errand.url, failure=Failure.TIMEOUT, why="", at=now)

    urls = [f"http://h{n}.example/" for n in range(1200)]  # more than two tasks are given
    with ThreadPoolExecutor(3) as pool:
        web = SpreadWeb(pool, ask, SETTINGS, at_once=1)
        found = list(web.fetch_all(urls, started=lambda _: None))
    assert sorted(outcome.url for outcome in found) == sorted(urls)
    assert begun == [1, 2, 3]
