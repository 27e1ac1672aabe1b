"""Whose turn it is: errands wait until their time has come and their host has room.

A waiting address holds no worker, and a silent one none that others have need of.  Of the
hosts that may be asked, the one with the longest line comes first: it decides when the
run is over.
"""

from __future__ import annotations

import heapq
import logging
import math
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from threading import Condition
from types import MappingProxyType

from citecheck.capture.deadline import Request
from citecheck.capture.moves import SECOND_SHARE, Ask, Errand, start
from citecheck.capture.politeness import host_of
from citecheck.model.captures import Failure, NoResponse, Outcome
from citecheck.settings import Settings

_log = logging.getLogger(__name__)
#: Seconds; what is shorter is no wait.
_WORTH_TELLING = 0.001
#: Seconds until a host knows that a request was broken off; till then it counts as one.
LEARNS_LATE = 0.3
#: After this share of the read time-out without a word a request counts as no job any more.
QUIET_SHARE = 0.1


@dataclass(slots=True, eq=False)
class Turn:
    """An errand and its one request; ``twin`` is the other for the same address, if there is one.

    A second request for what stays silent is in line, or under way, while the first still
    waits: the first that says something is the one that counts, and the other is withdrawn.
    """

    errand: Errand
    request: Request = field(default_factory=Request)
    twin: Turn | None = None
    is_second: bool = False
    began: float | None = None
    is_job: bool = False
    is_over: bool = False

    @property
    def is_open(self) -> bool:
        """Whether something may come of it."""
        return not self.is_over and not self.request.withdrawn

    @property
    def is_silent(self) -> bool:
        """Whether it is under way, and no answer has begun to come."""
        return self.is_open and not self.request.heard


#: What must not begin before a moment; the number keeps the order.
_Timed = tuple[float, int, Turn]


