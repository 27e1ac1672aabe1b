"""The WARC files of a folder: appended to by day and size, read by place, mended after a crash."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from sys import intern
from threading import Lock
from typing import Protocol

from citecheck.snapshots.index import OURS
from citecheck.snapshots.members import Record, find_members, read_record
from citecheck.snapshots.warc import Written, warcinfo

#: A file is closed and the next begun at this size.
FILE_BYTES = 500_000_000
ENDINGS = (".warc.gz", ".warc")
#: Kinds of records that hold what a server sent.
_WITH_PAYLOAD = frozenset({"response", "resource"})


class RecordsByPlace(Protocol):
    """Where else records are read from."""

    def record(self, warc: str, offset: int) -> Record | None:
        """The record at a place; ``None`` if there is none or it is damaged."""
        ...


class WarcFiles:
    """The files of a folder; ``clock`` names the day's, ``software`` stands in each.

    What is not in the folder is read from ``beyond``; ``label`` is part of names.  The
    caller holds the locks.  Every method may raise ``OSError``.
    """

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], datetime],
        software: str,
        file_bytes: int,
        *,
        label: str = "",
        beyond: RecordsByPlace | None = None,
    ) -> None:
        self._folder, self._clock, self._software = folder, clock, software
        self._label, self._beyond = f"{label}-" if label else "", beyond
        self._file_bytes = file_bytes
        self._syncing = Lock()
        self._synced: dict[str, int] = {}

    def all(self) -> list[Path]:
        """Our WARC files and those that somebody else put there, by name."""
        found = [f for f in self._folder.iterdir() if f.name.endswith(ENDINGS)]
        return sorted(f for f in found if f.is_file() and not f.name.startswith("."))

    def append(self, made: Written, is_whole: Callable[[str, int], bool]) -> tuple[str, int, int]:
        """Append records; gives file, offset and length of the last of them.

        They are sure to outlast the machine only after :meth:`sync`.  They go into
        today's last file unless it is full, or not whole up to its size.
        """
        file, start = self._file_to_append(is_whole)
        head = b"" if start else warcinfo(file.name, self._software)
        write(file, head + made.data, mode="ab", sync=False)
        return intern(file.name), start + len(head) + made.at, len(made.data) - made.at

    def _file_to_append(self, is_whole: Callable[[str, int], bool]) -> tuple[Path, int]:
        day = self._clock().astimezone(UTC).strftime("%Y%m%d")
        number = 1
        while True:
            file = self._folder / f"{OURS}{day}-{self._label}{number:04}.warc.gz"
            size = file.stat().st_size if file.exists() else 0
            if not size or (size < self._file_bytes and is_whole(file.name, size)):
                return file, size
            number += 1

    def sync(self, warc: str, end: int) -> None:
        """Let a file be on the disk up to there; threads that wait are served by one flush."""
        with self._syncing:
            if self._synced.get(warc, 0) >= end:
                return
            with (self._folder / warc).open("rb") as stream:
                size = os.fstat(stream.fileno()).st_size
                os.fsync(stream.fileno())
            self._synced[warc] = size

    def record(self, warc: str, offset: int) -> Record | None:
        """The record at a place; ``None`` if there is none or it is damaged."""
        file = self._folder / Path(warc).name
        if not file.is_file():
            return self._beyond.record(file.name, offset) if self._beyond else None
        member = next(find_members(file, start=offset), None)
        return read_record(member.plain) if member and member.plain is not None else None

    def payload(self, warc: str, offset: int) -> bytes | None:
        """What a server sent, as the record at a place has it."""
        record = self.record(warc, offset)
        return record.payload if record and record.kind in _WITH_PAYLOAD else None

    def set_aside(self, file: Path, start: int) -> Path:
        """Take the torn end of a file of ours off it, so that the file is whole again.

        The bytes are not thrown away: they go into a file beside it.
        """
        aside = file.with_name(f"{file.name}.torn-{start}")
        with file.open("r+b") as stream:
            stream.seek(start)
            write(aside, stream.read(), mode="wb")
            stream.truncate(start)
            os.fsync(stream.fileno())
        return aside


def write(path: Path, data: bytes, *, mode: str, sync: bool = True) -> None:
    """Write, and flush to the disk; what a failed append left half-written is taken back."""
    with path.open(mode, buffering=0) as stream:
        start = stream.seek(0, os.SEEK_END)
        try:
            left = memoryview(data)
            while left:
                left = left[stream.write(left) :]
            if sync:
                os.fsync(stream.fileno())
        except OSError:
            os.ftruncate(stream.fileno(), start)
            raise
