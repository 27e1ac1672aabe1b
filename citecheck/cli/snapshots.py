"""``citecheck snapshots``: whether what was captured is whole; its index built anew."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from citecheck.cli.words import json_option, one_line, print_json
from citecheck.wiring import SNAPSHOTS, check_snapshots, fetch_snapshots


@click.command("snapshots", epilog="Example: citecheck snapshots --reindex")
@click.argument("folder", type=click.Path(path_type=Path), default=SNAPSHOTS)
@click.option("--reindex", is_flag=True, help="Build the index (CDXJ) anew from the WARC files.")
@click.option(
    "--fetch",
    metavar="URL",
    help="First copy what is on a storage, s3://BUCKET/PREFIX, into FOLDER.",
)
@json_option
def command(folder: Path, reindex: bool, fetch: str | None, as_json: bool) -> int:
    """Read every record in FOLDER and check its digests; WARC files of other programs too.

    Exits with 1 if something is damaged, each place told with file and offset.
    """
    if fetch:
        count = fetch_snapshots(fetch, folder)
        click.echo(f"{count} files fetched", err=as_json)
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
