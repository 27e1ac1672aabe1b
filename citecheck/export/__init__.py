"""The bibliography of a publication in the formats of reference managers.

A work is one entry, however many notes cite it; where in it a note points is the
note's business and stands in the citations (CSL) or the row (CSV).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from citecheck.export.bibtex import to_bibtex
from citecheck.export.csl import citations, items, to_csl_json
from citecheck.export.ris import to_ris
from citecheck.export.table import to_csv
from citecheck.model.notes import Publication

__all__ = ["FORMATS", "citations", "items"]

#: What ``citecheck export --format`` offers, and the function that writes it.
FORMATS: Mapping[str, Callable[[Publication], str]] = MappingProxyType(
    {"csl-json": to_csl_json, "bibtex": to_bibtex, "ris": to_ris, "csv": to_csv}
)
