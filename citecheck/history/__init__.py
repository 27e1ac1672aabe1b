"""The audits of a publication, kept for good, and what changed between two of them.

A history is one SQLite file beside the reports, readable by Datasette and plain SQL;
``docs/history.md`` tells its tables.
"""

from __future__ import annotations

from citecheck.history.differences import compare_audits
from citecheck.history.dropping import Droppable, drop_audits, find_droppable
from citecheck.history.store import FILE_NAME, History, Kept
from citecheck.model.changes import Change, Comparison, Difference

__all__ = [
    "FILE_NAME",
    "Change",
    "Comparison",
    "Difference",
    "Droppable",
    "History",
    "Kept",
    "compare_audits",
    "drop_audits",
    "find_droppable",
]
