"""Whether a ruling stands: until the claim, or what its sources say, is another.

A source that could not be read this time says nothing, so one failed fetch never
brings a ruling back; a reading that differs, or one of a version that was not read
when the ruling was made, does.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from citecheck.model.audits import Audit
from citecheck.model.rulings import Basis, Ruling, RulingReport
from citecheck.model.verdicts import CitationReport, ClaimReport, Finding, FindingVerdict


def citation_id(report: CitationReport) -> str:
    """How rulings name a citation.

    >>> citation_id(CitationReport(note=37, index=0, work="", verdict=None, why=""))
    'n037-1'
    """
    return f"n{report.note:03}-{report.index + 1}"


class Bases:
    """What each claim and citation that an audit judged rests on, found when it is asked for."""

    def __init__(self, audit: Audit) -> None:
        self._findings: dict[str, list[Finding]] = defaultdict(list)
        for finding in audit.findings:
            self._findings[finding.claim].append(finding)
        self._claims = {claim.id: claim for claim in audit.publication.claims}
        self._notes = {note.number: note.raw for note in audit.publication.endnotes}
        self._addresses = {report.url: report for report in audit.addresses}

    def of_claim(self, judged: ClaimReport) -> Basis:
        """The basis of a claim."""
        claim = self._claims.get(judged.id)
        printed = [(f.printed, f.selector) for f in claim.figures] if claim else []
        return Basis(
            claim=_print(claim.text if claim else None, printed),
            source=_readings(self._findings.get(judged.id, ())),
        )

    def of_citation(self, cited: CitationReport) -> Basis:
        """The basis of a citation."""
        address = self._addresses.get(cited.url or "")
        state = (address.status, address.final_url) if address else ()
        return Basis(
            claim=_print(self._notes.get(cited.note), cited.url),
            source=(f"{_print('address')}:{_print(cited.verdict, state)}",),
        )


def find_bases(audit: Audit) -> Mapping[str, Basis]:
    """The basis of each claim and citation that the audit judged, by its id."""
    bases = Bases(audit)
    return {
        **{judged.id: bases.of_claim(judged) for judged in audit.claims},
        **{citation_id(cited): bases.of_citation(cited) for cited in audit.citations},
    }


def hold_rulings(audit: Audit, rulings: Sequence[Ruling]) -> tuple[RulingReport, ...]:
    """The last ruling on each thing that the audit judged, by id, and whether it stands."""
    if not rulings:
        return ()
    bases = find_bases(audit)
    last = {ruling.about: ruling for ruling in sorted(rulings, key=lambda r: r.at)}
    return tuple(
        hold_ruling(ruling, bases[about])
        for about, ruling in sorted(last.items())
        if about in bases
    )


def hold_ruling(ruling: Ruling, now: Basis) -> RulingReport:
    """Whether a ruling stands on what is known now."""
    if ruling.basis.claim != now.claim:
        return RulingReport(ruling=ruling, stands=False, why="the claim has changed since")
    if not set(now.source) <= set(ruling.basis.source):
        return RulingReport(ruling=ruling, stands=False, why="the source says something else since")
    return RulingReport(ruling=ruling, stands=True, why="nothing has changed since")


def _readings(findings: Iterable[Finding]) -> tuple[str, ...]:
    said = {
        f"{_print(f.figure.printed, f.address, f.version, f.archived_url)}:"
        f"{_print(f.verdict, f.passage, _found(f))}"
        for f in findings
        if f.verdict is not FindingVerdict.UNREAD
    }
    return tuple(sorted(said))


def _found(finding: Finding) -> str | None:
    place = finding.match.occurrence
    return place.printed if place else None


def _print(*parts: object) -> str:
    """A fingerprint: ten hexadecimal digits of SHA-256."""
    return hashlib.sha256(repr(parts).encode("utf-8", "replace")).hexdigest()[:10]
