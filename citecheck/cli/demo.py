"""``citecheck demo``: the whole pipeline on an invented publication and an invented web."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click
from rich.console import Console

from citecheck.cli.progress import shown_progress
from citecheck.cli.words import json_option, one_line, print_json
from citecheck.demo import find_differences, read_expected
from citecheck.publications import open_publication
from citecheck.report import audit_document, write_report
from citecheck.report.terminal import summary_table
from citecheck.wiring import audit_source, demo


@click.command("demo", epilog="Example: citecheck demo -o reports/demo")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("reports/demo"),
    help="The report's folder.",
)
@json_option
def command(output: Path, as_json: bool) -> int:
    """Audit an invented publication on an invented web; no network is needed.

    Every kind of verdict occurs.  They are compared with a table that was written down
    beforehand: exits with 0 if all are as expected, with 1 otherwise.
    """
    with demo() as (world, settings), TemporaryDirectory() as snapshots:
        source = open_publication(str(world.manuscript))
        with shown_progress() as progress:
            audit = audit_source(source, settings, snapshots=Path(snapshots), progress=progress)
        expected = read_expected(world.expected)
    differences = find_differences(audit, expected)
    written = write_report(audit, output)
    if as_json:
        print_json({**audit_document(audit), "differences": list(differences)})
    else:
        console = Console()
        console.print(summary_table(audit))
        page = next((path for path in written if path.suffix == ".html"), output)
        console.print(f"report: {page}", markup=False, soft_wrap=True)
        if not differences:
            console.print(f"all verdicts on {len(expected)} notes are as expected", markup=False)
    for difference in differences:
        click.echo(f"citecheck: not as expected: {one_line(difference)}", err=True)
    return int(bool(differences))
