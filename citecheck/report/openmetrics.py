"""Audits as metrics for Prometheus: a text file that node_exporter's textfile collector reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citecheck.model.audits import Audit
from citecheck.model.changes import Change
from citecheck.model.errors import InputError
from citecheck.report.audit_json import counts_document
from citecheck.report.tallies import tally_audit

#: Lists of an audit whose words are counted, and what such a word is called.
_COUNTED = {
    "addresses": "status",
    "citations": "verdict",
    "claims": "verdict",
    "findings": "verdict",
    "slips": "severity",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What is told of one audit: when it ended (seconds since 1970), and how many of what.

    ``counts``: by list and word; ``changes`` since the audit before, none of a first one.
    """

    publication: str
    finished: float
    seconds: float
    counts: Mapping[str, Mapping[str, int]]
    changes: Mapping[str, int]
    held: int


def measure_audit(audit: Audit, publication: str) -> Measured:
    """Count an audit, whose publication is told under a name."""
    counts = counts_document(tally_audit(audit))
    since = audit.since
    changed = Counter(str(d.change) for d in since.differences) if since else Counter[str]()
    return Measured(
        publication=publication,
        finished=audit.finished.timestamp(),
        seconds=(audit.finished - audit.started).total_seconds(),
        counts={name: counts[name] for name in _COUNTED},
        changes={str(change): changed[change] for change in Change} if since else {},
        held=len(since.held) if since else 0,
    )


def write_openmetrics(file: Path, audits: Sequence[Measured], run: Mapping[str, Any]) -> None:
    """Write the audits of a run, and what it did (``run``: its metrics), whole or not at all.

    Raises :class:`InputError` if the file cannot be written.
    """
    # half a tenth of a second, for those alone who ask for it
    from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

    registry = CollectorRegistry()

    def gauge(name: str, told: str, *labels: str) -> Gauge:
        return Gauge(f"citecheck_{name}", told, labels, registry=registry)

    finished = gauge(
        "audit_finished_timestamp_seconds", "When the last audit ended.", "publication"
    )
    seconds = gauge("audit_duration_seconds", "How long it took.", "publication")
    held = gauge("held_addresses", "Addresses that fail, and are not yet told.", "publication")
    changes = gauge("changes", "What is new since the audit before.", "publication", "change")
    counted = {
        name: gauge(name, f"{name.capitalize()} by {word}.", "publication", word)
        for name, word in _COUNTED.items()
    }
    for one in audits:
        finished.labels(one.publication).set(one.finished)
        seconds.labels(one.publication).set(one.seconds)
        held.labels(one.publication).set(one.held)
        for change, number in one.changes.items():
            changes.labels(one.publication, change).set(number)
        for name, words in one.counts.items():
            for word, number in words.items():
                counted[name].labels(one.publication, word).set(number)
    gauge("run_duration_seconds", "How long the run took.").set(run["seconds"])
    if run["clock_ahead"] is not None:
        told = "This machine's clock before the median of those of the hosts asked."
        gauge("run_clock_ahead_seconds", told).set(run["clock_ahead"])
    for name, told, label in (
        ("requests", "Requests of the run.", "asked"),
        ("bytes", "Bytes that answers had.", "asked"),
        ("answers", "Answers by class of status.", "class"),
        ("waits", "Seconds waited, over all threads.", "reason"),
    ):
        measured = gauge(f"run_{name}{'_seconds' if name == 'waits' else ''}", told, label)
        for key, value in run[name].items():
            measured.labels(key).set(value)
    try:
        write_to_textfile(str(file), registry)
    except OSError as error:
        raise InputError(
            f"the metrics cannot be written: {error.strerror or error}",
            source=str(file),
            remedy="name a file in a folder that you may write to",
        ) from error
