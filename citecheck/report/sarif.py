"""``audit.sarif``: what to act on as SARIF 2.1.0 (OASIS), for a CI that shows findings.

Slips are not in it: they need no audit, and ``citecheck lint`` tells them.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from citecheck.model.audits import Audit
from citecheck.report.audit_json import Json, to_json
from citecheck.report.ordering import arrange
from citecheck.report.words import CITATION_MEANINGS, CLAIM_MEANINGS, Tone, say
from citecheck.report.worklist import WorkItem, find_work
from citecheck.safe_text import cut, one_line

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Tone.WRONG: "error", Tone.UNCLEAR: "note", Tone.UNCHECKED: "note"}


class Sarif:
    """The findings as a file."""

    filename = "audit.sarif"

    def render(self, audit: Audit) -> str:
        """The whole log with one run."""
        audit = arrange(audit)
        items = [item for group in find_work(audit) if group.id != "slips" for item in group.items]
        meanings = {**CITATION_MEANINGS, **CLAIM_MEANINGS}
        rules = sorted({item.word for item in items})
        return to_json(
            {
                "$schema": SCHEMA,
                "version": "2.1.0",
                "runs": [
                    {
                        "tool": {
                            "driver": {
                                "name": "citecheck",
                                "semanticVersion": audit.version,
                                "rules": [_rule(word, meanings[word]) for word in rules],
                            }
                        },
                        "automationDetails": {"id": f"citecheck/{audit.id}"},
                        "columnKind": "unicodeCodePoints",
                        "results": [_result(audit, item, rules.index(item.word)) for item in items],
                    }
                ],
            }
        )


def _rule(word: str, meaning: str) -> Json:
    return {
        "id": word,
        "name": say(word).title().replace(" ", ""),
        "shortDescription": {"text": meaning},
    }


def _result(audit: Audit, item: WorkItem, rule: int) -> Json:
    subject = item.figure.printed if item.figure else item.subject
    said = f"note {item.note}: “{cut(subject, 120)}”: {one_line(item.why)}"
    result: dict[str, Any] = {
        "ruleId": item.word,
        "ruleIndex": rule,
        "level": _LEVELS.get(item.tone, "warning"),
        "message": {"text": said},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": file_uri(audit.source)}},
                "logicalLocations": [
                    {"name": f"note {item.note}", "fullyQualifiedName": f"note-{item.note}"}
                ],
            }
        ],
        "partialFingerprints": {"citecheck/1": f"{item.word}/{item.note}/{one_line(subject)}"},
    }
    if item.instead:
        result["properties"] = {"instead": one_line(item.instead)}
    return result


def file_uri(path: str) -> str:
    """The publication as a relative reference (RFC 3986)."""
    return quote(one_line(path).lstrip("/"), safe="/.~-_")
