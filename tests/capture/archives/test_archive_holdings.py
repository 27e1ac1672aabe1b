from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from archive_fakes import BASE, Answer, archive_of, memento_headers

from citecheck.model.captures import ArchiveAnswer, Failure, Holding, Response

A = "A" * 32
ROW = f"org,a)/ 20111110000000 http://a.org/ text/html 200 {A} 512\n"
BLOCKED = {
    "X-Archive-Wayback-Runtime-Error": "org.archive.util.io.RuntimeIOException: "
    "org.archive.wayback.exception.AdministrativeAccessControlException: Blocked Site Error"
}


def index(body: str, status: int = 200, **headers: str) -> Answer:
    return status, {"Content-Type": "text/plain", **headers}, body.encode()


def held(answer: Answer, **settings: object) -> ArchiveAnswer:
    """The holdings of an archive whose index gives one answer, and that has nothing else."""

    def answers(url: str) -> Answer:
        return answer if "/cdx/search/cdx" in url else (404, {}, b"")

    return archive_of(answers, **settings)[0].holdings("http://a.org/")


def test_a_listed_address_is_captured() -> None:
    answer = held(index(ROW))
    assert answer.holding is Holding.CAPTURED
    assert [m.timestamp for m in answer.mementos] == ["20111110000000"]
    assert answer.url == "http://a.org/"


def test_an_empty_list_is_none() -> None:
    assert held(index("")).holding is Holding.NONE


@pytest.mark.parametrize(
    "answer",
    [
        (403, BLOCKED, b"Blocked Site Error"),
        (403, {}, b"org.archive.wayback.exception.RobotAccessControlException: Blocked By Robots"),
        (451, {}, b""),
        (200, {}, b"<p>This URL has been excluded from the Wayback Machine.</p>"),
    ],
)
def test_a_barred_address_is_excluded_not_none(answer: Answer) -> None:
    assert held(answer).holding is Holding.EXCLUDED


@pytest.mark.parametrize(
    "answer",
    [
        (429, {}, b"<h1>Too Many Requests</h1>"),
        (500, {}, b""),
        (503, {}, b"Temporarily Offline"),
        (504, {}, b"<html>Gateway Time-out</html>"),
        (403, {}, b"your network is not welcome"),
        (400, {}, b"bad query"),
        (302, {"Location": "https://archive.example/login"}, b""),
        (200, {}, b"<html>Temporarily Offline</html>"),
        (200, {}, b"Temporarily Offline, back soon, with many words on one single line here"),
        Failure.TIMEOUT,
        Failure.REFUSED,
        Failure.RESET,
        Failure.TLS,
        Failure.NO_SUCH_NAME,
        Failure.OFFLINE,
        Failure.TOO_LARGE,
    ],
)
def test_an_archive_that_cannot_answer_is_unavailable_never_none(answer: Answer) -> None:
    found = held(answer)
    assert found.holding is Holding.UNAVAILABLE
    assert found.why


@pytest.mark.parametrize("address", ["http://[::1/x", "http://a.org:x]/", "http://[zz]/"])
def test_what_is_no_address_is_not_asked_about(address: str) -> None:
    archive, door, _ = archive_of(lambda url: index(ROW))
    answer = archive.holdings(address)
    assert answer.holding in (Holding.NOT_ASKED, Holding.CAPTURED)
    assert (answer.holding is Holding.NOT_ASKED) is (door.asked == [])


def test_a_web_page_in_place_of_a_list_is_told_as_such() -> None:
    answer = held((200, {}, b"<html><body>Temporarily Offline</body></html>"))
    assert "web page" in answer.why


def test_one_bad_row_does_not_cost_the_good_ones() -> None:
    bad = f"org,a)/ 20000800241623 http://a.org/ text/html 200 {A} 512\n"
    mail = f"org,a)/ 20110101000000 mailto:x@a.org text/html 200 {A} 512\n"
    answer = held(index(bad + ROW + mail))
    assert len(answer.mementos) == 1
    assert "2 rows could not be used" in answer.why


