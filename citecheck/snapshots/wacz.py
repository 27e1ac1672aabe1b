"""Captures as one file to hand over: WACZ 1.1.1, which ReplayWeb.page opens without a server.

A zip of a WARC file, its index (CDXJ in blocks, "ZipNum"), a list of pages and the digest
of each of these (Frictionless Data Package).  Records are copied byte by byte, so that
their digests stay what they were.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from citecheck.model.errors import InputError
from citecheck.snapshots.index import Entry
from citecheck.snapshots.members import find_members, read_record
from citecheck.snapshots.urlkey import urlkey
from citecheck.snapshots.warc import warcinfo

VERSION = "1.1.1"
#: Lines in a block of the index, as archives use it.
_BLOCK = 1024
_WARC = "citecheck.warc.gz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that a reader may open: its address, moment and title."""

    url: str
    at: datetime
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the package tells of itself."""

    title: str
    description: str
    software: str
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copied:
    """A record in the package's own WARC file."""

    entry: Entry
    offset: int
    data: bytes


def write_wacz(
    target: Path, folder: Path, entries: Sequence[Entry], pages: Sequence[Page], about: About
) -> None:
    """Write the records of ``entries`` from the files in ``folder``, with their requests.

    The same captures and words give the same bytes.  Raises :class:`InputError` where the file
    cannot be written, or a record cannot be read.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        head = warcinfo(_WARC, about.software, at=about.created)
        warc, copied = bytearray(head), []
        for entry, requests, data in _read_all(folder, entries):
            warc += requests
            copied.append(_Copied(entry=entry, offset=len(warc), data=data))
            warc += data
        blocks, idx = _index(copied)
        files = {
            f"archive/{_WARC}": bytes(warc),
            "indexes/index.cdx.gz": blocks,
            "indexes/index.idx": idx,
            "pages/pages.jsonl": _pages(pages),
        }
        package = _json(_package(files, pages, about))
        digest = {"path": "datapackage.json", "hash": _sha256(package)}
        files |= {"datapackage.json": package, "datapackage-digest.json": _json(digest)}
        target.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(part, "w") as archive:
            for name, data in files.items():
                archive.writestr(_info(name, about.created), data)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise InputError(
            f"the WACZ cannot be written: {error.strerror or error}", source=str(target)
        ) from error


def _read_all(folder: Path, entries: Sequence[Entry]) -> Iterator[tuple[Entry, bytes, bytes]]:
    """Each entry with its request's record, if there is one, and its own, in files' order."""
    for name in sorted({entry.warc for entry in entries}):
        wanted = {entry.offset: entry for entry in entries if entry.warc == name}
        request, left = b"", len(wanted)
        for member in find_members(folder / Path(name).name):
            if not left:
                break
            entry = wanted.get(member.offset)
            plain = member.plain
            if plain is None:
                if entry:
                    raise _damaged(folder / name, member.offset)
                request = b""
                continue
            data = gzip.compress(plain, mtime=0) if name.endswith(".warc") else b""
            if entry is None:
                is_request = b"\r\nWARC-Type: request\r\n" in plain[:2048]
                request = data or _bytes(folder / name, member.offset, member.length)
                request = request if is_request else b""
                continue
            if read_record(plain) is None:
                raise _damaged(folder / name, member.offset)
            left -= 1
            yield entry, request, data or _bytes(folder / name, member.offset, member.length)
            request = b""


def _damaged(file: Path, offset: int) -> InputError:
    return InputError(
        f"the record at byte {offset} is damaged",
        source=str(file),
        remedy="restore the file or audit the address again",
    )


def _bytes(file: Path, offset: int, length: int) -> bytes:
    with file.open("rb") as stream:
        stream.seek(offset)
        return stream.read(length)


def _index(copied: Sequence[_Copied]) -> tuple[bytes, bytes]:
    """The index in gzip blocks of so many lines, and the index of the blocks."""
    lines = sorted(_line(one) for one in copied)
    blocks = bytearray()
    idx = ['!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n']
    for at in range(0, len(lines), _BLOCK):
        block = gzip.compress("".join(lines[at : at + _BLOCK]).encode("ascii"), mtime=0)
        place = {"offset": len(blocks), "length": len(block), "digest": _sha256(block)}
        idx.append(f"{' '.join(lines[at].split(' ', 2)[:2])} {json.dumps(place)}\n")
        blocks += block
    return bytes(blocks), "".join(idx).encode("ascii")


def _line(one: _Copied) -> str:
    entry = one.entry
    record: dict[str, Any] = {
        "url": entry.target,
        "mime": "warc/revisit" if entry.payload else (entry.media_type or "unk").split(";")[0],
        "status": str(entry.status),
        "digest": entry.digest,
        "length": str(len(one.data)),
        "offset": str(one.offset),
        "filename": _WARC,
        "recordDigest": _sha256(one.data),
    }
    stamp = entry.moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    return f"{urlkey(entry.target)} {stamp} {json.dumps(record, ensure_ascii=True)}\n"


def _pages(pages: Sequence[Page]) -> bytes:
    lines: list[Mapping[str, str]] = [
        {"format": "json-pages-1.0", "id": "pages", "title": "Captures"}
    ]
    lines += [
        {
            "id": str(uuid5(NAMESPACE_URL, f"{_stamp(page.at)} {page.url}")),
            "url": page.url,
            "ts": _stamp(page.at),
            "title": page.title,
        }
        for page in pages
    ]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()


def _package(files: Mapping[str, bytes], pages: Sequence[Page], about: About) -> dict[str, Any]:
    first = {"mainPageUrl": pages[0].url, "mainPageDate": _stamp(pages[0].at)} if pages else {}
    return {
        "profile": "data-package",
        "title": about.title,
        "description": about.description,
        "created": _stamp(about.created),
        "wacz_version": VERSION,
        "software": about.software,
        **first,
        "resources": [
            {
                "name": name.rsplit("/", 1)[1],
                "path": name,
                "hash": _sha256(data),
                "bytes": len(data),
            }
            for name, data in files.items()
        ],
    }


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _sha256(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _info(name: str, at: datetime) -> zipfile.ZipInfo:
    """WARC and index must be stored as they are, for readers that fetch ranges of them."""
    info = zipfile.ZipInfo(name, at.astimezone(UTC).timetuple()[:6])
    stored = name.endswith(".gz")
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info
