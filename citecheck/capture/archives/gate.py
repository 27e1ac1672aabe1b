"""How often an archive may be asked, by all threads and runs together.

The Wayback Machine counts requests by network: since 2026 30 a minute for its
index, 600 for mementos; a 429 that is ignored for a minute ends in refused
connections, for an hour and doubling.  General rate limiters know the spacing,
but not that one answer must hold everybody back, or end the asking: hence this one.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from threading import Lock

from citecheck.capture.archives.slots import Slots

_log = logging.getLogger(__name__)
#: So long nobody asks after a 429 that names no time.
HOLD_SECONDS = 60.0
#: So many 429 in a run, and the archive is left in peace until the next.
MOST_REFUSALS = 3


def _for_ever() -> float:
    return math.inf


class Gate:
    """Lets requests through one by one, evenly spaced; 0 a minute spaces nothing.

    ``slots`` decide who shares the spacing: the threads of this run, or all runs.
    """

    def __init__(
        self, per_minute: float, *, slots: Slots, sleep: Callable[[float], object]
    ) -> None:
        self._interval = 60.0 / per_minute if per_minute > 0 else 0.0
        self._slots, self._sleep = slots, sleep
        self._open = False

    def wait(self, weight: float = 1.0, *, spare: Callable[[], float] = _for_ever) -> bool:
        """Return when it is this caller's turn; a hold that comes meanwhile counts too.

        ``weight``: how much of the space between two requests this one takes.  False, and
        at once, where the turn would come only after the ``spare`` seconds are over.
        """
        if spare() <= 0:
            return False
        turn = self._slots.take(self._interval * weight)
        while not self._open:
            left = max(turn, self._slots.held_until()) - self._slots.now()
            if left <= 0:
                return spare() > 0
            if left >= spare():
                return False
            self._sleep(left)
            _log.info("wait", extra={"fields": {"reason": "archive", "seconds": left}})
        return True

    def open(self) -> None:
        """Let everybody through at once: nothing will be asked any more."""
        self._open = True

    def hold(self, seconds: float) -> bool:
        """Nobody passes for so long; false if a hold was already on.

        Answers to requests that were under way together are one refusal, not several.
        """
        return self._slots.hold(seconds)

    def lately_refused(self) -> bool:
        """Whether the archive answered 429 within the last hour, to this run or another."""
        return self._slots.lately_refused()


class Patience:
    """How much an archive has been strained in this run, and whether to stop asking it."""

    #: So many requests in a row without any answer, and it is down for this run.
    MOST_SILENCES = 5

    def __init__(self) -> None:
        self._lock = Lock()
        self._refusals = self._silences = 0
        self._over = ""

    @property
    def over(self) -> str:
        """Why the archive is not asked again in this run; empty while it may be."""
        with self._lock:
            return self._over

    def refused(self) -> None:
        """The archive answered 429."""
        with self._lock:
            self._refusals += 1
            if self._refusals >= MOST_REFUSALS:
                self._end(f"it asked us to slow down (429) {self._refusals} times in this run")

    def must_wait_too_long(self, seconds: float) -> None:
        """The archive wants a longer pause than a run can make."""
        with self._lock:
            self._end(f"it asked us to wait {seconds:.0f} s (429)")

    def no_connection(self, *, lately_refused: bool) -> None:
        """The archive refused the connection; after a 429 that is a ban of our network."""
        with self._lock:
            if self._refusals or lately_refused:
                self._end("it refuses connections after 429: our network is banned for a while")
            else:
                self._silent("it refuses connections")

    def no_answer(self) -> None:
        """Nothing came in time."""
        with self._lock:
            self._silent("no answer came")

    def answered(self) -> None:
        """Something came, whatever it says."""
        with self._lock:
            self._silences = 0

    def end(self, why: str) -> None:
        """Not asked again in this run, for a reason that lies outside the archive."""
        with self._lock:
            self._end(why)

    def _silent(self, what: str) -> None:
        self._silences += 1
        if self._silences >= self.MOST_SILENCES:
            self._end(f"{what}, {self._silences} times in a row")

    def _end(self, why: str) -> None:
        self._over = self._over or why
