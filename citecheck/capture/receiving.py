"""The body of an answer within the limits: unpacked, counted, and known to be whole or not."""

from __future__ import annotations

import http.client
import io
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import urllib3

from citecheck.capture.failures import in_words
from citecheck.capture.guard import Stopped
from citecheck.capture.unpacking import Bomb, CutShort, unpack
from citecheck.model.captures import Cut, Failure

_CHUNK = 65_536
#: Of a redirect or an error no more is read than this: nobody needs the rest of it.
ENOUGH_OF_AN_ERROR = 262_144
#: So much is kept of a page that is given up.
BEGINNING = 65_536
_RANGE = re.compile(r"\s*bytes\s+(\d+)-(\d+)/(\d+)", re.IGNORECASE | re.ASCII)
_PACKED_FILE = (".gz", ".tgz", ".zip", ".svgz")
_PACKED_TYPE = ("gzip", "x-tar", "compressed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The bytes that came, whether they are all, and what is to be said of them.

    ``cut`` tells why no more was read, also where no more was wanted.
    """

    body: bytes
    complete: bool = True
    why: str = ""
    cut: Cut | None = None


def receive(
    raw: urllib3.HTTPResponse, url: str, *, limit: int, until: float, patience: float
) -> Received:
    """Read the body of a GET's answer, at most ``limit`` bytes when unpacked.

    ``until`` is a moment of the monotonic clock, ``patience`` the seconds that led to it,
    for the words.  Raises :class:`Stopped` where a page is too large or too slow; of an
    error or a redirect, whose status says it all, just what came is given.
    """
    is_page = raw.status < 300
    promised = _promised(raw)
    if is_page and promised is not None and promised > limit:
        raise Stopped(Failure.TOO_LARGE, f"{promised:,} bytes, more than {limit:,}")
    allowed = limit if is_page else min(limit, ENOUGH_OF_AN_ERROR)
    late = Stopped(Failure.TIMEOUT, f"not finished after {patience:g} s")
    body, size = io.BytesIO(), 0
    pieces = _pieces(raw, until, late)
    failed: Stopped | Received | None = None
    cut = None
    try:
        for piece in unpack(
            pieces, raw.headers.get("Content-Encoding"), is_archive=_is_packed_file(raw, url)
        ):
            size += len(piece)
            if size > allowed:
                if is_page:
                    raise Stopped(Failure.TOO_LARGE, f"more than {limit:,} bytes")
                cut = Cut.LENGTH
                break
            body.write(piece)
    except Stopped as stopped:
        failed = stopped
    except Bomb as bomb:
        failed = Stopped(Failure.TOO_LARGE, f"a compression bomb: {bomb}")
    except CutShort as short:
        failed = Received(body=body.getvalue(), complete=False, why=str(short), cut=Cut.DISCONNECT)
    except (urllib3.exceptions.ReadTimeoutError, TimeoutError):
        failed = Stopped(Failure.TIMEOUT, f"the body stopped coming after {size:,} bytes")
    except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError) as error:
        if time.monotonic() >= until:
            failed = late
        else:
            why = f"the connection broke: {_broken(error, size)}"
            failed = Received(body=body.getvalue(), complete=False, why=why, cut=Cut.DISCONNECT)
    if isinstance(failed, Received):
        return failed
    if failed is None and is_page and time.monotonic() >= until:
        failed = late  # shut by us, which looks like an end
    if failed is not None:
        cut = Cut.LENGTH if failed.failure is Failure.TOO_LARGE else Cut.TIME
        failed.body = body.getvalue()[:BEGINNING]
        if is_page:
            raise failed
    part = _part_of_it(raw) if raw.status == 206 else ""
    return Received(body=body.getvalue(), complete=not part, why=part, cut=cut)


def _part_of_it(raw: urllib3.HTTPResponse) -> str:
    """What a 206 that nobody asked for says that it leaves out (RFC 9110, 14.4)."""
    found = _RANGE.match(raw.headers.get("Content-Range", ""))
    if found is None or (found[1] == "0" and int(found[2][:20]) + 1 == int(found[3][:20])):
        return ""
    return f"a part alone was sent: bytes {found[1]} to {found[2]} of {found[3]}"


def _pieces(raw: urllib3.HTTPResponse, until: float, late: Stopped) -> Iterator[bytes]:
    while part := raw.read1(_CHUNK, decode_content=False):
        if time.monotonic() >= until:
            raise late
        yield part


def _promised(raw: urllib3.HTTPResponse) -> int | None:
    """The bytes that the head promises, where a number says so."""
    told = raw.headers.get("Content-Length", "").strip()
    return int(told[:20]) if told.isascii() and told.isdigit() else None


def _is_packed_file(raw: urllib3.HTTPResponse, url: str) -> bool:
    kind = raw.headers.get("Content-Type", "").lower()
    path = urlsplit(url).path.lower()
    return path.endswith(_PACKED_FILE) or any(part in kind for part in _PACKED_TYPE)


def _broken(error: BaseException, size: int) -> str:
    partial = next((a for a in error.args if isinstance(a, http.client.IncompleteRead)), None)
    if partial is not None or isinstance(error, http.client.IncompleteRead):
        more = getattr(partial or error, "expected", None)
        return f"{size:,} bytes came" + (f", {more:,} more were promised" if more else "")
    return in_words(error)
