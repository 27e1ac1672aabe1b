"""Several publications audited in one run: one line where one fails, and the others go on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console

import citecheck
from citecheck.cli.auditing import How, keep_audit, say
from citecheck.cli.notify import Telling
from citecheck.history import History
from citecheck.model.audits import Audit
from citecheck.model.errors import InputError
from citecheck.notifying import Told
from citecheck.packing import is_pack
from citecheck.publications import Source, open_publication, read_publication_list, tell_apart
from citecheck.report import audit_document
from citecheck.report.collection import Failed, Row, to_row
from citecheck.report.collection_page import write_collection
from citecheck.report.terminal_collection import collection_table
from citecheck.wiring import Request, to_request

SCHEMA = "citecheck/audits/1"
COULD_NOT_RUN = 2
#: Beside the locks: sockets, captured files, workers.
SPARE_FILES = 1024


def find_named(arguments: Sequence[str], lists: Sequence[Path]) -> tuple[str, ...] | None:
    """The publications that the arguments and lists name; ``None`` where it is plainly one.

    Raises :class:`InputError` for a list that cannot be read or names none.
    """
    named: list[str] = []
    listed = [read_publication_list(path) for path in lists]
    for argument in arguments:
        if argument.startswith("@"):
            listed.append(read_publication_list(Path(argument[1:])))
        else:
            named.append(argument)
    if not listed and len(named) < 2:
        return None
    return (*named, *(one for names in listed for one in names))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """A publication that is held for this audit."""

    request: Request
    history: History
    folder: Path


def audit_many(
    named: Sequence[str], how: How, reports: Path, told: Telling, *, as_json: bool
) -> int:
    """Audit them all; gives the exit code, the worst of theirs."""
    failed: list[Failed] = []
    rows: list[Row] = []
    printed = _Json() if as_json else None
    with ExitStack() as held:
        works = _hold(_open(named, failed), how, reports, held, failed)
        for work, audit in _audit(works, how):
            with _told(audit.source, failed):
                audit, _ = keep_audit(audit, work.history, work.folder, how.settings)
                rows.append(to_row(audit, work.request.name))
                told.audited.append(Told(name=work.request.name, history=work.history))
            if printed:
                printed.add(audit)
        told.failed.extend((one.source, one.why) for one in failed)
        page = write_collection(rows, failed, reports, version=citecheck.__version__)
    if printed:
        printed.end(failed)
    else:
        Console().print(collection_table(rows, failed))
        click.echo(f"reports: {page}")
    return COULD_NOT_RUN if failed else int(any(row.findings for row in rows))


def _open(named: Sequence[str], failed: list[Failed]) -> tuple[Source, ...]:
    sources = []
    for name in named:
        with _told(name, failed):
            if is_pack(Path(name)):
                raise InputError("is a pack", source=name, remedy="audit it by itself")
            sources.append(open_publication(name))
    return tell_apart(sources)


def _hold(
    sources: Sequence[Source], how: How, reports: Path, held: ExitStack, failed: list[Failed]
) -> list[_Work]:
    """Take each publication for this audit alone, as far as nobody else has."""
    allow_open_files(len(sources))
    works = []
    for source in sources:
        folder = reports / source.name
        history = History(folder)
        with _told(source.shown, failed), ExitStack() as holding:
            holding.enter_context(history.alone())
            streaks = history.streaks(days_apart=how.settings.failure_days)
            request = to_request(source, streaks=streaks)
            works.append(_Work(request=request, history=history, folder=folder))
            held.enter_context(holding.pop_all())
    return works


def _audit(works: Sequence[_Work], how: How) -> Iterator[tuple[_Work, Audit]]:
    """Each with its audit; the run is over, and its journals go, when the last was taken."""
    if not works:
        return
    with how.begin([work.request for work in works]) as audits:
        yield from zip(works, audits, strict=True)


@contextmanager
def _told(name: str, failed: list[Failed]) -> Iterator[None]:
    """What is wrong with one publication is a line, and no reason to leave the others."""
    try:
        yield
    except InputError as error:
        why = str(error)
        failed.append(Failed(source=name, why=why))
        say(why if name in why else f"{name}: {why}")


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
        text = json.dumps(audit_document(audit), ensure_ascii=False, indent=1)
        click.echo(f"{',' if self._number else ''}{text}")
        self._number += 1

    def end(self, failed: Sequence[Failed]) -> None:
        """No more, and what failed."""
        told = [{"publication": one.source, "why": one.why} for one in failed]
        click.echo(f'],\n"failed": {json.dumps(told, ensure_ascii=False)}\n}}')
