"""The snapshots: a folder of WARC files and their index."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Lock, RLock

from filelock import FileLock

from citecheck.model.captures import Capture, Known, Memento, Response
from citecheck.model.errors import InputError
from citecheck.snapshots.codec import facts_to_json
from citecheck.snapshots.digests import digest_of
from citecheck.snapshots.files import FILE_BYTES, WarcFiles
from citecheck.snapshots.index import OURS, Catalogue, Entry, entry_of
from citecheck.snapshots.index_file import IndexFile
from citecheck.snapshots.making import to_capture
from citecheck.snapshots.members import Record
from citecheck.snapshots.pruning import finish_pruning
from citecheck.snapshots.scanning import scan_file
from citecheck.snapshots.storage import Storage
from citecheck.snapshots.wacz import About, Page, write_wacz
from citecheck.snapshots.warc import (
    Payload,
    Written,
    exchange_records,
    redirect_record,
    uri,
)

_VALIDATORS = ("ETag", "Last-Modified")
#: Shorter payloads are written again rather than referred to.
WORTH_REFERRING = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What reading every record of a folder found: counts, and a sentence for all damage."""

    files: int
    answers: int
    captures: int
    warnings: tuple[str, ...]


class WarcStore:
    """Keeps captures in ``folder``; implements :class:`citecheck.ports.SnapshotStore`.

    Safe for several threads and processes.  Every record is on the disk before
    ``keep`` or ``record`` returns; a crash loses at most the record under way.  ``warnings`` tells
    what was damaged and passed over.  ``software`` goes into each file's first record.
    ``beyond`` is storage where more is kept; files of this folder that are to go there bear
    a ``label`` in their names.

    Raises :class:`InputError` where the folder cannot be read or written.
    """

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], datetime],
        software: str,
        *,
        file_bytes: int = FILE_BYTES,
        label: str = "",
        beyond: Storage | None = None,
    ) -> None:
        self._folder, self._clock, self._beyond = folder, clock, beyond
        self._files = WarcFiles(folder, clock, software, file_bytes, label=label, beyond=beyond)
        self._threads = RLock()  # what is in memory; nobody waits for the disk with it
        self._writers = Lock()  # what is in the files; taken before the other
        self._processes = FileLock(str(folder / ".lock"), thread_local=False)
        self._catalogue = Catalogue()
        self._index_file = IndexFile(folder, self._warn)
        self._is_closed = False
        self._is_only_here = False  # something in memory stands in no index
        self._damaged: set[str] = set()
        self._warnings: list[str] = []
        #: Redirects that were recorded as they came, so that no capture tells of them again.
        self._redirects: set[tuple[str, int]] = set()
        self._look_beyond()
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
        The answer that it came in is written after it, under the archive's own address.
        """
        capture = to_capture(response, memento, now=self._clock())
        kept = self._already(capture)
        if kept is None:
            same = self._same(capture.digest, capture.length, unchanged=bool(response.unchanged))
            made = self._records(response, capture, same)
            with self._writing():
                kept = self._already(capture) or self._append(made, capture, same)
            if response.carrier:
                self.record(response.carrier)
        if not self._beyond or self.holds(kept):
            self._sync(kept.warc, kept.offset)
        return kept

    def record(self, answer: Response) -> None:
        """Write an answer that is no capture: a redirect, an error before another try.

        ``answer.url`` is the address that was asked.
        """
        digest = digest_of(answer.body)
        same = self._same(digest, len(answer.body))
        made = exchange_records(answer, digest=digest, same_as=same)
        with self._writing():
            file, offset, length = self._files.append(made, self._is_whole)
            self._redirects.add((answer.url, answer.status))
            self._index(
                Entry(
                    warc=file,
                    offset=offset,
                    length=length,
                    target=uri(answer.url),
                    moment=answer.at,
                    status=answer.status,
                    media_type=answer.header("content-type"),
                    digest=digest,
                    payload=_place(same),
                )
            )
        self._sync(file, offset)

    def known(self, address: str) -> Known | None:
        """The last whole 200 answer of an address, and what later 304s said of it."""
        with self._threads, self._reading():
            self._refresh()
            entries = list(self._catalogue.answers(address))
        confirmed = 0
        while entries:
            full, capture = entries[-1], entries[-1].capture
            if capture is None or capture.unchanged_since is None:
                break
            confirmed += 1
            entries.pop()
        if not entries or capture is None or capture.status != 200 or not capture.complete:
            return None
        with self._reading():
            record = self._files.record(full.warc, full.offset)
            if record is None:
                return None
            misled = self._misled(record, full, entries[:-1])
        return Known(capture=capture, headers=record.headers, confirmed=confirmed, misled=misled)

    def captures(self, address: str) -> Sequence[Capture]:
        """Every capture of an address, oldest first; archived ones of any spelling of it."""
        with self._threads, self._reading():
            self._refresh()
            return self._catalogue.captures(address)

    def body(self, capture: Capture) -> bytes:
        """The payload of a capture, its digest checked; :class:`InputError` if it is damaged."""
        with self._threads, self._reading():
            self._refresh()
            if (capture.warc, capture.offset) not in self._catalogue.entries:
                self._look_beyond()
            entry = self._catalogue.entries.get((capture.warc, capture.offset))
            kept = self._catalogue.payload(capture.digest)
        places = [entry.payload if entry and entry.payload else (capture.warc, capture.offset)]
        places += [(kept.warc, kept.offset)] if kept else []
        for warc, offset in places:
            with self._reading():
                payload = self._files.payload(warc, offset)
            if payload is not None and digest_of(payload) == capture.digest:
                return payload
        raise InputError(
            f"the snapshot of {capture.url} at byte {capture.offset} is damaged or missing",
            source=str(self._folder / capture.warc),
            remedy="restore the file or audit the address again",
        )

    def holds(self, capture: Capture) -> bool:
        """Whether a capture's file is in this very folder, not beyond it."""
        return (self._folder / Path(capture.warc).name).is_file()

    def forget(self) -> None:
        """Let go what is in memory of the index; whoever asks again has it read again.

        Of a long list it is a third of what a run holds.  What stands in no index that can
        be read again is kept.
        """
        with self._threads:
            if not (self._beyond or self._is_only_here):
                self._catalogue = Catalogue()
                self._index_file.read_anew()

    def close(self) -> None:
        """Take nothing more, so that the files can go: requests may end that nobody waits for."""
        with self._writers:
            self._is_closed = True

    def files(self, addresses: Sequence[str]) -> tuple[str, ...]:
        """The names of the WARC files that hold what is kept of some addresses."""
        with self._threads, self._reading():
            self._refresh()
            return tuple(sorted({e.warc for a in addresses for e in self._catalogue.behind(a)}))

    def export(
        self, addresses: Sequence[str], target: Path, about: About, titles: Mapping[str, str]
    ) -> int:
        """Write all that is kept of some addresses as one WACZ; gives the number of captures.

        ``titles`` names pages by address.  Raises :class:`InputError` if nothing is kept.
        """
        with self._threads, self._reading():
            self._refresh()
            entries = {(e.warc, e.offset): e for a in addresses for e in self._catalogue.behind(a)}
            captures = {c for a in addresses for c in self._catalogue.captures(a)}
        if not captures:
            raise InputError(
                "nothing was captured of its addresses",
                source=str(self._folder),
                remedy="run `citecheck audit` first",
            )
        pages = [
            Page(url=c.final_url, at=c.captured, title=titles.get(c.url, c.final_url))
            for c in sorted(captures, key=lambda c: (c.captured, c.warc, c.offset))
            if 200 <= c.status < 300
        ]
        write_wacz(target, self._folder, list(entries.values()), pages, about)
        return len(captures)

    def _misled(self, record: Record, full: Entry, earlier: Sequence[Entry]) -> bool:
        """Whether an earlier answer, of other bytes, had the very validators of this one."""
        in_full = (e for e in earlier if e.capture and e.capture.unchanged_since is None)
        for other in [e for e in in_full if e.digest != full.digest and e.status == 200][-1:]:
            before = self._files.record(other.warc, other.offset)
            if before and all(before.header(n) == record.header(n) for n in _VALIDATORS):
                return True
        return False

    def reindex(self) -> Health:
        """Build the index again from the WARC files alone; damaged records are passed over."""
        return self.check(reindex=True)

    def check(self, *, reindex: bool = False) -> Health:
        """Read every record with its digest; ``reindex``: and write the index anew, sorted."""
        with self._writing() if reindex else self._threads, self._threads, self._reading():
            catalogue, warnings, damaged = Catalogue(), list[str](), set[str]()
            files = self._files.all()
            for file in files:
                scan = scan_file(file, 0, catalogue)
                warnings += scan.warnings
                damaged |= {file.name} if scan.damaged else set()
            entries = catalogue.entries.values()
            if reindex:
                self._catalogue, self._damaged, self._warnings = catalogue, damaged, warnings
                self._index_file.rewrite(entries)
            return Health(
                files=len(files),
                answers=len(entries),
                captures=sum(entry.capture is not None for entry in entries),
                warnings=tuple(dict.fromkeys(warnings)),
            )

    # writing

    def _already(self, capture: Capture) -> Capture | None:
        """The same copy of the same moment, if it is kept."""
        return next(
            (
                known
                for known in self.captures(capture.url)
                if replace(known, fetched=capture.fetched, warc="", offset=0) == capture
            ),
            None,
        )

    def _records(self, response: Response, capture: Capture, same: Payload | None) -> Written:
        """The records of a capture, made while others may write theirs."""
        made = exchange_records(
            response,
            digest=capture.digest,
            same_as=same,
            capture=capture,
            facts=facts_to_json(capture),
        )
        # redirects stand before the answer that they led to, so that an indexed
        # answer ends what one call wrote
        hops = b"".join(
            redirect_record(hop, capture)
            for hop in capture.hops
            if 300 <= hop.status < 400 and (hop.url, hop.status) not in self._redirects
        )
        return Written(data=hops + made.data, at=len(hops) + made.at)

    def _append(self, made: Written, capture: Capture, same: Payload | None) -> Capture:
        warc, offset, length = self._files.append(made, self._is_whole)
        placed = replace(capture, warc=warc, offset=offset)
        self._index(entry_of(placed, length=length, payload=_place(same)))
        return placed

    def _same(self, digest: str, length: int, *, unchanged: bool = False) -> Payload | None:
        """Where the payload is kept already, if it is worth referring to.

        With ``unchanged`` the server spoke of it, and it is, however short.
        """
        if length < WORTH_REFERRING and not unchanged:
            return None
        with self._threads, self._reading():
            self._refresh()
            return self._catalogue.payload(digest)

    def _index(self, entry: Entry) -> None:
        with self._threads:
            self._index_file.append(entry)
            self._catalogue.add(entry)

    def _is_whole(self, name: str, size: int) -> bool:
        return name not in self._damaged and self._catalogue.end_of(name) == size

    def _sync(self, warc: str, offset: int) -> None:
        """Wait until a record is on the disk; outside the locks, so that one flush does for many.

        Any end past the offset will do: records are appended whole.
        """
        try:
            self._files.sync(warc, offset + 1)
        except OSError as error:
            raise self._unwritten(error) from error

    def _unwritten(self, error: OSError) -> InputError:
        return InputError(
            f"cannot write snapshots: {error.strerror or error}",
            source=str(self._folder),
            remedy="make room there, allow writing, or name another folder",
        )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One writer at a time, among threads and processes; disk errors in one clear line.

        It knows what others wrote before.
        """
        with self._writers:
            if self._is_closed:
                raise ValueError("a closed store was written to")
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                with self._processes:
                    with self._threads:
                        self._refresh()
                    yield
            except OSError as error:
                raise self._unwritten(error) from error

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

    def _look_beyond(self) -> None:
        """Take in what was put up on the storage by now."""
        for entry in self._beyond.entries() if self._beyond else ():
            self._catalogue.add(entry)

    def _open(self) -> None:
        """Read the index, and take in records that a crash kept out of it."""
        if os.access(self._folder, os.W_OK) and finish_pruning(self._folder):
            self._warn("what was left to do of a pruning that was cut short was done")
        with self._threads, self._reading():
            self._refresh()
            if not self._unindexed():
                return
        if not os.access(self._folder, os.W_OK):
            self._is_only_here = True
            for file in self._unindexed():
                self._scan(file, self._catalogue.end_of(file.name))
            return
        with self._writing():
            for file in self._unindexed():
                for entry in self._scan(file, self._catalogue.end_of(file.name), mend=True):
                    self._index(entry)

    def _unindexed(self) -> list[Path]:
        """The files that hold more than the index knows."""
        return [
            file
            for file in self._files.all()
            if file.stat().st_size > self._catalogue.end_of(file.name)
        ]

    def _refresh(self) -> None:
        """Take in what was added to the index since it was read, by whatever process."""
        for entry in self._index_file.read_on():
            self._catalogue.add(entry)

    def _scan(self, file: Path, start: int, *, mend: bool = False) -> list[Entry]:
        """Take in the answers of a file from an offset on; gives the new ones.

        ``mend``: the torn end that a crash left on a file of ours is taken off it.
        """
        scan = scan_file(file, start, self._catalogue)
        for sentence in scan.warnings:
            self._warn(sentence)
        if mend and scan.torn is not None and file.name.startswith(OURS):
            aside = self._files.set_aside(file, scan.torn)
            self._warn(f"{file.name}: what a crash left behind {scan.torn} is in {aside.name}")
        if scan.damaged:
            self._damaged.add(file.name)
        return list(scan.entries)

    def _warn(self, sentence: str) -> None:
        if sentence not in self._warnings:
            self._warnings.append(sentence)


def _place(same: Payload | None) -> tuple[str, int] | None:
    return (same.warc, same.offset) if same else None
