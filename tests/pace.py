"""Was it in time?  As much later as everything is on a machine that others keep busy."""

from __future__ import annotations

import time

#: Seconds of processor time, as the yardstick.
_WORK = 0.1


def in_time(began: float, seconds: float) -> bool:
    """Whether fewer seconds have passed since ``began`` (monotonic), at this machine's pace.

    On an idle machine a second of work takes a second, and the limit is as it stands; it is
    longer only by as much as a computation is held up now, and no more than tenfold.
    """
    passed = time.monotonic() - began
    return passed < seconds or passed < seconds * min(10.0, slowness())


def slowness() -> float:
    """How many times its processor time a computation takes at this moment."""
    began, ran = time.monotonic(), time.thread_time()
    while time.thread_time() - ran < _WORK:
        sum(range(1000))
    return (time.monotonic() - began) / _WORK
