"""Counts that reconcile: every total is the sum of its parts, and nothing is dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from citecheck.model.audits import Audit
from citecheck.model.notes import Severity
from citecheck.model.verdicts import (
    AddressReport,
    AddressStatus,
    CitationReport,
    CitationVerdict,
    ClaimVerdict,
    FindingVerdict,
)
from citecheck.report.ordering import audited_notes

_Word = TypeVar("_Word", bound=StrEnum)
_NOT_LOOKED_AT = frozenset({AddressStatus.OFFLINE, AddressStatus.NOT_CHECKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many of each, every word of each closed set present even when it is 0.

    ``notes`` are those asked about, of ``in_publication``; ``not_checked`` is the part
    of the ``unclear`` citations whose address nobody looked at in this run.
    """

    notes: int
    in_publication: int
    with_address: int
    without_address: int
    citations: Mapping[CitationVerdict, int]
    not_checked: int
    addresses: Mapping[AddressStatus, int]
    claims: Mapping[ClaimVerdict, int]
    findings: Mapping[FindingVerdict, int]
    slips: Mapping[Severity, int]

    @property
    def wrong_figures(self) -> int:
        """Claims that the cited version contradicts or does not bear out."""
        return self.claims[ClaimVerdict.MISQUOTED] + self.claims[ClaimVerdict.UNSUPPORTED]


def tally_audit(audit: Audit) -> Tally:
    """Count an audit."""
    notes = audited_notes(audit)
    with_address = sum(any(c.url for c in note.citations) for note in notes)
    by_url = {report.url: report for report in audit.addresses}
    return Tally(
        notes=len(notes),
        in_publication=len(audit.publication.endnotes),
        with_address=with_address,
        without_address=len(notes) - with_address,
        citations=_count(CitationVerdict, (c.verdict for c in audit.citations)),
        not_checked=sum(nobody_looked(c, by_url) for c in audit.citations),
        addresses=_count(AddressStatus, (a.status for a in audit.addresses)),
        claims=_count(ClaimVerdict, (c.verdict for c in audit.claims)),
        findings=_count(FindingVerdict, (f.verdict for f in audit.findings)),
        slips=_count(Severity, (slip.severity for note in notes for slip in note.slips)),
    )


def nobody_looked(citation: CitationReport, by_url: Mapping[str, AddressReport]) -> bool:
    """Whether a citation is unclear only because its address was not looked at."""
    address = by_url.get(citation.url or "")
    return (
        citation.verdict is CitationVerdict.UNCLEAR
        and address is not None
        and address.status in _NOT_LOOKED_AT
    )


def _count(words: type[_Word], seen: Iterable[_Word]) -> dict[_Word, int]:
    counter = Counter(seen)
    return {word: counter[word] for word in words}
