"""The edges that a run is given, and what the stages hand each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from citecheck.model.captures import Capture, DigestProof, Memento, Outcome, Response
from citecheck.model.documents import Extraction
from citecheck.ports import (
    Archive,
    Clock,
    Extractor,
    Journal,
    LiveWeb,
    NetworkProbe,
    Progress,
    RescueRoutes,
    SnapshotStore,
)
from citecheck.verdicts.page_marks import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The text of a capture, and what its markup gives away.

    ``intact`` is false where the snapshot itself is damaged or missing.
    """

    extraction: Extraction
    marks: frozenset[Mark] = frozenset()
    intact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Far:
    """Other processes, of this machine or of others, that do a part of the work.

    Tasks are called by name, and take and give plain values.  ``at_once`` of them are on
    their way at a time.  ``read`` reads captures where the task runs, by the second reader if so
    asked; not one that they do not see yet.
    """

    executor: Executor
    at_once: int
    read: Callable[[Sequence[Capture], bool], Sequence[Reading]]
    sees: Callable[[Capture], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """The outside world as ports; ``None`` where a run must not touch it."""

    clock: Clock
    store: SnapshotStore
    extractor: Extractor
    journal: Journal
    progress: Progress
    probe: NetworkProbe | None = None
    web: LiveWeb | None = None
    archive: Archive | None = None
    #: Asked one after the other where the first has no usable copy.
    more_archives: tuple[Archive, ...] = ()
    #: Rules that find a lost source by its identifiers.
    rescue: RescueRoutes | None = None
    #: Where captures are read and figures matched; in this process if nowhere else.
    far: Far | None = None


class Texts(Protocol):
    """Gives the texts of captures: those read last at once, others from where they are kept.

    A run has many, and they are large; so none is held but by whoever looks at it.
    """

    def read(self, capture: Capture) -> Extraction:
        """The text of a capture, with that of its frames where these were captured."""
        ...

    def marks(self, capture: Capture) -> frozenset[Mark]:
        """What the markup of a capture that was read gives away."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveResult:
    """What an address answered; its body is in the snapshots.

    ``answer`` is held only where the ``capture`` does not say the same: a run has many.
    ``texts`` give its text and its marks, where there is something to read.
    """

    answer: Outcome | None
    capture: Capture | None = None
    texts: Texts | None = None

    @property
    def outcome(self) -> Outcome:
        """What it answered."""
        if self.answer is None:
            assert self.capture is not None
            return answer_of(self.capture)
        return self.answer

    @property
    def extraction(self) -> Extraction | None:
        """The text, read when it is asked for."""
        return self.texts.read(self.capture) if self.texts and self.capture else None

    @property
    def marks(self) -> frozenset[Mark]:
        """What its markup gives away."""
        return self.texts.marks(self.capture) if self.texts and self.capture else frozenset()


def hold_result(
    outcome: Outcome, capture: Capture | None, *, texts: Texts | None = None
) -> LiveResult:
    """What an address answered, held with no more than it takes."""
    told = capture and isinstance(outcome, Response) and _says(capture, outcome)
    return LiveResult(answer=None if told else outcome, capture=capture, texts=texts)


def answer_of(capture: Capture) -> Response:
    """The answer that a capture was made of; its body and its headers stay in the snapshots."""
    return Response(
        url=capture.url,
        final_url=capture.final_url,
        status=capture.status,
        headers=(),
        body=b"",
        at=capture.captured,
        hops=capture.hops,
        complete=capture.complete,
    )


def _says(capture: Capture, answer: Response) -> bool:
    """Whether a capture says all of an answer but the seconds that it took."""
    return replace(answer_of(capture), elapsed_s=answer.elapsed_s) == answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One archived copy that was fetched, or could not be; ``is_read``: it has a text.

    ``usable``: it is the source, not an error page, a parked page or a home page;
    ``unfetched``: the archive was silent or not asked, so that nothing follows;
    ``excluded``: it lists the copy and may not show it.
    """

    memento: Memento
    usable: bool
    why: str
    capture: Capture | None = None
    is_read: bool = False
    proof: DigestProof | None = None
    unfetched: bool = False
    excluded: bool = False

    @property
    def day(self) -> date:
        """The UTC day of the bytes themselves; of the listing, where none came."""
        return self.capture.captured.date() if self.capture else self.memento.day
