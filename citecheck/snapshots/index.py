"""The index of the snapshots: CDXJ, one line a capture, only ever appended to.

A line is ``urlkey timestamp {json}`` as pywb and OpenWayback read it, with the
facts of the capture under ``citecheck``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from citecheck.model.captures import Capture, Origin
from citecheck.snapshots.codec import capture_from_facts, facts_to_json
from citecheck.snapshots.urlkey import urlkey
from citecheck.snapshots.warc import Payload, uri, warc_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A capture, how long its record is, and where its payload stands if elsewhere."""

    capture: Capture
    length: int
    payload: tuple[str, int] | None = None

    @property
    def end(self) -> int:
        """The first byte after its record."""
        return self.capture.offset + self.length


def to_line(entry: Entry) -> str:
    """The entry as a CDXJ line, with its line end."""
    capture = entry.capture
    revisit = entry.payload is not None
    record = {
        "url": uri(capture.final_url),
        "mime": "warc/revisit" if revisit else _bare(capture.media_type),
        "status": str(capture.status),
        "digest": capture.digest.removeprefix("sha1:"),
        "length": str(entry.length),
        "offset": str(capture.offset),
        "filename": capture.warc,
        "citecheck": facts_to_json(capture),
    }
    if entry.payload:
        record["payload"] = {"filename": entry.payload[0], "offset": entry.payload[1]}
    stamp = capture.captured.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    return f"{urlkey(capture.final_url)} {stamp} {json.dumps(record, ensure_ascii=True)}\n"


def from_line(line: str) -> Entry | None:
    """The entry in a line; ``None`` if it holds none."""
    parts = line.split(" ", 2)
    if len(parts) != 3:
        return None
    try:
        record = json.loads(parts[2])
        warc, payload = str(record["filename"]), record.get("payload")
        if "/" in warc or "\\" in warc or warc.startswith("."):
            return None  # an index never leads out of its folder
        return Entry(
            capture=capture_from_facts(
                record["citecheck"], warc=warc, offset=int(record["offset"])
            ),
            length=int(record["length"]),
            payload=(str(payload["filename"]), int(payload["offset"])) if payload else None,
        )
    except (ValueError, KeyError, TypeError):
        return None


@dataclass(slots=True)
class Catalogue:
    """The entries in memory, by address, by payload and by file."""

    entries: dict[tuple[str, int], Entry] = field(default_factory=dict)
    _live: dict[str, list[Capture]] = field(default_factory=dict)
    _archived: dict[str, list[Capture]] = field(default_factory=dict)
    _payloads: dict[str, Payload] = field(default_factory=dict)
    _ends: dict[str, int] = field(default_factory=dict)

    def add(self, entry: Entry) -> bool:
        """Take an entry in; false if its place is known already."""
        capture = entry.capture
        place = (capture.warc, capture.offset)
        if place in self.entries:
            return False
        self.entries[place] = entry
        if capture.origin is Origin.LIVE:
            self._live.setdefault(without_fragment(capture.url), []).append(capture)
        else:
            self._archived.setdefault(urlkey(capture.url), []).append(capture)
        if entry.payload is None:
            self._payloads.setdefault(
                capture.digest,
                Payload(
                    warc=capture.warc,
                    offset=capture.offset,
                    target=uri(capture.final_url),
                    date=warc_date(capture.captured),
                ),
            )
        self._ends[capture.warc] = max(self._ends.get(capture.warc, 0), entry.end)
        return True

    def captures(self, address: str) -> tuple[Capture, ...]:
        """Live captures of exactly this address, archived ones of any spelling of it."""
        found = [
            *self._live.get(without_fragment(address), ()),
            *self._archived.get(urlkey(address), ()),
        ]
        return tuple(sorted(found, key=lambda c: (c.captured, c.fetched, c.warc, c.offset)))

    def payload(self, digest: str) -> Payload | None:
        """Where a payload is kept in full."""
        return self._payloads.get(digest)

    def end_of(self, warc: str) -> int:
        """How much of a file is known."""
        return self._ends.get(warc, 0)


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
