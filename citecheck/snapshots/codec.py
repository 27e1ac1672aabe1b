"""Captures, mementos and hops as JSON and back, for the index and the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from citecheck.model.captures import Capture, Hop, Memento, Origin

Json = dict[str, Any]


def hops_to_json(hops: tuple[Hop, ...]) -> list[list[Any]]:
    """Hops as triples: address, status, where it pointed."""
    return [[hop.url, hop.status, hop.location] for hop in hops]


def hops_from_json(triples: list[list[Any]]) -> tuple[Hop, ...]:
    """Hops from triples."""
    return tuple(
        Hop(url=str(url), status=int(status), location=location)
        for url, status, location in triples
    )


def memento_to_json(memento: Memento) -> Json:
    """A memento as an object."""
    return {
        "timestamp": memento.timestamp,
        "original": memento.original,
        "url": memento.url,
        "archive": memento.archive,
        "status": memento.status,
        "media_type": memento.media_type,
        "digest": memento.digest,
    }


def memento_from_json(record: Mapping[str, Any]) -> Memento:
    """A memento from an object."""
    return Memento(
        timestamp=str(record["timestamp"]),
        original=str(record["original"]),
        url=str(record["url"]),
        archive=str(record["archive"]),
        status=record["status"],
        media_type=record["media_type"],
        digest=record["digest"],
    )


def moment_to_json(moment: datetime) -> str:
    """An aware time as ISO 8601 in UTC."""
    return moment.astimezone(UTC).isoformat()


def moment_from_json(text: str) -> datetime:
    """An aware time from ISO 8601; ``ValueError`` if it names no zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone: {text!r}")
    return moment.astimezone(UTC)


def facts_to_json(capture: Capture) -> Json:
    """What a WARC record alone would not tell of a capture; where it stands is not in it."""
    return {
        "url": capture.url,
        "final_url": capture.final_url,
        "origin": capture.origin.value,
        "status": capture.status,
        "captured": moment_to_json(capture.captured),
        "fetched": moment_to_json(capture.fetched),
        "digest": capture.digest,
        "length": capture.length,
        "media_type": capture.media_type,
        "hops": hops_to_json(capture.hops),
        "complete": capture.complete,
        "memento": memento_to_json(capture.memento) if capture.memento else None,
        "last_modified": _stamp(capture.last_modified),
        "unchanged_since": _stamp(capture.unchanged_since),
        "sha256": capture.sha256,
    }


def _stamp(moment: datetime | None) -> str | None:
    return moment_to_json(moment) if moment else None


def _moment(text: str | None) -> datetime | None:
    return moment_from_json(text) if text else None


def capture_from_facts(facts: Mapping[str, Any], *, warc: str, offset: int) -> Capture:
    """A capture from its facts and its place.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` for facts that are none.
    """
    return Capture(
        url=str(facts["url"]),
        final_url=str(facts["final_url"]),
        origin=Origin(facts["origin"]),
        status=int(facts["status"]),
        captured=moment_from_json(facts["captured"]),
        fetched=moment_from_json(facts["fetched"]),
        digest=str(facts["digest"]),
        length=int(facts["length"]),
        media_type=facts["media_type"],
        warc=warc,
        offset=offset,
        hops=hops_from_json(facts["hops"]),
        complete=bool(facts["complete"]),
        memento=memento_from_json(facts["memento"]) if facts["memento"] else None,
        last_modified=_moment(facts["last_modified"]),
        unchanged_since=_moment(facts.get("unchanged_since")),
        sha256=facts.get("sha256"),
    )
