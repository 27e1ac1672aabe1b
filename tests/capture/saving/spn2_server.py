"""Save Page Now 2 and the archive behind it, invented, on loopback.

What it answers was recorded or documented: a job that is pending and then done, a
refusal as HTTP 200, a recent capture and no job, 401 for wrong keys, 429.
"""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

#: (status, JSON or text, further headers)
Answer = tuple[int, object, dict[str, str]]
KEYS = ("access-AAAA", "secret-BBBB")

#: Recorded 2026-09-06 (spn-client): the refusal that has no job.
RECENT: Answer = (
    200,
    {
        "url": "…",
        "job_id": None,
        "message": "The same snapshot had been made 177 hours, 9 minutes ago. "
        "You can make new capture of this URL after 4320 hours.",
    },
    {},
)
#: Documented and seen: a refusal as HTTP 200.
TOO_MANY: Answer = (
    200,
    {
        "status": "error",
        "status_ext": "error:too-many-daily-captures",
        "message": "This URL has been already captured 10 times today.",
    },
    {},
)
SESSION_LIMIT: Answer = (
    200,
    {
        "status": "error",
        "status_ext": "error:user-session-limit",
        "message": "User session limit reached.",
    },
    {},
)
#: Recorded 2022 (waybackpy #131): no Retry-After, HTML.
SLOW_DOWN: Answer = (429, "<h1>Too Many Requests</h1>", {})
FAILED: dict[str, Any] = {
    "status": "error",
    "status_ext": "error:not-found",
    "message": "The server cannot find the requested resource.",
}


@dataclass
class World:
    """What the server will answer, and what it saw."""

    base: str = ""
    #: Answers to submissions of an address, before it is taken as usual.
    submissions: dict[str, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    #: What becomes of the job of an address, instead of success.
    jobs: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: Polls that are answered “pending” first.
    pending: int = 1
    #: Whether what is done can be seen in the archive: “submitted” is not “archived”.
    shown: bool = True
    captured_status: int = 200
    seen: list[tuple[str, str, dict[str, str], dict[str, str]]] = field(default_factory=list)
    held: dict[str, str] = field(default_factory=dict)
    polls: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def submitted(self) -> list[str]:
        """The addresses that were asked for, in order."""
        return [form["url"] for method, _, form, _ in self.seen if method == "POST"]


def stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%d%H%M%S")


class _Handler(BaseHTTPRequestHandler):
    world: World

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def _send(self, status: int, body: object, headers: dict[str, str]) -> None:
        text = body if isinstance(body, str) else json.dumps(body)
        data = text.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _known(self) -> bool:
        return self.headers.get("Authorization") == f"LOW {KEYS[0]}:{KEYS[1]}"

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        form = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()}
        self.world.seen.append(("POST", self.path, form, dict(self.headers)))
        if not self._known():
            told = {"message": "You need to be logged in to use Save Page Now."}
            self._send(401, told, {})
            return
        url = form["url"]
        if self.world.submissions[url]:
            self._send(*self.world.submissions[url].pop(0))
            return
        self._send(200, {"url": url, "job_id": f"spn2-{url.encode().hex()}"}, {})

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        self.world.seen.append(("GET", self.path, {}, dict(self.headers)))
        if path.startswith("/save/status/"):
            self._status(path.removeprefix("/save/status/spn2-"))
        elif path == "/cdx/search/cdx":
            url = parse_qs(urlsplit(self.path).query)["url"][0]
            row = f"key {self.world.held.get(url)} {url} text/html 200 {'A' * 32} 9\n"
            self._send(200, row if url in self.world.held and self.world.shown else "", {})
        elif path.startswith("/web/"):
            self._replay(self.path.removeprefix("/web/"))
        else:
            self._send(404, "", {})

    def _status(self, name: str) -> None:
        if not self._known():
            self._send(401, {"message": "You need to be logged in"}, {})
            return
        url = bytes.fromhex(name).decode()
        self.world.polls[url] += 1
        if self.world.polls[url] <= self.world.pending:
            self._send(200, {"status": "pending", "job_id": f"spn2-{name}", "resources": []}, {})
        elif url in self.world.jobs:
            self._send(200, self.world.jobs[url], {})
        else:
            self.world.held[url] = stamp()
            told = {"status": "success", "timestamp": self.world.held[url], "original_url": url}
            self._send(200, told, {})

    def _replay(self, place: str) -> None:
        asked, _, url = place.partition("id_/")
        if not self.world.shown or self.world.held.get(url) != asked:
            self._send(404, "<h1>not archived</h1>", {"Content-Type": "text/html"})
            return
        at = datetime.strptime(asked, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        headers = {
            "Memento-Datetime": format_datetime(at, usegmt=True),
            "Link": f'<{url}>; rel="original"',
        }
        self._send(self.world.captured_status, "<p>as it is</p>", headers)


@contextmanager
def spn2() -> Iterator[World]:
    """The archive while it runs."""
    world = World()
    handler = type("Handler", (_Handler,), {"world": world})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    world.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield world
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
