"""What an audit of one publication and an audit of many have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from citecheck.cli.progress import shown_progress
from citecheck.cli.words import tell
from citecheck.cluster import open_workers
from citecheck.history import History, compare_audits
from citecheck.model.audits import Audit
from citecheck.ports import Workers
from citecheck.report import audit_document, write_report
from citecheck.settings import Settings, tellable
from citecheck.wiring import Request, audit_requests


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How a run is to be done."""

    settings: Settings
    offline: bool
    online: bool
    only_due: bool
    snapshots: Path

    @contextmanager
    def begin(self, requests: Sequence[Request]) -> Iterator[Iterator[Audit]]:
        """The audits as they come, with what is going on shown while the block runs."""
        with self._workers() as workers, shown_progress() as progress:
            yield audit_requests(
                requests,
                self.settings,
                offline=self.offline,
                must_be_online=self.online,
                only_due=self.only_due,
                snapshots=self.snapshots,
                progress=progress,
                warn=tell,
                workers=workers,
            )

    def _workers(self) -> AbstractContextManager[Workers | None]:
        return open_workers(self.settings) if self.settings.dask else nullcontext()


def keep_audit(
    audit: Audit, history: History, folder: Path, settings: Settings
) -> tuple[Audit, Sequence[Path]]:
    """Write an audit's report and keep it in the history.

    Gives the audit with what changed since the one before, and the files written.  Raises
    :class:`~citecheck.model.errors.InputError` where that cannot be done.
    """
    _tell_of_clock(audit, history)
    audit = _compared(audit, history)
    written = write_report(audit, folder)
    history.record(audit_document(audit), tellable(settings))
    return audit, written


def _tell_of_clock(audit: Audit, history: History) -> None:
    """A clock that jumped back is told; nothing is lost by it but the truth of some dates."""
    if audit.finished < audit.started:
        tell(
            "this machine's clock jumped back during the audit, from"
            f" {audit.started:%Y-%m-%d %H:%M} to {audit.finished:%Y-%m-%d %H:%M} UTC: see to it,"
            " and mind the dates of this audit"
        )
    kept = history.audits()
    if kept and (last := datetime.fromisoformat(kept[-1].started)) > audit.started:
        tell(
            f"this machine's clock stands before the last audit ({last:%Y-%m-%d %H:%M} UTC): see"
            " to it; audits are told in the order in which they were made"
        )


def _compared(audit: Audit, history: History) -> Audit:
    """The audit with what changed since the one before; a first one changes nothing."""
    kept = history.audits()
    if not kept:
        return audit
    last = kept[-1].id
    since = compare_audits(history.document(last), audit_document(audit), history.before(last))
    return replace(audit, since=since)
