"""A limit of time on a whole request, from the first byte of its head to the last of its body.

The library's time-outs hold between two bytes; a server that drips one byte at a time
never meets them.  What a thread has connected is shut when the time is over, which
ends any read of it, TLS or not.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer, local
from weakref import WeakSet

from urllib3.connection import HTTPConnection

_mine = local()


def remember(connection: HTTPConnection) -> None:
    """Note a connection as this thread's own."""
    _connections().add(connection)


def _connections() -> WeakSet[HTTPConnection]:
    found: WeakSet[HTTPConnection] = _mine.__dict__.setdefault("connections", WeakSet())
    return found


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Shut this thread's connections if the block takes longer than so many seconds."""
    timer = Timer(seconds, _shut, args=(_connections(),))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _shut(connections: WeakSet[HTTPConnection]) -> None:
    for connection in list(connections):
        line = getattr(connection, "sock", None)
        if isinstance(line, socket.socket):
            with suppress(OSError):  # closed already
                # not SSLSocket's own, which would take the reader's state away under it
                socket.socket.shutdown(line, socket.SHUT_RDWR)
