"""What a CI reads: JUnit and SARIF, from the same data as the page."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker
from lxml import etree
from sample import OFFLINE, empty_audit, sample_audit

from citecheck.model.audits import Audit
from citecheck.model.verdicts import CitationVerdict, ClaimVerdict
from citecheck.report.junit_xml import JUnitXml
from citecheck.report.sarif import Sarif
from citecheck.report.tallies import tally_audit
from citecheck.report.worklist import find_work

AUDIT = sample_audit()
TALLY = tally_audit(AUDIT)


@cache
def junit() -> etree._Element:
    return etree.fromstring(JUnitXml().render(AUDIT).encode())


@cache
def run() -> Any:
    (only,) = json.loads(Sarif().render(AUDIT))["runs"]
    return only


def test_every_claim_and_citation_is_a_case_and_the_sums_agree() -> None:
    assert len(junit().findall(".//testcase")) == len(AUDIT.claims) + len(AUDIT.citations)
    for suite in (junit(), *junit().findall("testsuite")):
        for key, tag in (("tests", "testcase"), ("failures", "failure"), ("skipped", "skipped")):
            assert int(str(suite.get(key))) == len(suite.findall(f".//{tag}")), key


def test_findings_fail_and_what_is_undecided_is_skipped() -> None:
    failed = [str(f.get("type")) for f in junit().findall(".//failure")]
    assert failed.count("misquoted") == TALLY.claims[ClaimVerdict.MISQUOTED]
    assert failed.count("broken") == TALLY.citations[CitationVerdict.BROKEN]
    assert not {"sound", "unclear", "no_figure"} & set(failed)
    skipped = [str(s.get("message")).split(":")[0] for s in junit().findall(".//skipped")]
    assert skipped.count("unclear") == (
        TALLY.claims[ClaimVerdict.UNCLEAR] + TALLY.citations[CitationVerdict.UNCLEAR]
    )


def test_hostile_words_are_words_in_junit() -> None:
    why = "<failure/>\x1b[31m\ud800\ufffe]]>&amp;"
    claims = (replace(AUDIT.claims[0], why=why),)
    root = etree.fromstring(JUnitXml().render(replace(AUDIT, claims=claims)).encode())
    (failure,) = root.findall("testsuite[@name='claims']//failure")
    assert str(failure.get("message")).endswith("<failure/>��]]>&amp;")


def test_sarif_holds_all_that_is_on_the_worklist_but_the_slips() -> None:
    items = [i for group in find_work(AUDIT) if group.id != "slips" for i in group.items]
    assert sorted(r["ruleId"] for r in run()["results"]) == sorted(i.word for i in items)
    rules = [rule["id"] for rule in run()["tool"]["driver"]["rules"]]
    assert all(rules[r["ruleIndex"]] == r["ruleId"] for r in run()["results"])


@pytest.mark.parametrize("audit", [AUDIT, empty_audit()], ids=["findings", "none"])
def test_sarif_is_valid_by_its_schema(audit: Audit) -> None:
    schema = Path(__file__).parents[1] / "vendor/sarif/sarif-2.1.0-rtm.5.json"
    rules = Draft4Validator(json.loads(schema.read_text("utf-8")), format_checker=FormatChecker())
    rules.validate(json.loads(Sarif().render(audit)))


def test_sarif_levels_put_wrong_figures_first_and_what_is_undecided_last() -> None:
    levels = {r["ruleId"]: r["level"] for r in run()["results"]}
    assert levels["misquoted"] == "error"
    assert levels["broken"] == "warning"
    assert levels["unclear"] == "note"


def test_a_run_without_findings_is_whole_too() -> None:
    assert etree.fromstring(JUnitXml().render(empty_audit()).encode()).get("tests") == "0"
    assert json.loads(Sarif().render(empty_audit(OFFLINE)))["runs"][0]["results"] == []
