"""The bytes of one memento, every redirect judged on the way.

Under the flag ``id_`` an archive gives the bytes as captured.  Three kinds of
redirect come: the archive's own to the nearest capture it has (no
Memento-Datetime), the page's own as it was captured (with it; the Wayback
Machine rewrites its Location into the archive, pywb leaves the live address in
it), and one out of the archive, which is never followed.
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha1
from urllib.parse import urljoin

from citecheck.capture.archives.asking import Asker, Silence, is_exclusion, memento_datetime
from citecheck.capture.archives.links import parse_links
from citecheck.capture.archives.places import (
    ArchiveBase,
    Place,
    days_apart,
    full_timestamp,
    joined,
    with_scheme,
)
from citecheck.model.captures import Failure, Hop, Memento, NoResponse, Outcome, Response
from citecheck.verdicts.landing import redirects_home
from citecheck.verdicts.mementos import compare_digests

#: Redirects of the page itself that are followed.
MOST_HOPS = 5
#: Archives allow 20 times as many requests for mementos as for their index.
WEIGHT = 1 / 20
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ORIGINAL = "x-archive-orig-"
#: The archive's own headers that say something of the capture.
_TELLING = frozenset({"memento-datetime", "link", "x-archive-src", "content-type"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """No capture to be had, with the reason as a code and in words."""

    failure: Failure
    why: str


@dataclass(slots=True)
class _Way:
    """Where a fetch stands, and how it came there."""

    asked: Place
    place: Place
    hops: list[Hop] = field(default_factory=list)
    been: set[Place] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """Fetches mementos from one archive; ``window_days`` bounds what may stand in for another."""

    base: ArchiveBase
    asker: Asker
    window_days: int
    clock: Callable[[], datetime]

    def fetch(self, memento: Memento) -> Outcome:
        """The capture, with the page's own redirects as hops; ``at`` is its Memento-Datetime.

        ``url`` is the address that the memento lists, ``final_url`` the one truly
        captured.  ``why`` says what a reader must know: another capture than the
        one asked for, a redirect to the home page, bytes that the digest does not bear out.
        """
        asked = Place(
            timestamp=full_timestamp(memento.timestamp), original=with_scheme(memento.original)
        )
        way = _Way(asked=asked, place=asked)
        # an archive without the Wayback Machine's addresses has its copies where it says
        own = "" if self.base.place_of(memento.url) else self.base.own(memento.url)
        while True:
            answer = self.asker.ask(own or self.base.raw(way.place), weight=WEIGHT)
            if isinstance(answer, Silence):
                return self._refused(memento, way, failure=answer.failure, why=answer.why)
            step = self._step(answer, way)
            if isinstance(step, Response):
                return _described(step, memento, way)
            if isinstance(step, Refusal):
                return self._refused(memento, way, failure=step.failure, why=step.why)
            own = ""
            way.been.add(way.place)
            if step in way.been:
                return self._refused(
                    memento, way, failure=Failure.REDIRECT_LOOP, why="the captures run in a circle"
                )
            way.place = step

    def _step(self, answer: Response, way: _Way) -> Response | Place | Refusal:
        """A capture to keep, where to look next, or why there is none."""
        location = answer.header("location")
        redirect = answer.status in _REDIRECTS and location is not None
        captured = memento_datetime(answer)
        if captured is None:
            return self._archive_redirect(way, location or "") if redirect else _no_capture(answer)
        if redirect:
            return self._page_redirect(answer, way, location or "")
        too_far = self._too_far(way, captured.astimezone(UTC).strftime("%Y%m%d%H%M%S"))
        return too_far or replace(answer, at=captured.astimezone(UTC), carrier=answer)

    def _archive_redirect(self, way: _Way, location: str) -> Place | Refusal:
        nearest = self.base.place_of(urljoin(self.base.raw(way.place), location))
        if nearest is None:
            why = f"the archive points out of itself, to {location}; not followed"
            return Refusal(failure=Failure.NOT_ALLOWED, why=why)
        return self._too_far(way, nearest.timestamp) or nearest

    def _page_redirect(self, answer: Response, way: _Way, location: str) -> Place | Refusal:
        inside = self.base.place_of(urljoin(self.base.raw(way.place), location))
        target = inside or joined(way.place, location)
        way.hops.append(Hop(url=way.place.original, status=answer.status, location=target.original))
        if not target.original.lower().startswith(("http://", "https://")):
            why = f"the captured page redirects to {target.original}, which is no web page"
            return Refusal(failure=Failure.MALFORMED, why=why)
        if len(way.hops) > MOST_HOPS:
            why = f"the captured page redirects more than {MOST_HOPS} times"
            return Refusal(failure=Failure.REDIRECT_LOOP, why=why)
        return target

    def _too_far(self, way: _Way, timestamp: str) -> Refusal | None:
        days = days_apart(way.asked.timestamp, timestamp)
        if days is not None and days <= self.window_days:
            return None
        why = (
            f"no capture near the moment asked for: the nearest is of {_day(timestamp)}, "
            f"{days} days away"
        )
        return Refusal(failure=Failure.MALFORMED, why=why)

    def _refused(self, memento: Memento, way: _Way, *, failure: Failure, why: str) -> NoResponse:
        return NoResponse(
            url=memento.original, failure=failure, why=why, at=self.clock(), hops=tuple(way.hops)
        )


def _no_capture(answer: Response) -> Refusal:
    """What the archive says of itself: no Memento-Datetime, no capture."""
    if is_exclusion(answer):
        why = f"the address is excluded from the archive ({answer.status})"
        return Refusal(failure=Failure.EXCLUDED, why=why)
    if answer.status == 404:
        why = "the archive has no capture of this address to show (404)"
        return Refusal(failure=Failure.MALFORMED, why=why)
    why = f"the archive answers {answer.status} without Memento-Datetime: that is no capture"
    return Refusal(failure=Failure.MALFORMED, why=why)


def _described(answer: Response, memento: Memento, way: _Way) -> Response:
    """The capture under its own address, with its own headers and what is to know of it."""
    final = _original(answer) or way.place.original
    notes = [
        _other_moment(answer, way),
        "the captured page redirects to its site's home page"
        if redirects_home(way.asked.original, final)
        else "",
        _digest_note(answer, memento) if not way.hops else "",
        answer.why,
    ]
    return replace(
        answer,
        url=memento.original,
        final_url=final,
        headers=original_headers(answer),
        hops=tuple(way.hops),
        why="; ".join(note for note in notes if note),
    )


def _other_moment(answer: Response, way: _Way) -> str:
    shown = answer.at.strftime("%Y%m%d%H%M%S")
    if shown == way.asked.timestamp:
        return ""
    days = days_apart(shown, way.asked.timestamp)
    return f"shown is the capture of {_day(shown)} ({shown}), {days} days from the one asked for"


def _digest_note(answer: Response, memento: Memento) -> str:
    """What the SHA-1 of the bytes says against the index's digest; empty if they agree.

    The digest is of the bytes as stored, so one of a coded or chunked body tells nothing.
    """
    same_moment = answer.at.strftime("%Y%m%d%H%M%S") == memento.timestamp
    if not same_moment or not answer.complete:
        return ""
    found = b32encode(sha1(answer.body, usedforsecurity=False).digest()).decode("ascii")
    codings = ("content-encoding", "transfer-encoding")
    coded = bool(answer.header("content-encoding")) or any(
        answer.header(_ORIGINAL + coding) for coding in codings
    )
    proof = compare_digests(memento.digest, found, coded=coded)
    return proof.why if proof else ""


def original_headers(answer: Response) -> tuple[tuple[str, str], ...]:
    """The headers of the captured page, and the archive's that tell of the capture.

    Archives give the page's own as ``x-archive-orig-*`` and add their server's.
    """
    own = [
        (name[len(_ORIGINAL) :], value)
        for name, value in answer.headers
        if name.lower().startswith(_ORIGINAL)
    ]
    names = {name.lower() for name, _ in own}
    kept = [
        (name, value)
        for name, value in answer.headers
        if name.lower() in _TELLING and name.lower() not in names
    ]
    return (*kept, *own)


def _original(answer: Response) -> str | None:
    """The address truly captured: ``Link: <…>; rel="original"``."""
    links = parse_links(answer.header("link") or "")
    return next((link.url for link in links if "original" in link.rel and link.url), None)


def _day(timestamp: str) -> str:
    return f"{timestamp[:4]}-{timestamp[4:6]}-{timestamp[6:8]}"
