"""What the page on clusters says to type does what it says, on a free port of this machine."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from citecheck.cli import run
from citecheck.config import load_settings
from citecheck.demo import serve
from citecheck.opening import open_spooled
from citecheck.snapshots import Storage
from tests.fakes.object_storage import s3_bucket
from tests.snapshots.snapshot_fakes import response

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "cluster.md").read_text(encoding="utf-8")
TYPED = [
    line
    for block in re.findall(r"^```[^\n]*\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]


@contextmanager
def started(*commands: str) -> Iterator[None]:
    processes = []
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    try:
        for command in commands:
            processes.append(  # noqa: PERF401 - each is ended whatever happens to the next
                subprocess.Popen(
                    shlex.split(command), env={**os.environ, "PATH": path},
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                )
            )  # fmt: skip
        yield
    finally:
        for process in reversed(processes):
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.mark.slow
def test_a_scheduler_a_worker_and_an_audit_as_the_page_has_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    here = [line.replace("scheduler:8786", f"127.0.0.1:{port}") for line in TYPED]
    scheduler = next(line for line in here if line.startswith("dask scheduler --port"))
    scheduler = scheduler.replace("8786", f"{port} --host 127.0.0.1 --no-dashboard")
    worker = next(line for line in here if line.startswith("dask worker tcp:"))
    audit = next(line for line in here if line.startswith("citecheck ") and "tcp:" in line)
    shutil.copytree(ROOT / "endnotes", tmp_path / "endnotes")
    monkeypatch.chdir(tmp_path)
    with started(scheduler, f"{worker} --host 127.0.0.1 --no-dashboard"), serve() as world:
        monkeypatch.setenv("CITECHECK_PROXY", world.proxy_url)
        monkeypatch.setenv("CITECHECK_ARCHIVE", world.archive_url)
        monkeypatch.setenv("CITECHECK_DELAY", "0")
        monkeypatch.setenv("CITECHECK_ARCHIVE_PER_MINUTE", "6000")
        assert run(shlex.split(audit)[1:]) == 1
    said = capsys.readouterr()
    assert "report: reports/kyrgyzstan-2012/" in said.out
    assert "citecheck:" not in said.err


def test_what_is_on_a_storage_is_fetched_as_the_page_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fetch = next(line for line in TYPED if line.startswith("citecheck snapshots"))
    (shown,) = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(tmp_path)
    Path("citecheck.toml").write_text(shown, encoding="utf-8")
    settings = load_settings(folder=tmp_path, environment={}, flags={})
    assert settings.storage == shlex.split(fetch)[-1]
    with s3_bucket("bucket"):
        with open_spooled(tmp_path / "spool", Storage(settings.storage)) as store:
            store.keep(response())
        assert run(shlex.split(fetch)[1:]) == 0
    assert capsys.readouterr().out == "1 files fetched\n1 files, 1 answers, 1 captures\n"
