"""An archive's addresses: where its index, its replay and its TimeMaps stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from ipaddress import ip_address
from urllib.parse import urljoin, urlsplit, urlunsplit

from citecheck.endnotes.archives import find_archived, is_single_page_archive
from citecheck.model.errors import InputError

#: ``…/web/20111110123456id_/http://…``: prefix, timestamp, flag, address.
_REPLAY = re.compile(
    r"/(?P<stamp>\d{4,14})(?P<flag>[a-z]{2}_)?/(?P<original>(?:https?|ftp):/.+)$",
    re.IGNORECASE | re.DOTALL,
)
_ARCHIVED = re.compile(
    r"^https?://[^/]+/(?:[\w.-]+/){1,3}?(?:\d{4,14}(?:[a-z]{2}_)?|\*)/(?P<original>https?:/.+)$",
    re.IGNORECASE | re.DOTALL,
)
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_ONE_SLASH = re.compile(r"^(https?):/(?=[^/])", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A moment and an address inside an archive."""

    timestamp: str
    original: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveBase:
    """An archive as the user names it: ``root`` has no slash at its end, ``prefix`` one at each.

    ``https://web.archive.org``, ``http://127.0.0.1:8090/web`` and
    ``https://arquivo.pt/wayback`` are all understood; without a path the
    collection is ``/web/``, as in the Wayback Machine and by habit in pywb.
    """

    root: str
    prefix: str
    #: Whether another collection of the same host is asked too.
    shares_host: bool = False

    @property
    def host(self) -> str:
        """The host (and port)."""
        return urlsplit(self.root).netloc

    @property
    def name(self) -> str:
        """What tells it from the other archives that are asked: the host, and where that is
        not enough its collection.
        """
        return f"{self.host}{self.prefix.rstrip('/')}" if self.shares_host else self.host

    @property
    def on_loopback(self) -> bool:
        """Whether the archive runs on this machine, so that nobody needs sparing."""
        host = urlsplit(self.root).hostname or ""
        try:
            return ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    @property
    def collection(self) -> str:
        """The address that replay and TimeMaps start with."""
        return self.root + self.prefix

    @property
    def wayback_cdx(self) -> str:
        """The index in the Wayback Machine's dialect."""
        return f"{self.root}/cdx/search/cdx"

    @property
    def pywb_cdx(self) -> str:
        """The index in pywb's dialect."""
        return f"{self.collection}cdx"

    def timemap(self, address: str) -> str:
        """The TimeMap of an address (RFC 7089) in link format."""
        return f"{self.collection}timemap/link/{address}"

    def shown(self, timestamp: str, original: str) -> str:
        """The address at which a reader sees a capture."""
        return f"{self.collection}{timestamp}/{original}"

    def raw(self, place: Place) -> str:
        """The address of a capture's bytes as they were captured (flag ``id_``)."""
        address, _, _ = place.original.partition("#")
        return f"{self.collection}{place.timestamp}id_/{address}"

    def own(self, url: str) -> str:
        """The address if it is on this archive's host, else nothing."""
        return url if urlsplit(url).netloc.lower() == self.host.lower() else ""

    def place_of(self, url: str) -> Place | None:
        """The moment and address in one of this archive's own addresses; else ``None``.

        A scheme-relative or host-relative spelling must be joined before.
        """
        address, _, _ = url.partition("#")
        # http and https of one archive are one archive: its redirects mix them
        host, slash, rest = address.partition("://")[2].partition("/")
        if host.lower() != self.host.lower() or not (slash + rest).startswith(self.prefix):
            return None
        found = _REPLAY.match((slash + rest)[len(self.prefix) - 1 :])
        if not found:
            return None
        original = with_scheme(found["original"])
        return Place(timestamp=full_timestamp(found["stamp"]), original=original)


def parse_base(url: str) -> ArchiveBase:
    """An archive's base address, with or without its collection.

    Raises :class:`InputError` if it is no http address.
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(
            f"not the address of a web archive: {url!r}",
            remedy="give its base, such as https://web.archive.org or http://127.0.0.1:8090/web",
        )
    path = parts.path.strip("/")
    return ArchiveBase(
        root=f"{parts.scheme}://{parts.netloc}", prefix=f"/{path}/" if path else "/web/"
    )


def parse_bases(urls: Iterable[str]) -> tuple[ArchiveBase, ...]:
    """The archives that are asked in one run, each with a name of its own.

    >>> [base.name for base in parse_bases(("https://a.example/all", "https://a.example/7"))]
    ['a.example/all', 'a.example/7']
    """
    bases = [parse_base(url) for url in urls]
    hosts = Counter(base.host for base in bases)
    return tuple(replace(base, shares_host=hosts[base.host] > 1) for base in bases)


def with_scheme(address: str) -> str:
    """An address with a scheme and both its slashes, which some servers melt into one.

    >>> with_scheme("http:/example.org/a"), with_scheme("example.org/a")
    ('http://example.org/a', 'http://example.org/a')
    """
    if address.startswith("//"):
        return f"http:{address}"
    if not _SCHEME.match(address) or re.match(r"^[^/]+:\d+(?:/|$)", address):
        return f"http://{address}"
    return _ONE_SLASH.sub(r"\1://", address)


def unwrapped(address: str) -> str:
    """The address itself, where a note gives an archive's copy of it: archives do not nest.

    >>> unwrapped("https://web.archive.org/web/2007/http://example.org/a")
    'http://example.org/a'
    """
    single = find_archived(address) if is_single_page_archive(address) else None
    if single and single.original:
        return unwrapped(single.original)
    found = _ARCHIVED.match(address)
    return unwrapped(_ONE_SLASH.sub(r"\1://", found["original"])) if found else address


def asked_address(address: str) -> str:
    """An address as an archive's index wants it: no fragment, no wildcard, an ASCII host.

    A ``*`` would turn the question into one for everything that begins so.  Raises
    ``ValueError`` for what is no address.
    """
    parts = urlsplit(unwrapped(with_scheme(address.strip())))
    netloc = parts.netloc
    if not netloc.isascii():
        try:
            netloc = netloc.encode("idna").decode("ascii")
        except UnicodeError:
            netloc = parts.netloc  # no host name: the archive will say so
    whole = urlunsplit((parts.scheme, netloc, parts.path, parts.query, ""))
    return whole.replace("*", "%2A")


def joined(current: Place, location: str) -> Place:
    """Where a captured page's own redirect pointed, at the moment of that capture."""
    return Place(timestamp=current.timestamp, original=urljoin(current.original, location))


def full_timestamp(digits: str) -> str:
    """14 digits from 4 or more: an archive pads a short one by rules of its own.

    >>> full_timestamp("201111")
    '20111101000000'
    """
    return digits + "00000101000000"[len(digits) :]


def day_of(timestamp: str) -> date | None:
    """The UTC day of a timestamp; ``None`` if it names no day."""
    try:
        return datetime.strptime(timestamp[:8], "%Y%m%d").date()
    except ValueError:
        return None


def days_apart(one: str, other: str) -> int | None:
    """Days between two timestamps; ``None`` if either names no day."""
    first, second = day_of(one), day_of(other)
    return abs((first - second).days) if first and second else None
