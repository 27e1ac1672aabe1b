"""``citecheck snapshots``: whether what was captured is whole; its index; what nobody needs."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from citecheck.captured import check_snapshots, fetch_snapshots
from citecheck.cli.words import json_option, one_line, print_json
from citecheck.pruning import prune
from citecheck.wiring import SNAPSHOTS


@click.command("snapshots", epilog="Example: citecheck snapshots --prune --dry-run")
@click.argument("folder", type=click.Path(path_type=Path), default=SNAPSHOTS)
@click.option("--reindex", is_flag=True, help="Build the index (CDXJ) anew from the WARC files.")
@click.option(
    "--fetch",
    metavar="URL",
    help="First copy what is on a storage, s3://BUCKET/PREFIX, into FOLDER.",
)
@click.option("--prune", "prunes", is_flag=True, help="Take out what no audit refers to.")
@click.option(
    "--keep", type=click.FloatRange(0), default=90.0, show_default=True, metavar="DAYS",
    help="With --prune: what is younger stays in any case.",
)  # fmt: skip
@click.option(
    "--reports", type=click.Path(path_type=Path), multiple=True, default=[Path("reports")],
    help="With --prune: where the reports of all that share FOLDER are [reports].",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="With --prune: only say what would be taken out.")
@json_option
def command(
    folder: Path,
    reindex: bool,
    prunes: bool,
    keep: float,
    reports: tuple[Path, ...],
    dry_run: bool,
    fetch: str | None,
    as_json: bool,
) -> int:
    """Read every record in FOLDER and check its digests; WARC files of other programs too.

    Exits with 1 if something is damaged, each place told with file and offset.

    With --prune it takes out what no audit of any history in REPORTS refers to or fetched:
    what runs left that no history holds, errors before another try.  Nothing is taken out
    of files of other programs, and none of it while an audit is running.
    """
    if fetch:
        count = fetch_snapshots(fetch, folder)
        click.echo(f"{count} files fetched", err=as_json)
    if prunes:
        if reindex:
            raise click.UsageError("--prune builds the index anew itself: leave --reindex out")
        return _prune(folder, reports, keep, dry_run=dry_run, as_json=as_json)
    if dry_run:
        raise click.UsageError("--dry-run goes with --prune")
    health = check_snapshots(folder, reindex=reindex)
    if as_json:
        print_json({"schema": "citecheck/snapshots/1", **asdict(health)})
    else:
        click.echo(
            f"{health.files} files, {health.answers} answers, {health.captures} captures"
            f"{', index built anew' if reindex else ''}"
        )
        for sentence in health.warnings:
            click.echo(one_line(sentence))
    return int(bool(health.warnings))


def _prune(
    folder: Path, reports: tuple[Path, ...], keep: float, *, dry_run: bool, as_json: bool
) -> int:
    pruned, texts = prune(folder, reports, days=keep, dry_run=dry_run)
    if as_json:
        print_json({"schema": "citecheck/pruned/1", "dry_run": dry_run, **asdict(pruned),
                    "texts": texts})  # fmt: skip
    else:
        would = "would be taken" if dry_run else "taken"
        click.echo(
            f"{pruned.answers} answers ({pruned.captures} captures, {pruned.bytes / 1e6:,.1f} MB)"
            f" {would} out of {pruned.files} files; {texts} texts of bytes that are not kept"
        )
    return 0
