"""Two other ways to learn of captures: the availability API and a Memento TimeMap."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from requests.utils import parse_header_links
from waybackpy.availability_api import WaybackMachineAvailabilityAPI
from waybackpy.cdx_utils import full_url

from citecheck.capture.archives.asking import Asker, Silence, is_exclusion
from citecheck.capture.archives.places import ArchiveBase
from citecheck.capture.archives.rows import Barred, Listing, NotSpoken
from citecheck.model.captures import Failure, Memento, Response

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
    if base.name == "web.archive.org":
        return str(WaybackMachineAvailabilityAPI("").endpoint)
    return f"{base.root}/wayback/available"


def read_timemap(
    answer: Response | Silence, base: ArchiveBase
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
    links = parse_header_links(" ".join(answer.body.decode("utf-8", errors="replace").split()))
    named = [link for link in links if "memento" in link.get("rel", "").split()]
    places = [place for link in named if (place := base.place_of(link.get("url", "")))]
    mementos = {
        (place.timestamp, place.original): Memento(
            timestamp=place.timestamp,
            original=place.original,
            url=base.shown(place.timestamp, place.original),
            archive=base.name,
        )
        for place in places
    }
    return Listing(
        mementos=tuple(mementos[key] for key in sorted(mementos)),
        skipped=len(named) - len(places),
        cut=not answer.complete,
    )
