"""The Publication document of ``parse --json``: schema ``citecheck/publication/1``."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from citecheck.model.notes import Publication
from citecheck.records.plain import plain

SCHEMA = "citecheck/publication/1"
_LISTS = ("endnotes", "claims", "works")


def to_document(publication: Publication) -> dict[str, Any]:
    """The publication as JSON; every key is always there, ``null`` where a part is not."""
    parts = plain(publication, number=_number)
    lists = {name: parts.pop(name) for name in _LISTS}
    return {"schema": SCHEMA, "publication": parts, **lists}


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
