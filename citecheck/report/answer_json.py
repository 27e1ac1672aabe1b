"""The answer to one ad-hoc claim, as ``citecheck verify`` and the reviewer's page give it."""

from __future__ import annotations

from citecheck.model.verdicts import FindingVerdict, Match, Occurrence
from citecheck.report.audit_json import Json, number


def answer_document(match: Match | None, *, why: str) -> Json:
    """Verdict, value, passage with its place, and the places that were refused.

    Without a match the source could not be read: ``unread``.
    """
    place = match.occurrence if match else None
    return {
        "verdict": str(match.verdict if match else FindingVerdict.UNREAD),
        "value_found": number(place.value) if place else None,
        "passage": place.passage if place else None,
        "start": place.start if place else None,
        "end": place.end if place else None,
        "page": place.page if place else None,
        "why": why,
        "others": [_other(other) for other in (match.others if match else ())],
    }


def _other(other: Occurrence) -> Json:
    return {
        "passage": other.passage,
        "start": other.start,
        "end": other.end,
        "page": other.page,
        "value_found": number(other.value),
        "why": other.why,
    }
