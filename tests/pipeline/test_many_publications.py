"""Several publications in one run: asked once together, judged each as if it were alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from citecheck.model.audits import Audit
from citecheck.model.captures import Outcome, Response
from citecheck.model.errors import InputError
from citecheck.model.notes import Publication
from citecheck.pipeline import Edges, Job, run_audits
from citecheck.settings import Settings
from tests.fakes.edges import (
    NOW,
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
from tests.pipeline.test_run import BRIDGES, FERRIES, OTHERWISE, SAID, note, publication, run

MILLS = "http://mills.example/1990/mills.html"
PAGES: dict[str, Outcome] = {
    FERRIES: page(FERRIES, OTHERWISE),
    BRIDGES: page(BRIDGES, SAID),
    MILLS: page(MILLS, "Not found", status=404),
}
HELD = {
    FERRIES: {"20110501000000": page(FERRIES, SAID), "20010501000000": page(FERRIES, SAID)},
    MILLS: {"20110501000000": page(MILLS, SAID)},
}


def read_in(year: int, of: Publication) -> Publication:
    """The same notes, of sources that were read in another year."""
    notes = tuple(
        replace(n, citations=tuple(replace(c, accessed=f"{year}-05-10") for c in n.citations))
        for n in of.endnotes
    )
    return replace(of, endnotes=notes)


PUBLICATIONS = (
    publication(note(1, FERRIES), note(2, BRIDGES)),
    read_in(2001, publication(note(1, FERRIES), note(7, MILLS))),
    publication(note(1, None)),
)


def run_many(
    *publications: Publication,
    web: FakeWeb | None = None,
    archive: FakeArchive | None = None,
    **changed: Any,
) -> Iterator[Audit]:
    edges: dict[str, Any] = {
        "clock": lambda: NOW,
        "store": MemoryStore(),
        "extractor": PlainExtractor(),
        "journal": MemoryJournal(),
        "progress": Steps(),
        "probe": FakeProbe([ONLINE]),
        "web": web or FakeWeb(PAGES),
        "archive": archive or FakeArchive(HELD),
    }
    edges.update(changed)
    jobs = [Job(publication=one, source="lakes") for one in publications]
    return run_audits(jobs, Edges(**edges), Settings(), version="0")


def test_what_several_cite_is_asked_once() -> None:
    web, archive = FakeWeb(PAGES), FakeArchive(HELD)
    list(run_many(*PUBLICATIONS, web=web, archive=archive))
    assert sorted(set(web.asked)) == sorted(web.asked)
    assert {FERRIES, BRIDGES, MILLS} < set(web.asked)
    assert sorted(archive.asked) == sorted({FERRIES, BRIDGES, MILLS})


def test_each_is_judged_as_if_it_were_alone() -> None:
    """Also where the other one read the same source years before, and needs another copy."""
    together = list(run_many(*PUBLICATIONS))
    alone = [run(one, PAGES, HELD) for one in PUBLICATIONS]
    assert together == alone
    assert [c.timestamp for c in alone[0].addresses[0].archived] == ["20110501000000"]
    assert [c.timestamp for c in alone[1].addresses[0].archived] == ["20010501000000"]


def test_what_others_cite_makes_no_common_ending() -> None:
    """Three addresses that end at one page are a sign of a lost site: within a publication."""
    urls = [f"http://ferries.example/{n}/report.html" for n in range(3)]
    home = "http://ferries.example/all.html"
    pages: dict[str, Outcome] = {u: page(u, SAID.replace("40", "a few"), final=home) for u in urls}
    (together,) = run_many(publication(*(note(1, url) for url in urls)), web=FakeWeb(pages))
    assert [str(a.status) for a in together.addresses] == ["soft_404"] * 3
    audits = list(run_many(*(publication(note(1, url)) for url in urls), web=FakeWeb(pages)))
    assert [str(a.status) for audit in audits for a in audit.addresses] == ["ok"] * 3


def test_a_stopped_run_over_many_goes_on_where_it_was() -> None:
    store, journal = MemoryStore(), MemoryJournal()
    with pytest.raises(KeyboardInterrupt):
        list(
            run_many(*PUBLICATIONS, web=FakeWeb(PAGES, stop_after=2), store=store, journal=journal)
        )
    assert not journal.finished
    web = FakeWeb(PAGES)
    audits = list(run_many(*PUBLICATIONS, web=web, store=store, journal=journal))
    assert [url for url in web.asked if url in PAGES] == [MILLS]
    assert [len(a.addresses) for a in audits] == [2, 2, 0]
    assert journal.finished


def test_a_journal_is_kept_until_the_last_audit_has_been_taken() -> None:
    journal = MemoryJournal()
    audits = run_many(*PUBLICATIONS, journal=journal)
    for _ in PUBLICATIONS:
        next(audits)
        assert not journal.finished
    assert next(audits, None) is None
    assert journal.finished


def test_a_note_that_one_of_them_lacks_is_told_before_anything_is_asked() -> None:
    web = FakeWeb(PAGES)
    jobs = [Job(publication=PUBLICATIONS[0], source="lakes", only=(9,))]
    edges = Edges(
        clock=lambda: NOW,
        store=MemoryStore(),
        extractor=PlainExtractor(),
        journal=MemoryJournal(),
        progress=Steps(),
        web=web,
    )
    with pytest.raises(InputError, match="no note 9"):
        list(run_audits(jobs, edges, Settings(), version="0"))
    assert web.asked == []


def test_a_copy_that_an_archive_cannot_give_is_asked_for_once() -> None:
    asked: list[str] = []

    class Broken(FakeArchive):
        def fetch(self, memento: Any) -> Outcome:
            asked.append(memento.timestamp)
            return super().fetch(replace(memento, original="http://nowhere.example/"))

    held: dict[str, dict[str, Response]] = {FERRIES: {"20110501000000": page(FERRIES, SAID)}}
    one = publication(note(1, FERRIES))
    list(run_many(one, one, archive=Broken(held)))
    assert asked == ["20110501000000"]
