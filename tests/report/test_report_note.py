from __future__ import annotations

import json
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sample import empty_audit, sample_audit

from citecheck.model.errors import InputError
from citecheck.model.verdicts import CitationVerdict, ClaimVerdict
from citecheck.report import (
    audit_document,
    has_findings,
    note_document,
    note_has_findings,
    read_audit,
    slips_document,
    write_report,
)

AUDIT = sample_audit()
DOCUMENT = audit_document(AUDIT)


def test_a_note_gathers_sources_claims_findings_and_slips() -> None:
    note = note_document(AUDIT.publication, DOCUMENT, 4)
    assert [c["verdict"] for c in note["citations"]] == ["broken", "broken"]
    assert note["citations"][0]["address"]["status"] == "dead_host"
    (claim,) = note["claims"]
    assert claim["verdict"] == "unsupported"
    assert {f["verdict"] for f in claim["figures"][0]["findings"]} == {"elsewhere", "absent"}
    assert [s["severity"] for s in note["slips"]] == ["style", "error"]
    assert note["audit"]["network"] == "online"


def test_all_notes_together_hold_every_finding_once() -> None:
    told = []
    for note in AUDIT.publication.endnotes:
        for claim in note_document(AUDIT.publication, DOCUMENT, note.number)["claims"]:
            told += [f for figure in claim["figures"] for f in figure["findings"]]
            told += claim["other_findings"]
    key = json.dumps
    assert sorted(map(key, told)) == sorted(map(key, DOCUMENT["findings"]))


def test_a_finding_of_a_figure_that_the_records_no_longer_have_is_kept() -> None:
    publication = AUDIT.publication
    claim = publication.claims[0]
    edited = replace(claim.figures[0], value=Decimal(26))
    changed = replace(claim, figures=(edited, *claim.figures[1:]))
    newer = replace(publication, claims=(changed, *publication.claims[1:]))
    (told,) = note_document(newer, DOCUMENT, 1)["claims"]
    assert [f["figure"]["value"] for f in told["other_findings"]] == [25]
    assert told["figures"][0]["findings"] == []


def test_without_an_audit_there_is_no_verdict() -> None:
    note = note_document(AUDIT.publication, None, 1)
    assert note["audit"] is None
    assert note["citations"][0]["verdict"] is None
    assert note["claims"][0]["verdict"] is None


def test_a_note_that_is_not_there_is_wrong_input() -> None:
    with pytest.raises(InputError, match="there is no note 99"):
        note_document(AUDIT.publication, DOCUMENT, 99)


def test_an_audit_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    write_report(AUDIT, tmp_path)
    assert read_audit(tmp_path / "audit.json") == read_audit(tmp_path) == DOCUMENT


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "is not JSON"),
        ("[]", "is not an audit document"),
        ('{"schema": "citecheck/audit/2"}', "citecheck/audit/2"),
        ('{"schema": "citecheck/audit/1"}', "is a required property"),
        ("[" * (sys.getrecursionlimit() * 50), "is not JSON"),
    ],
)
def test_a_file_that_is_no_audit_is_told_in_one_line(
    tmp_path: Path, text: str, problem: str
) -> None:
    file = tmp_path / "audit.json"
    file.write_text(text)
    with pytest.raises(InputError, match=problem) as caught:
        read_audit(file)
    assert str(caught.value).startswith(f"{file}: ")
    assert "\n" not in str(caught.value)


def test_a_wrong_value_is_told_with_its_place(tmp_path: Path) -> None:
    document = audit_document(AUDIT)
    document["addresses"][3]["status"] = "fine"
    file = tmp_path / "audit.json"
    file.write_text(json.dumps(document))
    with pytest.raises(InputError, match=r"addresses\[3\]\.status"):
        read_audit(file)


def test_a_missing_file_and_other_bytes_are_wrong_input(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_audit(tmp_path / "none.json")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="is not JSON"):
        read_audit(tmp_path / "bytes")


def test_slips_are_listed_by_note_and_counted() -> None:
    document = slips_document(AUDIT.publication)
    assert document["counts"] == {"error": 2, "warning": 2, "style": 2}
    assert [s["note"] for s in document["slips"]] == [2, 3, 4, 4, 6, 9]


def test_an_audit_is_clean_when_there_is_nothing_to_do() -> None:
    assert has_findings(AUDIT)
    assert not has_findings(empty_audit())


@pytest.mark.parametrize(
    ("verdict", "acts"),
    [(v, v in {"changed", "moved", "rescued", "broken"}) for v in CitationVerdict],
)
def test_a_citation_is_a_finding_as_the_rules_say(verdict: CitationVerdict, acts: bool) -> None:
    one = replace(AUDIT.citations[0], verdict=verdict)
    bare = replace(AUDIT.publication, endnotes=AUDIT.publication.endnotes[:1])
    audit = replace(AUDIT, publication=bare, citations=(one,), claims=())
    assert has_findings(audit) is acts
    note = note_document(bare, audit_document(audit), 1)
    assert note_has_findings(note) is acts


@pytest.mark.parametrize(
    ("verdict", "acts"),
    [(v, v in {"misquoted", "unsupported", "outdated"}) for v in ClaimVerdict],
)
def test_a_claim_is_a_finding_as_the_rules_say(verdict: ClaimVerdict, acts: bool) -> None:
    one = replace(AUDIT.claims[0], verdict=verdict)
    bare = replace(AUDIT.publication, endnotes=AUDIT.publication.endnotes[:1])
    audit = replace(AUDIT, publication=bare, citations=(), claims=(one,))
    assert has_findings(audit) is acts


def test_a_slip_of_style_is_no_finding() -> None:
    notes = tuple(n for n in AUDIT.publication.endnotes if n.number == 3)
    bare = replace(AUDIT.publication, endnotes=notes)
    assert not has_findings(replace(AUDIT, publication=bare, citations=(), claims=()))
