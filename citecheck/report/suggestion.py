"""What the next edition might print for a note, from what the last audit knows of its sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from citecheck.endnotes.corrections import (
    ArchivedVersion,
    Correction,
    CorrectionKind,
    Standing,
    apply_corrections,
    find_corrections,
)
from citecheck.report.cleanness import CLAIM_FINDINGS

_BESIDE_A_COPY = frozenset({"rescued", "changed"})
_BEARS_OUT = frozenset({"sound", "moved"})
_ALIVE = frozenset({"ok", "moved"})


def correct_note(
    raw: str, citations: Sequence[Mapping[str, Any]], claims: Sequence[Mapping[str, Any]] = ()
) -> tuple[Correction, ...]:
    """Every correction that the next edition might make, from a note document's lists.

    A note whose figures are in doubt gets no new access date: nobody has settled yet what
    was read there.
    """
    in_doubt = any(claim["verdict"] in CLAIM_FINDINGS for claim in claims)
    standings = [_standing(citation, in_doubt=in_doubt) for citation in citations]
    return find_corrections(raw, standings)


def suggest_note(raw: str, corrections: Sequence[Correction]) -> str | None:
    """The note's text corrected; ``None`` where nothing is to be changed.

    The access date of a page that stands as it stood is left as it was: whether it is
    renewed for the next edition is the editor's choice.
    """
    moved = {c.source for c in corrections if c.kind is CorrectionKind.MOVED}
    due = [c for c in corrections if c.kind is not CorrectionKind.ACCESSED or c.source in moved]
    text = apply_corrections(raw, due)
    return text if text != raw else None


def correction_document(correction: Correction) -> dict[str, Any]:
    """A correction as JSON: characters ``start`` to ``end`` of the note, old and new words."""
    return {
        "start": correction.start,
        "end": correction.end,
        "old": correction.old,
        "new": correction.new,
        "kind": correction.kind.value,
        "source": correction.source,
    }


def _standing(citation: Mapping[str, Any], *, in_doubt: bool) -> Standing:
    address = citation["address"] or {}
    verdict = citation["verdict"]
    moved = address.get("final_url") if verdict == "moved" else None
    copy = _copy(address) if verdict in _BESIDE_A_COPY else None
    return Standing(
        url=citation["url"],
        printed=citation["url_printed"],
        accessed=citation["accessed"],
        moved_to=moved or (_found_again(address) if verdict == "rescued" and not copy else None),
        copy=copy,
        read_again=_read_again(address) if verdict in _BEARS_OUT and not in_doubt else None,
    )


def _found_again(address: Mapping[str, Any]) -> str | None:
    """Where the source itself was found by its identifier."""
    found = next((one for one in address.get("rescue", ()) if one["found"]), None)
    return (found["final_url"] or found["url"]) if found else None


def _copy(address: Mapping[str, Any]) -> ArchivedVersion | None:
    copy = next((copy for copy in address.get("archived", ()) if copy["usable"]), None)
    if copy is None:
        return None
    stamp = copy["timestamp"]
    day = date(int(stamp[:4]), int(stamp[4:6]), int(stamp[6:8]))
    return ArchivedVersion(url=copy["url"], day=day)


def _read_again(address: Mapping[str, Any]) -> date | None:
    captured = address.get("captured")
    if address.get("status") not in _ALIVE or not captured:
        return None
    return date.fromisoformat(captured[:10])
