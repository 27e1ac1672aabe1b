"""What an audit costs an address, from a thousand to a hundred thousand, without the web.

A plain list of addresses, twenty a host, is audited by everything that an audit has but its
sockets: the web answers from memory, each with a page of its own.  Captures, journal, texts,
verdicts, report and history are written as always.  Each list is audited in a process of
its own, whose processor time and largest memory are its own; workers that read texts count
apart.  Ratios are those to the shortest list.  With ``here`` texts are read in this process
and by no worker: no audit does so, but it tells the memory of long lists in little time.
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
from zlib import crc32

from citecheck import opening, wiring
from citecheck.extract import IsolatedExtractor
from citecheck.extract.limits import Limits
from citecheck.extract.reading import read
from citecheck.history import History
from citecheck.model.captures import Network, NetworkState, Outcome, Response
from citecheck.model.documents import Extraction
from citecheck.ports import Recorder, Step
from citecheck.report import audit_parts, write_report
from citecheck.settings import Settings

A_HOST = 20
SIZES = (1_000, 10_000)
_WORDS = "the river carried timber and grain from the upper valley to the lake where boats waited "
#: Half of an address' pages are longer than this many repetitions, none than the double.
_LENGTH = 14


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
    page = "".join(
        f"<p>{number}-{n} {_WORDS}</p>" for n in range(1 + crc32(url.encode()) % (2 * _LENGTH))
    )
    text = f"<html><head><title>Report {number} on boats</title></head><body>{page}</body></html>"
    return Response(
        url=url,
        final_url=url,
        status=200 if known else 404,
        headers=(("Content-Type", "text/html"),),
        body=text.encode() if known else b"<p>There is no such report.",
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


def measure(count: int, *, here: bool = False) -> dict[str, Any]:
    """Audit so many addresses in this process and the folder that it stands in."""
    reader = _ReadsHere if here else IsolatedExtractor
    hosts = max(1, count // A_HOST)
    urls = (f"http://h{n % hosts}.example/{n}.html" for n in range(count))
    Path("list.txt").write_text("".join(f"{url}\n" for url in urls), encoding="utf-8")
    found: dict[str, Any] = {"addresses": count, "memory": {}}

    def step(one: Step) -> None:
        found["memory"][one.stage] = _memory()

    began, worked = time.monotonic(), time.process_time()
    with (
        patch.object(wiring, "RequestsWeb", _Web),
        patch.object(wiring, "SystemProbe", _Online),
        patch.object(opening, "IsolatedExtractor", reader),
    ):
        source = wiring.open_publication("list.txt")
        settings = Settings(use_archive=False, sibling_share=0.001)
        request = wiring.to_request(source)
        audits = wiring.audit_requests([request], settings, progress=step)
        audit = next(audits)
        found["memory"]["judged"] = _memory()
        write_report(audit, Path("reports/list"))
        found["memory"]["report"] = _memory()
        History(Path("reports/list")).record(audit_parts(audit), {})
        next(audits, None)
    assert len(audit.addresses) == count
    found["seconds"], found["processor"] = time.monotonic() - began, time.process_time() - worked
    found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found["disk"] = sum(p.stat().st_size for p in Path().rglob("*") if p.is_file()) / 1e6
    return found


def _memory() -> float:
    """Megabytes that this process holds now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def _elsewhere() -> Iterator[str]:
    with TemporaryDirectory() as folder:
        yield folder


def main(sizes: Sequence[int] = SIZES, *, here: bool = False) -> None:
    """Print a table, a row a list."""
    heads = "addresses", "a second", "ms of processor", "ratio", "peak MB", "disk MB", "MB held"
    print(f"| {' | '.join(heads)} |\n|{' --- |' * len(heads)}", flush=True)
    first = None
    for count in sizes:
        with _elsewhere() as folder:
            how = ["--one", str(count), *(["here"] if here else [])]
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.addresses", *how],
                cwd=folder, capture_output=True, text=True, check=True,
                env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
            )  # fmt: skip
        row = json.loads(done.stdout)
        each = row["processor"] / count * 1000
        first = first or each
        way = ", ".join(f"{name} {size:.0f}" for name, size in row["memory"].items())
        print(
            f"| {count:,} | {count / row['seconds']:.0f} | {each:.2f} | {each / first:.2f} "
            f"| {row['peak']:.0f} | {row['disk']:.0f} | {way} |",
            flush=True,
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(int(sys.argv[2]), here="here" in sys.argv)))
    else:
        main([int(w) for w in sys.argv[1:] if w.isdecimal()] or SIZES, here="here" in sys.argv)
