"""The live web asked by several tasks at once, each with hosts of its own.

What makes a host's turn (its limit, its pauses) is known inside one task alone, so no
host is asked by two at a time.  An address that leads to another task's host comes back
as an errand, and goes on in a later task of that host.
"""

from __future__ import annotations

import heapq
import time
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count

from citecheck.capture.door import utc_now
from citecheck.capture.live import LONG_WAIT, RequestsWeb, say_not_asked
from citecheck.capture.moves import Ask, start
from citecheck.capture.politeness import host_of
from citecheck.capture.turns import Turns
from citecheck.model.captures import Outcome
from citecheck.ports import Clock, Recorder
from citecheck.settings import Settings

#: A task is given so many errands of one host at most, and twice as many in all.
MOST_OF_A_HOST = 250
#: Seconds after which a task begins nothing more and brings what it has: the first ones soon,
#: so that there is something to read, each round four times as late as the one before: at the
#: end of each a worker waits for its last answers.
FIRST_SECONDS, MOST_SECONDS = 1.0, 16.0
#: A task of a worker whose time is over, and which waits for silent hosts, has so many beside it.
_LATE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The errands of one task; nobody else asks ``hosts`` until it is over.

    ``rests``: seconds that a host is to be left alone yet.  Nothing more is begun after
    ``seconds``, nor after the ``deadline``: what is left comes back.
    """

    number: int
    asks: tuple[Ask, ...]
    hosts: frozenset[str]
    seconds: float = MOST_SECONDS
    rests: tuple[tuple[str, float], ...] = ()
    deadline: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a task brought: outcomes, errands that go on elsewhere or later, and hosts' rests."""

    outcomes: tuple[Outcome, ...] = ()
    asks: tuple[Ask, ...] = ()
    rests: tuple[tuple[str, float], ...] = ()


def ask_batch(
    batch: Batch,
    settings: Settings,
    recorder: Recorder | None,
    *,
    take: Callable[[Outcome], Outcome],
    clock: Clock = utc_now,
) -> Brought:
    """Do the errands of a batch as politely as any; ``take`` is handed each outcome at once."""
    left = batch.seconds
    if batch.deadline is not None:
        left = min(left, max(0.0, (batch.deadline - datetime.now(UTC)).total_seconds()))
    turns = Turns((), settings, asks=batch.asks, rests=dict(batch.rests))
    web = RequestsWeb(settings, recorder=recorder, left=left, clock=clock)
    outcomes, asks = list[Outcome](), list[tuple[Ask, float]]()
    for found in web.run(turns, len(batch.asks), started=lambda _: None, hosts=batch.hosts):
        if isinstance(found, Ask):
            asks.append((found, time.monotonic()))
        else:
            outcomes.append(take(found))
    rests = tuple(sorted(turns.rests().items()))
    now = time.monotonic()
    later = tuple(_sendable(ask, waited=now - since) for ask, since in asks)
    return Brought(outcomes=tuple(outcomes), asks=later, rests=rests)


def _sendable(ask: Ask, *, waited: float) -> Ask:
    """The same of plain values, as another process can be sent it, with the wait that is left."""
    errand = replace(ask.errand, headers=dict(ask.errand.headers))
    return replace(ask, errand=errand, wait=max(0.0, ask.wait - waited))


