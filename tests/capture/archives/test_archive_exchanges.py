"""What an audit of a loopback web writes, and the demo's: clean for warcio, replayed by pywb."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from archive_programs import free_port, pywb_program, running

from citecheck.settings import Settings
from citecheck.snapshots import WarcStore, prune_snapshots
from citecheck.wiring import audit_source, demo, open_publication
from tests.capture.origin import Origin, reply, serve

pytestmark = [pytest.mark.archive, pytest.mark.timeout(240)]

PAGE = b"<title>Report</title><p>38 percent</p>" * 60
MISSING = b"<h1>There is no such page</h1>" * 40
WALL = b"<h1>No robots</h1>" * 10
PAGES = {
    "/old": reply(301, b"over there", Location="/page"),
    "/page": reply(200, PAGE, ETag='"1"', Content_Type="text/html"),
    "/gone": reply(404, MISSING, Content_Type="text/html"),
    "/wall": reply(403, WALL, Content_Type="text/html"),
}


def check(folder: Path) -> None:
    program = Path(sys.executable).with_name("warcio")
    files = sorted(str(f) for f in folder.glob("*.warc.gz"))
    assert files
    ran = subprocess.run(
        [program, "check", *files], capture_output=True, text=True, check=False, timeout=100
    )
    assert (ran.returncode, ran.stdout) == (0, "")


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, Origin]]:
    """Two audits of a loopback web, a second apart, and pywb on what they left."""
    folder = tmp_path_factory.mktemp("exchanges")

    def script(line: object, path: str, head: str) -> None:
        fresh = path == "/page" and "If-None-Match" in head
        answer = reply(304, ETag='"1"') if fresh else PAGES.get(path, reply(404, MISSING))
        line.sendall(answer)  # type: ignore[attr-defined]  # a socket

    with serve(script) as server:
        listed = "".join(f"{server.url}{path}\n" for path in PAGES)
        (folder / "list.txt").write_text(listed)
        settings = Settings(
            allow_private=True, use_archive=False, delay=0.0, no_proxy="*", backoff=0.01
        )
        source = open_publication(str(folder / "list.txt"))
        for _ in range(2):
            audit_source(source, settings, snapshots=folder / "snapshots")
            time.sleep(1.1)  # Wayback software tells captures apart by the second
        with replayed(folder) as address:
            yield folder / "snapshots", address, server


@contextmanager
def replayed(folder: Path) -> Iterator[str]:
    """The address of pywb with what is in a folder's snapshots."""
    manager = pywb_program("wb-manager")
    files = sorted(str(f) for f in (folder / "snapshots").glob("*.warc.gz"))
    for arguments in (["init", "web"], ["add", "web", *files]):
        subprocess.run(
            [manager, *arguments], cwd=folder, capture_output=True, check=True, timeout=60
        )
    (folder / "config.yaml").write_text(
        "framed_replay: false\nenable_memento: true\n"
        "redirect_to_exact: true\nenable_banner: false\n"
    )
    port = free_port()
    command = [pywb_program("wayback"), "--bind", "127.0.0.1", "-p", str(port), "-t", "4"]
    with running(command, folder, port) as address:
        yield address


def rows(address: str, url: str) -> list[dict[str, str]]:
    answer = requests.get(f"{address}/web/cdx", params={"url": url, "output": "json"}, timeout=30)
    return [json.loads(line) for line in answer.text.splitlines()]


def replay(address: str, stamp: str, url: str) -> requests.Response:
    return requests.get(f"{address}/web/{stamp}id_/{url}", allow_redirects=False, timeout=30)


def test_every_file_is_clean(audited: tuple[Path, str, Origin]) -> None:
    check(audited[0])


def test_redirects_are_replayed_as_such(audited: tuple[Path, str, Origin]) -> None:
    _, address, server = audited
    found = rows(address, f"{server.url}/old")
    assert len(found) == 2
    for row in found:
        answer = replay(address, row["timestamp"], f"{server.url}/old")
        assert answer.status_code == 301
        assert answer.headers["Location"].endswith("/page")
        assert "Memento-Datetime" in answer.headers


