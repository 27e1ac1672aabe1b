"""The records of a publication: YAML that a person reads and edits, validated by JSON Schema."""

from __future__ import annotations

from citecheck.records.document import to_document
from citecheck.records.merge import KeptEdit, Merged, merge_publication
from citecheck.records.reading import is_publication_folder, read_publication
from citecheck.records.writing import write_publication

__all__ = [
    "KeptEdit",
    "Merged",
    "is_publication_folder",
    "merge_publication",
    "read_publication",
    "to_document",
    "write_publication",
]
