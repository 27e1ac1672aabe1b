"""A web of strange hosts on loopback, each behaving as a row of a table says.

Every row has a host name of its own under ``.test``.  Names are resolved by
:func:`resolver`, which takes the place of the system's: ports 80 and 443 become the
ones that the servers here listen on.  Nothing outside 127.0.0.0/8 is ever asked.
"""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from tests.pipeline import bodies, wild_pages
from tests.pipeline.certificates import Certificates

Line = socket.socket
#: Writes an answer to a connection by hand, and may leave it hanging.
Special = Callable[[Line], None]
_BROWSER = "User-Agent: Mozilla/5.0 (X11"


def _hang(line: Line) -> None:
    """Say nothing until the other side goes away."""
    line.settimeout(20)
    with suppress(OSError):
        while line.recv(4096):
            pass


def _reset(line: Line) -> None:
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    raw = line
    raw.close()


def _drip(head: bytes, part: bytes, seconds: float) -> Special:
    def special(line: Line) -> None:
        line.sendall(head)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            line.sendall(part)
            time.sleep(seconds)

    return special


def _flood(head: bytes, part: bytes, most: int) -> Special:
    def special(line: Line) -> None:
        line.sendall(head)
        sent = 0
        while sent < most:
            line.sendall(part)
            sent += len(part)

    return special


def _say(*parts: bytes) -> Special:
    def special(line: Line) -> None:
        for part in parts:
            line.sendall(part)

    return special


