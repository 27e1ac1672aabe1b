"""What went over the wire in one exchange, as the library's connection saw it."""

from __future__ import annotations

import urllib3

from citecheck.model.captures import Wire

#: Lines that are not written down: they would let a reader of the snapshots in.
SECRET = frozenset({b"authorization", b"cookie", b"proxy-authorization"})


def read_wire(raw: urllib3.HTTPResponse, *, by_proxy: bool) -> Wire:
    """The head of the request as sent, the status line and the address connected to.

    To be called before the body is read: then the connection goes back to its pool.
    """
    line = raw.connection
    peer = getattr(line, "peer", None)
    return Wire(
        request=without_secrets(getattr(line, "sent", b"")),
        reason=raw.reason or "",
        version="1.0" if raw.version == 10 else "1.1",
        ip=None if by_proxy else peer,
    )


def without_secrets(head: bytes) -> bytes:
    r"""A request's head without the lines that hold secrets.

    >>> without_secrets(b"GET / HTTP/1.1\r\nCookie: a\r\nHost: b\r\n\r\n")
    b'GET / HTTP/1.1\r\nHost: b\r\n\r\n'
    """
    lines = head.partition(b"\r\n\r\n")[0].split(b"\r\n")
    kept = [line for line in lines if line.partition(b":")[0].strip().lower() not in SECRET]
    return b"\r\n".join(kept) + b"\r\n\r\n" if head else b""
