"""The loopback archive: real Wayback software in the Wayback Machine's dialect, with faults.

It lies beside the repository and runs with pywb's own Python, never with ours.
"""

from __future__ import annotations

import itertools
import json
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
from archive_fakes import FakeTime
from archive_programs import LOOPBACK, free_port, pywb_program, running
from conclusions import Row, audit_of, conclude, patched_hold
from loopback_rows import (
    CHILD,
    CONCLUSIONS,
    EXCLUDED,
    GOV,
    HIDDEN,
    LABOUR,
    MOVED,
    RIGHTS,
    STAT,
    STATE,
    UN_PDF,
)

from citecheck.capture.archives import WaybackArchive
from citecheck.capture.archives.places import asked_address
from citecheck.capture.door import Door
from citecheck.model.captures import (
    ArchiveAnswer,
    Failure,
    Holding,
    Memento,
    NoResponse,
    Response,
)
from citecheck.settings import Settings
from tests.fakes.edges import MemoryJournal

pytestmark = [
    pytest.mark.archive,
    pytest.mark.timeout(180),
    pytest.mark.skipif(
        not LOOPBACK.is_dir(), reason="the loopback archive is not beside the repository"
    ),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loopback")
    command = [pywb_program("python"), str(LOOPBACK / "make_archive.py"), str(folder / "arch")]
    made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    return folder


@pytest.fixture(scope="module", params=["wayback", "pywb"])
def base(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    port = free_port()
    command = [
        pywb_program("python"),
        str(LOOPBACK / "serve_archive.py"),
        str(folder / "arch"),
        "--port",
        str(port),
        *(["--plain"] if request.param == "pywb" else []),
    ]
    with running(command, folder, port) as address:
        yield address


@pytest.fixture
def faults(base: str) -> Iterator[Callable[..., None]]:
    def order(*wanted: dict[str, Any]) -> None:
        answer = requests.put(f"{base}/_faults", data=json.dumps(wanted), timeout=5)
        assert answer.status_code == 200

    yield order
    requests.put(f"{base}/_faults", data="[]", timeout=5)


def archive_at(base: str, **settings: Any) -> tuple[WaybackArchive, FakeTime]:
    time = FakeTime()
    made = Settings(**({"archive": base, "archive_window_days": 10_000} | settings))
    archive = WaybackArchive(
        made,
        Door(made),
        clock=time.clock,
        sleep=time.sleep,
        monotonic=time.monotonic,
    )
    return archive, time


def manifest(folder: Path) -> dict[str, list[dict[str, Any]]]:
    found = defaultdict(list)
    for capture in json.loads((folder / "arch" / "manifest.json").read_text())["captures"]:
        found[capture["url"]].append(capture)
    return found


def test_every_capture_is_listed_with_its_true_status_in_both_dialects(
    base: str, folder: Path
) -> None:
    archive, _ = archive_at(base)
    for url, captures in manifest(folder).items():
        if url in (EXCLUDED, HIDDEN):
            continue
        listed = {(m.timestamp, m.original): m for m in archive.holdings(url).mementos}
        for capture in captures:
            memento = listed[(capture["timestamp"], url)]
            assert memento.status == capture["status"], capture
            assert memento.digest == capture["digest"].removeprefix("sha1:")


def test_every_capture_comes_back_with_the_digest_that_the_index_gives(
    base: str, folder: Path
) -> None:
    archive, _ = archive_at(base)
    checked = 0
    for url, captures in manifest(folder).items():
        for memento in archive.holdings(url).mementos:
            if memento.status != 200 or memento.original != url:
                continue
            got = archive.fetch(memento)
            assert isinstance(got, Response), got
            assert got.why == "" or "zip.example" in url, (url, got.why)
            assert got.at.strftime("%Y%m%d%H%M%S") == memento.timestamp
            checked += 1
        assert captures
    assert checked > 40


def test_coded_and_chunked_captures_are_read_and_their_digest_called_not_comparable(
    base: str,
) -> None:
    archive, _ = archive_at(base)
    for url in ("http://www.zip.example/a", "http://www.zip.example/chunked"):
        (memento,) = archive.holdings(url).mementos
        got = archive.fetch(memento)
        assert isinstance(got, Response)
        assert b"<html" in got.body
        assert "differ" not in got.why


def test_four_outcomes_are_told_apart(base: str) -> None:
    archive, _ = archive_at(base)
    assert archive.holdings(CHILD).holding is Holding.CAPTURED
    assert archive.holdings("http://never.example/").holding is Holding.NONE
    assert archive.holdings(EXCLUDED).holding is Holding.EXCLUDED
    dead, _ = archive_at(f"http://127.0.0.1:{free_port()}")
    assert dead.holdings(CHILD).holding is Holding.UNAVAILABLE


def test_an_excluded_address_has_nothing_to_fetch(base: str) -> None:
    archive, _ = archive_at(base)
    got = archive.fetch(at(EXCLUDED, "20120101000000"))
    assert isinstance(got, NoResponse)
    assert got.failure is Failure.EXCLUDED


def test_redirects_end_where_they_ended(base: str) -> None:
    archive, _ = archive_at(base)
    moved = archive.holdings("http://www.moved.example/reports/2009.html").mementos
    late = archive.fetch(next(m for m in moved if m.status in (301, 302)))
    assert isinstance(late, Response)
    assert "home page" in late.why
    gone = archive.fetch(archive.holdings("http://www.gone.example/a").mementos[0])
    assert isinstance(gone, NoResponse)
    assert gone.hops
    loop = archive.fetch(archive.holdings("http://www.loop.example/a").mementos[0])
    assert isinstance(loop, NoResponse)
    assert loop.failure is Failure.REDIRECT_LOOP
    state = archive.holdings("http://www.state.example/g/tip/rls/tiprpt/2010/142760.htm").mementos
    successor = archive.fetch(next(m for m in state if m.status == 301))
    assert isinstance(successor, Response)
    assert successor.final_url.startswith("https://2009-2017.state.example/")


def test_a_captured_429_does_not_slow_us_down(base: str) -> None:
    archive, time = archive_at(base)
    got = archive.fetch(archive.holdings("http://www.busy.example/p").mementos[0])
    assert isinstance(got, Response)
    assert (got.status, time.slept) == (429, [])


def test_every_address_of_the_archive_has_a_conclusion(folder: Path) -> None:
    concluded = {asked_address(row.address) for row in CONCLUSIONS}
    spelt = {url for url in manifest(folder) if "coalition" not in url}
    assert spelt <= concluded
    assert len(manifest(folder)) - len(spelt) == 3  # one page under three spellings


@pytest.mark.parametrize("row", CONCLUSIONS, ids=lambda row: f"{row.address} {row.accessed}")
def test_an_address_gives_its_conclusion(base: str, tmp_path: Path, row: Row) -> None:
    row.hold(conclude(base, row.address, row.accessed, tmp_path))


# faults, which plain pywb does not make

FAULTY = pytest.mark.parametrize("base", ["wayback"], indirect=True)


@FAULTY
def test_a_429_is_waited_out_as_long_as_it_says(base: str, faults: Callable[..., None]) -> None:
    faults({"path": "/cdx", "status": 429, "times": 1, "headers": {"Retry-After": "2"}})
    archive, time = archive_at(base)
    assert archive.holdings(CHILD).holding is Holding.CAPTURED
    assert time.slept == [2.0]


@FAULTY
def test_429_three_times_ends_the_asking_and_is_no_verdict(
    base: str, faults: Callable[..., None]
) -> None:
    faults({"path": "/cdx", "status": 429, "times": 3})
    archive, _ = archive_at(base)
    before = len(requests.get(f"{base}/_log", timeout=5).json())
    assert archive.holdings(CHILD).holding is Holding.UNAVAILABLE
    assert archive.holdings("http://never.example/").holding is Holding.UNAVAILABLE
    assert len(requests.get(f"{base}/_log", timeout=5).json()) == before + 3


@FAULTY
def test_a_503_is_tried_again_and_one_that_stays_goes_to_the_second_opinion(
    base: str, faults: Callable[..., None]
) -> None:
    faults({"path": "/cdx", "status": 503, "times": 2})
    archive, _ = archive_at(base)
    assert len(archive.holdings(CHILD).mementos) == 10
    faults({"path": "/cdx", "status": 503, "times": 9})
    archive, _ = archive_at(base)
    answer = archive.holdings(CHILD)
    assert answer.holding is Holding.CAPTURED
    assert "availability API" in answer.why
    assert len(answer.mementos) == 1
    faults({"path": "/cdx", "status": 503, "times": 9})
    archive, _ = archive_at(base)
    assert archive.holdings("http://never.example/").holding is Holding.UNAVAILABLE


@FAULTY
def test_a_stalled_archive_is_given_up_in_time(base: str, faults: Callable[..., None]) -> None:
    faults({"path": "/", "delay": 3, "times": 4, "status": 503})
    archive, _ = archive_at(base, archive_read_timeout=0.3, retries=1)
    answer = archive.holdings(CHILD)
    assert answer.holding is Holding.UNAVAILABLE


@FAULTY
def test_a_connection_that_breaks_is_no_verdict(base: str, faults: Callable[..., None]) -> None:
    faults({"path": "/", "close": True, "times": 20})
    archive, _ = archive_at(base)
    assert archive.holdings(CHILD).holding is Holding.UNAVAILABLE


def asked(base: str) -> list[list[Any]]:
    """The requests that the archive saw: time, method, path, query, User-Agent."""
    log: list[list[Any]] = requests.get(f"{base}/_log", timeout=5).json()
    return log


@FAULTY
@pytest.mark.parametrize(
    "fault",
    [
        {"path": "/cdx", "status": 429, "times": 9},
        {"path": "/", "status": 503, "times": 30},
        {"path": "/", "status": 429, "times": 30, "headers": {"Retry-After": "100000"}},
        {"path": "/", "close": True, "times": 30},
        {"path": "/", "delay": 2, "status": 503, "times": 30},
    ],
    ids=["429", "503", "429 for a day", "broken", "stalled"],
)
def test_an_archive_in_trouble_gives_no_verdict_on_any_address(
    base: str, faults: Callable[..., None], tmp_path: Path, fault: dict[str, Any]
) -> None:
    faults(fault)
    for number, address in enumerate((CHILD, EXCLUDED, HIDDEN)):
        trouble = Row(address, "2011-11-10", Holding.UNAVAILABLE)
        folder = tmp_path / str(number)
        quick = {"archive_read_timeout": 0.4, "retries": 1, "retry_after_cap": 1.0}
        with patched_hold(0.01):
            trouble.hold(conclude(base, address, "2011-11-10", folder, **quick))


@FAULTY
def test_the_log_of_the_archive_proves_spacing_hold_name_and_cache(
    base: str, faults: Callable[..., None]
) -> None:
    """With a real clock: eight addresses at 240 a minute, a 429 in the midst of them."""
    settings = Settings(archive=base, archive_per_minute=240.0)
    archive = WaybackArchive(settings, Door(settings), clock=FakeTime().clock)
    urls = [CHILD, RIGHTS, STATE, LABOUR, UN_PDF, STAT, GOV, MOVED]
    before = len(asked(base))
    with ThreadPoolExecutor(max_workers=3) as pool:
        answers = list(pool.map(archive.holdings, urls))
        faults({"path": "/cdx", "status": 429, "times": 1, "headers": {"Retry-After": "1"}})
        again = list(pool.map(archive.holdings, [*urls, "http://www.never.example/late"]))
    seen = [line for line in asked(base)[before:] if line[2] == "/cdx/search/cdx"]
    times = [line[0] for line in seen]
    gaps = [b - a for a, b in itertools.pairwise(times)]
    assert len(seen) == len(urls) + 2  # each once; one more that was told 429 and asked again
    assert min(gaps) >= 0.2
    assert gaps[-1] >= 0.95  # the second that the 429 named
    assert {line[4] for line in seen} == {settings.user_agent}
    assert again[:-1] == answers
    assert again[-1].holding is Holding.NONE


@FAULTY
def test_a_run_that_was_stopped_goes_on_without_asking_again(base: str, tmp_path: Path) -> None:
    """The journal holds what the index said, the snapshots what was replayed."""
    urls = [CHILD, RIGHTS, STATE, LABOUR, UN_PDF]
    journal = MemoryJournal()

    def audit(stop_after: int | None) -> list[tuple[str, Holding]]:
        return [
            (report.url, report.archive)
            for report in audit_of(base, urls, tmp_path, journal, stop_after=stop_after)
        ]

    before = len(asked(base))
    with pytest.raises(KeyboardInterrupt):
        audit(3)
    first = asked(base)[before:]
    again = audit(None)
    second = asked(base)[before + len(first) :]
    assert [holding for _, holding in again] == [Holding.CAPTURED] * len(urls)
    known = {entry.url for entry in journal.kept if isinstance(entry, ArchiveAnswer)}
    assert len(known) == len(urls)
    both = [f"{line[2]}?{line[3]}" for line in (*first, *second)]
    assert len(both) == len(set(both))  # nothing was asked twice


def test_several_threads_get_the_same_as_one(base: str, folder: Path) -> None:
    urls = [url for url in manifest(folder) if url not in (EXCLUDED, HIDDEN)]
    alone, _ = archive_at(base)
    together, _ = archive_at(base)
    with ThreadPoolExecutor(max_workers=4) as pool:
        answers = list(pool.map(together.holdings, urls))
    assert answers == [alone.holdings(url) for url in urls]


def at(original: str, stamp: str) -> Memento:
    return Memento(timestamp=stamp, original=original, url="", archive="127.0.0.1")
