"""What an archive's index said a few hours ago, so that the next run need not ask it again.

The index of the Wayback Machine bears 30 questions a minute and takes up to a minute for
each; what it lists of an address does not change from one hour to the next.  A failure is
never kept, nor is a list that was cut or told by a second hand.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from filelock import FileLock, Timeout

from citecheck.model.captures import ArchiveAnswer, Holding, Memento, Outcome
from citecheck.ports import Archive
from citecheck.snapshots.codec import (
    Json,
    memento_from_json,
    memento_to_json,
    moment_from_json,
    moment_to_json,
)

_KEPT = frozenset({Holding.CAPTURED, Holding.NONE, Holding.EXCLUDED})
#: A longer list is asked for again rather than kept.
_MOST_MEMENTOS = 20_000
_LOCK_SECONDS = 5.0
#: Clocks of machines that share a folder differ by so much.
_AHEAD = timedelta(minutes=10)


class CachedArchive:
    """An archive whose lists are kept at ``path`` for ``hours``; implements :class:`Archive`.

    ``key`` tells apart archives that share a host.  Where the file cannot be read or
    written the archive is asked, as it would be without it.
    """

    def __init__(
        self,
        archive: Archive,
        path: Path,
        *,
        key: str,
        hours: float,
        clock: Callable[[], datetime],
    ) -> None:
        self._archive, self._path, self._key, self._clock = archive, path, key, clock
        self._age = timedelta(hours=hours)
        self._lock = Lock()
        self._known: dict[str, ArchiveAnswer] | None = None

    @property
    def name(self) -> str:
        """The archive's host."""
        return self._archive.name

    def close(self) -> None:
        """Stop asking."""
        self._archive.close()

    def holdings(self, address: str) -> ArchiveAnswer:
        """What the index lists of an address, or listed within the last hours."""
        with self._lock:
            if self._known is None:
                self._known = self._load()
            known = self._known.get(address)
        if known:
            return known
        answer = self._archive.holdings(address)
        if answer.holding in _KEPT and answer.whole and len(answer.mementos) <= _MOST_MEMENTOS:
            self._keep(address, answer)
        return answer

    def fetch(self, memento: Memento) -> Outcome:
        """The memento's bytes as captured."""
        return self._archive.fetch(memento)

    def _keep(self, address: str, answer: ArchiveAnswer) -> None:
        record = {
            "key": self._key,
            "asked": address,
            "at": moment_to_json(self._clock()),
            "url": answer.url,
            "holding": answer.holding.value,
            "why": answer.why,
            "archive": answer.archive,
            "mementos": [memento_to_json(m) for m in answer.mementos],
        }
        line = json.dumps(record) + "\n"
        with self._lock:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                with self._file_lock(), self._path.open("a", encoding="ascii") as stream:
                    stream.write(line)
            except (OSError, Timeout):
                return  # the next run asks again

    def _load(self) -> dict[str, ArchiveAnswer]:
        """The lists that are fresh; those that are not are taken out of the file."""
        try:
            lines = self._path.read_text(encoding="ascii", errors="replace").splitlines()
        except OSError:
            return {}
        now = self._clock()
        fresh = [entry for line in lines if (entry := _entry(line, now, self._age))]
        if len(fresh) < len(lines):
            self._rewrite(now)
        return {
            entry["asked"]: answer
            for entry in fresh
            if entry["key"] == self._key and (answer := _answer(entry)) is not None
        }

    def _rewrite(self, now: datetime) -> None:
        try:
            with self._file_lock():
                lines = self._path.read_text(encoding="ascii", errors="replace").splitlines()
                kept = "".join(f"{line}\n" for line in lines if _entry(line, now, self._age))
                fresh = self._path.with_name(f"{self._path.name}.new")
                fresh.write_text(kept, encoding="ascii")
                fresh.replace(self._path)
        except (OSError, Timeout):
            return  # it is tidied up another time

    def _file_lock(self) -> FileLock:
        return FileLock(f"{self._path}.lock", timeout=_LOCK_SECONDS)


def _entry(line: str, now: datetime, age: timedelta) -> Json | None:
    """A line that can be read and is not too old, nor of a clock that was ahead."""
    try:
        entry: Json = json.loads(line)
        at = moment_from_json(entry["at"])
        usable = isinstance(entry["asked"], str) and isinstance(entry["key"], str)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return entry if usable and now - age <= at <= now + _AHEAD else None


def _answer(entry: Json) -> ArchiveAnswer | None:
    try:
        return ArchiveAnswer(
            url=str(entry["url"]),
            holding=Holding(entry["holding"]),
            mementos=tuple(memento_from_json(m) for m in entry["mementos"]),
            why=str(entry["why"]),
            archive=str(entry["archive"]),
        )
    except (ValueError, TypeError, KeyError):
        return None
