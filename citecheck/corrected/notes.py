"""From what is known of each note (its document) to the corrected note."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from citecheck.corrected.pieces import Address, CorrectedNote

_FOR_A_PERSON = {
    "misquoted": "the figure is wrong",
    "unsupported": "the figure is not in the source",
    "outdated": "the figure has changed since",
}


def correct(document: Mapping[str, Any], *, renew_access: bool) -> CorrectedNote:
    """The corrected note; ``renew_access`` gives every source that was read again a new date.

    Without it only a source at a new address gets one: that address was never read before.
    """
    moved = {c["source"] for c in document["corrections"] if c["kind"] == "moved"}
    chosen = tuple(
        c
        for c in document["corrections"]
        if c["kind"] != "accessed" or renew_access or c["source"] in moved
    )
    return CorrectedNote(
        number=document["note"],
        raw=document["raw"],
        corrections=chosen,
        left=tuple(_left(document)),
        addresses=tuple(_addresses(document, chosen)),
    )


def _left(document: Mapping[str, Any]) -> Iterable[str]:
    for claim in document["claims"]:
        if claim["verdict"] in _FOR_A_PERSON and not _is_settled(claim):
            yield f"{_FOR_A_PERSON[claim['verdict']]} ({claim['id']}): {claim['why']}"
    for citation in document["citations"]:
        if citation["verdict"] == "broken" and not _is_settled(citation):
            yield f"broken, and no copy to offer: {citation['why']}"
    for slip in document["slips"]:
        if slip["severity"] == "error":
            hint = f"; perhaps: {slip['suggestion']}" if slip["suggestion"] else ""
            yield f"{slip['message']}{hint}"


def _is_settled(judged: Mapping[str, Any]) -> bool:
    ruling = judged.get("ruling")
    return bool(ruling and ruling["stands"] and ruling["ruling"] == "accepted")


def _addresses(
    document: Mapping[str, Any], chosen: Iterable[Mapping[str, Any]]
) -> Iterable[Address]:
    replaced = {c["source"]: c["new"] for c in chosen if c["kind"] in ("repaired", "moved")}
    copied = {c["source"] for c in chosen if c["kind"] == "archived"}
    for citation in document["citations"]:
        index = citation["index"]
        url = replaced.get(index) or citation["url_printed"]
        if not url:
            continue
        copies = (citation["address"] or {}).get("archived", ()) if index in copied else ()
        copy = next((c for c in copies if c["usable"]), None)
        yield Address(
            url=url,
            archive_url=copy["url"] if copy else None,
            archived_on=_day(copy["timestamp"]) if copy else None,
            is_dead=citation["verdict"] == "rescued",
        )
        if copy:
            yield Address(url=copy["url"])


def _day(timestamp: str) -> str:
    """The day of an archive's 14 digits, ISO 8601."""
    return f"{timestamp[:4]}-{timestamp[4:6]}-{timestamp[6:8]}"
