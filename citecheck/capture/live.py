"""Many addresses at once, politely: a waiting address never holds a worker."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Container, Generator, Sequence
from contextlib import closing
from dataclasses import replace
from queue import Empty, Full, Queue
from threading import Event, Thread

from citecheck.capture.door import Door, utc_now
from citecheck.capture.moves import Ask, Done, Errand, choose_move
from citecheck.capture.one_request import OneRequest
from citecheck.capture.politeness import host_of
from citecheck.capture.revisiting import RevisitingDoor, record_answer
from citecheck.capture.turns import Turn, Turns
from citecheck.model.captures import Failure, NoResponse, Outcome, Response
from citecheck.ports import Clock, Recorder
from citecheck.settings import Settings

_log = logging.getLogger(__name__)
#: So many outcomes wait for the caller at most; each holds a body.
_HELD = 16
#: Seconds of waiting after which an errand is handed back by who asks for some hosts only.
LONG_WAIT = 3.0


class RequestsWeb:
    """The live web through requests; implements :class:`citecheck.ports.LiveWeb`.

    ``settings.budget`` seconds after it was made it begins nothing more, or after what is
    ``left`` of them.  Each exchange is with the ``recorder`` before anything follows from
    it, and an outcome says where it is kept.
    """

    def __init__(
        self,
        settings: Settings,
        door: OneRequest | None = None,
        *,
        seed: int | None = None,
        recorder: Recorder | None = None,
        left: float | None = None,
        clock: Clock = utc_now,
    ) -> None:
        self._settings, self._clock = settings, clock
        self._recorder = recorder
        self._door = RevisitingDoor(door or Door(settings, clock=clock), recorder, settings)
        self._random = random.Random(seed)  # noqa: S311 - spreads waits, guards nothing
        left = settings.budget if left is None else left
        self._until = None if left is None else time.monotonic() + left

    def fetch_all(
        self, addresses: Sequence[str], *, started: Callable[[str], None]
    ) -> Generator[Outcome, None, None]:
        """Ask each address once; outcomes come in the order in which they finish.

        Closing the generator lets what is in flight end unheard and starts nothing more.
        """
        distinct = list(dict.fromkeys(addresses))
        turns = Turns(distinct, self._settings)
        with closing(self.run(turns, len(distinct), started=started)) as running:
            for found in running:
                assert not isinstance(found, Ask)  # every host is ours
                yield found

    def run(
        self,
        turns: Turns,
        count: int,
        *,
        started: Callable[[str], None],
        hosts: Container[str] | None = None,
    ) -> Generator[Outcome | Ask, None, None]:
        """Do ``count`` errands; an outcome for each.

        With ``hosts`` it may be how the errand goes on: where it leads to another host, which
        somebody else may be asking, where it is to wait for long, and when the time is over.
        """
        if not count:
            return
        results = _Results()

        def hire() -> None:
            # daemons: a hanging server must not keep a stopped program alive
            Thread(target=self._work, args=(turns, results, started, hosts), daemon=True).start()

        turns.staff(hire)
        left, until = count, self._until
        try:
            while left:
                result = results.get(until)
                if isinstance(result, BaseException):
                    raise result
                if result is None:
                    until = None  # what is in flight ends by its own limits
                found = [result] if result else [self._left(a, hosts) for a in turns.drain()]
                for outcome in found:
                    left -= 1
                    yield outcome
        finally:
            results.close()
            turns.stop()

    def _work(
        self,
        turns: Turns,
        results: _Results,
        started: Callable[[str], None],
        hosts: Container[str] | None,
    ) -> None:
        try:
            for turn in turns.each():
                if not turn.errand.hops and not turn.errand.tries:
                    started(turn.errand.url)
                # no body is held here while the next turn is waited for
                self._do(turn, turns, results, hosts)
        except BaseException as error:  # noqa: BLE001 - carried to the caller, who raises it
            results.put(error)

    def _do(
        self, turn: Turn, turns: Turns, results: _Results, hosts: Container[str] | None
    ) -> None:
        """Ask, settle the turn, write the answer down, and hand over what is finished."""
        with turn.request.under_way():
            answer = self._door.get(
                turn.errand.current,
                headers=turn.errand.headers,
                read_timeout=turn.errand.patience(self._settings),
            )
        errand, broken_off = turns.hear(turn, answer), _is_broken_off(answer)
        if errand is None:
            turns.settle(turn, broken_off=broken_off)
            self._write_down(answer)
            return
        move = choose_move(errand, answer, self._settings, jitter=self._random.random())
        if isinstance(move, Ask) and move.wait:
            asked = isinstance(answer, Response) and answer.header("Retry-After")
            reason = "retry_after" if asked else "backoff"
            _log.info("wait", extra={"fields": {"reason": reason, "seconds": move.wait}})
        if isinstance(move, Done):
            turns.settle(turn, broken_off=broken_off)
            results.put(self._kept(move.outcome, answer))
            return
        leaves = hosts is not None and _leaves(move, hosts)
        turns.release(turn, move, broken_off=broken_off, leaves=leaves)
        self._write_down(answer)
        if leaves:
            results.put(move)
        elif not turns.go_on(move):
            results.put(self._left(move, hosts))

    def _write_down(self, answer: Outcome) -> None:
        """Put an exchange on the disk as soon as it is over, whatever comes after it."""
        if self._recorder is not None:
            record_answer(self._recorder, answer)

    def _kept(self, outcome: Outcome, answer: Outcome) -> Outcome:
        """An errand's outcome, when its last answer is on the disk."""
        if self._recorder is None or not isinstance(outcome, Response):
            self._write_down(answer)
            return outcome
        return replace(outcome, kept=self._recorder.keep(outcome))

    def _left(self, ask: Ask, hosts: Container[str] | None) -> NoResponse | Ask:
        """What becomes of an errand that is not begun any more."""
        if hosts is not None:
            return ask
        return say_not_asked(ask.errand, self._settings, self._clock)


def say_not_asked(errand: Errand, settings: Settings, clock: Clock = utc_now) -> NoResponse:
    """The outcome of an errand whose turn came when the time of the run was over."""
    so_far = f" ({'; '.join(errand.notes)})" if errand.notes else ""
    return NoResponse(
        url=errand.url,
        failure=Failure.NOT_ASKED,
        why=f"the time for the whole run, {settings.budget:g} s, was over{so_far}",
        at=clock(),
        hops=errand.hops,
    )


def _leaves(ask: Ask, hosts: Container[str]) -> bool:
    """Whether an errand goes on elsewhere, or so late that others are not to wait for it."""
    return ask.last or ask.wait > LONG_WAIT or host_of(ask.errand.current) not in hosts


def _is_broken_off(answer: Outcome) -> bool:
    return isinstance(answer, NoResponse) and answer.failure in (Failure.TIMEOUT, Failure.TOO_LARGE)


class _Results:
    """What workers hand to the caller; they wait where it is slow, for each holds a body."""

    def __init__(self) -> None:
        self._queue: Queue[Outcome | Ask | BaseException] = Queue(_HELD)
        self._closed = Event()

    def put(self, result: Outcome | Ask | BaseException) -> None:
        while not self._closed.is_set():
            try:
                self._queue.put(result, timeout=1.0)
            except Full:
                continue
            break

    def get(self, until: float | None) -> Outcome | Ask | BaseException | None:
        """The next result; ``None`` when the moment of the monotonic clock is over."""
        try:
            timeout = None if until is None else max(0.0, until - time.monotonic())
            return self._queue.get(timeout=timeout)
        except Empty:
            return None

    def close(self) -> None:
        """Take nothing more."""
        self._closed.set()
