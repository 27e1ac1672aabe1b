"""What an audit leaves behind: one small class a format, from :class:`Audit` to text.

A format decides nothing and asks nothing: the same audit gives the same bytes.  Each
name is loaded when it is first used (PEP 562): ``citecheck lint`` draws no charts and
fills no page, and does not wait for the libraries that do.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citecheck.report.answer_json import answer_document
    from citecheck.report.audit_json import audit_document, audit_parts
    from citecheck.report.audit_reader import read_audit
    from citecheck.report.cleanness import has_findings, note_has_findings
    from citecheck.report.formats import FORMATS, write_report
    from citecheck.report.note_json import note_document
    from citecheck.report.since import since_document
    from citecheck.report.slips_json import slips_document

__all__ = [
    "FORMATS",
    "answer_document",
    "audit_document",
    "audit_parts",
    "has_findings",
    "note_document",
    "note_has_findings",
    "read_audit",
    "since_document",
    "slips_document",
    "write_report",
]

#: Where each of them stands; none is called like its module, which would hide it.
_MODULES = {
    "FORMATS": "formats",
    "answer_document": "answer_json",
    "audit_document": "audit_json",
    "audit_parts": "audit_json",
    "has_findings": "cleanness",
    "note_document": "note_json",
    "note_has_findings": "cleanness",
    "read_audit": "audit_reader",
    "since_document": "since",
    "slips_document": "slips_json",
    "write_report": "formats",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    return value
