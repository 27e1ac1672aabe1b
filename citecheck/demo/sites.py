"""The invented web as values, read from ``web/HOST/site.yaml`` and the files beside it.

The grammar is in ``README.md``; what does not fit it is an
:class:`~citecheck.model.errors.InputError` with its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from citecheck.model.errors import InputError

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".pdf": "application/pdf",
    ".doc": "application/msword",
}
_BODY_KEYS = {"status", "file", "text", "type", "encode", "headers", "to"}
_REPLY_KEYS = _BODY_KEYS | {"manner", "wait", "withheld", "pad"}
_COPY_KEYS = _BODY_KEYS | {"at", "revisit"}
_PAGE_KEYS = {"about", "live", "programs", "archived", "archive"}
_SITE_KEYS = {"about", "name", "https", "archive", "addresses"}


class Manner(StrEnum):
    """How a server behaves when it is asked."""

    ANSWER = "answer"
    HANG = "hang"  # accepts the request and never says a word
    CLOSE = "close"  # closes the connection without an answer
    RESET = "reset"  # the same, with a TCP reset


class Shelf(StrEnum):
    """How the archive treats an address, whatever copies it has."""

    OPEN = "open"
    EXCLUDED = "excluded"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer: ``wait`` seconds come before it, ``withheld`` bytes are promised and not sent.

    ``pad`` bytes of nothing (spaces) follow the body; they are made while they are sent.
    """

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    manner: Manner = Manner.ANSWER
    wait: float = 0.0
    withheld: int = 0
    pad: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedCopy:
    """What the archive kept of an address at ``timestamp`` (14 digits, UTC)."""

    timestamp: str
    original: str
    reply: Reply
    revisit: bool = False

    @property
    def at(self) -> datetime:
        """The moment of the capture."""
        return datetime.strptime(self.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One address: ``live`` answers in turn, the last of them from then on.

    ``programs`` is for whoever does not call itself a browser.
    """

    live: tuple[Reply, ...] = ()
    programs: Reply | None = None
    archived: tuple[ArchivedCopy, ...] = ()
    shelf: Shelf = Shelf.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One host: ``resolves`` is whether its name still leads anywhere."""

    host: str
    resolves: bool = True
    https: bool = False
    shelf: Shelf = Shelf.OPEN
    pages: Mapping[str, Page] = field(default_factory=dict)


def read_sites(folder: Path) -> dict[str, Site]:
    """Every ``HOST/site.yaml`` of a folder, by host.

    Raises :class:`InputError` for what cannot be understood, with its place.
    """
    sites = (_read_site(path) for path in sorted(folder.glob("*/site.yaml")))
    return {site.host: site for site in sites}


def _read_site(path: Path) -> Site:
    host = path.parent.name
    try:
        raw = _mapping(yaml.safe_load(path.read_text(encoding="utf-8")), _SITE_KEYS)
        shelf = Shelf(raw.get("archive", "open"))
        pages = {}
        for target, page in raw.get("addresses", {}).items():
            try:
                pages[target] = _read_page(f"http://{host}{target}", page, path.parent, shelf)
            except InputError as error:
                raise error.under("addresses", target) from error
    except InputError as error:
        raise error.in_source(f"{host}/site.yaml") from error
    except (yaml.YAMLError, ValueError) as error:
        problem = " ".join(str(error).split())
        raise InputError(problem, source=f"{host}/site.yaml") from error
    return Site(
        host=host,
        resolves=raw.get("name", "resolves") != "gone",
        https=bool(raw.get("https", False)),
        shelf=shelf,
        pages=pages,
    )


def _read_page(url: str, raw: object, folder: Path, shelf: Shelf) -> Page:
    page = _mapping(raw, _PAGE_KEYS)
    live = page.get("live", [])
    turns = live if isinstance(live, list) else [live]
    return Page(
        live=tuple(_read_reply(one, folder) for one in turns),
        programs=_read_reply(page["programs"], folder) if "programs" in page else None,
        archived=tuple(_read_copy(one, url, folder) for one in page.get("archived", [])),
        shelf=Shelf(page.get("archive", shelf)),
    )


def _read_reply(raw: object, folder: Path) -> Reply:
    told = _mapping(raw, _REPLY_KEYS)
    return Reply(
        status=_status(told),
        headers=_headers(told),
        body=_body(told, folder),
        manner=Manner(told.get("manner", "answer")),
        wait=float(told.get("wait", 0)),
        withheld=int(told.get("withheld", 0)),
        pad=int(told.get("pad", 0)),
    )


def _read_copy(raw: object, url: str, folder: Path) -> ArchivedCopy:
    told = _mapping(raw, _COPY_KEYS)
    reply = Reply(status=_status(told), headers=_headers(told), body=_body(told, folder))
    return ArchivedCopy(
        timestamp=_timestamp(told.get("at")),
        original=url,
        reply=reply,
        revisit=bool(told.get("revisit", False)),
    )


def _status(told: Mapping[str, Any]) -> int:
    return int(told.get("status", 302 if "to" in told else 200))


def _headers(told: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    headers = {str(name): str(value) for name, value in told.get("headers", {}).items()}
    if "to" in told:
        headers["Location"] = str(told["to"])
    default = TYPES[Path(told["file"]).suffix] if "file" in told else TYPES[".html"]
    headers["Content-Type"] = str(told.get("type", default))
    return tuple(headers.items())


def _body(told: Mapping[str, Any], folder: Path) -> bytes:
    if "file" not in told:
        return str(told.get("text", "")).encode(str(told.get("encode", "utf-8")))
    path: Path = folder / str(told["file"])
    try:
        body = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", "file", source=None) from error
    if "encode" not in told:
        return body
    # kept as UTF-8, so that a person can read it; served as its server encoded it
    return body.decode("utf-8").encode(str(told["encode"]))


def _timestamp(raw: object) -> str:
    if isinstance(raw, datetime):
        return raw.strftime("%Y%m%d%H%M%S")
    if isinstance(raw, date):
        return raw.strftime("%Y%m%d120000")
    raise InputError(
        f"expected a date such as 2011-01-23 or 2011-01-23 10:15:00, got {raw!r}", "at"
    )


def _mapping(raw: object, known: set[str]) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise InputError(f"expected keys and values, got {raw!r}")
    unknown = sorted(str(key) for key in raw if key not in known)
    if unknown:
        raise InputError(
            f"unknown key {unknown[0]!r}", remedy=f"use one of: {', '.join(sorted(known))}"
        )
    return raw
