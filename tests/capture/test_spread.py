from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import replace
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.capture.moves import Ask
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
