"""The table "Citation" of docs/verdicts.md, row by row."""

from __future__ import annotations

import pytest

from citecheck.model.captures import Holding
from citecheck.model.verdicts import AddressReport, AddressStatus, ArchivedCopy
from citecheck.verdicts.citations import judge_citation
from tests.verdicts.test_claims import finding

GOOD = ArchivedCopy(
    timestamp="20111101000000",
    url="u",
    archive="a",
    status=200,
    distance_days=9,
    usable=True,
)
BAD = ArchivedCopy(
    timestamp="20111101000000", url="u", archive="a", status=404, distance_days=9, usable=False
)


def address(
    status: str, *, copies: tuple[ArchivedCopy, ...] = (), archive: Holding = Holding.NONE
) -> AddressReport:
    return AddressReport(
        url="http://a.example/r",
        status=AddressStatus(status),
        why=f"it is {status}",
        archive=archive,
        archive_why="the archive answers 429",
        archived=copies,
    )


DEAD = ("gone", "dead_host", "soft_404", "parked", "redirect_loop")
ALIVE = {"ok": "sound", "moved": "moved"}


@pytest.mark.parametrize("status", [str(s) for s in AddressStatus])
def test_every_status_has_a_verdict_for_its_citation(status: str) -> None:
    verdict = judge_citation(address(status), [], cites_archive=False).verdict
    if status in DEAD:
        assert verdict == "broken"
    else:
        assert verdict == ALIVE.get(status, "unclear")


@pytest.mark.parametrize("status", DEAD)
def test_a_usable_copy_rescues_what_is_dead(status: str) -> None:
    rescued = judge_citation(address(status, copies=(BAD, GOOD)), [], cites_archive=False)
    assert rescued.verdict == "rescued"
    broken = judge_citation(address(status, copies=(BAD,)), [], cites_archive=False)
    assert broken.verdict == "broken"


def test_a_silent_archive_makes_no_verdict() -> None:
    report = address("gone", archive=Holding.UNAVAILABLE)
    judged = judge_citation(report, [], cites_archive=False)
    assert judged.verdict == "unclear"
    assert "429" in judged.why


def test_a_note_without_address_says_so() -> None:
    assert judge_citation(None, [], cites_archive=False).verdict == "no_address"


def test_a_live_page_that_lost_the_figure_has_changed() -> None:
    seen = [finding("cited", "confirmed"), finding("live", "absent")]
    assert judge_citation(address("ok"), seen, cites_archive=False).verdict == "changed"
    seen = [finding("cited", "confirmed"), finding("live", "unread")]
    assert judge_citation(address("ok"), seen, cites_archive=False).verdict == "sound"
    seen = [finding("later", "confirmed"), finding("live", "absent")]
    assert judge_citation(address("ok"), seen, cites_archive=False).verdict == "sound"


def test_a_cited_archived_copy_that_was_read_is_sound() -> None:
    report = address("gone", copies=(GOOD,), archive=Holding.CAPTURED)
    assert judge_citation(report, [], cites_archive=True).verdict == "sound"