@pytest.mark.parametrize(
    ("path", "status", "body"), [("/gone", 404, MISSING), ("/wall", 403, WALL)]
)
def test_errors_are_replayed_with_their_bodies(
    audited: tuple[Path, str, Origin], path: str, status: int, body: bytes
) -> None:
    _, address, server = audited
    for row in rows(address, f"{server.url}{path}"):
        answer = replay(address, row["timestamp"], f"{server.url}{path}")
        assert (answer.status_code, answer.content) == (status, body)


def test_a_304_is_replayed_as_the_page_that_stood_unchanged(
    audited: tuple[Path, str, Origin],
) -> None:
    _, address, server = audited
    found = rows(address, f"{server.url}/page")
    assert len({row["timestamp"] for row in found}) == 2
    assert any("If-None-Match" in head for head in server.heads)
    for row in found:
        answer = replay(address, row["timestamp"], f"{server.url}/page")
        assert (answer.status_code, answer.content) == (200, PAGE)


def test_the_invented_sibling_is_there_too(audited: tuple[Path, str, Origin]) -> None:
    folder, _, server = audited
    asked = set(server.asked)
    store = WarcStore(folder, lambda: datetime.now(UTC), "test")
    for path in asked - {"/old"}:
        assert store.captures(f"{server.url}{path}"), path
    assert asked >= set(PAGES)


def test_a_copy_is_replayed_as_the_page_and_as_the_archive_gave_it(tmp_path: Path) -> None:
    """The demo's copies: under the page's address at its moment, and under the archive's."""
    with demo() as (_, settings):
        listed = tmp_path / "list.txt"
        listed.write_text("http://www.postalmuseum.example/collection/stamps.html\n")
        source = open_publication(str(listed))
        audit = audit_source(source, settings, snapshots=tmp_path / "snapshots")
    check(tmp_path / "snapshots")
    (copy,) = [c for c in audit.addresses[0].archived if c.usable]
    raw = copy.url.replace(copy.timestamp, f"{copy.timestamp}id_")
    with replayed(tmp_path) as address:
        page = replay(address, copy.timestamp, audit.addresses[0].url)
        (row,) = rows(address, raw)
        given = replay(address, row["timestamp"], raw)
    assert page.status_code == given.status_code == 200
    assert page.content == given.content
    assert b"88,300" in page.content


def test_the_demo_leaves_clean_files(tmp_path: Path) -> None:
    with demo() as (world, settings):
        source = open_publication(str(world.manuscript))
        audit_source(source, settings, snapshots=tmp_path)
    check(tmp_path)
    store = WarcStore(tmp_path, lambda: datetime.now(UTC), "test")
    assert store.warnings == ()
    health = store.check()
    assert health.warnings == ()
    assert health.answers > health.captures > 0
    files = list(tmp_path.glob("*.warc.gz"))
    listed = subprocess.run(
        [Path(sys.executable).with_name("warcio"), "index", "-f", "warc-type,http:status", *files],
        capture_output=True, text=True, check=True, timeout=100,
    )  # fmt: skip
    kinds = listed.stdout
    assert '"warc-type": "request"' in kinds
    assert '"http:status": "404"' in kinds
    assert '"http:status": "301"' in kinds


def test_what_a_pruning_leaves_is_replayed_as_before(
    audited: tuple[Path, str, Origin], tmp_path: Path
) -> None:
    folder, before, server = audited
    shutil.copytree(folder, tmp_path / "snapshots")
    pruned = prune_snapshots(
        tmp_path / "snapshots",
        lambda capture: capture.url.endswith(("/page", "/old")),
        before=datetime.now(UTC) + timedelta(days=1),
        software="test",
    )
    assert pruned.captures > 0
    check(tmp_path / "snapshots")
    with replayed(tmp_path) as address:
        for path, status, body in (("/page", 200, PAGE), ("/old", 301, b"over there")):
            found = rows(address, f"{server.url}{path}")
            assert len(found) == len(rows(before, f"{server.url}{path}")) > 1, path
            for row in found:
                answer = replay(address, row["timestamp"], f"{server.url}{path}")
                assert (answer.status_code, answer.content) == (status, body)
        assert rows(address, f"{server.url}/wall") == []
