"""``citecheck history``: the audits of a publication that are kept; old ones taken out."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from citecheck.cli.naming import DEFAULT
from citecheck.cli.words import json_option, one_line, print_json
from citecheck.history import FILE_NAME, Droppable, History, drop_audits, find_droppable
from citecheck.pruning import prune
from citecheck.publications import open_publication
from citecheck.report.words import count_words
from citecheck.wiring import SNAPSHOTS, now

SCHEMA = "citecheck/history/1"
#: Later than any audit.
_NEVER = datetime.max.replace(tzinfo=UTC)
#: What `citecheck snapshots --prune` keeps in any case, in days.
_YOUNG = 90.0


@click.command("history", epilog="Example: citecheck history endnotes/kyrgyzstan-2012")
@click.argument("publication", default=DEFAULT)
@click.option(
    "--report", type=click.Path(path_type=Path), help="Its report's folder [reports/NAME]."
)
@click.option("--prune", "prunes", is_flag=True, help="Take old audits out.")
@click.option("--keep", type=click.IntRange(1), help="With --prune: the last so many stay.")
@click.option(
    "--older-than", type=click.FloatRange(0, 100_000), metavar="DAYS",
    help="With --prune: only what is older goes.",
)  # fmt: skip
@click.option(
    "--snapshots", type=click.Path(path_type=Path), default=SNAPSHOTS,
    help="With --dry-run: the captures' folder.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="With --prune: only say what would go.")
@json_option
def command(
    publication: str,
    report: Path | None,
    prunes: bool,
    keep: int | None,
    older_than: float | None,
    snapshots: Path,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Print the audits of PUBLICATION that its history holds, in the order they were made.

    With --prune the old ones are taken out, by --keep, --older-than, or both: then what
    either keeps stays.  Whatever a kept audit is compared with stays too, and since when an
    address fails or is alive is not forgotten.  `citecheck snapshots --prune` then takes out
    the captures that no audit refers to any more; --dry-run says of both what they free.
    """
    if not prunes and (keep is not None or older_than is not None or dry_run):
        raise click.UsageError("--keep, --older-than and --dry-run go with --prune")
    if prunes and keep is None and older_than is None:
        raise click.UsageError("--prune needs --keep or --older-than, to know what is old")
    folder = report or Path("reports") / open_publication(publication).name
    history = History(folder)
    if not prunes:
        return _show(history, as_json=as_json)
    before = now() - timedelta(days=older_than) if older_than is not None else _NEVER
    with history.alone():
        found = find_droppable(history, keep=keep or 1, before=before)
        if found.dropped and not dry_run:
            drop_audits(history, found.dropped)
    captures = _captures(folder, snapshots, found) if dry_run else None
    _tell(found, folder, captures, dry_run=dry_run, as_json=as_json)
    return 0


def _show(history: History, *, as_json: bool) -> int:
    kept = history.check()
    if as_json:
        print_json({"schema": SCHEMA, "audits": [asdict(one) for one in kept]})
        return 0
    for one in kept:
        click.echo(one_line(f"{one.started}  {one.network:<8} {one.id}"))
    if not kept:
        click.echo(f"no audit yet in {one_line(str(history.folder))}")
    return 0


def _captures(folder: Path, snapshots: Path, found: Droppable) -> int | None:
    """Bytes of captures that no audit would refer to any more."""
    if not found.dropped or not snapshots.is_dir():
        return None
    without = {(folder, one.id) for one in found.dropped}
    pruned, _ = prune(snapshots, [folder.parent], days=_YOUNG, dry_run=True, without=without)
    return pruned.bytes


def _tell(
    found: Droppable, folder: Path, captures: int | None, *, dry_run: bool, as_json: bool
) -> None:
    if as_json:
        document: dict[str, Any] = {"schema": SCHEMA, "dry_run": dry_run, "captures": captures}
        print_json(document | asdict(found))
        return
    count = count_words(len(found.dropped), "audit")
    would = "would go" if dry_run else "taken out"
    days = ""
    if found.dropped:
        days = f", of {found.dropped[0].started[:10]} to {found.dropped[-1].started[:10]},"
    size = f"{found.bytes / 1e6:,.1f} MB of {folder / FILE_NAME}"
    click.echo(one_line(f"{count}{days} {would} ({size}); {len(found.kept)} stay"))
    if found.rested_on:
        click.echo(f"  {found.rested_on} of them only since what stays is compared with them")
    if captures is not None:
        click.echo(f"  `citecheck snapshots --prune` would then free {captures / 1e6:,.1f} MB")
    elif found.dropped:
        click.echo("  `citecheck snapshots --prune` takes out what only they referred to")
