"""Workers that are forked from one process which has imported all they need.

A worker that starts anew spends a tenth of a second on imports, more than on most pages.
Forked, it is there in a few thousandths, and every document still has a process of its
own with its own limits.  Only on Linux; elsewhere workers start anew.
"""

from __future__ import annotations

import atexit
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from typing import BinaryIO

_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from citecheck.extract.nest import main; main()"
)
_PATIENCE = 20.0  # seconds for the first worker, which waits for the imports


class NoNurseryError(OSError):
    """No worker can be forked here; it has to be started anew."""


class Forked:
    """A forked worker, as much like :class:`subprocess.Popen` as its user needs."""

    def __init__(self, pid: int, stdout: BinaryIO, nursery: _Nursery) -> None:
        self.pid, self.stdout = pid, stdout
        self.returncode: int | None = None
        self._nursery = nursery
        self._ended = Event()

    def end(self, code: int) -> None:
        """It has ended so."""
        self.returncode = code
        self._ended.set()

    def poll(self) -> int | None:
        """Its exit code, ``None`` while it runs."""
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, waited for; raises ``TimeoutExpired`` as Popen does."""
        if not self._ended.wait(timeout):
            raise subprocess.TimeoutExpired("worker", timeout or 0.0)
        assert self.returncode is not None
        return self.returncode

    def kill(self) -> None:
        """End it; what it may have started ends with its group."""
        os.killpg(self.pid, signal.SIGKILL)

    def release(self) -> None:
        """Let its number be given to others; call it once, when it has ended."""
        self._nursery.release(self.pid)


class _Nursery:
    """The process that forks, and what it tells."""

    def __init__(self, start: str, path: str, environment: Mapping[str, str], kind: str) -> None:
        self._lock = Lock()  # one birth at a time
        self._workers: dict[int, Forked] = {}  # the listener's alone
        self._born: SimpleQueue[Forked | None] = SimpleQueue()
        self._stdout: BinaryIO | None = None
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
                [sys.executable, "-I", "-S", "-c", _START, path, start, str(theirs.fileno()), kind],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=dict(environment),
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        Thread(target=self._listen, name="nursery", daemon=True).start()
        atexit.register(self.close)

    @property
    def is_alive(self) -> bool:
        """Whether it can still fork."""
        return self._process.poll() is None

    def spawn(self, order: BinaryIO) -> Forked:
        """Begin a worker on an order; raises :class:`NoNurseryError` where it cannot be."""
        ours, theirs = os.pipe()
        stdout = os.fdopen(ours, "rb")
        with self._lock:
            try:
                self._stdout = stdout
                socket.send_fds(self._line, [b"J"], [order.fileno(), theirs])
                worker = self._born.get(timeout=_PATIENCE)
            except (OSError, Empty) as error:
                stdout.close()
                self.close()
                raise NoNurseryError(str(error)) from error
            finally:
                os.close(theirs)
        if worker is None:
            stdout.close()
            raise NoNurseryError("it has ended")
        return worker

    def release(self, pid: int) -> None:
        """Let a worker's number be given to others."""
        with suppress(OSError):
            self._line.send(b"R%d" % pid)

    def close(self) -> None:
        """End it with all its workers."""
        with suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=2)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._line.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while message := self._line.recv(64):
                if message.startswith(b"P"):
                    pid = int(message[1:])
                    assert self._stdout is not None
                    self._workers[pid] = Forked(pid, self._stdout, self)
                    self._born.put(self._workers[pid])
                    continue
                pid, code = map(int, message[1:].split())
                self._workers.pop(pid).end(code)
        self._born.put(None)
        for worker in self._workers.values():
            worker.end(-signal.SIGKILL)


_kept: dict[tuple[int, str, str, str], _Nursery] = {}
_making = Lock()


def fork_worker(
    order: BinaryIO, *, start: str, path: str, environment: Mapping[str, str], kind: str = "usual"
) -> Forked:
    """A worker that runs ``start`` on an order; the nursery is made when first needed.

    ``kind`` is one of :data:`citecheck.extract.nest.NEEDED`.  Raises :class:`NoNurseryError`
    where there is none.
    """
    return make_nursery(start=start, path=path, environment=environment, kind=kind).spawn(order)


def make_nursery(
    *, start: str, path: str, environment: Mapping[str, str], kind: str = "usual"
) -> _Nursery:
    """The nursery of this process; one that is new imports while others do something else.

    Raises :class:`NoNurseryError` where there is none.
    """
    if sys.platform != "linux":
        raise NoNurseryError("not on this system")
    key = (os.getpid(), start, path, kind)
    with _making:
        nursery = _kept.get(key)
        if nursery is None or not nursery.is_alive:
            nursery = _kept[key] = _Nursery(start, path, environment, kind)
        return nursery
