"""The audits of one publication in one SQLite file (WAL), through sqlite-utils."""

from __future__ import annotations

import errno
import itertools
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import sqlite_utils
from filelock import FileLock, Timeout

from citecheck.history.documents import KeptDocument, WholeDocument, read_document
from citecheck.history.schema import MIGRATIONS
from citecheck.model.errors import InputError
from citecheck.model.verdicts import AddressStatus, Look, Standing
from citecheck.verdicts.due import extend_standing

FILE_NAME = "history.sqlite"
#: SQLite's primary result codes for a file that is damaged, or no database.
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
#: Less room than this (bytes), and SQLite cannot map its WAL's index.
_ROOM = 65_536
#: What one row of each list of an audit document keeps, beside the audit's id.
_ROWS = {
    "addresses": ("url", "status", "http_status", "final_url", "archive", "first_failed",
                  "failures", "digest", "why", "asked", "alive_since", "next_check"),
    "citations": ("note", "index", "work", "verdict", "url", "why"),
    "claims": ("id", "verdict", "why"),
    "findings": ("note", "claim", "verdict", "version", "address", "captured", "value_found",
                 "passage", "page", "why"),
    "slips": ("note", "code", "severity", "message"),
}  # fmt: skip
#: The tables whose rows are of an audit each.
TABLES = (*_ROWS, "notices")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One audit of the history: its id, when it began and ended (ISO 8601, UTC), its network."""

    id: str
    started: str
    finished: str
    network: str


class History:
    """All audits of a publication; ``folder`` is its report folder, which it moves with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / FILE_NAME
        self._lock = FileLock(folder / ".audit.lock")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the publication for one audit.

        Raises :class:`InputError` if another audit of it is running, the folder cannot be
        written, or the history in it is damaged.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise InputError(
                "another audit of this publication is running",
                source=str(self._path.parent),
                remedy="wait for it, or give another folder with -o",
            ) from error
        except OSError as error:
            raise self._unusable(error) from error
        try:
            self.check()
            yield
        finally:
            self._lock.release()

    def check(self) -> tuple[Kept, ...]:
        """The audits kept; raises :class:`InputError` if the file is damaged.

        Better known before an audit than when it is to be kept.
        """
        if not self._path.exists():
            return ()
        with self.open() as database:
            (row,) = database.query("pragma quick_check(1)")
            if row["quick_check"] != "ok":
                raise self._unusable(sqlite3.DatabaseError(f"it is damaged: {row['quick_check']}"))
        return self.audits()

    def is_held(self) -> bool:
        """Whether an audit of the publication is running now."""
        if not self._path.parent.is_dir():
            return False
        try:
            with self._lock.acquire(timeout=0):
                return False
        except Timeout:
            return True
        except OSError:
            return False  # nobody can hold what nobody can write

    def record(
        self,
        document: Mapping[str, Any],
        settings: Mapping[str, Any],
        metrics: Mapping[str, Any] | None = None,
    ) -> str:
        """Keep an audit for good: whole, and row by row for whoever asks with SQL.

        The document's lists may be iterators; each is gone through once.  All or nothing,
        also when the program is killed.  Returns the id that it is kept under: its own, with
        a number after it where two began in the same second.
        Raises :class:`InputError` if the file cannot be written.
        """
        run = document["audit"]
        with self.open(create=True) as database, database.atomic():
            key = _free(database, run["id"])
            database.table("audits").insert(
                {
                    "id": key, "number": _next_number(database), "source": run["source"],
                    "started": run["started"], "finished": run["finished"],
                    "version": run["version"], "network": run["network"],
                    "notes": json.dumps(run["only"]),
                    "settings": json.dumps(settings, sort_keys=True, default=str),
                    "metrics": json.dumps(metrics),
                }
            )  # fmt: skip
            whole = WholeDocument()
            for name, value in document.items():
                if name == "audit":
                    whole.add(name, {**run, "id": key})
                elif name in _ROWS:
                    rows = (_row(key, name, item) for item in whole.pass_on(name, value))
                    database.table(name).insert_all(rows)
                else:
                    whole.add(name, list(value) if isinstance(value, Iterator) else value)
            _keep_whole(database, key, whole.end())
        return key

    def audits(self) -> tuple[Kept, ...]:
        """The audits kept, in the order in which they were made; none where there is no history."""
        if not self._path.exists():
            return ()
        with self.open() as database:
            rows = database.query(
                "select id, started, finished, network from audits order by number"
            )
            return tuple(Kept(**row) for row in rows)

    def looks(self) -> Iterator[tuple[str, Look, Mapping[str, Any]]]:
        """What the audits tell of each address, in the order in which they were made: its row."""
        if not self._path.exists():
            return
        with self.open() as database:
            for row in database.query(
                "select url, status, started, asked, alive_since, first_failed, failures"
                " from addresses join audits on audits.id = audit order by number"
            ):
                at = datetime.fromisoformat(row["started"])
                asked = datetime.fromisoformat(row["asked"]) if row["asked"] else at
                yield row["url"], Look(at=at, asked=asked, status=AddressStatus(row["status"])), row

    def standings(self, *, days_apart: float) -> dict[str, Standing]:
        """How each address stood when it was last asked; failures count so many days apart.

        What audits knew that were dropped is in the rows of the first one that is kept.
        """
        found: dict[str, Standing] = {}
        for url, look, row in self.looks():
            standing = extend_standing(found.get(url), look, days_apart=days_apart)
            if standing:
                found[url] = standing if url in found else _since_before(standing, row)
        return found

    def document(self, audit: str) -> Mapping[str, Any]:
        """The document of an audit, whole.

        Raises :class:`InputError` if there is none of this id.
        """
        return read_document(self._kept(audit, "document"))

    def open_document(self, audit: str) -> KeptDocument:
        """The same, read bit by bit: that of a long list is larger than all else of a run."""
        self._kept(audit, "id")
        return KeptDocument(partial(self._kept, audit, "document"))

    def _kept(self, audit: str, column: str) -> Any:
        with self.open() as database:
            found = list(database.query(f"select {column} from audits where id = ?", [audit]))  # noqa: S608 - our own words
        if not found:
            known = ", ".join(kept.id for kept in self.audits()[-3:]) or "it is empty"
            raise InputError(
                f"holds no audit {audit!r}", source=str(self._path), remedy=f"the last: {known}"
            )
        return found[0][column]

    def before(self, audit: str) -> Iterator[KeptDocument]:
        """The documents of the audits before one, the last of them first; opened as they are taken.

        Nothing for an id that is not in the history.
        """
        ids = [kept.id for kept in self.audits()]
        if audit in ids:
            for earlier in reversed(ids[: ids.index(audit)]):
                yield self.open_document(earlier)

    def told(self, channel: str) -> str | None:
        """The last audit that needs no further notice by a channel: it was told, or was no news."""
        if not self._path.exists():
            return None
        with self.open() as database:
            rows = database.query(
                "select audit from notices join audits on audits.id = audit"
                " where channel = ? and sent order by number desc limit 1",
                [channel],
            )
            return next((str(row["audit"]) for row in rows), None)

    def first_owed(self, channel: str) -> str | None:
        """The first audit of which a channel was to tell something and could not."""
        with self.open() as database:
            rows = database.query(
                "select audit from notices join audits on audits.id = audit"
                " where channel = ? and not sent order by number limit 1",
                [channel],
            )
            return next((str(row["audit"]) for row in rows), None)

    def lost_notices(self) -> tuple[str, ...]:
        """Why each channel was not told of the last audit that it was to be told of."""
        with self.open() as database:
            rows = database.query(
                "select channel, sent, why, max(notices.rowid) from notices group by channel"
            )
            return tuple(f"{row['channel']}: {row['why']}" for row in rows if not row["sent"])

    def note_notice(self, audit: str, channel: str, *, at: datetime, sent: bool, why: str) -> None:
        """Keep what became of a notice of an audit; ``sent`` also where it was no news."""
        with self.open() as database, database.atomic():
            database.table("notices").insert(
                {
                    "audit": audit, "channel": channel, "at": at.isoformat(), "sent": int(sent),
                    "why": why,
                }
            )  # fmt: skip

    @contextmanager
    def open(self, *, create: bool = False) -> Iterator[sqlite_utils.Database]:
        """The database, for as long as the block runs.

        Raises :class:`InputError` if it is not there, damaged, or cannot be used.
        """
        try:
            if not create and not self._path.exists():
                raise InputError(
                    "there is no history here",
                    source=str(self._path),
                    remedy="run `citecheck audit` first",
                )
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path, timeout=30)
            try:
                database = sqlite_utils.Database(connection)
                database.enable_wal()
                MIGRATIONS.apply(database)
                yield database
            finally:
                connection.close()
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(error) from error

    def _unusable(self, error: Exception) -> InputError:
        words = getattr(error, "strerror", None) or str(error)
        damaged = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF in _DAMAGED
        if isinstance(error, OSError) or not damaged:
            if self._is_full():
                words = os.strerror(errno.ENOSPC)
            remedy = "make room there or allow writing; nothing that it holds is lost"
        else:
            remedy = "move the file away to begin a new one; the reports are not touched"
        return InputError(
            f"the history cannot be used: {words}", source=str(self._path), remedy=remedy
        )

    def _is_full(self) -> bool:
        """Whether the disk is; SQLite calls that an I/O error where its WAL cannot grow."""
        try:
            return shutil.disk_usage(self._path.parent).free < _ROOM
        except OSError:
            return False


