"""What the tasks of a run had learnt, each in a journal of its own beside the captures.

A task whose worker died is done again and goes on from its journal; a run that was
stopped takes in what its tasks had written down.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from citecheck.model.captures import ArchiveAnswer, Outcome
from citecheck.ports import Journal, SnapshotStore
from citecheck.snapshots.journal import FileJournal


class GatheredJournal:
    """A journal with those of tasks in ``folder``; implements :class:`citecheck.ports.Journal`.

    They are under the same ``key``, their bodies in the same ``store``.
    """

    def __init__(self, journal: Journal, folder: Path, *, key: str, store: SnapshotStore) -> None:
        self._journal, self._folder, self._key, self._store = journal, folder, key, store
        self._loaded: Sequence[Outcome | ArchiveAnswer] | None = None

    def load(self) -> Sequence[Outcome | ArchiveAnswer]:
        """What the run had written down, and what only its tasks had."""
        if self._loaded is None:
            entries = list(self._journal.load())
            known = {entry.url for entry in entries if not isinstance(entry, ArchiveAnswer)}
            for entry in self._of_tasks():
                if entry.url not in known:
                    known.add(entry.url)
                    self._journal.write(entry)
                    entries.append(entry)
            self._loaded = tuple(entries)
        return self._loaded

    def _of_tasks(self) -> list[Outcome | ArchiveAnswer]:
        return [
            entry
            for file in sorted(self._folder.glob("*.jsonl"))
            for entry in FileJournal(file, key=self._key, store=self._store).load()
        ]

    def write(self, entry: Outcome | ArchiveAnswer) -> None:
        """Note one answer down in the run's journal."""
        self._journal.write(entry)

    def close(self, *, finished: bool) -> None:
        """Forget all of them if the run finished."""
        self._journal.close(finished=finished)
        if finished:
            shutil.rmtree(self._folder, ignore_errors=True)
