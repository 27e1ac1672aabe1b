"""Several publications of one run side by side: a row each, and the sums over all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote

from citecheck.model.audits import Audit
from citecheck.model.captures import Network
from citecheck.report.cleanness import has_findings
from citecheck.report.html_context import Headline, find_headlines, settled_counts
from citecheck.report.summary_md import network_line
from citecheck.report.tallies import tally_audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A publication that was audited; ``folder`` is its report's, from where the page stands.

    ``headlines`` are those of its own page.
    """

    title: str
    source: str
    folder: str
    finished: datetime
    banner: str | None
    online: bool
    notes: int
    addresses: int
    headlines: tuple[Headline, ...]
    findings: bool

    @property
    def link(self) -> str:
        """The address of its page."""
        return f"{quote(self.folder, errors='replace')}/index.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A publication that could not be audited, and why."""

    source: str
    why: str


def to_row(audit: Audit, folder: str) -> Row:
    """What an audit comes to."""
    tally = tally_audit(audit)
    return Row(
        title=audit.publication.title or audit.source,
        source=audit.source,
        folder=folder,
        finished=audit.finished,
        banner=network_line(audit),
        online=audit.network.network is Network.ONLINE,
        notes=tally.notes,
        addresses=len(audit.addresses),
        headlines=find_headlines(tally, settled_counts(audit)),
        findings=has_findings(audit),
    )


def add_headlines(rows: Sequence[Row]) -> tuple[Headline, ...]:
    """The same five numbers over all publications."""
    return tuple(
        replace(column[0], number=sum(one.number for one in column))
        for column in zip(*(row.headlines for row in rows), strict=True)
    )
