"""WARC 1.1 records (ISO 28500), made from what came over the wire.

Each record is a gzip member of its own, so any of them can be read alone.  What a
record cannot say in WARC's own fields stands in ``WARC-JSON-Metadata``: the index
can be built again from the files alone.  See ``docs/decisions/snapshots-warc.md``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import responses as reasons
from io import BytesIO
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from citecheck.model.captures import Capture, Hop, Response, Wire

_URI_SAFE = "!#$%&'()*+,/:;=?@[]~"
#: Codings that were undone before the body came here; replay must not undo them again.
_UNDONE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
#: What a header may hold as it is (RFC 9110, 5.5).
_PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))
#: The keys under which ``WARC-JSON-Metadata`` holds what WARC has no field for; the first
#: is in every answer of ours, with ``null`` where it is no capture.
FACTS, REFERS, NOT_MODIFIED = "citecheck", "refers", "not_modified"
#: ISO 28500, 6.7.3.
SERVER_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """Where the full record of a payload stands."""

    warc: str
    offset: int
    target: str
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Records to be appended together; ``at``: where the one with the answer begins."""

    data: bytes
    at: int


def uri(address: str) -> str:
    """An address as WARC-Target-URI wants it: no spaces, no control characters, ASCII."""
    return quote(address, safe=_URI_SAFE, errors="replace")


def warc_date(moment: datetime) -> str:
    """WARC-Date: UTC, with the fraction of a second if there is one (WARC 1.1)."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def warcinfo(filename: str, software: str, *, at: datetime | None = None) -> bytes:
    """The record that a file begins with; made ``at`` a moment, its bytes are always the same."""
    out, writer = _writer()
    info = {
        "software": software,
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
    }
    record = writer.create_warcinfo_record(filename, info)
    if at:
        name = uuid5(NAMESPACE_URL, f"{warc_date(at)} {filename}")
        record.rec_headers.replace_header("WARC-Date", warc_date(at))
        record.rec_headers.replace_header("WARC-Record-ID", f"<urn:uuid:{name}>")
    writer.write_record(record)
    return out.getvalue()


def exchange_records(
    response: Response,
    *,
    digest: str,
    same_as: Payload | None,
    capture: Capture | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Written:
    """One exchange: the request if it is known, then the answer.

    The answer is a revisit of ``same_as`` if the payload is kept already, and one with
    an empty block where the server itself said so (304): Wayback software then shows the
    headers and the bytes of the record that it refers to.  ``capture`` with its ``facts``
    is what an audit makes of the answer, ``None`` for one on the way to it.
    """
    date = warc_date(response.at)
    target = uri(capture.final_url if capture else response.url)
    fields = {"WARC-Date": date}
    if response.wire and response.wire.ip:
        fields["WARC-IP-Address"] = response.wire.ip
    cut = response.wire.cut if response.wire else None
    if cut or not response.complete:
        fields["WARC-Truncated"] = cut.value if cut else "unspecified"
    if capture and capture.memento:
        # as webrecorder's pywb writes what it takes out of other archives
        fields["WARC-Source-URI"] = uri(capture.memento.url)
        fields["WARC-Creation-Date"] = warc_date(capture.fetched)
    extra: dict[str, Any] = {FACTS: facts}
    if same_as:
        extra[REFERS] = {"warc": same_as.warc, "offset": same_as.offset}
    if response.unchanged and same_as:
        extra[NOT_MODIFIED] = [list(header) for header in response.unchanged.headers]
    fields["WARC-JSON-Metadata"] = json.dumps(extra, ensure_ascii=True, separators=(",", ":"))
    out, writer = _writer()
    answer = _answer_record(writer, response, target, digest, same_as, fields)
    archived = capture is not None and capture.memento is not None
    if response.wire and response.wire.request and not archived:
        identity = answer.rec_headers.get_header("WARC-Record-ID")
        writer.write_record(_request_record(writer, response.wire, target, date, identity))
    at = out.tell()
    writer.write_record(answer)
    return Written(data=out.getvalue(), at=at)


def _answer_record(
    writer: WARCWriter,
    response: Response,
    target: str,
    digest: str,
    same_as: Payload | None,
    fields: dict[str, str],
) -> ArcWarcRecord:
    http = _http(response, _headers(response, len(response.body)))
    if same_as is None:
        return writer.create_warc_record(
            target,
            "response",
            payload=BytesIO(response.body),
            length=len(response.body),
            http_headers=http,
            warc_headers_dict=fields,
        )
    record = writer.create_revisit_record(
        target,
        digest,
        same_as.target,
        same_as.date,
        http_headers=None if response.unchanged else http,
        warc_headers_dict=fields,
    )
    if response.unchanged:
        record.rec_headers.replace_header("WARC-Profile", SERVER_NOT_MODIFIED)
    return record


def _request_record(
    writer: WARCWriter, wire: Wire, target: str, date: str, answer: str
) -> ArcWarcRecord:
    return writer.create_warc_record(
        target,
        "request",
        payload=BytesIO(wire.request),
        length=len(wire.request),
        warc_headers_dict={"WARC-Date": date, "WARC-Concurrent-To": answer},
    )


def redirect_record(hop: Hop, capture: Capture) -> bytes:
    """A redirect that an archive tells of; of its headers only Location is known."""
    out, writer = _writer()
    fields = {
        "WARC-Date": warc_date(capture.captured),
        "WARC-Truncated": "unspecified",
        "WARC-JSON-Metadata": json.dumps({FACTS: None}),
    }
    headers = [("Location", _ascii(_one_line(hop.location or ""))), ("Content-Length", "0")]
    line = f"{hop.status} {reasons.get(hop.status, 'Unknown')}"
    record = writer.create_warc_record(
        uri(hop.url),
        "response",
        payload=BytesIO(b""),
        length=0,
        http_headers=StatusAndHeaders(line, headers, protocol="HTTP/1.1"),
        warc_headers_dict=fields,
    )
    writer.write_record(record)
    return out.getvalue()


def _writer() -> tuple[BytesIO, WARCWriter]:
    out = BytesIO()
    return out, WARCWriter(out, gzip=True, warc_version="1.1")


def _http(response: Response, headers: Sequence[tuple[str, str]]) -> StatusAndHeaders:
    wire = response.wire
    reason = _ascii(_one_line(wire.reason)) if wire else ""
    line = f"{response.status} {reason or reasons.get(response.status, 'Unknown')}"
    protocol = f"HTTP/{wire.version if wire else '1.1'}"
    return StatusAndHeaders(line, [(n, _ascii(v)) for n, v in headers], protocol=protocol)


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
