from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from citecheck.model.audits import Audit
from citecheck.model.captures import (
    ArchiveAnswer,
    Failure,
    Holding,
    Memento,
    NoResponse,
    Outcome,
    Response,
)
from citecheck.model.documents import Extraction
from citecheck.model.errors import InputError
from citecheck.model.figures import Claim, Figure, Kind
from citecheck.model.notes import ArchivedAddress, Citation, CitationKind, Endnote, Publication
from citecheck.model.verdicts import Standing, Streak
from citecheck.pipeline import Edges, run_audit
from citecheck.settings import Settings
from tests.fakes.edges import (
    NOW,
    OFFLINE,
    ONLINE,
    FakeArchive,
    FakeProbe,
    FakeWeb,
    MemoryJournal,
    MemoryStore,
    PlainExtractor,
    Steps,
    page,
)

FERRIES = "http://ferries.example/2010/report.html"
BRIDGES = "http://bridges.example/list.html"
BOATS = Figure(
    printed="40 boats", value=Decimal(40), kind=Kind.COUNT, unit="boats", subject=("boat", "ferry")
)
SAID = "Ferries\nThe ferry company has 40 boats on the lake, which carry timber and passengers.\n"
OTHERWISE = (
    "Ferries\nThe ferry company has 55 boats on the lake, which carry timber and passengers.\n"
)


def note(number: int, url: str | None, **parts: Any) -> Endnote:
    citation = Citation(
        work=f"w{number:03}",
        kind=CitationKind.WEB,
        url=url,
        accessed="2011-05-10" if url else None,
        **parts,
    )
    return Endnote(number=number, raw=str(url), citations=(citation,))


def publication(*notes: Endnote, text: str = "The ferry company has 40 boats.") -> Publication:
    claims = tuple(
        Claim(id=f"c{n.number:03}-1", notes=(n.number,), text=text, figures=(BOATS,)) for n in notes
    )
    return Publication(title="Lakes", year=2012, endnotes=notes, claims=claims)


def run(
    of: Publication,
    pages: dict[str, Outcome] | FakeWeb,
    held: dict[str, dict[str, Response]] | FakeArchive | None = None,
    **changed: Any,
) -> Audit:
    web = pages if isinstance(pages, FakeWeb) else FakeWeb(pages)
    archive = held if isinstance(held, FakeArchive) else FakeArchive(held or {})
    options = {k: changed.pop(k) for k in ("only", "must_be_online", "standings") if k in changed}
    edges: dict[str, Any] = {
        "clock": lambda: NOW,
        "store": MemoryStore(),
        "extractor": PlainExtractor(),
        "journal": MemoryJournal(),
        "progress": Steps(),
        "probe": FakeProbe([ONLINE]),
        "web": web,
        "archive": archive,
    }
    edges.update(changed)
    return run_audit(of, Edges(**edges), Settings(), source="lakes", version="0", **options)


def verdicts(audit: Audit) -> tuple[list[str], list[str], list[str]]:
    return (
        [str(a.status) for a in audit.addresses],
        [str(c.verdict) for c in audit.citations],
        [str(c.verdict) for c in audit.claims],
    )


def test_a_page_that_still_says_it_is_sound() -> None:
    audit = run(publication(note(1, FERRIES)), {FERRIES: page(FERRIES, SAID)})
    assert verdicts(audit) == (["ok"], ["sound"], ["sound"])


def test_a_changed_page_with_a_cited_copy_is_outdated() -> None:
    audit = run(
        publication(note(1, FERRIES)),
        {FERRIES: page(FERRIES, OTHERWISE)},
        {FERRIES: {"20110501000000": page(FERRIES, SAID)}},
    )
    assert verdicts(audit) == (["ok"], ["changed"], ["outdated"])
    assert {str(f.version) for f in audit.findings} == {"live", "cited"}


def test_a_dead_page_with_a_copy_is_rescued_and_without_one_broken() -> None:
    gone = page(FERRIES, "Not found", status=404)
    copy = {FERRIES: {"20110501000000": page(FERRIES, SAID)}}
    assert verdicts(run(publication(note(1, FERRIES)), {FERRIES: gone}, copy)) == (
        ["gone"],
        ["rescued"],
        ["rescued"],
    )
    assert verdicts(run(publication(note(1, FERRIES)), {FERRIES: gone})) == (
        ["gone"],
        ["broken"],
        ["unclear"],
    )


def test_an_error_page_in_the_archive_is_passed_over_for_the_next_copy() -> None:
    copies = {
        FERRIES: {
            "20110509000000": page(FERRIES, "Page not found\nSorry.\n"),
            "20110420000000": page(FERRIES, SAID),
        }
    }
    gone = page(FERRIES, "Not found", status=404)
    audit = run(publication(note(1, FERRIES)), {FERRIES: gone}, copies)
    assert verdicts(audit)[1] == ["rescued"]
    assert [(c.timestamp, c.usable) for c in audit.addresses[0].archived] == [
        ("20110420000000", True),
        ("20110509000000", False),
    ]


