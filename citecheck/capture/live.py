"""Many addresses at once, politely: a waiting address never holds a worker."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Condition, Thread

from citecheck.capture.door import Door
from citecheck.capture.moves import Ask, Done, Errand, choose_move, start
from citecheck.capture.politeness import Manners
from citecheck.model.captures import Outcome
from citecheck.settings import Settings


class RequestsWeb:
    """The live web through requests; implements :class:`citecheck.ports.LiveWeb`."""

    def __init__(
        self, settings: Settings, door: Door | None = None, *, seed: int | None = None
    ) -> None:
        self._settings = settings
        self._door = door or Door(settings)
        self._random = random.Random(seed)  # noqa: S311 - spreads waits, guards nothing

    def fetch_all(
        self, addresses: Sequence[str], *, started: Callable[[str], None]
    ) -> Generator[Outcome, None, None]:
        """Ask each address once; outcomes come in the order in which they finish.

        Closing the generator lets what is in flight end unheard and starts nothing more.
        """
        distinct = list(dict.fromkeys(addresses))
        if not distinct:
            return
        queue = _Queue(distinct, self._settings)
        results: SimpleQueue[Outcome | BaseException] = SimpleQueue()
        count = min(self._settings.jobs, len(distinct))
        for number in range(count):
            # daemons: a hanging server must not keep a stopped program alive
            Thread(
                target=self._work,
                args=(queue, results, started),
                name=f"live-{number}",
                daemon=True,
            ).start()
        try:
            for _ in distinct:
                result = results.get()
                if isinstance(result, BaseException):
                    raise result
                yield result
        finally:
            queue.stop()

    def _work(
        self,
        queue: _Queue,
        results: SimpleQueue[Outcome | BaseException],
        started: Callable[[str], None],
    ) -> None:
        try:
            while (errand := queue.take()) is not None:
                if not errand.hops and not errand.tries:
                    started(errand.url)
                answer = self._door.get(errand.current, headers=errand.headers)
                move = choose_move(errand, answer, self._settings, jitter=self._random.random())
                queue.settle(errand, move if isinstance(move, Ask) else None)
                if isinstance(move, Done):
                    results.put(move.outcome)
        except BaseException as error:  # noqa: BLE001 - carried to the caller, who raises it
            results.put(error)


@dataclass(slots=True)
class _Waiting:
    """An errand that waits for its time; ``last`` ones go after all others."""

    errand: Errand
    ready: float
    last: bool


class _Queue:
    """Errands in waiting; hands out those whose time has come and whose host has room."""

    def __init__(self, addresses: Sequence[str], settings: Settings) -> None:
        self._manners = Manners(per_host=settings.per_host, delay=settings.delay)
        self._waiting = [_Waiting(errand=start(url), ready=0.0, last=False) for url in addresses]
        self._in_flight = 0
        self._stopped = False
        self._changed = Condition()

    def take(self) -> Errand | None:
        """The next errand, waited for; ``None`` when all is done or stopped."""
        with self._changed:
            while not self._stopped:
                now = time.monotonic()
                found, wait = self._choose(now)
                if found:
                    self._waiting.remove(found)
                    self._manners.begin(found.errand.current, now)
                    self._in_flight += 1
                    return found.errand
                if not self._waiting and not self._in_flight:
                    self._changed.notify_all()
                    return None
                self._changed.wait(timeout=wait)
            return None

    def _choose(self, now: float) -> tuple[_Waiting | None, float | None]:
        """An errand that may start now, else the seconds until one may."""
        soonest: float | None = None
        fresh = any(not waiting.last for waiting in self._waiting)  # those come first
        for waiting in self._waiting:
            if waiting.last and fresh:
                continue
            at = self._manners.earliest(waiting.errand.current, now)
            if at is None:
                continue
            at = max(at, waiting.ready)
            if at <= now:
                return waiting, None
            soonest = at if soonest is None else min(soonest, at)
        return None, None if soonest is None else max(0.001, soonest - now)

    def settle(self, errand: Errand, again: Ask | None) -> None:
        """The request of an errand is over; ``again``: how the errand goes on."""
        with self._changed:
            self._manners.end(errand.current)
            self._in_flight -= 1
            if again:
                ready = time.monotonic() + again.wait if again.wait else 0.0
                waiting = _Waiting(errand=again.errand, ready=ready, last=again.last)
                # a redirect goes on at once: its place is the front
                self._waiting.insert(len(self._waiting) if again.wait else 0, waiting)
            self._changed.notify_all()

    def stop(self) -> None:
        """Hand out nothing more."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
