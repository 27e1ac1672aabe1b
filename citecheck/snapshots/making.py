"""An answer as a capture that has no place yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from sys import intern

from citecheck.model.captures import Capture, Memento, Origin, Response
from citecheck.snapshots.digests import digest_of
from citecheck.snapshots.index import last_modified


def to_capture(response: Response, memento: Memento | None, *, now: datetime) -> Capture:
    """The capture of an answer, live or an archive's; ``now``: when an archive's was fetched."""
    kind = response.header("content-type")
    return Capture(
        url=response.url,
        final_url=response.final_url,
        origin=Origin.ARCHIVE if memento else Origin.LIVE,
        status=response.status,
        captured=response.at.astimezone(UTC),
        fetched=now.astimezone(UTC) if memento else response.at.astimezone(UTC),
        digest=digest_of(response.body),
        sha256=sha256(response.body).hexdigest(),
        length=len(response.body),
        media_type=intern(kind) if kind else kind,
        warc="",
        offset=0,
        hops=response.hops,
        complete=response.complete,
        memento=_shown(memento, response) if memento else None,
        last_modified=last_modified(response.header("last-modified")),
        unchanged_since=response.unchanged.since if response.unchanged else None,
    )


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