def test_a_copy_from_outside_the_window_is_offered_with_its_distance() -> None:
    held = {FERRIES: {"20050501000000": page(FERRIES, SAID)}}
    audit = run(publication(note(1, FERRIES)), {}, held)
    assert verdicts(audit)[1] == ["rescued"]
    (copy,) = audit.addresses[0].archived
    assert (copy.timestamp, copy.distance_days) == ("20050501000000", 2200)


def test_a_copy_inside_the_window_of_a_second_archive_comes_before_a_far_one_of_the_first() -> None:
    first = FakeArchive({FERRIES: {"20050501000000": page(FERRIES, SAID)}})
    second = FakeArchive({FERRIES: {"20110501000000": page(FERRIES, SAID)}}, name="second.example")
    audit = run(publication(note(1, FERRIES)), {}, first, more_archives=(second,))
    assert [c.archive for c in audit.addresses[0].archived] == ["second.example"]


def test_the_copy_that_an_archive_truly_shows_is_the_one_that_is_told() -> None:
    """Seen in recordings: the index lists a capture that replay answers with another one."""

    class Elsewhere(FakeArchive):
        def fetch(self, memento: Memento) -> Outcome:
            got = super().fetch(memento)
            assert isinstance(got, Response)
            return replace(got, at=datetime(2012, 5, 1, tzinfo=UTC))

    held = {FERRIES: {"20110501000000": page(FERRIES, SAID)}}
    audit = run(publication(note(1, FERRIES)), {}, Elsewhere(held))
    (copy,) = audit.addresses[0].archived
    assert (copy.timestamp, copy.distance_days) == ("20120501000000", 357)
    assert "20120501000000" in copy.url
    assert [str(f.version) for f in audit.findings] == ["later"]


def test_a_soft_404_says_nothing_of_the_source() -> None:
    lost = page(FERRIES, "Page not found\nWe now have 55 boats.\n")
    audit = run(publication(note(1, FERRIES)), {FERRIES: lost})
    assert verdicts(audit) == (["soft_404"], ["broken"], ["unclear"])
    assert audit.findings == ()


def test_a_silent_archive_never_makes_a_link_broken() -> None:
    audit = run(publication(note(1, FERRIES)), {}, FakeArchive({}, answer=Holding.UNAVAILABLE))
    assert verdicts(audit) == (["dead_host"], ["unclear"], ["unclear"])


def test_what_earlier_audits_took_from_an_archive_stands_in_while_it_is_down() -> None:
    store = MemoryStore()
    held = FakeArchive({FERRIES: {"20110501000000": page(FERRIES, SAID)}})
    first = run(publication(note(1, FERRIES)), {FERRIES: page(FERRIES, SAID)}, held, store=store)
    assert verdicts(first) == (["ok"], ["sound"], ["sound"])
    held.answer = Holding.UNAVAILABLE
    audit = run(publication(note(1, FERRIES)), {}, held, store=store)
    assert verdicts(audit) == (["dead_host"], ["rescued"], ["rescued"])
    assert audit.addresses[0].archive is Holding.UNAVAILABLE
    assert "what earlier audits took from it stands in" in audit.addresses[0].archive_why


def test_what_no_archive_was_asked_in_time_is_no_verdict_and_is_asked_by_the_next_run() -> None:
    class Late(FakeArchive):
        def holdings(self, address: str) -> ArchiveAnswer:
            self.asked.append(address)
            return ArchiveAnswer(
                url=address, holding=Holding.NOT_ASKED, postponed=True,
                why="not asked: the time was over", archive=self.name,
            )  # fmt: skip

    journal = MemoryJournal()
    audit = run(publication(note(1, FERRIES)), {}, Late({}), journal=journal)
    assert verdicts(audit) == (["dead_host"], ["unclear"], ["unclear"])
    assert audit.addresses[0].archive is Holding.NOT_ASKED
    assert "the time was over" in audit.addresses[0].archive_why
    assert "the time was over" in audit.citations[0].why
    assert not [entry for entry in journal.kept if isinstance(entry, ArchiveAnswer)]


def test_a_run_that_wants_no_archive_says_so() -> None:
    audit = run(publication(note(1, FERRIES)), {}, archive=None)
    assert verdicts(audit)[1] == ["broken"]
    assert "no archive was asked" in audit.citations[0].why


