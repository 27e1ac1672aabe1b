"""Whether there is something for an editor to do: what exit code 1 means (``docs/verdicts.md``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from citecheck.model.audits import Audit
from citecheck.model.notes import Severity
from citecheck.model.rulings import RulingWord
from citecheck.model.verdicts import CitationVerdict, ClaimVerdict
from citecheck.report.tallies import tally_audit
from citecheck.verdicts.rulings import citation_id

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
    """Whether an audit leaves something to act on.

    What is merely unclear does not count, nor what a person accepted while that stands.
    """
    tally = tally_audit(audit)
    settled = {report.ruling.about for report in audit.rulings if report.settles}
    return (
        any(c.verdict in CLAIM_FINDINGS and c.id not in settled for c in audit.claims)
        or any(
            c.verdict in CITATION_FINDINGS and citation_id(c) not in settled
            for c in audit.citations
        )
        or any(tally.slips[word] for word in SLIP_FINDINGS)
    )


def note_has_findings(document: Mapping[str, Any]) -> bool:
    """The same for one note's document."""
    return (
        any(c["verdict"] in CLAIM_FINDINGS and not _settled(c) for c in document["claims"])
        or any(c["verdict"] in CITATION_FINDINGS and not _settled(c) for c in document["citations"])
        or any(slip["severity"] in SLIP_FINDINGS for slip in document["slips"])
    )


def _settled(judged: Mapping[str, Any]) -> bool:
    ruling = judged.get("ruling")
    return bool(ruling and ruling["stands"] and ruling["ruling"] == RulingWord.ACCEPTED)
