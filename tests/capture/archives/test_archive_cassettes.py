"""Every recording of the collection gives the conclusion that its README names.

One row a recording; a recording without a row, and a row without one, fail.
"""

from __future__ import annotations

from base64 import b32decode
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha1
from typing import Any

import pytest
from archive_fakes import FakeTime, archive_of
from recordings import BESIDE, ENDS, RecordedDoor, memento, recorded, recording

from citecheck.capture.archives import WaybackArchive
from citecheck.model.captures import Failure, Holding, Memento, NoResponse, Outcome, Response
from citecheck.settings import Settings
from citecheck.verdicts.mementos import EMPTY_DIGEST, choose_mementos

BIRDS = "https://www.fws.gov/birds/"
NASA = "http://www.nasa.gov/"
SPRINGER = "https://link.springer.com/article/10.1007/s00382-012-1331-2"
OSTP = "https://www.whitehouse.gov/administration/eop/ostp/about/student/faqs"
#: The capture of 24 November 2017 that most recordings show, by its bytes.
BIRDS_BYTES = 122_756


@dataclass(frozen=True)
class Replayed:
    """One memento asked for, and what must come of it."""

    name: str
    stamp: str
    original: str
    #: Of the capture: its status, its moment, the address truly captured.
    status: int | None = None
    shown: str | None = None
    final: str | None = None
    size: int | None = None
    hops: tuple[int, ...] = ()
    #: Of a refusal, or of what a reader must know.
    failure: Failure | None = None
    why: str = ""
    played: int = 1
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Listed:
    """One address looked up in the index, and what must come of it."""

    name: str
    address: str
    holding: Holding
    #: Distinct moments and addresses listed, of them with a status that is not known.
    count: int = 0
    unknown: int = 0
    first: str | None = None
    why: str = ""
    played: int = 1


def birds(name: str, stamp: str = "20171124151315", **more: Any) -> Replayed:
    expected: dict[str, Any] = {
        "status": 200,
        "shown": "20171124151315",
        "final": BIRDS,
        "size": BIRDS_BYTES,
    }
    return Replayed(name=name, stamp=stamp, original=BIRDS, **(expected | more))


REPLAYED = [
    birds("test_get_memento"),
    birds("test_get_memento_handles_non_utc_datetime"),
    birds("test_get_memento_with_archive_url"),
    birds("test_get_memento_with_cdx_record"),
    birds("test_get_memento_with_mode"),  # the banner view of 169,125 bytes is never asked for
    birds("test_get_memento_with_mode_string"),
    birds("test_get_memento_with_string_datetime"),
    # the archive's own redirect: the capture truly shown is told, with its distance
    birds("test_get_memento_with_date_datetime", "20171124000000", why="0 days", played=2),
    birds(
        "test_get_memento_with_inexact_string_datetime", "20171124151310", why="0 days", played=2
    ),
    birds("test_get_memento_target_window", "20171101000000", why="23 days", played=2),
    Replayed(
        "test_get_memento_raises_when_memento_is_outside_target_window",
        "20171101000000",
        BIRDS,
        failure=Failure.MALFORMED,
        why="the nearest is of 2017-11-24, 23 days away",
        settings={"archive_window_days": 20},
    ),
    Replayed(  # in the index, not to be played: the nearest is another day's
        "test_get_memento_should_fail_for_non_playbackable_mementos",
        "20150509080314",
        BIRDS,
        failure=Failure.MALFORMED,
        why="the nearest is of 2015-05-03, 6 days away",
        settings={"archive_window_days": 5},
    ),
    Replayed(  # 200 and HTML, and yet no capture
        "test_get_memento_raises_blocked_error",
        "20170929002712",
        "https://nationalpost.com/health/",
        failure=Failure.EXCLUDED,
        why="excluded from the archive",
    ),
    Replayed(
        "test_get_memento_raises_no_memento_error",
        "20170929002712",
        "https://this-is-not-real-url.whatever/",
        failure=Failure.MALFORMED,
        why="no capture of this address",
    ),
    Replayed(
        "test_get_memento_returns_memento_with_accurate_url",
        "20171124143728",
        "http://fws.gov/",
        status=200,
        shown="20171124143728",
        final="https://www.fws.gov/",
    ),
    Replayed(  # the archive's redirect is none of the page's; the page's own is a hop
        "test_get_memento_follows_historical_redirects",
        "20200201020357",
        "http://epa.gov/climatechange",
        status=200,
        shown="20200201024405",
        final="https://www.epa.gov/sites/production/files/signpost/cc.html",
        hops=(301,),
        played=4,
    ),
    Replayed(  # the recording ends at the page's own redirect: so does what is known
        "test_get_memento_follow_redirects_does_not_follow_historical_redirects",
        "20200201020357",
        "http://epa.gov/climatechange",
        failure=Failure.RESET,
        why=ENDS,
        hops=(301,),
        played=2,
    ),
    Replayed(
        "test_get_memento_with_redirects",
        "20180808094144",
        "https://www.epa.gov/ghgreporting/san5779-factsheet",
        status=200,
        shown="20180808104500",
        hops=(301,),
        played=3,
    ),
    Replayed(
        "test_get_memento_with_path_based_redirects",
        "20201027215555",
        OSTP,
        status=404,  # captured: 404; not: the archive is down
        shown="20201027220743",
        final="https://www.whitehouse.gov/ostp/about/student/faqs",
        hops=(301,),
        played=3,
    ),
    Replayed(
        "test_get_memento_with_schemeless_redirects",
        "20201102232816",
        "https://www.census.gov/geography/gss-initiative.html",
        status=404,
        shown="20201102233026",
        final="https://www.census.gov/geo/gssi/",
        hops=(301,),
        played=3,
    ),
    Replayed(
        "test_get_memento_raises_for_mementos_that_redirect_in_a_loop",
        "20200925075402",
        SPRINGER,
        failure=Failure.REDIRECT_LOOP,
        why="circle",
        hops=(303, 302),
        played=4,
    ),
    Replayed(
        "test_get_memento_works_on_archived_rate_limit_responses",
        "20150129034904",
        "http://www.reddit.com/r/PokemonGiveaway",
        status=429,
        shown="20150129034904",
    ),
    Replayed(  # only the banner view was recorded, and that is never asked for
        "test_get_memento_with_redirect_in_view_mode",
        "20201027215555",
        OSTP,
        failure=Failure.RESET,
        why=ENDS,
        played=0,
    ),
]

