"""The table "Claim" of docs/verdicts.md, row by row."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from itertools import permutations

import pytest

from citecheck.model.figures import Claim, Figure, Kind
from citecheck.model.verdicts import Finding, FindingVerdict, Match, Occurrence, Version
from citecheck.verdicts.claims import SourceState, judge_claim, judge_source

FIGURE = Figure(printed="40 boats", value=Decimal(40), kind=Kind.COUNT, unit="boats")
OTHER = Figure(printed="12 ferries", value=Decimal(12), kind=Kind.COUNT, unit="ferries")
PLACE = Occurrence(passage="40 boats", start=0, end=8, printed="40", why="here")


def finding(
    version: str,
    verdict: str,
    *,
    whole: bool = True,
    address: str = "http://a.example/r",
    figure: Figure = FIGURE,
) -> Finding:
    placed = verdict in {"confirmed", "changed", "elsewhere"}
    return Finding(
        note=1,
        claim="c001-1",
        figure=figure,
        address=address,
        version=Version(version),
        captured=datetime(2011, 5, 1, tzinfo=UTC),
        archived_url=None,
        match=Match(
            verdict=FindingVerdict(verdict),
            why="because",
            scope="120 characters",
            read_whole=whole and verdict != "unread",
            occurrence=PLACE if placed else None,
        ),
    )


@pytest.mark.parametrize(
    ("seen", "verdict"),
    [
        # the cited version decides against the publication, whatever is there now
        ([("cited", "changed"), ("live", "confirmed")], "misquoted"),
        ([("cited", "absent"), ("live", "confirmed")], "unsupported"),
        ([("cited", "elsewhere"), ("live", "elsewhere")], "unsupported"),
        # said then
        ([("cited", "confirmed"), ("live", "confirmed")], "sound"),
        ([("cited", "confirmed"), ("live", "changed")], "outdated"),
        ([("cited", "confirmed"), ("live", "absent")], "rescued"),
        ([("cited", "confirmed")], "rescued"),
        ([("cited", "confirmed"), ("live", "unread")], "rescued"),
        ([("earlier", "confirmed"), ("live", "changed")], "outdated"),
        ([("earlier", "confirmed")], "rescued"),
        # nobody knows what it said then
        ([("live", "confirmed")], "sound"),
        ([("live", "changed")], "unclear"),
        ([("live", "absent")], "unclear"),
        ([("later", "confirmed")], "unclear"),
        ([("mirror", "confirmed")], "unclear"),
        ([("earlier", "absent"), ("live", "absent")], "unclear"),
        ([("cited", "unread"), ("live", "unread")], "unclear"),
        ([("cited", "unread"), ("earlier", "confirmed")], "rescued"),
    ],
)
def test_one_source_is_judged_by_then_and_now(seen: list[tuple[str, str]], verdict: str) -> None:
    findings = [finding(version, said) for version, said in seen]
    for order in permutations(findings):
        assert judge_source(order).verdict == verdict


def test_a_decoy_in_a_text_read_in_part_supports_no_accusation() -> None:
    assert judge_source([finding("cited", "elsewhere", whole=False)]).verdict == "unclear"


def test_the_worst_of_several_figures_decides() -> None:
    claim = Claim(id="c001-1", notes=(1,), figures=(FIGURE, OTHER))
    findings = {
        FIGURE: [finding("live", "confirmed")],
        OTHER: [finding("cited", "changed", figure=OTHER)],
    }
    report = judge_claim(claim, findings, [])
    assert report.verdict == "misquoted"
    assert "12 ferries" in report.why
    assert "40 boats" not in report.why


def test_the_best_of_several_sources_decides_for_a_figure() -> None:
    claim = Claim(id="c001-1", notes=(1,), figures=(FIGURE,))
    findings = {
        FIGURE: [
            finding("cited", "absent"),
            finding("live", "confirmed", address="http://b.example/"),
        ]
    }
    assert judge_claim(claim, findings, []).verdict == "sound"


def test_a_source_that_could_not_be_read_may_hold_the_figure() -> None:
    claim = Claim(id="c001-1", notes=(1,), figures=(FIGURE,))
    unread = SourceState(address="http://b.example/", why="blocked: the server answers 403")
    report = judge_claim(claim, {FIGURE: [finding("cited", "absent")]}, [unread])
    assert report.verdict == "unclear"
    assert "403" in report.why


def test_nothing_captured_is_unclear_with_the_reason() -> None:
    claim = Claim(id="c001-1", notes=(1,), figures=(FIGURE,))
    report = judge_claim(claim, {}, [SourceState(address="http://a.example/", why="timeout: …")])
    assert report.verdict == "unclear"
    assert "timeout" in report.why


def test_a_claim_with_no_statistic_has_no_figure() -> None:
    year = Figure(printed="2009", value=Decimal(2009), kind=Kind.YEAR)
    assert (
        judge_claim(Claim(id="c001-1", notes=(1,), figures=(year,)), {}, []).verdict == "no_figure"
    )
    assert judge_claim(Claim(id="c001-1", notes=(1,)), {}, []).verdict == "no_figure"
