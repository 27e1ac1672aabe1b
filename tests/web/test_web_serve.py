"""`citecheck serve` as a program of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from citecheck.cli import run
from tests.conftest import Audited

ROOT = Path(__file__).parents[2]


@contextmanager
def served(audited: Audited, *flags: str) -> Iterator[dict[str, str]]:
    place = ["--report", str(audited.folder / "report"), "--port", "0", "--json"]
    process = subprocess.Popen(
        [sys.executable, "-m", "citecheck", "serve", audited.manuscript, *place, *flags],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdout
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.send_signal(signal.SIGINT)
        process.stdout.close()
        assert process.wait(20) == 0


def get(url: str, host: str | None = None) -> int:
    request = urllib.request.Request(url, headers={"Host": host} if host else {})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.slow
def test_it_listens_on_this_machine_alone_and_ends_by_ctrl_c(audited: Audited) -> None:
    with served(audited) as told:
        assert told["token"] is None
        assert urlsplit(told["url"]).hostname == "127.0.0.1"
        assert get(told["url"]) == 200
        assert get(told["url"], host="evil.example") == 421
        port = urlsplit(told["url"]).port
        with socket.socket() as other:
            # Another address of this very machine is not listened on.
            assert other.connect_ex(("127.0.0.2", port)) != 0


@pytest.mark.slow
def test_told_to_listen_elsewhere_it_asks_for_a_token(audited: Audited) -> None:
    with served(audited, "--host", "0.0.0.0") as told:
        bare = f"http://127.0.0.1:{urlsplit(told['url']).port}/"
        assert len(told["token"]) >= 24
        assert get(bare) == 401
        assert get(f"{bare}api/v1/notes") == 401
        assert get(f"{bare}?token={told['token']}") == 401  # the cookie was not taken along


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (["--host", "no.such.host.invalid"], "cannot listen"),
        (["--token", "short"], "at least 8"),
        (["nowhere"], "nowhere"),
    ],
)
def test_what_keeps_it_from_running_is_told_in_one_line(
    audited: Audited, capsys: pytest.CaptureFixture[str], flags: list[str], told: str
) -> None:
    words = flags if flags[0] == "nowhere" else [audited.manuscript, *flags]
    assert run(["serve", *words]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert told in line
