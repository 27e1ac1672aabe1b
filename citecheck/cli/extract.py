"""``citecheck extract``: the text of a file or an address, with page breaks."""

from __future__ import annotations

import click

from citecheck.cli.words import (
    json_option,
    network_options,
    one_line,
    print_json,
    safe,
    settings_from,
)
from citecheck.model.documents import PAGE_BREAK, Document
from citecheck.readable import read_source


@click.command("extract", epilog="Example: citecheck extract report.pdf --json")
@click.argument("source", metavar="FILE_OR_URL")
@network_options
@json_option
def command(source: str, proxy: str | None, allow_private: bool | None, as_json: bool) -> int:
    """Print the text of FILE_OR_URL; pages are parted by form feeds.

    Exits with 1 if the source could not be read, or not whole.
    """
    read = read_source(source, settings_from(proxy=proxy, allow_private=allow_private))
    if not isinstance(read, Document):
        if as_json:
            print_json(
                {
                    "media_type": read.media_type,
                    "title": None,
                    "language": None,
                    "pages": [],
                    "complete": False,
                    "notes": [read.why],
                    "unread": str(read.reason),
                    "frames": list(read.frames),
                }
            )
        click.echo(f"citecheck: could not be read: {one_line(read.why)}", err=True)
        return 1
    if as_json:
        print_json(
            {
                "media_type": read.media_type,
                "title": read.title,
                "language": read.language,
                "pages": [
                    {"number": page.number, "label": page.label, "text": page.text}
                    for page in read.pages
                ],
                "complete": read.complete,
                "notes": list(read.notes),
                "unread": None,
                "engine": read.engine,
                "encoding": read.encoding,
                "published": read.published,
                "modified": read.modified,
                "canonical": read.canonical,
                "headings": list(read.headings),
                "frames": list(read.frames),
                "regions": [
                    {"kind": str(region.kind), "start": region.start, "end": region.end}
                    for region in read.regions
                ],
            }
        )
    else:
        click.echo(PAGE_BREAK.join(safe(page.text) for page in read.pages))
        for note in read.notes:
            click.echo(f"citecheck: {one_line(note)}", err=True)
    return int(not read.complete)
