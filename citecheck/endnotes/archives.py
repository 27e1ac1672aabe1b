"""Addresses of web archives: Wayback and its kin, archive.today, perma.cc, WebCite.

Replay addresses carry moment and original; short ones (``perma.cc/A1B2-C3D4``,
``archive.ph/AbCd1``) carry neither, and neither is guessed: only the archive itself can
be asked what is behind them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from citecheck.model.notes import ArchivedAddress

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_ONE_SLASH = re.compile(r"^(https?):/(?=[^/])", re.IGNORECASE)
_REPLAY = re.compile(
    r"^https?://[^/]+/(?:[^/]+/){0,3}?(?P<timestamp>\d{14})(?:[a-z]{2}_|\*)?/(?P<inner>\S+)$",
    re.IGNORECASE,
)
#: The Wayback Machine also answers to a part of a moment: ``/web/2012/http://…``.
_WAYBACK = re.compile(
    r"^https?://(?:web|wayback|www)\.archive\.org/(?:web/)?(?P<timestamp>\d{4,14})(?:[a-z]{2}_|\*)?/(?P<inner>\S+)$",
    re.IGNORECASE,
)
_TODAY_PATH = re.compile(
    r"/(?P<day>\d{4}(?:[.-]?\d{2}){2})(?:-?(?P<time>\d{6}|\d{4}))?/(?P<inner>https?:/.+)\Z",
    re.IGNORECASE | re.DOTALL,
)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Service:
    """An archive: its name, its hosts, and the path of its short addresses."""

    name: str
    hosts: re.Pattern[str]
    short: re.Pattern[str] | None = None


_WAYBACK_MACHINE = _Service(name="wayback", hosts=re.compile(r"(?:^|\.)archive\.org$"))
_TODAY = _Service(
    name="archive.today",
    hosts=re.compile(r"^archive\.(?:today|is|ph|md|li|vn|fo|ec)$"),
    short=re.compile(r"/(?:wip/)?[A-Za-z0-9]{4,7}/?$"),
)
_PERMA = _Service(
    name="perma.cc",
    hosts=re.compile(r"^perma\.cc$"),
    short=re.compile(r"/[A-Z0-9]{4}-[A-Z0-9]{4}/?(?:\?\S*)?$", re.IGNORECASE),
)
_WEBCITE = _Service(
    name="webcite", hosts=re.compile(r"^webcitation\.org$"), short=re.compile(r"/\w{6,12}$")
)
#: Archives that keep single pages on request.
_SINGLE_PAGES = (_TODAY, _PERMA, _WEBCITE)


def with_scheme(address: str) -> str:
    """The address with a scheme: ``http://`` where none is printed."""
    return address if _SCHEME.match(address) else f"http://{address.lstrip('/')}"


def is_single_page_archive(url: str) -> bool:
    """Whether an address is one of an archive that keeps single pages on request.

    >>> is_single_page_archive("https://perma.cc/ABCD-1234"), is_single_page_archive("http://a.org")
    (True, False)
    """
    host = _host(url)
    return any(service.hosts.search(host) for service in _SINGLE_PAGES)


def find_archived(url: str) -> ArchivedAddress | None:
    """The parts of a web archive's address, ``None`` for any other.

    The captured address is given a scheme where the replay address has none.

    >>> find_archived("https://archive.is/2012.05.01-120000/http://a.org/b").timestamp
    '20120501120000'
    """
    host = _host(url)
    known = next((s for s in (_WAYBACK_MACHINE, *_SINGLE_PAGES) if s.hosts.search(host)), None)
    service = known.name if known else host or None
    moment = _find_today(url) if known is _TODAY else None
    moment = _find_webcite(url) if known is _WEBCITE else moment or _find_replay(url)
    if moment:
        timestamp, original = moment
        return ArchivedAddress(timestamp=timestamp, url=url, original=original, service=service)
    path = url.partition("//")[2].partition("/")
    if known and known.short and known.short.fullmatch(f"/{path[2]}"):
        return ArchivedAddress(timestamp=None, url=url, original=None, service=service)
    return None


def _find_replay(url: str) -> tuple[str, str] | None:
    """Moment and original of the Wayback Machine's addresses and those of its kin."""
    for pattern in (_REPLAY, _WAYBACK):
        found = pattern.match(url)
        if found is None:
            continue
        inner = _ONE_SLASH.sub(r"\1://", found["inner"])
        if _SCHEME.match(inner) or "." in inner.partition("/")[0]:
            return found["timestamp"], with_scheme(inner)
    return None


def _find_today(url: str) -> tuple[str, str] | None:
    found = _TODAY_PATH.search(url.partition("//")[2])
    if found is None:
        return None
    day, time = re.sub(r"\D", "", found["day"]), found["time"] or ""
    return f"{day}{time:0<6}", _ONE_SLASH.sub(r"\1://", found["inner"])


def _find_webcite(url: str) -> tuple[str, str] | None:
    try:
        asked = parse_qs(urlsplit(url).query)
    except ValueError:
        return None
    original = asked.get("url", [""])[0]
    date = _DAY.match(asked.get("date", [""])[0])
    if date is None or not original.lower().startswith(("http://", "https://")):
        return None
    return f"{''.join(date.groups())}000000", original


def _host(url: str) -> str:
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
