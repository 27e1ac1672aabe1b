"""Real answers of the Wayback Machine, recorded 2020 to 2026, replayed.

The recordings are EDGI's (``wayback``, BSD-3-Clause).  A few are part of the repository,
the others are read from beside it; a test whose recording is absent is skipped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from archive_fakes import FakeTime, archive_of
from recordings import RecordedDoor, memento, recorded, recording

from citecheck.capture.archives import WaybackArchive
from citecheck.capture.archives.rows import parse_row
from citecheck.model.captures import Failure, Holding, NoResponse, Response
from citecheck.settings import Settings


@pytest.fixture
def archive() -> Callable[..., WaybackArchive]:
    def make(**settings: Any) -> WaybackArchive:
        time = FakeTime()
        return WaybackArchive(
            Settings(archive_per_minute=0.0, **settings),
            RecordedDoor(),
            clock=time.clock,
            sleep=time.sleep,
            monotonic=time.monotonic,
        )

    return make


def test_an_excluded_address_is_excluded_in_the_index(archive: Callable[..., Any]) -> None:
    with recorded("test_search_raises_for_blocked_urls", index=True):
        answer = archive().holdings("https://nationalpost.com/health")
    assert answer.holding is Holding.EXCLUDED


def test_an_excluded_address_is_excluded_in_replay_though_it_answers_200(
    archive: Callable[..., Any],
) -> None:
    with recorded("test_get_memento_raises_blocked_error"):
        got = archive().fetch(memento("20170929002712", "https://nationalpost.com/health/"))
    assert isinstance(got, NoResponse)
    assert got.failure is Failure.EXCLUDED
    assert "excluded" in got.why


def test_an_address_never_archived_is_no_capture(archive: Callable[..., Any]) -> None:
    with recorded("test_get_memento_raises_no_memento_error"):
        got = archive().fetch(memento("20170929002712", "https://this-is-not-real-url.whatever/"))
    assert isinstance(got, NoResponse)
    assert "no capture of this address" in got.why


def test_the_digest_of_the_index_proves_the_bytes_of_replay(archive: Callable[..., Any]) -> None:
    with recorded("tutorial", index=True):
        mine = archive(retries=0)
        answer = mine.holdings("nasa.gov")  # its second page was not recorded
        first = answer.mementos[0]
        got = mine.fetch(replace(first, original="http://www.nasa.gov/"))  # as it was recorded
    assert "there may be more" in answer.why
    assert (first.timestamp, first.status) == ("19961231235847", 200)
    assert first.digest == "MGIGF4GRGGF5GKV6VNCBAXOE3OR5BTZC"
    assert isinstance(got, Response)
    assert (len(got.body), got.final_url) == (6639, "http://www.nasa.gov:80/")
    assert got.why == ""  # bytes and digest agree, and it is the capture asked for
    assert got.header("server") == "Apache/1.2.0"


def test_duplicates_and_revisits_of_a_real_list_are_sorted_out(archive: Callable[..., Any]) -> None:
    with recorded("test_search_with_date", index=True):
        answer = archive().holdings("dw.com")
    keys = [(m.timestamp, m.original) for m in answer.mementos]
    assert len(keys) == len(set(keys)) > 700
    # all share the digest of nothing: what a revisit repeats cannot be told
    assert {m.status for m in answer.mementos if m.media_type is None} <= {None, 301, 302, 307}


@pytest.mark.parametrize(
    "name", ["test_search_multipage", "test_search_rate_limits", "test_search_with_timezone"]
)
def test_real_lists_are_followed_from_page_to_page(name: str, archive: Callable[..., Any]) -> None:
    with recorded(name, index=True) as cassette:
        answer = archive().holdings("cnn.com")
        assert answer.holding is Holding.CAPTURED
        stamps = [m.timestamp for m in answer.mementos]
    assert stamps == sorted(stamps)
    assert cassette.play_count > 1


def test_the_archives_own_redirect_outside_the_window_is_refused(
    archive: Callable[..., Any],
) -> None:
    wanted = memento("20171101000000", "https://www.fws.gov/birds/")
    with recorded("test_get_memento_raises_when_memento_is_outside_target_window"):
        got = archive(archive_window_days=20).fetch(wanted)
    assert isinstance(got, NoResponse)
    assert "23 days away" in got.why


def test_inside_the_window_the_capture_truly_shown_is_told(archive: Callable[..., Any]) -> None:
    wanted = memento("20171101000000", "https://www.fws.gov/birds/")
    with recorded("test_get_memento_target_window"):
        got = archive().fetch(wanted)
    assert isinstance(got, Response)
    assert got.at.isoformat() == "2017-11-24T15:13:15+00:00"
    assert "23 days" in got.why


def test_a_capture_that_the_index_lists_and_replay_does_not_have_is_not_passed_off(
    archive: Callable[..., Any],
) -> None:
    wanted = memento("20150509080314", "https://www.fws.gov/birds/")
    with recorded("test_get_memento_should_fail_for_non_playbackable_mementos"):
        got = archive(archive_window_days=0).fetch(wanted)
    assert isinstance(got, NoResponse)


def test_the_address_truly_captured_is_reported(archive: Callable[..., Any]) -> None:
    with recorded("test_get_memento_returns_memento_with_accurate_url"):
        got = archive().fetch(memento("20171124143728", "http://fws.gov/"))
    assert isinstance(got, Response)
    assert (got.url, got.final_url) == ("http://fws.gov/", "https://www.fws.gov/")


@pytest.mark.parametrize(
    ("name", "stamp", "original", "status", "hops"),
    [
        ("follows_historical_redirects", "20200201020357", "http://epa.gov/climatechange", 200, 1),
        (
            "with_redirects",
            "20180808094144",
            "https://www.epa.gov/ghgreporting/san5779-factsheet",
            200,
            1,
        ),
        (
            "with_path_based_redirects",
            "20201027215555",
            "https://www.whitehouse.gov/administration/eop/ostp/about/student/faqs",
            404,
            1,
        ),
        (
            "with_schemeless_redirects",
            "20201102232816",
            "https://www.census.gov/geography/gss-initiative.html",
            404,
            1,
        ),
    ],
)
def test_captured_redirects_of_every_spelling_are_followed_inside_the_archive(
    archive: Callable[..., Any], name: str, stamp: str, original: str, status: int, hops: int
) -> None:
    with recorded(f"test_get_memento_{name}"):
        got = archive().fetch(memento(stamp, original))
    assert isinstance(got, Response)
    assert got.status == status
    assert [hop.status for hop in got.hops] == [301] * hops
    assert got.final_url == got.hops[-1].location
    assert "web.archive.org" not in str(got.hops)


def test_captures_in_a_circle_stop(archive: Callable[..., Any]) -> None:
    wanted = memento(
        "20200925075402", "https://link.springer.com/article/10.1007/s00382-012-1331-2"
    )
    with recorded("test_get_memento_raises_for_mementos_that_redirect_in_a_loop"):
        got = archive().fetch(wanted)
    assert isinstance(got, NoResponse)
    assert got.failure is Failure.REDIRECT_LOOP


def test_a_captured_429_is_a_capture(archive: Callable[..., Any]) -> None:
    wanted = memento("20150129034904", "http://www.reddit.com/r/PokemonGiveaway")
    with recorded("test_get_memento_works_on_archived_rate_limit_responses"):
        got = archive().fetch(wanted)
    assert isinstance(got, Response)
    assert got.status == 429


@pytest.mark.parametrize(
    ("name", "good"),
    [("bad_timestamp_cdx.txt", 3), ("zero_length_cdx.txt", 5), ("malformed_cdx.txt", None)],
)
def test_real_broken_rows_cost_themselves_only(name: str, good: int | None) -> None:
    text = recording(f"edgi-wayback/{name}").read_text("utf-8")
    archive, _, _ = archive_of(lambda url: (200, {"Content-Type": "text/plain"}, text.encode()))
    answer = archive.holdings("http://a.org/")
    lines = [line for line in text.split("\n") if line.strip()]
    usable = [line for line in lines if parse_row(line)]
    assert not any(re.match(r"(?:http://)?(?:mailto|data):", line.split(" ")[2]) for line in usable)
    assert answer.holding is Holding.CAPTURED
    assert len(answer.mementos) == (good or len(usable)) > 0


def test_the_real_429_without_retry_after_is_no_verdict() -> None:
    body = recording("transcribed/http_429_spn_body.html").read_bytes()
    archive, _, time = archive_of(lambda url: (429, {"Content-Type": "text/html"}, body))
    assert archive.holdings("http://a.org/").holding is Holding.UNAVAILABLE
    assert time.slept == [60.0, 60.0]


@pytest.mark.parametrize(
    ("name", "stamp"),
    [
        ("available_found_2020.json", True),
        ("available_found_2026_scheme.json", True),
        ("available_found_query_string.json", True),
        ("available_found_unicode.json", True),
        ("available_empty_though_archived.json", False),
    ],
)
def test_real_answers_of_the_availability_api_count_when_they_find(name: str, stamp: bool) -> None:
    body = recording(f"transcribed/{name}").read_bytes()

    def answers(url: str) -> tuple[int, dict[str, str], bytes]:
        return (200, {}, body) if "available" in url else (503, {}, b"")

    archive, _, _ = archive_of(answers, archive="https://web.archive.org")
    answer = archive.holdings("http://a.org/")
    assert answer.holding is (Holding.CAPTURED if stamp else Holding.UNAVAILABLE)
    for found in answer.mementos:
        assert found.original.startswith("http")
        assert found.original != "http://a.org/"
