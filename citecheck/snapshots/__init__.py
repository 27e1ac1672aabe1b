"""What was captured, kept: WARC files, their index, and the journal of a run.

* :class:`~citecheck.snapshots.store.WarcStore` – the snapshots
* :class:`~citecheck.snapshots.storage.Storage` – the same on object storage
* :class:`~citecheck.snapshots.journal.FileJournal` – what an interrupted run had learnt
* :class:`~citecheck.snapshots.task_journals.GatheredJournal` – the same, with those of its tasks
* :class:`~citecheck.snapshots.index_cache.CachedArchive` – what archives listed lately
* :class:`~citecheck.snapshots.wacz.About` – what a WACZ tells of itself
"""

from __future__ import annotations

from citecheck.snapshots.index import INDEX, count_damaged_lines, find_captures
from citecheck.snapshots.index_cache import CachedArchive
from citecheck.snapshots.journal import FileJournal
from citecheck.snapshots.pruning import Pruned, prune_snapshots
from citecheck.snapshots.room import check_budget, measure_folder
from citecheck.snapshots.storage import Storage, open_spool
from citecheck.snapshots.store import Health, WarcStore
from citecheck.snapshots.task_journals import GatheredJournal
from citecheck.snapshots.wacz import About

__all__ = [
    "INDEX",
    "About",
    "CachedArchive",
    "FileJournal",
    "GatheredJournal",
    "Health",
    "Pruned",
    "Storage",
    "WarcStore",
    "check_budget",
    "count_damaged_lines",
    "find_captures",
    "measure_folder",
    "open_spool",
    "prune_snapshots",
]
