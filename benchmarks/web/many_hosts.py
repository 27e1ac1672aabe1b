"""Thousands of hosts on loopback: ``python -m benchmarks.web.many_hosts [HOSTS]``.

The server of :mod:`benchmarks.web.server` with other pages: what one holds, and how long it
is, follows from its number.  An address is ``/report/MILLISECONDS/NUMBER.html``.
"""

from __future__ import annotations

import asyncio
import sys
from zlib import crc32

from benchmarks.web.server import Server, main

HOSTS = 5_000
MILLISECONDS = 2
_A_NET = 250
_WORDS = "the river carried timber and grain from the upper valley to the lake where boats waited "
#: Half of an address' pages are longer than this many repetitions, none than the double.
_LENGTH = 14


def host(number: int) -> str:
    """A host by its number, from 0; all of 127.0.0.0/8 is this machine on Linux."""
    return f"127.0.{4 + number // _A_NET}.{1 + number % _A_NET}"


def page(number: str) -> bytes:
    """The page of a number."""
    text = "".join(
        f"<p>{number}-{n} {_WORDS}</p>" for n in range(1 + crc32(number.encode()) % (2 * _LENGTH))
    )
    head = f"<html><head><title>Report {number} on boats</title></head>"
    return f"{head}<body>{text}</body></html>".encode()


class PageServer(Server):
    """A page for each number, none for a name that nobody listed."""

    def choose(
        self,
        way: str,  # noqa: ARG002 - the seam's shape
        path: str,
        host: str,  # noqa: ARG002 - the seam's shape
        method: str,  # noqa: ARG002 - the seam's shape
        turn: int,  # noqa: ARG002 - the seam's shape
        head: bytes,  # noqa: ARG002 - the seam's shape
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of an answer."""
        number = path.rpartition("/")[2].partition(".")[0]
        kind = {"Content-Type": "text/html"}
        if number.isdecimal():
            return 200, kind, page(number)
        return 404, kind, b"<p>There is no such report."


if __name__ == "__main__":
    count = int(sys.argv[1]) if sys.argv[1:] else HOSTS
    asyncio.run(main(PageServer(), [host(n) for n in range(count)], tls=False))
