"""A forward proxy on loopback that passes bytes on as they are.

It lets a program of another language see the table's hosts: it knows their places, takes
the absolute form of a request to the origin form, and opens tunnels for TLS.  What a host
answers is not looked at, so that garbage, a reset or an endless header reach the program.
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress

from tests.pipeline.behaviours import Place

_REQUEST = re.compile(
    rb"(\w+) (?:http://)?(\[[^\]]*\]|[^/:? ]*)(?::(\d+))?(\S*) (HTTP/1\.[01])\r\n"
)
_REFUSED = (
    b"HTTP/1.1 502 Bad Gateway\r\nProxy-Status: relay; error=%s\r\n"
    b"Content-Length: 0\r\nConnection: close\r\n\r\n"
)
_RESET = b"\x01\0\0\0\0\0\0\0"  # struct linger: on, no seconds


@contextmanager
def run_relay(places: Mapping[str, Place]) -> Iterator[str]:
    """The proxy's address, while it runs."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=512))
        stack.callback(_shut, listener)
        threading.Thread(target=_accept, args=(listener, places), daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def find_place(host: str, port: int, places: Mapping[str, Place]) -> tuple[str, int] | None:
    """Where to connect for a host's port; ``None`` for a name that is not there."""
    place = places.get(host.lower().rstrip("."))
    if place is None:
        return None
    return place[0], {80: place[1], 443: place[2]}.get(port, port)


def _accept(listener: socket.socket, places: Mapping[str, Place]) -> None:
    with suppress(OSError):
        while True:
            line, _ = listener.accept()
            threading.Thread(target=_relay, args=(line, places), daemon=True).start()


def _relay(line: socket.socket, places: Mapping[str, Place]) -> None:
    with suppress(OSError), line:
        line.settimeout(30)
        head = b""
        while b"\r\n\r\n" not in head:
            part = line.recv(65536)
            if not part:
                return
            head += part
        asked = _REQUEST.match(head)
        if asked is None:
            line.sendall(_REFUSED % b"http_request_error")
            return
        method, host, port, path, version = asked.groups()
        tunnel = method == b"CONNECT"
        place = find_place(host.decode("latin-1"), int(port or (443 if tunnel else 80)), places)
        if place is None:
            line.sendall(_REFUSED % b"dns_error")
            return
        try:
            far = socket.create_connection(place, timeout=30)
        except OSError:
            line.sendall(_REFUSED % b"connection_refused")
            return
        with far:
            if tunnel:
                line.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                far.sendall(head.partition(b"\r\n\r\n")[2])
            else:
                far.sendall(b"%b %b %b\r\n" % (method, path or b"/", version) + head[asked.end() :])
            back = threading.Thread(target=_pass_on, args=(line, far), daemon=True)
            back.start()
            _pass_on(far, line)


def _pass_on(source: socket.socket, sink: socket.socket) -> None:
    """Bytes from one to the other until either ends; a reset is passed on as a reset."""
    try:
        while part := source.recv(65536):
            sink.sendall(part)
    except ConnectionResetError:
        with suppress(OSError):
            sink.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            sink.shutdown(socket.SHUT_RD)  # lets go of it who waits there, else it stays open
            sink.close()
        return
    except OSError:
        pass
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def _shut(listener: socket.socket) -> None:
    with suppress(OSError):
        listener.shutdown(socket.SHUT_RDWR)
