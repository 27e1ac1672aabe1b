"""A part of a run by itself: PDF files that were captured, read by this process or by workers."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from os import cpu_count
from pathlib import Path

from benchmarks.cluster.runs import SETTINGS, cluster
from citecheck.cluster import open_workers
from citecheck.model.captures import Capture
from citecheck.model.documents import Document
from citecheck.opening import TEXTS, open_cached_extractor, open_store
from citecheck.pipeline.edges import Reading
from citecheck.pipeline.reading import read_capture
from citecheck.snapshots import FileJournal, WarcStore
from citecheck.spreading import spread_out

#: So many files are in one task.
_IN_A_TASK = 4


def read_papers(
    snapshots: Path, urls: Sequence[str], counts: Sequence[int]
) -> Iterator[tuple[str, float, int]]:
    """Who reads the files of some addresses, the seconds that it takes, and how many are read.

    This process first, as many at once as there are processors, then so many workers with one
    thread each.  No text is remembered from one to the next.
    """
    store = open_store(snapshots)
    papers = [capture for url in urls for capture in store.captures(url)]
    for count in (0, *counts):
        shutil.rmtree(snapshots / TEXTS)
        name = f"{count} worker{'s' * (count > 1)}" if count else "one process"
        seconds, read = _by_workers(papers, snapshots, store, count)
        yield name, seconds, read


def _by_workers(
    papers: Sequence[Capture], snapshots: Path, store: WarcStore, count: int
) -> tuple[float, int]:
    if not count:
        extractor = open_cached_extractor(SETTINGS, snapshots)
        begun = time.monotonic()
        with ThreadPoolExecutor(cpu_count()) as pool:
            found = list(pool.map(lambda one: read_capture(one, store, extractor), papers))
        return time.monotonic() - begun, _count(found)
    with ExitStack() as stack:
        address, _ = stack.enter_context(cluster(count))
        workers = stack.enter_context(open_workers(replace(SETTINGS, dask=address)))
        journal = FileJournal(snapshots / "papers.jsonl", key="papers", store=store)
        far = spread_out(
            workers, SETTINGS, snapshots, store, key="papers", journal=journal
        ).far  # fmt: skip
        warm = [far.executor.submit(far.read, papers[:1], True) for _ in range(2 * count)]
        for one in warm:  # each has begun what reads
            one.result()
        begun = time.monotonic()
        tasks = [
            far.executor.submit(far.read, papers[at : at + _IN_A_TASK], False)
            for at in range(0, len(papers), _IN_A_TASK)
        ]
        found = [reading for task in tasks for reading in task.result()]
        return time.monotonic() - begun, _count(found)


def _count(found: Sequence[Reading]) -> int:
    return sum(isinstance(one.extraction, Document) for one in found)
