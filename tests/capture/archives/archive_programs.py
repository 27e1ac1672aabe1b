"""Real Wayback software (pywb) as a program of its own, never imported: it is GPL."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

ROOT = Path(__file__).parents[3]
LOOPBACK = ROOT.parent / "shared" / "loopback-archive"


def pywb_program(name: str) -> str:
    """A program of the pywb installation; the test is skipped if there is none."""
    wayback = Path(os.environ.get("WAYBACK_PROGRAM", ROOT / ".venv-pywb" / "bin" / "wayback"))
    if not wayback.is_file():
        pytest.skip("pywb is not installed: set WAYBACK_PROGRAM or make .venv-pywb")
    return str(wayback.parent / name)


@contextmanager
def running(command: Sequence[str], folder: Path, port: int) -> Iterator[str]:
    """The base address of a server while it runs."""
    log = folder / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=subprocess.STDOUT)
    try:
        _wait_for(port, process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            requests.get(f"http://127.0.0.1:{port}/", timeout=5)
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the server did not come up: {log.read_text(errors='replace')[-2000:]}")
