"""The invented archive speaks the Wayback Machine's interfaces; only captures are captures."""

from __future__ import annotations

import json
from base64 import b32encode
from collections.abc import Iterator
from hashlib import sha1

import pytest
import requests
from waybackpy import WaybackMachineAvailabilityAPI, WaybackMachineCDXServerAPI
from waybackpy.exceptions import ArchiveNotInAvailabilityAPIResponse, NoCDXRecordFound

from citecheck.demo import DemoWorld, serve
from citecheck.demo.holdings import url_key

LIBRARY = "http://www.riversidelibrary.example/about/annual-report-2010.html"
BEES = "http://www.bluebees.example/statistics.html"
LOCKS = "http://www.canalboats.example/statistics/locks.php?year=2010"
LAMP = "http://www.harbourmuseum.example/exhibits/lighthouse/lamp.html"
PUPPETS = "http://www.puppettheatre.example/archive/2008.html"
CHESS = "http://www.chesscircle.example/league.php?season=2010"
NEVER = "http://www.swimmingclub.example/crossing-2010.html"

#: waybackpy 3.0.6 asks for the time in a way that Python 3.12 warns of.
UTC_NOW = pytest.mark.filterwarnings("ignore:.*utcnow:DeprecationWarning")


@pytest.fixture(autouse=True)
def _no_real_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own proxy settings are not meant for loopback."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture(scope="module")
def world() -> Iterator[DemoWorld]:
    with serve() as running:
        yield running


def get(world: DemoWorld, path: str, **query: str | list[str]) -> requests.Response:
    return requests.get(world.archive_url + path, params=query, timeout=5, allow_redirects=False)


def cdx(world: DemoWorld, url: str, **query: str | list[str]) -> list[list[str]]:
    answer = get(world, "/cdx/search/cdx", url=url, **query)
    assert answer.status_code == 200, answer.text
    return [line.split(" ") for line in answer.text.splitlines()]


def stamps(rows: list[list[str]]) -> list[str]:
    return [row[1] for row in rows]


def test_the_index_has_seven_columns(world: DemoWorld) -> None:
    (first, second) = cdx(world, LIBRARY)
    assert first[:5] == [
        "example,riversidelibrary)/about/annual-report-2010.html",
        "20110320081244",
        LIBRARY,
        "text/html",
        "200",
    ]
    assert second[3:5] == ["warc/revisit", "-"]
    assert first[5] == second[5]


def test_the_digest_is_the_base_32_sha_1_of_the_bytes_as_captured(world: DemoWorld) -> None:
    for row in cdx(world, BEES):
        body = get(world, f"/web/{row[1]}id_/{row[2]}").content
        assert b32encode(sha1(body).digest()).decode() == row[5]


@pytest.mark.parametrize(
    "spelling",
    [
        "https://www.riversidelibrary.example/about/annual-report-2010.html",
        "riversidelibrary.example/about/annual-report-2010.html",
        "http://RiversideLibrary.example:80/about/Annual-Report-2010.html",
    ],
)
def test_one_key_for_all_spellings_of_an_address(world: DemoWorld, spelling: str) -> None:
    assert url_key(spelling) == url_key(LIBRARY)
    assert len(cdx(world, spelling)) == 2


def test_rows_can_be_narrowed_by_time_filter_and_collapse(world: DemoWorld) -> None:
    assert stamps(cdx(world, BEES, **{"from": "2011", "to": "201103"})) == ["20110302210539"]
    assert len(cdx(world, BEES, collapse="digest")) == 2
    assert len(cdx(world, BEES, collapse="timestamp:3")) == 1
    assert cdx(world, LOCKS, filter="statuscode:200") == []
    assert len(cdx(world, LOCKS, filter=["!statuscode:200", "mimetype:text/.*"])) == 1
    assert stamps(cdx(world, BEES, limit="-1")) == ["20190707100000"]
    assert stamps(cdx(world, BEES, sort="closest", closest="20110101"))[0] == "20110302210539"


