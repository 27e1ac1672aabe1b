"""The world of an earlier run: whatever was asked then is answered as it was, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from datetime import datetime
from threading import Lock

from citecheck.model.captures import (
    ArchiveAnswer,
    Capture,
    Failure,
    Holding,
    Memento,
    Network,
    NetworkState,
    NoResponse,
    Outcome,
    Response,
)
from citecheck.ports import SnapshotStore

_NOT_ASKED = "not asked in the run that is replayed"


class ReplayProbe:
    """Says of the machine's network what was so in that run: it was there."""

    def look(self, addresses: Sequence[str]) -> NetworkState:  # noqa: ARG002 - the port's shape
        """Online, as then."""
        return NetworkState(network=Network.ONLINE, why="replayed")


class ReplayWeb:
    """Answers nothing: what was answered stands in the journal."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def fetch_all(
        self, addresses: Sequence[str], *, started: Callable[[str], None]
    ) -> Generator[Outcome, None, None]:
        """An address that was not asked then is offline now."""
        for url in addresses:
            started(url)
            yield NoResponse(url=url, failure=Failure.OFFLINE, why=_NOT_ASKED, at=self._at)


def replay_archives(
    answers: Sequence[Outcome | ArchiveAnswer], at: datetime, *, names: Sequence[str]
) -> tuple[ReplayArchive, ...]:
    """The archives that answered then, in the order of ``names``, in which they were asked."""
    asked = (answer.archive for answer in answers if isinstance(answer, ArchiveAnswer))
    found = sorted(
        dict.fromkeys(name for name in asked if name),
        key=lambda name: names.index(name) if name in names else len(names),
    )
    return tuple(ReplayArchive(name, answers, at) for name in found or names[:1])


class ReplayArchive:
    """An archive as it answered; copies that came are in the snapshots."""

    def __init__(self, name: str, answers: Sequence[Outcome | ArchiveAnswer], at: datetime) -> None:
        self._name = name
        self._failures = {e.url: e for e in answers if isinstance(e, NoResponse)}
        self._at = at

    @property
    def name(self) -> str:
        """Its host."""
        return self._name

    def close(self) -> None:
        """Nothing is asked, so nothing waits."""

    def holdings(self, address: str) -> ArchiveAnswer:
        """What was answered stands in the journal; here comes what was not asked."""
        return ArchiveAnswer(url=address, holding=Holding.NOT_ASKED, why=_NOT_ASKED, postponed=True)

    def fetch(self, memento: Memento) -> Outcome:
        """Why the copy could not be had then."""
        unknown = NoResponse(url=memento.url, failure=Failure.OFFLINE, why=_NOT_ASKED, at=self._at)
        return self._failures.get(memento.url, unknown)


class NotingStore:
    """Snapshots that note which addresses a run looks up; implements :class:`SnapshotStore`."""

    def __init__(self, store: SnapshotStore) -> None:
        self._store = store
        self._lock = Lock()
        self._looked_up: dict[str, None] = {}

    @property
    def looked_up(self) -> tuple[str, ...]:
        """The addresses, in the order in which they came."""
        with self._lock:
            return tuple(self._looked_up)

    def keep(self, response: Response, *, memento: Memento | None = None) -> Capture:
        """Write the response down."""
        return self._store.keep(response, memento=memento)

    def captures(self, address: str) -> Sequence[Capture]:
        """Every capture of an address; it is noted."""
        with self._lock:
            self._looked_up[address] = None
        return self._store.captures(address)

    def body(self, capture: Capture) -> bytes:
        """The payload of a capture."""
        return self._store.body(capture)


class ReplayJournal:
    """A journal that knows everything and learns nothing."""

    def __init__(self, answers: Sequence[Outcome | ArchiveAnswer]) -> None:
        self._answers = answers

    def load(self) -> Sequence[Outcome | ArchiveAnswer]:
        """Every answer of that run."""
        return self._answers

    def write(self, entry: Outcome | ArchiveAnswer) -> None:
        """Nothing new can come."""

    def close(self, *, finished: bool) -> None:
        """Nothing is forgotten."""
