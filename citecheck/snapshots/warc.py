"""WARC 1.1 records (ISO 28500): made from responses, read back, found in files.

Each record is a gzip member of its own, so any of them can be read alone.  What a
record cannot say in WARC's own fields stands in ``WARC-JSON-Metadata``: the index
can be built again from the files alone.  See ``docs/decisions/snapshots-warc.md``.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import responses as reasons
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from citecheck.model.captures import Capture, Hop, Response

_URI_SAFE = "!#$%&'()*+,/:;=?@[]~"
#: Codings that were undone before the body came here; replay must not undo them again.
_UNDONE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_GZIP_MAGIC = b"\x1f\x8b\x08"
_CHUNK = 1 << 16
#: What a header may hold as it is (RFC 9110, 5.5).
_PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))
_OURS = "citecheck"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """Where the full record of a payload stands."""

    warc: str
    offset: int
    target: str
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One gzip member of a file; ``plain`` is ``None`` where the bytes are damaged or cut."""

    offset: int
    length: int
    plain: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record as read: its kind, target, date, our facts and the payload."""

    kind: str
    target: str
    date: str
    facts: dict[str, Any] | None
    refers: dict[str, Any] | None
    payload: bytes


def uri(address: str) -> str:
    """An address as WARC-Target-URI wants it: no spaces, no control characters, ASCII."""
    return quote(address, safe=_URI_SAFE, errors="replace")


def warc_date(moment: datetime) -> str:
    """WARC-Date: UTC, with the fraction of a second if there is one (WARC 1.1)."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def warcinfo(filename: str, software: str) -> bytes:
    """The record that a file begins with."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    info = {
        "software": software,
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
    }
    writer.write_record(writer.create_warcinfo_record(filename, info))
    return out.getvalue()


def response_record(
    response: Response, capture: Capture, facts: dict[str, Any], *, same_as: Payload | None
) -> bytes:
    """The capture as a record; as a revisit of ``same_as`` if the payload is kept already."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    extra: dict[str, Any] = {_OURS: facts}
    if same_as:
        extra["refers"] = {"warc": same_as.warc, "offset": same_as.offset}
    fields = {
        "WARC-Date": warc_date(capture.captured),
        "WARC-JSON-Metadata": json.dumps(extra, ensure_ascii=True, separators=(",", ":")),
    }
    if not capture.complete:
        fields["WARC-Truncated"] = "unspecified"
    if capture.memento:
        # as webrecorder's pywb writes what it takes out of other archives
        fields["WARC-Source-URI"] = uri(capture.memento.url)
        fields["WARC-Creation-Date"] = warc_date(capture.fetched)
    http = _http(response.status, _headers(response, len(response.body)))
    target = uri(capture.final_url)
    if same_as:
        record = writer.create_revisit_record(
            target,
            capture.digest,
            same_as.target,
            same_as.date,
            http_headers=http,
            warc_headers_dict=fields,
        )
    else:
        record = writer.create_warc_record(
            target,
            "response",
            payload=BytesIO(response.body),
            length=len(response.body),
            http_headers=http,
            warc_headers_dict=fields,
        )
    writer.write_record(record)
    return out.getvalue()


def redirect_record(hop: Hop, capture: Capture) -> bytes:
    """A redirect on the way as a record; of its headers only Location is known."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    fields = {"WARC-Date": warc_date(capture.captured), "WARC-Truncated": "unspecified"}
    headers = [("Location", _one_line(hop.location or "")), ("Content-Length", "0")]
    record = writer.create_warc_record(
        uri(hop.url),
        "response",
        payload=BytesIO(b""),
        length=0,
        http_headers=_http(hop.status, headers),
        warc_headers_dict=fields,
    )
    writer.write_record(record)
    return out.getvalue()


def find_members(file: Path, *, start: int = 0) -> Iterator[Member]:
    """The gzip members of a file from an offset on; damage is given as a member, and passed over.

    Raises ``OSError`` if the file cannot be read.
    """
    with file.open("rb") as stream:
        size = stream.seek(0, 2)
        offset = start
        while offset < size:
            plain, end = _read_member(stream, offset)
            if plain is None:
                end = _next_magic(stream, offset + 1, size)
            yield Member(offset=offset, length=end - offset, plain=plain)
            offset = end


def read_record(plain: bytes) -> Record | None:
    """The record in a member's bytes; ``None`` if it is none or its block digest is wrong."""
    try:
        for record in ArchiveIterator(BytesIO(plain), check_digests=True):
            payload = record.content_stream().read()
            if record.digest_checker.passed is False:
                return None
            extra = _json_object(record.rec_headers.get_header("WARC-JSON-Metadata"))
            return Record(
                kind=str(record.rec_type),
                target=record.rec_headers.get_header("WARC-Target-URI") or "",
                date=record.rec_headers.get_header("WARC-Date") or "",
                facts=extra.get(_OURS),
                refers=extra.get("refers"),
                payload=payload,
            )
    except (ArchiveLoadFailed, EOFError, ValueError):
        return None
    return None


def _read_member(stream: BinaryIO, offset: int) -> tuple[bytes | None, int]:
    stream.seek(offset)
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
    parts, read = [], offset
    while not inflate.eof:
        chunk = stream.read(_CHUNK)
        if not chunk:
            return None, read
        read += len(chunk)
        try:
            parts.append(inflate.decompress(chunk))
        except zlib.error:
            return None, read
    return b"".join(parts), read - len(inflate.unused_data)


def _next_magic(stream: BinaryIO, start: int, size: int) -> int:
    """Where the next gzip member may begin; the end of the file if none does."""
    position, tail = start, b""
    stream.seek(start)
    while chunk := stream.read(_CHUNK):
        found = (tail + chunk).find(_GZIP_MAGIC)
        if found >= 0:
            return position - len(tail) + found
        position += len(chunk)
        tail = (tail + chunk)[-2:]
    return size


def _json_object(text: str | None) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _http(status: int, headers: list[tuple[str, str]]) -> StatusAndHeaders:
    line = f"{status} {reasons.get(status, 'Unknown')}"
    return StatusAndHeaders(line, [(n, _ascii(v)) for n, v in headers], protocol="HTTP/1.1")


def _ascii(value: str) -> str:
    """A header's value in ASCII; warcio's own way leaves some values as they are and fails."""
    return value if value.isascii() else quote(value, safe=_PRINTABLE)


def _headers(response: Response, length: int) -> list[tuple[str, str]]:
    """The headers as they came; those of codings that were undone under an ``X-Orig-`` name."""
    kept = [
        (f"X-Orig-{name}" if name.lower() in _UNDONE else name, _one_line(value))
        for name, value in response.headers
        if name and name.isascii() and not set(name) & set(" \t\r\n:")
    ]
    return [*kept, ("Content-Length", str(length))]


def _one_line(value: str) -> str:
    return " ".join(value.split("\n")).replace("\r", " ").strip()
