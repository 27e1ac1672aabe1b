"""What the pipeline needs of the world, as small Protocols in our own words.

No library's response or exception crosses a port: an implementation translates
them into the values of :mod:`citecheck.model`.  ``wiring`` chooses implementations.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from citecheck.model.audits import Audit
from citecheck.model.captures import (
    ArchiveAnswer,
    Capture,
    Known,
    Memento,
    NetworkState,
    Outcome,
    Response,
)
from citecheck.model.documents import Document, Extraction
from citecheck.model.notes import Citation
from citecheck.model.verdicts import Route


class Clock(Protocol):
    """Tells the time."""

    def __call__(self) -> datetime:
        """The time now, as an aware UTC datetime."""
        ...


class NetworkProbe(Protocol):
    """A look at the machine's own network, before anything is judged."""

    def look(self, addresses: Sequence[str]) -> NetworkState:
        """Whether this machine can reach anything that these addresses need.

        Several independent hosts are asked; one failed host decides nothing.
        """
        ...


class LiveWeb(Protocol):
    """The live web, politely."""

    def fetch_all(
        self, addresses: Sequence[str], *, started: Callable[[str], None]
    ) -> Generator[Outcome, None, None]:
        """Ask each address once; outcomes come in the order in which they finish.

        ``started(address)`` is called when an address is about to be asked.
        Closing the generator stops what is under way.
        """
        ...


class Archive(Protocol):
    """A web archive; ``name`` tells it from others."""

    @property
    def name(self) -> str:
        """The archive's host."""
        ...

    def holdings(self, address: str) -> ArchiveAnswer:
        """All mementos that the archive lists of an address, oldest first."""
        ...

    def fetch(self, memento: Memento) -> Outcome:
        """The memento's bytes as captured.

        A response without Memento-Datetime is no capture and comes back as
        :class:`~citecheck.model.captures.NoResponse`.
        """
        ...

    def close(self) -> None:
        """Stop asking; whoever waits for a turn is told at once."""
        ...


class RescueRoutes(Protocol):
    """Other addresses at which a source may stand, from its identifiers; asks nothing."""

    def find(self, citation: Citation, note: str) -> Sequence[Route]:
        """The addresses to try, best first; ``note`` is empty where it names other sources too."""
        ...


class SnapshotStore(Protocol):
    """The WARC files and their index."""

    def keep(self, response: Response, *, memento: Memento | None = None) -> Capture:
        """Write the response as a WARC record and index it; returns its capture."""
        ...

    def captures(self, address: str) -> Sequence[Capture]:
        """Every capture of an address, oldest first."""
        ...

    def body(self, capture: Capture) -> bytes:
        """The payload of a capture, its digest checked."""
        ...


class Recorder(Protocol):
    """Where the live web and the archives write every exchange, and look up what they know."""

    def record(self, answer: Response) -> None:
        """Write an answer that is no capture: a redirect, an error before another try."""
        ...

    def keep(self, response: Response) -> Capture:
        """Write what an address answered in the end; the same one again is kept once."""
        ...

    def known(self, address: str) -> Known | None:
        """The last whole answer of an address, to ask whether it changed."""
        ...

    def body(self, capture: Capture) -> bytes:
        """The payload of a capture, its digest checked."""
        ...


class Extractor(Protocol):
    """Captured bytes to text, in isolation."""

    def extract(self, body: bytes, *, media_type: str | None, name: str) -> Extraction:
        """The document in the bytes; ``media_type`` and ``name`` are hints, not believed."""
        ...

    def extract_again(self, body: bytes, *, media_type: str | None, name: str) -> Extraction:
        """The document as a second reader gives it: asked of one that is provisional."""
        ...


@runtime_checkable
class KeepsTexts(Protocol):
    """An extractor that need not see the bytes of what it has read before."""

    def recall(
        self, sha256: str, *, media_type: str | None, name: str, again: bool
    ) -> Document | None:
        """The document that was read from the bytes of a digest (hexadecimal), if it is kept.

        ``again``: as the second reader gave it.
        """
        ...


class Journal(Protocol):
    """What an interrupted run had already learnt, so that the next one goes on from there."""

    def load(self) -> Sequence[Outcome | ArchiveAnswer]:
        """What an unfinished run of the same publication wrote down; empty if there is none."""
        ...

    def write(self, entry: Outcome | ArchiveAnswer) -> None:
        """Note one answer down at once (bodies are in the snapshots, not here)."""
        ...

    def close(self, *, finished: bool) -> None:
        """Done: forget the journal if the run finished, keep it otherwise."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers:
    """Other processes, of this machine or of others, that share the snapshots' folder with it.

    ``asking`` runs tasks that ask the web, one for each of ``processes`` at a time;
    ``reading`` those that read and match texts; ``at_once`` of these are on their way.
    """

    asking: Executor
    reading: Executor
    processes: int
    at_once: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened in a run: ``done`` of ``total`` in ``stage``, now at ``what``."""

    stage: str
    done: int
    total: int
    what: str = ""


class Progress(Protocol):
    """Told what is going on; tests assert on the values."""

    def __call__(self, step: Step) -> None:
        """Take notice of a step."""
        ...


class ReportFormat(Protocol):
    """One output: a function of the audit and nothing else, so same audit, same bytes."""

    #: The file's name inside the report folder.
    filename: str

    def render(self, audit: Audit) -> str:
        """The file's whole text."""
        ...