@pytest.mark.parametrize(
    ("failure", "verdict"),
    [
        (Failure.NOT_ASKED, "unclear"),
        (Failure.TIMEOUT, "unclear"),
        (Failure.UNREACHABLE, "unclear"),
        (Failure.MALFORMED, "broken"),
    ],
)
def test_a_listed_copy_that_could_not_be_fetched_never_makes_a_link_broken(
    failure: Failure, verdict: str
) -> None:
    """What the archive says of it does: that it has no such capture after all."""

    class Silent(FakeArchive):
        def fetch(self, memento: Memento) -> Outcome:
            return NoResponse(url=memento.original, failure=failure, why="it is so", at=NOW)

    held = {FERRIES: {"20110501000000": page(FERRIES, SAID)}}
    audit = run(publication(note(1, FERRIES)), {}, Silent(held))
    assert verdicts(audit)[1] == [verdict]
    assert verdict == "broken" or "it is so" in audit.citations[0].why


def test_a_second_archive_is_asked_only_where_the_first_has_nothing_to_use() -> None:
    held = {"20110501000000": page(BRIDGES, SAID)}
    first = FakeArchive({FERRIES: {"20110501000000": page(FERRIES, SAID)}})
    second = FakeArchive({BRIDGES: held}, name="second.example")
    audit = run(publication(note(1, FERRIES), note(2, BRIDGES)), {}, first, more_archives=(second,))
    assert second.asked == [BRIDGES]
    assert verdicts(audit)[1:] == (["rescued", "rescued"], ["rescued", "rescued"])
    copy = audit.addresses[1].archived[0]
    assert (copy.archive, copy.url) == (
        "second.example",
        f"https://second.example/web/20110501000000/{BRIDGES}",
    )
    assert audit.addresses[1].archive is Holding.CAPTURED
    assert audit.addresses[1].archive_why.startswith("archive.example: none")


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        (Holding.UNAVAILABLE, None, Holding.UNAVAILABLE),
        (Holding.EXCLUDED, None, Holding.EXCLUDED),
        (None, Holding.UNAVAILABLE, Holding.NONE),
    ],
)
def test_two_archives_that_have_nothing_leave_the_firsts_word(
    first: Holding | None, second: Holding | None, both: Holding
) -> None:
    more = FakeArchive({}, second, name="second.example")
    audit = run(publication(note(1, FERRIES)), {}, FakeArchive({}, first), more_archives=(more,))
    assert audit.addresses[0].archive is both
    assert "second.example" in audit.addresses[0].archive_why


def test_an_address_is_asked_once_however_many_notes_cite_it() -> None:
    web = FakeWeb({FERRIES: page(FERRIES, SAID)})
    audit = run(publication(*(note(n, FERRIES) for n in range(1, 9))), web)
    assert web.asked == [FERRIES]
    assert audit.addresses[0].notes == tuple(range(1, 9))
    assert len(audit.citations) == 8


def test_a_note_with_an_archived_address_asks_for_the_original_and_reads_that_copy() -> None:
    stamp = "20071204031024"
    printed = f"http://web.archive.org/web/{stamp}/{FERRIES}"
    archived = ArchivedAddress(timestamp=stamp, url=printed, original=FERRIES)
    web = FakeWeb({})
    audit = run(
        publication(note(1, printed, archived=archived)),
        web,
        {FERRIES: {stamp: page(FERRIES, SAID)}},
    )
    assert web.asked == [FERRIES]
    assert verdicts(audit) == (["dead_host"], ["sound"], ["rescued"])
    assert [str(f.version) for f in audit.findings] == ["cited"]


@pytest.mark.parametrize(
    "stamp", ["20079999031024", "00000000000000", "99999999999999", "2007", "200712", "20070230"]
)
def test_whatever_digits_a_note_prints_for_a_moment_the_audit_goes_through(stamp: str) -> None:
    printed = f"http://web.archive.org/web/{stamp}/{FERRIES}"
    archived = ArchivedAddress(timestamp=stamp, url=printed, original=FERRIES)
    audit = run(publication(note(1, printed, archived=archived)), {})
    assert verdicts(audit)[:2] == (["dead_host"], ["broken"])


def test_a_short_moment_of_a_note_is_its_first() -> None:
    printed = f"http://web.archive.org/web/2007/{FERRIES}"
    archived = ArchivedAddress(timestamp="2007", url=printed, original=FERRIES)
    held = {FERRIES: {"20070101000000": page(FERRIES, SAID)}}
    audit = run(publication(note(1, printed, archived=archived)), {}, held)
    assert verdicts(audit)[1] == ["sound"]
    assert [str(f.version) for f in audit.findings] == ["cited"]


def test_an_offline_machine_calls_nothing_dead_and_asks_nothing() -> None:
    web = FakeWeb({})
    of = publication(note(1, FERRIES), note(2, BRIDGES), note(3, None))
    audit = run(of, web, probe=FakeProbe([OFFLINE]))
    assert web.asked == []
    assert audit.network == OFFLINE
    assert verdicts(audit) == (
        ["not_checked", "not_checked"],
        ["unclear", "unclear", "no_address"],
        ["unclear", "unclear", "unclear"],
    )


