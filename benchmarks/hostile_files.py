"""Files made to harm their reader, each through a worker with the settings as they come.

``python -m benchmarks.hostile_files [AT_ONCE [NAME...]]`` builds every hostile file of the
tests, PDF by both readers, and prints those that took longest, what became of all, and how
large the largest worker grew; NAME takes those that have it in their name.
"""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from citecheck.extract import IsolatedExtractor, nursery
from citecheck.model.documents import Document, Extraction
from citecheck.settings import Settings

sys.path.append(str(Path(__file__).parents[1] / "tests" / "extract"))
_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How the reading of a file ended, and after how many seconds of wall clock."""

    name: str
    seconds: float
    outcome: str
    why: str


def files() -> Iterator[tuple[str, Callable[[], bytes], bool]]:
    """The name of each file, what builds it, and whether the second reader is asked."""
    from hostile_files import BUILDERS, cut_files
    from hostile_pdfs import HOSTILE
    from hostile_writings import WRITINGS

    for name, build in (BUILDERS | WRITINGS).items():
        yield name, build, False
        if name.startswith("pdf"):
            yield f"second reader: {name}", build, True
    for name, build in HOSTILE.items():
        yield f"pdf: {name}", build, False
        yield f"pdf, second reader: {name}", build, True
    for name, body in cut_files():
        yield name, lambda body=body: body, False  # type: ignore[misc] # bound now


def end(name: str, build: Callable[[], bytes], *, again: bool) -> Ended:
    """Read a file as an audit would."""
    body = build()
    extractor = IsolatedExtractor(Settings())
    read = extractor.extract_again if again else extractor.extract
    begun = time.monotonic()
    found = read(body, media_type=None, name="table.csv" if name.startswith("csv") else "")
    seconds = time.monotonic() - begun
    return Ended(name=name, seconds=seconds, outcome=_outcome(found), why=_why(found))


def _outcome(found: Extraction) -> str:
    if isinstance(found, Document):
        return "whole" if found.complete else "in part"
    return str(found.reason)


def _why(found: Extraction) -> str:
    return "; ".join(found.notes) if isinstance(found, Document) else found.why


def main() -> None:
    """Print the table of ``docs/benchmarks.md``."""
    at_once = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    wanted = sys.argv[2:]
    # Workers that are forked are no children of ours, whose size the system tells.
    nursery.sys = type("Elsewhere", (), {"platform": "none"})  # type: ignore[attr-defined]
    chosen = [one for one in files() if not wanted or any(name in one[0] for name in wanted)]
    with ThreadPoolExecutor(at_once) as pool:
        ended = list(pool.map(lambda one: end(one[0], one[1], again=one[2]), chosen))
    print("| file | s | outcome | why |\n| --- | --- | --- | --- |")
    for one in sorted(ended, key=lambda one: -one.seconds)[:_SHOWN]:
        print(f"| {one.name} | {one.seconds:.1f} | {one.outcome} | {one.why[:90]} |")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\n{len(ended)} files, {at_once} at once; the largest worker {peak:.0f} MiB")
    print(", ".join(f"{n} {what}" for what, n in Counter(e.outcome for e in ended).most_common()))


if __name__ == "__main__":
    main()