LISTED = [
    Listed(
        "test_search_raises_for_blocked_urls",
        "https://nationalpost.com/health",
        Holding.EXCLUDED,
        why="excluded from the archive (403)",
    ),
    Listed("test_search", "nasa.gov", Holding.CAPTURED, 1, first="19961231235847"),
    Listed("test_search_does_not_repeat_results", "energystar.gov", Holding.CAPTURED, 15, 1),
    Listed("test_search_multipage", "cnn.com", Holding.CAPTURED, 96, played=15),
    Listed(
        "test_search_rate_limits", "zew.de", Holding.CAPTURED, 990, played=2
    ),  # one key for ever
    Listed("test_search_with_date", "dw.com", Holding.CAPTURED, 2205, played=3),
    Listed("test_search_with_filter", "nasa.gov", Holding.CAPTURED, 20, played=2),
    Listed("test_search_with_filter_list", "nasa.gov", Holding.CAPTURED, 16, played=2),
    Listed("test_search_with_filter_tuple", "nasa.gov", Holding.CAPTURED, 6),
    Listed("test_search_with_timezone", "nasa.gov", Holding.CAPTURED, 478, played=2),
    Listed("tutorial", "nasa.gov", Holding.CAPTURED, 465, first="19961231235847"),
    Listed("test_memento_rate_limits", "zew.de", Holding.CAPTURED, 990, first="19970427191925"),
]


def machine(**settings: Any) -> tuple[WaybackArchive, FakeTime]:
    """The Wayback Machine as it comes, over a recording."""
    time = FakeTime()
    archive = WaybackArchive(
        Settings(**({"archive_per_minute": 0.0, "retries": 0} | settings)),
        RecordedDoor(),
        clock=time.clock,
        sleep=time.sleep,
        monotonic=time.monotonic,
    )
    return archive, time


def test_every_recording_has_its_row() -> None:
    if not (BESIDE / "edgi-wayback").is_dir():
        pytest.skip("the recordings are not beside the repository")
    beside = {path.stem for path in (BESIDE / "edgi-wayback").glob("*.yaml")}
    rows = [row.name for row in (*REPLAYED, *LISTED)]
    assert len(rows) == len(set(rows)) == 35
    assert set(rows) == beside


@pytest.mark.parametrize("row", REPLAYED, ids=lambda row: row.name)
def test_a_recorded_replay_gives_its_conclusion(row: Replayed) -> None:
    with recorded(row.name) as cassette:
        got = machine(**row.settings)[0].fetch(memento(row.stamp, row.original))
        assert cassette.play_count == row.played
    assert row.why in got.why
    assert tuple(hop.status for hop in got.hops) == row.hops
    assert not any("web.archive.org" in f"{hop.url} {hop.location}" for hop in got.hops)
    if row.failure:
        assert isinstance(got, NoResponse)
        assert got.failure is row.failure
        return
    assert isinstance(got, Response)
    assert (got.status, got.url) == (row.status, row.original)
    assert got.at.strftime("%Y%m%d%H%M%S") == row.shown
    assert got.final_url == (row.final or (got.hops[-1].location if got.hops else row.original))
    assert row.size in (None, len(got.body))


@pytest.mark.parametrize("row", LISTED, ids=lambda row: row.name)
def test_a_recorded_list_gives_its_conclusion(row: Listed) -> None:
    with recorded(row.name, index=True) as cassette:
        answer = machine()[0].holdings(row.address)
        assert cassette.play_count == row.played
    assert answer.holding is row.holding, answer.why
    assert row.why in answer.why
    keys = [(m.timestamp, m.original) for m in answer.mementos]
    assert len(keys) == len(set(keys)) == row.count
    assert keys == sorted(keys)
    assert row.first in (None, *(stamp for stamp, _ in keys[:1]))
    for m in answer.mementos:  # what shares the digest of nothing was not resolved by it
        assert m.status is not None or m.digest == EMPTY_DIGEST or row.unknown