def test_an_offline_run_uses_the_captures_that_it_has() -> None:
    store = MemoryStore()
    of = publication(note(1, FERRIES))
    run(of, {FERRIES: page(FERRIES, SAID)}, store=store)
    audit = run(of, {}, store=store, probe=FakeProbe([OFFLINE]))
    assert verdicts(audit) == (["not_checked"], ["unclear"], ["sound"])
    assert "last asked on 2026-11-01" in audit.addresses[0].why


def test_offline_is_an_error_only_if_asked_to_go_live() -> None:
    with pytest.raises(InputError, match="offline"):
        run(publication(note(1, FERRIES)), {}, probe=FakeProbe([OFFLINE]), must_be_online=True)


def test_a_network_lost_during_the_run_makes_no_dead_hosts() -> None:
    urls = [f"http://host{n}.example/" for n in range(5)]
    of = publication(*(note(n, url) for n, url in enumerate(urls, start=1)))
    audit = run(of, {}, probe=FakeProbe([ONLINE, OFFLINE]))
    assert {str(a.status) for a in audit.addresses} == {"offline"}
    assert {str(c.verdict) for c in audit.citations} == {"unclear"}


def test_dead_hosts_stay_dead_when_the_machine_is_online() -> None:
    urls = [f"http://host{n}.example/" for n in range(5)]
    of = publication(*(note(n, url) for n, url in enumerate(urls, start=1)))
    audit = run(of, {}, probe=FakeProbe([ONLINE]))
    assert {str(a.status) for a in audit.addresses} == {"dead_host"}


def test_a_stopped_run_keeps_what_is_done_and_the_next_goes_on() -> None:
    pages: dict[str, Outcome] = {u: page(u, SAID) for u in (FERRIES, BRIDGES)}
    store, journal = MemoryStore(), MemoryJournal()
    of = publication(note(1, FERRIES), note(2, BRIDGES))
    with pytest.raises(KeyboardInterrupt):
        run(of, FakeWeb(pages, stop_after=1), store=store, journal=journal)
    assert not journal.finished
    web = FakeWeb(pages)
    audit = run(of, web, store=store, journal=journal)
    assert web.asked == [BRIDGES]
    assert verdicts(audit) == (["ok", "ok"], ["sound", "sound"], ["sound", "sound"])
    assert journal.finished


def test_only_some_notes_are_looked_at_when_asked() -> None:
    web = FakeWeb({BRIDGES: page(BRIDGES, SAID)})
    audit = run(publication(note(1, FERRIES), note(2, BRIDGES)), web, only=(2,))
    assert web.asked == [BRIDGES]
    assert [c.id for c in audit.claims] == ["c002-1"]
    with pytest.raises(InputError, match="no note 7"):
        run(publication(note(1, FERRIES)), {}, only=(7,))


def test_the_steps_tell_what_is_going_on() -> None:
    steps = Steps()
    run(publication(note(1, FERRIES)), {FERRIES: page(FERRIES, SAID)}, progress=steps)
    stages = list(dict.fromkeys(step.stage for step in steps.seen))
    assert stages == ["network", "live", "extract", "archive", "match"]
    assert any(step.what == FERRIES for step in steps.seen)


def test_the_same_world_gives_the_same_audit() -> None:
    pages: dict[str, Outcome] = {FERRIES: page(FERRIES, OTHERWISE)}
    held = {FERRIES: {"20110501000000": page(FERRIES, SAID)}}
    of = publication(note(1, FERRIES), note(2, BRIDGES))
    assert run(of, pages, held) == run(of, pages, held)


def test_failures_are_carried_from_audit_to_audit() -> None:
    of = publication(note(1, FERRIES))
    earlier = Streak(
        first_failed=NOW - timedelta(days=7), failures=2, counted=NOW - timedelta(days=3)
    )
    standing = Standing(asked=earlier.counted, streak=earlier)
    audit = run(of, {}, standings={FERRIES: standing})
    (report,) = audit.addresses
    assert (report.failures, report.first_failed) == (3, earlier.first_failed)
    assert "failing since 2026-10-25 (3rd time)" in report.why
    alive = run(of, {FERRIES: page(FERRIES, SAID)}, standings={FERRIES: standing})
    assert alive.addresses[0].failures == 0


def test_a_fault_while_a_text_is_read_is_no_unread_source() -> None:
    class Faulty(PlainExtractor):
        def extract(self, body: bytes, *, media_type: str | None, name: str) -> Extraction:
            raise ZeroDivisionError("a typo of ours")

    with pytest.raises(ZeroDivisionError, match="a typo"):
        run(publication(note(1, FERRIES)), {FERRIES: page(FERRIES, SAID)}, extractor=Faulty())
