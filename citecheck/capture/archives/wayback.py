"""An archive that speaks the Wayback Machine's dialect, pywb's, or only Memento."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from email.utils import format_datetime
from enum import StrEnum
from pathlib import Path
from threading import Event, Lock
from typing import assert_never

from citecheck.capture.archives.asking import Asker, Silence
from citecheck.capture.archives.cdx import Listed, PywbCdx, WaybackCdx, list_captures
from citecheck.capture.archives.gate import Patience
from citecheck.capture.archives.places import ArchiveBase, asked_address, parse_base
from citecheck.capture.archives.replay import Replay
from citecheck.capture.archives.rows import Barred, Listing, NotSpoken
from citecheck.capture.archives.second_opinion import (
    Availability,
    availability_endpoint,
    further_timemaps,
    read_timegate,
    read_timemap,
)
from citecheck.capture.archives.slots import MemorySlots, SharedSlots, Slots, slots_file
from citecheck.capture.one_request import OneRequest
from citecheck.model.captures import (
    ArchiveAnswer,
    Failure,
    Holding,
    Memento,
    Outcome,
    Response,
)
from citecheck.settings import Settings

#: Of the 30 index requests a minute that the Wayback Machine bears (2026), with room to spare.
PER_MINUTE = 24.0
#: Parts of one address's TimeMap that are asked for at most.
MOST_TIMEMAPS = 20


#: The day on which an address was read, where that is known.
Near = Callable[[str], date | None]


class Dialect(StrEnum):
    """How an archive's index is asked, in the order in which they are tried."""

    WAYBACK = "wayback"
    PYWB = "pywb"
    MEMENTO = "memento"
    TIMEGATE = "timegate"


