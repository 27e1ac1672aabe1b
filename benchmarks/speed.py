"""How fast the stages are, each as a ratio of two ways measured in one run.

Usage: python -m benchmarks.speed

Absolute seconds depend on the machine; the ratios are what a change should not spoil.
Nothing but loopback is asked.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from citecheck.api import parse
from citecheck.capture.live import RequestsWeb
from citecheck.demo.world import HERE
from citecheck.figures import find_figures, verify_document
from citecheck.figures.index import DocumentIndex
from citecheck.model.documents import Document, Page
from citecheck.settings import Settings

#: How often each way is run; the fastest counts.
ROUNDS = 3
_SENTENCE = (
    "In {year} the mill of {place} sold {count:,} sacks, {share} percent of them to the port. "
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """Two ways to do one thing: seconds for each, and what is expected of their ratio."""

    name: str
    first: tuple[str, float]
    second: tuple[str, float]

    def row(self) -> str:
        """A line of the table."""
        (one, slow), (two, fast) = self.first, self.second
        return f"| {self.name} | {one} {slow:.2f} s | {two} {fast:.2f} s | {slow / fast:.1f} |"


def timed(work: Callable[[], object]) -> float:
    """Seconds of the fastest of a few runs."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    return best


def text_of(sentences: int) -> str:
    """Invented running text with two figures a sentence."""
    return "".join(
        _SENTENCE.format(year=1990 + n % 30, place=f"Place{n}", count=1000 + 7 * n, share=n % 90)
        for n in range(sentences)
    )


def scan_length() -> Ratio:
    """Looking for figures in ten times the text should take about ten times as long."""
    short, long = text_of(1_000), text_of(10_000)
    return Ratio(
        name="find figures: ten times the text",
        first=("1 MB", timed(lambda: find_figures(long))),
        second=("0.1 MB", timed(lambda: find_figures(short))),
    )


def index_once() -> Ratio:
    """A document is scanned once for all claims."""
    pages = tuple(Page(number=n + 1, text=text_of(12)) for n in range(100))
    document = Document(media_type="text/plain", pages=pages, engine="benchmark")
    claims = [f"In 1994 the mill sold {1000 + 7 * n:,} sacks." for n in range(20)]

    def once() -> None:
        index = DocumentIndex(document)
        for claim in claims:
            verify_document(claim, index)

    def each() -> None:
        for claim in claims:
            verify_document(claim, document)

    return Ratio(
        name="20 claims, 100 pages: one index or one a claim",
        first=("one a claim", timed(each)),
        second=("one index", timed(once)),
    )


def read_manuscript() -> Ratio:
    """Parsing notes, against finding the figures of the body alone."""
    manuscript = HERE / "publication" / "riverside-2012.txt"
    text = Path(manuscript).read_text(encoding="utf-8")
    return Ratio(
        name="parse the demo's manuscript, against its figures alone",
        first=("parse", timed(lambda: parse(manuscript))),
        second=("figures", timed(lambda: find_figures(text))),
    )


@contextmanager
def slow_hosts(count: int, seconds: float) -> Iterator[list[str]]:
    """So many hosts on loopback, each of which takes so long for an answer."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"

    def talk(line: socket.socket) -> None:
        with suppress(OSError), line:
            line.recv(65536)
            time.sleep(seconds)
            line.sendall(answer)

    def accept(listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=talk, args=(listener.accept()[0],), daemon=True).start()

    with ExitStack() as stack:
        bases = []
        for number in range(count):
            listener = stack.enter_context(socket.create_server((f"127.0.1.{number + 1}", 0)))
            stack.callback(listener.shutdown, socket.SHUT_RDWR)
            threading.Thread(target=accept, args=(listener,), daemon=True).start()
            host, port = listener.getsockname()
            bases.append(f"http://{host}:{port}")
        yield bases


def many_hosts() -> Ratio:
    """120 addresses on 60 hosts: one at a time, or sixteen at once."""
    with slow_hosts(60, 0.05) as bases:
        addresses = [f"{base}/{page}" for base in bases for page in "ab"]

        def fetch(jobs: int) -> None:
            settings = Settings(jobs=jobs, delay=0.0, allow_private=True, no_proxy="*")
            found = list(RequestsWeb(settings).fetch_all(addresses, started=lambda _: None))
            assert len(found) == len(addresses)

        return Ratio(
            name="120 addresses on 60 hosts, 50 ms each: jobs 1 or 16",
            first=("1 job", timed(lambda: fetch(1))),
            second=("16 jobs", timed(lambda: fetch(16))),
        )


def main() -> None:
    """Measure everything and print a table."""
    print("| what | one way | the other | ratio |\n| --- | --- | --- | --- |")
    for measure in (scan_length, index_once, read_manuscript, many_hosts):
        print(measure().row(), flush=True)


if __name__ == "__main__":
    main()
