"""What an unchanged web costs, and what a server that lies about it can do."""

from __future__ import annotations

import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from citecheck.capture.door import Door
from citecheck.capture.live import RequestsWeb
from citecheck.capture.revisiting import find_conditions, find_doubt
from citecheck.model.captures import Capture, Known, Origin, Outcome, Response
from citecheck.settings import Settings
from citecheck.snapshots import WarcStore
from tests.capture.origin import Origin as Server
from tests.capture.origin import Script, reply, serve

SETTINGS = Settings(
    allow_private=True, no_proxy="*", delay=0.0, retries=0, jobs=2, full_every=4, read_timeout=5.0
)
PAGE = b"<p>38 percent of the households</p>" * 200
NEW = PAGE.replace(b"38", b"41")
DATED = {"Last_Modified": "Tue, 01 Nov 2011 00:00:00 GMT"}
TAGGED = {"ETag": '"v1"'}


def honest(body: bytes, **validators: str) -> Script:
    """A server that says 304 to its own validators."""

    def script(line: socket.socket, path: str, head: str) -> None:
        told = {
            n.lower(): v.strip() for n, _, v in (x.partition(":") for x in head.splitlines()[1:])
        }
        fresh = told.get("if-none-match") == validators.get("ETag", "-") or (
            "if-none-match" not in told
            and told.get("if-modified-since") == validators.get("Last_Modified", "-")
        )
        line.sendall(reply(304, **validators) if fresh else reply(200, body, **validators))

    return script


NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


class LaterDoor:
    """A door at which each audit comes a day after the last."""

    def __init__(self, day: int) -> None:
        self._door, self._day = Door(SETTINGS), day

    def get(self, url: str, **more: Any) -> Outcome:
        answer = self._door.get(url, **more)
        return replace(answer, at=NOON + timedelta(days=self._day))


def fetch(server: Server, store: WarcStore, path: str = "/a") -> Response:
    """What one audit has of an address; it is in the snapshots then."""
    web = RequestsWeb(SETTINGS, LaterDoor(len(server.heads)), recorder=store)
    (outcome,) = web.fetch_all([f"{server.url}{path}"], started=lambda _: None)
    assert isinstance(outcome, Response)
    return outcome


@pytest.fixture
def store(tmp_path: Path) -> WarcStore:
    return WarcStore(tmp_path / "snapshots", lambda: NOON, "test")


@pytest.mark.parametrize("validators", [TAGGED, DATED, TAGGED | DATED])
def test_an_unchanged_page_is_not_sent_again_and_reads_as_before(
    store: WarcStore, validators: dict[str, str]
) -> None:
    with serve(honest(PAGE, **validators)) as server:
        first, second = fetch(server, store), fetch(server, store)
    assert "If-" not in server.heads[0]
    assert "If-" in server.heads[1]
    assert first.unchanged is None
    assert second.unchanged is not None
    assert (second.status, second.body) == (200, PAGE)
    assert "not modified since" in second.why
    capture = store.keep(second)
    assert capture.unchanged_since == first.at
    assert store.body(capture) == PAGE


def test_a_page_without_validators_is_sent_again(store: WarcStore) -> None:
    with serve(honest(PAGE)) as server:
        fetch(server, store)
        second = fetch(server, store)
    assert second.unchanged is None
    assert "If-" not in server.heads[1]


def test_a_changed_page_is_read_anew(store: WarcStore) -> None:
    now = [honest(PAGE, **TAGGED), honest(NEW, ETag='"v2"')]
    with serve(lambda line, path, head: now[0](line, path, head)) as server:
        fetch(server, store)
        del now[0]
        second = fetch(server, store)
        third = fetch(server, store)
    assert (second.body, second.unchanged) == (NEW, None)
    assert third.unchanged is not None
    assert third.unchanged.since == second.at


def test_a_server_that_says_304_to_everything_is_asked_in_full_every_so_often(
    store: WarcStore,
) -> None:
    body = [PAGE]

    def liar(line: socket.socket, path: str, head: str) -> None:
        line.sendall(reply(304) if "If-" in head else reply(200, body[0], **TAGGED))

    with serve(liar) as server:
        fetch(server, store)
        body[0] = NEW
        read = [fetch(server, store) for _ in range(4)]
        # the fourth came in full: same ETag, other bytes, so it is never believed again
        after = [fetch(server, store) for _ in range(2)]
    assert [answer.body for answer in read] == [PAGE, PAGE, PAGE, NEW]
    assert [answer.unchanged is None for answer in after] == [True, True]
    assert not any("If-" in head for head in server.heads[4:])


