"""What an audit leaves behind: one small class a format, from :class:`Audit` to text.

A format decides nothing and asks nothing: the same audit gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from citecheck.model.audits import Audit
from citecheck.ports import ReportFormat
from citecheck.report.answer_document import answer_document
from citecheck.report.audit_json import AuditJson, audit_document
from citecheck.report.audit_reader import read_audit
from citecheck.report.cleanness import has_findings, note_has_findings
from citecheck.report.html_page import HtmlPage
from citecheck.report.junit_xml import JUnitXml
from citecheck.report.note_document import note_document, slips_document
from citecheck.report.notes_csv import NotesCsv
from citecheck.report.sarif import Sarif
from citecheck.report.summary_md import SummaryMarkdown
from citecheck.report.writing import write_files

__all__ = [
    "FORMATS",
    "answer_document",
    "audit_document",
    "has_findings",
    "note_document",
    "note_has_findings",
    "read_audit",
    "slips_document",
    "write_report",
]

#: Every output, in the order in which they are written.
FORMATS: tuple[ReportFormat, ...] = (
    AuditJson(),
    HtmlPage(),
    SummaryMarkdown(),
    NotesCsv(),
    JUnitXml(),
    Sarif(),
)


def write_report(
    audit: Audit, folder: Path, formats: Sequence[ReportFormat] = FORMATS
) -> tuple[Path, ...]:
    """Write the report of an audit into a folder; returns the files written.

    Each file is written under a temporary name and then renamed, so that a stopped
    run leaves whole files or none.  Raises :class:`~citecheck.model.errors.InputError`
    when the folder cannot be written to.
    """
    return write_files(audit, folder, formats)
