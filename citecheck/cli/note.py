"""``citecheck note``: everything known of one note, from what was captured."""

from __future__ import annotations

import re
from pathlib import Path

import click
from rich.console import Console

from citecheck.cli.words import json_option, print_json
from citecheck.model.errors import InputError
from citecheck.model.notes import Publication
from citecheck.publications import Source, open_publication
from citecheck.report import note_document, note_has_findings, read_audit
from citecheck.report.terminal import note_view


@click.command("note", epilog="Example: citecheck note 37 endnotes/kyrgyzstan-2012")
@click.argument("number", metavar="N")
@click.argument("publication", default="endnotes/kyrgyzstan-2012")
@click.option(
    "--report", type=click.Path(path_type=Path), help="The report's folder [reports/NAME]."
)
@click.option(
    "--wacz",
    type=click.Path(path_type=Path),
    help="Write its captures there, for ReplayWeb.page and other readers of WACZ.",
)
@click.option(
    "--snapshots", type=click.Path(path_type=Path), help="The captures' folder [snapshots]."
)
@json_option
def command(
    number: str,
    publication: str,
    report: Path | None,
    wacz: Path | None,
    snapshots: Path | None,
    as_json: bool,
) -> int:
    """Print everything known of note N (or of a claim such as c037-1); no network.

    Exits with 1 if the last audit has a finding for it.  With --wacz its captures, redirects
    and errors among them, are written into one file instead, to be handed over.
    """
    source = open_publication(publication)
    wanted = _note_number(number, source.publication, publication)
    if wacz:
        return _write_wacz(source, wanted, wacz, snapshots, as_json=as_json)
    path = (report or Path("reports") / source.name) / "audit.json"
    audit = read_audit(path) if path.exists() or report else None
    document = note_document(source.publication, audit, wanted)
    if as_json:
        print_json(document)
    else:
        Console().print(note_view(document), crop=False)
    return int(note_has_findings(document))


def _write_wacz(
    source: Source, number: int, target: Path, snapshots: Path | None, *, as_json: bool
) -> int:
    from citecheck.captured import export_note  # not needed to print a note
    from citecheck.wiring import SNAPSHOTS  # not needed to print a note

    captures = export_note(source, number, target, snapshots or SNAPSHOTS)
    size = target.stat().st_size
    if as_json:
        print_json({"wacz": target.as_posix(), "bytes": size, "captures": captures})
    else:
        click.echo(f"{captures} captures of note {number}, {size:,} bytes: {target}")
    return 0


def _note_number(text: str, publication: Publication, named: str) -> int:
    claim = next((c for c in publication.claims if c.id == text), None)
    if claim:
        return claim.notes[0]
    if re.fullmatch(r"\d{1,6}", text) and publication.endnote(int(text)):
        return int(text)
    numbers = [note.number for note in publication.endnotes]
    known = f"notes go from {min(numbers)} to {max(numbers)}" if numbers else "it has no notes"
    raise InputError(f"no note or claim {text!r}", source=named, remedy=known)
