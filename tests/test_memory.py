from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from citecheck.memory import uncollected

#: Eight threads hold some memory, then the C library says of how many arenas it is.
COUNT = """
import ctypes, sys, threading
from citecheck.memory import share_one_arena
if sys.argv[2] == "shared":
    share_one_arena()
all_hold = threading.Barrier(8)
def hold():
    held = [bytes(5_000) for _ in range(50)]
    all_hold.wait()
threads = [threading.Thread(target=hold) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
stream = ctypes.c_void_p(libc.fopen(sys.argv[1].encode(), b"w"))
libc.malloc_info(0, stream)
libc.fclose(stream)
"""


@pytest.mark.skipif(
    not hasattr(os, "confstr") or "CS_GNU_LIBC_VERSION" not in os.confstr_names,
    reason="arenas are the GNU C library's",
)
def test_threads_share_one_arena_unless_the_environment_says_otherwise(tmp_path: Path) -> None:
    def arenas(way: str, **more: str) -> int:
        told = tmp_path / "told.xml"
        subprocess.run([sys.executable, "-c", COUNT, told, way], check=True, env=os.environ | more)
        return told.read_text("utf-8").count("<heap nr=")

    assert arenas("shared") == 1
    assert arenas("as it comes") > 1
    assert arenas("shared", MALLOC_ARENA_MAX="4") > 1


def test_the_collector_is_as_it_was_afterwards() -> None:
    assert gc.isenabled()
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
