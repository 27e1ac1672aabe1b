"""The server of the loopback web, a program of its own: ``python -m benchmarks.web.server``.

Prints its ports (plain, TLS) as JSON; when its standard input ends, it prints what it
saw: requests, the most in flight at once and on one host, requests that came before a
Retry-After was over, seconds from the first request to the end of the last.

A request is in flight until its answer is written or the visitor has hung up: a server that
is late to notice looks at the line itself before it counts one more.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import random
import socket
import ssl
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import citecheck.demo
from benchmarks.web.scenarios import HOSTS, RETRY_AFTER

TLS = Path(citecheck.demo.__file__).parent / "tls"
OURS = [f"127.0.1.{n}" for n in range(1, HOSTS + 1)]
BOMB_BYTES = 256 << 20
_WORDS = (
    "the river carried timber and grain from the upper valley to the lake where boats of the "
    "ferry company waited and the harbour office counted what was unloaded each morning before "
    "the mill began its work and the school bell called children from both banks of the town"
).split()


class Seen:
    """What the server saw of its visitor."""

    def __init__(self) -> None:
        self.requests = self.early = self.bytes = self.now = self.most = 0
        self.on_host: dict[str, set[asyncio.StreamWriter]] = {}
        self.most_on_host = 0
        self.first = self.last = 0.0
        self.counts: Counter[tuple[str, str]] = Counter()
        self.closed_until: dict[tuple[str, str], float] = {}

    def begin(self, host: str, path: str, line: asyncio.StreamWriter) -> int:
        """A request begins; gives how many of this address came before."""
        self.first = self.first or time.monotonic()
        self.requests += 1
        self.now += 1
        here = self.on_host.setdefault(host, set())
        here.add(line)
        self.most = max(self.most, self.now)
        if len(here) > self.most_on_host:
            self.most_on_host = max(self.most_on_host, sum(not _hung_up(one) for one in here))
        if time.monotonic() < self.closed_until.get((host, path), 0.0):
            self.early += 1
        self.counts[host, path] += 1
        return self.counts[host, path] - 1

    def end(self, host: str, line: asyncio.StreamWriter) -> None:
        """It is over."""
        self.now -= 1
        self.on_host[host].discard(line)
        self.last = time.monotonic()


def _hung_up(line: asyncio.StreamWriter) -> bool:
    """Whether the other side has closed the line, though the loop may not have heard of it yet.

    A visitor says one thing at a time, so all that can wait here is the end.
    """
    if line.transport.is_closing():
        return True
    own = line.get_extra_info("socket")
    if own is None or own.fileno() < 0:
        return True
    with socket.socket(fileno=os.dup(own.fileno())) as again:
        again.setblocking(False)
        try:
            return not again.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:  # reset
            return True


def _page(title: str, seed: str, words: int = 700) -> bytes:
    chance = random.Random(seed)
    text = " ".join(chance.choices(_WORDS, k=words))
    return f"<html><head><title>{title} {seed}</title></head><body><h1>{title} {seed}</h1><p>{text}</p></body></html>".encode()  # noqa: E501


_PDF = (Path(citecheck.demo.__file__).parent / "web").rglob("*.pdf")


class Server:
    """One answer after another, as the path says."""

    def __init__(self) -> None:
        self.seen = Seen()
        self.pdf = next(iter(_PDF)).read_bytes()
        self.bomb = gzip.compress(bytes(BOMB_BYTES), compresslevel=6)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer what comes on one connection until it ends."""
        host = writer.get_extra_info("sockname")[0]
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                method, path, _ = head.decode("latin-1").split(" ", 2)
                turn = self.seen.begin(host, path, writer)
                try:
                    keeps = await self.answer(reader, writer, host, method, path, turn, head)
                finally:
                    self.seen.end(host, writer)
                if not keeps:
                    break
        except (
            asyncio.IncompleteReadError,
            ConnectionError,
            asyncio.LimitOverrunError,
            TimeoutError,
        ):
            pass
        finally:
            writer.close()

    async def answer(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        host: str,
        method: str,
        path: str,
        turn: int,
        head: bytes,
    ) -> bool:
        """One answer; gives whether the connection stays."""
        parts = path.strip("/").split("/")
        way = parts[0]
        milliseconds = int(parts[1]) if len(parts) > 2 and parts[1].isdigit() else 50
        if way == "hang":
            milliseconds = 60_000
        try:  # nobody says two things at once, so what comes while it waits is the end
            await asyncio.wait_for(reader.read(1), milliseconds / 1000)
        except TimeoutError:
            pass
        else:
            return False
        if way == "hang":
            return False
        if way == "reset":
            writer.transport.abort()
            return False
        status, headers, body = self.choose(way, path, host, method, turn, head)
        if way == "429" or (way in RETRY_AFTER and not turn):
            headers["Retry-After"] = str(RETRY_AFTER[way])
            self.seen.closed_until[host, path] = time.monotonic() + RETRY_AFTER[way]
        promised = len(body) + (5000 if way == "cut" else 0)
        lines = [f"HTTP/1.1 {status} So", f"Content-Length: {promised}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        message = "\r\n".join([*lines, "", ""]).encode()
        if method != "HEAD":
            message += body
        self.seen.bytes += len(message)
        writer.write(message)
        await writer.drain()
        return way != "cut"

    def choose(
        self, way: str, path: str, host: str, method: str, turn: int, head: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of an answer."""
        html = {"Content-Type": "text/html"}
        article = _page("River report", f"{host}{path}")
        base = path.rsplit("/", 1)[0]
        name = path.rsplit("/", 1)[1]
        match way:
            case "pdf":
                return 200, {"Content-Type": "application/pdf"}, self.pdf
            case "no-head" if method == "HEAD":
                return 405, html, b""
            case "moved" | "found":
                if name.startswith("new-"):
                    return 200, html, article
                return (301 if way == "moved" else 302), {"Location": f"{base}/new-{name}"}, b""
            case "chain":
                if name.startswith("x-x-x-"):
                    return 200, html, article
                return 301, {"Location": f"{base}/x-{name}"}, b""
            case "404" | "410":
                return int(way), html, b"<h1>Not found</h1>"
            case "moved-404":
                if name.startswith("new-"):
                    return 404, html, b"<h1>Not found</h1>"
                return 301, {"Location": f"{base}/new-{name}"}, b""
            case "loop":
                to = name.removeprefix("b-") if name.startswith("b-") else f"b-{name}"
                return 302, {"Location": f"{base}/{to}"}, b""
            case "500":
                return 500, html, b"<h1>Oh</h1>"
            case "500-once" | "503-once" | "429-once" if not turn:
                return int(way[:3]), html, b"<h1>Busy</h1>"
            case "429":
                return 429, html, b"<h1>Busy</h1>"
            case "browsers" if b"Mozilla/5.0 (X11" not in head and b"Chrome" not in head:
                return 403, html, b"<h1>Forbidden</h1>"
            case "challenge":
                return (
                    403,
                    {**html, "cf-mitigated": "challenge"},
                    b"<title>Just a moment...</title>",
                )
            case "login":
                to = {"Location": f"/signin/{path.split('/')[2]}/form.html?next={path}"}
                return 302, to, b""
            case "signin":
                return 200, html, b"<title>Sign in</title><h1>Sign in</h1><input type=password>"
            case "soft":
                return 200, html, b"<title>Page not found</title><h1>Page not found</h1>Sorry."
            case "home":
                return 301, {"Location": "/"}, b""
            case "" | "index.html":
                return 200, html, _page("Welcome", host)
            case "parked":
                return 200, html, b"<title>x.example</title><h1>This domain is for sale</h1>"
            case "empty":
                return 200, html, b""
            case "bomb":
                return 200, {**html, "Content-Encoding": "gzip"}, self.bomb
            case _ if "citecheck-" in name:  # an invented address
                return 404, html, b"<h1>Not found</h1>"
            case _:
                return 200, html, article


async def main(server: Server, hosts: Sequence[str] = OURS, *, tls: bool = True) -> None:
    """Serve on so many hosts, each an address of this machine, until standard input ends."""
    plain = await asyncio.start_server(server.talk, hosts[:1], 0, backlog=512)
    port = plain.sockets[0].getsockname()[1]
    await asyncio.start_server(server.talk, hosts[1:], port, backlog=512)
    ports = [port]
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(TLS / "demo-only-cert.pem", TLS / "demo-only-key.pem")
        secure = await asyncio.start_server(server.talk, hosts[:1], 0, ssl=context)
        ports.append(secure.sockets[0].getsockname()[1])
        await asyncio.start_server(server.talk, hosts[1:], ports[1], ssl=context)
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)
    print(json.dumps(ports), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    seen = server.seen
    print(
        json.dumps(
            {
                "requests": seen.requests,
                "early": seen.early,
                "megabytes": round(seen.bytes / 1e6, 1),
                "at once": seen.most,
                "on one host": seen.most_on_host,
                "seconds": round(seen.last - seen.first, 2),
            }
        ),
        flush=True,
    )


if __name__ == "__main__":
    asyncio.run(main(Server()))