def test_a_list_can_be_read_on_with_its_resume_key(world: DemoWorld) -> None:
    first = get(world, "/cdx/search/cdx", url=BEES, limit="2", showResumeKey="true").text
    assert first.count("\n") == 4
    key = first.splitlines()[-1]
    assert key not in {column for row in cdx(world, BEES) for column in row}
    rest = cdx(world, BEES, limit="2", showResumeKey="true", resumeKey=key)
    assert stamps(rest) == ["20190707100000"]


def test_the_index_comes_as_json_too(world: DemoWorld) -> None:
    table = get(world, "/cdx/search/cdx", url=BEES, output="json", fl="timestamp,original").json()
    assert table[0] == ["timestamp", "original"]
    assert table[1] == ["20100418032011", BEES]
    assert get(world, "/cdx/search/cdx", url=NEVER, output="json").json() == []


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"url": BEES, "matchType": "prefix"},
        {"url": BEES, "filter": "colour:red"},
        {"url": BEES, "filter": "original:("},
        {"url": BEES, "sort": "closest", "closest": "201113"},
        {"url": BEES, "limit": "many"},
        {"url": BEES, "resumeKey": "none of mine"},
    ],
)
def test_a_question_that_it_does_not_understand_is_400(
    world: DemoWorld, query: dict[str, str]
) -> None:
    assert get(world, "/cdx/search/cdx", **query).status_code == 400


def test_a_capture_has_memento_datetime_and_its_original(world: DemoWorld) -> None:
    answer = get(world, f"/web/20110320081244id_/{LIBRARY}")
    assert answer.status_code == 200
    assert answer.headers["Memento-Datetime"] == "Sun, 20 Mar 2011 08:12:44 GMT"
    assert answer.links["original"]["url"] == LIBRARY
    assert answer.headers["x-archive-orig-content-type"] == "text/html; charset=utf-8"


def test_another_moment_leads_to_the_nearest_capture(world: DemoWorld) -> None:
    answer = get(world, f"/web/2012id_/{LIBRARY}")
    assert answer.status_code == 302
    assert "Memento-Datetime" not in answer.headers
    assert answer.headers["Location"] == f"{world.archive_url}/web/20110320081244id_/{LIBRARY}"
    assert "found capture at" in answer.headers["x-archive-redirect-reason"]


def test_a_captured_error_is_a_capture(world: DemoWorld) -> None:
    answer = get(world, f"/web/20130505050505id_/{LOCKS}")
    assert answer.status_code == 404
    assert "Memento-Datetime" in answer.headers


def test_a_captured_redirect_stays_in_the_archive(world: DemoWorld) -> None:
    answer = get(world, f"/web/20160111090909id_/{LAMP}")
    assert answer.status_code == 301
    assert "Memento-Datetime" in answer.headers
    home = f"{world.archive_url}/web/20160111090909id_/http://www.harbourmuseum.example/"
    assert answer.headers["Location"] == home
    followed = requests.get(home, timeout=5)
    assert "Welcome to the Harbour Museum" in followed.text


def test_digits_that_are_no_time_are_refused(world: DemoWorld) -> None:
    assert get(world, f"/web/20111399id_/{LIBRARY}").status_code == 400


def test_what_was_never_archived_is_404_and_no_capture(world: DemoWorld) -> None:
    answer = get(world, f"/web/2011id_/{NEVER}")
    assert answer.status_code == 404
    assert "Memento-Datetime" not in answer.headers
    assert cdx(world, NEVER) == []


@pytest.mark.parametrize("path", ["/cdx/search/cdx?url=" + PUPPETS, f"/web/2011id_/{PUPPETS}"])
def test_what_its_owner_bars_is_told_as_excluded(world: DemoWorld, path: str) -> None:
    answer = get(world, path)
    assert answer.status_code == 403
    error = answer.headers["X-Archive-Wayback-Runtime-Error"]
    assert error.endswith("AdministrativeAccessControlException: Blocked Site Error")
    assert "Memento-Datetime" not in answer.headers


