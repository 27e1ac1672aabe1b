from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sample import OFFLINE, ONLINE, empty_audit, sample_audit

from citecheck.model.audits import Audit
from citecheck.report.summary_md import MAX_LINES, SummaryMarkdown, escape


def crowded() -> Audit:
    """The sample with far more to act on than there is room."""
    audit = sample_audit(OFFLINE)
    broken = [c for c in audit.citations if c.verdict == "broken"]
    more = tuple(replace(c, index=at) for at, c in enumerate(broken * 30, start=10))
    return replace(audit, citations=(*audit.citations, *more))


@pytest.mark.parametrize("audit", [sample_audit(), sample_audit(OFFLINE), empty_audit(), crowded()])
def test_it_never_has_more_than_twenty_lines(audit: Audit) -> None:
    assert SummaryMarkdown().render(audit).count("\n") <= MAX_LINES == 20


def test_what_has_no_room_is_counted() -> None:
    text = SummaryMarkdown().render(crowded())
    shown = len(re.findall(r"^\d+\. ", text, flags=re.MULTILINE))
    more = re.search(r"and (\d+) more", text)
    assert more is not None
    assert shown + int(more[1]) == 10 + 4 * 30


def test_offline_is_the_first_line() -> None:
    first = SummaryMarkdown().render(sample_audit(OFFLINE)).splitlines()[0]
    assert first.startswith("OFFLINE: nothing was asked of the web; ")


def test_online_the_first_line_is_the_count_of_the_notes() -> None:
    first = SummaryMarkdown().render(sample_audit(ONLINE)).splitlines()[0]
    assert first.endswith("22 notes = 20 with an address + 2 without.")


def test_every_line_of_counts_adds_up() -> None:
    lines = [s[2:] for s in SummaryMarkdown().render(sample_audit()).splitlines() if s[:2] == "- "]
    assert len(lines) == 3
    for line in lines:
        total, parts = line.split(" = ")
        assert int(total.split()[0]) == sum(int(part.split()[0]) for part in parts.split(" + "))


def test_the_worklist_begins_with_the_wrong_figures() -> None:
    text = SummaryMarkdown().render(sample_audit())
    assert re.findall(r"^\d+\. note \d+: \*\*(\w+)", text, flags=re.MULTILINE)[:3] == [
        "misquoted",
        "unsupported",
        "outdated",
    ]


@pytest.mark.parametrize("text", ["[a](b)", "<b>", "*x*", "`x`", "_x_", "&lt;"])
def test_markup_from_outside_is_escaped(text: str) -> None:
    assert "\\" in escape(text)


def test_nobody_is_mentioned_and_no_issue_is_named() -> None:
    assert "@someone" not in escape("@someone")
    assert "#12" not in escape("see #12")


def test_plain_words_stay_as_they_are() -> None:
    assert escape("R&D, snake_case, a - b, 5 > 4") == "R&D, snake_case, a - b, 5 > 4"
