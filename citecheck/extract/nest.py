"""The process that workers are forked from: it has imported what they need, and read nothing
but a page of our own.

Started by :mod:`citecheck.extract.nursery` with a socket of its own.  Messages, one a
packet: ``J`` with the order and the place for the answer as open files begins a worker and
is answered by ``P`` and its number; ``E``, number and code tell that one has ended; ``R``
and its number let go of one that has.  When the socket ends, so does everything here.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module

from citecheck.extract.fence import forbid_reading, leave_network

_USUAL = ("citecheck.extract.worker", "citecheck.extract.html", "citecheck.extract.plain")
#: What the documents of a kind need; anything else is imported by the worker that needs it.
#: The libraries of PDF are a nest's of their own: they take longer to import than most files
#: to read, and room that workers for web pages do without.
NEEDED = {
    "usual": _USUAL,
    "pdf": (
        "citecheck.extract.worker",
        "citecheck.extract.pdf",
        "citecheck.extract.pdf_pdfium",
        "citecheck.extract.pdf_structure",
    ),
    "pdf again": (
        "citecheck.extract.worker",
        "citecheck.extract.pdf",
        "citecheck.extract.pdf_miner",
        "citecheck.extract.pdf_written",
    ),
}
#: What is made on first use (patterns, parsers, tables) is then there for every worker.
_FIRST_PAGE = (
    b"<!doctype html><html lang=en><head><meta charset=utf-8><title>A page</title>"
    b"<style>.x{display:none}</style></head><body><nav><a href=/>Home</a></nav>"
    b"<h1>The first</h1><p class=a>It has 40 words &amp; some, of 2012.</p><ul><li>One</li></ul>"
    b"<table><tr><th>Year</th><th>Boats</th></tr><tr><td>2012</td><td>40</td></tr></table>"
    b"<script>var x;</script><footer>End</footer></body></html>"
)


def main() -> None:
    """Serve until the socket ends.

    ``sys.argv``: import path, what a worker runs, the socket, the kind of documents.
    """
    start, line, kind = sys.argv[2], socket.socket(fileno=int(sys.argv[3])), sys.argv[4]
    for name in NEEDED[kind]:
        import_module(name)
    if kind == "usual":
        _read_first_page()
    leave_network()  # and so do all workers, who would need a thousandth of a second each
    forbid_reading()
    woken, wakes = os.pipe()
    for end in (woken, wakes):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
    gc.collect()
    gc.freeze()
    running: set[int] = set()
    ended: set[int] = set()
    while True:
        ready, _, _ = select.select([line.fileno(), woken], [], [])
        if woken in ready:
            with suppress(BlockingIOError):
                os.read(woken, 4096)
            _tell_ended(line, running, ended)
        if line.fileno() not in ready:
            continue
        message, files, _, _ = socket.recv_fds(line, 64, 2)
        if message == b"J":
            pid = _fork(start, files, line, woken, wakes)
            running.add(pid)
            line.send(b"P%d" % pid)
        elif message.startswith(b"R"):
            ended.discard(int(message[1:]))
            with suppress(ChildProcessError):
                os.waitpid(int(message[1:]), 0)
        elif not message:
            break
    for pid in running:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


def _read_first_page() -> None:
    """Read a page of our own, as workers do, and forget it."""
    from citecheck.extract.limits import Limits
    from citecheck.extract.reading import read
    from citecheck.extract.wire import to_json

    to_json(read(_FIRST_PAGE, media_type="text/html; charset=utf-8", name="", limits=Limits()))


def _tell_ended(line: socket.socket, running: set[int], ended: set[int]) -> None:
    """Tell of workers that have ended; they stay to be buried, so that no number is given anew."""
    for pid in sorted(running):
        found = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if found is None:
            continue
        code = found.si_status if found.si_code == os.CLD_EXITED else -found.si_status
        running.discard(pid)
        ended.add(pid)
        line.send(b"E%d %d" % (pid, code))


def _fork(start: str, files: list[int], line: socket.socket, woken: int, wakes: int) -> int:
    order, answer = files
    pid = os.fork()
    if pid:
        with suppress(OSError):
            os.setpgid(pid, pid)
        os.close(order)
        os.close(answer)
        return pid
    code = 1
    try:
        with suppress(OSError):
            os.setpgid(0, 0)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(order, 0)
        os.dup2(answer, 1)
        for used in (order, answer, line.fileno(), woken, wakes):
            os.close(used)
        line.detach()
        exec(start, {"__name__": "__main__"})  # noqa: S102 - our own constant
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 - as the interpreter does at the end of a program
        sys.excepthook(*sys.exc_info())
    finally:
        with suppress(BaseException):
            sys.stdout.flush()
        os._exit(code)
    raise AssertionError("a worker never comes here")