@dataclass(slots=True)
class _Host:
    """One host: its lines, and what manners towards it ask for."""

    fresh: deque[str | Errand] = field(default_factory=deque)  # an address until its turn comes
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
    starts; the limit is shared by redirects and retries.  ``jobs`` are at work at once, and
    as many more may wait for a word.  An address that is to be asked later is asked no
    sooner; a host that says so of a second one meanwhile means them all.
    ``asks``: errands that are on their way already; ``rests``: so many seconds a host is to
    be left alone yet.

    Workers do what :meth:`each` gives; more of them are hired as they are of use.
    """

    def __init__(
        self,
        addresses: Sequence[str],
        settings: Settings,
        *,
        asks: Sequence[Ask] = (),
        rests: Mapping[str, float] = MappingProxyType({}),
    ) -> None:
        self._settings = settings
        self._hosts: dict[str, _Host] = {}
        self._future: list[tuple[float, int, str]] = []  # hosts by moment
        self._ready: list[tuple[int, int, str]] = []  # hosts by length, the longest first
        self._quiet: deque[tuple[float, Turn]] = deque()  # who gives up its place then
        self._unheard: deque[tuple[float, Turn]] = deque()  # who is asked once more then
        self._numbers = count()
        self._left = self._in_flight = self._pending = 0
        self._jobs = self._idle = self._hired = 0
        self._hire: Callable[[], None] | None = None
        self._free = 1  # workers without a turn
        self._stopped = self._drained = False
        self._wakes = math.inf  # the next moment that a worker waits for
        self._changed = Condition()
        now = time.monotonic()
        for url in addresses:
            self._host(start(url)).fresh.append(url)
        for ask in asks:
            if ask.wait or ask.last or ask.errand.hops:
                self._enter(self._host(ask.errand), ask, now)
            else:
                self._host(ask.errand).fresh.append(ask.errand)
        self._left += sum(len(host.fresh) for host in self._hosts.values())
        for name, host in self._hosts.items():
            host.next_start = now + rests.get(name, 0.0)
            self._list(name, now)

    def staff(self, hire: Callable[[], None]) -> None:
        """Have the work done; ``hire`` brings one more worker."""
        self._hire = hire
        self._free = self._hired = min(self._settings.jobs, self._left)
        for _ in range(self._free):
            hire()

    def each(self) -> Iterator[Turn]:
        """A worker's turns, until all is done or stopped; each is to be settled.

        A turn is a job until the next is asked for: answers that are not written down yet,
        and the memory for them, are no more than there are jobs.
        """
        while (turn := self.take()) is not None:
            yield turn
            self.leave(turn)
            with self._changed:
                self._free += 1

    def take(self) -> Turn | None:
        """The next turn, waited for; ``None`` when all is done or stopped."""
        with self._changed:
            began = time.monotonic()
            turn = self._wait_for_turn()
            waited = time.monotonic() - began
            if turn is None:
                self._changed.notify_all()
                return None
            self._wake_one(time.monotonic())
            self._free -= 1
            hire = self._hire if self._free < 1 and self._hired < 2 * self._settings.jobs else None
            if hire:
                self._free += 1
                self._hired += 1
        if hire:
            hire()
        if waited > _WORTH_TELLING:
            _log.info("wait", extra={"fields": {"reason": "politeness", "seconds": waited}})
        return turn

    def hear(self, turn: Turn, answer: Outcome) -> Errand | None:
        """The errand that an answer is for; ``None`` where another request decides."""
        is_silent = isinstance(answer, NoResponse) and answer.failure is Failure.TIMEOUT
        with self._changed:
            other = turn.twin
            if turn.request.withdrawn:
                return None
            if other is None:
                return turn.errand
            if not other.is_open:
                # both were asked: what is said of it now is said of the second try
                return other.errand if is_silent and other.is_second else turn.errand
            if is_silent or (turn.is_second and isinstance(answer, NoResponse)):
                return None
            self._withdraw(other)
            return turn.errand

    def settle(self, turn: Turn, again: Ask | None = None, *, broken_off: bool = False) -> bool:
        """:meth:`release` a turn, and let its errand go on; gives whether it does."""
        self.release(turn, again, broken_off=broken_off)
        return again is not None and self.go_on(again)

    def release(
        self,
        turn: Turn,
        again: Ask | None = None,
        *,
        broken_off: bool = False,
        leaves: bool = False,
    ) -> None:
        """The request of a turn is over, and its host may be asked by others.

        ``again``: how its errand is to :meth:`go_on`, unless it ``leaves``.
        ``broken_off``: by us, which the host learns a little later.
        """
        with self._changed:
            now = time.monotonic()
            name = host_of(turn.errand.current)
            host = self._hosts[name]
            turn.is_over = True
            host.in_flight -= 1
            self._in_flight -= 1
            if broken_off or turn.request.withdrawn:
                host.next_start = max(host.next_start, now + LEARNS_LATE)
            if again and again.holds_host:
                if now < host.pause_until:
                    host.next_start = max(host.next_start, now + again.wait)
                host.pause_until = max(host.pause_until, now + again.wait)
            self._pending += again is not None and not leaves
            self._list(name, now)
            self._wake_one(now)

    def go_on(self, again: Ask) -> bool:
        """An errand goes on as it was to; gives whether it does: not after :meth:`drain`."""
        with self._changed:
            self._pending -= 1
            if not self._drained:
                now = time.monotonic()
                name = host_of(again.errand.current)
                self._enter(self._host(again.errand), again, now)
                self._list(name, now)
                self._wake_one(now)
            return not self._drained

    def leave(self, turn: Turn) -> None:
        """Give up the place among the jobs: all is done with the answer to a turn."""
        with self._changed:
            if turn.is_job:
                self._leave(turn)
                self._wake_one(time.monotonic())

    def drain(self) -> list[Ask]:
        """Take back all that is not in flight; what is in flight ends and goes no further."""
        with self._changed:
            self._drained = True
            now, taken = time.monotonic(), list[Ask]()
            for host in self._hosts.values():
                taken += [Ask(errand=_begun(one)) for one in host.fresh]
                for line in (host.soon, host.late):
                    for moment, _, turn in line:
                        # what its first request still waits for is that one's to tell
                        if turn.is_open and not (turn.twin and turn.twin.is_open):
                            wait = max(0.0, moment - now)
                            taken.append(Ask(errand=turn.errand, wait=wait, last=line is host.late))
                        turn.is_over = True
                host.fresh.clear()
                host.soon.clear()
                host.late.clear()
            self._left = 0
            self._changed.notify_all()
            return taken

    def rests(self) -> dict[str, float]:
        """How many seconds each host is to be left alone yet, where it is."""
        with self._changed:
            now = time.monotonic()
            left = {
                name: max(host.next_start - now, LEARNS_LATE if host.in_flight else 0.0)
                for name, host in self._hosts.items()
            }
            return {name: seconds for name, seconds in left.items() if seconds > 0}

    def stop(self) -> None:
        """Hand out nothing more."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    # everything below is called with the lock held

    def _host(self, errand: Errand) -> _Host:
        return self._hosts.setdefault(host_of(errand.current), _Host())

    def _has_room(self) -> bool:
        jobs = self._settings.jobs
        return self._jobs < jobs and self._in_flight < 2 * jobs

    def _wait_for_turn(self) -> Turn | None:
        while not self._stopped:
            now = time.monotonic()
            self._pass(now)
            if self._has_room() and (turn := self._choose(now)):
                return turn
            if not self._left and not self._in_flight and not self._pending:
                return None
            self._wait(now)
        return None

    def _wait(self, now: float) -> None:
        """Wait for a change; one worker for all also waits for the next moment."""
        moment = self._next_moment()
        timed = moment < self._wakes
        self._wakes = moment if timed else self._wakes
        self._idle += 1
        self._changed.wait(max(0.0, moment - now) if timed else None)
        self._idle -= 1
        if timed and self._wakes == moment:
            self._wakes = math.inf

    def _next_moment(self) -> float:
        """When there may be something to do, though nothing happens till then."""
        moment = self._future[0][0] if self._future and self._has_room() else math.inf
        for line in (self._quiet, self._unheard):
            moment = min(moment, line[0][0]) if line else moment
        return moment

    def _wake_one(self, now: float) -> None:
        """Wake a waiting worker if there is something to do, or to wait for."""
        if not self._idle:
            return
        moment = self._next_moment()
        if (self._ready and self._has_room()) or moment <= now or moment < self._wakes:
            self._changed.notify()

    def _pass(self, now: float) -> None:
        """Do what is due: who is silent gives up its place, and is asked once more later."""
        for line in (self._quiet, self._unheard):
            while line and (line[0][0] <= now or not line[0][1].is_silent):
                turn = line.popleft()[1]
                if not turn.is_silent:
                    continue
                if line is self._quiet:
                    self._leave(turn)
                elif not self._drained:
                    self._ask_beside(turn, now)

    def _ask_beside(self, turn: Turn, now: float) -> None:
        errand = turn.errand.second((1 - SECOND_SHARE) * self._settings.read_timeout)
        turn.twin = Turn(errand, twin=turn, is_second=True)
        name = host_of(errand.current)
        self._put(self._hosts[name].late, now, turn.twin)
        self._list(name, now)

    def _enter(self, host: _Host, ask: Ask, now: float) -> None:
        line = host.late if ask.last else host.soon
        self._put(line, now + ask.wait, Turn(ask.errand))

    def _put(self, line: list[_Timed], moment: float, turn: Turn) -> None:
        heapq.heappush(line, (moment, next(self._numbers), turn))
        self._left += 1

    def _leave(self, turn: Turn) -> None:
        turn.is_job = False
        self._jobs -= 1

    def _withdraw(self, turn: Turn) -> None:
        turn.request.withdraw()
        if turn.began is None:  # still in its line, where it is passed over
            self._left -= 1

    def _choose(self, now: float) -> Turn | None:
        while self._future and self._future[0][0] <= now:
            _, number, name = heapq.heappop(self._future)
            if self._hosts[name].listed == number:
                heapq.heappush(self._ready, (-self._hosts[name].length, number, name))
        while self._ready:
            _, number, name = heapq.heappop(self._ready)
            host = self._hosts[name]
            if host.listed != number:
                continue  # an older entry
            turn = self._pick(host, now)
            if turn is not None:
                self._begin(turn, host, now)
            self._list(name, now)
            if turn is not None:
                return turn
        return None

    def _begin(self, turn: Turn, host: _Host, now: float) -> None:
        turn.began, turn.is_job = now, True
        self._left -= 1
        self._in_flight += 1
        self._jobs += 1
        host.in_flight += 1
        host.next_start = max(host.next_start, now + self._settings.delay)
        patience = self._settings.read_timeout
        self._quiet.append((now + QUIET_SHARE * patience, turn))
        if turn.errand.tries == 0 and self._settings.retries > 0:
            self._unheard.append((now + (1 - SECOND_SHARE) * patience, turn))

    def _pick(self, host: _Host, now: float) -> Turn | None:
        """A host's next turn; a second try comes early where no other host has need."""
        if host.in_flight >= self._settings.per_host or host.next_start > now:
            return None
        for line in (host.soon, host.late):
            while line and not line[0][2].is_open:
                heapq.heappop(line)
        if host.soon and host.soon[0][0] <= now:
            return heapq.heappop(host.soon)[2]
        if host.late and host.late[0][0] <= now and not (self._ready and host.fresh):
            return heapq.heappop(host.late)[2]
        return Turn(_begun(host.fresh.popleft())) if host.fresh else None

    def _list(self, name: str, now: float) -> None:
        """Enter the host under the moment at which it may be asked next, if it may."""
        host = self._hosts[name]
        host.listed = next(self._numbers)
        if host.in_flight >= self._settings.per_host or not host.length:
            return
        moments = [line[0][0] for line in (host.soon, host.late) if line]
        moment = max(host.next_start, now if host.fresh else min(moments))
        if moment <= now:
            heapq.heappush(self._ready, (-host.length, host.listed, name))
        else:
            heapq.heappush(self._future, (moment, host.listed, name))


def _begun(waiting: str | Errand) -> Errand:
    """An errand that nothing was done for is but its address: a long list has many."""
    return start(waiting) if isinstance(waiting, str) else waiting
