"""What the invented archive holds, and how its index is asked: pure, no server in it."""

from __future__ import annotations

import re
from base64 import b32encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha1
from urllib.parse import urlsplit

from citecheck.demo.sites import ArchivedCopy, Shelf, Site

COLUMNS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
REVISIT = "warc/revisit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawer:
    """All copies of one address, oldest first, and whether the archive shows them."""

    copies: tuple[ArchivedCopy, ...] = ()
    shelf: Shelf = Shelf.OPEN


def url_key(url: str) -> str:
    """The name under which an index keeps an address: scheme, ``www``, port and case fall away.

    >>> url_key("HTTP://www.River.example:80/2009/Report.html?b=1")
    'example,river)/2009/report.html?b=1'
    """
    parts = urlsplit(url if "://" in url else f"http://{url}")
    host = re.sub(r"^www\d*\.", "", (parts.hostname or "").lower())
    query = f"?{'&'.join(sorted(parts.query.split('&')))}" if parts.query else ""
    path = parts.path.rstrip("/") or "/"
    return f"{','.join(reversed(host.split('.')))}){(path + query).lower()}"


def digest_of(body: bytes) -> str:
    """SHA-1 in base 32, as archives give it."""
    return b32encode(sha1(body, usedforsecurity=False).digest()).decode("ascii")


class Holdings:
    """Every copy of every address of the invented web."""

    def __init__(self, sites: Iterable[Site]) -> None:
        self._drawers: dict[str, Drawer] = {}
        self._closed: dict[str, Shelf] = {}
        for site in sites:
            self._closed[url_key(site.host)] = site.shelf
            for target, page in site.pages.items():
                copies = tuple(sorted(page.archived, key=lambda copy: copy.timestamp))
                key = url_key(f"http://{site.host}{target}")
                self._drawers[key] = Drawer(copies=copies, shelf=page.shelf)

    def drawer(self, url: str) -> Drawer:
        """What there is of an address; a host's exclusion covers all its addresses."""
        key = url_key(url)
        closed = self._closed.get(key.split(")")[0] + ")/", Shelf.OPEN)
        return self._drawers.get(key, Drawer(shelf=closed))


def nearest(copies: Sequence[ArchivedCopy], timestamp: str) -> ArchivedCopy | None:
    """The copy nearest to 1 to 14 digits of a timestamp; of two, the earlier.

    Raises ``ValueError`` for digits that are no time.
    """
    wanted = parse_moment(timestamp)
    return min(
        copies,
        key=lambda copy: (abs(parse_moment(copy.timestamp) - wanted), copy.timestamp),
        default=None,
    )


def parse_moment(timestamp: str) -> datetime:
    """The first moment that 1 to 14 digits of a timestamp can mean.

    >>> parse_moment("2012").isoformat()
    '2012-01-01T00:00:00'

    Raises ``ValueError`` for digits that are no time, such as month 13.
    """
    full = timestamp + "00000101000000"[len(timestamp) :]
    return datetime.strptime(full, "%Y%m%d%H%M%S")


def to_row(copy: ArchivedCopy) -> dict[str, str]:
    """One line of the index."""
    types = dict(copy.reply.headers)
    media_type = types.get("Content-Type", "unk").partition(";")[0]
    return {
        "urlkey": url_key(copy.original),
        "timestamp": copy.timestamp,
        "original": copy.original,
        "mimetype": REVISIT if copy.revisit else media_type,
        "statuscode": "-" if copy.revisit else str(copy.reply.status),
        "digest": digest_of(copy.reply.body),
        "length": str(len(copy.reply.body) + 300),  # with its headers
    }


def select_rows(
    rows: Sequence[Mapping[str, str]], query: Mapping[str, Sequence[str]]
) -> list[Mapping[str, str]]:
    """The rows that ``from``, ``to``, ``filter``, ``collapse``, ``sort`` and ``closest`` leave.

    ``from`` and ``to`` are inclusive at their own precision; a filter matches the whole
    field; collapse drops neighbours only.  Raises ``ValueError`` for an unknown field and a
    moment that is none.
    """
    first, last = _one(query, "from"), _one(query, "to")
    left = [
        row
        for row in rows
        if row["timestamp"][: len(first)] >= first and row["timestamp"][: len(last)] <= last
    ]
    for pattern in query.get("filter", ()):
        name, _, expression = pattern.removeprefix("!").partition(":")
        wanted = not pattern.startswith("!")
        left = [
            row
            for row in left
            if (re.fullmatch(expression, row[_field(name)]) is not None) is wanted
        ]
    for rule in query.get("collapse", ()):
        name, _, count = rule.partition(":")
        left = _collapse(left, _field(name), int(count) if count else None)
    if _one(query, "sort") == "closest":
        moment = parse_moment(_one(query, "closest"))
        left.sort(key=lambda row: abs(parse_moment(row["timestamp"]) - moment))
    return left


def _collapse(
    rows: Sequence[Mapping[str, str]], name: str, count: int | None
) -> list[Mapping[str, str]]:
    kept: list[Mapping[str, str]] = []
    for row in rows:
        if not kept or kept[-1][name][:count] != row[name][:count]:
            kept.append(row)
    return kept


def _field(name: str) -> str:
    if name not in COLUMNS:
        raise ValueError(f"no field {name!r}")
    return name


def _one(query: Mapping[str, Sequence[str]], name: str) -> str:
    return query.get(name, [""])[0]
