"""A table of the citations (RFC 4180), one row each, for a spreadsheet."""

from __future__ import annotations

import csv
import io

from citecheck.model.notes import Citation, Publication
from citecheck.safe_text import cell

#: Without it Excel reads Cyrillic titles as Windows-1252.
BYTE_ORDER_MARK = "\ufeff"
_PLAIN = (
    "work", "kind", "title", "container", "publisher", "place", "published", "symbol", "doi",
    "isbn", "arxiv", "url", "url_printed", "accessed", "language", "lead", "same_as",
)  # fmt: skip
COLUMNS = ("note", *_PLAIN, "authors", "pages", "paras", "archive_url", "archive_time", "raw")


def to_csv(publication: Publication) -> str:
    """The citations, and a row for each note that has none; lines end in CR LF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for note in publication.endnotes:
        for citation in note.citations or (None,):
            row = {"note": note.number, "raw": note.raw, **_fields(citation)}
            writer.writerow([cell(row.get(column)) for column in COLUMNS])
    return BYTE_ORDER_MARK + out.getvalue()


def _fields(citation: Citation | None) -> dict[str, object]:
    if citation is None:
        return {}
    fields: dict[str, object] = {name: getattr(citation, name) for name in _PLAIN}
    copy = citation.archived
    return fields | {
        "kind": str(citation.kind),
        "authors": "; ".join(citation.authors),
        "pages": ", ".join(citation.pages),
        "paras": ", ".join(citation.paras),
        "archive_url": copy.url if copy else None,
        "archive_time": copy.timestamp if copy else None,
    }
