"""Plain text."""

from __future__ import annotations

from citecheck.extract.composing import Composed, compose
from citecheck.extract.encodings import decode
from citecheck.extract.limits import Limits
from citecheck.model.documents import Extraction


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
