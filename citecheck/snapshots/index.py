"""The index of the snapshots: CDXJ, one line an answer.

A line is ``urlkey timestamp {json}`` as pywb and OpenWayback read it, with the facts
of the capture under ``citecheck``; ``null`` there is an answer on the way to one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from sys import intern
from typing import Any
from urllib.parse import unquote, urlsplit

from citecheck.model.captures import Capture, Origin
from citecheck.snapshots.codec import capture_from_facts, facts_to_json
from citecheck.snapshots.urlkey import urlkey
from citecheck.snapshots.warc import Payload, uri, warc_date

#: The index's name in a folder.
INDEX = "index.cdxj"
#: Files of our own begin so.
OURS = "citecheck-"
#: A chain of redirects in another program's files is followed so far.
_MOST_HOPS = 20


def _asks_for(address: str, asked: str) -> bool:
    """Whether an archive was asked for this address, by its index or for a copy.

    >>> _asks_for("http://a.example/x", "https://b.example/web/2011id_/http://a.example/x")
    True
    >>> _asks_for("http://a.example/x", "https://b.example/cdx?url=http%3A%2F%2Fa.example%2Fxy")
    False
    """
    bare = unquote(without_fragment(address)).partition("://")[2]
    for text in (unquote(asked), unquote(unquote(asked))):
        _, found, after = text.partition(f"/{bare}" if f"/{bare}" in text else f"={bare}")
        if found and after[:1] in ("", "&"):
            return True
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A kept answer: where its record stands, what it is of, where its payload is if elsewhere.

    ``capture`` is what an audit made of it; ``None`` for redirects, errors before another
    try, and what an archive said of itself.
    """

    warc: str
    offset: int
    length: int
    target: str
    moment: datetime
    status: int
    media_type: str | None
    digest: str
    payload: tuple[str, int] | None = None
    capture: Capture | None = None

    @property
    def end(self) -> int:
        """The first byte after its record."""
        return self.offset + self.length


def entry_of(capture: Capture, *, length: int, payload: tuple[str, int] | None) -> Entry:
    """The entry of a capture that has its place."""
    return Entry(
        warc=capture.warc,
        offset=capture.offset,
        length=length,
        target=_same_or(capture.url, uri(capture.final_url)),
        moment=capture.captured,
        status=capture.status,
        media_type=capture.media_type,
        digest=capture.digest,
        payload=payload,
        capture=capture,
    )


def _same_or(known: str, text: str) -> str:
    """The text, as the very object that is known where both are equal: it is held for long."""
    return known if known == text else text


def to_line(entry: Entry) -> str:
    """The entry as a CDXJ line, with its line end."""
    record: dict[str, Any] = {
        "url": entry.target,
        "mime": "warc/revisit" if entry.payload else _bare(entry.media_type),
        "status": str(entry.status),
        "digest": entry.digest.removeprefix("sha1:"),
        "length": str(entry.length),
        "offset": str(entry.offset),
        "filename": entry.warc,
        "citecheck": facts_to_json(entry.capture) if entry.capture else None,
    }
    if entry.payload:
        record["payload"] = {"filename": entry.payload[0], "offset": entry.payload[1]}
    stamp = entry.moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    return f"{urlkey(entry.target)} {stamp} {json.dumps(record, ensure_ascii=True)}\n"


