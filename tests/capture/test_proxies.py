from __future__ import annotations

import logging
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest

from citecheck.capture.door import Door
from citecheck.capture.proxies import is_loopback, proxy_for, says_name_fails, tunnel_status
from citecheck.demo import serve
from citecheck.model.captures import Response
from citecheck.settings import Settings

PROXY = "http://proxy.example:3128"


@pytest.fixture(autouse=True)
def no_proxy_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "no_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_without_a_proxy_there_is_none() -> None:
    assert proxy_for("http://a.example/", Settings()) is None


def test_the_environments_proxies_are_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", PROXY)
    monkeypatch.setenv("NO_PROXY", "b.example,.c.example")
    assert proxy_for("https://a.example/", Settings()) == PROXY
    assert proxy_for("http://a.example/", Settings()) is None
    assert proxy_for("https://b.example/", Settings()) is None
    assert proxy_for("https://www.c.example/", Settings()) is None


def test_a_setting_outranks_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://other.example:1")
    settings = Settings(proxy=PROXY, no_proxy="b.example")
    assert proxy_for("http://a.example/", settings) == PROXY
    assert proxy_for("http://b.example/", settings) is None


def test_a_list_of_ours_outranks_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", PROXY)
    monkeypatch.setenv("NO_PROXY", "a.example")
    settings = Settings(no_proxy="b.example, 10.1.0.0/16")
    assert proxy_for("http://a.example/", settings) == PROXY
    assert proxy_for("http://b.example:8080/", settings) is None
    assert proxy_for("http://10.1.2.3/", settings) is None
    assert proxy_for("http://10.2.2.3/", settings) == PROXY


def test_threads_choose_without_writing_to_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the environment belongs to all threads")

    with monkeypatch.context() as patch:
        patch.setattr(type(os.environ), "__setitem__", refuse)
        patch.setattr(type(os.environ), "__delitem__", refuse)
        chosen = [
            proxy_for("http://127.0.0.1:8080/", Settings(no_proxy="*")),
            proxy_for("http://a.example/", Settings(no_proxy="b.example")),
        ]
    assert chosen == [None, None]


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:8080/", True),
        ("http://127.9.9.9/", True),
        ("http://localhost/", True),
        ("http://[::1]:80/", True),
        ("http://10.0.0.1/", False),
        ("http://localhost.example/", False),
    ],
)
def test_loopback_is_known_by_its_words(url: str, local: bool) -> None:
    assert is_loopback(url) is local


@pytest.mark.parametrize(
    ("status", "headers", "body", "fails"),
    [
        (502, {"Proxy-Status": "p; error=dns_error"}, b"", True),
        (502, {"Proxy-Status": "p; error=connection_refused"}, b"", False),
        (503, {"X-Squid-Error": "ERR_DNS_FAIL 0"}, b"", False),
        (502, {"X-Squid-Error": "ERR_DNS_FAIL 0"}, b"", True),
        (504, {}, b"<h1>Host not found</h1>", True),
        (502, {}, b"[Errno -2] Name or service not known", True),
        (502, {}, b"<h1>Bad gateway</h1>", False),
        (404, {}, b"no such host", False),
    ],
)
def test_a_proxys_own_502_or_504_may_say_that_the_name_fails(
    status: int, headers: dict[str, str], body: bytes, fails: bool
) -> None:
    response = Response(
        url="", final_url="", status=status, headers=tuple(headers.items()), body=body,
        at=datetime(2026, 1, 1, tzinfo=UTC), complete=True,
    )  # fmt: skip
    assert says_name_fails(response) is fails


def test_a_tunnels_status_is_read_from_the_librarys_words() -> None:
    assert tunnel_status("Tunnel connection failed: 502 Bad Gateway") == 502
    assert tunnel_status("something else") is None


def test_every_connection_to_a_proxy_is_kept_however_many_jobs_there_are(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """urllib3 warns of each that it throws away: two for all hosts behind a proxy are too few."""
    jobs = 12
    together = Barrier(jobs)
    with serve() as world, caplog.at_level(logging.WARNING, "urllib3"):
        door = Door(Settings(proxy=world.proxy_url, jobs=jobs, per_host=2))

        def ask(number: int) -> int:
            together.wait(20)
            answer = door.get(f"http://www.county.example/theatres.html?{number}")
            assert isinstance(answer, Response)
            return answer.status

        with ThreadPoolExecutor(max_workers=jobs) as pool:
            assert set(pool.map(ask, range(3 * jobs))) == {404}
    assert [record.getMessage() for record in caplog.records if "pool" in record.name] == []
