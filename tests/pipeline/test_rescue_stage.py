"""Lost sources looked for where their identifiers lead."""

from __future__ import annotations

from typing import Any

import pytest

from citecheck.capture.rescue import open_rules
from citecheck.capture.rescue.reading import parse_rules
from citecheck.capture.rescue.rules import RescueRules
from citecheck.model.audits import Audit
from citecheck.model.captures import Holding, Outcome
from citecheck.report.audit_json import audit_document
from tests.fakes.edges import FakeArchive, FakeWeb, page

from .test_frames import Pages
from .test_run import FERRIES, OTHERWISE, SAID, note, publication, run, verdicts

NEW = "https://new.example/report.html"
RULE = """\
- name: moved in 2015
  find: ^http://ferries\\.example/2010/(?P<file>report\\.html)$
  try: https://new.example/{file}
  test: http://ferries.example/2010/report.html => https://new.example/report.html
"""
GONE = page(FERRIES, "Not found", status=404)


def rescued(
    pages: dict[str, Outcome] | FakeWeb, held: Any = None, *, rule: str = RULE, **more: Any
) -> Audit:
    rules = RescueRules(rules=parse_rules(rule, source="test"))
    return run(publication(note(1, FERRIES)), pages, held, rescue=rules, **more)


def test_a_lost_source_that_stands_where_its_identifier_leads_is_rescued() -> None:
    audit = rescued({FERRIES: GONE, NEW: page(NEW, SAID)})
    (one,) = audit.addresses[0].rescue
    assert (str(one.status), one.found) == ("ok", True)
    assert verdicts(audit)[:2] == (["gone"], ["rescued"])
    assert NEW in audit.citations[0].why
    assert "moved in 2015" in audit.citations[0].why


def test_what_it_says_there_never_proves_what_the_cited_version_said() -> None:
    audit = rescued({FERRIES: GONE, NEW: page(NEW, SAID)})
    assert [(str(f.version), str(f.verdict)) for f in audit.findings] == [("mirror", "confirmed")]
    assert verdicts(audit)[2] == ["unclear"]
    assert "mirror" in audit.claims[0].why


def test_with_the_cited_copy_the_claim_stands_by_that_copy() -> None:
    held = {FERRIES: {"20110501000000": page(FERRIES, SAID)}}
    audit = rescued({FERRIES: GONE, NEW: page(NEW, OTHERWISE)}, held)
    assert verdicts(audit) == (["gone"], ["rescued"], ["rescued"])


def test_a_living_source_is_not_looked_for_but_the_suggestion_is_told() -> None:
    web = FakeWeb({FERRIES: page(FERRIES, SAID), NEW: page(NEW, SAID)})
    audit = rescued(web)
    assert web.asked == [FERRIES]
    (one,) = audit.addresses[0].rescue
    assert (str(one.status), one.found) == ("not_checked", False)


@pytest.mark.parametrize(
    ("there", "status"),
    [
        (page(NEW, "Not found", status=404), "gone"),
        (page(NEW, "Page not found\nSorry.\n"), "soft_404"),
        (page(NEW, SAID, final="https://new.example/"), "soft_404"),
        (None, "dead_host"),
    ],
)
def test_a_suggestion_is_judged_by_the_same_rules(there: Outcome | None, status: str) -> None:
    audit = rescued({FERRIES: GONE} | ({NEW: there} if there else {}))
    (one,) = audit.addresses[0].rescue
    assert (str(one.status), one.found) == (status, False)
    assert verdicts(audit)[1] == ["broken"]
    assert audit.findings == ()


def test_a_page_that_is_not_the_source_rescues_nothing() -> None:
    audit = rescued({FERRIES: GONE, NEW: page(NEW, "Lakes\nNothing of boats here.\n")})
    (one,) = audit.addresses[0].rescue
    assert (str(one.status), one.found) == ("ok", False)
    assert verdicts(audit)[1] == ["broken"]


@pytest.mark.parametrize("kind", ["mirror", "later", "record"])
def test_a_mirror_a_later_edition_and_a_catalogue_rescue_nothing(kind: str) -> None:
    rule = RULE.replace("  test", f"  as: {kind}\n  test")
    web = FakeWeb({FERRIES: GONE, NEW: page(NEW, SAID)})
    audit = rescued(web, rule=rule)
    assert verdicts(audit)[1:] == (["broken"], ["unclear"])
    assert (NEW in web.asked) is (kind != "record")
    assert {str(f.version) for f in audit.findings} == ({kind} if kind != "record" else set())


def test_a_silent_archive_does_not_hide_the_rescue() -> None:
    silent = FakeArchive({}, answer=Holding.UNAVAILABLE)
    audit = rescued({FERRIES: GONE, NEW: page(NEW, SAID)}, silent)
    assert verdicts(audit)[1] == ["rescued"]


def test_every_suggestion_stands_in_the_audit_document() -> None:
    audit = rescued({FERRIES: GONE, NEW: page(NEW, SAID)})
    (one,) = audit_document(audit)["addresses"][0]["rescue"]
    assert one == {
        "url": NEW,
        "rule": "moved in 2015",
        "how": f"moved in 2015: {FERRIES[:0]}report.html, in the address",
        "as": "same",
        "status": "ok",
        "why": one["why"],
        "final_url": NEW,
        "title": "Ferries",
        "found": True,
    }


def test_a_source_without_an_address_is_suggested_one_by_its_symbol() -> None:
    named = note(1, None, symbol="CRC/C/OPSC/KGZ/1")
    audit = run(publication(named), {}, rescue=open_rules(None))
    assert [str(c.verdict) for c in audit.citations] == ["no_address"]
    (one,) = audit_document(audit)["citations"][0]["rescue"]
    assert one["url"] == "https://undocs.org/CRC/C/OPSC/KGZ/1"
    assert one["how"].startswith("UN symbol")
    assert audit.addresses == ()


def test_a_rescued_page_is_read_with_its_frames() -> None:
    frames = "<title>Ferries</title><frameset><frame src='/menu.html'><frame src='/text.html'>"
    text = "<p>The ferry company has 40 boats on the lake, which carry timber.</p>"
    main, menu = "https://new.example/text.html", "https://new.example/menu.html"
    pages = {NEW: page(NEW, frames), main: page(main, text), menu: page(menu, "<p>Home")}
    audit = rescued({FERRIES: GONE, **pages}, extractor=Pages())
    assert [(str(f.version), str(f.verdict)) for f in audit.findings] == [("mirror", "confirmed")]
    assert audit.addresses[0].rescue[0].found
