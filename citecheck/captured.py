"""What the snapshots hold: read, exported, checked, fetched from a storage."""

from __future__ import annotations

from pathlib import Path

import citecheck
from citecheck.model.captures import Capture
from citecheck.model.documents import Extraction
from citecheck.model.errors import InputError
from citecheck.opening import now, open_extractor, open_store
from citecheck.publications import Source
from citecheck.settings import Settings
from citecheck.snapshots import About, Health, Storage


def read_capture(capture: Capture, settings: Settings, snapshots: Path) -> Extraction:
    """The text of a kept copy; raises :class:`InputError` if it is damaged."""
    body = open_store(snapshots).body(capture)
    return open_extractor(settings).extract(
        body, media_type=capture.media_type, name=capture.final_url
    )


def export_note(source: Source, number: int, target: Path, snapshots: Path) -> int:
    """Write what was captured of a note's addresses as WACZ; gives the number of captures.

    Raises :class:`InputError` if nothing was, or the file cannot be written.
    """
    note = source.publication.endnote(number)
    cited = [] if note is None else [c for c in note.citations if c.url]
    addresses = [a for c in cited for a in (c.url, c.archived.original if c.archived else None)]
    title = source.publication.title or source.name
    return open_store(snapshots).export(
        list(dict.fromkeys(address for address in addresses if address)),
        target,
        About(
            title=f"Note {number} of {title}",
            description=note.raw if note else "",
            software=f"citecheck/{citecheck.__version__}",
            created=now(),
        ),
        {c.url: c.title for c in cited if c.url and c.title},
    )


def check_snapshots(snapshots: Path, *, reindex: bool) -> Health:
    """Read every record of the snapshots; ``reindex``: and build their index anew.

    Raises :class:`InputError` if there are none.
    """
    if not snapshots.is_dir():
        raise InputError("no such folder", source=str(snapshots), remedy="run `citecheck audit`")
    return open_store(snapshots).check(reindex=reindex)


def fetch_snapshots(url: str, folder: Path) -> int:
    """Copy what is on a storage into a folder of snapshots; gives the number of files.

    Raises :class:`InputError` where either cannot be used.
    """
    return Storage(url).fetch(folder)
