"""Whole audits that can be killed without paying for the start of an interpreter each time.

Reads lines ``FOLDER [MOMENT]``.  For each it forks a process that runs ``citecheck audit``
there, at that moment if one is given (ISO 8601) and now otherwise; prints its number, and
its exit status when it has ended.  What it says goes to ``out.txt`` and ``err.txt`` in the
folder that SAID names.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta

from citecheck import wiring
from citecheck.cli import run
from citecheck.report import html_page  # noqa: F401 - loaded before the fork, like all else

COMMAND = (
    "audit", "list.txt", "--no-archive", "--allow-private", "--delay", "0", "--jobs", "4",
)  # fmt: skip


def audit(folder: str, moments: list[datetime]) -> None:
    """Audit; never returns."""
    code = 70
    try:
        os.chdir(folder)
        for number, name in ((1, "out.txt"), (2, "err.txt")):
            file = os.path.join(os.environ["SAID"], name)
            os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        if moments:
            told = iter(moments)
            last = [moments[0]]

            def clock() -> datetime:
                last[0] = next(told, last[0] + timedelta(seconds=1))
                return last[0]

            wiring.now = clock
        code = run(COMMAND)
        sys.stdout.flush()
    finally:
        os._exit(code)


def serve() -> None:
    """Fork for each line."""
    for line in sys.stdin:
        folder, *moments = line.split()
        child = os.fork()
        if child == 0:
            audit(folder, [datetime.fromisoformat(moment) for moment in moments])
        print(child, flush=True)
        print(os.waitpid(child, 0)[1], flush=True)


if __name__ == "__main__":
    serve()