class WaybackArchive:
    """One archive, at ``base`` or ``settings.archive``; a :class:`citecheck.ports.Archive`.

    Safe to be used by several threads; the limit is shared by all of them.  It begins
    nothing more ``settings.budget`` seconds after it was made.  What the archive said of
    an address is asked once in a run, a failure again.
    ``sleep`` waits (without it :meth:`close` can cut the waiting short).
    ``near``: the day near which the availability API and a TimeGate are asked of an
    address, should there be no index.  ``shared``: the folder in which all runs on this
    machine note when they ask, so that they keep one limit together; ``wall`` is its clock.

    Raises :class:`~citecheck.model.errors.InputError` for a base that is no address.
    """

    def __init__(
        self,
        settings: Settings,
        door: OneRequest,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], object] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        near: Near | None = None,
        base: str | ArchiveBase | None = None,
        shared: Path | None = None,
        wall: Callable[[], float] = time.time,
    ) -> None:
        named = base or settings.archive
        self.base = named if isinstance(named, ArchiveBase) else parse_base(named)
        self._clock = clock
        self._near = near
        self._availability = availability_endpoint(settings.availability, self.base)
        self._closing = Event()
        until = math.inf if settings.budget is None else monotonic() + settings.budget

        def asker(base: ArchiveBase) -> Asker:
            per_minute = settings.archive_per_minute
            if per_minute is None:
                per_minute = 0.0 if base.on_loopback else PER_MINUTE
            slots: Slots = MemorySlots(monotonic)
            if shared and per_minute:
                slots = SharedSlots(slots_file(shared, base.host), wall)
            return Asker(
                settings,
                door,
                per_minute=per_minute,
                slots=slots,
                patience=Patience(),
                sleep=sleep or self._closing.wait,
                clock=clock,
                spare=lambda: until - monotonic(),
            )

        self._asker = asker(self.base)
        second = parse_base(self._availability)
        # one host, one limit
        self._second_asker = self._asker if second.host == self.base.host else asker(second)
        self._replay = Replay(
            base=self.base,
            asker=self._asker,
            window_days=settings.archive_window_days,
            clock=clock,
        )
        self._lock = Lock()
        self._dialect: Dialect | None = None
        self._collection_seen = False
        self._known: dict[str, ArchiveAnswer] = {}

    @property
    def name(self) -> str:
        """The archive's host, with its collection where a run asks several of one host."""
        return self.base.name

    def holdings(self, address: str) -> ArchiveAnswer:
        """All mementos that the archive lists of an address, oldest first.

        ``unavailable`` means that nothing follows: it is never told as ``none``.
        """
        with self._lock:
            known = self._known.get(address)
        if known:
            return known
        try:
            asked = asked_address(address)
        except ValueError:  # such as a bracket that no IPv6 address closes
            why = "not an address that an archive can be asked about"
            return ArchiveAnswer(url=address, holding=Holding.NOT_ASKED, why=why, archive=self.name)
        answer = self._answer(address, asked, self._listed(address, asked))
        answer = replace(answer, archive=self.name)
        if answer.holding is not Holding.UNAVAILABLE and not answer.postponed:
            with self._lock:
                self._known[address] = answer
        return answer

    def fetch(self, memento: Memento) -> Outcome:
        """The memento's bytes as captured; see :meth:`Replay.fetch`."""
        return self._replay.fetch(memento)

    def close(self) -> None:
        """Stop asking: whoever waits for a turn is told at once that nothing was asked."""
        for asker in (self._asker, self._second_asker):
            asker.patience.end("the run was stopped")
            asker.gate.open()
        self._closing.set()

    def _answer(self, address: str, asked: str, listed: Listed) -> ArchiveAnswer:
        match listed:
            case Listing():
                return _from_listing(address, listed)
            case Barred(why=why):
                return ArchiveAnswer(url=address, holding=Holding.EXCLUDED, why=why)
            case NotSpoken(why=why):
                why = f"{self.base.name} has no index that citecheck can ask: {why}"
                return ArchiveAnswer(url=address, holding=Holding.UNAVAILABLE, why=why)
            case Silence(failure=Failure.NOT_ASKED, why=why):
                return ArchiveAnswer(
                    url=address, holding=Holding.NOT_ASKED, why=why, postponed=True
                )
            case Silence(why=why):
                return self._second_opinion(address, asked, why)
            case _:
                assert_never(listed)

    def _listed(self, address: str, asked: str) -> Listed:
        """What the index says, in the first dialect that the archive speaks."""
        with self._lock:
            dialects = (self._dialect,) if self._dialect else tuple(Dialect)
        listed: Listed = NotSpoken(why="nothing was asked")
        for dialect in dialects:
            listed = self._listed_in(dialect, address, asked)
            if isinstance(listed, Silence):
                return listed
            if not isinstance(listed, NotSpoken):
                with self._lock:
                    self._dialect = dialect
                return listed
        return listed

    def _moment(self, address: str) -> str | None:
        day = self._near(address) if self._near else None
        return f"{day:%Y%m%d000000}" if day else None

    def _listed_in(self, dialect: Dialect, address: str, asked: str) -> Listed:
        match dialect:
            case Dialect.WAYBACK:
                cdx = WaybackCdx(asked, base=self.base, asker=self._asker)
                return list_captures(cdx, self.base)
            case Dialect.PYWB:
                cdx = PywbCdx(asked, base=self.base, asker=self._asker)
                return self._in_collection(list_captures(cdx, self.base))
            case Dialect.MEMENTO:
                return self._timemap(asked)
            case Dialect.TIMEGATE:
                near = self._moment(address) or f"{self._clock():%Y%m%d%H%M%S}"
                moment = datetime.strptime(near, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
                answer = self._asker.ask(
                    f"{self.base.collection}{asked}",
                    headers={"Accept-Datetime": format_datetime(moment, usegmt=True)},
                )
                return read_timegate(answer, self.base, asked)
            case _:
                assert_never(dialect)

    def _timemap(self, asked: str) -> Listed:
        """The captures of a TimeMap, of all its parts where it comes in several."""
        answer = self._asker.ask(self.base.timemap(asked))
        listed = read_timemap(answer, self.base, asked)
        if not isinstance(listed, Listing) or not isinstance(answer, Response):
            return listed
        waiting, been = further_timemaps(answer, self.base), {answer.url}
        while waiting and len(been) < MOST_TIMEMAPS:
            url = waiting.pop(0)
            been.add(url)
            part = self._asker.ask(url)
            more = read_timemap(part, self.base, asked)
            if not isinstance(more, Listing) or not isinstance(part, Response):
                return replace(listed, cut=True)
            known = set(listed.mementos) | set(more.mementos)
            listed = Listing(
                mementos=tuple(sorted(known, key=lambda m: (m.timestamp, m.original))),
                skipped=listed.skipped + more.skipped,
                cut=listed.cut or more.cut,
            )
            waiting += [
                u for u in further_timemaps(part, self.base) if u not in been and u not in waiting
            ]
        return replace(listed, cut=listed.cut or bool(waiting))

    def _in_collection(self, listed: Listed) -> Listed:
        """pywb answers 'none' for a collection that does not exist: make sure that it does."""
        if not isinstance(listed, Listing) or self._collection_seen:
            return listed
        if not listed.mementos:
            page = self._asker.ask(self.base.collection)
            if isinstance(page, Silence):
                return page
            if page.status == 404:
                why = f"the archive has no collection {self.base.prefix} (404)"
                return Silence(why=why, failure=Failure.MALFORMED)
        self._collection_seen = True
        return listed

    def _second_opinion(self, address: str, asked: str, why: str) -> ArchiveAnswer:
        """The availability API, where the index is out of reach; only what it finds counts."""
        found: list[Memento] = []
        if not self._asker.patience.over and self._dialect in (None, Dialect.WAYBACK):
            second = Availability(asked, endpoint=self._availability, asker=self._second_asker)
            closest = second.closest(self.base, self._moment(address))
            found = [closest] if closest else []
        if not found:
            return ArchiveAnswer(url=address, holding=Holding.UNAVAILABLE, why=why)
        return ArchiveAnswer(
            url=address,
            holding=Holding.CAPTURED,
            mementos=tuple(found),
            why=f"{why}; its availability API names one capture, there may be more",
            whole=False,
        )


def _from_listing(address: str, listing: Listing) -> ArchiveAnswer:
    count = len(listing.mementos)
    notes = [f"{count} captures listed" if count else "no capture listed"]
    if listing.skipped:
        notes.append(f"{listing.skipped} rows could not be used")
    if listing.cut:
        notes.append("the list was cut, there may be more")
    holding = Holding.CAPTURED if count else Holding.NONE
    if not count and (listing.skipped or listing.cut):
        holding = Holding.UNAVAILABLE  # something is listed that could not be read
    return ArchiveAnswer(
        url=address,
        holding=holding,
        mementos=listing.mementos,
        why="; ".join(notes),
        whole=not listing.cut,
    )