@pytest.mark.parametrize(
    "told",
    [
        {"ETag": '"v2"'},
        {"Last_Modified": "Wed, 02 Nov 2011 00:00:00 GMT"},
    ],
)
def test_a_304_that_speaks_of_another_text_is_not_believed(
    store: WarcStore, told: dict[str, str]
) -> None:
    def script(line: socket.socket, path: str, head: str) -> None:
        if "If-" in head:
            line.sendall(reply(304, **told))
        else:
            line.sendall(reply(200, PAGE, **(TAGGED | DATED)))

    with serve(script) as server:
        fetch(server, store)
        second = fetch(server, store)
    assert second.unchanged is None
    assert second.body == PAGE
    assert len(server.heads) == 3


def test_a_304_of_another_length_is_not_believed() -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    capture = Capture(
        url="http://a.org/", final_url="http://a.org/", origin=Origin.LIVE, status=200,
        captured=at, fetched=at, digest="sha1:A", length=5, media_type=None, warc="w", offset=0,
    )  # fmt: skip
    known = Known(capture=capture, headers=(("ETag", 'W/"a"'),))
    answer = Response(
        url="http://a.org/", final_url="http://a.org/", status=304, body=b"", at=at,
        headers=(("ETag", '"a"'),),
    )  # fmt: skip
    assert find_doubt(answer, known) is None
    assert find_doubt(replace(answer, headers=(("Content-Length", "0"),)), known) is None
    assert find_doubt(replace(answer, headers=(("Content-Length", "5"),)), known) is None
    assert find_doubt(replace(answer, headers=(("Content-Length", "6"),)), known)
    assert find_conditions(known, full_every=2) == {"If-None-Match": 'W/"a"'}
    assert find_conditions(known, full_every=1) == {}
    assert find_conditions(replace(known, confirmed=1), full_every=2) == {}
    assert find_conditions(replace(known, misled=True), full_every=9) == {}


def test_a_damaged_snapshot_is_no_ground_for_a_304(store: WarcStore, tmp_path: Path) -> None:
    with serve(honest(PAGE, **TAGGED)) as server:
        first = fetch(server, store)
        (file,) = (tmp_path / "snapshots").glob("*.warc.gz")
        kept = store.keep(first)
        data = bytearray(file.read_bytes())
        data[kept.offset + 300] ^= 0xFF
        file.write_bytes(data)
        second = fetch(server, store)
    assert second.unchanged is None
    assert second.body == PAGE


def test_a_redirect_is_asked_anew_and_what_it_leads_to_conditionally(store: WarcStore) -> None:
    def script(line: socket.socket, path: str, head: str) -> None:
        if path == "/old":
            line.sendall(reply(301, b"moved", Location="/new"))
        else:
            honest(PAGE, **TAGGED)(line, path, head)

    with serve(script) as server:
        fetch(server, store, "/old")
        second = fetch(server, store, "/old")
    assert server.asked == ["/old", "/new", "/old", "/new"]
    assert second.unchanged is not None
    assert second.final_url.endswith("/new")
    assert [hop.status for hop in second.hops] == [301, 200]


def test_an_error_since_then_is_asked_in_full(store: WarcStore) -> None:
    answers = [reply(200, PAGE, **TAGGED), reply(404, b"gone"), reply(200, NEW, **TAGGED)]

    def script(line: socket.socket, path: str, head: str) -> None:
        line.sendall(answers.pop(0))

    with serve(script) as server:
        found = [fetch(server, store) for _ in range(3)]
    assert [answer.status for answer in found] == [200, 404, 200]
    assert "If-" in server.heads[1]
    assert "If-" not in server.heads[2]


def test_the_moment_of_the_full_answer_is_kept_through_many_304s(store: WarcStore) -> None:
    with serve(honest(PAGE, **TAGGED)) as server:
        first, second, third = (fetch(server, store) for _ in range(3))
    assert second.unchanged is not None
    assert third.unchanged is not None
    assert first.at == second.unchanged.since == third.unchanged.since
    assert third.at > second.at
