"""What an audit costs an address, from a thousand to a hundred thousand.

A plain list of addresses, twenty a host, is audited by everything that an audit has but its
sockets: the web answers from memory, each with a page of its own.  Captures, journal, texts,
verdicts, report and history are written as always.  Each list is audited in a process of
its own, whose processor time and largest memory are its own; workers that read texts count
apart.  Ratios are those to the shortest list.

With ``sockets`` the web is a server of 5,000 hosts on loopback, and the live client asks it
as politely as any: nothing but the look at the machine's own network is left out.  With
``again`` each list is audited twice, so that the second is compared with the first, and then
once more by ``citecheck diff``.  With ``here`` texts are read in this process and by no
worker: no audit does so, but it tells the memory of long lists in little time.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from click.testing import CliRunner

from benchmarks.web.__main__ import server
from benchmarks.web.many_hosts import HOSTS, MILLISECONDS, host, page
from citecheck import opening, wiring
from citecheck.cli import cli
from citecheck.cli.auditing import How, keep_audit
from citecheck.extract import IsolatedExtractor
from citecheck.extract.limits import Limits
from citecheck.extract.reading import read
from citecheck.history import History
from citecheck.memory import share_one_arena
from citecheck.model.captures import Network, NetworkState, Outcome, Response
from citecheck.model.documents import Extraction
from citecheck.ports import Recorder, Step
from citecheck.settings import Settings

A_HOST = 20
SIZES = (1_000, 10_000)
_LIST, _REPORT = Path("list.txt"), Path("reports/list")


class _Web:
    """A web in memory: a page for each address, none for one that nobody listed."""

    def __init__(self, *_: object, recorder: Recorder | None = None, **__: object) -> None:
        self._recorder = recorder

    def fetch_all(
        self, addresses: Sequence[str], *, started: Callable[[str], None]
    ) -> Generator[Outcome, None, None]:
        """Every address once, in order."""
        for url in addresses:
            started(url)
            answer = _answer(url)
            if self._recorder:
                self._recorder.keep(answer)
            yield answer


def _answer(url: str) -> Response:
    number = url.rpartition("/")[2].partition(".")[0]
    known = number.isdecimal()
    return Response(
        url=url,
        final_url=url,
        status=200 if known else 404,
        headers=(("Content-Type", "text/html"),),
        body=page(number) if known else b"<p>There is no such report.",
        at=wiring.now(),
    )


class _Online:
    def __init__(self, *_: object) -> None:
        pass

    def look(self, _: Sequence[str]) -> NetworkState:
        """There is a network."""
        return NetworkState(network=Network.ONLINE, why="the web is in memory")


class _ReadsHere:
    """Reads a page as no stranger's page is ever read: in this process."""

    def __init__(self, *_: object) -> None:
        pass

    def extract(self, body: bytes, *, media_type: str | None, name: str) -> Extraction:
        """The document in the bytes."""
        return read(body, media_type=media_type, name=name, limits=Limits())

    extract_again = extract