class Plan:
    """Which errands make the next batch; knows which hosts are being asked.  Not for threads.

    ``delay``: seconds between two starts on a host, which say how many of its errands a task
    can do in its time.
    """

    def __init__(self, addresses: Sequence[str], *, at_once: int, delay: float = 0.0) -> None:
        self._lines: dict[str, deque[Ask]] = {}
        self._later: list[tuple[float, int, Ask]] = []  # by moment
        self._entered = count()
        self._busy: set[str] = set()
        self._rest_until: dict[str, float] = {}
        self._at_once, self._delay = at_once, delay
        self._number = self._out = 0
        for url in addresses:
            self._enter(Ask(errand=start(url)), 0.0)

    def take(self, now: float, deadline: datetime | None = None) -> Batch | None:
        """A part of all hosts that nobody asks, long and short lines; ``None`` if there are none.

        All hosts are asked by turns, for no run is over before its longest line: each task has
        some of them for a while, and as many of their errands as it can do meanwhile.
        """
        while self._later and self._later[0][0] <= now + LONG_WAIT:
            moment, _, ask = heapq.heappop(self._later)
            self._enter(replace(ask, wait=max(0.0, moment - now)), now)
        free = [
            name
            for name in self._lines.keys() - self._busy
            if self._rest_until.get(name, now) <= now + LONG_WAIT
        ]
        if not free:
            return None
        free.sort(key=lambda name: (-len(self._lines[name]), name))
        seconds = min(MOST_SECONDS, FIRST_SECONDS * 4.0 ** min(9, self._number // self._at_once))
        most = MOST_OF_A_HOST
        if self._delay:
            most = min(most, 1 + int(seconds / self._delay))
        chosen, hosts = list[Ask](), list[str]()
        for name in free[:: max(1, self._at_once - self._out)]:
            line = self._lines[name]
            some = min(most, len(line), 2 * MOST_OF_A_HOST - len(chosen))
            if not some:
                break
            chosen += [line.popleft() for _ in range(some)]
            hosts.append(name)
        self._busy.update(hosts)
        self._number += 1
        self._out += 1
        rests = {
            name: until - now for name in hosts if (until := self._rest_until.get(name, now)) > now
        }
        self._lines = {name: line for name, line in self._lines.items() if line}
        return Batch(
            number=self._number,
            asks=tuple(chosen),
            hosts=frozenset(hosts),
            seconds=seconds,
            rests=tuple(sorted(rests.items())),
            deadline=deadline,
        )

    def settle(self, batch: Batch, brought: Brought, now: float) -> None:
        """A batch is over: its hosts may be asked by others, and its errands go on."""
        self._busy -= batch.hosts
        self._out -= 1
        for name, seconds in brought.rests:
            self._rest_until[name] = max(self._rest_until.get(name, 0.0), now + seconds)
        for ask in brought.asks:
            self._enter(ask, now)

    def next_moment(self) -> float | None:
        """When an errand that waits, or whose host rests, has its turn; ``None`` if none does."""
        moments = [self._rest_until.get(name, 0.0) for name in self._lines.keys() - self._busy]
        moments += [moment for moment, _, _ in self._later[:1]]
        return min(moments) - LONG_WAIT if moments else None

    def drain(self) -> list[Ask]:
        """Take back all that is in no batch."""
        left = [ask for line in self._lines.values() for ask in line]
        left += [ask for _, _, ask in self._later]
        self._lines.clear()
        self._later.clear()
        return left

    def _enter(self, ask: Ask, now: float) -> None:
        if ask.wait > LONG_WAIT:
            heapq.heappush(self._later, (now + ask.wait, next(self._entered), ask))
        else:
            self._lines.setdefault(host_of(ask.errand.current), deque()).append(ask)


class SpreadWeb:
    """The live web through the tasks of an executor; implements :class:`citecheck.ports.LiveWeb`.

    ``ask`` does a batch, there; no more than ``at_once`` of them are on their way, beside those
    whose time is over and which wait for the last answers.
    """

    def __init__(
        self,
        executor: Executor,
        ask: Callable[[Batch], Brought],
        settings: Settings,
        *,
        at_once: int,
        clock: Clock = utc_now,
    ) -> None:
        self._executor, self._ask, self._settings = executor, ask, settings
        self._at_once, self._clock = at_once, clock
        budget = settings.budget
        self._deadline = None if budget is None else datetime.now(UTC) + timedelta(seconds=budget)

    def fetch_all(
        self, addresses: Sequence[str], *, started: Callable[[str], None]
    ) -> Generator[Outcome, None, None]:
        """Ask each address once; outcomes come as their tasks end.

        Closing the generator takes back the tasks that have not begun.
        """
        distinct = list(dict.fromkeys(addresses))
        plan = Plan(distinct, at_once=self._at_once, delay=self._settings.delay)
        running: dict[Future[Brought], _Running] = {}
        try:
            while True:
                if self._deadline and datetime.now(UTC) >= self._deadline:
                    for ask in plan.drain():
                        yield say_not_asked(ask.errand, self._settings, self._clock)
                while self._has_room(running.values()):
                    batch = plan.take(time.monotonic(), self._deadline)
                    if batch is None:
                        break
                    for ask in batch.asks:
                        started(ask.errand.url)
                    running[self._executor.submit(self._ask, batch)] = _Running(batch)
                moments = [plan.next_moment()] if self._has_room(running.values()) else []
                moments += [one.until for one in running.values() if one.until > time.monotonic()]
                patience = self._patience(moments)
                if not running:
                    if patience is None:
                        return
                    time.sleep(patience)
                for future in wait(running, patience, return_when=FIRST_COMPLETED).done:
                    batch, brought = running.pop(future).batch, future.result()
                    plan.settle(batch, brought, time.monotonic())
                    yield from brought.outcomes
        finally:
            for future in running:
                future.cancel()

    def _has_room(self, running: Collection[_Running]) -> bool:
        """Whether one more task may be on its way."""
        now = time.monotonic()
        in_time = sum(one.until > now for one in running)
        return in_time < self._at_once and len(running) < (1 + _LATE) * self._at_once

    def _patience(self, moments: Iterable[float | None]) -> float | None:
        """Seconds until a task is over its time, or what waits can go on or is too late."""
        known = [moment for moment in moments if moment is not None]
        if not known:
            return None
        seconds = min(known) - time.monotonic()
        if self._deadline and (left := (self._deadline - datetime.now(UTC)).total_seconds()) > 0:
            seconds = min(seconds, left)
        return max(0.0, seconds)


class _Running:
    """A batch on its way; ``until``: when its time is over, by the monotonic clock."""

    def __init__(self, batch: Batch) -> None:
        self.batch, self.until = batch, time.monotonic() + batch.seconds
