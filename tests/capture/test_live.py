from __future__ import annotations

import socket
import threading
import time
from dataclasses import replace

import pytest

from citecheck.capture.live import RequestsWeb
from citecheck.model.captures import Failure, NoResponse, Outcome, Response
from citecheck.settings import Settings
from tests.capture.origin import always, by_path, in_turn, reply, serve
from tests.pace import in_time

SETTINGS = Settings(
    allow_private=True,
    no_proxy="*",
    jobs=8,
    delay=0.0,
    connect_timeout=2,
    read_timeout=0.6,
    total_timeout=3,
    retries=2,
    backoff=0.05,
)


def fetch(*urls: str, **changes: object) -> dict[str, Outcome]:
    web = RequestsWeb(replace(SETTINGS, **changes), seed=1)  # type: ignore[arg-type]
    return {o.url: o for o in web.fetch_all(urls, started=lambda _: None)}


def test_each_address_is_asked_once_however_often_it_is_named() -> None:
    with serve(always(reply(200, b"x"))) as origin:
        url = f"{origin.url}/a"
        found = fetch(url, f"{origin.url}/b", url, url)
    assert sorted(origin.asked) == ["/a", "/b"]
    assert len(found) == 2


def test_redirects_are_followed_and_the_last_page_is_kept() -> None:
    pages = {
        "/old": reply(301, Location="/new"),
        "/new": reply(302, Location="/there"),
        "/there": reply(200, b"the page"),
    }
    with serve(by_path(pages)) as origin:
        outcome = fetch(f"{origin.url}/old")[f"{origin.url}/old"]
    assert isinstance(outcome, Response)
    assert outcome.body == b"the page"
    assert [hop.status for hop in outcome.hops] == [301, 302, 200]
    assert outcome.final_url == f"{origin.url}/there"


def test_a_loop_ends() -> None:
    pages = {"/a": reply(302, Location="/b"), "/b": reply(302, Location="/a")}
    with serve(by_path(pages)) as origin:
        outcome = fetch(f"{origin.url}/a")[f"{origin.url}/a"]
    assert isinstance(outcome, NoResponse)
    assert outcome.failure is Failure.REDIRECT_LOOP
    assert origin.asked == ["/a", "/b"]


def test_retry_after_is_waited_for() -> None:
    busy, calm = reply(429, Retry_After="1"), reply(200, b"welcome")
    with serve(in_turn(busy, calm)) as origin:
        outcome = fetch(origin.url)[origin.url]
    assert isinstance(outcome, Response)
    assert outcome.body == b"welcome"
    assert 0.9 < origin.times[1] - origin.times[0] < 3


def test_a_wall_against_programs_is_asked_as_a_browser() -> None:
    def wall(line: socket.socket, path: str, head: str) -> None:
        line.sendall(reply(200, b"hi") if "User-Agent: Mozilla/5.0 (" in head else reply(403))

    with serve(wall) as origin:
        outcome = fetch(origin.url)[origin.url]
    assert isinstance(outcome, Response)
    assert outcome.status == 200
    assert len(origin.asked) == 2


def test_no_host_is_asked_more_at_once_than_it_may_be() -> None:
    def slow(line: socket.socket, path: str, head: str) -> None:
        time.sleep(0.1)
        line.sendall(reply(200, b"x"))

    with serve(slow) as origin:
        found = fetch(*(f"{origin.url}/{n}" for n in range(8)), per_host=2)
    assert len(found) == 8
    assert origin.most_at_once == 2


def test_starts_on_one_host_keep_their_distance() -> None:
    with serve(always(reply(200, b"x"))) as origin:
        fetch(*(f"{origin.url}/{n}" for n in range(4)), delay=0.15)
    gaps = [b - a for a, b in zip(origin.times, origin.times[1:], strict=False)]
    assert min(gaps) > 0.1


def test_a_hanging_host_does_not_hold_up_the_others() -> None:
    quiet = threading.Event()

    def hang(line: socket.socket, path: str, head: str) -> None:
        quiet.wait(10)

    with serve(hang) as silent, serve(always(reply(200, b"x")), host="127.0.0.2") as quick:
        urls = [f"{silent.url}/{n}" for n in range(3)] + [f"{quick.url}/{n}" for n in range(5)]
        web = RequestsWeb(replace(SETTINGS, jobs=2), seed=1)
        order = [o.url for o in web.fetch_all(urls, started=lambda _: None)]
        quiet.set()
    assert {u.startswith(quick.url) for u in order[:5]} == {True}
    # each silent address is asked twice
    assert sorted(silent.asked) == ["/0", "/0", "/1", "/1", "/2", "/2"]


def test_a_second_request_may_be_answered_while_the_first_is_not() -> None:
    ended: list[bytes] = []

    def once(line: socket.socket, path: str, head: str) -> None:
        if len(origin.asked) > 1:
            line.sendall(reply(200, b"here"))
        else:
            line.settimeout(5)
            ended.append(line.recv(1))

    with serve(once) as origin:
        begun = time.monotonic()
        (outcome,) = fetch(f"{origin.url}/x", read_timeout=2.0, total_timeout=9).values()
        assert in_time(begun, 2.0)
        assert isinstance(outcome, Response)
        assert (outcome.body, outcome.why) == (b"here", "first try: silent for 1.6 s")
        until = time.monotonic() + 2
        while not ended and time.monotonic() < until:
            time.sleep(0.01)
    assert ended == [b""], "the first request is withdrawn"
    assert origin.most_at_once == 2


