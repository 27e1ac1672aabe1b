"""What a second audit of an unchanged web costs, and how snapshots of 20,000 captures open.

``python -m benchmarks.snapshots`` asks a loopback web twice, whose pages have an ETag, a
date or neither, and prints the bytes that it sent; then it keeps 2,000 and 20,000 captures
and prints the seconds of processor time for opening them, by index and from the files alone.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

from citecheck.capture.live import RequestsWeb
from citecheck.model.captures import Response
from citecheck.settings import Settings
from citecheck.snapshots import WarcStore

PAGES = 60
VALIDATORS = {
    "ETag": {"ETag": '"v1"'},
    "Last-Modified": {"Last-Modified": "Tue, 01 Nov 2011 00:00:00 GMT"},
    "neither": {},
}
BEGUN = datetime(2026, 11, 1, tzinfo=UTC)
ROUNDS = 3


@contextmanager
def unchanging_web() -> Iterator[tuple[str, Counter[str]]]:
    """The web's address, and the bytes that it sent of each kind of page, heads included."""
    sent: Counter[str] = Counter()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            kind, number = self.path.strip("/").split("/")
            told = VALIDATORS[kind]
            size = random.Random(self.path).randrange(5_000, 60_000)
            body = random.Random(number).randbytes(size // 2).hex().encode()
            fresh = self.headers.get("If-None-Match") == told.get("ETag", "-") or self.headers.get(
                "If-Modified-Since"
            ) == told.get("Last-Modified", "-")
            lines = [f"HTTP/1.1 {'304 Not Modified' if fresh else '200 OK'}"]
            lines += [f"{name}: {value}" for name, value in told.items()]
            lines += [] if fresh else [f"Content-Length: {len(body)}", "Content-Type: text/html"]
            data = "\r\n".join([*lines, "", ""]).encode() + (b"" if fresh else body)
            self.wfile.write(data)
            with lock:
                sent[kind] += len(data)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", sent
    finally:
        server.shutdown()
        server.server_close()


def ask_twice() -> None:
    """Print the bytes of a first and of a second audit."""
    settings = Settings(allow_private=True, no_proxy="*", delay=0.0)
    print("| pages with | first audit | second | share |\n| --- | --- | --- | --- |")
    with unchanging_web() as (base, sent), TemporaryDirectory() as folder:
        urls = [f"{base}/{kind}/{n}" for kind in VALIDATORS for n in range(PAGES)]
        store = WarcStore(Path(folder), lambda: BEGUN, "benchmark")
        moved = []
        kept = []
        for _ in range(2):
            sent.clear()
            before = sum(f.stat().st_size for f in Path(folder).glob("*.warc.gz"))
            found = list(
                RequestsWeb(settings, recorder=store).fetch_all(urls, started=lambda _: None)
            )
            assert all(isinstance(f, Response) and f.status == 200 for f in found)
            moved.append(dict(sent))
            after = sum(f.stat().st_size for f in Path(folder).glob("*.warc.gz"))
            kept.append(after - before)
            time.sleep(1.1)
    for kind in VALIDATORS:
        one, two = (sizes[kind] for sizes in moved)
        print(f"| {kind} | {one:,} | {two:,} | {100 * two / one:.1f} % |")
    print(f"| on the disk, all | {kept[0]:,} | {kept[1]:,} | {100 * kept[1] / kept[0]:.1f} % |")


def fill(folder: Path, count: int) -> None:
    """Keep so many captures of small pages."""
    store = WarcStore(folder, lambda: BEGUN, "benchmark")

    def keep(number: int) -> None:
        url = f"http://host{number % 500}.example/{number}"
        at = BEGUN + timedelta(seconds=number)
        body = b"<p>%d percent of the households</p>" % number * 10
        store.keep(Response(url=url, final_url=url, status=200, headers=(), body=body, at=at))

    with ThreadPoolExecutor(max_workers=16) as pool:  # threads share a flush
        list(pool.map(keep, range(count)))


def timed(work: Callable[[], object]) -> float:
    """Seconds of processor time of the fastest of a few runs."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def open_many() -> None:
    """Print the seconds for opening small and large snapshots."""
    print("\n| what | 2,000 captures | 20,000 | ratio |\n| --- | --- | --- | --- |")
    with TemporaryDirectory() as room:
        small, large = Path(room) / "small", Path(room) / "large"
        fill(small, 2_000)
        fill(large, 20_000)

        def opened(folder: Path) -> WarcStore:
            return WarcStore(folder, lambda: BEGUN, "benchmark")

        for name, work in (
            ("open", opened),
            ("read every record and build the index anew", lambda f: opened(f).reindex()),
        ):
            one, two = (timed(lambda f=f, w=work: w(f)) for f in (small, large))  # type: ignore[misc]
            print(f"| {name} | {one:.2f} s | {two:.2f} s | {two / one:.1f} |", flush=True)


if __name__ == "__main__":
    ask_twice()
    open_many()