def test_the_digest_of_the_recorded_index_is_that_of_the_recorded_bytes() -> None:
    with recorded("tutorial", index=True):
        archive, _ = machine()
        listed = archive.holdings("nasa.gov").mementos[0]
        got = archive.fetch(replace(listed, original=NASA))  # as it was recorded
    assert isinstance(got, Response)
    assert (listed.digest, len(got.body)) == ("MGIGF4GRGGF5GKV6VNCBAXOE3OR5BTZC", 6639)
    assert sha1(got.body).digest() == b32decode(listed.digest or "")
    assert got.why == ""


def test_index_and_mementos_keep_the_limits_of_the_recorded_years() -> None:
    """24 index requests a minute and 480 mementos; EDGI's recordings of both."""
    with recorded("test_search_rate_limits", index=True) as cassette:
        archive, time = machine(archive_per_minute=None)
        archive.holdings("zew.de")
        assert cassette.play_count >= 2
        assert time.seconds == pytest.approx((cassette.play_count - 1) * 2.5)
    with recorded("test_memento_rate_limits", index=True) as cassette:
        archive, time = machine(archive_per_minute=None)
        first = archive.holdings("zew.de").mementos[0]
        asked = time.seconds
        for _ in range(20):
            got = archive.fetch(replace(first, original="http://www.zew.de/"))
            assert isinstance(got, Response)
            assert got.status == 200
        assert cassette.play_count == 21
        assert time.seconds - asked == pytest.approx(20 * 0.125, abs=2.6)


def test_the_recorded_view_of_a_redirect_is_no_capture_either() -> None:
    """The banner view answers 200 with 'Got an HTTP 301 response at crawl time'."""

    class ViewDoor(RecordedDoor):
        def get(self, url: str, **more: Any) -> Outcome:
            return super().get(url.replace("id_/", "/"), **more)

    with recorded("test_get_memento_with_redirect_in_view_mode"):
        got = WaybackArchive(
            Settings(archive_per_minute=0.0), ViewDoor(), clock=FakeTime().clock
        ).fetch(memento("20201027215555", OSTP))
    assert isinstance(got, NoResponse)
    assert "no capture" in got.why


@pytest.mark.parametrize(
    ("name", "rows", "usable"),
    [
        ("bad_timestamp_cdx.txt", 5, 3),
        ("zero_length_cdx.txt", 5, 5),
        ("malformed_cdx.txt", 5, 2),
    ],
)
def test_recorded_rows_of_an_index_cost_no_more_than_themselves(
    name: str, rows: int, usable: int
) -> None:
    text = recording(f"edgi-wayback/{name}").read_text("utf-8")
    assert len(text.strip("\n").split("\n")) == rows
    archive, _, _ = archive_of(lambda url: (200, {"Content-Type": "text/plain"}, text.encode()))
    answer = archive.holdings("http://a.org/")
    assert answer.holding is Holding.CAPTURED
    assert len(answer.mementos) == usable
    skipped = f"{rows - usable} rows could not be used"
    assert (skipped in answer.why) == (rows > usable)


def test_the_recorded_page_is_read_as_it_was() -> None:
    with recorded("test_get_memento"):
        got = machine()[0].fetch(memento("20171124151315", BIRDS))
    assert isinstance(got, Response)
    page = recording("edgi-wayback/fws-gov-birds.txt").read_text("utf-8")
    assert got.body.decode("utf-8").split() == page.split()


def test_the_nearest_row_of_a_recorded_list_is_a_redirect_and_is_not_chosen() -> None:
    text = recording("transcribed/cdx_sort_closest.txt").read_text("utf-8")
    archive, _, _ = archive_of(lambda url: (200, {"Content-Type": "text/plain"}, text.encode()))
    listed: tuple[Memento, ...] = archive.holdings("google.com").mementos
    assert [m.status for m in listed if m.timestamp == "20101010101435"] == [301]
    chosen = choose_mementos(listed, near=date(2010, 10, 10), window_days=30)
    assert chosen[0].status == 200


def test_a_recorded_answer_in_json_is_no_list_of_ours_and_no_verdict() -> None:
    """We ask for text; should JSON come, nothing is concluded from what cannot be read."""
    body = recording("transcribed/cdx_json_resume_key.json").read_bytes()
    archive, _, _ = archive_of(lambda url: (200, {"Content-Type": "application/json"}, body))
    assert archive.holdings("http://archive.org/").holding is Holding.UNAVAILABLE


def test_the_recorded_headers_of_a_429_name_no_time_and_hold_for_a_minute() -> None:
    lines = recording("transcribed/http_429_headers.txt").read_text("utf-8").strip().split("\n")[1:]
    sent = dict(line.split(": ", 1) for line in lines)
    archive, door, time = archive_of(lambda url: (429, sent, b""))
    assert archive.holdings("http://a.org/").holding is Holding.UNAVAILABLE
    assert time.slept == [60.0, 60.0]
    assert len(door.asked) == 3
