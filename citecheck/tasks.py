"""What a worker does of a run, called by name with plain values, on this machine or another.

A worker opens the same edges as a run on one machine does: the same guard, the same
limits, the same way to keep a capture.  It shares the snapshots' folder with the run.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import citecheck
from citecheck.capture.spread import Batch, Brought, ask_batch
from citecheck.model.captures import Capture, Failure, Known, NoResponse, Origin, Outcome, Response
from citecheck.model.errors import InputError
from citecheck.opening import now, open_cached_extractor, open_store
from citecheck.pipeline.edges import Reading
from citecheck.pipeline.reading import read_capture
from citecheck.ports import Recorder
from citecheck.settings import Settings
from citecheck.snapshots import FileJournal, WarcStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What the tasks of a run share.

    ``snapshots`` is the captures' folder, ``journals`` one in it for what tasks learn, under
    ``key``; ``run`` names the run, ``began`` when.  ``settings`` hold no keys.
    """

    snapshots: str
    journals: str
    key: str
    run: str
    began: datetime
    settings: Settings
    version: str = citecheck.__version__


def capture_batch(place: Place, batch: Batch) -> Brought:
    """Ask addresses and keep what came.

    Done again after its worker died, it asks only what its journal does not have, and
    leaves each host alone for as long as between two requests.
    """
    store = _open(place)
    file = Path(place.journals) / f"{place.run}-{batch.number:06}.jsonl"
    journal = FileJournal(file, key=place.key, store=store)
    settings, again = place.settings, file.exists()
    done: list[Outcome] = []
    if again:
        done = [_located(e, store) for e in journal.load() if isinstance(e, Response | NoResponse)]
        asked = {outcome.url for outcome in done}
        rests = dict.fromkeys(batch.hosts, settings.delay) | dict(batch.rests)
        batch = replace(
            batch,
            asks=tuple(ask for ask in batch.asks if ask.errand.url not in asked),
            rests=tuple(sorted(rests.items())),
        )
    else:
        file.touch()

    def take(outcome: Outcome) -> Outcome:
        if isinstance(outcome, NoResponse):
            kept: Outcome = replace(outcome, partial=None)
        else:
            capture = store.keep(outcome)
            kept = replace(outcome, body=b"", wire=None, kept=capture)
        if not (isinstance(kept, NoResponse) and kept.failure is Failure.NOT_ASKED):
            journal.write(kept)
        return kept

    recorder: Recorder = _SinceBegun(store, place.began) if again else store
    brought = ask_batch(batch, settings, recorder, take=take, clock=now)
    return replace(brought, outcomes=(*done, *brought.outcomes))


def read_kept(place: Place, capture: Capture, again: bool) -> Reading:
    """The text of a capture, by the second reader if ``again``."""
    store = _open(place)
    extractor = open_cached_extractor(place.settings, Path(place.snapshots))
    return read_capture(capture, store, extractor, again=again)


def _open(place: Place) -> WarcStore:
    """The snapshots; :class:`InputError` where this worker is not fit for the run."""
    if place.version != citecheck.__version__:
        raise InputError(
            f"the worker on {socket.gethostname()} has citecheck {citecheck.__version__}, "
            f"this run is of {place.version}",
            remedy="install the same version everywhere",
        )
    if not Path(place.journals).is_dir():
        raise InputError(
            f"the worker on {socket.gethostname()} does not see this folder",
            source=place.snapshots,
            remedy="let --snapshots name a folder that all machines share under one path",
        )
    return _store(place.snapshots, place.run)


@lru_cache(maxsize=2)
def _store(snapshots: str, run: str) -> WarcStore:  # noqa: ARG001 - the key of the cache
    """One a process and run: it reads the index once, and then what is added."""
    return open_store(Path(snapshots))


def _located(outcome: Outcome, store: WarcStore) -> Outcome:
    """An answer of the journal with its place in the snapshots."""
    if isinstance(outcome, NoResponse):
        return outcome
    live = [c for c in store.captures(outcome.url) if c.origin is Origin.LIVE]
    return replace(outcome, kept=live[-1] if live else None)


class _SinceBegun:
    """A recorder that takes no answer of this very run for one that may be asked about.

    What a worker had kept when it died, and not yet noted down, is asked again in full.
    """

    def __init__(self, store: WarcStore, began: datetime) -> None:
        self._store, self._began = store, began
        self.record, self.keep, self.body = store.record, store.keep, store.body

    def known(self, address: str) -> Known | None:
        """The last whole answer of an address from before this run."""
        known = self._store.known(address)
        return known if known and known.capture.captured < self._began else None
