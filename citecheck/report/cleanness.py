"""Whether there is something for an editor to do: what exit code 1 means (``docs/verdicts.md``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from citecheck.model.audits import Audit
from citecheck.model.notes import Severity
from citecheck.model.verdicts import CitationVerdict, ClaimVerdict
from citecheck.report.tallies import tally_audit

CLAIM_FINDINGS = frozenset(
    {ClaimVerdict.MISQUOTED, ClaimVerdict.UNSUPPORTED, ClaimVerdict.OUTDATED}
)
CITATION_FINDINGS = frozenset(
    {
        CitationVerdict.CHANGED,
        CitationVerdict.MOVED,
        CitationVerdict.RESCUED,
        CitationVerdict.BROKEN,
    }
)
SLIP_FINDINGS = frozenset({Severity.ERROR, Severity.WARNING})


def has_findings(audit: Audit) -> bool:
    """Whether an audit leaves something to act on; what is merely unclear does not count."""
    tally = tally_audit(audit)
    return bool(
        sum(tally.claims[word] for word in CLAIM_FINDINGS)
        + sum(tally.citations[word] for word in CITATION_FINDINGS)
        + sum(tally.slips[word] for word in SLIP_FINDINGS)
    )


def note_has_findings(document: Mapping[str, Any]) -> bool:
    """The same for one note's document."""
    return (
        any(claim["verdict"] in CLAIM_FINDINGS for claim in document["claims"])
        or any(citation["verdict"] in CITATION_FINDINGS for citation in document["citations"])
        or any(slip["severity"] in SLIP_FINDINGS for slip in document["slips"])
    )
