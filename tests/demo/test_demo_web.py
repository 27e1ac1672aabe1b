"""The invented web behaves as its files say; each behaviour is asked for through the proxy."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from citecheck.demo import DemoWorld, serve
from citecheck.demo.sites import read_sites
from citecheck.model.errors import InputError
from tests.pace import in_time

PROGRAM = "citecheck/0.1 (checks the endnotes of a publication)"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0"


@pytest.fixture(autouse=True)
def _no_real_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own proxy settings are not meant for loopback."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture(scope="module")
def world() -> Iterator[DemoWorld]:
    with serve() as running:
        yield running


def ask(world: DemoWorld, url: str, *, agent: str = PROGRAM, **more: object) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.get(
            url,
            proxies={"http": world.proxy_url, "https": world.proxy_url},
            headers={"User-Agent": agent},
            allow_redirects=False,
            timeout=(2, 5),
            **more,  # type: ignore[arg-type]
        )


def test_a_page_comes_from_the_file_beside_its_site(world: DemoWorld) -> None:
    answer = ask(world, "http://www.riversidelibrary.example/about/annual-report-2010.html")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "412,650 books" in answer.text


def test_the_proxy_forwards_to_no_host_that_it_does_not_know(world: DemoWorld) -> None:
    answer = ask(world, "http://www.nowhere-at-all.example/page.html")
    assert answer.status_code == 502
    assert "error=dns_error" in answer.headers["Proxy-Status"]
    assert "does not resolve" in answer.text


def test_the_proxy_does_not_forward_to_this_machine_either(world: DemoWorld) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0.2)
        answer = ask(world, f"http://127.0.0.1:{other.getsockname()[1]}/")
        assert answer.status_code == 502
        with pytest.raises(TimeoutError):
            other.accept()


def test_a_tunnel_to_an_unknown_host_is_refused(world: DemoWorld) -> None:
    with pytest.raises(requests.exceptions.ProxyError, match="502"):
        ask(world, "https://www.nowhere-at-all.example/")


def test_a_host_whose_name_is_gone_keeps_only_its_archived_copies(world: DemoWorld) -> None:
    answer = ask(world, "http://www.forestryboard.example/reports/planting2009.doc")
    assert "error=dns_error" in answer.headers["Proxy-Status"]


def test_a_host_refuses_connections_to_other_ports(world: DemoWorld) -> None:
    answer = ask(world, "http://www.bluebees.example:8080/statistics.html")
    assert answer.status_code == 502
    assert "error=connection_refused" in answer.headers["Proxy-Status"]


def test_a_proxy_is_no_page_of_its_own(world: DemoWorld) -> None:
    assert requests.get(f"{world.proxy_url}/", timeout=5).status_code == 400


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("http://www.snowploughs.example/2009/winter.html", 404),
        ("http://www.bakersguild.example/members.html", 404),
        ("http://www.lanternmakers.example/workshop.html", 410),
        ("http://www.chesscircle.example/league.php?season=2010", 500),
        ("http://www.canalboats.example/statistics/locks.php?year=2010", 200),
        ("http://www.canalboats.example/statistics/locks.php?year=2009", 404),
    ],
)
def test_an_address_answers_with_its_status(world: DemoWorld, url: str, status: int) -> None:
    assert ask(world, url).status_code == status


@pytest.mark.parametrize(
    ("url", "status", "goal"),
    [
        (
            "http://www.railwaystudies.example/docs/branch-line-2009.pdf",
            301,
            "http://library.railwaystudies.example/reports/branch-line-2009.pdf",
        ),
        ("http://www.mill-trust.example/waterwheels", 302, "/news/2011/waterwheels.html"),
        (
            "http://www.harbourmuseum.example/exhibits/lighthouse/lamp.html",
            301,
            "http://www.harbourmuseum.example/",
        ),
        (
            "http://www.postalmuseum.example/collection/stamps.html",
            302,
            "/collection/stamps.html?lang=en",
        ),
        (
            "http://www.postalmuseum.example/collection/stamps.html?lang=en",
            302,
            "/collection/stamps.html",
        ),
        (
            "http://www.gardenhistory.example/articles/orangery.html",
            302,
            "/login?next=/articles/orangery.html",
        ),
    ],
)
def test_a_redirect_says_where_to_go(world: DemoWorld, url: str, status: int, goal: str) -> None:
    answer = ask(world, url)
    assert (answer.status_code, answer.headers["Location"]) == (status, goal)


def test_some_hosts_let_in_only_what_calls_itself_a_browser(world: DemoWorld) -> None:
    url = "http://www.ferrypilots.example/harbour/news.html"
    assert ask(world, url).status_code == 403
    assert ask(world, url, agent="Mozilla/5.0 (compatible; SomeBot/1.0)").status_code == 403
    assert "38 percent of its planks" in ask(world, url, agent=BROWSER).text


def test_a_robot_wall_lets_nobody_in(world: DemoWorld) -> None:
    url = "http://www.weatherobservers.example/gauges/rainfall.html"
    assert {ask(world, url, agent=who).status_code for who in (PROGRAM, BROWSER)} == {403}


def test_patience_is_asked_for_once_and_then_rewarded() -> None:
    with serve() as fresh:
        first, second, third = (
            ask(fresh, "http://www.townorchestra.example/season.html") for _ in range(3)
        )
    assert (first.status_code, first.headers["Retry-After"]) == (429, "1")
    assert (second.status_code, third.status_code) == (200, 200)


def test_some_ask_for_patience_for_ever(world: DemoWorld) -> None:
    url = "http://www.bridgebuilders.example/stone-bridge.html"
    assert [ask(world, url).status_code for _ in range(4)] == [429] * 4


def test_a_slow_server_answers_after_half_a_second(world: DemoWorld) -> None:
    began = time.monotonic()
    assert "69,000 visitors" in ask(world, "http://www.clockmuseum.example/visitors.html").text
    assert time.monotonic() - began > 0.45


def test_a_hanging_server_never_says_a_word(world: DemoWorld) -> None:
    port = int(world.proxy_url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=0.5) as line:
        line.sendall(b"GET http://www.swimmingclub.example/crossing-2010.html HTTP/1.1\r\n\r\n")
        with pytest.raises(TimeoutError):
            line.recv(1)


def test_a_connection_can_be_closed_without_an_answer(world: DemoWorld) -> None:
    port = int(world.proxy_url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        line.sendall(b"GET http://www.windmillfriends.example/mills.html HTTP/1.1\r\n\r\n")
        assert line.recv(1) == b""


def test_a_body_can_break_off(world: DemoWorld) -> None:
    answer = ask(world, "http://www.botanicgarden.example/plants.html", stream=True)
    came = answer.raw.read(10_000, decode_content=False) if _reads(answer) else b""
    promised = int(answer.headers["Content-Length"])
    assert 0 < len(came) < promised
    assert b"6,480" not in came


def _reads(answer: requests.Response) -> bool:
    """Let the raw body be read short instead of raising."""
    answer.raw.enforce_content_length = False
    return True


def test_a_certificate_that_nobody_trusts_is_declined(world: DemoWorld) -> None:
    with pytest.raises(requests.exceptions.SSLError, match="self-signed certificate"):
        ask(world, "https://www.tramdepot.example/history.html")


def test_the_page_is_there_for_whoever_trusts_the_certificate(world: DemoWorld) -> None:
    certificate = Path(__file__).parents[2] / "citecheck" / "demo" / "tls" / "demo-only-cert.pem"
    with requests.Session() as session:
        session.trust_env = False
        answer = session.get(
            "https://www.tramdepot.example/history.html",
            proxies={"https": world.proxy_url},
            verify=str(certificate),
            timeout=5,
        )
    assert "1904" in answer.text


def test_a_page_may_be_larger_than_anybody_wants(world: DemoWorld) -> None:
    url = "http://maps.bridgebuilders.example/drawings/stone-bridge.html"
    answer = ask(world, url, stream=True)
    assert int(answer.headers["Content-Length"]) > 50_000_000
    answer.close()


def test_a_header_may_lie_about_the_encoding(world: DemoWorld) -> None:
    answer = ask(world, "http://www.ozero.example/otchet2010.html")
    assert "iso-8859-1" in answer.headers["Content-Type"]
    assert "274 школы" in answer.content.decode("windows-1251")


@pytest.mark.parametrize(
    "line",
    [
        b"GET http://www.bluebees.example:many/ HTTP/1.1",
        b"GET http://[::1/ HTTP/1.1",
        b"GET ftp://www.bluebees.example/ HTTP/1.1",
        b"GET /etc/passwd HTTP/1.1",
        b"GET http:///nothing HTTP/1.1",
        b"CONNECT www.tramdepot.example:many HTTP/1.1",
        b"CONNECT www.tramdepot.example HTTP/1.1",
        b"POST http://www.bluebees.example/ HTTP/1.1",
        b"\x16\x03\x01 what is this",
        b"",
    ],
)
@pytest.mark.parametrize("to_archive", [False, True], ids=["web", "archive"])
def test_nonsense_is_answered_with_an_error(
    world: DemoWorld, line: bytes, to_archive: bool
) -> None:
    # an exception in a server's thread would fail the test: warnings are errors
    base = world.archive_url if to_archive else world.proxy_url
    with socket.create_connection(("127.0.0.1", int(base.rpartition(":")[2])), timeout=5) as talk:
        talk.sendall(line + b"\r\n\r\n")
        talk.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: talk.recv(65536), b""))
    assert not line or re.search(rb"(?:^HTTP/1\.1 |Error code: )[45]\d\d", answer)


def test_every_request_is_remembered() -> None:
    with serve() as fresh:
        ask(fresh, "http://www.bluebees.example/statistics.html")
        requests.get(f"{fresh.archive_url}/", timeout=5)
        assert [asked.url for asked in fresh.asked_of_web] == [
            "http://www.bluebees.example/statistics.html"
        ]
        assert fresh.asked_of_web[0].user_agent == PROGRAM
        assert [asked.url for asked in fresh.asked_of_archive] == [f"{fresh.archive_url}/"]


def test_nothing_listens_on_anything_but_loopback() -> None:
    made: list[tuple[str, int]] = []
    original = socket.socket.bind

    class Watching(socket.socket):
        def bind(self, address: tuple[str, int]) -> None:  # type: ignore[override]
            made.append(address)
            original(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "socket", Watching)
        with serve() as world:
            assert world.proxy_url.startswith("http://127.0.0.1:")
            assert world.archive_url.startswith("http://127.0.0.1:")
    assert made == [("127.0.0.1", 0), ("127.0.0.1", 0)]


def test_no_thread_and_no_port_outlives_the_demo() -> None:
    before = set(threading.enumerate())
    with serve() as world:
        port = int(world.proxy_url.rpartition(":")[2])
        hanging = socket.create_connection(("127.0.0.1", port), timeout=5)
        hanging.sendall(b"GET http://www.swimmingclub.example/crossing-2010.html HTTP/1.1\r\n\r\n")
        idle = socket.create_connection(("127.0.0.1", port), timeout=5)
        ask(world, "http://www.bluebees.example/statistics.html")
        began = time.monotonic()
    assert in_time(began, 2)
    assert set(threading.enumerate()) <= before
    hanging.close()
    idle.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)


@pytest.mark.parametrize(
    ("yaml", "words"),
    [
        ("addresses: {/a: {live: {fil: a.html}}}", "new.example/site.yaml: addresses./a: unknown"),
        ("addresses: {/a: {live: {file: a.html}}}", "cannot be read"),
        ("addresses: {/a: {archived: [{at: soon}]}}", "expected a date"),
        ("addresses: {/a: {live: {manner: sulk}}}", "sulk"),
        ("addresses: [", "new.example/site.yaml"),
        ("- 1", "expected keys and values"),
    ],
)
def test_a_site_that_cannot_be_understood_is_told_with_its_place(
    tmp_path: Path, yaml: str, words: str
) -> None:
    (tmp_path / "new.example").mkdir()
    (tmp_path / "new.example" / "site.yaml").write_text(yaml, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_sites(tmp_path)
    assert words in str(caught.value)


def test_a_person_can_add_a_host(tmp_path: Path) -> None:
    (tmp_path / "new.example").mkdir()
    (tmp_path / "new.example" / "site.yaml").write_text(
        "addresses: {/: {live: {text: Hello}}, /r: {live: {manner: reset}}}", encoding="utf-8"
    )
    with serve(tmp_path) as world:
        assert ask(world, "http://new.example/").text == "Hello"
        with pytest.raises(requests.ConnectionError, match="reset"):
            ask(world, "http://new.example/r")
