"""A call on its way to another process of the same version.

Whoever passes a parcel on neither opens it nor imports what the call needs, and who takes it
looks at the version before: another version may have other values under the same names.
Parcels are pickled, so they may come only from whoever may run programs here anyway.
"""

from __future__ import annotations

import pickle
import socket
from collections.abc import Callable
from typing import Any

import citecheck


def pack_call(fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> bytes:
    """The call as bytes; ``fn`` is found by its name where they are opened."""
    return pickle.dumps((fn, args, kwargs), protocol=pickle.HIGHEST_PROTOCOL)


def do_call(version: str, parcel: bytes, before: Callable[[], object] | None = None) -> Any:
    """What comes of a call that a program of ``version`` packed; ``before`` is called before.

    Raises :class:`~citecheck.model.errors.InputError` where this is another version, and
    whatever the call does.
    """
    if version != citecheck.__version__:
        from citecheck.model.errors import InputError

        raise InputError(
            f"the worker on {socket.gethostname()} has citecheck {citecheck.__version__}, "
            f"this run is of {version}",
            remedy="install the same version everywhere",
        )
    if before:
        before()
    fn, args, kwargs = pickle.loads(parcel)  # noqa: S301 - from whoever may run programs here
    return fn(*args, **kwargs)


def tell_version() -> str:
    """The version of this process."""
    return citecheck.__version__