def test_an_exclusion_covers_the_whole_host(world: DemoWorld) -> None:
    other = "http://www.puppettheatre.example/another.html"
    assert get(world, "/cdx/search/cdx", url=other).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        f"/cdx/search/cdx?url={CHESS.replace('?', '%3F').replace('=', '%3D')}",
        f"/web/2011id_/{CHESS}",
        f"/wayback/available?url={CHESS.replace('?', '%3F').replace('=', '%3D')}",
    ],
)
def test_an_archive_can_be_out_of_order(world: DemoWorld, path: str) -> None:
    answer = get(world, path)
    assert answer.status_code == 503
    assert "Memento-Datetime" not in answer.headers


def test_a_reader_sees_the_copy_under_a_banner_and_the_bytes_without(world: DemoWorld) -> None:
    raw = get(world, f"/web/20110320081244id_/{LIBRARY}").text
    shown = get(world, f"/web/20110320081244/{LIBRARY}").text
    assert "archived copy" not in raw
    assert "archived copy of" in shown
    assert "412,650 books" in shown


def test_two_slashes_melted_into_one_are_understood(world: DemoWorld) -> None:
    answer = get(world, f"/web/20110320081244id_/{LIBRARY.replace('//', '/', 1)}")
    assert answer.status_code == 200


def test_a_client_that_asks_loopback_through_the_proxy_is_answered_too(world: DemoWorld) -> None:
    with requests.Session() as session:
        session.trust_env = False
        answer = session.get(
            f"{world.archive_url}/cdx/search/cdx",
            params={"url": BEES},
            proxies={"http": world.proxy_url},
            timeout=5,
        )
    assert len(answer.text.splitlines()) == 3


def test_waybackpy_reads_the_index(world: DemoWorld) -> None:
    index = WaybackMachineCDXServerAPI(BEES, user_agent="citecheck tests")
    index.endpoint = f"{world.archive_url}/cdx/search/cdx"
    near = index.near(wayback_machine_timestamp="20110325120000")
    assert near.timestamp == "20110302210539"
    assert near.statuscode == "200"


def test_waybackpy_reads_the_whole_list_page_by_page(world: DemoWorld) -> None:
    index = WaybackMachineCDXServerAPI(BEES, user_agent="citecheck tests", limit="1")
    index.endpoint = f"{world.archive_url}/cdx/search/cdx"
    assert [row.timestamp[:4] for row in index.snapshots()] == ["2010", "2011", "2019"]


def test_waybackpy_finds_nothing_where_nothing_is(world: DemoWorld) -> None:
    index = WaybackMachineCDXServerAPI(NEVER, user_agent="citecheck tests")
    index.endpoint = f"{world.archive_url}/cdx/search/cdx"
    with pytest.raises(NoCDXRecordFound):
        index.near(wayback_machine_timestamp="20110325120000")


@UTC_NOW
def test_waybackpy_reads_the_availability_api(world: DemoWorld) -> None:
    asked = WaybackMachineAvailabilityAPI(BEES, user_agent="citecheck tests")
    asked.endpoint = f"{world.archive_url}/wayback/available"
    asked.api_call_time_gap = 0
    asked.near(year=2011, month=3, day=25, hour=12, minute=0)
    assert asked.archive_url == f"{world.archive_url}/web/20110302210539/{BEES}"


@UTC_NOW
@pytest.mark.parametrize("url", [NEVER, LOCKS, PUPPETS])
def test_the_availability_api_names_neither_errors_nor_what_is_barred(
    world: DemoWorld, url: str
) -> None:
    answer = get(world, "/wayback/available", url=url, timestamp="2011")
    assert json.loads(answer.text)["archived_snapshots"] == {}
    asked = WaybackMachineAvailabilityAPI(url, user_agent="citecheck tests", max_tries=1)
    asked.endpoint = f"{world.archive_url}/wayback/available"
    asked.api_call_time_gap = 0
    with pytest.raises(ArchiveNotInAvailabilityAPIResponse):
        assert asked.near(year=2011, month=3, day=25, hour=12, minute=0).archive_url
