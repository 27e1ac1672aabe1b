"""What the kernel refuses a worker whatever runs in it: the network, changes to files, programs.

Linux has two ways that need no rights and no program: a network namespace of its own, in
which there is nothing (``namespaces(7)``), and Landlock (``landlock(7)``, Linux 5.13, more
with later versions).  A container may forbid either; elsewhere there is neither.  What is
not there is told, and :mod:`citecheck.extract.cage` stands all the same.
"""

from __future__ import annotations

import sys

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_NO_NEW_PRIVILEGES = 38
_CREATE_RULESET, _RESTRICT_SELF = 444, 446  # the same on all architectures but Alpha
_VERSION = 1
#: Rights over files by the version of Landlock that knows them: execute, write, remove, make;
#: link and rename across folders; truncate; commands to devices.  Reading is not among them.
_FILES = {1: 0b1_1111_1111_0011, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
_TCP = 0b11  # bind and connect, version 4
_SCOPES = 0b11  # abstract sockets and signals to others, version 6

_state = {"network": True}


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
    if sys.platform != "linux":
        return lacks
    import ctypes
    import os

    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION)
    if version < 1:
        return lacks
    rights = (ctypes.c_uint64 * 3)(
        sum(bits for since, bits in _FILES.items() if since <= version),
        _TCP if version >= 4 else 0,
        _SCOPES if version >= 6 else 0,
    )
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = libc.syscall(_CREATE_RULESET, rights, ctypes.c_size_t(size), 0)
    if ruleset < 0:
        return lacks
    try:  # no rule is added: nothing of this is allowed anywhere
        refused = libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.syscall(
            _RESTRICT_SELF, ruleset, 0
        )
    finally:
        os.close(ruleset)
    return lacks if refused else None
