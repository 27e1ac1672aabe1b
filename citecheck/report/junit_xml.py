"""``junit.xml``: each claim and each citation as a test case, for a CI's own pages.

The shape is the one that Jenkins and GitLab read (testsuites, testsuite, testcase with
failure or skipped).  What a machine could not decide is skipped, never passed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
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
        return "".join(self.pieces(audit))

    def pieces(self, audit: Audit) -> Iterator[str]:
        """The same a test case at a time: the tree of a large audit is larger than the audit."""
        audit = arrange(audit)
        claims, citations = Counter(map(_outcome, _claims(audit))), Counter[str]()
        citations.update(map(_outcome, _citations(audit)))
        yield '<?xml version="1.0" encoding="UTF-8"?>\n'
        yield _opened("testsuites", {"name": "citecheck", **_counts(claims + citations)})
        stamp = (utc(audit.finished) or "").removesuffix("Z")
        for name, counted, cases in (
            ("claims", claims, _claims(audit)),
            ("citations", citations, _citations(audit)),
        ):
            told = {"name": name, "timestamp": stamp, **_counts(counted)}
            if not counted:
                yield f"  {_text(etree.Element('testsuite', told))}"
                continue
            yield f"  {_opened('testsuite', told)}"
            for case in cases:
                yield f"    {_text(_element(name, case))}"
            yield "  </testsuite>\n"
        yield "</testsuites>\n"


def _claims(audit: Audit) -> Iterator[_Case]:
    for claim in audit.claims:
        yield _Case(
            name=f"note {', '.join(map(str, claim.notes))}: claim {claim.id}",
            verdict=claim.verdict,
            why=claim.why,
            failed=claim.verdict in CLAIM_FINDINGS,
        )


def _citations(audit: Audit) -> Iterator[_Case]:
    for cited in audit.citations:
        yield _Case(
            name=f"note {cited.note}: source {cited.index + 1}, {cited.url or 'no address'}",
            verdict=cited.verdict,
            why=cited.why,
            failed=cited.verdict in CITATION_FINDINGS,
        )


def _outcome(case: _Case) -> str:
    if case.failed:
        return "failed"
    return "skipped" if case.verdict in _UNDECIDED else "passed"


def _counts(counted: Counter[str]) -> dict[str, str]:
    return {
        "tests": str(counted.total()),
        "failures": str(counted["failed"]),
        "skipped": str(counted["skipped"]),
        "errors": "0",
    }


def _opened(name: str, attributes: dict[str, str]) -> str:
    """The tag with which an element begins that holds others, and a line end."""
    empty = etree.tostring(etree.Element(name, attributes), encoding="unicode")
    return f"{empty.removesuffix('/>')}>\n"


def _text(element: etree._Element) -> str:
    return etree.tostring(element, encoding="unicode") + "\n"


def _element(kind: str, case: _Case) -> etree._Element:
    element = etree.Element("testcase", classname=f"citecheck.{kind}", name=xml_text(case.name))
    message = f"{say(case.verdict)}: {xml_text(case.why)}"
    if case.failed:
        failure = etree.SubElement(element, "failure", type=case.verdict, message=message)
        failure.text = message
    elif case.verdict in _UNDECIDED:
        etree.SubElement(element, "skipped", message=message)
    etree.indent(element, level=2)
    return element
