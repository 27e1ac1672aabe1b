"""One short-lived process a document: whatever a file does to its reader ends there."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from itertools import islice
from math import ceil
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import BinaryIO, TypeAlias

from citecheck.extract.answers import Answer, salvage
from citecheck.extract.limits import Limits
from citecheck.extract.nursery import Forked, NoNurseryError, fork_worker, make_nursery
from citecheck.extract.wire import from_json
from citecheck.model.documents import Document, Extraction, Unread, UnreadReason
from citecheck.settings import Settings

_log = logging.getLogger(__name__)
# The child gets our own import path, so that it finds what we found (an installed
# package, an editable one, a checkout) without an environment and without `site`.
_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from citecheck.extract.worker import main; main()"
)
_LONGEST_ANSWER = 120_000_000
_WALL = 1.09  # of the clock for each second of processor time: a worker has to start, too
_GRACE = 1.0  # seconds from the last word of an answer to the end of the process
_LEAST = 1.0  # seconds that a second reader needs to make anything of a file
_OUT_OF_TIME = {getattr(signal, name) for name in ("SIGXCPU",) if hasattr(signal, name)}


_Worker: TypeAlias = subprocess.Popen[bytes] | Forked


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Bytes to be read, with what is said of them."""

    body: bytes
    media_type: str | None = None
    name: str = ""
    again: bool = False  # by the second reader


