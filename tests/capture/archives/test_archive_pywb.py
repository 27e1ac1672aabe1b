"""Our own WARC files, indexed and replayed by real Wayback software, and looked up again."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from archive_fakes import FakeTime
from archive_programs import free_port, pywb_program, running

from citecheck.capture.archives import WaybackArchive
from citecheck.capture.door import Door
from citecheck.model.captures import (
    ArchiveAnswer,
    Failure,
    Holding,
    Hop,
    Memento,
    NoResponse,
    Response,
)
from citecheck.settings import Settings
from citecheck.snapshots import WarcStore

pytestmark = [pytest.mark.archive, pytest.mark.timeout(180)]

OLD = b"<p>38 percent</p>" * 60
NEW = b"<p>27 percent</p>" * 60
PDF = b"%PDF-1.4\n" + random.Random(8).randbytes(30_000)
PAGE = "http://www.agency.example/protection.html"


def page(
    url: str,
    year: int,
    body: bytes = OLD,
    *,
    status: int = 200,
    kind: str = "text/html; charset=utf-8",
    final: str | None = None,
    hops: tuple[Hop, ...] = (),
    more: tuple[tuple[str, str], ...] = (),
) -> Response:
    return Response(
        url=url,
        final_url=final or url,
        status=status,
        headers=(("Content-Type", kind), *more),
        body=body,
        at=datetime(year, 3, 11, 9, 15, tzinfo=UTC),
        hops=hops,
    )


def moved(url: str, target: str) -> tuple[Hop, ...]:
    return (Hop(url=url, status=301, location=target),)


KEPT = [
    page(PAGE, 2008),
    page(PAGE, 2009),  # the same bytes: a revisit record
    page(PAGE, 2012, NEW),
    page("http://un.example/doc.pdf", 2010, PDF, kind="application/pdf"),
    page("http://gone.example/a", 2010, b"<h1>Not Found</h1>", status=404),
    page("http://busy.example/", 2010, b"slow down", status=429),
    page("http://blocked.example/", 2010),
    page("http://zip.example/", 2010, more=(("Content-Encoding", "gzip"),)),
    page("http://gov.example/%D0%BF%D1%83%D1%82%D1%8C?q=%D1%8F", 2010, "путь".encode() * 200),
    page(
        "http://old.example/a.html",
        2010,
        final="http://new.example/b.html",
        hops=moved("http://old.example/a.html", "http://new.example/b.html"),
    ),
    page(
        "http://shop.example/report.html",
        2010,
        b"<h1>Welcome</h1>",
        final="http://shop.example/",
        hops=moved("http://shop.example/report.html", "/"),
    ),
]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("pywb")
    manager = pywb_program("wb-manager")

    def manage(*arguments: str) -> None:
        done = subprocess.run(
            [manager, *arguments], cwd=folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    manage("init", "web")
    store = WarcStore(folder / "ours", lambda: datetime(2026, 11, 24, tzinfo=UTC), "citecheck/test")
    for response in KEPT:
        stamp = response.at.strftime("%Y%m%d%H%M%S")
        store.keep(
            response,
            memento=Memento(
                timestamp=stamp,
                original=response.url,
                url=f"https://archive.example/web/{stamp}/{response.url}",
                archive="archive.example",
            ),
        )
    manage("add", "web", *(str(file) for file in sorted((folder / "ours").glob("*.warc.gz"))))
    manage("acl", "add", "web", "http://blocked.example/", "block")
    (folder / "config.yaml").write_text(
        "framed_replay: false\nenable_memento: true\n"
        "redirect_to_exact: true\nenable_banner: false\n"
    )
    port = free_port()
    command = [pywb_program("wayback"), "--bind", "127.0.0.1", "-p", str(port), "-t", "4"]
    with running(command, folder, port) as address:
        yield address


@pytest.fixture
def archive(base: str) -> WaybackArchive:
    return archive_at(base)


def archive_at(base: str, **settings: int) -> WaybackArchive:
    time = FakeTime()
    made = Settings(archive=base, **settings)
    return WaybackArchive(
        made,
        Door(made),
        clock=time.clock,
        sleep=time.sleep,
        monotonic=time.monotonic,
    )


def first(answer: ArchiveAnswer) -> Memento:
    assert answer.holding is Holding.CAPTURED, answer.why
    return answer.mementos[0]


def test_warc_tools_find_nothing_wrong_with_our_files(tmp_path: Path) -> None:
    store = WarcStore(tmp_path, lambda: datetime(2026, 11, 24, tzinfo=UTC), "citecheck/test")
    for response in KEPT:
        store.keep(response)
    files = [str(file) for file in tmp_path.glob("*.warc.gz")]
    ran = subprocess.run(
        [pywb_program("warcio"), "check", "-v", *files], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout
    assert "digest pass" in ran.stdout
    assert "failed" not in ran.stdout


@pytest.mark.parametrize("suffix", ["", "/", "/web", "/web/"])
def test_the_archive_is_found_with_and_without_its_collection(base: str, suffix: str) -> None:
    answer = archive_at(base + suffix).holdings(PAGE)
    assert [(m.timestamp, m.status) for m in answer.mementos] == [
        ("20080311091500", 200),
        ("20090311091500", 200),  # resolved by digest
        ("20120311091500", 200),
    ]


def test_a_collection_that_does_not_exist_is_not_taken_for_an_empty_one(base: str) -> None:
    assert archive_at(f"{base}/other").holdings(PAGE).holding is Holding.UNAVAILABLE


def test_an_address_never_captured_is_none(archive: WaybackArchive) -> None:
    assert archive.holdings("http://never.example/").holding is Holding.NONE


def test_every_spelling_finds_the_captures(archive: WaybackArchive) -> None:
    for spelling in (
        "agency.example/protection.html",
        "https://agency.example:443/protection.html#poverty",
        "https://web.archive.org/web/2011/http://www.agency.example/protection.html",
    ):
        assert len(archive.holdings(spelling).mementos) == 3


def test_every_capture_comes_back_byte_for_byte(archive: WaybackArchive) -> None:
    plain = [r for r in KEPT if not r.hops and "blocked" not in r.url]
    for kept in plain:
        stamp = kept.at.strftime("%Y%m%d%H%M%S")
        listed = [m for m in archive.holdings(kept.url).mementos if m.timestamp == stamp]
        got = archive.fetch(listed[0])
        assert isinstance(got, Response), got
        assert (got.body, got.status, got.at) == (kept.body, kept.status, kept.at)
        assert got.why == ""  # the digest in the index bears the bytes out


def test_a_page_that_came_coded_is_replayed_as_it_was_kept(archive: WaybackArchive) -> None:
    got = archive.fetch(first(archive.holdings("http://zip.example/")))
    assert isinstance(got, Response)
    assert got.body == OLD
    assert got.header("Content-Encoding") is None


def test_a_captured_redirect_is_followed_inside_the_archive(archive: WaybackArchive) -> None:
    asked = first(archive.holdings("http://old.example/a.html"))
    assert asked.status == 301
    got = archive.fetch(asked)
    assert isinstance(got, Response)
    assert got.final_url == "http://new.example/b.html"
    assert got.hops == moved("http://old.example/a.html", "http://new.example/b.html")
    assert got.body == OLD


def test_a_captured_redirect_to_the_home_page_is_told(archive: WaybackArchive) -> None:
    got = archive.fetch(first(archive.holdings("http://shop.example/report.html")))
    assert isinstance(got, Response)
    assert got.final_url == "http://shop.example/"
    assert "home page" in got.why


def test_a_captured_404_and_a_captured_429_are_captures(archive: WaybackArchive) -> None:
    for url, status in (("http://gone.example/a", 404), ("http://busy.example/", 429)):
        listed = first(archive.holdings(url))
        got = archive.fetch(listed)
        assert isinstance(got, Response)
        assert listed.status == got.status == status


def test_a_blocked_address_is_excluded_in_the_index_and_in_replay(
    archive: WaybackArchive,
) -> None:
    assert archive.holdings("http://blocked.example/").holding is Holding.EXCLUDED
    got = archive.fetch(at("http://blocked.example/", "20100311091500"))
    assert isinstance(got, NoResponse)
    assert got.failure is Failure.EXCLUDED


def test_a_moment_without_a_capture_gives_the_nearest_one_and_says_so(base: str) -> None:
    got = archive_at(base).fetch(at(PAGE, "20120401000000"))
    assert isinstance(got, Response)
    assert got.body == NEW
    assert "shown is the capture of 2012-03-11" in got.why
    assert isinstance(
        archive_at(base, archive_window_days=10).fetch(at(PAGE, "20120401000000")), NoResponse
    )


def test_an_address_never_captured_has_nothing_to_fetch(archive: WaybackArchive) -> None:
    got = archive.fetch(at("http://never.example/", "20120401000000"))
    assert isinstance(got, NoResponse)
    assert "no capture of this address" in got.why


def test_what_comes_out_of_the_archive_is_kept_and_read_again(
    archive: WaybackArchive, tmp_path: Path
) -> None:
    store = WarcStore(tmp_path, lambda: datetime(2026, 11, 24, tzinfo=UTC), "citecheck/test")
    wanted = first(archive.holdings(PAGE))
    got = archive.fetch(wanted)
    assert isinstance(got, Response)
    kept = store.keep(got, memento=wanted)
    assert kept.digest == f"sha1:{wanted.digest}"
    assert store.captures("agency.example/protection.html") == (kept,)
    assert store.body(kept) == OLD


def at(original: str, stamp: str) -> Memento:
    return Memento(timestamp=stamp, original=original, url="", archive="127.0.0.1")
