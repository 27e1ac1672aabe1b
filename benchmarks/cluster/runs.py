"""One audit with its web on loopback, in this process or with a cluster, and what it took.

Scheduler and workers are programs of their own, as on several machines.
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
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
import requests
from distributed import Client
from distributed.security import Security

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
#: Threads of a worker, each of which reads; the web is asked beside them.
THREADS = 1
#: Moments, the run's name, and the day on which an address is due, which a moment decides.
_TIMES = re.compile(
    r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ|\d{8}T\d{6}Z|(?<="next_check": ")\d{4}-\d\d-\d\d'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One audit: what it took, its text, and what the server saw.

    ``start``: seconds until the workers were there; ``seconds`` of all that came then,
    ``captured`` of those until all was captured and read; ``spent``: seconds of processors,
    of the start too.
    """

    start: float
    seconds: float
    captured: float
    spent: float
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
    workers: int | str = 0,
    killed_at: int = 0,
    settings: Settings = SETTINGS,
) -> Run:
    """Audit the manuscript; a worker is killed when so many requests have come.

    ``workers``: so many programs, or what ``--dask`` is given.
    """
    requests.get(f"{web}/forget", timeout=10)
    before, lost = spent(os.getpid()), list[float]()
    with ExitStack() as stack:
        some, begun = None, time.monotonic()
        if workers:
            address, processes = str(workers), list[subprocess.Popen[bytes]]()
            if isinstance(workers, int):
                address, processes = stack.enter_context(cluster(workers))
            some = stack.enter_context(open_workers(replace(settings, dask=address)))
            if killed_at:
                stack.enter_context(_killing(processes[1], web, killed_at, lost))
        start = time.monotonic() - begun
        captured: list[float] = []

        def note(step: Step) -> None:
            if step.stage == "match" and not captured:
                captured.append(time.monotonic())

        begun = time.monotonic()
        source = open_publication(str(manuscript))
        found = audit_source(source, settings, snapshots=snapshots, workers=some, progress=note)
        seconds = time.monotonic() - begun
        took = spent(os.getpid()) - before
    return Run(
        start=start,
        seconds=seconds,
        captured=captured[0] - begun,
        spent=took + sum(lost),
        text=without_times(found),
        counts=audit_document(found)["counts"],
        seen=requests.get(f"{web}/seen", timeout=10).json(),
    )


def spent(pid: int) -> float:
    """Seconds of processors that a process and all that it began have taken; no web server's."""
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        own = (
            0.0
            if "benchmarks.cluster.server" in process.cmdline()
            else sum(process.cpu_times()[:4])
        )
        return float(own) + sum(spent(child.pid) for child in process.children())
    return 0.0


@contextmanager
def _killing(
    process: subprocess.Popen[bytes], web: str, at: int, lost: list[float]
) -> Iterator[None]:
    """Kill a worker of ours, with no word of warning, when so many requests have come.

    ``lost`` is told what it had spent.
    """
    over = threading.Event()

    def kill() -> None:
        while not over.wait(0.05):
            if requests.get(f"{web}/seen", timeout=10).json()["requests"] >= at:
                lost.append(spent(process.pid))
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