_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
_ARTICLE = bodies.article("special").encode()
SPECIALS: dict[str, Special] = {
    "hang": _hang,
    "reset": _reset,
    "close": lambda line: None,
    "hang in the head": lambda line: (line.sendall(_OK), _hang(line))[0],
    "hang in the body": lambda line: (
        line.sendall(_OK + b"Content-Length: 90000\r\n\r\n" + _ARTICLE),
        _hang(line),
    )[0],
    "reset in the body": lambda line: (
        line.sendall(_OK + b"Content-Length: 90000\r\n\r\n" + _ARTICLE),
        time.sleep(0.1),
        _reset(line),
    )[0],
    "chunked, cut": _say(
        _OK + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % (len(_ARTICLE) + 50) + _ARTICLE
    ),
    "chunked, no end": _say(
        _OK + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(_ARTICLE) + _ARTICLE + b"\r\n"
    ),
    "chunked": _say(
        _OK
        + b"Transfer-Encoding: chunked\r\n\r\n%x;x=y\r\n" % len(_ARTICLE)
        + _ARTICLE
        + b"\r\n0\r\nX-Trailer: 1\r\n\r\n"
    ),
    "until closed": _say(_OK + b"\r\n" + _ARTICLE),
    "http 0.9": _say(_ARTICLE),
    "http 1.0": _say(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + _ARTICLE),
    "no reason": _say(b"HTTP/1.1 200\r\nContent-Type: text/html\r\n\r\n" + _ARTICLE),
    "bare newlines": _say(b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n" + _ARTICLE),
    "garbage": _say(b"\x00\xff\xfe 220 smtp.example ESMTP ready\r\n"),
    "ssh": _say(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "bom in the head": _say(
        b"HTTP/1.1 200 OK\r\n\xef\xbb\xbfContent-Type: text/html\r\nServer: x\r\n\r\n" + _ARTICLE
    ),
    "bytes in the head": _say(
        b"HTTP/1.1 200 \xd0\x9e\xd0\x9a\r\nServer: \xff\xfe\xfd\r\nX-\xff: \x80\r\n"
        b"Content-Type: text/html\r\n\r\n" + _ARTICLE
    ),
    "folded head": _say(
        b"HTTP/1.1 200 OK\r\nX-Long: one\r\n two\r\n\tthree\r\nContent-Type: text/html\r\n\r\n"
        + _ARTICLE
    ),
    "continue first": _say(b"HTTP/1.1 100 Continue\r\n\r\n" + _OK + b"\r\n" + _ARTICLE),
    "hints first": _say(
        b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
        + _OK
        + b"\r\n"
        + _ARTICLE
    ),
    "1xx for ever": _drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.01),
    "hints for ever": _drip(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n", 0.01),
    "endless head": _flood(_OK, b"X-More: of this\r\n", 40_000_000),
    "endless header": _flood(_OK + b"X-Long: ", b"x" * 65536, 40_000_000),
    "slow head": _drip(b"HTTP/1.1 200 OK\r\n", b"X-Slow: 1\r\n", 0.2),
    "slow status": _drip(b"", b"H", 0.2),
    "slow body": _drip(_OK + b"\r\n<html>", b".", 0.2),
    "endless body": _flood(_OK + b"\r\n", b"<p>more and more</p>" * 3000, 400_000_000),
    "two lengths": _say(
        _OK
        + b"Content-Length: 10\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(_ARTICLE)
        + _ARTICLE
    ),
    "same length twice": _say(
        _OK
        + b"Content-Length: %d\r\n" % len(_ARTICLE) * 2
        + b"Connection: close\r\n\r\n"
        + _ARTICLE
    ),
    "negative length": _say(_OK + b"Content-Length: -1\r\n\r\n" + _ARTICLE),
    "length in words": _say(_OK + b"Content-Length: many\r\n\r\n" + _ARTICLE),
    "huge length": _say(_OK + b"Content-Length: 99999999999999999999\r\n\r\n" + _ARTICLE),
    "huge chunk": _say(_OK + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n" + _ARTICLE),
    "negative chunk": _say(_OK + b"Transfer-Encoding: chunked\r\n\r\n-5\r\n" + _ARTICLE),
    "chunk in words": _say(_OK + b"Transfer-Encoding: chunked\r\n\r\nlots\r\n" + _ARTICLE),
    "endless chunk line": _flood(
        _OK + b"Transfer-Encoding: chunked\r\n\r\n1;x=", b"x" * 65536, 40_000_000
    ),
    "endless trailers": _flood(
        _OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n", b"X-T: 1\r\n", 40_000_000
    ),
    "cookie flood": _say(_OK + b"Set-Cookie: a=%s\r\n" % (b"c" * 200) * 2000 + b"\r\n" + _ARTICLE),
    "cookies": _say(_OK + b"Set-Cookie: a=b\r\n" * 60 + b"\r\n" + _ARTICLE),
    "long location": _say(
        b"HTTP/1.1 302 Found\r\nLocation: /" + b"x" * 1_000_000 + b"\r\nContent-Length: 0\r\n\r\n"
    ),
    "60 kB location": _say(
        b"HTTP/1.1 302 Found\r\nLocation: /" + b"x" * 60_000 + b"\r\nContent-Length: 0\r\n\r\n"
    ),
    "location with bad bytes": _say(
        b"HTTP/1.1 302 Found\r\nLocation: http://\xff\xfe\x80/\xc3\x28\r\nContent-Length: 0\r\n\r\n"
    ),
    "bad bytes everywhere": _say(
        b"HTTP/1.1 200 \xff\xfe\r\nContent-Type: text/html; charset=\xff\r\nX-\xff: \xfe\r\n"
        b"Set-Cookie: \x80=\x81\r\n\r\n<html><title>\xff\xfe\x80</title>"
        + b"\xc3\x28\xa0\xa1"
        * 400
    ),
    "gzip bomb": _flood(
        _OK + b"Content-Encoding: gzip\r\nContent-Length: 99999\r\n\r\n", bodies.bomb(), 99_999
    ),
}


@dataclass
class Host:
    """One host of the table: its pages, and what to say of any other path."""

    name: str
    pages: Mapping[str, Any]
    tls: str | None = None
    asked: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


@dataclass
class StrangeWeb:
    """The running web; ``hosts`` by name, ``places`` for the resolver."""

    hosts: dict[str, Host]
    port: int
    tls_port: int
    #: Hosts that send everything asked without TLS to https, with this code.
    to_https: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, line: Line, head: str) -> None:
        """Say what the table says for this request."""
        target = head.split(" ", 2)[1]
        named = next(
            (x[5:].strip() for x in head.split("\r\n") if x.lower().startswith("host:")), ""
        )
        host = self.hosts.get(named.split(":")[0].lower())
        if host is None:
            line.sendall(_message({"status": 404, "body": "lost"}, "?"))
            return
        with self.lock:
            host.asked.append(target)
            turn = host.counts.get(target, 0)
            host.counts[target] = turn + 1
        if host.name in self.to_https and not isinstance(line, ssl.SSLSocket):
            to = {"Location": f"https://{host.name}{target}"}
            line.sendall(_message({"status": self.to_https[host.name], "headers": to}, "?"))
            return
        said = host.pages.get(target, host.pages.get("any", {"status": 404, "body": "lost"}))
        if isinstance(said, list):
            said = said[min(turn, len(said) - 1)]
        if "to_browsers" in said and _BROWSER in head:
            said = said["to_browsers"]
        if "cookie" in said and f"{said['cookie']}=" in head:
            said = said["then"]
        if "sleep" in said:
            time.sleep(said["sleep"])
        if said.get("onwards"):
            count = int(target.strip("/")) if target.strip("/").isdigit() else 10_000
            said = {"status": 302, "headers": {"Location": f"/{count - 1}"}}
        if said.get("grows"):
            said = {"status": 302, "headers": {"Location": f"{target}/again"}}
        if "special" in said:
            SPECIALS[said["special"]](line)
        else:
            line.sendall(_message(said, f"{host.name}{target}"))


def _message(said: Mapping[str, Any], where: str) -> bytes:
    """The answer of a row as bytes."""
    status = said.get("status", 200)
    body = _body(said, where)
    headers = {"Content-Type": "text/html"} if body else {}
    headers.update(said.get("headers", {}))
    packed = said.get("packed")
    if packed:
        body = _PACKINGS[packed](body)
    if "retry_at" in said:
        at = datetime.now(UTC) + timedelta(seconds=said["retry_at"])
        headers["Retry-After"] = format_datetime(at, usegmt=True)
    headers.setdefault("Content-Length", str(len(body) + said.get("missing", 0)))
    headers["Connection"] = "close"
    lines = [f"HTTP/1.1 {status} {said.get('reason', 'So')}"]
    lines += [f"{name}: {value}" for name, value in headers.items() if value is not None]
    return "\r\n".join([*lines, "", ""]).encode("utf-8") + body


def _body(said: Mapping[str, Any], where: str) -> bytes:
    """The body of a row: named, dressed as a site's page, or told in full."""
    if "page" in said:
        return wild_pages.dressed(said["page"], where)
    if "text" in said:
        return str(said["text"]).encode()
    if "hex" in said:
        return bytes.fromhex(said["hex"])
    if "pdf_cut" in said:
        return bodies.pdf()[: said["pdf_cut"]]
    if "before_pdf" in said:
        return str(said["before_pdf"]).encode() + bodies.pdf()
    return bodies.named(said["body"], where) if "body" in said else b""


def _raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


_PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "gzip twice": lambda body: gzip.compress(gzip.compress(body)),
    "gzip cut": lambda body: gzip.compress(body)[:-20],
    "gzip, rubbish after": lambda body: gzip.compress(body) + b"\n\n<!-- cached -->",
    "gzip in two members": lambda body: gzip.compress(body[:100]) + gzip.compress(body[100:]),
    "zlib": zlib.compress,
    "raw deflate": _raw_deflate,
    "brotli": bodies.brotli,
}


def resolver(
    places: Mapping[str, tuple[str, int, int]],
) -> Callable[..., list[tuple[Any, ...]]]:
    """A ``getaddrinfo`` that knows these names (address, plain port, TLS port) and no others."""
    real = socket.getaddrinfo

    def getaddrinfo(host: Any, port: Any, *args: Any, **kwargs: Any) -> list[tuple[Any, ...]]:
        name = host.decode() if isinstance(host, bytes) else str(host)
        place = places.get(name.lower().rstrip("."))
        if place:
            to = {80: place[1], 443: place[2]}.get(int(port), int(port))
            kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
            return [(*kind, (place[0], to))]
        with suppress(OSError):
            socket.inet_pton(socket.AF_INET6 if ":" in name else socket.AF_INET, name)
            return list(real(name, port, *args, **kwargs))
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    return getaddrinfo


@contextmanager
def serve(hosts: Mapping[str, Host], certificates: Certificates) -> Iterator[StrangeWeb]:
    """Run the web until the block ends."""
    with ExitStack() as stack:
        plain = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=512))
        secure = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=512))
        web = StrangeWeb(
            hosts=dict(hosts), port=plain.getsockname()[1], tls_port=secure.getsockname()[1]
        )
        context = certificates.context({name: host.tls for name, host in hosts.items() if host.tls})
        for listener, tls in ((plain, None), (secure, context)):
            stack.callback(listener.close)
            stack.callback(_shut, listener)
            threading.Thread(target=_accept, args=(listener, web, tls), daemon=True).start()
        yield web


def _shut(listener: Line) -> None:
    with suppress(OSError):
        listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: Line, web: StrangeWeb, tls: ssl.SSLContext | None) -> None:
    with suppress(OSError):
        while True:
            line, _ = listener.accept()
            threading.Thread(target=_talk, args=(line, web, tls), daemon=True).start()


def _talk(line: Line, web: StrangeWeb, tls: ssl.SSLContext | None) -> None:
    with suppress(OSError), line:
        line.settimeout(30)
        talking = tls.wrap_socket(line, server_side=True) if tls else line
        with talking:
            head = b""
            while b"\r\n\r\n" not in head:
                part = talking.recv(65536)
                if not part:
                    return
                head += part
                if head.startswith(b"\x16"):  # a TLS greeting where plain text is spoken
                    talking.sendall(_message({"status": 400, "body": "lost"}, "?"))
                    return
            web.answer(talking, head.decode("latin-1"))
            with suppress(OSError):
                talking.shutdown(socket.SHUT_WR)
