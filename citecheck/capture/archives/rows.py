"""The rows of an archive's index as mementos.

Real rows are untidy (recordings of 2020 to 2026): nonsense times (month 00, hour
24), ``mailto:`` and ``data:`` originals, exact duplicates, several rows for one
key and second, status ``-`` for revisits, which may repeat a page or a 404.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from waybackpy.cdx_snapshot import CDXSnapshot

from citecheck.capture.archives.places import ArchiveBase
from citecheck.model.captures import Memento
from citecheck.verdicts.mementos import EMPTY_DIGEST

COLUMNS: Final = (
    "urlkey",
    "timestamp",
    "original",
    "mimetype",
    "statuscode",
    "digest",
    "length",
)
#: Not ``http://mailto:someone@…``, which crawlers make of bad links (seen 2020 for epa.gov).
_ASKABLE = re.compile(r"(?:https?|ftp)://(?!(?:mailto|data|javascript):)", re.IGNORECASE)
#: A picture inside a page, taken for an address by a crawler (seen 2020 for epa.gov).
_PICTURE = re.compile(r"data:[\w.+-]+/[\w.+-]+;base64,", re.IGNORECASE)
_REVISIT = "warc/revisit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What an index lists; ``skipped`` rows could not be used, ``cut``: there is more."""

    mementos: tuple[Memento, ...]
    skipped: int = 0
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred:
    """The owner or robots.txt keeps the address out of the archive's shown holdings."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSpoken:
    """The archive does not speak this dialect."""

    why: str


def parse_row(line: str) -> CDXSnapshot | None:
    """A row of seven columns; ``None`` if it cannot be one of a page that was captured."""
    values = line.split(" ")
    if len(values) != len(COLUMNS):
        return None
    row = dict(zip(COLUMNS, values, strict=True))
    stamp = row["timestamp"]
    if not (len(stamp) == 14 and stamp.isascii() and stamp.isdigit() and stamp >= "1990"):
        return None
    if not _ASKABLE.match(row["original"]) or _PICTURE.search(row["original"]):
        return None
    try:
        return CDXSnapshot(row)
    except ValueError:  # month 00, hour 24: seen in 2000 for usatoday.com
        return None


def to_mementos(snapshots: Iterable[CDXSnapshot], base: ArchiveBase) -> tuple[Memento, ...]:
    """Mementos, oldest first, each moment and address once, revisits resolved by digest."""
    resolved = _resolve([_to_memento(row, base) for row in snapshots])
    once: dict[tuple[str, str], Memento] = {}
    for memento in resolved:
        key = (memento.timestamp, memento.original)
        if key not in once or _telling(memento) < _telling(once[key]):
            once[key] = memento
    return tuple(sorted(once.values(), key=lambda m: (m.timestamp, m.original)))


def _to_memento(row: CDXSnapshot, base: ArchiveBase) -> Memento:
    status, media_type = str(row.statuscode), str(row.mimetype)
    revisit = media_type == _REVISIT
    known = status.isascii() and status.isdigit() and len(status) == 3
    return Memento(
        timestamp=row.timestamp,
        original=row.original,
        url=base.shown(row.timestamp, row.original),
        archive=base.name,
        status=int(status) if known and not revisit else None,
        media_type=None if revisit or media_type in ("-", "unk", "") else media_type,
        digest=None if row.digest in ("-", "") else row.digest.removeprefix("sha1:"),
    )


def _resolve(mementos: Sequence[Memento]) -> list[Memento]:
    """Give a revisit the status and type of the capture with the same bytes.

    Not by the digest of nothing, which a redirect and an empty page share; nor
    where the same bytes came as a page and as an error.
    """
    by_digest: dict[str, set[int]] = defaultdict(set)
    types: dict[str, str] = {}
    for m in sorted(mementos, key=lambda m: m.timestamp):
        if m.digest and m.digest != EMPTY_DIGEST and m.status is not None:
            by_digest[m.digest].add(m.status)
            if m.media_type:
                types[m.digest] = m.media_type
    resolved = []
    for m in mementos:
        if m.status is None and m.digest and len(statuses := by_digest[m.digest]) == 1:
            media_type = m.media_type or types.get(m.digest)
            resolved.append(replace(m, status=min(statuses), media_type=media_type))
        else:
            resolved.append(m)
    return resolved


def _telling(memento: Memento) -> tuple[int, int, str]:
    """Which of several rows for one moment and address to believe: a page first."""
    status = memento.status
    return (0 if status == 200 else 2 if status is None else 1, status or 0, memento.digest or "")
