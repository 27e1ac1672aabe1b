"""Addresses as they go over the wire: escaped once, the host in ASCII, no fragment."""

from __future__ import annotations

import re
from urllib.parse import unquote, urldefrag, urljoin, urlsplit, urlunsplit

import idna
from requests.utils import requote_uri

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


def sendable(url: str) -> str:
    """The address as it goes over the wire; one that cannot be parsed is left to the guard.

    >>> sendable("http://река.example/два слова#p3")
    'http://xn--80ajpw.example/%D0%B4%D0%B2%D0%B0%20%D1%81%D0%BB%D0%BE%D0%B2%D0%B0'
    """
    if _CONTROLS.search(url):
        return url  # the standard library would drop some in silence and ask something else
    try:
        return requote_uri(_ascii_host(urldefrag(url).url))
    except (ValueError, UnicodeError):
        return url


def joined(current: str, target: str) -> str:
    """Where a Location (RFC 9110, 10.2.2) leads from an address; relative ones are resolved."""
    try:
        return sendable(urljoin(current, target))
    except ValueError:
        return target


def header_text(value: str) -> str:
    """A header's value that holds UTF-8, though HTTP's own reading is Latin-1.

    >>> header_text("/Ð´Ð²Ð°")
    '/два'
    """
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def _ascii_host(url: str) -> str:
    """The address with its host in the ASCII form of RFC 5891, where it is not in it."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if "%" in host and not parts.netloc.startswith("["):
        host = unquote(host)
    if (host.isascii() and "%" not in (parts.hostname or "")) or not host:
        return url
    encoded = idna.encode(host, uts46=True, transitional=False).decode("ascii")
    before, at, after = parts.netloc.rpartition("@")
    port = f":{parts.port}" if parts.port is not None else ""
    del after
    return urlunsplit(parts._replace(netloc=f"{before}{at}{encoded}{port}"))
