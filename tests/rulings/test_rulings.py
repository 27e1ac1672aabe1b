"""A ruling stays across runs, until the claim or what its source says is another."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "report"))
from sample import sample_audit

from citecheck.model.audits import Audit
from citecheck.model.errors import InputError
from citecheck.model.rulings import Basis, Ruling, RulingWord
from citecheck.model.verdicts import Finding, FindingVerdict
from citecheck.report import has_findings
from citecheck.report.audit_json import audit_document
from citecheck.report.html_page import HtmlPage
from citecheck.report.note_json import NoteDocuments
from citecheck.report.worklist import find_work
from citecheck.rulings import add_ruling, read_rulings, rulings_file
from citecheck.verdicts.rulings import citation_id, find_bases, hold_rulings

AUDIT = sample_audit()
WHEN = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


def ruling(about: str = "c001-1", word: RulingWord = RulingWord.ACCEPTED, **other: str) -> Ruling:
    return Ruling(
        about=about,
        word=word,
        name=other.get("name", "Ada"),
        reason=other.get("reason", "rounding"),
        at=WHEN,
        verdict="misquoted",
        basis=find_bases(AUDIT)[about],
    )


def held(audit: Audit, *rulings: Ruling) -> Audit:
    return replace(audit, rulings=hold_rulings(audit, rulings))


def listed(audit: Audit, group: str) -> list[int]:
    return [i.note for g in find_work(audit) if g.id == group for i in g.items]


def test_an_accepted_claim_leaves_the_worklist_and_is_still_told() -> None:
    audit = held(AUDIT, ruling())
    assert 1 in listed(AUDIT, "wrong")
    assert 1 not in listed(audit, "wrong")
    assert listed(audit, "accepted") == [1]
    page = HtmlPage().render(audit)
    assert "by Ada on 2026-11-03: rounding" in page
    assert "misquoted" in page


@pytest.mark.parametrize("word", [RulingWord.FIX, RulingWord.ASK_AUTHOR])
def test_what_is_to_be_fixed_stays_on_the_worklist_with_its_ruling(word: RulingWord) -> None:
    audit = held(AUDIT, ruling(word=word))
    (item,) = [i for g in find_work(audit) if g.id == "wrong" for i in g.items if i.note == 1]
    assert item.ruling is not None
    assert item.ruling.ruling.word is word


def change(finding: Finding, **changes: object) -> Finding:
    place = finding.match.occurrence
    assert place is not None
    return replace(
        finding, match=replace(finding.match, occurrence=replace(place, **changes))  # type: ignore[arg-type]
    )  # fmt: skip


def test_it_comes_back_when_the_source_says_something_else() -> None:
    changed = tuple(
        change(f, passage="At the close of 2009, 51 percent.") if f.claim == "c001-1"
        and f.verdict is FindingVerdict.CHANGED else f
        for f in AUDIT.findings
    )  # fmt: skip
    audit = held(replace(AUDIT, findings=changed), ruling())
    (report,) = audit.rulings
    assert not report.stands
    assert "source" in report.why
    assert 1 in listed(audit, "wrong")
    assert "Was ruled: accepted" in HtmlPage().render(audit).replace("<b>", "").replace("</b>", "")


def test_it_comes_back_when_the_claim_is_another() -> None:
    claims = tuple(
        replace(c, figures=c.figures[:1]) if c.id == "c001-1" else c
        for c in AUDIT.publication.claims
    )
    audit = replace(AUDIT, publication=replace(AUDIT.publication, claims=claims))
    (report,) = hold_rulings(audit, [ruling()])
    assert (report.stands, report.why) == (False, "the claim has changed since")


def test_a_source_that_could_not_be_read_this_time_brings_nothing_back() -> None:
    kept = tuple(f for f in AUDIT.findings if f.claim != "c001-1")
    (report,) = hold_rulings(replace(AUDIT, findings=kept), [ruling()])
    assert report.stands


def test_a_version_that_was_not_read_before_brings_it_back() -> None:
    one = next(f for f in AUDIT.findings if f.claim == "c001-1")
    more = (*AUDIT.findings, replace(one, archived_url="https://archive.example/web/1/other"))
    (report,) = hold_rulings(replace(AUDIT, findings=more), [ruling()])
    assert not report.stands


def test_the_last_ruling_counts_and_one_about_nothing_is_left_alone() -> None:
    first = replace(ruling(word=RulingWord.FIX), at=WHEN.replace(day=1))
    unknown = replace(ruling(), about="c999-9")
    (report,) = hold_rulings(AUDIT, [ruling(), first, unknown])
    assert report.ruling.word is RulingWord.ACCEPTED


def test_all_accepted_is_clean_and_a_note_agrees() -> None:
    rulings = [ruling(about) for about in find_bases(AUDIT)]
    notes = tuple(replace(note, slips=()) for note in AUDIT.publication.endnotes)
    audit = replace(AUDIT, publication=replace(AUDIT.publication, endnotes=notes))
    assert has_findings(audit)
    assert not has_findings(held(audit, *rulings))


def test_a_citation_is_named_as_in_its_note_s_document() -> None:
    join = NoteDocuments(AUDIT.publication, audit_document(held(AUDIT, ruling("n001-1"))))
    document = join.document(AUDIT.publication.endnotes[0])
    assert document["citations"][0]["id"] == citation_id(AUDIT.citations[0])
    assert document["citations"][0]["ruling"]["name"] == "Ada"


def test_the_file_keeps_every_ruling(tmp_path: Path) -> None:
    file = rulings_file(tmp_path)
    assert read_rulings(file) == ()
    first, second = ruling(reason="– yes: “no”\n# comment"), ruling(word=RulingWord.FIX)
    add_ruling(file, first)
    add_ruling(file, second)
    assert read_rulings(file) == (first, second)
    assert file.read_text(encoding="utf-8").startswith("# What people decided")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- 1", "expected about"),
        ("a: b", "expected a list"),
        ("- {about: c, name: n, reason: r, verdict: v, claim: c, ruling: maybe}", "[0].ruling"),
        ("- {about: c, name: 3, reason: r, verdict: v, claim: c, ruling: fix}", "[0].name"),
        ("- {about: c, name: n, reason: r, verdict: v, claim: c, ruling: fix, at: x}", "[0].at"),
        ("- {about: c, name: n, reason: r, verdict: v, claim: c, ruling: fix, source: 1}", "].so"),
        ("[", "not YAML"),
        ("- !!python/object/apply:os.system [id]", "not YAML"),
        (b"\xff\xfe", "cannot be read"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_told_with_the_place(
    tmp_path: Path, text: str | bytes, told: str
) -> None:
    file = tmp_path / "rulings.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError) as caught:
        read_rulings(file)
    assert told in str(caught.value)


def test_a_file_of_rulings_stands_beside_a_manuscript_too(tmp_path: Path) -> None:
    assert rulings_file(tmp_path / "book.txt") == tmp_path / "book.txt.rulings.yaml"
    assert Basis(claim="x").source == ()
