"""Servers on loopback that live in threads of this process and go without a trace."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from socketserver import BaseRequestHandler, TCPServer
from typing import Any
from urllib.parse import urlsplit

from citecheck.demo.sites import Manner, Reply

LOOPBACK = "127.0.0.1"
#: A connection on which nothing is asked for so many seconds is closed.
IDLE_SECONDS = 15.0
#: Nobody is patient enough to find out that even a hanging server ends.
HANG_SECONDS = 120.0
_PAD = b" " * 65536


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request that a server saw."""

    method: str
    url: str
    user_agent: str


class LoopbackServer(TCPServer):
    """A threading server on an ephemeral port of 127.0.0.1, which it cannot leave."""

    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, handler: type[BaseRequestHandler]) -> None:
        super().__init__((LOOPBACK, 0), handler)
        self.stopping = threading.Event()
        self.asked: list[Asked] = []
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._workers: set[threading.Thread] = set()
        self._acceptor = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    @property
    def url(self) -> str:
        """The server's base address."""
        return f"http://{LOOPBACK}:{self.server_address[1]}"

    def start(self) -> None:
        """Answer from now on, in threads of this process."""
        self._acceptor.start()

    def stop(self) -> None:
        """Close every connection, wait for every thread."""
        self.stopping.set()
        self.shutdown()
        self._acceptor.join()
        with self._lock:
            for connection in self._open:
                _shut(connection)
            workers = list(self._workers)
        for worker in workers:
            worker.join()
        self.server_close()

    def note(self, asked: Asked) -> None:
        """Remember a request."""
        with self._lock:
            self.asked.append(asked)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer one connection in a thread of its own."""
        worker = threading.Thread(target=self._work, args=(request, client_address), daemon=True)
        with self._lock:
            self._open.add(request)
            self._workers.add(worker)
        worker.start()

    def _work(self, request: Any, client_address: Any) -> None:
        try:
            self.finish_request(request, client_address)
        except OSError:
            pass  # the client went away, which is its right
        finally:
            with self._lock:
                self._open.discard(request)
                self._workers.discard(threading.current_thread())
            self.shutdown_request(request)


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # closed already


class ReplyHandler(BaseHTTPRequestHandler):
    """Answers with :class:`Reply` values, one request a connection."""

    protocol_version = "HTTP/1.1"
    timeout = IDLE_SECONDS
    server: LoopbackServer

    def version_string(self) -> str:
        """What the Server header says."""
        return "citecheck-demo"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the demo's output is the report."""

    def send(self, reply: Reply, *, extra: Iterable[tuple[str, str]] = ()) -> None:
        """Send a reply in its manner."""
        self.close_connection = True
        if reply.wait and self.server.stopping.wait(reply.wait):
            return
        match reply.manner:
            case Manner.HANG:
                self.server.stopping.wait(HANG_SECONDS)
            case Manner.CLOSE:
                return
            case Manner.RESET:
                # to linger for 0 seconds makes the close a reset
                linger = struct.pack("ii", 1, 0)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self.connection.close()
            case Manner.ANSWER:
                self._answer(reply, extra)

    def _answer(self, reply: Reply, extra: Iterable[tuple[str, str]]) -> None:
        self.send_response(reply.status)
        for name, value in (*reply.headers, *extra):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body) + reply.pad))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        self.wfile.write(reply.body[: len(reply.body) - reply.withheld])
        left = reply.pad
        while left > 0 and not self.server.stopping.is_set():
            left -= self.wfile.write(_PAD[:left])

    def remember(self, url: str) -> None:
        """Note the request in the server's log."""
        agent = self.headers.get("User-Agent", "")
        self.server.note(Asked(method=self.command, url=url, user_agent=agent))


def target_of(url: str) -> str:
    """Path and query of an address, as a server is asked for them."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
