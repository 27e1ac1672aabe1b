"""Audits of single notes that run while people watch: one at a time, the others wait."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from threading import Lock

from citecheck.model.errors import InputError
from citecheck.ports import Progress, Step

_KEPT = 200
_MOST_WAITING = 20
_log = logging.getLogger(__name__)


class State(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One audit: of which note, how far it is, and in words what it does or why it failed."""

    id: int
    note: int
    state: State
    words: str

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (State.DONE, State.FAILED)


class Jobs:
    """Runs audits one after another; safe for several threads."""

    def __init__(self, work: Callable[[int, Progress], None]) -> None:
        self._work = work
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="audit")
        self._lock = Lock()
        self._jobs: dict[int, Job] = {}
        self._numbers = itertools.count(1)

    def start(self, note: int) -> Job:
        """The audit of a note: the one that is under way, or a new one.

        Raises :class:`InputError` if too many wait already.
        """
        with self._lock:
            pending = [job for job in self._jobs.values() if not job.over]
            same = next((job for job in pending if job.note == note), None)
            if same:
                return same
            if len(pending) >= _MOST_WAITING:
                raise InputError("too many audits wait already", remedy="wait for one to end")
            job = Job(
                id=next(self._numbers), note=note, state=State.WAITING, words="waits for its turn"
            )
            self._jobs[job.id] = job
            for old in sorted(self._jobs)[:-_KEPT]:
                if self._jobs[old].over:
                    del self._jobs[old]
        self._pool.submit(self._run, job.id)
        return job

    def find(self, number: int) -> Job | None:
        """The job of that number, as it is now."""
        with self._lock:
            return self._jobs.get(number)

    def close(self) -> None:
        """Let the one that runs end, forget those that wait."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, number: int) -> None:
        self._tell(number, State.RUNNING, "begins")
        try:
            self._work(self._jobs[number].note, lambda step: self._step(number, step))
        except InputError as error:
            self._tell(number, State.FAILED, str(error))
        except Exception:  # noqa: BLE001 - the one place where a fault of ours ends
            # A fault of ours: its words go to the log, for they may tell of this machine.
            _log.exception("the audit of note %s failed", self._jobs[number].note)
            self._tell(number, State.FAILED, "a fault of citecheck's own; see its log")
        else:
            self._tell(number, State.DONE, "done")

    def _step(self, number: int, step: Step) -> None:
        self._tell(number, State.RUNNING, f"{step.stage}: {step.done} of {step.total} {step.what}")

    def _tell(self, number: int, state: State, words: str) -> None:
        with self._lock:
            self._jobs[number] = replace(self._jobs[number], state=state, words=words)
