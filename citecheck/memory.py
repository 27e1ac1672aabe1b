"""What a run of many values asks of the collector of cycles and of the C library's memory."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no cycles meanwhile: among millions of values that takes longer than the work.

    Our values form none; those of a library's tree are found right afterwards.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def share_one_arena() -> None:
    """Have all threads of this process take memory from one place.

    The GNU C library gives each thread an arena of its own (``M_ARENA_MAX``, mallopt(3)), and
    what one of them has freed no other can use: a hundred threads that ask the web hold a
    hundred times the holes.  Our threads wait for the interpreter's lock anyway, so one arena
    holds nobody up.  Whoever set ``MALLOC_ARENA_MAX`` is left alone; other libraries are too.
    """
    if sys.platform != "linux" or "MALLOC_ARENA_MAX" in os.environ:
        return
    import ctypes

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, 1)


#: The number of the option in malloc.h.
_M_ARENA_MAX = -8
