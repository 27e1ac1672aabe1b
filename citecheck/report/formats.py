"""The outputs of an audit, and the writing of all of them into a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from citecheck.model.audits import Audit
from citecheck.ports import ReportFormat
from citecheck.report.audit_json import AuditJson
from citecheck.report.html_page import HtmlPage
from citecheck.report.junit_xml import JUnitXml
from citecheck.report.notes_csv import NotesCsv
from citecheck.report.sarif import Sarif
from citecheck.report.summary_md import SummaryMarkdown
from citecheck.report.writing import write_files

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
