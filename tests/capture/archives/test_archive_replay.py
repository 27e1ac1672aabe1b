from __future__ import annotations

import itertools
from base64 import b32encode
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha1

import pytest
from archive_fakes import BASE, Answer, archive_of, memento_headers

from citecheck.model.captures import Failure, Memento, NoResponse, Outcome, Response

STAMP = "20111110000000"
MOMENT = datetime(2011, 11, 10, tzinfo=UTC)
PAGE = "http://a.org/report.html"
BODY = b"<p>38 percent</p>"
DIGEST = b32encode(sha1(BODY).digest()).decode()


def memento(original: str = PAGE, digest: str | None = DIGEST, stamp: str = STAMP) -> Memento:
    return Memento(
        timestamp=stamp,
        original=original,
        url=f"{BASE}/web/{stamp}/{original}",
        archive="archive.example",
        digest=digest,
    )


def raw(original: str, stamp: str = STAMP) -> str:
    return f"{BASE}/web/{stamp}id_/{original}"


def page(original: str = PAGE, body: bytes = BODY, status: int = 200, **more: str) -> Answer:
    return status, memento_headers(MOMENT, original, **more), body


def fetched(
    answers: Mapping[str, Answer], wanted: Memento | None = None, **settings: object
) -> Outcome:
    archive, _, _ = archive_of(lambda url: answers[url], retries=0, **settings)
    return archive.fetch(wanted or memento())


def test_a_capture_comes_with_its_own_address_moment_and_bytes() -> None:
    got = fetched({raw(PAGE): page()})
    assert isinstance(got, Response)
    assert (got.url, got.final_url, got.at, got.body, got.why) == (PAGE, PAGE, MOMENT, BODY, "")


def test_the_address_truly_captured_is_the_one_that_the_archive_links_as_original() -> None:
    got = fetched({raw(PAGE): page(original="https://www.a.org/report.html")})
    assert isinstance(got, Response)
    assert got.final_url == "https://www.a.org/report.html"


def test_the_pages_own_headers_come_back_under_their_own_names() -> None:
    got = fetched(
        {
            raw(PAGE): page(
                x_archive_orig_last_modified="Tue, 01 Nov 2011 00:00:00 GMT",
                x_archive_orig_server="Apache/1.3",
                Server="nginx",
            )
        }
    )
    assert isinstance(got, Response)
    assert got.header("last-modified") == "Tue, 01 Nov 2011 00:00:00 GMT"
    assert got.header("server") == "Apache/1.3"
    assert got.header("memento-datetime")


@pytest.mark.parametrize("status", [404, 429, 503])
def test_a_captured_error_is_a_fact_about_the_past_and_no_trouble_of_the_archives(
    status: int,
) -> None:
    archive, door, time = archive_of(lambda url: page(status=status))
    got = archive.fetch(memento())
    assert isinstance(got, Response)
    assert got.status == status
    assert (len(door.asked), time.slept) == (1, [])


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((200, {}, b"This URL has been excluded from the Wayback Machine."), "excluded"),
        ((451, {}, b""), "excluded"),
        ((404, {}, b"The Wayback Machine has not archived that URL."), "no capture"),
        ((200, {}, b"<html>Got an HTTP 301 response at crawl time"), "without Memento-Datetime"),
        ((403, {}, b"no"), "without Memento-Datetime"),
        ((503, {}, b""), "answers 503"),
        (Failure.TIMEOUT, "timeout"),
        ((302, {"Location": "https://live.example/"}, b""), "points out of itself"),
    ],
)
def test_without_memento_datetime_there_is_no_capture(answer: Answer, said: str) -> None:
    got = fetched({raw(PAGE): answer})
    assert isinstance(got, NoResponse)
    assert said in got.why
    assert got.url == PAGE


def test_the_archives_redirect_to_the_nearest_capture_is_followed_and_told() -> None:
    near = "20111204000000"
    there = (
        200,
        memento_headers(datetime(2011, 12, 4, tzinfo=UTC), PAGE),
        BODY,
    )
    got = fetched(
        {
            raw(PAGE): (302, {"Location": f"/web/{near}id_/{PAGE}"}, b""),
            raw(PAGE, near): there,
        }
    )
    assert isinstance(got, Response)
    assert got.at == datetime(2011, 12, 4, tzinfo=UTC)
    assert "24 days from the one asked for" in got.why
    assert got.hops == ()