def test_pages_of_the_list_are_followed_by_their_resume_key() -> None:
    later = ROW.replace("20111110", "20121110")

    def answers(url: str) -> Answer:
        key = parse_qs(urlsplit(url).query).get("resumeKey")
        return index(later) if key == ["eJxL zy"] else index(ROW + "\neJxL zy".replace(" ", "_"))

    def keyed(url: str) -> Answer:
        key = parse_qs(urlsplit(url).query).get("resumeKey")
        return index(later) if key == ["eJxL/zy=="] else index(ROW + "\neJxL/zy==\n")

    archive, door, _ = archive_of(keyed)
    assert len(archive.holdings("http://a.org/").mementos) == 2
    assert len(door.asked) == 2
    # a server that gives the same key for ever is not followed for ever
    archive, door, _ = archive_of(answers)
    assert len(archive.holdings("http://a.org/").mementos) == 1
    assert len(door.asked) == 2


def test_a_list_that_breaks_off_counts_as_far_as_it_came_and_says_so() -> None:
    def answers(url: str) -> Answer:
        return Failure.TLS if "resumeKey" in url else index(ROW + "\nnext\n")

    answer = archive_of(answers)[0].holdings("http://a.org/")
    assert answer.holding is Holding.CAPTURED
    assert "there may be more" in answer.why


def test_what_an_archive_said_is_asked_once_and_a_failure_again() -> None:
    state = {"up": False}

    def answers(url: str) -> Answer:
        return index(ROW) if state["up"] else Failure.TLS

    archive, door, _ = archive_of(answers)
    assert archive.holdings("http://a.org/").holding is Holding.UNAVAILABLE
    state["up"] = True
    assert archive.holdings("http://a.org/").holding is Holding.CAPTURED
    count = len(door.asked)
    archive.holdings("http://a.org/")
    assert len(door.asked) == count


def test_the_question_is_for_one_exact_address_and_everything_of_it() -> None:
    archive, door, _ = archive_of(lambda url: index(ROW))
    archive.holdings("https://web.archive.org/web/2011/http://a.org/x?q=1&r=*#top")
    asked = parse_qs(urlsplit(door.asked[0]).query)
    assert asked["url"] == ["http://a.org/x?q=1&r=%2A"]
    assert not {"filter", "collapse", "matchType", "closest"} & set(asked)
    assert door.trusted == {True}


# pywb


def pywb_row(**changes: str) -> str:
    row = {
        "urlkey": "org,a)/",
        "timestamp": "20111110000000",
        "url": "http://a.org/",
        "mime": "text/html",
        "status": "200",
        "digest": A,
        "length": "512",
        "access": "allow",
    }
    return json.dumps({k: v for k, v in (row | changes).items() if v}) + "\n"


def pywb(body: str, *, collection: int = 200) -> ArchiveAnswer:
    def answers(url: str) -> Answer:
        path = urlsplit(url).path
        if path == "/web/cdx":
            return 200, {"Content-Type": "text/x-ndjson"}, body.encode()
        return (collection, {}, b"<html>") if path == "/web/" else (404, {}, b"<html>")

    return archive_of(answers)[0].holdings("http://a.org/")


def test_the_dialect_of_pywb_is_found_out_once() -> None:
    def answers(url: str) -> Answer:
        if "/web/cdx" in url:
            return 200, {}, pywb_row().encode()
        return 404, {}, b"<html>Collection not found"

    archive, door, _ = archive_of(answers)
    assert archive.holdings("http://a.org/").holding is Holding.CAPTURED
    assert archive.holdings("http://b.org/").holding is Holding.CAPTURED
    assert [urlsplit(u).path for u in door.asked] == ["/cdx/search/cdx", "/web/cdx", "/web/cdx"]


def test_pywbs_revisits_without_a_status_are_resolved_too() -> None:
    revisit = pywb_row(timestamp="20120101000000", mime="warc/revisit", status="")
    assert [m.status for m in pywb(pywb_row() + revisit).mementos] == [200, 200]


def test_pywbs_blocked_rows_are_an_exclusion() -> None:
    assert pywb(pywb_row(access="block")).holding is Holding.EXCLUDED


def test_pywbs_empty_answer_is_none_only_if_the_collection_exists() -> None:
    assert pywb("").holding is Holding.NONE
    missing = pywb("", collection=404)
    assert missing.holding is Holding.UNAVAILABLE
    assert "/web/" in missing.why


