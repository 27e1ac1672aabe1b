from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace

import pytest

from citecheck.capture.network import Look, SystemProbe, judge_network
from citecheck.model.captures import Failure, Network
from citecheck.settings import Settings
from tests.capture.origin import always, reply, serve
from tests.pace import in_time

SETTINGS = Settings(
    probe_hosts=("www.one.example", "www.two.example"), probe_timeout=1.0, no_proxy="*"
)
ADDRESSES = [f"http://www.host{n}.example/page" for n in range(20)]


def resolve(monkeypatch: pytest.MonkeyPatch, known: dict[str, str]) -> list[str]:
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (known[host], port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_no_name_at_all_is_offline_with_the_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve(monkeypatch, {})
    state = SystemProbe(SETTINGS).look(ADDRESSES)
    assert state.network is Network.OFFLINE
    assert "none of 10 independent hosts" in state.why
    assert "10 have no name here" in state.why


def test_one_host_that_answers_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    with serve(always(reply())) as origin:
        resolve(monkeypatch, {"www.host3.example": "127.0.0.1"})
        urls = [u.replace(".example", f".example:{origin.port}") for u in ADDRESSES]
        state = SystemProbe(replace(SETTINGS, allow_private=True)).look(urls)
    assert state.network is Network.ONLINE
    assert state.why == "www.host3.example answers"
    assert origin.asked == []  # connected to, asked for nothing


def test_a_resolver_that_never_answers_does_not_hold_up_the_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    over = threading.Event()

    def silent(*_: object, **__: object) -> None:
        over.wait(10)
        raise socket.gaierror(socket.EAI_AGAIN, "too late")

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    before = set(threading.enumerate())
    began = time.monotonic()
    state = SystemProbe(replace(SETTINGS, probe_timeout=0.3)).look(ADDRESSES)
    assert in_time(began, 2)
    over.set()
    for left_behind in set(threading.enumerate()) - before:
        left_behind.join(5)
    assert state.network is Network.OFFLINE
    assert "silent" in state.why


def test_a_captive_resolver_that_leads_inside_is_not_online(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resolve(monkeypatch, {f"www.host{n}.example": "127.0.0.1" for n in range(20)})
    assert SystemProbe(SETTINGS).look(ADDRESSES).network is Network.OFFLINE


def test_behind_a_proxy_what_counts_is_whether_the_proxy_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serve(always(reply())) as proxy:
        settings = replace(SETTINGS, proxy=f"http://user:secret@127.0.0.1:{proxy.port}")
        settings = replace(settings, no_proxy=None)
        up = SystemProbe(settings).look(ADDRESSES)
    down = SystemProbe(settings).look(ADDRESSES)
    assert (up.network, down.network) == (Network.ONLINE, Network.OFFLINE)
    assert "secret" not in up.why + down.why
    assert "does not answer" in down.why


def test_an_audit_of_this_machines_own_pages_needs_no_network() -> None:
    settings = replace(SETTINGS, allow_private=True)
    state = SystemProbe(settings).look(["http://127.0.0.1:1/a", "http://localhost:2/b"])
    assert state.network is Network.ONLINE


@pytest.mark.parametrize("count", [1, 5])
def test_failures_alone_never_say_online(count: int) -> None:
    failed = tuple((f"h{n}", Failure.NO_SUCH_NAME) for n in range(count))
    assert judge_network(Look(failed=failed, has_route=False)).network is Network.OFFLINE


@pytest.mark.skipif(not shutil.which("unshare"), reason="unshare is not installed")
def test_a_machine_without_any_network_is_offline() -> None:
    """The real thing: a network namespace that holds nothing."""
    code = (
        "from citecheck.capture.network import SystemProbe\n"
        "from citecheck.settings import Settings\n"
        "s = SystemProbe(Settings(probe_timeout=1.0, no_proxy='*'))\n"
        "state = s.look(['http://www.example.org/', 'http://www.example.com/'])\n"
        "print(state.network.value, '|', state.why)\n"
    )
    alone = subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False, timeout=20)
    if alone.returncode:
        pytest.skip("this machine does not let a user make a network namespace")
    run = subprocess.run(
        ["unshare", "-rn", sys.executable, "-c", code],
        capture_output=True, text=True, check=True, timeout=60, env={**os.environ},
    )  # fmt: skip
    assert run.stdout.startswith("offline |")
    assert "no route" in run.stdout


def test_what_is_no_address_is_left_out_of_the_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen in a list of addresses: a bracket that no IPv6 address closes."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    settings = Settings(probe_hosts=("127.0.0.1",), probe_timeout=0.5)
    assert SystemProbe(settings).look(["http://[::1/x", "http://[zz]/"]).why
