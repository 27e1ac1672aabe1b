"""Audits that can be killed without paying for the start of an interpreter each time.

Reads folders, one a line.  For each it forks a process that audits ``list.txt`` there
and keeps the snapshots beside it, prints its number, and its exit status when it has ended.
"""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

from citecheck.settings import Settings
from citecheck.wiring import audit_source, open_publication

SETTINGS = Settings(
    allow_private=True, use_archive=False, delay=0.0, jobs=4, no_proxy="*", backoff=0.01
)


def run(folder: str) -> None:
    """Audit; never returns."""
    code = 70
    try:
        os.chdir(folder)
        os.dup2(os.open("out.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
        audit = audit_source(open_publication("list.txt"), SETTINGS, snapshots=Path("snapshots"))
        code = 0 if audit.addresses else 71
    except Exception:  # noqa: BLE001 - told, and the exit code says so
        traceback.print_exc()
    finally:
        os._exit(code)


def serve() -> None:
    """Fork for each line."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            run(line.strip())
        print(child, flush=True)
        print(os.waitpid(child, 0)[1], flush=True)


if __name__ == "__main__":
    serve()