# Memento and the availability API

TIMEMAP = (
    f'<http://a.org/>; rel="original",\n'
    f'<{BASE}/web/timemap/link/http://a.org/>; rel="self"; type="application/link-format",\n'
    f'<{BASE}/web/20080101000000/http://a.org/>; rel="first memento";'
    f' datetime="Tue, 01 Jan 2008 00:00:00 GMT",\n'
    f'<{BASE}/web/20111110000000/http://a.org/>; rel="memento";'
    f' datetime="Thu, 10 Nov 2011 00:00:00 GMT"'
)


def timemap(status: int, body: str, kind: str = "application/link-format") -> ArchiveAnswer:
    def answers(url: str) -> Answer:
        if "/timemap/link/" in url:
            return status, {"Content-Type": kind}, body.encode()
        return 404, {}, b"<html>"

    return archive_of(answers)[0].holdings("http://a.org/")


def test_an_archive_without_an_index_is_asked_for_its_timemap() -> None:
    answer = timemap(200, TIMEMAP)
    assert [(m.timestamp, m.original, m.status) for m in answer.mementos] == [
        ("20080101000000", "http://a.org/", None),
        ("20111110000000", "http://a.org/", None),
    ]


def test_a_missing_timemap_is_none_only_if_the_archive_speaks_of_timemaps() -> None:
    assert timemap(404, "").holding is Holding.NONE
    assert timemap(404, "<html>", kind="text/html").holding is Holding.UNAVAILABLE


def test_a_timemap_that_comes_in_parts_is_read_whole() -> None:
    def part(number: int) -> str:
        more = "".join(
            f'<{BASE}/web/timemap/link/{n}/http://a.org/;x=1>; rel="timemap"; '
            'type="application/link-format",\n'
            for n in range(1, 4)
        )
        year = 2010 + number
        return (
            f'{more}<{BASE}/web/{year}0101000000/http://a.org/;x=1>; rel="memento"; '
            f'datetime="Fri, 01 Jan {year} 00:00:00 GMT"'
        )

    def answers(url: str) -> Answer:
        if "/timemap/link/" in url:
            found = re.search(r"/link/(\d)/", url)
            if found and found[1] == "3":
                return 503, {}, b""
            number = int(found[1]) if found else 0
            return 200, {"Content-Type": "application/link-format"}, part(number).encode()
        return 404, {}, b"<html>"

    archive, door, _ = archive_of(answers, retries=0)
    answer = archive.holdings("http://a.org/;x=1")
    assert [m.timestamp[:4] for m in answer.mementos] == ["2010", "2011", "2012"]
    assert answer.mementos[0].original == "http://a.org/;x=1"
    assert not answer.whole  # the third part was not to be had
    asked = [url for url in door.asked if "timemap" in url]
    assert len(asked) == len(set(asked)) == 4


def test_a_moment_that_is_none_is_left_out_of_a_timemap() -> None:
    odd = f'<{BASE}/web/20079999000000/http://a.org/>; rel="memento", '
    answer = timemap(200, odd + TIMEMAP)
    assert [m.timestamp for m in answer.mementos] == ["20080101000000", "20111110000000"]
    assert "1 rows could not be used" in answer.why


def test_parts_of_a_timemap_outside_the_archive_are_not_asked() -> None:
    away = '<https://elsewhere.example/timemap/2>; rel="timemap", '

    def answers(url: str) -> Answer:
        if "/timemap/link/" in url:
            return 200, {"Content-Type": "application/link-format"}, (away + TIMEMAP).encode()
        return 404, {}, b"<html>"

    archive, door, _ = archive_of(answers)
    assert len(archive.holdings("http://a.org/").mementos) == 2
    assert not [url for url in door.asked if "elsewhere" in url]


GATE = {
    "Location": f"{BASE}/web/20111110000000/http://a.org/",
    "Vary": "accept-datetime",
    "Link": f'<http://a.org/>; rel="original", <{BASE}/web/20080101000000/http://a.org/>; '
    'rel="first memento"; datetime="Tue, 01 Jan 2008 00:00:00 GMT"',
}


