"""``citecheck parse``: a manuscript to records."""

from __future__ import annotations

from pathlib import Path

import click

from citecheck.cli.words import json_option, one_line, print_json
from citecheck.publications import parse_manuscript
from citecheck.records import merge_publication, to_document, write_publication


@click.command("parse", epilog="Example: citecheck parse report.txt -o endnotes/report")
@click.argument("manuscript", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write records into this folder."
)
@json_option
def command(manuscript: Path, output: Path | None, as_json: bool) -> int:
    """Read MANUSCRIPT: its endnotes, citations, works, slips, claims and figures.

    With -o the records are written as YAML; a field that a person edited there is
    kept and told, never overwritten.
    """
    publication = parse_manuscript(manuscript)
    if output:
        merged = merge_publication(publication, output)
        for edit in merged.kept:
            click.echo(f"kept your edit: {one_line(str(edit))}", err=True)
        publication = merged.publication
        write_publication(publication, output, parsed=merged.parsed)
    if as_json:
        print_json(to_document(publication))
        return 0
    citations = [c for note in publication.endnotes for c in note.citations]
    addresses = {c.url for c in citations if c.url}
    figures = [f for claim in publication.claims for f in claim.figures]
    slips = [slip for note in publication.endnotes for slip in note.slips]
    click.echo(
        f"{len(publication.endnotes)} endnotes, {len(citations)} citations, "
        f"{len(addresses)} addresses, {len(publication.works)} works, "
        f"{len(publication.claims)} claims with {len(figures)} figures "
        f"({sum(f.is_statistic for f in figures)} to verify), {len(slips)} slips"
    )
    if output:
        click.echo(f"written to {output}")
    return 0
