"""The live web asked by several tasks at once, each with hosts of its own.

What makes a host's turn (its limit, its pauses) is known inside one task alone, so no
host is asked by two at a time.  An address that leads to another task's host comes back
as an errand, and goes on in a later task of that host.
"""

from __future__ import annotations

import heapq
import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from math import ceil

from citecheck.capture.door import utc_now
from citecheck.capture.live import LONG_WAIT, RequestsWeb, say_not_asked
from citecheck.capture.moves import Ask, start
from citecheck.capture.politeness import host_of
from citecheck.capture.turns import Turns
from citecheck.model.captures import Outcome
from citecheck.ports import Clock, Recorder
from citecheck.settings import Settings

#: A task is given so many errands of one host at most, and as many of other hosts.
MOST_OF_A_HOST = 250
_LEAST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The errands of one task; nobody else asks ``hosts`` until it is over.

    ``rests``: seconds that a host is to be left alone yet.  ``deadline``: when nothing
    more is begun.
    """

    number: int
    asks: tuple[Ask, ...]
    hosts: frozenset[str]
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
    left = None
    if batch.deadline is not None:
        left = max(0.0, (batch.deadline - datetime.now(UTC)).total_seconds())
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
    """Which errands make the next batch; knows which hosts are being asked.  Not for threads."""

    def __init__(self, addresses: Sequence[str], *, at_once: int) -> None:
        self._lines: dict[str, deque[Ask]] = {}
        self._later: list[tuple[float, int, Ask]] = []  # by moment
        self._entered = count()
        self._busy: set[str] = set()
        self._rest_until: dict[str, float] = {}
        self._number = 0
        for url in addresses:
            self._enter(Ask(errand=start(url)), 0.0)
        share = ceil(len(addresses) / (4 * at_once))
        self._most = min(MOST_OF_A_HOST, max(_LEAST, share))

    def take(self, now: float, deadline: datetime | None = None) -> Batch | None:
        """The longest line of errands and as many of the shortest; ``None`` if there are none."""
        while self._later and self._later[0][0] <= now + LONG_WAIT:
            moment, _, ask = heapq.heappop(self._later)
            self._enter(replace(ask, wait=max(0.0, moment - now)), now)
        free = [name for name in self._lines if name not in self._busy]
        if not free:
            return None
        free.sort(key=lambda name: (len(self._lines[name]), name))
        longest = free.pop()
        line = self._lines[longest]
        chosen, hosts = [line.popleft() for _ in range(min(self._most, len(line)))], {longest}
        room = self._most
        for name in free:
            line = self._lines[name]
            room -= len(line)
            if room < 0:
                break
            chosen += line
            line.clear()
            hosts.add(name)
        self._busy |= hosts
        self._number += 1
        rests = {
            name: until - now for name in hosts if (until := self._rest_until.get(name, now)) > now
        }
        self._lines = {name: line for name, line in self._lines.items() if line}
        return Batch(
            number=self._number,
            asks=tuple(chosen),
            hosts=frozenset(hosts),
            rests=tuple(sorted(rests.items())),
            deadline=deadline,
        )

    def settle(self, batch: Batch, brought: Brought, now: float) -> None:
        """A batch is over: its hosts may be asked by others, and its errands go on."""
        self._busy -= batch.hosts
        for name, seconds in brought.rests:
            self._rest_until[name] = max(self._rest_until.get(name, 0.0), now + seconds)
        for ask in brought.asks:
            self._enter(ask, now)

    def next_moment(self) -> float | None:
        """When an errand that waits has its turn; ``None`` if none waits."""
        return self._later[0][0] - LONG_WAIT if self._later else None

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

    ``ask`` does a batch, there; no more than ``at_once`` of them are on their way.
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
        plan = Plan(list(dict.fromkeys(addresses)), at_once=self._at_once)
        running: dict[Future[Brought], Batch] = {}
        try:
            while True:
                if self._deadline and datetime.now(UTC) >= self._deadline:
                    for ask in plan.drain():
                        yield say_not_asked(ask.errand, self._settings, self._clock)
                while len(running) < self._at_once:
                    batch = plan.take(time.monotonic(), self._deadline)
                    if batch is None:
                        break
                    for ask in batch.asks:
                        started(ask.errand.url)
                    running[self._executor.submit(self._ask, batch)] = batch
                full = len(running) >= self._at_once
                patience = None if full else self._patience(plan.next_moment())
                if not running:
                    if patience is None:
                        return
                    time.sleep(patience)
                for future in wait(running, patience, return_when=FIRST_COMPLETED).done:
                    batch, brought = running.pop(future), future.result()
                    plan.settle(batch, brought, time.monotonic())
                    yield from brought.outcomes
        finally:
            for future in running:
                future.cancel()

    def _patience(self, moment: float | None) -> float | None:
        """Seconds until an errand that waits can go on, or is too late."""
        if moment is None:
            return None
        seconds = moment - time.monotonic()
        if self._deadline:
            seconds = min(seconds, (self._deadline - datetime.now(UTC)).total_seconds())
        return max(0.0, seconds)