def measure(count: int, *, here: bool = False, port: int | None = None) -> dict[str, Any]:
    """Audit so many addresses in this process and the folder that it stands in.

    Where the folder has been used before it is the list's next audit.  ``port``: that of the
    web on loopback; without one it answers from memory.
    """
    reader = _ReadsHere if here else IsolatedExtractor
    hosts = min(max(1, count // A_HOST), HOSTS)
    found: dict[str, Any] = {"addresses": count, "memory": {}}
    settings = Settings(
        use_archive=False, sibling_share=0.001, allow_private=port is not None, no_proxy="*"
    )
    how = How(settings=settings, offline=False, online=False, snapshots=wiring.SNAPSHOTS)

    def step(one: Step) -> None:
        if one.done % 100 == 0 or one.stage not in found["memory"]:
            found["memory"][one.stage] = _memory()

    if not _LIST.exists():
        lines = (f"{_address(n, hosts, port)}\n" for n in range(count))
        _LIST.write_text("".join(lines), encoding="utf-8")
    with (
        patch.object(wiring, "RequestsWeb", wiring.RequestsWeb if port else _Web),
        patch.object(wiring, "SystemProbe", _Online),
        patch.object(opening, "IsolatedExtractor", reader),
    ):
        began, worked = time.monotonic(), time.process_time()
        source = wiring.open_publication(_LIST.name)
        history = History(_REPORT)
        request = how.request(source, history)
        del source
        audits = wiring.audit_requests([request], settings, progress=step)
        audit = next(audits)
        found["memory"]["judged"] = _memory()
        audit, _ = keep_audit(audit, history, _REPORT, how)
        found["memory"]["kept"] = _memory()
        next(audits, None)
    assert len(audit.addresses) == count
    found["changes"] = len(audit.since.differences) if audit.since else None
    return found | _cost(began, worked)


def _address(number: int, hosts: int, port: int | None) -> str:
    if port is None:
        return f"http://h{number % hosts}.example/{number}.html"
    return f"http://{host(number % hosts)}:{port}/report/{MILLISECONDS}/{number}.html"


def compare() -> dict[str, Any]:
    """Compare the last two audits as ``citecheck diff`` does."""
    began, worked = time.monotonic(), time.process_time()
    done = CliRunner().invoke(cli, ["diff", "-p", _LIST.name, "--json"])
    found = json.loads(done.stdout)
    return {"memory": {}, "changes": len(found["differences"])} | _cost(began, worked)


def _cost(began: float, worked: float) -> dict[str, float]:
    return {
        "seconds": time.monotonic() - began,
        "processor": time.process_time() - worked,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
        "disk": sum(p.stat().st_size for p in Path().rglob("*") if p.is_file()) / 1e6,
    }


def _memory() -> float:
    """Megabytes that this process holds now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main(sizes: Sequence[int] = SIZES, *options: str) -> None:
    """Print a table, a row an audit."""
    heads = ("audit", "addresses", "a second", "ms of processor", "ratio", "peak MB", "disk MB",
             "MB held")  # fmt: skip
    print(f"| {' | '.join(heads)} |\n|{' --- |' * len(heads)}", flush=True)
    ways = ["first", *(["second", "diff"] if "again" in options else [])]
    first: dict[str, float] = {}
    for count in sizes:
        with TemporaryDirectory() as folder, _web("sockets" in options) as port:
            for way in ways:
                row = _elsewhere(folder, way, str(count), *port, *options)
                each = row["processor"] / count * 1000
                ratio = each / first.setdefault(way, each)
                held = ", ".join(f"{name} {size:.0f}" for name, size in row["memory"].items())
                print(
                    f"| {way} | {count:,} | {count / row['seconds']:.0f} | {each:.2f} "
                    f"| {ratio:.2f} | {row['peak']:.0f} | {row['disk']:.0f} | {held} |",
                    flush=True,
                )


@contextmanager
def _web(on_loopback: bool) -> Iterator[Sequence[str]]:
    """The web's port, in the words of a command, while it listens; none for that in memory."""
    if not on_loopback:
        yield ()
        return
    with server({}, "benchmarks.web.many_hosts") as (port,):
        yield ("--port", str(port))


def _elsewhere(folder: str, way: str, *words: str) -> dict[str, Any]:
    """One row, measured by a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.addresses", "--one", way, *words],
        cwd=folder, stdout=subprocess.PIPE, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )  # fmt: skip
    row: dict[str, Any] = json.loads(done.stdout)
    return row


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        share_one_arena()  # as `citecheck audit` does
        way, size, *words = sys.argv[2:]
        port = int(words[1]) if words[:1] == ["--port"] else None
        row = compare() if way == "diff" else measure(int(size), here="here" in words, port=port)
        print(json.dumps(row))
    else:
        asked = [int(word) for word in sys.argv[1:] if word.isdecimal()]
        main(asked or SIZES, *(word for word in sys.argv[1:] if not word.isdecimal()))
