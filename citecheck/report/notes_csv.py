"""``notes.csv``: one row a citation, and one for each note that names no source.

RFC 4180, in UTF-8 with a byte order mark: without one Excel reads Cyrillic titles
as Windows-1252, and it is Excel that editors open the file with.  Python's
``utf-8-sig``, pandas and sqlite-utils skip the mark.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from citecheck.model.audits import Audit
from citecheck.report.audit_json import Json, audit_document
from citecheck.report.note_json import NoteDocuments
from citecheck.report.ordering import arrange, audited_notes, split_audit
from citecheck.safe_text import cell

BYTE_ORDER_MARK = "\ufeff"
NOTES_AT_ONCE = 1000
COLUMNS = (
    "note",
    "index",
    "title",
    "url",
    "accessed",
    "status",
    "http_status",
    "final_url",
    "verdict",
    "why",
    "archived_url",
    "archived_date",
    "archived_distance_days",
    "claims",
    "figures",
    "slips",
    "raw",
)


class NotesCsv:
    """The spreadsheet as a file."""

    filename = "notes.csv"

    def render(self, audit: Audit) -> str:
        """The whole table with its header, lines ended by CR LF."""
        return "".join(self.pieces(audit))

    def pieces(self, audit: Audit) -> Iterator[str]:
        """The same, some notes at a time."""
        yield BYTE_ORDER_MARK + _lines([list(COLUMNS)])
        for part in split_audit(arrange(audit), NOTES_AT_ONCE):
            join = NoteDocuments(part.publication, audit_document(part))
            rows = (row for note in audited_notes(part) for row in _rows(join.document(note)))
            yield _lines([cell(row[column]) for column in COLUMNS] for row in rows)


def _lines(rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _rows(note: Json) -> Iterator[Json]:
    shared = {
        "note": note["note"],
        "claims": "; ".join(f"{c['id']} {c['verdict'] or 'not audited'}" for c in note["claims"]),
        "slips": "; ".join(f"{s['severity']} {s['code']}: {s['message']}" for s in note["slips"]),
        "raw": note["raw"],
    }
    nothing = dict.fromkeys(COLUMNS)
    if not note["citations"]:
        yield {**nothing, **shared, "figures": _figures(note, None)}
    for citation in note["citations"]:
        yield {**nothing, **shared, **_source(citation), "figures": _figures(note, citation)}


def _source(citation: Mapping[str, Any]) -> Json:
    address = citation["address"] or {}
    copies = address.get("archived", ())
    copy = next((copy for copy in copies if copy["usable"]), None)
    stamp = copy["timestamp"] if copy else ""
    return {
        "index": citation["index"],
        "title": citation["title"],
        "url": citation["url"],
        "accessed": citation["accessed"],
        "status": address.get("status"),
        "http_status": address.get("http_status"),
        "final_url": address.get("final_url"),
        "verdict": citation["verdict"],
        "why": citation["why"],
        "archived_url": copy["url"] if copy else None,
        "archived_date": f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}" if copy else None,
        "archived_distance_days": copy["distance_days"] if copy else None,
    }


def _figures(note: Json, citation: Mapping[str, Any] | None) -> str:
    """Each statistic with what the captures of this source say of it."""
    url = citation["url"] if citation else None
    told = []
    for claim in note["claims"]:
        for figure in claim["figures"]:
            said = [_said(f) for f in figure["findings"] if f["address"] == url]
            if figure["verified"]:
                told.append(f"“{figure['printed']}”: {', '.join(said) or 'not read'}")
    return "; ".join(told)


def _said(finding: Mapping[str, Any]) -> str:
    day = finding["captured"][:10] if finding["captured"] else "undated"
    other = finding["verdict"] == "changed" and finding["printed_found"]
    instead = f" to “{finding['printed_found']}”" if other else ""
    return f"{finding['verdict']}{instead} ({finding['version']} {day})"
