"""The slips of a publication as SARIF 2.1.0 (OASIS), for a CI that shows findings in the notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import citecheck
from citecheck.model.notes import Endnote, Publication, Severity, Slip
from citecheck.report.audit_json import Json, to_json
from citecheck.report.sarif import SCHEMA, file_uri
from citecheck.safe_text import one_line

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.STYLE: "note"}


def slips_sarif(publication: Publication, *, file: str, lines: Mapping[int, int]) -> str:
    """One run with a result for each slip; ``lines`` says where in ``file`` each note begins."""
    codes = sorted({slip.code for note in publication.endnotes for slip in note.slips})
    return to_json(
        {
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {
                        "driver": {
                            "name": "citecheck lint",
                            "semanticVersion": citecheck.__version__,
                            "rules": [
                                {"id": code, "name": code.title().replace("_", "")}
                                for code in codes
                            ],
                        }
                    },
                    "columnKind": "unicodeCodePoints",
                    "results": [
                        _result(note, slip, codes.index(slip.code), file, lines)
                        for note in publication.endnotes
                        for slip in note.slips
                    ],
                }
            ],
        }
    )


def _result(note: Endnote, slip: Slip, rule: int, file: str, lines: Mapping[int, int]) -> Json:
    place: dict[str, Any] = {"artifactLocation": {"uri": file_uri(file)}}
    if note.number in lines:
        place["region"] = {"startLine": lines[note.number]}
    told = f"note {note.number}: {one_line(slip.message)}"
    if slip.suggestion:
        told += f" Suggested: {one_line(slip.suggestion)}"
    return {
        "ruleId": slip.code,
        "ruleIndex": rule,
        "level": _LEVELS[slip.severity],
        "message": {"text": told},
        "locations": [
            {
                "physicalLocation": place,
                "logicalLocations": [
                    {"name": f"note {note.number}", "fullyQualifiedName": f"note-{note.number}"}
                ],
            }
        ],
        "partialFingerprints": {
            "citecheck/1": f"{slip.code}/{note.number}/{one_line(slip.suggestion or '')}"
        },
    }
