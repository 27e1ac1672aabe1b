"""The limits that the worker puts on itself before it looks at a byte.

They bind the whole process and cannot be loosened again.  Windows has none of
them: there only the parent's wall clock and the size of the answer hold.
"""

from __future__ import annotations

import sys
from contextlib import suppress

_FILES = 64
_REFUSED = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system",
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.chmod", "os.link", "os.symlink",
    "os.truncate", "shutil.", "ftplib.", "urllib.", "webbrowser.", "pty.",
)  # fmt: skip


def close_cage(
    *, memory: int, cpu_seconds: int, most_seconds: int | None = None
) -> tuple[str, ...]:
    """Limit memory (bytes), processor time, files and processes; names what could not be limited.

    After ``cpu_seconds`` the system sends SIGXCPU, which ends the process, unless more were
    allowed (:func:`allow_seconds`), up to ``most_seconds``.
    """
    missing: list[str] = []
    try:
        import resource
    except ImportError:
        missing.append("this system knows no limits on memory and processor time for a process")
    else:
        for name, soft, hard in (
            ("RLIMIT_AS", memory, memory),
            ("RLIMIT_CPU", cpu_seconds, (most_seconds or cpu_seconds) + 2),
            ("RLIMIT_FSIZE", 0, 0),
            ("RLIMIT_CORE", 0, 0),
            ("RLIMIT_NOFILE", _FILES, _FILES),
            ("RLIMIT_NPROC", 0, 0),
        ):
            kind = getattr(resource, name, None)
            try:
                if kind is None:
                    raise OSError(f"no {name}")
                _, ceiling = resource.getrlimit(kind)
                if ceiling != resource.RLIM_INFINITY:
                    soft, hard = min(soft, ceiling), min(hard, ceiling)
                resource.setrlimit(kind, (soft, hard))
            except (OSError, ValueError):
                missing.append(f"{name} could not be set")
    sys.addaudithook(_refuse)
    return tuple(missing)


def allow_seconds(cpu_seconds: int) -> None:
    """Let the process have so many seconds of processor time in all, as far as it may."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (min(cpu_seconds, hard), hard))


def _refuse(event: str, args: tuple[object, ...]) -> None:
    """No network, no programs, no changes to files: a second fence, not a sandbox."""
    if event.startswith(_REFUSED):
        raise PermissionError(f"the worker may not do this: {event}")
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        raise PermissionError("the worker may not write files")
