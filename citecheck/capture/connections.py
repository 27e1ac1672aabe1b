"""Connections that go through the guard and keep the limits of a head."""

from __future__ import annotations

import http.client
import socket
from contextlib import suppress

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from citecheck.capture.deadline import heard, remember
from citecheck.capture.guard import connect

#: So many interim answers (1xx, RFC 9110, 15.2) may come before the one that counts.
MOST_INTERIM = 16


class _Answer(http.client.HTTPResponse):
    """Passes over every interim answer; the library's own passes over 100 alone, for ever."""

    def _read_status(self) -> tuple[str, int, str]:
        for _ in range(MOST_INTERIM):
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if not 100 <= status < 200 or status == http.client.SWITCHING_PROTOCOLS:
                return version, status, reason
            http.client.parse_headers(self.fp)
        raise http.client.HTTPException(f"more than {MOST_INTERIM} interim answers")

    def begin(self) -> None:
        """Read the head; of a proxy's answer to CONNECT only the status line is read."""
        super().begin()
        heard()


class _Guarded:
    """Makes a urllib3 connection go through :func:`connect`, and known to the deadline.

    ``peer`` is the address connected to, ``sent`` the head of the last request, as sent.
    """

    allow_private = False
    peer: str | None = None
    sent = b""
    _dns_host: str
    port: int
    timeout: float | None

    def _new_conn(self) -> socket.socket:
        timeout = self.timeout if isinstance(self.timeout, int | float) else 10.0
        remember(self)  # type: ignore[arg-type]  # mixed into HTTPConnection only
        line = connect(self._dns_host, self.port, timeout, allow_private=self.allow_private)
        with suppress(OSError):  # reset already
            self.peer = str(line.getpeername()[0])
        return line

    def putrequest(self, *args: object, **kwargs: object) -> None:
        """Begin a request, maybe on a connection that another thread made."""
        remember(self)  # type: ignore[arg-type]
        super().putrequest(*args, **kwargs)  # type: ignore[misc]

    def send(self, data: object) -> None:
        """Send, and remember a head."""
        if isinstance(data, bytes) and b" HTTP/1.1\r\n" in data:
            self.sent = data
        super().send(data)  # type: ignore[misc]


class _PublicHTTP(_Guarded, HTTPConnection):
    response_class = _Answer


class _PublicHTTPS(_Guarded, HTTPSConnection):
    response_class = _Answer


class _AnyHTTP(_PublicHTTP):
    allow_private = True


class _AnyHTTPS(_PublicHTTPS):
    allow_private = True


class _PublicHTTPPool(HTTPConnectionPool):
    ConnectionCls = _PublicHTTP


class _PublicHTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _PublicHTTPS


class _AnyHTTPPool(HTTPConnectionPool):
    ConnectionCls = _AnyHTTP


class _AnyHTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _AnyHTTPS


PUBLIC_POOLS = {"http": _PublicHTTPPool, "https": _PublicHTTPSPool}
ANY_POOLS = {"http": _AnyHTTPPool, "https": _AnyHTTPSPool}
