"""An invented publication and an audit of it that holds every verdict and status there is.

Nothing in it is anybody's text.  Some of the strings are hostile on purpose.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sample_addresses import addresses
from sample_changes import changes
from sample_claims import CLAIMS
from sample_findings import findings
from sample_notes import LIGHTHOUSES, notes
from sample_verdicts import citations, claims

from citecheck.model.audits import Audit
from citecheck.model.captures import Network, NetworkState
from citecheck.model.notes import (
    Publication,
    Work,
)

NOW = datetime(2026, 11, 2, 6, 30, 12, tzinfo=UTC)
DONE = datetime(2026, 11, 2, 6, 41, 55, tzinfo=UTC)
ONLINE = NetworkState(network=Network.ONLINE, why="3 of 3 well-known hosts answered")
OFFLINE = NetworkState(network=Network.OFFLINE, why="0 of 3 well-known hosts answered")


def publication() -> Publication:
    return Publication(
        title="Harbours & Lights <of the Coast>",
        edition="2nd",
        publisher="Coast Press",
        year=2012,
        language="en",
        endnotes=notes(),
        works=(Work(id="w001", title="Annual Report 2010", urls=(LIGHTHOUSES,), notes=(1, 10)),),
        claims=CLAIMS,
    )


def sample_audit(network: NetworkState = ONLINE, only: tuple[int, ...] = ()) -> Audit:
    """An audit with every verdict and status, some of its strings hostile."""
    return Audit(
        id="2026-11-02T063012Z",
        source="endnotes/harbours-2012",
        started=NOW,
        finished=DONE,
        version="0.1.0",
        network=network,
        publication=publication(),
        addresses=addresses(),
        citations=citations(),
        findings=findings(),
        claims=claims(),
        only=only,
        since=changes(),
    )


def empty_audit(network: NetworkState = ONLINE) -> Audit:
    """An audit of a publication without notes."""
    return Audit(
        id="empty",
        source="nothing.txt",
        started=NOW,
        finished=NOW,
        version="0.1.0",
        network=network,
        publication=Publication(title=None),
    )
