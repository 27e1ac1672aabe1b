"""Plain text, and tables in plain text (.csv, RFC 4180, and what else is called so)."""

from __future__ import annotations

import csv
from contextlib import suppress
from io import StringIO

from citecheck.extract.composing import Composed, compose
from citecheck.extract.encodings import Decoded, decode
from citecheck.extract.limits import Limits
from citecheck.extract.tidy import join_cells
from citecheck.model.documents import Extraction

_DELIMITERS = ";\t,|"
_SAMPLE = 64 * 1024
_MOST_LINES, _LEAST_ROWS = 500, 3


def read_csv(body: bytes, *, charset: str | None, limits: Limits) -> Extraction:
    """The rows as lines, their cells apart; what is no table after all is read as it is."""
    decoded = decode(body, declared=[charset] if charset else [])
    try:
        dialect = csv.Sniffer().sniff(decoded.text[:_SAMPLE], _DELIMITERS)
        return _compose_rows(decoded, dialect, limits)
    except csv.Error:
        return read_plain(body, charset=charset, limits=limits)


def _compose_rows(decoded: Decoded, dialect: type[csv.Dialect], limits: Limits) -> Extraction:
    rows = list(csv.reader(StringIO(decoded.text), dialect))
    found = Composed(
        media_type="text/csv",
        lines=[(join_cells(cell.strip() for cell in row), None) for row in rows],
        remarks=decoded.notes,
        engine=f"csv, delimiter {dialect.delimiter!r}",
        encoding=decoded.encoding,
    )
    return compose(found, limits)


def is_tabbed(text: str) -> bool:
    """Whether most lines of a text are rows of as many cells, parted by tabs."""
    counts = [line.count("\t") for line in text.split("\n")[:_MOST_LINES] if line.strip()]
    usual = max(set(counts), key=counts.count, default=0)
    return usual > 0 and len(counts) >= _LEAST_ROWS and counts.count(usual) > 0.8 * len(counts)


def read_plain(body: bytes, *, charset: str | None, limits: Limits) -> Extraction:
    """Text as it is; form feeds in it become line ends.  A table of tabs is read as one."""
    decoded = decode(body, declared=[charset] if charset else [])
    if is_tabbed(decoded.text):
        with suppress(csv.Error):
            return _compose_rows(decoded, csv.excel_tab, limits)
    found = Composed(
        media_type="text/plain",
        lines=[(decoded.text, None)],
        remarks=decoded.notes,
        engine="plain",
        encoding=decoded.encoding,
    )
    return compose(found, limits)
