"""A server on loopback that says, byte by byte, what a test wants a stranger to say."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import citecheck.demo

TLS = Path(citecheck.demo.__file__).parent / "tls"
#: Writes an answer to a connection, given the request's path and head.
Script = Callable[[socket.socket, str, str], None]


@dataclass
class Origin:
    """A running server; ``asked``: the paths in order, ``heads``: the requests, ``times``: when."""

    url: str
    port: int
    asked: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    most_at_once: int = 0
    now: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


def reply(
    status: int = 200,
    body: bytes = b"",
    /,
    length: int | None = None,
    reason: str = "Whatever",
    **headers: str,
) -> bytes:
    """An HTTP/1.1 answer as bytes; header names with ``_`` for ``-``."""
    lines = [f"HTTP/1.1 {status} {reason}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join([*lines, "", ""]).encode() + body


@contextmanager
def serve(script: Script, *, host: str = "127.0.0.1", tls: bool = False) -> Iterator[Origin]:
    """Run a script for each connection until the block ends."""
    listener = socket.create_server((host, 0))
    port = listener.getsockname()[1]
    origin = Origin(url=f"{'https' if tls else 'http'}://{host}:{port}", port=port)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "demo-only-cert.pem", TLS / "demo-only-key.pem")

    def talk(line: socket.socket) -> None:
        with suppress(OSError), line:
            talking = context.wrap_socket(line, server_side=True) if tls else line
            head = b""
            while b"\r\n\r\n" not in head:
                part = talking.recv(65536)
                if not part:
                    return
                head += part
            text = head.decode("latin-1")
            path = text.split(" ", 2)[1]
            with origin.lock:
                origin.asked.append(path)
                origin.heads.append(text)
                origin.times.append(time.monotonic())
                origin.now += 1
                origin.most_at_once = max(origin.most_at_once, origin.now)
            try:
                script(talking, path, text)
            finally:
                with origin.lock:
                    origin.now -= 1
                if tls:
                    talking.close()

    def accept() -> None:
        with suppress(OSError):
            while True:
                line, _ = listener.accept()
                threading.Thread(target=talk, args=(line,), daemon=True).start()

    acceptor = threading.Thread(target=accept, daemon=True)
    acceptor.start()
    try:
        yield origin
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        acceptor.join()


def always(answer: bytes) -> Script:
    """The same answer to everything."""

    def script(line: socket.socket, path: str, head: str) -> None:
        line.sendall(answer)

    return script


def by_path(pages: dict[str, bytes]) -> Script:
    """An answer for each path, 404 for the rest."""

    def script(line: socket.socket, path: str, head: str) -> None:
        line.sendall(pages.get(path, reply(404, b"not here")))

    return script


def in_turn(*answers: bytes) -> Script:
    """One answer after another, the last from then on."""
    left = list(answers)
    lock = threading.Lock()

    def script(line: socket.socket, path: str, head: str) -> None:
        with lock:
            answer = left.pop(0) if len(left) > 1 else left[0]
        line.sendall(answer)

    return script
