"""An archive that has no index is asked near the day on which each source was read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from archive_fakes import BASE, NOW, Answer, FakeDoor

from citecheck.capture.archives import WaybackArchive
from citecheck.model.captures import Holding, Outcome
from citecheck.model.notes import Citation, CitationKind, Endnote, Publication
from citecheck.publications import Source
from citecheck.settings import Settings
from citecheck.wiring import audit_source
from tests.capture.origin import reply, serve

DAYS = {"http://a.org/": date(2011, 11, 10), "http://b.org/": date(2009, 3, 2)}


class HearingDoor(FakeDoor):
    """Remembers the headers too."""

    def __init__(self, answer: Any) -> None:
        super().__init__(answer)
        self.heard: list[Mapping[str, str]] = []

    def get(self, url: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> Outcome:
        self.heard.append(headers or {})
        return super().get(url, headers=headers, **more)


def asked_by(answer: Any) -> HearingDoor:
    door = HearingDoor(answer)
    settings = Settings(archive=BASE, archive_per_minute=0.0, retries=0)
    archive = WaybackArchive(settings, door, clock=lambda: NOW, near=DAYS.get)
    for url in (*DAYS, "http://unknown.org/"):
        archive.holdings(url)
    return door


def test_a_timegate_is_asked_near_the_day_of_each_address() -> None:
    def answers(url: str) -> Answer:
        gate = url.startswith(f"{BASE}/web/http")
        return (404, {"Vary": "Accept-Datetime"}, b"") if gate else (404, {}, b"<html>")

    days = [h["Accept-Datetime"] for h in asked_by(answers).heard if "Accept-Datetime" in h]
    assert days == [
        "Thu, 10 Nov 2011 00:00:00 GMT",
        "Mon, 02 Mar 2009 00:00:00 GMT",
        "Tue, 24 Nov 2026 12:00:00 GMT",
    ]


def test_so_is_the_availability_api_where_the_index_is_silent() -> None:
    door = asked_by(lambda url: (503, {}, b"down"))
    queries = [parse_qs(urlsplit(u).query) for u in door.asked if "wayback/available" in u]
    days = [query.get("timestamp", [""])[0][:8] for query in queries]
    assert days == ["20111110", "20090302", ""]


def test_a_whole_audit_asks_so(tmp_path: Path) -> None:
    def script(line: Any, path: str, head: str) -> None:
        gate = path.startswith("/web/http")
        line.sendall(reply(404, b"none", Vary="Accept-Datetime") if gate else reply(404, b"<html>"))

    with serve(script) as server:
        cited = Citation(
            work="w1", kind=CitationKind.WEB, url=f"{server.url}/a", accessed="2011-05-10"
        )
        note = Endnote(number=1, raw="a", citations=(cited,))
        source = Source(publication=Publication(title="t", endnotes=(note,)), name="t", shown="t")
        settings = Settings(archive=server.url, allow_private=True, no_proxy="*", delay=0.0)
        audit = audit_source(source, settings, snapshots=tmp_path)
    said = [line for head in server.heads for line in head.split("\r\n") if "Accept-Dat" in line]
    assert said == ["Accept-Datetime: Tue, 10 May 2011 00:00:00 GMT"]
    assert audit.addresses[0].archive is Holding.NONE
