"""The server of the mills' web: ``python -m benchmarks.cluster.server``.

Like :mod:`benchmarks.web.server`; it tells besides how near two starts on one host were.
"""

from __future__ import annotations

import asyncio
import json
import re
import time

from benchmarks.cluster.world import HOSTS, page, paper
from benchmarks.web.server import Seen, Server, main

_HOST = re.compile(rb"^host: 127\.0\.1\.(\d+):(\d+)", re.IGNORECASE | re.MULTILINE)


class SeenStarts(Seen):
    """What the server saw, with the starts on each host."""

    def __init__(self) -> None:
        super().__init__()
        self.last_on: dict[str, float] = {}
        self.nearest = float("inf")

    def begin(self, host: str, path: str, line: asyncio.StreamWriter) -> int:
        """A request begins."""
        if path in ("/seen", "/forget"):
            self.now += 1
            return 0
        now = time.monotonic()
        self.nearest = min(self.nearest, now - self.last_on.get(host, -1e9))
        self.last_on[host] = now
        return super().begin(host, path, line)

    def end(self, host: str, line: asyncio.StreamWriter) -> None:
        """It is over; it may have begun before all was forgotten."""
        self.on_host.setdefault(host, set())
        self.now = max(1, self.now)
        super().end(host, line)

    def told(self) -> dict[str, float]:
        """All of it; ``nearest``: the least time in seconds between two starts on a host."""
        return {
            "requests": self.requests,
            "asked again": sum(count > 1 for count in self.counts.values()),
            "on one host": self.most_on_host,
            "nearest": round(self.nearest, 3),
        }


class MillServer(Server):
    """Answers as the path says: ``/report|pdf|away|404/MILLISECONDS/NUMBER.ENDING``.

    ``/seen`` tells what it saw, ``/forget`` does so for the last time.
    """

    def __init__(self) -> None:
        super().__init__()
        self.mills = self.seen = SeenStarts()
        self.papers: dict[int, bytes] = {}

    def choose(
        self, way: str, path: str, host: str, method: str, turn: int, head: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of an answer."""
        if way in ("seen", "forget"):
            told = json.dumps(self.mills.told()).encode()
            if way == "forget":
                self.mills = self.seen = SeenStarts()
            return 200, {"Content-Type": "application/json"}, told
        name = path.rsplit("/", 1)[-1].split(".")[0]
        if way not in ("report", "pdf", "away") or not name.isdigit():
            return super().choose("404", path, host, method, turn, head)
        number = int(name)
        if way == "away":
            found = _HOST.search(head)
            assert found
            to = int(found[1]) % HOSTS + 1
            place = path.replace("/away/", "/report/")
            return 301, {"Location": f"http://127.0.1.{to}:{int(found[2])}{place}"}, b""
        if way == "pdf":
            body = self.papers.get(number) or paper(number)
            self.papers[number] = body
            return 200, {"Content-Type": "application/pdf"}, body
        return 200, {"Content-Type": "text/html"}, page(number)


if __name__ == "__main__":
    asyncio.run(main(MillServer()))
