"""What an interrupted run had learnt: JSON lines, each with the system before the next.

A run that is killed loses none.  The disk is waited for now and then only: what a power
failure takes from the journal is asked again, and what was captured of it is in the
snapshots all the same.
"""

from __future__ import annotations

import json
import os
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any, assert_never

from citecheck.model.captures import (
    ArchiveAnswer,
    Failure,
    Holding,
    NoResponse,
    Outcome,
    Response,
)
from citecheck.model.errors import InputError
from citecheck.ports import SnapshotStore
from citecheck.snapshots.codec import (
    Json,
    hops_from_json,
    hops_to_json,
    memento_from_json,
    memento_to_json,
    moment_from_json,
    moment_to_json,
)
from citecheck.snapshots.digests import digest_of

SCHEMA = "citecheck/journal/1"
#: Bodies no longer than this stand in the journal itself.
SMALL = 512
#: So many seconds pass at least between two waits for the disk.
SYNC_EVERY = 0.5
#: An interrupted run is gone on with within this time.
KEEP = timedelta(days=1)


class FileJournal:
    """The journal of one run at ``path``; implements :class:`citecheck.ports.Journal`.

    ``key`` names the publication and whatever else must be equal for an answer to be
    worth reusing; a journal under another key is ignored, and overwritten by the first
    ``write``; with a ``clock`` so is one that was begun longer than ``keep`` ago, since
    the answers of last month are no audit of today.  The body of a response is a
    digest here, its bytes are in ``store``; an entry whose bytes are not there any more
    is left out, so that it is asked again.

    Raises :class:`InputError` where the file cannot be read or written.
    """

    def __init__(
        self,
        path: Path,
        *,
        key: str,
        store: SnapshotStore,
        clock: Callable[[], datetime] | None = None,
        keep: timedelta = KEEP,
    ) -> None:
        self._path, self._key, self._store = path, key, store
        self._clock, self._keep = clock, keep
        self._lock = Lock()
        self._ready = False
        self._synced: float | None = None

    def load(self) -> Sequence[Outcome | ArchiveAnswer]:
        """What an unfinished run under the same key wrote down; empty if there is none."""
        with self._lock, self._told():
            if not self._is_ours():
                return ()
            lines = self._path.read_bytes().decode("ascii", errors="replace").split("\n")
        entries = (self._entry(line) for line in lines[1:])
        return tuple(entry for entry in entries if entry is not None)

    def write(self, entry: Outcome | ArchiveAnswer) -> None:
        """Note one answer down at once."""
        line = json.dumps(_to_json(entry), ensure_ascii=True)
        with self._lock, self._told():
            if not self._ready:
                self._begin()
            self._append(line + "\n")

    def close(self, *, finished: bool) -> None:
        """Forget the journal if the run finished, keep it otherwise."""
        with self._lock, self._told():
            if self._ready:
                self._append("", sync=True)
            self._ready = False
            if finished and self._is_ours():
                self._path.unlink(missing_ok=True)

    def _begin(self) -> None:
        """Go on with our journal, or start one; a torn last line is closed."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._is_ours():
            if not self._ends_whole():
                self._append("\n")
        else:
            self._path.unlink(missing_ok=True)
            head = {"schema": SCHEMA, "key": self._key}
            if self._clock:
                head["begun"] = moment_to_json(self._clock())
            self._append(json.dumps(head) + "\n", sync=True)
        self._ready = True

    def _append(self, text: str, *, sync: bool = False) -> None:
        now = time.monotonic()
        with self._path.open("ab") as stream:
            stream.write(text.encode("ascii"))
            if sync or self._synced is None or now - self._synced >= SYNC_EVERY:
                stream.flush()
                os.fsync(stream.fileno())
                self._synced = now

    def _ends_whole(self) -> bool:
        with self._path.open("rb") as stream:
            stream.seek(-1, os.SEEK_END)
            return stream.read() == b"\n"

    def _is_ours(self) -> bool:
        """Whether the file goes on from this run, by its first line: it may be very long."""
        if not self._path.exists():
            return False
        with self._path.open("rb") as stream:
            head = _json_object(stream.readline().decode("ascii", errors="replace"))
        if not head or (head.get("schema"), head.get("key")) != (SCHEMA, self._key):
            return False
        if self._clock is None:
            return True
        try:
            # either way: a clock that jumped back makes no journal of last month one of today
            return abs(self._clock() - moment_from_json(head["begun"])) <= self._keep
        except (KeyError, TypeError, ValueError):
            return False

    def _entry(self, line: str) -> Outcome | ArchiveAnswer | None:
        record = _json_object(line)
        if record is None:
            return None
        try:
            if record["kind"] == "response":
                body = self._body(record)
                return None if body is None else _response(record, body)
            return _no_response(record) if record["kind"] == "none" else _answer(record)
        except (KeyError, TypeError, ValueError):
            return None

    def _body(self, record: Json) -> bytes | None:
        if "body" in record:
            return b64decode(record["body"])
        digest = str(record["digest"])
        for capture in self._store.captures(str(record["url"])):
            if capture.digest == digest:
                try:
                    return self._store.body(capture)
                except InputError:  # the snapshot is damaged: ask again
                    return None
        return None

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise InputError(
                f"cannot use the journal: {error.strerror or error}",
                source=str(self._path),
                remedy="make room there, allow writing, or name another folder",
            ) from error


def _json_object(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _to_json(entry: Outcome | ArchiveAnswer) -> Json:
    match entry:
        case Response():
            record = {
                "kind": "response",
                "url": entry.url,
                "final_url": entry.final_url,
                "status": entry.status,
                "headers": [list(header) for header in entry.headers],
                "digest": digest_of(entry.body),
                "at": moment_to_json(entry.at),
                "hops": hops_to_json(entry.hops),
                "complete": entry.complete,
                "elapsed_s": entry.elapsed_s,
                "why": entry.why,
            }
            if len(entry.body) <= SMALL:
                record["body"] = b64encode(entry.body).decode("ascii")
            return record
        case NoResponse():
            return {
                "kind": "none",
                "url": entry.url,
                "failure": entry.failure.value,
                "why": entry.why,
                "at": moment_to_json(entry.at),
                "hops": hops_to_json(entry.hops),
                "elapsed_s": entry.elapsed_s,
            }
        case ArchiveAnswer():
            return {
                "kind": "archive",
                "url": entry.url,
                "holding": entry.holding.value,
                "mementos": [memento_to_json(memento) for memento in entry.mementos],
                "why": entry.why,
                "archive": entry.archive,
            }
        case _:
            assert_never(entry)


def _response(record: Json, body: bytes) -> Response:
    return Response(
        url=record["url"],
        final_url=record["final_url"],
        status=int(record["status"]),
        headers=tuple((str(name), str(value)) for name, value in record["headers"]),
        body=body,
        at=moment_from_json(record["at"]),
        hops=hops_from_json(record["hops"]),
        complete=bool(record["complete"]),
        elapsed_s=float(record["elapsed_s"]),
        why=record["why"],
    )


def _no_response(record: Json) -> NoResponse:
    return NoResponse(
        url=record["url"],
        failure=Failure(record["failure"]),
        why=record["why"],
        at=moment_from_json(record["at"]),
        hops=hops_from_json(record["hops"]),
        elapsed_s=float(record["elapsed_s"]),
    )


def _answer(record: Json) -> ArchiveAnswer:
    return ArchiveAnswer(
        url=record["url"],
        holding=Holding(record["holding"]),
        mementos=tuple(memento_from_json(memento) for memento in record["mementos"]),
        why=record["why"],
        archive=str(record.get("archive", "")),
    )
