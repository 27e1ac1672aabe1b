"""When the next request to an archive may go, kept in memory or in a file that runs share.

The limit of an archive counts a network's requests, not a process's: two audits on
one machine share it only if they know of each other.  A file of two times does.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Protocol, TypeVar

from filelock import FileLock, Timeout

#: A time farther ahead than this comes of a clock that was set back, not of a queue.
_FAR = 7200.0
#: A refused connection within so long after a 429 is a ban of our network.
_BAN_SECONDS = 3600.0
_LOCK_SECONDS = 5.0
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Seconds on the clock of the slots: the next free turn, the end of the last hold."""

    next: float = -math.inf
    held: float = -math.inf
    refused: float = -math.inf


class Slots(Protocol):
    """Turns of one archive, given out one after the other."""

    def now(self) -> float:
        """Seconds on the clock of these slots."""
        ...

    def take(self, interval: float) -> float:
        """The moment of this caller's turn; the next one's is ``interval`` seconds later."""
        ...

    def hold(self, seconds: float) -> bool:
        """No turn for so long; false if a hold was already on."""
        ...

    def held_until(self) -> float:
        """When the last hold ends."""
        ...

    def lately_refused(self) -> bool:
        """Whether a 429 came within the last hour."""
        ...


class MemorySlots:
    """The turns of one process."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self.now = monotonic
        self._lock = Lock()
        self._times = Times()

    def take(self, interval: float) -> float:
        """The moment of this caller's turn."""
        with self._lock:
            turn, self._times = _taken(self._times, self.now(), interval)
            return turn

    def hold(self, seconds: float) -> bool:
        """No turn for so long; false if a hold was already on."""
        with self._lock:
            fresh, self._times = _held(self._times, self.now(), seconds)
            return fresh

    def held_until(self) -> float:
        """When the last hold ends."""
        with self._lock:
            return self._times.held

    def lately_refused(self) -> bool:
        """Whether a 429 came within the last hour."""
        with self._lock:
            return self.now() - self._times.refused < _BAN_SECONDS


class SharedSlots:
    """The turns of all processes that name the same file; ``clock`` is the time of day in seconds.

    Where the file cannot be used (a full or read-only disk) the turns are this
    process's own: an archive is then still spared, only not across processes.
    """

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        self.now = clock
        self._path = path
        self._threads = Lock()
        self._processes = FileLock(f"{path}.lock", timeout=_LOCK_SECONDS)
        self._times = Times()

    def take(self, interval: float) -> float:
        """The moment of this caller's turn."""
        return self._change(lambda times, now: _taken(times, now, interval))

    def hold(self, seconds: float) -> bool:
        """No turn for so long; false if a hold was already on."""
        return self._change(lambda times, now: _held(times, now, seconds))

    def held_until(self) -> float:
        """When the last hold ends, whoever set it."""
        with self._threads:
            now = self.now()
            return max(_near(self._times, now).held, self._read(now).held)

    def lately_refused(self) -> bool:
        """Whether a 429 came within the last hour, to whichever process."""
        with self._threads:
            now = self.now()
            refused = max(_near(self._times, now).refused, self._read(now).refused)
            return now - refused < _BAN_SECONDS

    def _change(self, step: Callable[[Times, float], tuple[_T, Times]]) -> _T:
        with self._threads:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                with self._processes:
                    now = self.now()
                    known = _later(_near(self._times, now), self._read(now))
                    result, self._times = step(known, now)
                    self._write()
            except (OSError, Timeout):
                now = self.now()
                result, self._times = step(_near(self._times, now), now)
            return result

    def _read(self, now: float) -> Times:
        try:
            kept = json.loads(self._path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return Times()
        if not isinstance(kept, Mapping):
            return Times()
        return Times(
            next=_moment(kept.get("next"), now),
            held=_moment(kept.get("held"), now),
            refused=_moment(kept.get("refused"), now),
        )

    def _write(self) -> None:
        kept = {
            name: value
            for name in ("next", "held", "refused")
            if math.isfinite(value := getattr(self._times, name))
        }
        fresh = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        fresh.write_text(json.dumps(kept), encoding="ascii")
        fresh.replace(self._path)


def slots_file(folder: Path, archive: str) -> Path:
    """The file of one archive's turns.

    >>> slots_file(Path("gates"), "127.0.0.1:8090").name
    '127.0.0.1-8090.json'
    """
    return folder / f"{re.sub(r'[^0-9A-Za-z.-]+', '-', archive)}.json"


def _taken(times: Times, now: float, interval: float) -> tuple[float, Times]:
    turn = max(now, times.next, times.held)
    return turn, replace(times, next=turn + interval)


def _held(times: Times, now: float, seconds: float) -> tuple[bool, Times]:
    until = max(times.held, now + seconds)
    return times.held <= now, replace(times, held=until, refused=now)


def _later(one: Times, other: Times) -> Times:
    return Times(
        next=max(one.next, other.next),
        held=max(one.held, other.held),
        refused=max(one.refused, other.refused),
    )


def _near(times: Times, now: float) -> Times:
    """Without what a clock that was set back since has put far ahead."""
    return Times(
        next=_moment(times.next, now),
        held=_moment(times.held, now),
        refused=_moment(times.refused, now),
    )


def _moment(value: object, now: float) -> float:
    if not isinstance(value, int | float) or value > now + _FAR:
        return -math.inf
    return float(value)
