"""``citecheck fix``: the corrected notes of the next edition."""

from __future__ import annotations

from pathlib import Path

import click

from citecheck.cli.words import json_option, parse_numbers, print_json
from citecheck.correcting import (
    FORMATS,
    Corrected,
    choose_format,
    correct_source,
    corrections_document,
)
from citecheck.model.errors import InputError
from citecheck.publications import open_publication
from citecheck.wiring import now


@click.command("fix", epilog="Example: citecheck fix endnotes/kyrgyzstan-2012 -o notes.docx")
@click.argument("publication", default="endnotes/kyrgyzstan-2012")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write into this file.")
@click.option(
    "--format", "to", type=click.Choice(list(FORMATS)), help="What to write [by the file's ending]."
)
@click.option(
    "--manuscript",
    type=click.Path(path_type=Path),
    help="The Word or text file to put the corrections into [PUBLICATION, if it is one].",
)
@click.option("--report", type=click.Path(path_type=Path), help="The audit [reports/NAME].")
@click.option("--only", metavar="NOTES", help="Only these notes, such as 3,5-8.")
@click.option(
    "--renew-access",
    is_flag=True,
    help="A new access date wherever the source was read again and bears the note out.",
)
@click.option("--clean", is_flag=True, help="The corrected words alone, no change marked.")
@json_option
def command(
    publication: str,
    output: Path | None,
    to: str | None,
    manuscript: Path | None,
    report: Path | None,
    only: str | None,
    renew_access: bool,
    clean: bool,
    as_json: bool,
) -> int:
    """Write the notes of PUBLICATION as the next edition should print them; no network.

    Addresses are repaired or follow their source, archived copies stand beside them, and
    every change is marked: CriticMarkup in text and Markdown, ins and del in HTML, tracked
    changes in Word. A manuscript keeps all else. Exits with 1 if something is left that a
    person must decide.
    """
    source = open_publication(publication)
    chosen = choose_format(output, to)
    if chosen == "docx" and output is None and not as_json:
        raise InputError("a Word file needs a name", remedy="give one with -o FILE.docx")
    corrected = correct_source(
        source,
        to=chosen,
        report=report or Path("reports") / source.name,
        only=parse_numbers(only),
        manuscript=manuscript,
        renew_access=renew_access,
        marked=not clean,
        when=now(),
    )
    if output is not None:
        _write(output, corrected.content)
    if as_json:
        print_json(corrections_document(corrected))
    elif output is None:
        click.echo(corrected.content.decode(), nl=False)
    _tell(corrected, output, source.name, quiet=as_json)
    return int(any(note.left for note in corrected.notes) or bool(corrected.unplaced))


def _write(output: Path, content: bytes) -> None:
    try:
        output.write_bytes(content)
    except OSError as error:
        raise InputError(
            f"cannot be written ({error.strerror})", source=str(output), remedy="name another file"
        ) from error


def _tell(corrected: Corrected, output: Path | None, name: str, *, quiet: bool) -> None:
    """The counts: on stdout when a file was written, else beside the notes, on stderr."""
    if quiet:
        return
    beside = output is None
    changed = sum(bool(note.corrections) for note in corrected.notes)
    left = [note.number for note in corrected.notes if note.left]
    lines = [f"{changed} of {len(corrected.notes)} notes corrected"]
    if output:
        lines[0] += f": {output}"
    if left:
        shown = ", ".join(map(str, left[:12])) + (" …" if len(left) > 12 else "")
        lines.append(f"{len(left)} notes need a person: {shown} (`citecheck note N` tells why)")
    if corrected.unplaced:
        lines.append(
            f"no place found in the manuscript for: {', '.join(map(str, corrected.unplaced))}"
        )
    if corrected.audited is None:
        lines.append(
            f"no audit in reports/{name}: only what the notes themselves show was mended; "
            "run `citecheck audit` first for moved and archived addresses"
        )
    for line in lines:
        click.echo(line, err=beside)