def test_what_is_only_slow_is_not_broken_off() -> None:
    def slow(line: socket.socket, path: str, head: str) -> None:
        time.sleep(0.9)
        line.sendall(reply(200, b"at last"))

    with serve(slow) as origin:
        (outcome,) = fetch(f"{origin.url}/x", read_timeout=1.0).values()
    assert isinstance(outcome, Response)
    assert outcome.body == b"at last"


def test_a_silent_address_is_given_up_when_the_time_out_is_over() -> None:
    quiet = threading.Event()
    with serve(lambda *_: bool(quiet.wait(10))) as silent:
        begun = time.monotonic()
        (outcome,) = fetch(f"{silent.url}/x", read_timeout=0.5).values()
        assert time.monotonic() - begun >= 0.5
        assert in_time(begun, 1.0)
        quiet.set()
    assert isinstance(outcome, NoResponse)
    assert outcome.failure is Failure.TIMEOUT
    assert silent.asked == ["/x", "/x"]


def test_a_reset_is_tried_again_and_may_turn_out_well() -> None:
    turns = iter([b"", reply(200, b"better")])

    def script(line: socket.socket, path: str, head: str) -> None:
        line.sendall(next(turns))

    with serve(script) as origin:
        outcome = fetch(origin.url)[origin.url]
    assert isinstance(outcome, Response)
    assert outcome.body == b"better"
    assert "first try" in outcome.why


def test_every_kind_of_nonsense_has_an_outcome() -> None:
    urls = [
        "",
        "http://",
        "http://[::1",
        "javascript:alert(1)",
        "http://exa mple.org/",
        "http://\u202e.example:port/",
        "ftp://www.example.org/file",
        f"http://{'a' * 300}.example/",
        "http://user:pw@www.example.org/",
    ]
    found = fetch(*urls, allow_private=False)
    assert set(found) == set(urls)
    assert all(isinstance(o, NoResponse) and o.why for o in found.values())


def test_stopping_early_starts_nothing_more() -> None:
    def slow(line: socket.socket, path: str, head: str) -> None:
        time.sleep(0.05)
        line.sendall(reply(200, b"x"))

    with serve(slow) as origin:
        web = RequestsWeb(replace(SETTINGS, per_host=1), seed=1)
        running = web.fetch_all([f"{origin.url}/{n}" for n in range(30)], started=lambda _: None)
        next(running)
        running.close()
        time.sleep(0.2)
        asked = len(origin.asked)
        time.sleep(0.2)
        assert len(origin.asked) == asked < 10


def test_a_fault_of_ours_is_not_swallowed() -> None:
    def fail(_: str) -> None:
        raise RuntimeError("a fault")

    with serve(always(reply())) as origin, pytest.raises(RuntimeError, match="a fault"):
        list(RequestsWeb(SETTINGS).fetch_all([origin.url], started=fail))


def test_when_the_time_for_the_run_is_over_nothing_more_is_asked() -> None:
    def slow(line: socket.socket, path: str, head: str) -> None:
        time.sleep(0.2)
        line.sendall(reply(200, b"x"))

    with serve(slow) as origin:
        urls = [f"{origin.url}/{n}" for n in range(9)]
        found = fetch(*urls, budget=0.3, per_host=1)
        asked = len(origin.asked)
    unasked = [o for o in found.values() if isinstance(o, NoResponse)]
    assert 1 <= asked <= 3
    assert len(found) == 9
    assert len(unasked) == 9 - asked
    assert {o.failure for o in unasked} == {Failure.NOT_ASKED}
    assert "0.3 s" in unasked[0].why


def test_who_waits_when_the_time_is_over_is_told_what_was_answered_so_far() -> None:
    with serve(always(reply(503, Retry_After="5"))) as origin:
        begun = time.monotonic()
        (outcome,) = fetch(origin.url, budget=0.3, retry_after_cap=9.0).values()
    assert in_time(begun, 2)
    assert isinstance(outcome, NoResponse)
    assert "first answered 503" in outcome.why


def test_a_host_that_asks_for_a_pause_twice_gets_it_from_all() -> None:
    def busy(line: socket.socket, path: str, head: str) -> None:
        again = origin.asked.count(path) > 1
        early = path in ("/0", "/1") and not again
        line.sendall(reply(429, Retry_After="1") if early else reply(200))

    with serve(busy) as origin:
        found = fetch(*(f"{origin.url}/{n}" for n in range(4)), per_host=1)
    assert all(isinstance(o, Response) and o.status == 200 for o in found.values())
    assert origin.times[2] - origin.times[1] >= 1.0


def test_what_was_cut_short_is_asked_once_more() -> None:
    with serve(in_turn(reply(200, b"half", length=8), reply(200, b"all of it"))) as origin:
        (outcome,) = fetch(origin.url).values()
    assert isinstance(outcome, Response)
    assert (outcome.body, outcome.complete) == (b"all of it", True)


def test_many_threads_keep_few_lines_open() -> None:
    with serve(always(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")) as origin:
        found = fetch(*(f"{origin.url}/{n}" for n in range(40)), jobs=16)
    assert len(found) == 40
    assert origin.most_at_once <= 2
