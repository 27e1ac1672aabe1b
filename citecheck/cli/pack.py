"""``citecheck pack``: an audit with all that it rests on, in one zip."""

from __future__ import annotations

from pathlib import Path

import click

from citecheck.cli.words import json_option, print_json, settings_from
from citecheck.packing import pack_audit
from citecheck.publications import open_publication
from citecheck.wiring import SNAPSHOTS


@click.command(
    "pack", epilog="Example: citecheck pack endnotes/kyrgyzstan-2012 -o kyrgyzstan-2012.zip"
)
@click.argument("publication", default="endnotes/kyrgyzstan-2012")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The zip [NAME.zip].")
@click.option("--report", type=click.Path(path_type=Path), help="The report [reports/NAME].")
@click.option(
    "--snapshots", type=click.Path(path_type=Path), default=SNAPSHOTS, help="The captures' folder."
)
@json_option
def command(
    publication: str, output: Path | None, report: Path | None, snapshots: Path, as_json: bool
) -> int:
    """Pack the last audit of PUBLICATION: report, records, captures, texts, digests, settings.

    The audit is replayed first, from what goes into the pack alone, and must come out the
    same.  `citecheck audit --offline PACK` gives its verdicts again anywhere.
    """
    source = open_publication(publication)
    target = output or Path(f"{source.name}.zip")
    captures = pack_audit(
        source,
        settings_from(),
        report=report or Path("reports") / source.name,
        snapshots=snapshots,
        target=target,
    )
    size = target.stat().st_size
    if as_json:
        print_json({"pack": target.as_posix(), "bytes": size, "captures": captures})
    else:
        click.echo(f"packed {captures} captures, {size:,} bytes: {target}")
    return 0