class _Batch:
    """The workers that run for one caller; once stopped it ends them and all that come later."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._live: set[_Worker] = set()
        self._stopped = False

    def add(self, process: _Worker) -> None:
        with self._lock:
            self._live.add(process)
            if self._stopped:
                _end(process)

    def discard(self, process: _Worker) -> None:
        with self._lock:
            self._live.discard(process)

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            for process in self._live:
                _end(process)


class IsolatedExtractor:
    """Reads documents in worker processes; implements :class:`citecheck.ports.Extractor`.

    ``settings.worker_memory`` bounds the worker's address space in bytes.  Its time follows
    what it gives: :meth:`Limits.seconds_for`, ``settings.worker_seconds`` at most, by
    processor and by wall clock.
    """

    def __init__(self, settings: Settings) -> None:
        self._limits = Limits.from_settings(settings)
        self._seconds = settings.worker_seconds
        self._memory = settings.worker_memory

    def extract(self, body: bytes, *, media_type: str | None, name: str) -> Extraction:
        """The document in the bytes; whatever goes wrong comes back as :class:`Unread`.

        A file that ends its first reader is given to the second for the time that is left;
        what pages either had read by then make a document that is not whole.
        """
        return self._timed(Job(body=body, media_type=media_type, name=name))

    def extract_again(self, body: bytes, *, media_type: str | None, name: str) -> Extraction:
        """The document as the second reader gives it."""
        job = Job(body=body, media_type=media_type, name=name, again=True)
        return self._timed(job)

    def _timed(self, job: Job) -> Extraction:
        began = monotonic()
        text = self._extract(job, _Batch())
        fields = {
            "name": job.name,
            "bytes": len(job.body),
            "seconds": round(monotonic() - began, 3),
            "unread": text.reason.value if isinstance(text, Unread) else None,
        }
        _log.info("text", extra={"fields": fields})
        return text

    def draw_pages(self, body: bytes, pages: Sequence[int], *, most: int) -> dict[int, bytes]:
        """Pages of a PDF as grey PGM pictures, drawn in a worker; none where that fails.

        Each page has a worker of its own: pictures are large.
        """
        drawn: dict[int, bytes] = {}
        for number in list(pages or range(1, most + 1))[:most]:
            picture = self._draw(body, number)
            if picture is None:
                break
            drawn[number] = picture
        return drawn

    def find_lacks(self) -> tuple[str, ...]:
        """What protects from a hostile file elsewhere and cannot on this machine, in words."""
        with tempfile.TemporaryFile() as order:
            order.write(self._order(Job(body=b""), 0.0, probe=True) + b"\n")
            order.seek(0)
            answer, _ = self._ask(order, _Batch(), 0.0)
        try:
            return tuple(map(str, json.loads(answer.last)["lacks"]))
        except (ValueError, KeyError, TypeError):
            return ("no worker can be started: captured files cannot be read",)

    def _draw(self, body: bytes, number: int) -> bytes | None:
        draw = {"pages": [number], "most": 1}
        with tempfile.TemporaryFile() as order:
            order.write(self._order(Job(body=body), 0.0, draw) + b"\n" + body)
            order.seek(0)
            answer, _ = self._ask(order, _Batch(), 0.0, kind="pdf")
        try:
            return b64decode(json.loads(answer.last)["pictures"][str(number)], validate=True)
        except (ValueError, KeyError, TypeError):
            return None

    def extract_many(
        self, jobs: Iterable[Job], *, workers: int | None = None
    ) -> Iterator[Extraction]:
        """The documents of many jobs in their order, a worker for each processor at a time.

        Jobs are taken as they are needed, so their bytes need not all be at hand at once.
        """
        count = workers or os.cpu_count() or 1
        waiting = iter(jobs)
        batch = _Batch()
        with ThreadPoolExecutor(max_workers=count) as pool:

            def submit(job: Job) -> Future[Extraction]:
                return pool.submit(self._extract, job, batch)

            running = [submit(job) for job in islice(waiting, 2 * count)]
            try:
                while running:
                    yield running.pop(0).result()
                    running += [submit(job) for job in islice(waiting, 1)]
            finally:
                for future in running:
                    future.cancel()
                batch.stop()  # nobody waits for them any more

    def _extract(self, job: Job, batch: _Batch) -> Extraction:
        if len(job.body) > self._limits.max_bytes:
            allowed = f"{self._limits.max_bytes:,}"
            why = f"{len(job.body):,} bytes, more than the {allowed} that are read"
            return Unread(reason=UnreadReason.TOO_LARGE, why=why, media_type=job.media_type)
        started = monotonic()
        found, pages = self._work(job, batch, 0.0)
        spent = monotonic() - started
        left = self._limits.seconds_for(0, most=self._seconds, spent=spent)
        if _kind_of(job) == "pdf" and left >= _LEAST and _has_ended_its_reader(found):
            second, more = self._work(replace(job, again=True), batch, spent)
            found, pages = _second_try(found, second), [*pages, *more]
        return salvage(found, pages, self._limits, again=job.again)

    def _work(self, job: Job, batch: _Batch, spent: float) -> tuple[Extraction, list[bytes]]:
        """What a worker finds, and the pages that it sent on the way."""
        with tempfile.TemporaryFile() as order:
            order.write(self._order(job, spent) + b"\n" + job.body)
            order.seek(0)
            answer, code = self._ask(order, batch, spent, kind=_kind_of(job))
        return self._understand(answer, code), answer.pages

    def _order(
        self,
        job: Job,
        spent: float,
        draw: Mapping[str, object] | None = None,
        *,
        probe: bool = False,
    ) -> bytes:
        order = {
            "media_type": job.media_type,
            "name": job.name,
            "again": job.again,
            "draw": draw,
            "probe": probe,
            "limits": asdict(self._limits),
            "memory": self._memory,
            "seconds": self._seconds,
            "spent": spent,
        }
        return json.dumps(order).encode("ascii")

    def _ask(
        self, order: BinaryIO, batch: _Batch, spent: float, *, kind: str = "usual"
    ) -> tuple[Answer, int | None]:
        """What a worker answers to an order; and how it ended, ``None`` if it was late."""
        process = _begin(order, kind)
        batch.add(process)
        assert process.stdout is not None
        answer = Answer(process.stdout, most=_LONGEST_ANSWER)
        try:
            late = not self._hear(answer, spent)
            if not late:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=_GRACE)
        finally:
            _end(process)
            batch.discard(process)
            if isinstance(process, Forked):
                process.release()
        answer.close(_GRACE)
        code = process.wait()
        return answer, None if late else code

    def _hear(self, answer: Answer, spent: float) -> bool:
        """Wait for the end of an answer; false if the worker takes longer than it may."""
        began = monotonic()
        while not answer.ended:
            pages = len(answer.pages)
            allowed = self._limits.seconds_for(pages, most=self._seconds, spent=spent)
            left = began + _WALL * allowed - monotonic()
            if left <= 0:
                return False
            answer.heard.clear()
            if not answer.ended and len(answer.pages) == pages:
                answer.heard.wait(left)
        return True

    def _understand(self, answer: Answer, code: int | None) -> Extraction:
        if answer.is_too_long:
            why = f"its text is longer than {_LONGEST_ANSWER:,} bytes"
            return Unread(reason=UnreadReason.TOO_LARGE, why=why)
        if code is not None and answer.last:
            with suppress(ValueError):  # a torn answer is told as the crash that it is
                return from_json(answer.last)
        if code is None or -code in _OUT_OF_TIME:
            pages = len(answer.pages)
            seconds = ceil(self._limits.seconds_for(pages, most=self._seconds))
            why = f"not read within {seconds} seconds"
            return Unread(reason=UnreadReason.TIMEOUT, why=why)
        return Unread(reason=UnreadReason.CRASH, why=f"the reader ended with {_ending(code)}")


def _kind_of(job: Job) -> str:
    """Which nest its worker is from."""
    if b"%PDF-" not in job.body[:1024]:
        return "usual"
    return "pdf again" if job.again else "pdf"


def _has_ended_its_reader(found: Extraction) -> bool:
    """Whether the reader of a PDF ended without a word, as pdfium does when memory runs out."""
    return isinstance(found, Unread) and found.reason is UnreadReason.CRASH


def _second_try(first: Extraction, second: Extraction) -> Extraction:
    """What the second reader made of a file that ended the first."""
    assert isinstance(first, Unread)
    if isinstance(second, Document):
        note = f"read by the second reader alone: {first.why}"
        return replace(second, notes=(*second.notes, note))
    if second.reason in (UnreadReason.MEMORY, UnreadReason.TIMEOUT):
        return replace(second, why=f"{first.why}; {second.why}")
    return first


def prepare_workers() -> None:
    """Begin what the first page would wait for, and wait for nothing."""
    with suppress(OSError):
        make_nursery(start=_START, path=_import_path(), environment=_environment())


def _begin(order: BinaryIO, kind: str) -> _Worker:
    """A worker on its order: forked where that can be, else started anew."""
    path, environment = _import_path(), _environment()
    with suppress(NoNurseryError):
        return fork_worker(order, start=_START, path=path, environment=environment, kind=kind)
    order.seek(0)
    return subprocess.Popen(  # noqa: S603 - our own interpreter, fixed arguments
        [sys.executable, "-I", "-S", "-c", _START, path],
        stdin=order,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        close_fds=True,
        start_new_session=True,
    )


def _end(process: _Worker) -> None:
    """End the worker with all that it may have started, unless it has ended by itself.

    It leads a group of its own, whose number is not given away until it is waited for.
    """
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"


def _import_path() -> str:
    """Where this process imports from, as JSON; the folder that holds this package is among it."""
    import citecheck

    home = str(Path(citecheck.__file__).resolve().parent.parent)
    path = [str(Path(entry).resolve()) for entry in sys.path if entry]
    return json.dumps([*path, *([] if home in path else [home])])


def _environment() -> dict[str, str]:
    """Nothing but what Windows cannot start without; CMAP_PATH above all stays out."""
    return {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
