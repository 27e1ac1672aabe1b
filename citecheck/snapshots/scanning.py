"""What a WARC file holds, read from the file alone: ours, and any other program's.

A record of ours tells its capture itself.  Of another program's, each ``response``,
``resource`` or ``revisit`` of an http(s) address is taken for a capture of that address,
made on the live web at its ``WARC-Date``; whether it once came by redirects is found when
the address is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin

from citecheck.model.captures import Capture, Hop, Origin
from citecheck.snapshots.codec import capture_from_facts
from citecheck.snapshots.digests import digest_of
from citecheck.snapshots.index import OURS, Catalogue, Entry, entry_of, last_modified
from citecheck.snapshots.members import Member, Record, find_members, read_record

_ANSWERS = frozenset({"response", "revisit", "resource"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What was found: new entries, and a sentence for each place that cannot be read.

    ``torn`` is where damage begins that goes on to the end of the file.
    """

    entries: tuple[Entry, ...]
    warnings: tuple[str, ...]
    damaged: bool
    torn: int | None = None


def scan_file(file: Path, start: int, catalogue: Catalogue) -> Scan:
    """Take the answers of a file from an offset on into the catalogue."""
    entries: list[Entry] = []
    warnings: list[str] = []
    damaged, torn = False, None
    for member in find_members(file, start=start):
        record = read_record(member.plain) if member.plain is not None else None
        torn = None
        if record is None:
            damaged = True
            torn = member.offset if member.plain is None else None
            warnings.append(
                f"{file.name}: {member.length} bytes at {member.offset} are damaged or cut "
                "short and were passed over"
            )
            continue
        try:
            entry = _entry(file.name, member, record, catalogue)
        except (KeyError, TypeError, ValueError):
            warnings.append(f"{file.name}: the record at {member.offset} lacks its facts")
            entry = None
        if entry and catalogue.add(entry):
            entries.append(entry)
        catalogue.know_to(file.name, member.offset + member.length)
    return Scan(entries=tuple(entries), warnings=tuple(warnings), damaged=damaged, torn=torn)


def _entry(warc: str, member: Member, record: Record, catalogue: Catalogue) -> Entry | None:
    """The entry of a record; ``None`` for one that is no answer of a web server."""
    refers = record.refers
    payload = (str(refers["warc"]), int(refers["offset"])) if refers else None
    if record.facts is not None:
        capture = capture_from_facts(record.facts, warc=warc, offset=member.offset)
        return entry_of(capture, length=member.length, payload=payload)
    if record.kind not in _ANSWERS or not record.target.lower().startswith(("http:", "https:")):
        return None
    if record.ours or warc.startswith(OURS):
        return _on_the_way(warc, member, record, payload)
    return _foreign(warc, member, record, catalogue)


def _on_the_way(
    warc: str, member: Member, record: Record, payload: tuple[str, int] | None
) -> Entry:
    return Entry(
        warc=warc,
        offset=member.offset,
        length=member.length,
        target=record.target,
        moment=_moment(record.date),
        status=record.status or 0,
        media_type=record.header("content-type"),
        digest=record.digest or digest_of(record.payload),
        payload=payload,
    )


def _foreign(warc: str, member: Member, record: Record, catalogue: Catalogue) -> Entry | None:
    """Another program's record as a capture; a revisit whose payload is not here is none."""
    at = _moment(record.date)
    original = _original(record, catalogue)
    if record.kind == "revisit" and original is None:
        return None
    status = record.status or (original.status if original else 200)
    location = record.header("location")
    hops: tuple[Hop, ...] = ()
    if 300 <= status < 400 and location:
        hops = (Hop(url=record.target, status=status, location=urljoin(record.target, location)),)
    capture = Capture(
        url=record.target,
        final_url=record.target,
        origin=Origin.LIVE,
        status=original.status if original and status == 304 else status,
        captured=at,
        fetched=at,
        digest=original.digest if original else digest_of(record.payload),
        sha256=original.sha256 if original else sha256(record.payload).hexdigest(),
        length=original.length if original else len(record.payload),
        media_type=original.media_type if original else record.header("content-type"),
        warc=warc,
        offset=member.offset,
        hops=hops,
        complete=not record.truncated,
        last_modified=last_modified(record.header("last-modified")),
    )
    payload = None
    if original:
        place = (original.warc, original.offset)
        payload = catalogue.entries[place].payload or place
    return entry_of(capture, length=member.length, payload=payload)


def _original(record: Record, catalogue: Catalogue) -> Capture | None:
    """The capture that a revisit says its payload is that of."""
    if record.kind != "revisit" or record.refers_to is None:
        return None
    target, date = record.refers_to
    at = _moment(date)
    return next((c for c in catalogue.as_kept(target) if c.captured == at), None)


def _moment(date: str) -> datetime:
    """A WARC-Date, as precise as WARC 1.1 lets it be; ``ValueError`` if it is none."""
    moment = datetime.fromisoformat(date)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
