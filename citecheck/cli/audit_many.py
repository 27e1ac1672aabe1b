"""Several publications audited in one run: one line where one fails, and the others go on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console

import citecheck
from citecheck.cli.auditing import How, keep_audit, print_audit, show_metrics
from citecheck.cli.naming import noting, open_all
from citecheck.cli.notify import Telling
from citecheck.history import History
from citecheck.model.audits import Audit
from citecheck.notifying import Told
from citecheck.publications import Source
from citecheck.report.collection import Failed, Row, to_row
from citecheck.report.collection_page import write_collection
from citecheck.report.terminal_collection import collection_table
from citecheck.wiring import Request

SCHEMA = "citecheck/audits/1"
COULD_NOT_RUN = 2
#: Beside the locks: sockets, captured files, workers.
SPARE_FILES = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """A publication that is held for this audit."""

    request: Request
    history: History
    folder: Path


def audit_many(
    named: Sequence[str], how: How, reports: Path, told: Telling, *, as_json: bool, metrics: bool
) -> int:
    """Audit them all; gives the exit code, the worst of theirs."""
    failed: list[Failed] = []
    rows: list[Row] = []
    fails = False
    printed = _Json() if as_json else None
    with ExitStack() as held:
        works = _hold(open_all(named, failed), how, reports, held, failed)
        for work, audit in _audit(works, how):
            with noting(audit.source, failed):
                audit, _ = keep_audit(audit, work.history, work.folder, how)
                fails = fails or how.fails(audit)
                rows.append(to_row(audit, work.request.name))
                told.audited.append(Told(name=work.request.name, history=work.history))
            if printed:
                printed.add(audit)
        how.write_metrics()
        told.failed.extend((one.source, one.why) for one in failed)
        page = write_collection(rows, failed, reports, version=citecheck.__version__)
    if printed:
        printed.end(failed)
    else:
        Console().print(collection_table(rows, failed))
        click.echo(f"reports: {page}")
        show_metrics(how.meter if metrics else None)
    return COULD_NOT_RUN if failed else int(fails)


def _hold(
    sources: Sequence[Source], how: How, reports: Path, held: ExitStack, failed: list[Failed]
) -> list[_Work]:
    """Take each publication for this audit alone, as far as nobody else has."""
    allow_open_files(len(sources))
    works = []
    for source in sources:
        folder = reports / source.name
        history = History(folder)
        with noting(source.shown, failed), ExitStack() as holding:
            holding.enter_context(history.alone())
            request = how.request(source, history)
            works.append(_Work(request=request, history=history, folder=folder))
            held.enter_context(holding.pop_all())
    return works


def _audit(works: Sequence[_Work], how: How) -> Iterator[tuple[_Work, Audit]]:
    """Each with its audit; the run is over, and its journals go, when the last was taken."""
    if not works:
        return
    with how.begin([work.request for work in works]) as audits:
        yield from zip(works, audits, strict=True)


def allow_open_files(publications: int) -> None:
    """Let this process have as many files open as it holds locks; where it may not, so be it."""
    try:
        import resource  # not on Windows
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = publications + SPARE_FILES
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and most > soft:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


class _Json:
    """The audits as one JSON document, printed while they come."""

    def __init__(self) -> None:
        self._number = 0
        click.echo(f'{{\n"schema": {json.dumps(SCHEMA)},\n"audits": [')

    def add(self, audit: Audit) -> None:
        """One more."""
        click.echo("," if self._number else "", nl=False)
        print_audit(audit)
        self._number += 1

    def end(self, failed: Sequence[Failed]) -> None:
        """No more, and what failed."""
        told = [{"publication": one.source, "why": one.why} for one in failed]
        click.echo(f'],\n"failed": {json.dumps(told, ensure_ascii=False)}\n}}')
