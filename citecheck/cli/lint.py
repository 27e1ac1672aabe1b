"""``citecheck lint``: the slips of a publication, with no network."""

from __future__ import annotations

import click
from rich.console import Console

from citecheck.cli.words import json_option, print_json
from citecheck.model.notes import Severity
from citecheck.publications import open_publication
from citecheck.report import slips_document
from citecheck.report.terminal import slips_view

_FINDINGS = {Severity.ERROR, Severity.WARNING}


@click.command("lint", epilog="Example: citecheck lint endnotes/kyrgyzstan-2012")
@click.argument("publication", default="endnotes/kyrgyzstan-2012")
@json_option
def command(publication: str, as_json: bool) -> int:
    """Print the slips of PUBLICATION (a records folder or a manuscript); no network.

    Exits with 1 if there is a slip of severity error or warning.
    """
    source = open_publication(publication)
    if as_json:
        print_json(slips_document(source.publication))
    else:
        Console().print(slips_view(source.publication))
    slips = [slip for note in source.publication.endnotes for slip in note.slips]
    return int(any(slip.severity in _FINDINGS for slip in slips))
