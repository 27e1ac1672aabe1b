from __future__ import annotations

import gzip
import socket
import struct
import threading
import time
from dataclasses import replace

import pytest

from citecheck.capture.door import Door
from citecheck.model.captures import Failure, NoResponse, Outcome, Response
from citecheck.settings import Settings
from tests.capture.origin import Script, always, reply, serve
from tests.pace import in_time

SETTINGS = Settings(
    allow_private=True,
    no_proxy="*",
    connect_timeout=2,
    read_timeout=0.5,
    total_timeout=1.5,
    max_bytes=100_000,
)


def ask(
    script: Script, *, tls: bool = False, settings: Settings = SETTINGS, path: str = "/"
) -> Outcome:
    with serve(script, tls=tls) as origin:
        return Door(settings).get(f"{origin.url}{path}")


def failure_of(script: Script, *, tls: bool = False) -> tuple[Failure, str]:
    outcome = ask(script, tls=tls)
    assert isinstance(outcome, NoResponse), outcome
    return outcome.failure, outcome.why


def test_an_answer_comes_whole_with_its_headers() -> None:
    outcome = ask(always(reply(200, b"hello", X_One="1")))
    assert isinstance(outcome, Response)
    assert (outcome.status, outcome.body, outcome.complete) == (200, b"hello", True)
    assert outcome.header("x-one") == "1"


def test_redirects_are_left_to_the_caller() -> None:
    outcome = ask(always(reply(302, Location="/there")))
    assert isinstance(outcome, Response)
    assert (outcome.status, outcome.header("Location")) == (302, "/there")


def test_a_body_cut_short_is_kept_and_called_incomplete() -> None:
    outcome = ask(always(reply(200, b"half", length=8)))
    assert isinstance(outcome, Response)
    assert (outcome.body, outcome.complete) == (b"half", False)
    assert outcome.why


def test_a_promise_of_too_much_is_not_waited_for() -> None:
    failure, why = failure_of(always(reply(200, b"x", length=100_001)))
    assert failure is Failure.TOO_LARGE
    assert "100,001" in why


@pytest.mark.hostile
def test_a_body_without_end_is_left() -> None:
    def endless(line: socket.socket, path: str, head: str) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while True:
            line.sendall(b"x" * 65536)

    assert failure_of(endless)[0] is Failure.TOO_LARGE


@pytest.mark.hostile
@pytest.mark.parametrize("coding", ["gzip", "x-gzip"])
def test_a_small_body_that_unpacks_to_a_large_one_is_too_large(coding: str) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < 100_000
    answer = reply(200, bomb, Content_Encoding=coding)
    assert failure_of(always(answer))[0] is Failure.TOO_LARGE


def test_a_body_that_is_not_packed_as_declared_is_taken_as_it_is() -> None:
    outcome = ask(always(reply(200, b"no gzip at all", Content_Encoding="gzip")))
    assert isinstance(outcome, Response)
    assert (outcome.body, outcome.complete) == (b"no gzip at all", True)


def test_a_packed_body_that_ends_too_soon_is_incomplete() -> None:
    outcome = ask(always(reply(200, gzip.compress(b"text" * 90)[:-9], Content_Encoding="gzip")))
    assert isinstance(outcome, Response)
    assert not outcome.complete


def test_of_an_error_page_without_end_a_part_is_enough() -> None:
    def chatter(line: socket.socket, path: str, head: str) -> None:
        line.sendall(b"HTTP/1.1 404 Lost\r\n\r\n")
        while True:
            line.sendall(b"lost " * 1000)

    outcome = ask(chatter)
    assert isinstance(outcome, Response)
    assert outcome.status == 404


def test_interim_answers_are_passed_over_but_not_for_ever() -> None:
    interim = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    outcome = ask(always(interim * 3 + reply(200, b"hello")))
    assert isinstance(outcome, Response)
    assert outcome.body == b"hello"
    assert failure_of(always(interim * 99 + reply(200)))[0] is Failure.MALFORMED


def test_silence_is_a_timeout() -> None:
    quiet = threading.Event()

    def hang(line: socket.socket, path: str, head: str) -> None:
        quiet.wait(5)

    try:
        assert failure_of(hang)[0] is Failure.TIMEOUT
    finally:
        quiet.set()


@pytest.mark.hostile
@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("where", ["head", "body"])
def test_a_server_that_drips_meets_the_limit_on_the_whole(
    where: str, tls: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.capture.origin import TLS

    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(TLS / "demo-only-cert.pem"))

    def drip(line: socket.socket, path: str, head: str) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\n")
        if where == "body":
            line.sendall(b"Connection: close\r\n\r\n")
        for number in range(100):
            line.sendall(f"X-{number}: 1\r\n".encode())
            time.sleep(0.1)

    began = time.monotonic()
    with serve(drip, tls=tls) as origin:
        url = origin.url.replace("127.0.0.1", "www.tramdepot.example") if tls else origin.url
        monkeypatch.setattr(socket, "getaddrinfo", _only_loopback)
        outcome = Door(SETTINGS).get(f"{url}/")
    assert isinstance(outcome, NoResponse)
    assert (outcome.failure, outcome.why) == (Failure.TIMEOUT, "not finished after 1.5 s")
    assert in_time(began, 4)


