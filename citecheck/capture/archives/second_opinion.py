"""Other ways to learn of captures: the availability API, Memento TimeMaps and TimeGates."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from waybackpy.availability_api import WaybackMachineAvailabilityAPI
from waybackpy.cdx_utils import full_url

from citecheck.capture.archives.asking import Asker, Silence, is_exclusion
from citecheck.capture.archives.links import Link, parse_links
from citecheck.capture.archives.places import ArchiveBase, Place
from citecheck.capture.archives.rows import Barred, Listing, NotSpoken
from citecheck.model.captures import Failure, Memento, Response
from citecheck.verdicts.mementos import whole_timestamp

_STAMP = re.compile(r"\d{14}", re.ASCII)


class Availability(WaybackMachineAvailabilityAPI):
    """waybackpy's availability look-up, its HTTP through the archive's door.

    The API answers empty for archived addresses, lags, and never names revisits
    (seen 2020 to 2026), so only what it finds counts, never what it does not.
    """

    def __init__(self, address: str, *, endpoint: str, asker: Asker) -> None:
        super().__init__(address, max_tries=1)
        self.endpoint = endpoint
        self.asker = asker

    def setup_json(self) -> dict[str, Any] | None:
        """Ask once; an answer that is not the API's JSON leaves ``json`` at ``None``."""
        self.tries = self.max_tries
        self.json = None
        answer = self.asker.ask(full_url(self.endpoint, params=self.payload))
        if isinstance(answer, Response) and answer.status == 200:
            try:
                found = json.loads(answer.body)
            except ValueError:
                return None
            self.json = found if isinstance(found, dict) else None
        return self.json

    def closest(self, base: ArchiveBase, timestamp: str | None) -> Memento | None:
        """The capture that the API names nearest to a moment (without one: the newest)."""
        if timestamp:
            self.payload["timestamp"] = timestamp
        snapshots = (self.setup_json() or {}).get("archived_snapshots")
        named = snapshots.get("closest") if isinstance(snapshots, dict) else None
        if not isinstance(named, dict) or not named.get("available"):
            return None
        stamp, status = str(named.get("timestamp", "")), str(named.get("status", ""))
        if not _STAMP.fullmatch(stamp):
            return None
        place = base.place_of(str(named.get("url", "")))
        original = place.original if place else self.url
        return Memento(
            timestamp=stamp,
            original=original,
            url=base.shown(stamp, original),
            archive=base.name,
            status=int(status) if re.fullmatch(r"[1-5]\d\d", status, re.ASCII) else None,
        )


def availability_endpoint(setting: str | None, base: ArchiveBase) -> str:
    """Where to ask: the setting, with its path or without; else the archive's own.

    The Wayback Machine's own has a host of its own, which waybackpy knows.
    """
    if setting:
        return setting if urlsplit(setting).path.strip("/") else f"{setting}/wayback/available"
    if base.host == "web.archive.org":
        return str(WaybackMachineAvailabilityAPI("").endpoint)
    return f"{base.root}/wayback/available"


def read_timemap(
    answer: Response | Silence, base: ArchiveBase, asked: str
) -> Listing | Barred | NotSpoken | Silence:
    """The captures that a TimeMap in link format names (RFC 7089, section 5).

    It gives no status, type or digest.  A 404 in link format says that there are
    none, any other 404 that the archive has no TimeMaps here.
    """
    if isinstance(answer, Silence):
        return answer
    if is_exclusion(answer):
        return Barred(why=f"excluded from the archive ({answer.status})")
    linked = "link-format" in (answer.header("content-type") or "")
    if answer.status == 404:
        return Listing(mementos=()) if linked else NotSpoken(why="no TimeMap there (404)")
    if answer.status != 200 or not linked:
        why = f"the archive answers {answer.status} in place of a TimeMap"
        return Silence(why=why, failure=Failure.MALFORMED)
    links = [link for link in _links_of(answer) if "memento" in link.rel]
    return _from_links(links, base, asked, cut=not answer.complete)


def further_timemaps(answer: Response, base: ArchiveBase) -> list[str]:
    """The other parts of a TimeMap that comes in several (RFC 7089, 5), on this archive."""
    joined = (
        urljoin(answer.url, link.url)
        for link in _links_of(answer)
        if "timemap" in link.rel and "self" not in link.rel
    )
    return [url for url in dict.fromkeys(joined) if base.own(url) and url != answer.url]


def _links_of(answer: Response) -> list[Link]:
    return parse_links(answer.body.decode("utf-8", errors="replace"))


def read_timegate(
    answer: Response | Silence, base: ArchiveBase, asked: str
) -> Listing | Barred | NotSpoken | Silence:
    """The captures that a TimeGate names (RFC 7089, section 4): few, around one moment.

    It points to the nearest by a redirect, or answers with it at once; its Link
    header names that one and may name its neighbours.
    """
    if isinstance(answer, Silence):
        return answer
    if is_exclusion(answer):
        return Barred(why=f"excluded from the archive ({answer.status})")
    links = [
        replace(link, url=urljoin(base.collection, link.url))
        for link in parse_links(answer.header("link") or "")
        if "memento" in link.rel
    ]
    location = answer.header("location")
    if location:
        links.append(Link(url=urljoin(base.collection, location), rel=frozenset({"memento"})))
    told = bool(links) or "accept-datetime" in (answer.header("vary") or "").lower()
    if answer.status == 404 and told:
        return Listing(mementos=())
    if not links or answer.status not in (200, 300, 302, 303, 307):
        return NotSpoken(why=f"no TimeGate there ({answer.status})")
    listing = _from_links(links, base, asked, cut=True)
    return listing if listing.mementos else NotSpoken(why=f"no TimeGate there ({answer.status})")


def _from_links(links: Sequence[Link], base: ArchiveBase, asked: str, *, cut: bool) -> Listing:
    """Mementos of links; of a copy with an address of the archive's own the link tells the day."""
    mementos = {}
    for link in links:
        place = base.place_of(link.url) or _dated(link, base, asked)
        if place and whole_timestamp(place.timestamp):
            own = base.place_of(link.url) is not None
            mementos[place] = Memento(
                timestamp=place.timestamp,
                original=place.original,
                url=base.shown(place.timestamp, place.original) if own else link.url,
                archive=base.name,
            )
    return Listing(
        mementos=tuple(sorted(mementos.values(), key=lambda m: (m.timestamp, m.original))),
        skipped=len(links) - len(mementos) if not cut else 0,
        cut=cut,
    )


def _dated(link: Link, base: ArchiveBase, asked: str) -> Place | None:
    """A copy under an address of the archive that does not tell its moment itself."""
    if urlsplit(link.url).netloc.lower() != base.name.lower():
        return None
    try:
        moment = parsedate_to_datetime(link.parameters.get("datetime", ""))
    except ValueError:
        return None
    return Place(timestamp=moment.astimezone(UTC).strftime("%Y%m%d%H%M%S"), original=asked)