def _since_before(standing: Standing, row: Mapping[str, Any]) -> Standing:
    """A standing at the first look that is kept, as it was known from those before."""
    since, streak = standing.alive_since, standing.streak
    if since and row["alive_since"]:
        since = datetime.fromisoformat(row["alive_since"])
    if streak and row["first_failed"]:
        first = datetime.fromisoformat(row["first_failed"])
        streak = replace(streak, first_failed=first, failures=row["failures"])
    return replace(standing, alive_since=since, streak=streak)


def _keep_whole(database: sqlite_utils.Database, key: str, whole: str | list[bytes]) -> None:
    """Put an audit's document beside its rows.

    A long one is written part by part: given as a value SQLite would hold it several times.
    """
    if isinstance(whole, str):
        database.execute("update audits set document = ? where id = ?", [whole, key])
        return
    length = sum(map(len, whole))
    database.execute("update audits set document = zeroblob(?) where id = ?", [length, key])
    ((row,),) = database.execute("select rowid from audits where id = ?", [key])
    with database.conn.blobopen("audits", "document", row) as blob:
        for part in whole:
            blob.write(part)


def _row(audit: str, table: str, item: Mapping[str, Any]) -> dict[str, Any]:
    return {"audit": audit, **{_column(name): _cell(item[name]) for name in _ROWS[table]}}


def _cell(value: Any) -> Any:
    """What SQLite can hold of a value: its texts are UTF-8."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _next_number(database: sqlite_utils.Database) -> int:
    (row,) = database.query("select coalesce(max(number), 0) + 1 as number from audits")
    return int(row["number"])


def _free(database: sqlite_utils.Database, wanted: str) -> str:
    taken = {row["id"] for row in database.query("select id from audits")}
    further = (f"{wanted}-{number}" for number in itertools.count(2))
    return wanted if wanted not in taken else next(key for key in further if key not in taken)


def _column(name: str) -> str:
    """``index`` is a word of SQL, ``id`` that of the audit's own row."""
    return {"index": "place", "id": "claim"}.get(name, name)
