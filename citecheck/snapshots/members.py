"""Records read back from WARC files, ours or another program's, gzipped or plain.

Damage is a value with its place, and what stands behind it is still found.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from citecheck.snapshots.warc import FACTS, NOT_MODIFIED, REFERS

_GZIP_MAGIC = b"\x1f\x8b\x08"
_RECORD = b"WARC/1."
_CHUNK = 1 << 16
#: No member is unpacked to more: a bomb may lie in a file of somebody else's.
_MOST_BYTES = 1 << 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One record's bytes in a file; ``plain`` is ``None`` where they are damaged or cut."""

    offset: int
    length: int
    plain: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record as read: its kind, target, date, HTTP head, payload, and our own facts.

    ``payload`` is decoded of transfer and content coding.  ``refers_to`` is target and
    date of the record whose payload a revisit has, ``not_modified`` what a 304 carried,
    ``digest`` the payload's as the record names it.
    """

    kind: str
    target: str
    date: str
    status: int | None
    headers: tuple[tuple[str, str], ...]
    ours: bool
    facts: dict[str, Any] | None
    refers: dict[str, Any] | None
    not_modified: list[list[str]] | None
    refers_to: tuple[str, str] | None
    digest: str | None
    truncated: bool
    payload: bytes

    def header(self, name: str) -> str | None:
        """The first HTTP header of that name, whatever its case."""
        wanted = name.lower()
        return next((v for k, v in self.headers if k.lower() == wanted), None)


def find_members(file: Path, *, start: int = 0) -> Iterator[Member]:
    """The records of a file from an offset on; damage is given as a member, and passed over.

    Raises ``OSError`` if the file cannot be read.
    """
    with file.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(0)
        gzipped = stream.read(len(_GZIP_MAGIC)) == _GZIP_MAGIC or file.suffix == ".gz"
        read, mark = (_read_member, _GZIP_MAGIC) if gzipped else (_read_plain, _RECORD)
        offset = start
        while offset < size:
            plain, end = read(stream, offset)
            if plain is None:
                end = _next_mark(stream, offset + 1, size, mark)
            yield Member(offset=offset, length=end - offset, plain=plain)
            offset = end


def unpack_member(packed: bytes) -> bytes | None:
    """The record in the bytes of one gzip member; ``None`` if they are damaged or cut."""
    return _read_member(BytesIO(packed), 0)[0]


def read_record(plain: bytes) -> Record | None:
    """The record in a member's bytes; ``None`` if it is none or a digest of it is wrong."""
    try:
        for record in ArchiveIterator(BytesIO(plain), check_digests=True):
            payload = record.content_stream().read()
            if record.digest_checker.passed is False:
                return None
            return _to_record(record, payload)
    except (ArchiveLoadFailed, EOFError, ValueError, OSError, zlib.error):
        return None
    return None


def _to_record(record: ArcWarcRecord, payload: bytes) -> Record:
    head, http = record.rec_headers, record.http_headers
    extra = _json_object(head.get_header("WARC-JSON-Metadata"))
    refers_to = head.get_header("WARC-Refers-To-Target-URI")
    status = http.get_statuscode() if http else ""
    return Record(
        kind=str(record.rec_type),
        target=_bare(head.get_header("WARC-Target-URI")),
        date=head.get_header("WARC-Date") or "",
        status=int(status) if status and status.isascii() and status.isdigit() else None,
        headers=tuple((str(n), str(v)) for n, v in http.headers) if http else (),
        ours=FACTS in extra,
        facts=extra.get(FACTS),
        refers=extra.get(REFERS),
        not_modified=extra.get(NOT_MODIFIED),
        refers_to=(
            (_bare(refers_to), head.get_header("WARC-Refers-To-Date") or "") if refers_to else None
        ),
        digest=head.get_header("WARC-Payload-Digest"),
        truncated=head.get_header("WARC-Truncated") is not None,
        payload=payload,
    )


def _bare(address: str | None) -> str:
    """An address without the angle brackets that WARC 1.0 was read to want (wget writes them)."""
    text = (address or "").strip()
    return text[1:-1] if text.startswith("<") and text.endswith(">") else text


def _read_member(stream: BinaryIO, offset: int) -> tuple[bytes | None, int]:
    stream.seek(offset)
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
    parts, read, size = [], offset, 0
    while not inflate.eof:
        chunk = inflate.unconsumed_tail or stream.read(_CHUNK)
        if not chunk:
            return None, read
        read += 0 if inflate.unconsumed_tail else len(chunk)
        try:
            parts.append(inflate.decompress(chunk, _CHUNK * 16))
        except zlib.error:
            return None, read
        size += len(parts[-1])
        if size > _MOST_BYTES:
            return None, read
    return b"".join(parts), read - len(inflate.unused_data)


def _read_plain(stream: BinaryIO, offset: int) -> tuple[bytes | None, int]:
    """A record that is not compressed: its head tells its length (ISO 28500, 4)."""
    stream.seek(offset)
    head = b""
    while b"\r\n\r\n" not in head:
        chunk = stream.read(4096)
        if not chunk or len(head) > 1 << 20:
            return None, offset
        head += chunk
    head = head.partition(b"\r\n\r\n")[0]
    lines = (line.partition(b":") for line in head.split(b"\r\n"))
    length = next((v.strip() for n, _, v in lines if n.strip().lower() == b"content-length"), b"")
    if not head.startswith(_RECORD) or not length.isdigit() or int(length) > _MOST_BYTES:
        return None, offset
    size = len(head) + 4 + int(length) + 4
    stream.seek(offset)
    plain = stream.read(size)
    whole = len(plain) == size and plain.endswith(b"\r\n\r\n")
    return (plain if whole else None), offset + size


def _next_mark(stream: BinaryIO, start: int, size: int, mark: bytes) -> int:
    """Where the next record may begin; the end of the file if none does."""
    position, tail = start, b""
    stream.seek(start)
    while chunk := stream.read(_CHUNK):
        found = (tail + chunk).find(mark)
        if found >= 0:
            return position - len(tail) + found
        position += len(chunk)
        tail = (tail + chunk)[-(len(mark) - 1) :]
    return size


def _json_object(text: str | None) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
