"""Whose turn it is: errands wait until their time has come and their host has room.

A waiting address holds no worker.  Of the hosts that may be asked, the one with the
longest line comes first: it decides when the run is over.
"""

from __future__ import annotations

import heapq
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from threading import Condition
from types import MappingProxyType

from citecheck.capture.moves import Ask, Errand, start
from citecheck.capture.politeness import host_of
from citecheck.settings import Settings

#: Seconds until a host knows that a request was broken off; till then it counts as one.
LEARNS_LATE = 0.3
#: An errand that must not begin before a moment; the number keeps the order.
_Timed = tuple[float, int, Errand]


@dataclass(slots=True)
class _Host:
    """One host: its lines, and what manners towards it ask for."""

    fresh: deque[Errand] = field(default_factory=deque)
    soon: list[_Timed] = field(default_factory=list)  # redirects, and waits that are over
    late: list[_Timed] = field(default_factory=list)  # second tries: when others have no need
    in_flight: int = 0
    next_start: float = 0.0
    pause_until: float = 0.0  # asked for by the host in answer to one address
    listed: int = -1  # the number of its one entry that counts

    @property
    def length(self) -> int:
        return len(self.fresh) + len(self.soon) + len(self.late)


class Turns:
    """The errands of one run; safe for threads.

    ``per_host`` of them are in flight on one host at most, ``delay`` seconds between two
    starts; the limit is shared by redirects and retries.  An address that is to be asked
    later is asked no sooner; a host that says so of a second one meanwhile means them all.
    ``asks``: errands that are on
    their way already; ``rests``: so many seconds a host is to be left alone yet.
    """

    def __init__(
        self,
        addresses: Sequence[str],
        settings: Settings,
        *,
        asks: Sequence[Ask] = (),
        rests: Mapping[str, float] = MappingProxyType({}),
    ) -> None:
        self._per_host, self._delay = settings.per_host, settings.delay
        self._hosts: dict[str, _Host] = {}
        self._future: list[tuple[float, int, str]] = []  # by moment
        self._ready: list[tuple[int, int, str]] = []  # by length, the longest first
        self._numbers = count()
        self._left = self._in_flight = self._idle = 0
        self._stopped = self._drained = self._is_timed = False
        self._changed = Condition()
        now = time.monotonic()
        for ask in (*(Ask(errand=start(url)) for url in addresses), *asks):
            host = self._hosts.setdefault(host_of(ask.errand.current), _Host())
            if ask.wait or ask.last or ask.errand.hops:
                self._enter(host, ask, now)
            else:
                host.fresh.append(ask.errand)
            self._left += 1
        for name, host in self._hosts.items():
            host.next_start = now + rests.get(name, 0.0)
            self._list(name, now)

    def take(self) -> Errand | None:
        """The next errand, waited for; ``None`` when all is done or stopped."""
        with self._changed:
            while not self._stopped:
                now = time.monotonic()
                errand = self._choose(now)
                if errand is not None:
                    if self._idle and (self._ready or (self._future and not self._is_timed)):
                        self._changed.notify()  # there may be more to do
                    return errand
                if not self._left and not self._in_flight:
                    break
                self._wait(now)
            self._changed.notify_all()
            return None

    def _wait(self, now: float) -> None:
        """Wait for a change; one worker for all also waits for the next moment."""
        timed = bool(self._future) and not self._is_timed
        self._is_timed = self._is_timed or timed
        self._idle += 1
        self._changed.wait(max(0.001, self._future[0][0] - now) if timed else None)
        self._idle -= 1
        if timed:
            self._is_timed = False

    def settle(
        self,
        errand: Errand,
        again: Ask | None,
        *,
        broken_off: bool = False,
        leaves: bool = False,
    ) -> bool:
        """The request of an errand is over; ``again``: how the errand goes on.

        Gives whether it does so here: not after :meth:`drain`, nor where it ``leaves``.
        ``broken_off``: by us, which the host learns a little later.
        """
        with self._changed:
            now = time.monotonic()
            name = host_of(errand.current)
            host = self._hosts[name]
            host.in_flight -= 1
            self._in_flight -= 1
            if broken_off:
                host.next_start = max(host.next_start, now + LEARNS_LATE)
            goes_on = again is not None and not self._drained
            if again and goes_on:
                if again.holds_host:
                    if now < host.pause_until:
                        host.next_start = max(host.next_start, now + again.wait)
                    host.pause_until = max(host.pause_until, now + again.wait)
                if not leaves:
                    target = host_of(again.errand.current)
                    other = self._hosts.setdefault(target, _Host())
                    self._enter(other, again, now)
                    self._left += 1
                    if target != name:
                        self._list(target, now)
            self._list(name, now)
            if self._idle:
                self._changed.notify()
            return goes_on and not leaves

    def drain(self) -> list[Errand]:
        """Take back all that is not in flight; what is in flight ends and goes no further."""
        with self._changed:
            self._drained = True
            taken = []
            for host in self._hosts.values():
                taken += [*host.fresh, *(entry[2] for entry in (*host.soon, *host.late))]
                host.fresh.clear()
                host.soon.clear()
                host.late.clear()
            self._left -= len(taken)
            self._changed.notify_all()
            return taken

    def rests(self) -> dict[str, float]:
        """How many seconds each host is to be left alone yet, where it is."""
        with self._changed:
            left = {name: host.next_start - time.monotonic() for name, host in self._hosts.items()}
            return {name: seconds for name, seconds in left.items() if seconds > 0}

    def stop(self) -> None:
        """Hand out nothing more."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _enter(self, host: _Host, ask: Ask, now: float) -> None:
        line = host.late if ask.last else host.soon
        heapq.heappush(line, (now + ask.wait, next(self._numbers), ask.errand))

    def _choose(self, now: float) -> Errand | None:
        while self._future and self._future[0][0] <= now:
            _, number, name = heapq.heappop(self._future)
            if self._hosts[name].listed == number:
                heapq.heappush(self._ready, (-self._hosts[name].length, number, name))
        while self._ready:
            _, number, name = heapq.heappop(self._ready)
            host = self._hosts[name]
            if host.listed != number:
                continue  # an older entry
            errand = self._pick(host, now)
            if errand is not None:
                self._left -= 1
                self._in_flight += 1
                host.in_flight += 1
                host.next_start = max(host.next_start, now + self._delay)
            self._list(name, now)
            if errand is not None:
                return errand
        return None

    def _pick(self, host: _Host, now: float) -> Errand | None:
        """A host's next errand; a second try comes early where workers have nothing to do."""
        if host.in_flight >= self._per_host or host.next_start > now:
            return None
        if host.soon and host.soon[0][0] <= now:
            return heapq.heappop(host.soon)[2]
        if host.late and host.late[0][0] <= now and (self._idle or not host.fresh):
            return heapq.heappop(host.late)[2]
        return host.fresh.popleft() if host.fresh else None

    def _list(self, name: str, now: float) -> None:
        """Enter the host under the moment at which it may be asked next, if it may."""
        host = self._hosts[name]
        host.listed = next(self._numbers)
        if host.in_flight >= self._per_host or not host.length:
            return
        moments = [line[0][0] for line in (host.soon, host.late) if line]
        moment = max(host.next_start, now if host.fresh else min(moments))
        if moment <= now:
            heapq.heappush(self._ready, (-host.length, host.listed, name))
        else:
            heapq.heappush(self._future, (moment, host.listed, name))
