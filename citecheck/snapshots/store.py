"""The snapshots: a folder of WARC files and their index."""

from __future__ import annotations

import os
from base64 import b32encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha1
from pathlib import Path
from threading import RLock

from filelock import FileLock

from citecheck.model.captures import Capture, Memento, Origin, Response
from citecheck.model.errors import InputError
from citecheck.snapshots.codec import capture_from_facts, facts_to_json
from citecheck.snapshots.index import Catalogue, Entry, from_line, last_modified, to_line
from citecheck.snapshots.warc import (
    Payload,
    find_members,
    read_record,
    redirect_record,
    response_record,
    warcinfo,
)

INDEX = "index.cdxj"
#: A file is closed and the next begun at this size.
FILE_BYTES = 500_000_000
#: Shorter payloads are written again rather than referred to.
WORTH_REFERRING = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Reindexed:
    """What building the index again found."""

    captures: int
    warnings: tuple[str, ...]


def digest_of(body: bytes) -> str:
    """The digest that CDX uses: ``sha1:`` and base32.

    >>> digest_of(b"")
    'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
    """
    return "sha1:" + b32encode(sha1(body, usedforsecurity=False).digest()).decode("ascii")


class WarcStore:
    """Keeps captures in ``folder``; implements :class:`citecheck.ports.SnapshotStore`.

    Safe for several threads and processes.  Every record is on the disk before
    ``keep`` returns; a crash loses at most the record under way.  ``warnings`` tells
    what was damaged and passed over.  ``software`` goes into each file's first record.

    Raises :class:`InputError` where the folder cannot be read or written.
    """

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], datetime],
        software: str,
        *,
        file_bytes: int = FILE_BYTES,
    ) -> None:
        self._folder, self._clock, self._software = folder, clock, software
        self._file_bytes = file_bytes
        self._threads = RLock()
        self._processes = FileLock(str(folder / ".lock"), thread_local=False)
        self._catalogue = Catalogue()
        self._read_to = 0
        self._damaged: set[str] = set()
        self._warnings: list[str] = []
        if folder.is_dir():
            self._open()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was damaged and passed over, a sentence each."""
        return tuple(self._warnings)

    def keep(self, response: Response, *, memento: Memento | None = None) -> Capture:
        """Write the response as a WARC record and index it; the very same copy is kept once.

        For an archived copy ``response.at`` is its Memento-Datetime; where the archive
        showed another copy than the one asked for, the capture names the one shown.
        """
        with self._writing():
            self._refresh()
            capture = self._capture(response, memento)
            known = self._already(capture)
            return known or self._append(response, capture)

    def captures(self, address: str) -> Sequence[Capture]:
        """Every capture of an address, oldest first; archived ones of any spelling of it."""
        with self._threads, self._reading():
            self._refresh()
            return self._catalogue.captures(address)

    def body(self, capture: Capture) -> bytes:
        """The payload of a capture, its digest checked; :class:`InputError` if it is damaged."""
        with self._threads, self._reading():
            self._refresh()
            entry = self._catalogue.entries.get((capture.warc, capture.offset))
            kept = self._catalogue.payload(capture.digest)
        places = [entry.payload if entry and entry.payload else (capture.warc, capture.offset)]
        places += [(kept.warc, kept.offset)] if kept else []
        for warc, offset in places:
            payload = self._payload_at(warc, offset)
            if payload is not None and digest_of(payload) == capture.digest:
                return payload
        raise InputError(
            f"the snapshot of {capture.url} at byte {capture.offset} is damaged or missing",
            source=str(self._folder / capture.warc),
            remedy="restore the file or audit the address again",
        )

    def reindex(self) -> Reindexed:
        """Build the index again from the WARC files alone; damaged records are passed over."""
        with self._writing():
            self._catalogue, self._damaged, self._warnings = Catalogue(), set(), []
            for file in sorted(self._folder.glob("*.warc.gz")):
                self._scan(file, 0)
            entries = self._catalogue.entries.values()
            lines = sorted(to_line(entry) for entry in entries)
            temporary = self._folder / f"{INDEX}.new"
            _write(temporary, "".join(lines).encode("ascii"), mode="wb")
            temporary.replace(self._folder / INDEX)
            self._read_to = (self._folder / INDEX).stat().st_size
            return Reindexed(captures=len(lines), warnings=self.warnings)

    # writing

    def _capture(self, response: Response, memento: Memento | None) -> Capture:
        return Capture(
            url=response.url,
            final_url=response.final_url,
            origin=Origin.ARCHIVE if memento else Origin.LIVE,
            status=response.status,
            captured=response.at.astimezone(UTC),
            fetched=self._clock().astimezone(UTC) if memento else response.at.astimezone(UTC),
            digest=digest_of(response.body),
            length=len(response.body),
            media_type=response.header("content-type"),
            warc="",
            offset=0,
            hops=response.hops,
            complete=response.complete,
            memento=_shown(memento, response) if memento else None,
            last_modified=last_modified(response.header("last-modified")),
        )

    def _already(self, capture: Capture) -> Capture | None:
        """The same copy of the same moment, if an archive gave it before."""
        if capture.origin is Origin.LIVE:
            return None
        return next(
            (
                known
                for known in self._catalogue.captures(capture.url)
                if replace(known, fetched=capture.fetched, warc="", offset=0) == capture
            ),
            None,
        )

    def _append(self, response: Response, capture: Capture) -> Capture:
        file, start = self._file_to_append()
        head = b"" if start else warcinfo(file.name, self._software)
        # redirects stand before the answer that they led to, so that an indexed
        # answer ends what one call wrote
        hops = [hop for hop in capture.hops if hop.location is not None]
        head += b"".join(redirect_record(hop, capture) for hop in hops)
        same = self._catalogue.payload(capture.digest)
        same = same if same and capture.length >= WORTH_REFERRING else None
        record = response_record(response, capture, facts_to_json(capture), same_as=same)
        _write(file, head + record, mode="ab")
        placed = replace(capture, warc=file.name, offset=start + len(head))
        self._index(_entry(placed, len(record), same))
        return placed

    def _index(self, entry: Entry) -> None:
        path = self._folder / INDEX
        torn = path.exists() and path.stat().st_size > self._read_to
        line = ("\n" if torn else "") + to_line(entry)
        _write(path, line.encode("ascii"), mode="ab")
        self._catalogue.add(entry)
        self._read_to = path.stat().st_size

    def _file_to_append(self) -> tuple[Path, int]:
        """Today's file and its size: the last one, unless it is full or damaged."""
        day = self._clock().astimezone(UTC).strftime("%Y%m%d")
        number = 1
        while True:
            file = self._folder / f"citecheck-{day}-{number:04}.warc.gz"
            size = file.stat().st_size if file.exists() else 0
            if not size or (size < self._file_bytes and self._is_whole(file, size)):
                return file, size
            number += 1

    def _is_whole(self, file: Path, size: int) -> bool:
        return file.name not in self._damaged and self._catalogue.end_of(file.name) == size

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One writer at a time, among threads and processes; disk errors in one clear line."""
        with self._threads:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                with self._processes:
                    yield
            except OSError as error:
                raise InputError(
                    f"cannot write snapshots: {error.strerror or error}",
                    source=str(self._folder),
                    remedy="make room there, allow writing, or name another folder",
                ) from error

    # reading

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise InputError(
                f"cannot read snapshots: {error.strerror or error}",
                source=str(self._folder),
                remedy="allow reading or name another folder",
            ) from error

    def _open(self) -> None:
        """Read the index, and take in records that a crash kept out of it."""
        with self._threads, self._reading():
            self._refresh()
            if not self._unindexed():
                return
        if not os.access(self._folder, os.W_OK):
            for file in self._unindexed():
                self._scan(file, self._catalogue.end_of(file.name))
            return
        with self._writing():
            self._refresh()
            for file in self._unindexed():
                for entry in self._scan(file, self._catalogue.end_of(file.name)):
                    self._index(entry)

    def _unindexed(self) -> list[Path]:
        """The files that hold more than the index knows."""
        return [
            file
            for file in sorted(self._folder.glob("citecheck-*.warc.gz"))
            if file.stat().st_size > self._catalogue.end_of(file.name)
        ]

    def _refresh(self) -> None:
        """Take in what was added to the index since it was read, by whatever process."""
        path = self._folder / INDEX
        if not path.exists() or path.stat().st_size == self._read_to:
            return
        with path.open("rb") as stream:
            stream.seek(self._read_to)
            added = stream.read()
        whole = added[: added.rfind(b"\n") + 1]  # the last line may be under way
        for line in whole.decode("utf-8", errors="replace").splitlines():
            entry = from_line(line)
            if entry:
                self._catalogue.add(entry)
            elif line.strip():
                self._warn(f"{INDEX}: a damaged line was passed over: {line[:60]!r}")
        self._read_to += len(whole)

    def _scan(self, file: Path, start: int) -> list[Entry]:
        """Take in the captures of a file from an offset on; gives the new ones."""
        found = []
        for member in find_members(file, start=start):
            record = read_record(member.plain) if member.plain is not None else None
            if record is None:
                self._damaged.add(file.name)
                self._warn(
                    f"{file.name}: {member.length} bytes at {member.offset} are damaged or cut "
                    "short and were passed over"
                )
                continue
            if record.facts is None:
                continue  # a redirect, a warcinfo, or another program's record
            try:
                capture = capture_from_facts(record.facts, warc=file.name, offset=member.offset)
            except (KeyError, TypeError, ValueError):
                self._warn(f"{file.name}: the record at {member.offset} lacks its facts")
                continue
            refers = record.refers
            payload = (str(refers["warc"]), int(refers["offset"])) if refers else None
            entry = Entry(capture=capture, length=member.length, payload=payload)
            if self._catalogue.add(entry):
                found.append(entry)
        return found

    def _payload_at(self, warc: str, offset: int) -> bytes | None:
        file = self._folder / Path(warc).name
        with self._reading():
            if not file.is_file():
                return None
            member = next(find_members(file, start=offset), None)
        record = read_record(member.plain) if member and member.plain is not None else None
        return record.payload if record and record.kind == "response" else None

    def _warn(self, sentence: str) -> None:
        if sentence not in self._warnings:
            self._warnings.append(sentence)


def _entry(capture: Capture, length: int, same: Payload | None) -> Entry:
    return Entry(capture=capture, length=length, payload=(same.warc, same.offset) if same else None)


def _shown(memento: Memento, response: Response) -> Memento:
    """The memento that the archive really showed: its own moment, not the one asked for.

    A captured redirect and what it led to, captured within a day of it, are one memento.
    """
    stamp = response.at.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    near = abs((response.at.astimezone(UTC).date() - memento.day).days) <= 1
    if stamp == memento.timestamp or (response.hops and near):
        return memento
    url = memento.url.replace(f"/{memento.timestamp}", f"/{stamp}", 1)
    return replace(memento, timestamp=stamp, url=url)


def _write(path: Path, data: bytes, *, mode: str) -> None:
    """Write and flush to the disk; what a failed append left half-written is taken back."""
    with path.open(mode) as stream:
        start = stream.tell()
        try:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        except OSError:
            os.ftruncate(stream.fileno(), start)
            raise
