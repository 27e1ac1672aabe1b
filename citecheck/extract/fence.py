"""What the kernel refuses a worker whatever runs in it: the network, files, programs.

Linux has two ways that need no rights and no program: a network namespace of its own, in
which there is nothing (``namespaces(7)``), and Landlock (``landlock(7)``, Linux 5.13, more
with later versions).  A container may forbid either; elsewhere there is neither.  What is
not there is told, and :mod:`citecheck.extract.cage` stands all the same.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_NO_NEW_PRIVILEGES = 38
# the same on all architectures but Alpha
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION = 1
#: Rights over files by the version of Landlock that knows them: execute, write, remove, make;
#: link and rename across folders; truncate; commands to devices.
_FILES = {1: 0b1_1111_1111_0011, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
_TCP = 0b11  # bind and connect, version 4
_SCOPES = 0b11  # abstract sockets and signals to others, version 6

_READ_FILE, _READ_FOLDER, _BENEATH = 1 << 2, 1 << 3, 1
#: Where a system keeps what libraries need when they are used: others of their kind, fonts,
#: time zones, chance.
_SYSTEM = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache",
    "/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/X11/fonts", "/etc/fonts",
    "/usr/share/zoneinfo", "/etc/localtime", "/sys/devices/system/cpu",
    "/dev/null", "/dev/zero", "/dev/random", "/dev/urandom",
)  # fmt: skip
_LIBRARY_FOLDERS = frozenset({"site-packages", "dist-packages", "lib-dynload"})
_LIBRARY_ENDINGS = (".py", ".so", ".dist-info", ".egg-info", ".libs", ".pth", ".zip")
_MOST_LISTED = 5000

_state = {"network": True, "reading": True}


def leave_network() -> str | None:
    """Have no network from here on, nor those that are forked; what is lacking, if it cannot be.

    The process must have one thread.
    """
    if not _state["network"]:
        return None
    if sys.platform == "linux":
        import ctypes

        libc = ctypes.CDLL(None, use_errno=True)
        for kinds in (_NEW_USER | _NEW_NETWORK, _NEW_NETWORK):
            if libc.unshare(kinds) == 0:
                _state["network"] = False
                return None
    return "no network namespace: the network is refused to Python code alone"


def forbid_changes() -> str | None:
    """Change no file and run no program from here on; what is lacking, if it cannot be."""
    lacks = "no Landlock: changes to files are refused to Python code alone"
    version = _landlock_version()
    if version < 1:
        return lacks
    handled = sum(bits for since, bits in _FILES.items() if since <= version)
    # no rule is added: nothing of this is allowed anywhere
    return None if _restrict(version, handled, (), others=True) else lacks


def forbid_reading() -> str | None:
    """Open no file but those of Python, its libraries and the system's fonts from here on.

    It holds for those that are forked, too.  What is lacking, if it cannot be.
    """
    if not _state["reading"]:
        return None
    lacks = "no Landlock: a reader that is taken over can read what its user can"
    version = _landlock_version()
    if version < 1:
        return lacks
    find_spec("citecheck_lists_every_folder")  # importlib keeps what is in them
    if not _restrict(version, _READ_FILE | _READ_FOLDER, readable_paths(), others=False):
        return lacks
    _state["reading"] = False
    return None


def readable_paths() -> Iterator[Path]:
    """What Python and its libraries are made of, and what they need of the system."""
    yield from map(Path, _SYSTEM)
    for prefix in {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}:
        yield from (Path(prefix) / "lib", Path(prefix) / "lib64")
    yield Path(__file__).resolve().parents[1]
    for entry in map(Path, sys.path):
        if entry.name in _LIBRARY_FOLDERS or entry.is_file():
            yield entry
        elif entry.is_dir():  # a checkout, or a home: what can be imported, and no more
            with suppress(OSError), os.scandir(entry) as listed:
                for _, one in zip(range(_MOST_LISTED), listed, strict=False):
                    if one.name.endswith(_LIBRARY_ENDINGS) or (
                        one.is_dir() and os.path.isfile(f"{one.path}/__init__.py")
                    ):
                        yield Path(one.path)


def _landlock_version() -> int:
    if sys.platform != "linux":
        return 0
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    return int(libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION))


def _restrict(version: int, handled: int, allowed: Iterable[Path], *, others: bool) -> bool:
    """Handle rights over files, all of them allowed beneath some paths; false if it cannot be.

    With ``others`` connections and what reaches other processes are refused as well.
    """
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    rights = (ctypes.c_uint64 * 3)(
        handled,
        _TCP if others and version >= 4 else 0,
        _SCOPES if others and version >= 6 else 0,
    )
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = libc.syscall(_CREATE_RULESET, rights, ctypes.c_size_t(size), 0)
    if ruleset < 0:
        return False
    try:
        for path in dict.fromkeys(allowed):
            with suppress(OSError):  # a path that is not there needs no rule
                place = os.open(path, os.O_PATH | os.O_CLOEXEC)
                try:
                    granted = handled if path.is_dir() else handled & _READ_FILE
                    rule = struct.pack("=Qi", granted, place)
                    libc.syscall(_ADD_RULE, ruleset, _BENEATH, rule, 0)
                finally:
                    os.close(place)
        return not (
            libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.syscall(_RESTRICT_SELF, ruleset, 0)
        )
    finally:
        os.close(ruleset)
