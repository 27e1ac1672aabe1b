"""The slips of a publication as one document: what ``citecheck lint --json`` prints."""

from __future__ import annotations

from citecheck.model.notes import Publication, Severity
from citecheck.report.audit_json import Json, slip_document


def slips_document(publication: Publication) -> Json:
    """All slips of a publication by note, with their count by severity."""
    notes = sorted(publication.endnotes, key=lambda note: note.number)
    slips = [slip_document(note, slip) for note in notes for slip in note.slips]
    return {
        "schema": "citecheck/slips/1",
        "publication": {"title": publication.title, "notes": len(notes)},
        "counts": {
            severity.value: sum(slip["severity"] == severity.value for slip in slips)
            for severity in Severity
        },
        "slips": slips,
    }
