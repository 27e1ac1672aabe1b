"""Which archived copies stand for the source, and what an archive holds after it was asked."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from citecheck.model.audits import Audit
from citecheck.model.captures import Failure, Memento, NoResponse, Outcome, Response
from tests.fakes.edges import NOW, FakeArchive, FakeWeb, page
from tests.pipeline.test_frames import Pages
from tests.pipeline.test_run import FERRIES, note, publication, run

BOATS = f"<title>Ferries</title><p>{'The ferry company has 40 boats on the lake. ' * 9}</p>"
NEAR, BEFORE = "20101220111111", "20100105101010"
SITE = "http://ferries.example"


@dataclass
class BarredArchive(FakeArchive):
    """Lists its copies and may not show those of these moments."""

    barred: tuple[str, ...] = ()

    def fetch(self, memento: Memento) -> Outcome:
        if memento.timestamp in self.barred:
            why = "the address is excluded from the archive (200)"
            return NoResponse(url=memento.original, failure=Failure.EXCLUDED, why=why, at=NOW)
        return super().fetch(memento)


def audit(archive: FakeArchive) -> Audit:
    web = FakeWeb({FERRIES: page(FERRIES, "gone", status=404)})
    return run(publication(note(1, FERRIES)), web, archive, extractor=Pages())


def held(**copies: str) -> dict[str, dict[str, Response]]:
    return {FERRIES: {stamp: page(FERRIES, text) for stamp, text in copies.items()}}


def test_copies_that_an_archive_lists_and_may_not_show_are_excluded() -> None:
    archive = BarredArchive(held=held(**{NEAR: BOATS, BEFORE: BOATS}), barred=(NEAR, BEFORE))
    (report,) = audit(archive).addresses
    assert report.archive == "excluded"
    assert "excluded from the archive" in report.archive_why
    assert not [copy for copy in report.archived if copy.usable]


def test_one_copy_that_is_shown_is_captured() -> None:
    archive = BarredArchive(held=held(**{NEAR: BOATS, BEFORE: BOATS}), barred=(NEAR,))
    (report,) = audit(archive).addresses
    assert report.archive == "captured"
    assert [copy.timestamp for copy in report.archived if copy.usable] == [BEFORE]


@pytest.mark.parametrize(
    "final",
    ["/", "/en/index.php", "/user/login?back=1", "/errors/404.html", "/search?q=a", "/news/"],
)
def test_a_copy_that_had_become_another_page_is_passed_over(final: str) -> None:
    elsewhere = replace(page(FERRIES, BOATS), final_url=f"{SITE}{final}")
    copies = {FERRIES: {NEAR: elsewhere, BEFORE: page(FERRIES, BOATS)}}
    (report,) = audit(FakeArchive(held=copies)).addresses
    assert [copy.timestamp for copy in report.archived if copy.usable] == [BEFORE]


@pytest.mark.parametrize(
    "text",
    [
        "<title>Page not found</title><p>Try the search, or the home page.",
        "<title>x</title><script src='//www.sedoparking.com/x.js'></script><p>Related searches",
        "<title>Just a moment...</title><p>Checking your browser",
        "<p>This domain is for sale, and a good one it is",
        "<title>Казино</title><p>Фриспины, бонус за регистрацию, играть на деньги, казино",
    ],
)
def test_a_copy_that_is_no_source_is_passed_over(text: str) -> None:
    (report,) = audit(FakeArchive(held=held(**{NEAR: text, BEFORE: BOATS}))).addresses
    assert [copy.timestamp for copy in report.archived if copy.usable] == [BEFORE]
