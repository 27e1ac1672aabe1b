"""WARC files of invented captures, written with warcio for real archive software to serve."""

from __future__ import annotations

import gzip
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

REASONS = {200: "OK", 301: "Moved Permanently", 302: "Found", 404: "Not Found", 429: "Too Many"}
HTML = "text/html"


@dataclass(frozen=True)
class Held:
    """One capture: address, 14 digits, and the answer as it came over the wire."""

    url: str
    stamp: str
    body: bytes
    status: int = 200
    kind: str = HTML
    headers: tuple[tuple[str, str], ...] = ()


def page(title: str, words: str, *, meta: str = "", encoding: str = "utf-8") -> bytes:
    """A small page."""
    declared = f'<meta charset="{meta}">' if meta else ""
    return (
        f"<html><head>{declared}<title>{title}</title></head>"
        f"<body><h1>{title}</h1><p>{words}</p></body></html>"
    ).encode(encoding)


def chunked(body: bytes) -> bytes:
    """A body in chunks (RFC 9112, 7.1)."""
    half = len(body) // 2
    parts = (body[:half], body[half:])
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def gzipped(body: bytes) -> bytes:
    """A body under Content-Encoding: gzip, the same on each run."""
    return gzip.compress(body, mtime=0)


def write_warcs(folder: Path, held: Sequence[Held]) -> list[Path]:
    """A file a year; the same bytes of one address again become a revisit record."""
    folder.mkdir(parents=True, exist_ok=True)
    seen: dict[tuple[str, str], str] = {}
    files = []
    for year in sorted({capture.stamp[:4] for capture in held}):
        path = folder / f"{year}.warc.gz"
        files.append(path)
        with path.open("wb") as stream:
            writer = WARCWriter(stream, gzip=True, warc_version="WARC/1.1")
            for capture in sorted(held, key=lambda c: c.stamp):
                if capture.stamp.startswith(year):
                    _write(writer, capture, seen)
    return files


def _write(writer: WARCWriter, capture: Held, seen: dict[tuple[str, str], str]) -> None:
    stamp = capture.stamp
    date = f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}T{stamp[8:10]}:{stamp[10:12]}:{stamp[12:]}Z"
    sent = [("Content-Type", capture.kind), *capture.headers]
    if not any(name == "Transfer-Encoding" for name, _ in sent):
        sent.append(("Content-Length", str(len(capture.body))))
    http = StatusAndHeaders(
        f"{capture.status} {REASONS[capture.status]}", sent, protocol="HTTP/1.1"
    )
    record = writer.create_warc_record(
        capture.url,
        "response",
        payload=io.BytesIO(capture.body),
        length=len(capture.body),  # known: warcio then buffers nothing in files of its own
        http_headers=http,
        warc_headers_dict={"WARC-Date": date},
    )
    writer.ensure_digest(record, payload=True)
    digest = record.rec_headers.get_header("WARC-Payload-Digest")
    first = seen.get((capture.url, digest))
    if first and capture.body:
        record = writer.create_revisit_record(
            capture.url,
            digest,
            capture.url,
            first,
            http_headers=http,
            warc_headers_dict={"WARC-Date": date},
        )
    seen.setdefault((capture.url, digest), date)
    writer.write_record(record)
