"""A limit of time on a whole request, from the first byte of its head to the last of its body.

The library's time-outs hold between two bytes; a server that drips one byte at a time
never meets them.  What a thread uses for a request is shut when the time is over,
which ends any read of it, TLS or not.  One thread watches over all.
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

_mine = local()


class _Request:
    """One request under way: the connections that it uses, and whether it is over."""

    def __init__(self) -> None:
        self.connections: WeakSet[HTTPConnection] = WeakSet()
        self.over = False


def remember(connection: HTTPConnection) -> None:
    """Note a connection as the one that this thread's request uses."""
    request: _Request | None = getattr(_mine, "request", None)
    if request is not None:
        request.connections.add(connection)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Shut the connections that the block uses if it takes longer than so many seconds."""
    outer: _Request | None = getattr(_mine, "request", None)
    request = _Request()
    _mine.request = request
    _watch.until(time.monotonic() + seconds, request)
    try:
        yield
    finally:
        request.over = True
        request.connections.clear()
        _mine.request = outer


class _Watch:
    """Waits for the next deadline, in a thread that is started when it is first needed."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._waiting: list[tuple[float, int, _Request]] = []
        self._numbers = count()
        self._runs = False

    def until(self, moment: float, request: _Request) -> None:
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


def _shut(request: _Request) -> None:
    for connection in list(request.connections):
        line = getattr(connection, "sock", None)
        if isinstance(line, socket.socket) and not request.over:
            with suppress(OSError):  # closed already
                # not SSLSocket's own, which would take the reader's state away under it
                socket.socket.shutdown(line, socket.SHUT_RDWR)
