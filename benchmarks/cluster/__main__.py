"""One process against a Dask cluster: ``python -m benchmarks.cluster [ADDRESSES [WORKERS …]]``.

Audits one publication with its web on loopback in this process alone, on 1, 2 and 3
workers, and on 3 of which one is killed on the way.  Printed are seconds, the share of one
process, processor time, what the server saw, and whether the audit is the same but for its
times.  Then what a run costs however small it is, hosts that answer slowly, and reading alone.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff
from itertools import islice
from pathlib import Path

from benchmarks.cluster.parts import read_papers
from benchmarks.cluster.runs import SETTINGS, Run, audit
from benchmarks.cluster.world import list_papers, make_list, make_manuscript
from benchmarks.web.__main__ import server

#: Requests that a process has under way at a time, and milliseconds that a host takes.
JOBS, SLOW = 8, 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where all runs are: a folder, and the web's port."""

    folder: Path
    port: int

    def run(
        self, manuscript: str, name: str, workers: int | str = 0, killed_at: int = 0, jobs: int = 16
    ) -> Run:
        """An audit of a publication, whose text is given, with snapshots of that name."""
        file = self.folder / "mills.txt"  # an audit says which file it is of
        file.write_text(manuscript, encoding="utf-8")
        return audit(
            file, f"http://127.0.1.1:{self.port}", self.folder / name,
            workers=workers, killed_at=killed_at, settings=replace(SETTINGS, jobs=jobs),
        )  # fmt: skip


def measure_audits(place: Place, count: int, counts: Sequence[int]) -> list[bool]:
    """The table of whole audits; whether each was the same."""
    text = make_manuscript(count, place.port)
    print(f"{count:,} addresses, {count // 10} of them PDF; {os.cpu_count()} processors; workers "
          "of one thread\n")  # fmt: skip
    _head(
        "run", "start", "seconds", "captured and read", "times one process", "processors",
        "requests", "asked again", "on one host", "ms between starts", "the same audit",
    )  # fmt: skip
    same = list[bool]()
    alone = place.run(text, "alone")
    _tell_audit("one process", alone, alone)
    for workers in counts:
        run = place.run(text, f"with-{workers}", workers)
        same.append(_tell_audit(_name(workers), run, alone))
    most = max(counts)
    if most > 1:
        run = place.run(text, "killed", most, killed_at=count // 3)
        same.append(_tell_audit(f"{_name(most)}, one killed", run, alone))
    print(f"\nfindings: {alone.counts['findings']}\naddresses: {alone.counts['addresses']}")
    return same


def measure_cost(place: Place, count: int) -> None:
    """What a run costs at once, and with each address, from a tenth and a third of ``count``."""
    few, many = max(20, count // 10), max(60, count // 3)
    print(f"\nFrom {few} and {many} addresses:\n")
    _head("run", "seconds to start", "processors at once", "ms of them an address",
          "seconds at once", "ms an address")  # fmt: skip
    for workers in (0, 1, 2, "local:2"):
        name = workers if isinstance(workers, str) else _name(workers)
        small, large = (
            place.run(make_manuscript(n, place.port), f"{n} by {name}".replace(":", "-"), workers)
            for n in (few, many)
        )
        each = (large.spent - small.spent) / (many - few)
        waited = (large.seconds - small.seconds) / (many - few)
        print(
            f"| {name} | {(small.start + large.start) / 2:.1f} | {small.spent - few * each:.1f} "
            f"| {1000 * each:.1f} | {small.seconds - few * waited:.1f} | {1000 * waited:.1f} |",
            flush=True,
        )


def measure_waiting(place: Place, count: int, counts: Sequence[int]) -> None:
    """Hosts that take long to answer: what helps is more requests under way."""
    print(f"\n{count} addresses of hosts that take {SLOW / 1000:g} s; {JOBS} at once in each "
          "process:\n")  # fmt: skip
    _head("run", "captured", "times one process")
    text = make_list(count, place.port, milliseconds=SLOW)
    alone = place.run(text, "slow-alone", jobs=JOBS)
    for workers in (0, *counts):
        run = place.run(text, f"slow-{workers}", workers, jobs=JOBS) if workers else alone
        share = alone.captured / run.captured
        print(f"| {_name(workers)} | {run.captured:.1f} | {share:.2f} |", flush=True)


def measure_reading(place: Place, count: int, counts: Sequence[int]) -> None:
    """The PDF files of the first audit, read again."""
    print("\nReading its PDF files, and nothing else:\n")
    _head("run", "files", "seconds", "times one process")
    alone, urls = 0.0, list_papers(count, place.port)
    for name, seconds, read in read_papers(place.folder / "alone", urls, counts):
        alone = alone or seconds
        print(f"| {name} | {read} | {seconds:.1f} | {alone / seconds:.2f} |", flush=True)


def _head(*columns: str) -> None:
    print(f"| {' | '.join(columns)} |\n|" + " --- |" * len(columns))


def _name(workers: int) -> str:
    return f"{workers} worker{'s' * (workers > 1)}" if workers else "one process"


def _tell_audit(name: str, run: Run, alone: Run) -> bool:
    """Print a row of the table; what differs in an audit goes to stderr."""
    others = unified_diff(alone.text.splitlines(), run.text.splitlines(), n=4, lineterm="")
    print("\n".join(islice(others, 60)), end="", file=sys.stderr)
    seen, same = run.seen, run.text == alone.text
    print(
        f"| {name} | {run.start:.1f} | {run.seconds:.1f} | {run.captured:.1f} "
        f"| {alone.seconds / run.seconds:.2f} | {run.spent:.1f} "
        f"| {seen['requests']:.0f} | {seen['asked again']:.0f} | {seen['on one host']:.0f} "
        f"| {1000 * seen['nearest']:.0f} | {'yes' if same else 'NO'} |",
        flush=True,
    )
    return same


def main(count: int = 2000, *counts: int) -> int:
    """Measure and print; 1 if an audit is another one.  ``counts`` of workers, 1 to 3 if none."""
    some = counts or (1, 2, 3)
    with tempfile.TemporaryDirectory() as room, server({}, "benchmarks.cluster.server") as ports:
        place = Place(folder=Path(room), port=ports[0])
        same = measure_audits(place, count, some)
        measure_reading(place, count, some)
        measure_waiting(place, min(96, count // 4), some)
        measure_cost(place, min(count, 600))
        return 0 if all(same) else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
