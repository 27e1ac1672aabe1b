"""Plain text, and tables in plain text (.csv, RFC 4180, and what else is called so)."""

from __future__ import annotations

import csv
from io import StringIO

from citecheck.extract.composing import Composed, compose
from citecheck.extract.encodings import decode
from citecheck.extract.limits import Limits
from citecheck.extract.tidy import join_cells
from citecheck.model.documents import Extraction

_DELIMITERS = ";\t,|"
_SAMPLE = 64 * 1024


def read_csv(body: bytes, *, charset: str | None, limits: Limits) -> Extraction:
    """The rows as lines, their cells apart; what is no table after all is read as it is."""
    decoded = decode(body, declared=[charset] if charset else [])
    try:
        dialect = csv.Sniffer().sniff(decoded.text[:_SAMPLE], _DELIMITERS)
        rows = list(csv.reader(StringIO(decoded.text), dialect))
    except csv.Error:
        return read_plain(body, charset=charset, limits=limits)
    found = Composed(
        media_type="text/csv",
        lines=[(join_cells(cell.strip() for cell in row), None) for row in rows],
        remarks=decoded.notes,
        engine=f"csv, delimiter {dialect.delimiter!r}",
        encoding=decoded.encoding,
    )
    return compose(found, limits)


def read_plain(body: bytes, *, charset: str | None, limits: Limits) -> Extraction:
    """Text as it is; form feeds in it become line ends."""
    decoded = decode(body, declared=[charset] if charset else [])
    found = Composed(
        media_type="text/plain",
        lines=[(decoded.text, None)],
        remarks=decoded.notes,
        engine="plain",
        encoding=decoded.encoding,
    )
    return compose(found, limits)
