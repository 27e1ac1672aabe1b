"""The reviewer's page under load: requests a second, and memory from beginning to end.

``python -m benchmarks.serve MINUTES`` serves the demo's audit in a process of its own, asks
it over four connections and prints its memory every quarter of the time.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from urllib.parse import urlsplit

from citecheck.report import write_report
from citecheck.wiring import audit_source, demo, open_publication

CONNECTIONS = 4
PATHS = (
    "/", "/?q=visitors", "/note/4", "/note/26", "/check", "/style.css", "/api/v1/notes",
    "/api/v1/notes/4", "/api/v1/openapi.json", "/nothing",
)  # fmt: skip


def ask(port: int, until: float, counts: list[int]) -> None:
    """One connection: every path in turn, until the time is up."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    done = 0
    while time.monotonic() < until:
        connection.request("GET", PATHS[done % len(PATHS)])
        answer = connection.getresponse()
        answer.read()
        assert answer.status in (200, 404), answer.status
        done += 1
    counts.append(done)


def memory(process: int) -> float:
    """Resident memory in MB (Linux)."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def main(minutes: float) -> None:
    """Print the rows of ``docs/benchmarks.md``."""
    with TemporaryDirectory() as room:
        folder = Path(room)
        with demo() as (world, settings):
            manuscript = Path(shutil.copy(world.manuscript, folder))
            source = open_publication(str(manuscript))
            write_report(
                audit_source(source, settings, snapshots=folder / "snapshots"), folder / "report"
            )
        flags = ["--report", str(folder / "report"), "--port", "0", "--json"]
        server = subprocess.Popen(
            [sys.executable, "-m", "citecheck", "serve", str(manuscript), *flags],
            stdout=subprocess.PIPE, text=True, env=dict(os.environ),
        )  # fmt: skip
        assert server.stdout
        port = urlsplit(json.loads(server.stdout.readline())["url"]).port
        assert port
        try:
            measure(server.pid, port, minutes * 60)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)


def measure(process: int, port: int, seconds: float) -> None:
    """Ask for so long, and print what memory did."""
    ask(port, time.monotonic() + 5, [])
    counts: list[int] = []
    until = time.monotonic() + seconds
    threads = [Thread(target=ask, args=(port, until, counts)) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    told = [memory(process)]
    for _ in range(4):
        time.sleep(seconds / 4)
        told.append(memory(process))
    for thread in threads:
        thread.join()
    print(f"{sum(counts):,} requests over {CONNECTIONS} connections in {seconds / 60:g} minutes,")
    print(f"{sum(counts) / seconds:.0f} a second; memory {' → '.join(f'{m:.0f}' for m in told)} MB")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 3)
