"""Web archives: what they hold of an address, and the bytes of one memento.

:class:`~citecheck.capture.archives.wayback.WaybackArchive` speaks two dialects
(the Wayback Machine's and pywb's) and falls back to Memento (RFC 7089).  All
HTTP goes through a door that it is given; nothing here opens a connection.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from citecheck.capture.archives.places import parse_bases
from citecheck.capture.archives.wayback import Near, WaybackArchive
from citecheck.capture.one_request import OneRequest
from citecheck.settings import Settings

__all__ = [
    "Door",
    "WaybackArchive",
    "archive_addresses",
    "archive_names",
    "open_archives",
    "shared_folder",
]


def archive_addresses(settings: Settings) -> tuple[str, ...]:
    """The bases of the archives to ask, in order.

    Whoever names an archive of their own means that one: the further ones that come
    with citecheck are then left out, further ones of their own are not.
    """
    usual = Settings()
    own = settings.archive.rstrip("/") != usual.archive
    more = () if own and settings.more_archives == usual.more_archives else settings.more_archives
    return tuple(dict.fromkeys((settings.archive, *more)))


def archive_names(settings: Settings) -> tuple[str, ...]:
    """The names of the archives to ask, in order.

    Raises :class:`InputError` for a base that is no address.
    """
    return tuple(base.name for base in parse_bases(archive_addresses(settings)))


def open_archives(
    settings: Settings,
    door: OneRequest,
    *,
    clock: Callable[[], datetime],
    shared: Path | None = None,
    near: Near | None = None,
) -> tuple[WaybackArchive, ...]:
    """The archives to ask, the first one always, the others where it has nothing to use.

    Raises :class:`~citecheck.model.errors.InputError` for a base that is no address.
    """
    return tuple(
        WaybackArchive(settings, door, clock=clock, near=near, base=base, shared=shared)
        for base in parse_bases(archive_addresses(settings))
    )


def shared_folder(settings: Settings, environment: Mapping[str, str], home: Path) -> Path:
    """Where all runs of a user on this machine note when they ask an archive."""
    if settings.gate_folder:
        return Path(settings.gate_folder)
    cache = environment.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else home / ".cache") / "citecheck"
