"""``citecheck lint``: the slips of a publication, with no network."""

from __future__ import annotations

import click
from rich.console import Console

from citecheck.cli.words import json_option, print_json
from citecheck.model.notes import Severity
from citecheck.publications import find_lines, open_publication
from citecheck.report import slips_document
from citecheck.report.slips_sarif import slips_sarif
from citecheck.report.terminal_slips import slips_view

#: What ``--fail-on`` names, and the severities that then make exit code 1.
_FAIL_ON = {
    "error": {Severity.ERROR},
    "warning": {Severity.ERROR, Severity.WARNING},
    "style": set(Severity),
    "never": set[Severity](),
}


@click.command("lint", epilog="Example: citecheck lint endnotes/kyrgyzstan-2012 --fail-on error")
@click.argument("publication", default="endnotes/kyrgyzstan-2012")
@click.option(
    "--fail-on",
    type=click.Choice(list(_FAIL_ON)),
    default="warning",
    show_default=True,
    help="The mildest severity that makes exit code 1.",
)
@click.option("--sarif", is_flag=True, help="Print SARIF 2.1.0, for a CI that shows findings.")
@json_option
def command(publication: str, fail_on: str, sarif: bool, as_json: bool) -> int:
    """Print the slips of PUBLICATION (a records folder or a manuscript) by kind; no network.

    Exits with 1 if there is a slip of severity error or warning; --fail-on says otherwise.
    """
    source = open_publication(publication)
    if sarif:
        file, lines = find_lines(source)
        click.echo(slips_sarif(source.publication, file=file, lines=lines), nl=False)
    elif as_json:
        print_json(slips_document(source.publication))
    else:
        Console().print(slips_view(source.publication))
    slips = [slip for note in source.publication.endnotes for slip in note.slips]
    return int(any(slip.severity in _FAIL_ON[fail_on] for slip in slips))
