"""Addresses of web archives: Wayback and its kin, archive.today, perma.cc, WebCite.

Replay addresses carry moment and original; short ones (``perma.cc/A1B2-C3D4``,
``archive.ph/AbCd1``) carry neither, and neither is guessed.
"""

from __future__ import annotations

import re
from dataclasses import replace

from citecheck.endnotes.archive_sites import find_single_page
from citecheck.model.notes import ArchivedAddress

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_REPLAY = re.compile(
    r"^(?P<base>https?://[^/]+/(?:[^/]+/){0,3}?)(?P<timestamp>\d{14})(?:[a-z]{2}_|\*)?/(?P<inner>\S+)$",
    re.IGNORECASE,
)
#: The Wayback Machine also answers to a part of a moment: ``/web/2012/http://…``.
_WAYBACK = re.compile(
    r"^https?://(?:web|wayback|www)\.archive\.org/(?:web/)?(?P<timestamp>\d{4,14})(?:[a-z]{2}_|\*)?/(?P<inner>\S+)$",
    re.IGNORECASE,
)
_TODAY_HOST = r"archive\.(?:today|is|ph|md|li|vn|fo|ec)"
_SHORT = (
    re.compile(rf"^https?://(?:www\.)?{_TODAY_HOST}/(?:wip/)?[A-Za-z0-9]{{4,7}}/?$"),
    re.compile(
        r"^https?://(?:www\.)?perma\.cc/[A-Z0-9]{4}-[A-Z0-9]{4}/?(?:\?\S*)?$", re.IGNORECASE
    ),
    re.compile(r"^https?://(?:www\.)?webcitation\.org/\w{6,12}$"),
)
_SERVICES = (
    (re.compile(r"(?:^|\.)archive\.org$"), "wayback"),
    (re.compile(rf"(?:^|\.){_TODAY_HOST}$"), "archive.today"),
    (re.compile(r"(?:^|\.)perma\.cc$"), "perma.cc"),
    (re.compile(r"(?:^|\.)webcitation\.org$"), "webcite"),
)
_SINGLE_SLASH = re.compile(r"^(https?):/(?=[^/])", re.IGNORECASE)


def with_scheme(address: str) -> str:
    """The address with a scheme: ``http://`` where none is printed."""
    return address if _SCHEME.match(address) else f"http://{address.lstrip('/')}"


def find_archived(url: str) -> ArchivedAddress | None:
    """The parts of a web archive's address, ``None`` for any other.

    The captured address is given a scheme where the replay address has none.
    """
    service = _service(url)
    single = find_single_page(url)
    if single:
        return replace(single, service=service)
    for pattern in (_REPLAY, _WAYBACK):
        found = pattern.match(url)
        if found is None:
            continue
        inner = _SINGLE_SLASH.sub(r"\1://", found["inner"])
        if not _SCHEME.match(inner) and "." not in inner.partition("/")[0]:
            continue
        digits = re.sub(r"\D", "", found["timestamp"])
        return ArchivedAddress(
            timestamp=digits, url=url, original=with_scheme(inner), service=service
        )
    if any(pattern.match(url) for pattern in _SHORT):
        return ArchivedAddress(timestamp=None, url=url, original=None, service=service)
    return None


def _service(url: str) -> str | None:
    found = re.match(r"^https?://([^/:?#]+)", url, re.IGNORECASE)
    if found is None:
        return None
    host = found.group(1).lower()
    return next((name for pattern, name in _SERVICES if pattern.search(host)), host)