def from_line(line: str) -> Entry | None:
    """The entry in a line; ``None`` if it holds none."""
    parts = line.split(" ", 2)
    if len(parts) != 3:
        return None
    try:
        record = json.loads(parts[2])
        warc, payload, facts = (
            intern(str(record["filename"])),
            record.get("payload"),
            record["citecheck"],
        )
        offset = int(record["offset"])
        if "/" in warc or "\\" in warc or warc.startswith("."):
            return None  # an index never leads out of its folder
        length = int(record["length"])
        place = (str(payload["filename"]), int(payload["offset"])) if payload else None
        if facts:
            capture = capture_from_facts(facts, warc=warc, offset=offset)
            return entry_of(capture, length=length, payload=place)
        return Entry(
            warc=warc,
            offset=offset,
            length=length,
            target=str(record["url"]),
            moment=datetime.strptime(parts[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC),
            status=int(record["status"]),
            media_type=str(record["mime"]),
            digest=f"sha1:{record['digest']}",
            payload=place,
        )
    except (ValueError, KeyError, TypeError):
        return None


def find_captures(path: Path) -> Iterator[Capture]:
    """The captures that an index tells of; none where there is none.

    Raises ``OSError`` if it cannot be read.
    """
    if path.exists():
        with path.open("rb") as stream:
            for line in stream:
                entry = from_line(line.decode("utf-8", errors="replace"))
                if entry and entry.capture:
                    yield entry.capture


def count_damaged_lines(path: Path) -> int:
    """How many lines of an index hold no entry; 0 where there is none.

    Raises ``OSError`` if it cannot be read.
    """
    if not path.exists():
        return 0
    with path.open("rb") as stream:
        lines = (line.decode("utf-8", errors="replace") for line in stream)
        return sum(bool(line.strip()) and from_line(line) is None for line in lines)


class _ByPlace(MutableMapping[tuple[str, int], Entry]):
    """Entries by file and offset, without holding a pair for each of a hundred thousand."""

    def __init__(self) -> None:
        self._files: dict[str, dict[int, Entry]] = {}

    def __getitem__(self, place: tuple[str, int]) -> Entry:
        return self._files[place[0]][place[1]]

    def __setitem__(self, place: tuple[str, int], entry: Entry) -> None:
        self._files.setdefault(place[0], {})[place[1]] = entry

    def __delitem__(self, place: tuple[str, int]) -> None:
        del self._files[place[0]][place[1]]

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return ((warc, offset) for warc, entries in self._files.items() for offset in entries)

    def __len__(self) -> int:
        return sum(map(len, self._files.values()))


@dataclass(slots=True)
class Catalogue:
    """The entries in memory, by address, by target, by payload and by file.

    Of a hundred thousand addresses this is most of what a run holds, so nothing stands in it
    twice: ``_targets`` has only what was reached from another address, and an address with one
    live capture has no tuple of it.
    """

    entries: MutableMapping[tuple[str, int], Entry] = field(default_factory=_ByPlace)
    _live: dict[str, Capture | tuple[Capture, ...]] = field(default_factory=dict)
    _archived: dict[str, tuple[Capture, ...]] = field(default_factory=dict)
    _targets: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    _on_the_way: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    _payloads: dict[str, Entry] = field(default_factory=dict)
    _ends: dict[str, int] = field(default_factory=dict)

    def add(self, entry: Entry) -> bool:
        """Take an entry in; false if its place is known already."""
        place = (entry.warc, entry.offset)
        if place in self.entries:
            return False
        self.entries[place] = entry
        capture = entry.capture
        if capture is not None:
            if capture.origin is Origin.LIVE:
                address, target = without_fragment(capture.url), without_fragment(entry.target)
                known = self.as_kept(address)
                self._live[address] = (*known, capture) if known else capture
                if target != address:
                    self._targets[target] = (*self._targets.get(target, ()), entry)
            else:
                key = urlkey(capture.url)
                self._archived[key] = (*self._archived.get(key, ()), capture)
        else:
            before = self._on_the_way.get(entry.target, ())
            self._on_the_way[entry.target] = (*before, entry)
        if entry.payload is None:
            self._payloads.setdefault(entry.digest, entry)
        self.know_to(entry.warc, entry.end)
        return True

    def know_to(self, warc: str, end: int) -> None:
        """A file was read up to there."""
        self._ends[warc] = max(self._ends.get(warc, 0), end)

    def captures(self, address: str) -> tuple[Capture, ...]:
        """Live captures of exactly this address, archived ones of any spelling of it.

        A redirect in a file of another program's is followed to what is kept of its target.
        """
        found = [
            *(self._followed(c) for c in self.as_kept(address)),
            *self._archived.get(urlkey(address), ()),
        ]
        return tuple(sorted(found, key=_order))

    def as_kept(self, address: str) -> tuple[Capture, ...]:
        """Live captures of exactly this address, redirects as such."""
        kept = self._live.get(without_fragment(address), ())
        return (kept,) if isinstance(kept, Capture) else kept

    def _followed(self, capture: Capture) -> Capture:
        reached, hops = capture, capture.hops
        for _ in range(_MOST_HOPS):
            target = _leads_to(reached)
            there = self.as_kept(target) if target else ()
            if not there:
                break
            at = reached.captured
            reached = min(there, key=lambda c: (abs(c.captured - at), _order(c)))
            hops = (*hops, *reached.hops)
        if reached is capture or _leads_to(reached):
            return capture  # it leads nowhere, or in a circle
        return replace(reached, url=capture.url, hops=hops)

    def answers(self, address: str) -> tuple[Entry, ...]:
        """Live captures that ended at this address, oldest first."""
        target = uri(without_fragment(address))
        entries = (self.entries[c.warc, c.offset] for c in self.as_kept(target))
        direct = (entry for entry in entries if without_fragment(entry.target) == target)
        found = (*direct, *self._targets.get(target, ()))
        return tuple(sorted(found, key=lambda e: (e.moment, e.warc, e.offset)))

    def behind(self, address: str) -> tuple[Entry, ...]:
        """Everything that an address's captures rest on, each once, in the order of its moment.

        The captures themselves, the answers on the way to them, what an archive said of the
        address when its copies were taken, and the records in which payloads that came more
        than once are kept.
        """
        captures = self.captures(address)
        hops = {uri(hop.url) for capture in captures for hop in capture.hops}
        found = [self.entries[capture.warc, capture.offset] for capture in captures]
        for target in {uri(without_fragment(address)), *hops}:
            found += self._on_the_way.get(target, ())
        archives = {urlsplit(c.memento.url).netloc for c in captures if c.memento}
        for target in self._on_the_way if archives else ():
            if urlsplit(target).netloc in archives and _asks_for(address, target):
                found += self._on_the_way[target]
        places = {(e.warc, e.offset): e for e in found}
        for entry in found:
            original = self.entries.get(entry.payload) if entry.payload else None
            if original:
                places[original.warc, original.offset] = original
        return tuple(sorted(places.values(), key=lambda e: (e.moment, e.warc, e.offset)))

    def payload(self, digest: str) -> Payload | None:
        """Where a payload is kept in full."""
        entry = self._payloads.get(digest)
        if entry is None:
            return None
        return Payload(
            warc=entry.warc,
            offset=entry.offset,
            target=entry.target,
            date=warc_date(entry.moment),
        )

    def end_of(self, warc: str) -> int:
        """How much of a file is known."""
        return self._ends.get(warc, 0)


def _leads_to(capture: Capture) -> str | None:
    """Where a redirect points that another program kept by itself; ours are kept to their end."""
    ours = capture.warc.startswith(OURS)
    if ours or not (300 <= capture.status < 400 and len(capture.hops) == 1):
        return None
    (hop,) = capture.hops
    return hop.location if hop.url == capture.url == capture.final_url else None


def _order(capture: Capture) -> tuple[datetime, datetime, str, int]:
    return capture.captured, capture.fetched, capture.warc, capture.offset


def without_fragment(address: str) -> str:
    """The address as a server sees it."""
    return address.partition("#")[0]


def last_modified(value: str | None) -> datetime | None:
    """A Last-Modified header as an aware time; ``None`` if it gives none."""
    try:
        moment = parsedate_to_datetime(value) if value else None
    except ValueError:
        return None
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _bare(media_type: str | None) -> str:
    return (media_type or "unk").partition(";")[0].strip().lower() or "unk"
