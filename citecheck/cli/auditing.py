"""What an audit of one publication and an audit of many have in common."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click

from citecheck.capture.clocks import find_skew
from citecheck.cli.metrics import Meter, metric_lines
from citecheck.cli.progress import shown_progress
from citecheck.cli.words import tell
from citecheck.cluster import open_workers
from citecheck.history import History, Kept, compare_audits
from citecheck.model.audits import Audit
from citecheck.model.changes import Change
from citecheck.model.errors import InputError
from citecheck.ports import Step, Workers
from citecheck.publications import Source
from citecheck.report import audit_parts, has_findings, write_report
from citecheck.report.audit_json import to_pieces
from citecheck.report.openmetrics import Measured, measure_audit, write_openmetrics
from citecheck.settings import Settings, tellable
from citecheck.wiring import Request, audit_requests, to_request

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How a run is to be done; ``fail_on``: the changes that fail it, ``None`` for any finding."""

    settings: Settings
    offline: bool
    online: bool
    snapshots: Path
    fail_on: frozenset[Change] | None = None
    meter: Meter = field(default_factory=Meter)
    measured: list[Measured] = field(default_factory=list)

    @contextmanager
    def begin(self, requests: Sequence[Request]) -> Iterator[Iterator[Audit]]:
        """The audits as they come, with what is going on shown while the block runs."""
        with self._workers() as workers, shown_progress() as show, self.meter.listening():

            def progress(step: Step) -> None:
                show(step)
                self.meter.step(step)

            yield audit_requests(
                requests,
                self.settings,
                offline=self.offline,
                must_be_online=self.online,
                snapshots=self.snapshots,
                progress=progress,
                warn=tell,
                workers=workers,
            )
        _tell_of_hosts(self.meter.clocks)

    def request(self, source: Source, history: History, *, only: tuple[int, ...] = ()) -> Request:
        """What to audit of a publication, whose addresses stand as its history has them."""
        standings = history.standings(days_apart=self.settings.failure_days)
        return to_request(source, only=only, standings=standings)

    def fails(self, audit: Audit) -> bool:
        """Whether an audit ends with 1: for what it found, or for what it found new."""
        if self.fail_on is None:
            return has_findings(audit)
        return audit.since is not None and audit.since.holds(self.fail_on)

    def write_metrics(self) -> None:
        """What node_exporter is to read; the audits are kept, whatever becomes of it."""
        if self.settings.metrics_file is None:
            return
        file = Path(self.settings.metrics_file).expanduser()
        try:
            write_openmetrics(file, self.measured, self.meter.document())
        except InputError as error:
            tell(str(error))

    def _workers(self) -> AbstractContextManager[Workers | None]:
        return open_workers(self.settings) if self.settings.dask else nullcontext()


def keep_audit(
    audit: Audit, history: History, folder: Path, how: How
) -> tuple[Audit, Sequence[Path]]:
    """Write an audit's report and keep it in the history, with the metrics of its run so far.

    Gives the audit with what changed since the one before, and the files written.  Raises
    :class:`~citecheck.model.errors.InputError` where that cannot be done.
    """
    kept = history.audits()
    last = kept[-1] if kept else None
    _tell_of_clock(audit, last)
    audit = _compared(audit, history, last)
    written = write_report(audit, folder)
    how.meter.audited(len(audit.addresses))
    how.measured.append(measure_audit(audit, folder.name))
    metrics = how.meter.document()
    history.record(audit_parts(audit), tellable(how.settings), metrics)
    fields = {"audit": audit.id, "source": audit.source, "network": audit.network.network.value}
    _log.info("audit", extra={"fields": fields | {"metrics": metrics}})
    return audit, written


def _tell_of_clock(audit: Audit, last: Kept | None) -> None:
    """A clock that jumped back is told; nothing is lost by it but the truth of some dates."""
    if audit.finished < audit.started:
        tell(
            "this machine's clock jumped back during the audit, from"
            f" {audit.started:%Y-%m-%d %H:%M} to {audit.finished:%Y-%m-%d %H:%M} UTC: see to it,"
            " and mind the dates of this audit"
        )
    if last and (began := datetime.fromisoformat(last.started)) > audit.started:
        tell(
            f"this machine's clock stands before the last audit ({began:%Y-%m-%d %H:%M} UTC): see"
            " to it; audits are told in the order in which they were made"
        )


def _tell_of_hosts(ahead: Sequence[float]) -> None:
    """A clock that is far from those of most hosts is told once a run."""
    skew = find_skew(ahead)
    if skew is not None:
        way = "ahead of" if skew > 0 else "behind"
        tell(
            f"this machine's clock is {abs(skew):,.0f} s {way} those of most of the {len(ahead)}"
            " hosts asked: set it, and mind the dates of this audit"
        )


def print_audit(audit: Audit, more: Mapping[str, object] = MappingProxyType({})) -> None:
    """Print an audit's document bit by bit: that of a large audit is larger than the audit."""
    for piece in to_pieces(audit_parts(audit) | dict(more), indent=1):
        click.echo(piece, nl=False)


def _compared(audit: Audit, history: History, last: Kept | None) -> Audit:
    """The audit with what changed since the one before; a first one changes nothing."""
    if last is None:
        return audit
    before = history.open_document(last.id)
    since = compare_audits(before, _Anew(audit), history.before(last.id))
    return replace(audit, since=since)


class _Anew(Mapping[str, Any]):
    """The document of an audit, whose lists can be gone through more than once.

    None of them is held: each is made again when it is asked for.
    """

    def __init__(self, audit: Audit) -> None:
        self._audit = audit

    def __getitem__(self, name: str) -> Any:
        return audit_parts(self._audit)[name]

    def __iter__(self) -> Iterator[str]:
        return iter(audit_parts(self._audit))

    def __len__(self) -> int:
        return len(audit_parts(self._audit))


def show_metrics(meter: Meter | None) -> None:
    """What the run did and what it waited for, on stdout."""
    for line in metric_lines(meter.document()) if meter else ():
        click.echo(line)
