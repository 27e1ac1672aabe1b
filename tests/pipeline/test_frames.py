"""Pages whose text stands in frames, live and archived: what is asked, read and said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from citecheck.extract.html import read_html
from citecheck.extract.limits import Limits
from citecheck.model.audits import Audit
from citecheck.model.captures import Outcome, Response
from citecheck.model.documents import Extraction
from citecheck.report import audit_document
from citecheck.settings import Settings
from tests.fakes.edges import OFFLINE, FakeArchive, FakeProbe, FakeWeb, MemoryStore, page
from tests.pipeline.test_run import FERRIES, note, publication, run, verdicts

MAIN = "http://ferries.example/2010/main.html"
MENU = "http://ferries.example/2010/menu.html"
FRAMESET = (
    "<html><head><title>Ferries</title></head><frameset cols='20%,*'>"
    "<frame src='menu.html'><frame src='main.html#top'></frameset></html>"
)
BOATS = "<html><body><p>The ferry company has 40 boats on the lake, which carry timber.</p></body>"
FEWER = BOATS.replace("40", "55")
LINKS = "<html><body><ul><li>Home</li><li>Timetable</li><li>Contact</li></ul></body></html>"
FRAMES: dict[str, Outcome] = {MAIN: page(MAIN, BOATS), MENU: page(MENU, LINKS)}


class Pages:
    """The reader of web pages, in this process."""

    def extract(self, body: bytes, *, media_type: str | None, name: str) -> Extraction:
        limits = Limits.from_settings(Settings())
        return read_html(body, media_type="text/html", charset=None, limits=limits)

    extract_again = extract


def audit(web: FakeWeb | dict[str, Outcome], held: Any = None, **changed: Any) -> Audit:
    return run(publication(note(1, FERRIES)), web, held, extractor=Pages(), **changed)


def test_a_figure_in_a_frame_is_found_and_its_passage_names_the_frame() -> None:
    web = FakeWeb({FERRIES: page(FERRIES, FRAMESET), **FRAMES})
    found = audit(web)
    assert web.asked == [FERRIES, MENU, MAIN]
    assert verdicts(found) == (["ok"], ["sound"], ["sound"])
    (finding,) = found.findings
    assert finding.match.occurrence is not None
    assert finding.match.occurrence.frame == MAIN
    assert found.addresses[0].title == "Ferries"
    assert audit_document(found)["findings"][0]["frame"] == MAIN


def test_a_frameset_whose_frames_were_all_read_may_lack_a_figure() -> None:
    found = audit({FERRIES: page(FERRIES, FRAMESET), **FRAMES, MAIN: page(MAIN, FEWER)})
    assert [str(f.verdict) for f in found.findings] == ["changed"]
    assert found.findings[0].match.read_whole


def test_a_frame_that_did_not_come_leaves_the_page_unread_and_says_so() -> None:
    gone = page(MAIN, "Not found", status=404)
    found = audit({FERRIES: page(FERRIES, FRAMESET), MENU: page(MENU, LINKS), MAIN: gone})
    assert verdicts(found)[2] == ["unclear"]
    assert [str(f.verdict) for f in found.findings] == ["unread"]
    assert found.addresses[0].status == "ok"
    assert "frames, which were not read" in found.addresses[0].why
    assert f"the frame {MAIN}: it answered 404" in found.addresses[0].why


def test_a_frameset_that_was_cut_short_is_never_read_whole() -> None:
    cut = replace(page(FERRIES, FRAMESET), complete=False)
    found = audit({FERRIES: cut, **FRAMES, MAIN: page(MAIN, FEWER)})
    assert [str(f.verdict) for f in found.findings if not f.match.read_whole] == ["unread"]


def test_a_page_around_an_inner_frame_is_read_with_it_and_one_with_its_own_text_is_not() -> None:
    around = "<html><title>Ferries</title><p>Statistics</p><iframe src=/2010/main.html></iframe>"
    web = FakeWeb({FERRIES: page(FERRIES, around), **FRAMES})
    assert verdicts(audit(web))[2] == ["sound"]
    long = f"<p>{'The lake is wide and its ferries are many. ' * 40}</p>{around}"
    web = FakeWeb({FERRIES: page(FERRIES, long), **FRAMES})
    audit(web)
    assert MAIN not in web.asked


def test_frames_elsewhere_in_excess_and_inside_frames_are_not_asked() -> None:
    many = "".join(f"<frame src='f{n}.html'>" for n in range(9))
    odd = "<frame src='http://ads.example/x.html'><frame src='ftp://ferries.example/y'>"
    itself = f"<frame src='{FERRIES}'>"
    web = FakeWeb({FERRIES: page(FERRIES, f"<frameset>{itself}{odd}{many}</frameset>")})
    audit(web)
    asked = [url for url in web.asked if "citecheck-" not in url]  # an invented sibling
    assert asked == [FERRIES, *(f"http://ferries.example/2010/f{n}.html" for n in range(4))]
    nested = FRAMESET.replace("menu.html", "inner.html")
    web = FakeWeb({FERRIES: page(FERRIES, FRAMESET), MAIN: page(MAIN, nested)})
    audit(web)
    assert web.asked[:3] == [FERRIES, MENU, MAIN]
    assert "http://ferries.example/2010/inner.html" not in web.asked


def test_a_frame_that_is_cited_itself_is_asked_once() -> None:
    web = FakeWeb({FERRIES: page(FERRIES, FRAMESET), **FRAMES})
    found = run(publication(note(1, FERRIES), note(2, MAIN)), web, extractor=Pages())
    assert web.asked.count(MAIN) == 1
    assert verdicts(found)[2] == ["sound", "sound"]


def held(main: Response, stamp: str = "20110502000000") -> dict[str, dict[str, Response]]:
    return {
        FERRIES: {"20110501000000": page(FERRIES, FRAMESET)},
        MAIN: {stamp: main},
        MENU: {"20110501000000": page(MENU, LINKS)},
    }


class NearestArchive(FakeArchive):
    """An archive that shows its nearest capture, as they do."""

    def fetch(self, memento: Any) -> Outcome:
        self.asked.append(memento.url)
        stamps = sorted(self.held.get(memento.original, {}))
        near = min(stamps, key=lambda s: abs(int(s) - int(memento.timestamp)), default=None)
        return super().fetch(replace(memento, timestamp=near) if near else memento)


def test_the_frames_of_an_archived_copy_are_taken_from_its_own_time() -> None:
    archive = NearestArchive(held(page(MAIN, BOATS)))
    found = audit({}, archive)
    assert verdicts(found) == (["dead_host"], ["rescued"], ["rescued"])
    (finding,) = found.findings
    assert (str(finding.version), finding.captured) == ("cited", datetime(2011, 5, 1, tzinfo=UTC))
    assert finding.match.occurrence is not None
    assert finding.match.occurrence.frame == MAIN
    assert f"https://archive.example/web/20110501000000/{MAIN}" in archive.asked


def test_a_frame_captured_long_after_its_page_is_no_part_of_it() -> None:
    found = audit({}, NearestArchive(held(page(MAIN, BOATS), "20110801000000")))
    assert [str(f.verdict) for f in found.findings] == ["unread"]
    (copy,) = found.addresses[0].archived
    assert copy.usable
    assert f"the frame {MAIN}: its nearest copy, of 2011-08-01, is 92 days away" in copy.why


def test_what_was_captured_is_read_with_its_frames_again_without_a_network() -> None:
    store, web = MemoryStore(), {FERRIES: page(FERRIES, FRAMESET), **FRAMES}
    archive = NearestArchive(held(page(MAIN, BOATS)))
    first = audit(FakeWeb(web), archive, store=store)
    asked = list(archive.asked)
    again = audit(FakeWeb({}), archive, store=store, probe=FakeProbe([OFFLINE]))
    assert archive.asked == asked
    assert [(f.version, f.verdict) for f in again.findings] == [
        (f.version, f.verdict) for f in first.findings
    ]
    assert {str(f.verdict) for f in again.findings} == {"confirmed"}
