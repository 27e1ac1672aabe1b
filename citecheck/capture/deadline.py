"""A limit of time on a whole request, from the first byte of its head to the last of its body.

The library's time-outs hold between two bytes; a server that drips one byte at a time
never meets them.  What a thread uses for a request is shut when the time is over, or
when the request is withdrawn, which ends any read of it, TLS or not.  One thread watches
over all.
"""

from __future__ import annotations

import heapq
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from threading import Condition, Thread, local
from weakref import WeakSet

from urllib3.connection import HTTPConnection

from citecheck.capture.guard import Stopped
from citecheck.model.captures import Failure

_mine = local()


class Request:
    """One request under way, or a group of them: its connections, and whether it is over.

    ``heard``: the head of an answer has come.
    """

    def __init__(self) -> None:
        self.connections: WeakSet[HTTPConnection] = WeakSet()
        self.outer: Request | None = None
        self.over = self.heard = self.withdrawn = False

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """What this thread asks inside the block belongs to this request."""
        self.outer = getattr(_mine, "request", None)
        _mine.request = self
        try:
            yield
        finally:
            self.over = True
            self.connections.clear()
            _mine.request = self.outer

    def withdraw(self) -> None:
        """End it now, from any thread; what has no connection yet sends nothing more."""
        self.withdrawn = True
        _shut(self)


def remember(connection: HTTPConnection) -> None:
    """Note a connection as the one that this thread's request uses."""
    request: Request | None = getattr(_mine, "request", None)
    while request is not None:
        request.connections.add(connection)
        if request.withdrawn:
            raise Stopped(Failure.RESET, "withdrawn before it was sent")
        request = request.outer


def heard() -> None:
    """Note that the answer to this thread's request has begun to come."""
    request: Request | None = getattr(_mine, "request", None)
    while request is not None:
        request.heard = True
        request = request.outer


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Shut the connections that the block uses if it takes longer than so many seconds."""
    request = Request()
    _watch.until(time.monotonic() + seconds, request)
    with request.under_way():
        yield


class _Watch:
    """Waits for the next deadline, in a thread that is started when it is first needed."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._waiting: list[tuple[float, int, Request]] = []
        self._numbers = count()
        self._runs = False

    def until(self, moment: float, request: Request) -> None:
        with self._changed:
            heapq.heappush(self._waiting, (moment, next(self._numbers), request))
            if not self._runs:
                self._runs = True
                Thread(target=self._run, name="deadlines", daemon=True).start()
            elif self._waiting[0][2] is request:
                self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                while self._waiting and self._waiting[0][2].over:
                    heapq.heappop(self._waiting)
                if not self._waiting:
                    self._changed.wait()
                    continue
                moment, _, request = self._waiting[0]
                left = moment - time.monotonic()
                if left > 0:
                    self._changed.wait(left)
                    continue
                heapq.heappop(self._waiting)
            _shut(request)


_watch = _Watch()


def _shut(request: Request) -> None:
    for connection in list(request.connections):
        line = getattr(connection, "sock", None)
        if isinstance(line, socket.socket) and not request.over:
            with suppress(OSError):  # closed already
                # not SSLSocket's own, which would take the reader's state away under it
                socket.socket.shutdown(line, socket.SHUT_RDWR)