def timegate(status: int, sent: dict[str, str]) -> ArchiveAnswer:
    def answers(url: str) -> Answer:
        return (status, sent, b"") if url == f"{BASE}/web/http://a.org/" else (404, {}, b"<html>")

    return archive_of(answers)[0].holdings("http://a.org/")


def test_an_archive_without_timemaps_is_asked_for_the_capture_near_a_day() -> None:
    answer = timegate(302, GATE)
    assert [m.timestamp for m in answer.mementos] == ["20080101000000", "20111110000000"]
    assert "there may be more" in answer.why


def test_a_timegate_that_has_nothing_says_none_and_what_is_no_timegate_says_nothing() -> None:
    assert timegate(404, {"Vary": "Accept-Datetime"}).holding is Holding.NONE
    assert timegate(404, {}).holding is Holding.UNAVAILABLE
    assert timegate(302, {"Location": "https://archive.example/login"}).holding is (
        Holding.UNAVAILABLE
    )
    assert timegate(200, {}).holding is Holding.UNAVAILABLE


def test_a_copy_under_an_address_of_the_archives_own_is_listed_and_fetched() -> None:
    listed = (
        f'<http://a.org/>; rel="original", <{BASE}/AbCd>; rel="memento"; '
        'datetime="Thu, 10 Nov 2011 00:00:00 GMT", <https://other.example/x>; rel="memento"; '
        'datetime="Thu, 10 Nov 2011 00:00:00 GMT"'
    )

    def answers(url: str) -> Answer:
        if "/timemap/link/" in url:
            return 200, {"Content-Type": "application/link-format"}, listed.encode()
        if url == f"{BASE}/AbCd":
            moment = datetime(2011, 11, 10, tzinfo=UTC)
            return 200, memento_headers(moment, "http://a.org/"), b"as it was"
        return 404, {}, b"<html>"

    archive, _, _ = archive_of(answers)
    (memento,) = archive.holdings("http://a.org/").mementos
    assert (memento.timestamp, memento.url) == ("20111110000000", f"{BASE}/AbCd")
    got = archive.fetch(memento)
    assert isinstance(got, Response)
    assert (got.body, got.url, got.final_url) == (b"as it was", "http://a.org/", "http://a.org/")


def available(found: object) -> ArchiveAnswer:
    def answers(url: str) -> Answer:
        if "/wayback/available" in url:
            return 200, {}, json.dumps(found).encode()
        return 503, {}, b""

    return archive_of(answers)[0].holdings("http://a.org/")


def test_where_the_index_is_down_the_availability_api_may_find_a_capture() -> None:
    closest = {
        "available": True,
        "status": "200",
        "timestamp": "20111110000000",
        "url": "http://archive.example/web/20111110000000/http://www.a.org/",
    }
    answer = available({"url": "a.org", "archived_snapshots": {"closest": closest}})
    assert answer.holding is Holding.CAPTURED
    assert answer.mementos[0].original == "http://www.a.org/"
    assert "there may be more" in answer.why


@pytest.mark.parametrize(
    "found",
    [
        {"archived_snapshots": {}},
        {"archived_snapshots": {"closest": {"available": False}}},
        {"archived_snapshots": {"closest": {"available": True, "timestamp": "soon"}}},
        {"archived_snapshots": []},
        [],
        "no",
    ],
)
def test_what_the_availability_api_does_not_find_proves_nothing(found: object) -> None:
    assert available(found).holding is Holding.UNAVAILABLE


@pytest.mark.parametrize(
    ("setting", "asked"),
    [
        ("https://second.example", "https://second.example/wayback/available"),
        ("https://second.example/api/available", "https://second.example/api/available"),
        (None, "https://archive.example/wayback/available"),
    ],
)
def test_the_availability_api_stands_where_the_settings_say(
    setting: str | None, asked: str
) -> None:
    archive, door, _ = archive_of(lambda url: Failure.TLS, availability=setting)
    archive.holdings("http://a.org/")
    assert door.asked[-1].split("?")[0] == asked


def test_the_wayback_machines_own_availability_api_has_a_host_of_its_own() -> None:
    archive, door, _ = archive_of(lambda url: Failure.TLS, archive="https://web.archive.org")
    archive.holdings("http://a.org/")
    assert door.asked[-1].split("?")[0] == "https://archive.org/wayback/available"