def _only_loopback(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]


def test_a_connection_closed_without_a_word_is_a_reset() -> None:
    assert failure_of(lambda line, path, head: None)[0] is Failure.RESET


def test_a_tcp_reset_is_a_reset() -> None:
    def slam(line: socket.socket, path: str, head: str) -> None:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.close()

    assert failure_of(slam)[0] is Failure.RESET


@pytest.mark.parametrize(
    "answer",
    [b"\x00\x01\x02\r\n\r\n", b"SSH-2.0-OpenSSH_9\r\n", b"HTTP/1.1 two hundred\r\n\r\n"],
)
def test_what_is_not_http_is_malformed(answer: bytes) -> None:
    assert failure_of(always(answer))[0] is Failure.MALFORMED


@pytest.mark.hostile
def test_headers_without_end_are_left() -> None:
    def chatter(line: socket.socket, path: str, head: str) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            line.sendall(b"X-A: " + b"a" * 1000 + b"\r\n")

    assert failure_of(chatter)[0] is Failure.TOO_LARGE


def test_a_certificate_that_nobody_trusts_is_told_apart_from_death() -> None:
    failure, why = failure_of(always(reply()), tls=True)
    assert failure is Failure.TLS
    assert why == "its certificate cannot be trusted: self-signed certificate"


def test_plain_text_on_a_tls_port_is_a_tls_problem() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def greet() -> None:
            line, _ = listener.accept()
            with line:
                line.sendall(b"220 what would you like?\r\n")
                line.recv(65536)

        greeter = threading.Thread(target=greet, daemon=True)
        greeter.start()
        outcome = Door(SETTINGS).get(f"https://127.0.0.1:{port}/")
        greeter.join(5)
    assert isinstance(outcome, NoResponse)
    assert (outcome.failure, outcome.why) == (
        Failure.TLS,
        "TLS cannot be agreed on: wrong version number",
    )


def test_cookies_are_neither_kept_nor_sent() -> None:
    with serve(always(reply(200, b"", Set_Cookie="a=b; Path=/"))) as origin:
        door = Door(SETTINGS)
        door.get(f"{origin.url}/1")
        door.get(f"{origin.url}/2")
    assert not any("cookie" in head.lower() for head in origin.heads)


def test_the_user_agent_says_who_asks() -> None:
    with serve(always(reply())) as origin:
        Door(replace(SETTINGS, user_agent="someone/1")).get(origin.url)
    assert "User-Agent: someone/1" in origin.heads[0]


def test_this_machine_is_not_asked_unless_allowed() -> None:
    with serve(always(reply())) as origin:
        outcome = Door(replace(SETTINGS, allow_private=False)).get(origin.url)
    assert isinstance(outcome, NoResponse)
    assert outcome.failure is Failure.NOT_ALLOWED
    assert origin.asked == []


def test_a_base_that_the_user_configured_may_be_on_this_machine() -> None:
    with serve(always(reply(200, b"archive"))) as origin:
        outcome = Door(replace(SETTINGS, allow_private=False)).get(origin.url, trusted=True)
    assert isinstance(outcome, Response)


def test_the_proxys_no_such_name_is_no_servers_error() -> None:
    answer = reply(502, b"could not resolve", Proxy_Status="p; error=dns_error")
    with serve(always(answer)) as proxy:
        door = Door(replace(SETTINGS, proxy=proxy.url, no_proxy=None))
        outcome = door.get("http://www.gone.example/x")
    assert isinstance(outcome, NoResponse)
    assert outcome.failure is Failure.NO_SUCH_NAME


def test_a_hosts_own_502_stays_one_where_its_root_answers() -> None:
    def script(line: socket.socket, path: str, head: str) -> None:
        line.sendall(reply(200, b"root") if path.endswith("example/") else reply(502, b"oops"))

    with serve(script) as proxy:
        door = Door(replace(SETTINGS, proxy=proxy.url, no_proxy=None))
        outcome = door.get("http://www.alive.example/x")
    assert isinstance(outcome, Response)
    assert outcome.status == 502


def test_a_proxy_that_is_not_there_is_this_machines_trouble() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    door = Door(replace(SETTINGS, proxy=f"http://127.0.0.1:{port}", no_proxy=None))
    outcome = door.get("http://www.any.example/")
    assert isinstance(outcome, NoResponse)
    assert outcome.failure is Failure.OFFLINE
