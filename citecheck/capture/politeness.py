"""Manners: what counts as one host."""

from __future__ import annotations

from urllib.parse import urlsplit


def host_of(url: str) -> str:
    """The host that an address is on; ``www.`` and the port do not make another one."""
    try:
        host = (urlsplit(url).hostname or "").lower().rstrip(".")
    except ValueError:  # not an address; the guard will say so
        host = ""
    return host.removeprefix("www.")
