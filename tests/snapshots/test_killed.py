"""``kill -9`` at random moments of an audit: nothing finished is lost, the next run goes on.

An exchange is finished when the journal or the archive says so; of what the server had
sent whole, no more may be missing than were in flight.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from citecheck.snapshots import WarcStore
from tests.snapshots.test_exchanges import warcio_check

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

KILLS = 50
#: Each a test of its own, so that several workers share them.
PARTS = 5
JOBS = 4
SEED = int(os.environ.get("CITECHECK_KILL_SEED", random.SystemRandom().randrange(1 << 32)))
#: Two texts on five pages, since reading a text takes longer than fetching ten.
PAGES = [f"/page/{n}" for n in range(5)]
OTHERS = ["/moved/1", "/moved/2", *(f"/gone/{n}" for n in range(6)), "/busy/1"]
HELPER = Path(__file__).with_name("audits_to_kill.py")


@dataclass
class Web:
    """A loopback web; ``sent``: path, status and body of every answer that was sent whole."""

    url: str = ""
    sent: list[tuple[str, int, bytes]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def answer(self, path: str) -> tuple[int, bytes, dict[str, str]]:
        """What this web says, always the same but for the first answer of what is busy."""
        kind, number = path.strip("/").split("/")
        text = str(int(number) % 2) if kind in ("page", "busy") else path
        body = random.Random(text).randbytes(3_000 + 700 * int(number)).hex().encode()
        if kind == "moved":
            return 301, b"over there: " + body, {"Location": f"/page/{number}"}
        if kind == "gone":
            return 404, b"not here " + body, {}
        if kind in ("page", "busy"):
            body = body[:6_000]
        if kind == "busy" and self.asked.count(path) % 2:
            return 503, b"busy " + body, {"Retry-After": "0"}
        return 200, b"<p>38 percent</p><p>" + body + b"</p>", {"ETag": f'"{number}"'}


@contextmanager
def loopback(seed: int) -> Iterator[Web]:
    """The web while it runs; answers take up to 30 ms, so that moments differ."""
    web, pace = Web(), random.Random(seed)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            web.asked.append(self.path)
            status, body, more = web.answer(self.path)
            time.sleep(pace.random() * 0.03)
            fresh = status == 200 and self.headers.get("If-None-Match") == more.get("ETag")
            if fresh:
                status, body = 304, b""
            with suppress(OSError):
                self.send_response(status)
                for name, value in more.items():
                    self.send_header(name, value)
                if not fresh:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                self.wfile.flush()
                web.sent.append((self.path, status, body))

        def log_message(self, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *args: object) -> None:
            """A client that was killed is no error."""

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    web.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()


class Audits:
    """The helper that forks audits."""

    def __init__(self) -> None:
        self._helper = subprocess.Popen(
            [sys.executable, str(HELPER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )

    def run(self, folder: Path, *, kill_after: float | None = None) -> int | None:
        """Audit in a folder; gives the exit code, ``None`` if it was killed first."""
        assert self._helper.stdin
        assert self._helper.stdout
        self._helper.stdin.write(f"{folder}\n")
        self._helper.stdin.flush()
        process = int(self._helper.stdout.readline())
        if kill_after is not None:
            time.sleep(kill_after)
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        status = int(self._helper.stdout.readline())
        return None if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)

    def close(self) -> None:
        assert self._helper.stdin
        assert self._helper.stdout
        self._helper.stdin.close()
        self._helper.wait(20)
        self._helper.stdout.close()


@pytest.fixture(scope="module")
def audits() -> Iterator[Audits]:
    made = Audits()
    yield made
    made.close()


def answers_in(folder: Path, base: str) -> list[tuple[str, int, bytes]]:
    """Path, status and body of every whole answer in the archive, read by warcio alone."""
    found: list[tuple[str, int, bytes]] = []
    bodies: dict[str, bytes] = {}
    for file in sorted(folder.glob("*.warc.gz")):
        with file.open("rb") as stream:
            try:
                for record in ArchiveIterator(stream, check_digests="raise"):
                    kind, head = record.rec_type, record.rec_headers
                    if kind not in ("response", "revisit"):
                        continue
                    digest = head.get_header("WARC-Payload-Digest")
                    body = record.content_stream().read() if kind == "response" else bodies[digest]
                    bodies[digest] = body
                    path = head.get_header("WARC-Target-URI").removeprefix(base)
                    http = record.http_headers
                    status = int(http.get_statuscode()) if http and http.statusline else 304
                    found.append((path, status, b"" if status == 304 else body))
            except Exception:  # the end that the kill tore; warcio has names enough for it
                if file != sorted(folder.glob("*.warc.gz"))[-1]:
                    raise
    return found


def journalled(folder: Path) -> list[tuple[str, int]]:
    """Address and status of each answer that the journal says is finished."""
    found = []
    for file in folder.glob("*.journal.jsonl"):
        for line in file.read_text().splitlines()[1:]:
            with suppress(ValueError):  # the last line may be torn
                entry = json.loads(line)
                if entry["kind"] == "response":
                    found.append((entry["url"], entry["status"]))
    return found


def missing(expected: list[tuple[str, int, bytes]], found: list[tuple[str, int, bytes]]) -> int:
    """How many of the expected answers are not there."""
    left = list(found)
    lost = 0
    for one in expected:
        if one in left:
            left.remove(one)
        else:
            lost += 1
    return lost


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_finished_is_lost_and_the_next_run_goes_on(
    part: int, tmp_path: Path, audits: Audits
) -> None:
    print(f"CITECHECK_KILL_SEED={SEED}")
    moments = random.Random(SEED + part)
    killed = 0
    with loopback(SEED + part) as web:
        listed = "".join(f"{web.url}{path}\n" for path in (*PAGES, *OTHERS))

        def folder(name: str) -> Path:
            made = tmp_path / name
            made.mkdir()
            (made / "list.txt").write_text(listed)
            return made

        seconds = 0.0
        for name in ("first", "second"):  # the first loads what the second has
            begun = time.monotonic()
            assert audits.run(folder(name)) == 0
            seconds = time.monotonic() - begun
        for number in range(KILLS // PARTS):
            web.sent.clear()
            web.asked.clear()
            room = folder(str(number))
            after, begun = moments.random() * seconds, time.monotonic()
            ended = audits.run(room, kill_after=after)
            killed += ended is None
            if ended is not None:  # it was sooner done than thought
                seconds = min(seconds, time.monotonic() - begun)
            time.sleep(0.05)  # answers under way fail at the server now
            where = f"kill {number} after {after:.3f} s of {seconds:.3f}, seed {SEED}"
            snapshots = room / "snapshots"
            kept = answers_in(snapshots, web.url)
            told = journalled(snapshots)
            # what the journal calls finished is in the archive, and so is all else that
            # the server sent whole, but for what was in flight
            captured = {c.url for c in _captures(snapshots, [url for url, _ in told])}
            assert captured == {url for url, _ in told}, where
            assert missing(list(web.sent), kept) <= JOBS, where
            asked_before = len(web.asked)
            assert audits.run(room) == 0, (where, (room / "out.txt").read_text())
            again = web.asked[asked_before:]
            if ended is None:
                done = {url.removeprefix(web.url) for url, _ in told}
                assert not done.intersection(p for p in again if p in OTHERS), where
            warcio_check(snapshots)
            opened = WarcStore(snapshots, lambda: datetime.now(UTC), "test")
            assert opened.warnings == (), where
            for path in (*PAGES, *OTHERS):
                capture = opened.captures(f"{web.url}{path}")[-1]
                final = path.replace("/moved/", "/page/")
                web.asked.clear()
                assert opened.body(capture) == web.answer(final)[1], where
    print(f"{killed} of {KILLS // PARTS} audits were killed before they ended")
    assert killed > KILLS // PARTS // 2


def _captures(snapshots: Path, urls: list[str]) -> list[object]:
    store = WarcStore(snapshots, lambda: datetime.now(UTC), "test")
    found = [c for url in urls for c in store.captures(url)]
    for capture in found:
        store.body(capture)
    return list(found)
