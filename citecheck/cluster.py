"""A Dask cluster as workers of a run; the only module that knows Dask, and only when asked.

Dask runs whatever its client sends it, as the user that started the worker: a scheduler
belongs on a network whose every machine is trusted, or behind TLS.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import re
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from threading import Event, Thread
from types import ModuleType
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import citecheck
from citecheck.model.errors import InputError
from citecheck.parcels import do_call, pack_call, tell_version
from citecheck.ports import Workers
from citecheck.settings import Settings

if TYPE_CHECKING:
    from distributed import Client, LocalCluster
    from distributed.security import Security

#: Seconds that a scheduler, and then a first worker, are waited for.
PATIENCE = 20.0
#: Seconds that a machine is asked for a scheduler where none is listening, or nothing answers.
KNOCKING = 5.0
#: Seconds that a cluster whose workers have died is waited for to get others.
WITHOUT_WORKERS = 60.0
_LONGEST_GREETING = 1_000_000
#: What a worker of this machine has imported when it begins.
_FORKED_WITH = ("citecheck.tasks", "citecheck.pipeline.questions")
_LOCAL = re.compile(r"local:([1-9]\d{0,2})")
#: What has waited longest is read first: texts free memory, addresses take it.
_READING_FIRST = 10


class DaskExecutor(Executor):
    """The workers of a cluster; each call is done once more for every worker that dies of it.

    A cluster opens no call but where it is done (:mod:`citecheck.parcels`).
    """

    def __init__(self, client: Client, *, priority: int = 0) -> None:
        self._client, self._priority = client, priority
        self._executor = client.get_executor(pure=False)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have a call done by whatever worker has time."""
        return self._submit(pack_call(fn, *args, **kwargs), _name(fn))

    def _submit(self, parcel: bytes, name: str, *more: object, **how: object) -> Future[Any]:
        key = f"{name}-{uuid4().hex}"
        found: Future[Any] = self._executor.submit(
            do_call, citecheck.__version__, parcel, *more, key=key, priority=self._priority, **how
        )
        return found

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Have no more calls done."""
        self._executor.shutdown(wait=wait and not cancel_futures)


class WaitingExecutor(DaskExecutor):
    """The same for calls that mostly wait: beside a worker's threads, one more for each worker."""

    def __init__(self, client: Client) -> None:
        super().__init__(client)
        self._running: dict[Future[Any], str] = {}

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have a call done by the worker that does the fewest of them."""
        from distributed import secede

        self._running = {one: where for one, where in self._running.items() if not one.done()}
        at = Counter(self._running.values())
        worker = min(sorted(self._client.nthreads()), key=lambda name: at[name], default=None)
        # where that one is lost, any other will do
        how = {"workers": [worker], "allow_other_workers": True} if worker else {}
        task = self._submit(pack_call(fn, *args, **kwargs), _name(fn), secede, **how)
        self._running[task] = worker or ""
        return task


def _name(fn: Callable[..., Any]) -> str:
    """What a call is, for whoever looks at the cluster and for a line that tells what failed."""
    return str(getattr(fn, "__name__", "") or fn.func.__name__)  # type: ignore[attr-defined]


class _Watch:
    """Looks every so often whether a cluster has workers; Dask itself would wait for ever."""

    def __init__(self) -> None:
        self.found_none = False
        self._ended = Event()

    @contextmanager
    def over(self, client: Client) -> Iterator[None]:
        """Take back all that is not done when there has been no worker for long."""
        thread = Thread(target=self._look, args=(client,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._ended.set()

    def _look(self, client: Client) -> None:
        since = time.monotonic()
        while not self._ended.wait(WITHOUT_WORKERS / 4):
            try:
                if client.nthreads():
                    since = time.monotonic()
            except (OSError, CancelledError):
                return  # the scheduler is gone, which whoever waits is told
            if time.monotonic() - since > WITHOUT_WORKERS:
                self.found_none = True
                client.close()
                return


@contextmanager
def open_workers(settings: Settings) -> Iterator[Workers]:
    """The cluster at ``settings.dask``, or ``local:N`` processes of this machine.

    Raises :class:`InputError` where Dask is not installed, nothing answers there, or the
    cluster is lost on the way.
    """
    address = settings.dask or ""
    if find_spec("distributed") is None:
        raise InputError(
            "Dask is not installed", source=address, remedy="pip install 'citecheck[dask]'"
        )
    from distributed import KilledWorker
    from distributed.comm.core import CommClosedError

    watch = _Watch()
    try:
        with ExitStack() as stack:
            stack.enter_context(_quiet())
            client = _connect(address, settings, stack)
            workers = _workers(client, address)
            stack.enter_context(watch.over(client))
            yield workers
    except KilledWorker as error:
        raise InputError(
            f"a part of the work ended {error.last_worker and 'worker after worker'}: {error.task}",
            source=address,
            remedy="see the workers' logs; what was done is kept: run the same command to go on",
        ) from error
    except (CommClosedError, CancelledError) as error:
        raise InputError(
            "the cluster has no workers any more" if watch.found_none else "the cluster is gone",
            source=address,
            remedy="what was done is kept: start it and run the same command to go on",
        ) from error


def _connect(address: str, settings: Settings, stack: ExitStack) -> Client:
    from distributed import Client

    local = _LOCAL.fullmatch(address)
    if local:
        cluster = stack.enter_context(_local_cluster(int(local[1])))
        return stack.enter_context(Client(cluster, set_as_default=False))
    if "://" not in address:
        raise InputError(
            f"no address of a scheduler: {address!r}", remedy="say tcp://HOST:PORT or local:N"
        )
    security = _security(settings)
    if address.startswith("tls://") and security is None:
        raise InputError(
            "a scheduler behind TLS needs certificates",
            source=address,
            remedy="set dask_ca_file, dask_cert_file and dask_key_file",
        )
    try:
        _knock(address)
        return stack.enter_context(
            Client(address, timeout=PATIENCE, security=security, set_as_default=False)
        )
    except (OSError, ValueError, TimeoutError) as error:
        raise InputError(
            f"no scheduler answers: {error}",
            source=address,
            remedy="start one with `dask scheduler`, or see whether the address is right",
        ) from error


def _knock(address: str) -> None:
    """Raise ``OSError`` soon where no scheduler is; Dask itself tries for long, or for ever."""
    scheme, _, place = address.partition("://")
    host, _, port = place.rpartition(":")
    if scheme not in ("tcp", "tls"):
        return
    if not host or not port.isdigit():
        raise ValueError("neither a host nor a port")
    until = time.monotonic() + KNOCKING
    while True:
        try:
            line = socket.create_connection((host.strip("[]"), int(port)), timeout=KNOCKING)
        except ConnectionRefusedError:
            if time.monotonic() > until:  # it may just be starting
                raise
            time.sleep(0.1)
            continue
        with line:
            if scheme == "tcp":
                _hear_scheduler(line)
        return


def _hear_scheduler(line: socket.socket) -> None:
    """Raise ``OSError`` where it is none: each side begins with the length of its greeting."""
    line.settimeout(PATIENCE)
    try:
        length = int.from_bytes(line.recv(8, socket.MSG_WAITALL), "little")
    except TimeoutError:
        length = 0
    if not 0 < length < _LONGEST_GREETING:
        raise OSError("what listens there does not speak as a scheduler does")


@contextmanager
def _local_cluster(count: int) -> Iterator[LocalCluster]:
    """Workers of this machine, who share its processors.

    On Linux they are forked from one process that has imported what they need; elsewhere each
    imports for itself.  None takes samples of what it does, a hundred times a second, which
    is for people who look at a dashboard.
    """
    import dask

    settings: dict[str, object] = {
        "distributed.worker.profile.enabled": False,
        "distributed.admin.tick.interval": "500ms",
    }
    if sys.platform == "linux":
        settings["distributed.worker.multiprocessing-method"] = "forkserver"
    with dask.config.set(settings), ExitStack() as stack:
        from distributed import LocalCluster, utils

        # it names modules of its own first
        getattr(utils, "get_mp_context", lambda: None)()
        multiprocessing.set_forkserver_preload(["distributed", *_FORKED_WITH])
        try:
            with _without_main():
                cluster = LocalCluster(
                    n_workers=count,
                    threads_per_worker=max(1, ceil((os.cpu_count() or 1) / count)),
                    processes=True,
                    dashboard_address=None,
                    # what else they serve over HTTP is for this machine alone, on any port
                    scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
                    worker_dashboard_address="127.0.0.1:0",
                    silence_logs=logging.CRITICAL,
                )
        except (RuntimeError, OSError) as error:
            raise InputError(
                f"no processes could be started: {' '.join(str(error).split())}",
                source=f"local:{count}",
                remedy="run without --dask",
            ) from error
        yield stack.enter_context(cluster)


@contextmanager
def _without_main() -> Iterator[None]:
    """Processes that begin here need nothing of the program that was typed, and import it not."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _workers(client: Client, address: str) -> Workers:
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise InputError(
            "the cluster has no workers",
            source=address,
            remedy=f"start some with `dask worker {address}`",
        ) from error
    if not _LOCAL.fullmatch(address):
        _check_versions(client, address)
    threads = client.nthreads()
    return Workers(
        asking=WaitingExecutor(client),
        reading=DaskExecutor(client, priority=_READING_FIRST),
        processes=len(threads),
        at_once=sum(threads.values()) + len(threads),  # so that the next is there when one ends
    )


def _check_versions(client: Client, address: str) -> None:
    """Raise :class:`InputError` where a worker has no citecheck, or another version."""
    for worker, told in sorted(client.run(tell_version, on_error="return").items()):
        if told == citecheck.__version__:
            continue
        has = f"has citecheck {told}" if isinstance(told, str) else f"has no citecheck ({told})"
        raise InputError(
            f"the worker at {worker} {has}, this run is of {citecheck.__version__}",
            source=address,
            remedy="install the same version everywhere, and start the worker again",
        )


def _security(settings: Settings) -> Security | None:
    """The certificates that the settings name; ``None`` if they name none."""
    from distributed.security import Security

    files = (settings.dask_ca_file, settings.dask_cert_file, settings.dask_key_file)
    if not any(files):
        return None
    ca, cert, key = files
    for file in filter(None, files):
        try:
            Path(file).read_bytes()
        except OSError as error:
            raise InputError(
                f"cannot be read: {error.strerror}", source=file, remedy="name a PEM file"
            ) from error
    return Security(
        tls_ca_file=ca, tls_client_cert=cert, tls_client_key=key, require_encryption=True
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Dask's own log says in many lines what this program says in one."""
    logger = logging.getLogger("distributed")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
