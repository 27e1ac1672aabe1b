"""What an address costs among many: ``python -m benchmarks.scale [1000 10000] [queue store]``.

The live client's queue and workers alone, or with the snapshots too, over 5,000 hosts.  In
place of the network stands a door that answers after 2 ms, so that nothing else is measured.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from citecheck.capture.live import RequestsWeb
from citecheck.model.captures import Outcome, Response, Wire
from citecheck.settings import Settings
from citecheck.snapshots.store import WarcStore

HOSTS = 5000
SETTINGS = Settings(jobs=64, delay=0.0)
_PAGE = b"<html><p>" + b"the river " * 200


class QuickDoor:
    """Answers every address with a page of its own."""

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,  # noqa: ARG002 - the seam's shape
        read_timeout: float | None = None,  # noqa: ARG002 - the seam's shape
        trusted: bool = False,  # noqa: ARG002 - the seam's shape
    ) -> Outcome:
        """The page."""
        time.sleep(0.002)
        return Response(
            url=url,
            final_url=url,
            status=200,
            headers=(("Content-Type", "text/html"),),
            body=_PAGE + url.encode(),
            at=datetime.now(UTC).replace(microsecond=0),
            wire=Wire(request=b"GET / HTTP/1.1\r\n\r\n"),
        )


def memory() -> float:
    """Resident MiB of this process now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


def measure(count: int, what: str, folder: Path) -> None:
    """Ask so many addresses and print a row."""
    store = None
    if what == "store":
        store = WarcStore(folder / str(count), lambda: datetime.now(UTC), "benchmarks.scale")
    urls = [f"http://h{number % HOSTS}.example/{number}" for number in range(count)]
    before, most = memory(), 0.0
    wall, processor = time.monotonic(), time.process_time()
    web = RequestsWeb(SETTINGS, QuickDoor(), recorder=store)
    for done, _ in enumerate(web.fetch_all(urls, started=lambda _: None)):
        most = max(most, memory()) if done % 500 == 0 else most
    wall, processor = time.monotonic() - wall, time.process_time() - processor
    print(
        f"| {what} | {count:,} | {count / wall:,.0f} | {1000 * processor / count:.2f} "
        f"| {before:.0f} | {max(most, memory()):.0f} |",
        flush=True,
    )


def main(arguments: list[str]) -> None:
    """Measure and print."""
    counts = [int(a) for a in arguments if a.isdigit()] or [1000, 10_000]
    kinds = [a for a in arguments if not a.isdigit()] or ["queue", "store"]
    print("| what | addresses | a second | processor ms an address | MiB before | MiB at most |")
    print("|" + " --- |" * 6)
    for what in kinds:
        for count in counts:
            with tempfile.TemporaryDirectory() as room:
                measure(count, what, Path(room))


if __name__ == "__main__":
    main(sys.argv[1:])
