"""``citecheck export``: the bibliography for reference managers."""

from __future__ import annotations

import json
from pathlib import Path

import click

from citecheck.cli.words import json_option, print_json
from citecheck.export import FORMATS, citations, items
from citecheck.model.errors import InputError
from citecheck.publications import open_publication


@click.command(
    "export", epilog="Example: citecheck export endnotes/kyrgyzstan-2012 --format bibtex"
)
@click.argument("publication", default="endnotes/kyrgyzstan-2012")
@click.option(
    "--format",
    "to",
    type=click.Choice([*FORMATS, "csl-citations"]),
    default="csl-json",
    show_default=True,
    help="What to write; csl-citations are the notes: works named, pages, lead-ins.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write into this file.")
@json_option
def command(publication: str, to: str, output: Path | None, as_json: bool) -> int:
    """Write the works that PUBLICATION cites as CSL-JSON, BibTeX, RIS or CSV; no network.

    With --json both CSL items and citations are printed, as one document.
    """
    source = open_publication(publication).publication
    if as_json:
        print_json({"items": items(source), "citations": citations(source)})
        return 0
    if to == "csl-citations":
        text = json.dumps(citations(source), ensure_ascii=False, indent=1) + "\n"
    else:
        text = FORMATS[to](source)
    if output is None:
        click.echo(text, nl=False)
        return 0
    try:
        output.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise InputError(
            f"cannot be written ({error.strerror})", source=str(output), remedy="name another file"
        ) from error
    click.echo(f"{len(source.works)} works of {len(source.endnotes)} notes written to {output}")
    return 0
