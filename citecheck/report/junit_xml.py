"""``junit.xml``: each claim and each citation as a test case, for a CI's own pages.

The shape is the one that Jenkins and GitLab read (testsuites, testsuite, testcase with
failure or skipped).  What a machine could not decide is skipped, never passed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from citecheck.model.audits import Audit
from citecheck.model.verdicts import CitationVerdict, ClaimVerdict
from citecheck.report.audit_json import utc
from citecheck.report.cleanness import CITATION_FINDINGS, CLAIM_FINDINGS
from citecheck.report.ordering import arrange
from citecheck.report.words import say
from citecheck.safe_text import xml_text

_UNDECIDED: frozenset[str] = frozenset(
    {
        ClaimVerdict.UNCLEAR,
        ClaimVerdict.NO_FIGURE,
        CitationVerdict.UNCLEAR,
        CitationVerdict.NO_ADDRESS,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    name: str
    verdict: str
    why: str
    failed: bool


class JUnitXml:
    """The test results as a file."""

    filename = "junit.xml"

    def render(self, audit: Audit) -> str:
        """The whole document; counts of failures and skips stand on every level."""
        audit = arrange(audit)
        claims = [
            _Case(
                name=f"note {', '.join(map(str, claim.notes))}: claim {claim.id}",
                verdict=claim.verdict,
                why=claim.why,
                failed=claim.verdict in CLAIM_FINDINGS,
            )
            for claim in audit.claims
        ]
        citations = [
            _Case(
                name=f"note {cited.note}: source {cited.index + 1}, {cited.url or 'no address'}",
                verdict=cited.verdict,
                why=cited.why,
                failed=cited.verdict in CITATION_FINDINGS,
            )
            for cited in audit.citations
        ]
        root = etree.Element("testsuites", {"name": "citecheck", **_counts((*claims, *citations))})
        stamp = (utc(audit.finished) or "").removesuffix("Z")
        for name, cases in (("claims", claims), ("citations", citations)):
            suite = etree.SubElement(root, "testsuite", name=name, timestamp=stamp)
            for key, number in _counts(cases).items():
                suite.set(key, number)
            for case in cases:
                _append(suite, name, case)
        etree.indent(root)
        declared = '<?xml version="1.0" encoding="UTF-8"?>\n'
        return f"{declared}{etree.tostring(root, encoding='unicode')}\n"


def _counts(cases: Iterable[_Case]) -> dict[str, str]:
    cases = tuple(cases)
    return {
        "tests": str(len(cases)),
        "failures": str(sum(case.failed for case in cases)),
        "skipped": str(sum(case.verdict in _UNDECIDED for case in cases)),
        "errors": "0",
    }


def _append(suite: etree._Element, kind: str, case: _Case) -> None:
    element = etree.SubElement(
        suite, "testcase", classname=f"citecheck.{kind}", name=xml_text(case.name)
    )
    message = f"{say(case.verdict)}: {xml_text(case.why)}"
    if case.failed:
        failure = etree.SubElement(element, "failure", type=case.verdict, message=message)
        failure.text = message
    elif case.verdict in _UNDECIDED:
        etree.SubElement(element, "skipped", message=message)
