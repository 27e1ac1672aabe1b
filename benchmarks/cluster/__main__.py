"""One process against a Dask cluster: ``python -m benchmarks.cluster [ADDRESSES [WORKERS …]]``.

Audits one publication with its web on loopback in this process alone, on 1, 2 and 3
workers, and on 3 of which one is killed on the way.  Scheduler and workers are programs
of their own.  Printed are seconds, the share of one process, what the server saw, and
whether the audit is the same but for its times.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from difflib import unified_diff
from itertools import islice
from pathlib import Path

import requests
from distributed import Client
from distributed.security import Security

from benchmarks.cluster.world import make_manuscript
from benchmarks.web.__main__ import server
from citecheck.cluster import open_workers
from citecheck.model.audits import Audit
from citecheck.ports import Step
from citecheck.report import audit_document
from citecheck.settings import Settings
from citecheck.wiring import audit_source, open_publication

SETTINGS = Settings(
    allow_private=True,
    no_proxy="*",
    use_archive=False,
    delay=0.2,
    connect_timeout=10.0,
    read_timeout=20.0,
)
#: Threads of a worker: one asks the web while the other reads.
THREADS = 2
#: Moments, the run's name, and the day on which an address is due, which a moment decides.
_TIMES = re.compile(
    r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ|\d{8}T\d{6}Z|(?<="next_check": ")\d{4}-\d\d-\d\d'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One audit: seconds of all and until all was captured and read, its text, what was seen."""

    seconds: float
    captured: float
    text: str
    counts: dict[str, dict[str, int]]
    seen: dict[str, float]


@contextmanager
def cluster(
    count: int, *options: str, security: Security | None = None
) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler with workers, as ``dask scheduler`` and ``dask worker`` start them.

    Gives its address and the processes, the scheduler first.
    """
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with tempfile.TemporaryDirectory() as room, ExitStack() as stack:
        file = Path(room) / "scheduler.json"
        begun: list[subprocess.Popen[bytes]] = []
        stack.callback(_end, begun)
        start = [sys.executable, "-m"]
        begun.append(
            subprocess.Popen(
                [*start, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
                 "--no-dashboard", "--scheduler-file", str(file), *options], cwd=room, **quiet,
            )
        )  # fmt: skip
        address = _address(file)
        for _ in range(count):
            begun.append(  # noqa: PERF401 - each is ended whatever happens to the next
                subprocess.Popen(
                    [*start, "distributed.cli.dask_worker", address, "--no-nanny",
                     "--nthreads", str(THREADS), "--no-dashboard", "--host", "127.0.0.1",
                     "--local-directory", room, *options], cwd=room, **quiet,
                )
            )  # fmt: skip
        if count:
            with Client(address, security=security, set_as_default=False) as client:
                client.wait_for_workers(count, timeout=60)
        yield address, begun


def _address(file: Path) -> str:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            return str(json.loads(file.read_text(encoding="utf-8"))["address"])
        except (OSError, ValueError, KeyError):
            time.sleep(0.05)
    raise SystemExit("no scheduler came up")


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.kill()
        process.wait()


def audit(
    manuscript: Path,
    web: str,
    snapshots: Path,
    *,
    workers: int = 0,
    killed_at: int = 0,
    settings: Settings = SETTINGS,
) -> Run:
    """Audit the manuscript; a worker is killed when so many requests have come."""
    requests.get(f"{web}/forget", timeout=10)
    with ExitStack() as stack:
        some = None
        if workers:
            address, processes = stack.enter_context(cluster(workers))
            some = stack.enter_context(open_workers(replace(settings, dask=address)))
            if killed_at:
                stack.enter_context(_killing(processes[1], web, killed_at))
        captured: list[float] = []

        def note(step: Step) -> None:
            if step.stage == "match" and not captured:
                captured.append(time.monotonic())

        begun = time.monotonic()
        source = open_publication(str(manuscript))
        found = audit_source(source, settings, snapshots=snapshots, workers=some, progress=note)
        seconds = time.monotonic() - begun
    return Run(
        seconds=seconds,
        captured=captured[0] - begun,
        text=without_times(found),
        counts=audit_document(found)["counts"],
        seen=requests.get(f"{web}/seen", timeout=10).json(),
    )


@contextmanager
def _killing(process: subprocess.Popen[bytes], web: str, at: int) -> Iterator[None]:
    """Kill a worker of ours, with no word of warning, when so many requests have come."""
    over = threading.Event()

    def kill() -> None:
        while not over.wait(0.05):
            if requests.get(f"{web}/seen", timeout=10).json()["requests"] >= at:
                os.kill(process.pid, signal.SIGKILL)
                return

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    if process.poll() is None:
        raise SystemExit("the run was over before its worker could be killed")


def without_times(found: Audit) -> str:
    """The audit document, its times and the run's name left out."""
    return _TIMES.sub("TIME", json.dumps(audit_document(found), ensure_ascii=False, indent=1))


def tell(name: str, run: Run, alone: Run) -> None:
    """Print a row of the table; what differs in an audit goes to stderr."""
    others = unified_diff(alone.text.splitlines(), run.text.splitlines(), n=4, lineterm="")
    print("\n".join(islice(others, 60)), end="", file=sys.stderr)
    seen = run.seen
    print(
        f"| {name} | {run.seconds:.1f} | {run.captured:.1f} | {alone.seconds / run.seconds:.2f} "
        f"| {seen['requests']:.0f} | {seen['asked again']:.0f} | {seen['on one host']:.0f} "
        f"| {1000 * seen['nearest']:.0f} | {'yes' if run.text == alone.text else 'NO'} |",
        flush=True,
    )


def main(count: int = 2000, *counts: int) -> int:
    """Measure and print; 1 if an audit is another one.  ``counts`` of workers, 1 to 3 if none."""
    seen: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as room, server(seen, "benchmarks.cluster.server") as ports:
        folder, web = Path(room), f"http://127.0.1.1:{ports[0]}"
        manuscript = folder / "mills.txt"
        manuscript.write_text(make_manuscript(count, ports[0]), encoding="utf-8")
        print(f"{count:,} addresses, {count // 10} of them PDF; {os.cpu_count()} processors\n")
        print("| run | seconds | captured and read | times one process | requests | asked again "
              "| on one host | ms between starts | the same audit |\n|" + " --- |" * 9)  # fmt: skip
        alone = audit(manuscript, web, folder / "alone")
        tell("one process", alone, alone)
        same = True
        for workers in counts or (1, 2, 3):
            run = audit(manuscript, web, folder / f"with-{workers}", workers=workers)
            tell(f"{workers} worker{'s' * (workers > 1)}", run, alone)
            same = same and run.text == alone.text
            if workers != 3:
                continue
            run = audit(manuscript, web, folder / "killed", workers=3, killed_at=count // 3)
            tell("3 workers, one killed", run, alone)
            same = same and run.text == alone.text
        print(f"\nfindings: {alone.counts['findings']}\naddresses: {alone.counts['addresses']}")
        return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
