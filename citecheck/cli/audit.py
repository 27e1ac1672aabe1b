"""``citecheck audit``: the main job."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console

from citecheck.cli.audit_many import audit_many
from citecheck.cli.auditing import How, keep_audit, print_audit, show_metrics
from citecheck.cli.logs import logging_to
from citecheck.cli.metrics import Meter
from citecheck.cli.naming import DEFAULT, find_named
from citecheck.cli.notify import Telling, telling
from citecheck.cli.words import (
    json_option,
    network_options,
    parse_numbers,
    settings_from,
)
from citecheck.history import History
from citecheck.memory import share_one_arena
from citecheck.model.audits import Audit
from citecheck.model.changes import Change, choose_changes
from citecheck.model.errors import InputError
from citecheck.notifying import Told
from citecheck.packing import audit_pack, is_pack
from citecheck.publications import open_publication
from citecheck.report import has_findings, write_report
from citecheck.report.terminal import summary_table
from citecheck.wiring import SNAPSHOTS


@click.command("audit", epilog="Example: citecheck audit endnotes/kyrgyzstan-2012 --only 1-20")
@click.argument("publications", metavar="[PUBLICATION]...", nargs=-1)
@click.option(
    "--list", "lists", type=click.Path(path_type=Path), multiple=True,
    help="A file that names publications, one a line; @FILE says the same.",
)  # fmt: skip
@click.option("--offline", is_flag=True, help="Ask nothing of the web; use the snapshots.")
@click.option("--online", is_flag=True, help="Do not run at all without a network.")
@click.option(
    "--only-due", is_flag=True,
    help="Ask only what is due: what fails soon, what is alive or lost rarely.",
)  # fmt: skip
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
    "-o", "--output", type=click.Path(path_type=Path),
    help="The report's folder [reports/NAME]; of several, the folder of them all [reports].",
)  # fmt: skip
@click.option(
    "--snapshots", type=click.Path(path_type=Path), default=SNAPSHOTS, help="The captures' folder."
)
@click.option(
    "--fail-on", metavar="CHANGES",
    help="Exit with 1 for these changes since the audit before, such as changed,gone, and"
    " for nothing else (as citecheck diff).",
)  # fmt: skip
@click.option("--metrics", is_flag=True, help="Print what the run did and what it waited for.")
@click.option(
    "--metrics-file", metavar="FILE",
    help="Write what was found and done for Prometheus (node_exporter's textfile collector).",
)  # fmt: skip
@click.option(
    "--log-json", metavar="FILE", help="Log what happens, one JSON object a line; - is stderr."
)
@click.option(
    "--notify", is_flag=True, help="Tell what changed, as [notices] in citecheck.toml says."
)
@click.option(
    "--storage", metavar="URL", help="Keep what is captured on object storage: s3://BUCKET/PREFIX."
)
@click.option(
    "--dask", metavar="ADDRESS",
    help="Let a Dask cluster do a part of it: tcp://HOST:PORT, or local:N processes.",
)  # fmt: skip
@json_option
def command(
    publications: tuple[str, ...],
    lists: tuple[Path, ...],
    offline: bool,
    online: bool,
    only_due: bool,
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
    fail_on: str | None,
    metrics: bool,
    metrics_file: str | None,
    log_json: str | None,
    notify: bool,
    storage: str | None,
    dask: str | None,
    as_json: bool,
) -> int:
    """Check every address of each PUBLICATION and the figures that it supports.

    PUBLICATION is a records folder, a manuscript, a plain list of addresses, or with
    --offline a pack.  Each
    address is asked once, live and in the archive; what came is kept in the snapshots,
    the report goes to reports/NAME.  Ctrl-C keeps what is done; run again to go on.

    Several are audited in one run: an address that many of them cite is asked once, each has
    a report of its own, and reports/index.html leads to all.

    Exits with 1 if there are findings; with --fail-on only if a change that it names is
    new since the audit before.
    """
    share_one_arena()
    if offline and online:
        raise click.UsageError("--offline and --online exclude each other")
    if offline and only_due:
        raise click.UsageError("--offline asks nothing, due or not: leave --only-due out")
    settings = settings_from(
        only_due=only_due or None,
        metrics_file=metrics_file,
        archive=archive,
        use_archive=False if no_archive else None,
        proxy=proxy,
        allow_private=allow_private,
        jobs=jobs,
        per_host=per_host,
        delay=delay,
        budget=budget,
        storage=storage,
        dask=dask,
    )
    how = How(
        settings=settings, offline=offline, online=online, snapshots=snapshots,
        fail_on=_changes(fail_on),
    )  # fmt: skip
    with logging_to(log_json):
        named = find_named(publications, lists)
        if named is not None:
            if only:
                raise click.UsageError("--only goes with one publication")
            with telling("several publications", wanted=notify) as told:
                return audit_many(
                    named, how, output or Path("reports"), told, as_json=as_json, metrics=metrics
                )
        publication = publications[0] if publications else DEFAULT
        if is_pack(Path(publication)):
            if fail_on:
                raise click.UsageError("a pack has no audit before it: leave --fail-on out")
            return _audit_pack(Path(publication), output, offline=offline, as_json=as_json)
        with telling(publication, wanted=notify) as told:
            audit, written, folder = _audit(publication, how, output, parse_numbers(only), told)
        meter = how.meter if metrics else None
        _tell(audit, written, folder, as_json=as_json, meter=meter)
        return int(how.fails(audit))


def _changes(words: str | None) -> frozenset[Change] | None:
    return None if words is None else choose_changes(words.split(","), what="--fail-on")


def _audit(
    publication: str, how: How, output: Path | None, only: tuple[int, ...], told: Telling
) -> tuple[Audit, Sequence[Path], Path]:
    """The audit of one publication, kept, with the files of its report and their folder."""
    source = open_publication(publication)
    folder = output or Path("reports") / source.name
    history = History(folder)
    with history.alone():
        with how.begin([how.request(source, history, only=only)]) as audits:
            audit = next(audits)
        audit, written = keep_audit(audit, history, folder, how)
        next(audits, None)  # it is kept: now the run is over
    how.write_metrics()
    told.audited.append(Told(name=source.name, history=history))
    return audit, written, folder


def _audit_pack(path: Path, output: Path | None, *, offline: bool, as_json: bool) -> int:
    """A pack holds its own settings and answers; nothing is asked of the web."""
    if not offline:
        raise click.UsageError("a pack is audited with --offline")
    found = audit_pack(path)
    if found is None:
        raise InputError("is a zip, but no pack", source=str(path), remedy="name another file")
    audit, name = found
    folder = output or Path("reports") / f"{name}-replayed"
    _tell(audit, write_report(audit, folder), folder, as_json=as_json)
    return int(has_findings(audit))


def _tell(
    audit: Audit,
    written: Sequence[Path],
    folder: Path,
    *,
    as_json: bool,
    meter: Meter | None = None,
) -> None:
    if as_json:
        more = {"metrics": meter.document()} if meter else {}
        print_audit(audit, more)
    else:
        console = Console()
        console.print(summary_table(audit))
        page = next((path for path in written if path.suffix == ".html"), folder)
        console.print(f"report: {page}", markup=False, soft_wrap=True)
        show_metrics(meter)
