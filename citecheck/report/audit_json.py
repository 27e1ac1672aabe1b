"""``audit.json``: the Audit document, schema ``citecheck/audit/1``.

People's scripts rely on it: keys are added, never renamed.  The JSON Schema is
``schemas/audit.schema.json`` beside this file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from citecheck.model.audits import Audit
from citecheck.model.captures import DigestProof
from citecheck.model.figures import Claim, Figure
from citecheck.model.notes import Citation, Endnote, Publication, Slip
from citecheck.model.rulings import Basis, RulingReport
from citecheck.model.verdicts import (
    AddressReport,
    CitationReport,
    ClaimReport,
    Finding,
    Occurrence,
    Route,
)
from citecheck.report.ordering import arrange, audited_notes
from citecheck.report.since import since_document
from citecheck.report.tallies import Tally, tally_audit
from citecheck.verdicts.rulings import Bases, citation_id

SCHEMA = "citecheck/audit/1"

#: One JSON object.
Json = dict[str, Any]

# Characters that may not travel bare: lone surrogates are no UTF-8, the others
# turn or hide text where somebody merely looks at the file.
_UNSAFE = re.compile(r"[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


class AuditJson:
    """The Audit document as a file."""

    filename = "audit.json"

    def render(self, audit: Audit) -> str:
        """The document, indented, with a newline at its end."""
        return "".join(self.pieces(audit))

    def pieces(self, audit: Audit) -> Iterator[str]:
        """The same bit by bit: that of a large audit is larger than the audit itself."""
        return to_pieces(audit_parts(audit))


def to_json(document: Mapping[str, Any]) -> str:
    """Indented JSON that loads back to the same document and is safe to look at."""
    return "".join(to_pieces(document))


def to_pieces(document: Mapping[str, Any], *, indent: int = 2) -> Iterator[str]:
    """The same bit by bit; a value may be an iterator, which stands for a list."""
    inner, deeper = " " * indent, " " * 2 * indent
    sign = "{"
    for key, value in document.items():
        yield f"{sign}\n{inner}{json.dumps(key)}: "
        sign = ","
        if not isinstance(value, Iterator):
            yield _dumped(value, indent, inner)
            continue
        bracket = "["
        for item in value:
            yield f"{bracket}\n{deeper}{_dumped(item, indent, deeper)}"
            bracket = ","
        yield "[]" if bracket == "[" else f"\n{inner}]"
    yield "{}\n" if sign == "{" else "\n}\n"


def _dumped(value: object, indent: int, margin: str) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return _UNSAFE.sub(lambda m: f"\\u{ord(m[0]):04x}", text).replace("\n", f"\n{margin}")


def audit_document(audit: Audit) -> Json:
    """The Audit document; key order is fixed, lists are in the order of the notes."""
    parts = audit_parts(audit).items()
    return {key: list(value) if isinstance(value, Iterator) else value for key, value in parts}


def audit_parts(audit: Audit) -> Json:
    """The Audit document with its lists as iterators, to be gone through once."""
    audit = arrange(audit)
    bases = Bases(audit)
    cited = {
        (note.number, index): citation
        for note in audit.publication.endnotes
        for index, citation in enumerate(note.citations)
    }
    claims = {claim.id: claim for claim in audit.publication.claims}
    return {
        "schema": SCHEMA,
        "audit": _run(audit),
        "publication": _head(audit.publication),
        "counts": counts_document(tally_audit(audit)),
        "addresses": (_address(report) for report in audit.addresses),
        "citations": (
            _citation(c, cited.get((c.note, c.index)), bases.of_citation(c))
            for c in audit.citations
        ),
        "findings": (finding_document(finding) for finding in audit.findings),
        "claims": (
            _claim(report, claims.get(report.id), bases.of_claim(report)) for report in audit.claims
        ),
        "slips": (
            slip_document(note, slip) for note in audited_notes(audit) for slip in note.slips
        ),
        "rulings": (ruling_document(report) for report in audit.rulings),
        "since": since_document(audit.since),
    }


def _run(audit: Audit) -> Json:
    return {
        "id": audit.id,
        "source": audit.source,
        "started": utc(audit.started),
        "finished": utc(audit.finished),
        "version": audit.version,
        "network": audit.network.network.value,
        "network_why": audit.network.why,
        "only": sorted(audit.only),
        "failures_confirmed": audit.failures_confirmed,
    }


def _head(publication: Publication) -> Json:
    return {
        "title": publication.title,
        "edition": publication.edition,
        "publisher": publication.publisher,
        "year": publication.year,
        "notes": len(publication.endnotes),
    }


def counts_document(tally: Tally) -> Json:
    """The counts; each inner object adds up to the length of the list of its name."""
    return {
        "notes": tally.notes,
        "notes_with_address": tally.with_address,
        "notes_without_address": tally.without_address,
        "notes_in_publication": tally.in_publication,
        "citations": {word.value: n for word, n in tally.citations.items()},
        "citations_not_checked": tally.not_checked,
        "addresses": {word.value: n for word, n in tally.addresses.items()},
        "findings": {word.value: n for word, n in tally.findings.items()},
        "claims": {word.value: n for word, n in tally.claims.items()},
        "slips": {word.value: n for word, n in tally.slips.items()},
    }


def _address(report: AddressReport) -> Json:
    return {
        "url": report.url,
        "status": report.status.value,
        "why": report.why,
        "notes": sorted(report.notes),
        "http_status": report.http_status,
        "final_url": report.final_url,
        "redirects": [
            {"url": hop.url, "status": hop.status, "location": hop.location}
            for hop in report.redirects
        ],
        "title": report.title,
        "media_type": report.media_type,
        "captured": utc(report.captured),
        "digest": report.digest,
        "sha256": report.sha256,
        "unchanged_since": utc(report.unchanged_since),
        "length": report.length,
        "archive": report.archive.value,
        "archive_why": report.archive_why,
        "archived": [
            {
                "timestamp": copy.timestamp,
                "url": copy.url,
                "archive": copy.archive,
                "distance_days": copy.distance_days,
                "status": copy.status,
                "usable": copy.usable,
                "why": copy.why,
                "digest": _proof(copy.proof),
            }
            for copy in report.archived
        ],
        "rescue": [
            {
                **_route(one.route),
                "status": one.status.value,
                "why": one.why,
                "final_url": one.final_url,
                "title": one.title,
                "found": one.found,
            }
            for one in report.rescue
        ],
        "first_failed": utc(report.first_failed),
        "failures": report.failures,
        "asked": utc(report.asked),
        "alive_since": utc(report.alive_since),
        "next_check": report.next_check.isoformat() if report.next_check else None,
    }


def _route(route: Route) -> Json:
    return {"url": route.url, "rule": route.rule, "how": route.how, "as": route.kind.value}


def _proof(proof: DigestProof | None) -> Json | None:
    if proof is None:
        return None
    return {
        "listed": f"sha1:{proof.listed}",
        "found": f"sha1:{proof.found}",
        "agrees": proof.agrees,
        "why": proof.why,
    }


def _citation(report: CitationReport, citation: Citation | None, basis: Basis) -> Json:
    return {
        "note": report.note,
        "index": report.index,
        "work": report.work,
        "verdict": report.verdict.value,
        "why": report.why,
        "url": report.url,
        "rescue": [_route(route) for route in report.routes],
        "title": citation.title if citation else None,
        "accessed": citation.accessed if citation else None,
        "id": citation_id(report),
        "basis": _basis(basis),
    }


def finding_document(finding: Finding) -> Json:
    """One finding; ``start`` and ``end`` are offsets in the text of the capture."""
    place = finding.match.occurrence
    return {
        "note": finding.note,
        "claim": finding.claim,
        "figure": figure_document(finding.figure),
        "verdict": finding.verdict.value,
        "why": finding.why,
        "version": finding.version.value,
        "captured": utc(finding.captured),
        "address": finding.address,
        "archived_url": finding.archived_url,
        "passage": place.passage if place else None,
        "page": place.page if place else None,
        "frame": place.frame if place else None,
        "start": place.start if place else None,
        "end": place.end if place else None,
        "printed_found": place.printed if place else None,
        "value_found": number(place.value) if place else None,
        "high_found": number(place.high) if place else None,
        "scope": finding.match.scope,
        "read_whole": finding.match.read_whole,
        "engine": finding.match.engine,
        "others": [occurrence_document(other) for other in finding.match.others],
    }


def occurrence_document(place: Occurrence) -> Json:
    """A place in a document where a figure stands, accepted or refused."""
    return {
        "passage": place.passage,
        "page": place.page,
        "frame": place.frame,
        "start": place.start,
        "end": place.end,
        "printed": place.printed,
        "value": number(place.value),
        "high": number(place.high),
        "why": place.why,
    }


def figure_document(figure: Figure) -> Json:
    """A figure as the publication document has it, with its place in words."""
    selector = figure.selector
    return {
        "printed": figure.printed,
        "value": number(figure.value),
        "high": number(figure.high),
        "unit": figure.unit,
        "kind": figure.kind.value,
        "hedge": figure.hedge.value if figure.hedge else None,
        "of": number(figure.of),
        "selector": (
            {"prefix": selector.prefix, "exact": selector.exact, "suffix": selector.suffix}
            if selector
            else None
        ),
    }


def _claim(report: ClaimReport, claim: Claim | None, basis: Basis) -> Json:
    return {
        "id": report.id,
        "notes": list(report.notes),
        "verdict": report.verdict.value,
        "why": report.why,
        "section": claim.section if claim else None,
        "figures": [figure_document(figure) for figure in claim.figures] if claim else [],
        "basis": _basis(basis),
    }


def ruling_document(report: RulingReport) -> Json:
    """What was decided about a claim or a citation, and whether it stands."""
    ruling = report.ruling
    return {
        "about": ruling.about,
        "ruling": ruling.word.value,
        "name": ruling.name,
        "reason": ruling.reason,
        "at": utc(ruling.at),
        "verdict": ruling.verdict,
        "stands": report.stands,
        "why": report.why,
    }


def _basis(basis: Basis) -> Json:
    return {"claim": basis.claim, "source": list(basis.source)}


def slip_document(note: Endnote, slip: Slip) -> Json:
    """A slip with the note that it stands in."""
    return {
        "note": note.number,
        "code": slip.code,
        "severity": slip.severity.value,
        "message": slip.message,
        "related": list(slip.related),
        "suggestion": slip.suggestion,
    }


def utc(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC, to the second, with ``Z``; a moment without a zone is taken as UTC."""
    if moment is None:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def number(value: Decimal | None) -> int | float | None:
    """A JSON number: whole ones as integers, others as the nearest double.

    >>> number(Decimal("29.3")), number(Decimal("38.0")), number(Decimal("5.5E6"))
    (29.3, 38, 5500000)
    """
    if value is None or not value.is_finite() or value.adjusted() > 300:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