def test_a_nearest_capture_outside_the_window_does_not_stand_in() -> None:
    far = (302, {"Location": f"/web/20160101000000id_/{PAGE}"}, b"")
    got = fetched({raw(PAGE): far}, archive_window_days=1100)
    assert isinstance(got, NoResponse)
    assert "2016-01-01, 1513 days away" in got.why


def test_another_capture_given_without_a_redirect_is_held_to_the_same_window() -> None:
    headers = memento_headers(datetime(2016, 1, 1, tzinfo=UTC), PAGE)
    got = fetched({raw(PAGE): (200, headers, BODY)}, archive_window_days=1100)
    assert isinstance(got, NoResponse)


@pytest.mark.parametrize(
    "location",
    [
        f"{BASE}/web/{STAMP}id_/http://b.org/moved.html",  # Wayback Machine
        f"//archive.example/web/{STAMP}id_/http://b.org/moved.html",  # seen 2020, no scheme
        f"/web/{STAMP}id_/http://b.org/moved.html",  # seen 2020, by path
        "http://b.org/moved.html",  # pywb under id_
    ],
)
def test_the_pages_own_redirect_is_followed_inside_the_archive(location: str) -> None:
    there = "http://b.org/moved.html"
    got = fetched(
        {raw(PAGE): page(status=301, body=b"", Location=location), raw(there): page(there)}
    )
    assert isinstance(got, Response)
    assert got.final_url == there
    assert [(h.url, h.status, h.location) for h in got.hops] == [(PAGE, 301, there)]


def test_a_relative_redirect_of_the_page_is_joined_to_the_page() -> None:
    there = "http://a.org/new/report.html"
    got = fetched(
        {
            raw(PAGE): page(status=302, body=b"", Location="/new/report.html"),
            raw(there): page(there),
        }
    )
    assert isinstance(got, Response)
    assert got.final_url == there


def test_a_redirect_to_the_home_page_is_told() -> None:
    home = "http://a.org/"
    got = fetched({raw(PAGE): page(status=301, body=b"", Location=home), raw(home): page(home)})
    assert isinstance(got, Response)
    assert "home page" in got.why
    assert got.hops[-1].location == home


def test_captures_that_run_in_a_circle_are_left() -> None:
    other = "http://a.org/other"
    got = fetched(
        {
            raw(PAGE): page(status=302, body=b"", Location=other),
            raw(other): page(other, status=302, body=b"", Location=PAGE),
        }
    )
    assert isinstance(got, NoResponse)
    assert got.failure is Failure.REDIRECT_LOOP
    assert len(got.hops) == 2


def test_more_redirects_than_five_are_too_many() -> None:
    steps = [f"http://a.org/{n}" for n in range(10)]
    answers = {
        raw(here): page(here, status=302, body=b"", Location=there)
        for here, there in itertools.pairwise(steps)
    }
    got = fetched(answers, memento(steps[0]))
    assert isinstance(got, NoResponse)
    assert got.failure is Failure.REDIRECT_LOOP


def test_a_redirect_to_what_is_no_web_page_ends_there() -> None:
    got = fetched({raw(PAGE): page(status=302, body=b"", Location="mailto:x@a.org")})
    assert isinstance(got, NoResponse)
    assert "mailto:" in got.why


def test_bytes_that_the_indexs_digest_does_not_bear_out_are_told() -> None:
    got = fetched({raw(PAGE): page()}, memento(digest="B" * 32))
    assert isinstance(got, Response)
    assert "differ" in got.why


def test_the_digest_of_a_coded_body_is_not_comparable_rather_than_wrong() -> None:
    coded = page(x_archive_orig_content_encoding="gzip")
    got = fetched({raw(PAGE): coded}, memento(digest="B" * 32))
    assert isinstance(got, Response)
    assert "not comparable" in got.why


def test_the_digest_of_a_redirect_is_not_held_against_the_page_that_it_led_to() -> None:
    there = "http://b.org/moved.html"
    got = fetched(
        {raw(PAGE): page(status=301, body=b"moved", Location=there), raw(there): page(there)},
        memento(digest="B" * 32),
    )
    assert isinstance(got, Response)
    assert got.why == ""


def test_a_short_timestamp_is_asked_in_full() -> None:
    archive, door, _ = archive_of(lambda url: page())
    archive.fetch(memento(stamp="2011"))
    assert door.asked == [raw(PAGE, "20110101000000")]
