"""One run over a publication, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from citecheck.model.captures import NetworkState
from citecheck.model.changes import Comparison
from citecheck.model.notes import Publication
from citecheck.model.rulings import RulingReport
from citecheck.model.verdicts import AddressReport, CitationReport, ClaimReport, Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One run: what was asked, what was found, what was judged.

    ``source`` is how the user named the publication, ``only`` the notes it was
    limited to (empty = all), ``failures_confirmed`` in how many audits an address has to
    fail to be taken for dead, ``rulings`` what people decided about it, ``since`` what
    changed since the audit before (``None`` for a first one).
    """

    id: str
    source: str
    started: datetime
    finished: datetime
    version: str
    network: NetworkState
    publication: Publication
    addresses: tuple[AddressReport, ...] = ()
    citations: tuple[CitationReport, ...] = ()
    findings: tuple[Finding, ...] = ()
    claims: tuple[ClaimReport, ...] = ()
    only: tuple[int, ...] = ()
    failures_confirmed: int = 3
    rulings: tuple[RulingReport, ...] = ()
    since: Comparison | None = None
