"""``citecheck audit``: the main job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console

from citecheck.cli.progress import shown_progress
from citecheck.cli.words import (
    json_option,
    network_options,
    one_line,
    parse_numbers,
    print_json,
    settings_from,
)
from citecheck.history import History, compare_audits
from citecheck.model.audits import Audit
from citecheck.model.errors import InputError
from citecheck.model.verdicts import Streak
from citecheck.packing import audit_pack, is_pack
from citecheck.publications import open_publication
from citecheck.report import audit_document, has_findings, write_report
from citecheck.report.terminal import summary_table
from citecheck.settings import Settings, tellable
from citecheck.verdicts.failing import find_streak
from citecheck.wiring import SNAPSHOTS, audit_source


@click.command("audit", epilog="Example: citecheck audit endnotes/kyrgyzstan-2012 --only 1-20")
@click.argument("publication", default="endnotes/kyrgyzstan-2012")
@click.option("--offline", is_flag=True, help="Ask nothing of the web; use the snapshots.")
@click.option("--online", is_flag=True, help="Do not run at all without a network.")
@click.option("--archive", metavar="URL", help="The web archive to ask.")
@click.option("--no-archive", is_flag=True, help="Ask no web archive.")
@network_options
@click.option("--jobs", type=click.IntRange(1, 256), help="So many addresses at once.")
@click.option("--per-host", type=click.IntRange(1, 32), help="So many at once of one host.")
@click.option("--delay", type=click.FloatRange(0), help="Seconds between two starts on one host.")
@click.option(
    "--budget", type=click.FloatRange(0), help="Seconds after which nothing more is asked."
)
@click.option("--only", metavar="NOTES", help="Only these notes, such as 3,5-8.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The report's folder [reports/NAME]."
)
@click.option(
    "--snapshots", type=click.Path(path_type=Path), default=SNAPSHOTS, help="The captures' folder."
)
@json_option
def command(
    publication: str,
    offline: bool,
    online: bool,
    archive: str | None,
    no_archive: bool,
    proxy: str | None,
    allow_private: bool | None,
    jobs: int | None,
    per_host: int | None,
    delay: float | None,
    budget: float | None,
    only: str | None,
    output: Path | None,
    snapshots: Path,
    as_json: bool,
) -> int:
    """Check every address of PUBLICATION and the figures that it supports.

    PUBLICATION is a records folder, a manuscript, a plain list of addresses, or with
    --offline a pack.  Each
    address is asked once, live and in the archive; what came is kept in the snapshots,
    the report goes to reports/NAME.  Ctrl-C keeps what is done; run again to go on.
    """
    if offline and online:
        raise click.UsageError("--offline and --online exclude each other")
    settings = settings_from(
        archive=archive,
        use_archive=False if no_archive else None,
        proxy=proxy,
        allow_private=allow_private,
        jobs=jobs,
        per_host=per_host,
        delay=delay,
        budget=budget,
    )
    if is_pack(Path(publication)):
        return _audit_pack(Path(publication), output, offline=offline, as_json=as_json)
    source = open_publication(publication)
    folder = output or Path("reports") / source.name
    history = History(folder)
    with history.alone():
        with shown_progress() as progress:
            audit = audit_source(
                source,
                settings,
                offline=offline,
                must_be_online=online,
                only=parse_numbers(only),
                snapshots=snapshots,
                progress=progress,
                streaks=_streaks(history, settings),
                warn=lambda sentence: click.echo(f"citecheck: {one_line(sentence)}", err=True),
            )
        audit = _compared(audit, history)
        written = write_report(audit, folder)
        history.record(audit_document(audit), tellable(settings))
    return _tell(audit, written, folder, as_json=as_json)


def _compared(audit: Audit, history: History) -> Audit:
    """The audit with what changed since the one before; a first one changes nothing."""
    kept = history.audits()
    if not kept:
        return audit
    last = kept[-1].id
    since = compare_audits(history.document(last), audit_document(audit), history.before(last))
    return replace(audit, since=since)


def _streaks(history: History, settings: Settings) -> dict[str, Streak]:
    """Which addresses were failing when this audit began."""
    found = {
        url: find_streak(past, days_apart=settings.failure_days)
        for url, past in history.statuses().items()
    }
    return {url: streak for url, streak in found.items() if streak}


def _audit_pack(path: Path, output: Path | None, *, offline: bool, as_json: bool) -> int:
    """A pack holds its own settings and answers; nothing is asked of the web."""
    if not offline:
        raise click.UsageError("a pack is audited with --offline")
    found = audit_pack(path)
    if found is None:
        raise InputError("is a zip, but no pack", source=str(path), remedy="name another file")
    audit, name = found
    folder = output or Path("reports") / f"{name}-replayed"
    return _tell(audit, write_report(audit, folder), folder, as_json=as_json)


def _tell(audit: Audit, written: Sequence[Path], folder: Path, *, as_json: bool) -> int:
    if as_json:
        print_json(audit_document(audit))
    else:
        console = Console()
        console.print(summary_table(audit))
        page = next((path for path in written if path.suffix == ".html"), folder)
        console.print(f"report: {page}", markup=False, soft_wrap=True)
    return int(has_findings(audit))
