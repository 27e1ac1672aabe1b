"""Everything known of one note, joined: the note, its sources, its claims, what was found.

The same join is what ``citecheck note --json`` prints and what the page, the
spreadsheet and the terminal show, so they cannot disagree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from citecheck.model.errors import InputError
from citecheck.model.figures import Claim
from citecheck.model.notes import Citation, Endnote, Publication
from citecheck.report.audit_json import Json, figure_document, slip_document
from citecheck.report.suggestion import correct_note, correction_document, suggest_note
from citecheck.report.words import NOT_CHECKED
from citecheck.safe_text import host_of

SCHEMA = "citecheck/note/1"
_LISTS = ("addresses", "citations", "claims", "findings", "rulings")
_NOT_LOOKED_AT = frozenset({"offline", "not_checked"})


class NoteDocuments:
    """Joins notes with an audit document; the lists are indexed once.

    ``audit`` is what :func:`~citecheck.report.audit_json.audit_document` gives, or
    ``None`` when nothing was audited yet: verdicts are then ``None``.
    """

    def __init__(self, publication: Publication, audit: Mapping[str, Any] | None) -> None:
        self._publication = publication
        self._audit = audit
        known: Mapping[str, Any] = audit or dict.fromkeys(_LISTS, ())
        self._addresses = {a["url"]: a for a in known["addresses"]}
        self._citations = {(c["note"], c["index"]): c for c in known["citations"]}
        self._verdicts = {c["id"]: c for c in known["claims"]}
        self._rulings = {r["about"]: r for r in known.get("rulings", ())}
        self._findings: dict[tuple[int, str], list[Json]] = defaultdict(list)
        for finding in known["findings"]:
            self._findings[finding["note"], finding["claim"]].append(finding)
        self._claims: dict[int, list[Claim]] = defaultdict(list)
        for claim in publication.claims:
            for number in dict.fromkeys(claim.notes):
                self._claims[number].append(claim)

    def document(self, note: Endnote) -> Json:
        """Everything known of one note."""
        claims = self._claims[note.number]
        citations = [
            self._citation(note.number, at, citation) for at, citation in enumerate(note.citations)
        ]
        told = [self._claim(note.number, claim) for claim in claims]
        corrections = correct_note(note.raw, citations, told)
        return {
            "schema": SCHEMA,
            "note": note.number,
            "raw": note.raw,
            "citations": citations,
            "suggested": suggest_note(note.raw, corrections),
            "corrections": [correction_document(correction) for correction in corrections],
            "claims": told,
            "slips": [slip_document(note, slip) for slip in note.slips],
            "audit": dict(self._audit["audit"]) if self._audit else None,
        }

    def _citation(self, note: int, index: int, citation: Citation) -> Json:
        report = self._citations.get((note, index))
        address = self._addresses.get(citation.url) if citation.url else None
        verdict = report["verdict"] if report else None
        unseen = address is not None and address["status"] in _NOT_LOOKED_AT
        return {
            "index": index,
            "work": citation.work,
            "authors": list(citation.authors),
            "title": citation.title,
            "container": citation.container,
            "published": citation.published,
            "pages": list(citation.pages),
            "paras": list(citation.paras),
            "symbol": citation.symbol,
            "url": citation.url,
            "url_printed": citation.url_printed,
            "host": host_of(citation.url),
            "accessed": citation.accessed,
            "verdict": verdict,
            "shown": NOT_CHECKED if verdict == "unclear" and unseen else verdict,
            "why": report["why"] if report else None,
            "id": f"n{note:03}-{index + 1}",
            "ruling": self._rulings.get(f"n{note:03}-{index + 1}"),
            "address": address,
            "rescue": report.get("rescue", []) if report else [],
        }

    def _claim(self, note: int, claim: Claim) -> Json:
        report = self._verdicts.get(claim.id)
        findings = self._findings[note, claim.id]
        figures = [figure_document(figure) for figure in claim.figures]
        # The audit may be older than the records: what fits no figure any more is kept.
        strays = [finding for finding in findings if finding["figure"] not in figures]
        return {
            "id": claim.id,
            "notes": list(claim.notes),
            "section": claim.section,
            "text": claim.text,
            "verdict": report["verdict"] if report else None,
            "why": report["why"] if report else None,
            "ruling": self._rulings.get(claim.id),
            "figures": [
                {
                    **document,
                    "verified": figure.is_statistic,
                    "findings": [f for f in findings if f["figure"] == document],
                }
                for figure, document in zip(claim.figures, figures, strict=True)
            ],
            "other_findings": strays,
        }


def note_document(publication: Publication, audit: Mapping[str, Any] | None, number: int) -> Json:
    """Everything known of note ``number``; raises :class:`InputError` if there is none."""
    note = publication.endnote(number)
    if note is None:
        raise InputError(
            f"there is no note {number}",
            remedy=f"the publication has {len(publication.endnotes)} notes",
        )
    return NoteDocuments(publication, audit).document(note)
