"""What a worker does of a run, called by name with plain values, on this machine or another.

A worker opens the same edges as a run on one machine does: the same guard, the same
limits, the same way to keep a capture.  It shares the snapshots' folder with the run.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from citecheck.capture.spread import Batch, Brought, ask_batch
from citecheck.extract import prepare_workers
from citecheck.model.captures import Capture, Failure, Known, NoResponse, Origin, Outcome, Response
from citecheck.model.errors import InputError
from citecheck.opening import (
    SOFTWARE,
    now,
    open_cached_extractor,
    open_extractor,
    open_spooled,
    open_store,
)
from citecheck.pipeline.edges import Reading
from citecheck.pipeline.reading import read_capture
from citecheck.ports import Journal
from citecheck.settings import Settings
from citecheck.snapshots import FileJournal, Storage, WarcStore


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
    settings: Settings = field(repr=False)  # Dask logs what it calls; a proxy has a password


def capture_batch(place: Place, batch: Batch) -> Brought:
    """Ask addresses and keep what came, in the shared folder or on the storage.

    Done again after its worker died, it asks only what its journal in the folder does not
    have, and leaves each host alone for as long as between two requests.  A task that puts
    its captures on a storage does so at its end, and begins from the beginning.
    """
    _check(place)
    prepare_workers()  # for what is read soon
    if place.settings.storage is None:
        return _capture_in_folder(place, batch)
    storage = _storage(place.settings.storage, place.run)
    with (
        TemporaryDirectory(prefix="citecheck-") as room,
        open_spooled(Path(room), storage) as store,
    ):
        recorder = _SinceBegun(store, place.began, or_own=True)
        take = _keep_in(store, None)
        return ask_batch(batch, place.settings, recorder, take=take, clock=now)


def _capture_in_folder(place: Place, batch: Batch) -> Brought:
    store = _store(place.snapshots, place.run)
    file = Path(place.journals) / f"{place.run}-{batch.number:06}.jsonl"
    journal = FileJournal(file, key=place.key, store=store)
    take = _keep_in(store, journal)
    if not file.exists():
        file.touch()
        return ask_batch(batch, place.settings, store, take=take, clock=now)
    done = [_located(e, store) for e in journal.load() if isinstance(e, Response | NoResponse)]
    asked = {outcome.url for outcome in done}
    rests = dict.fromkeys(batch.hosts, place.settings.delay) | dict(batch.rests)
    left = replace(
        batch,
        asks=tuple(ask for ask in batch.asks if ask.errand.url not in asked),
        rests=tuple(sorted(rests.items())),
    )
    recorder = _SinceBegun(store, place.began)
    brought = ask_batch(left, place.settings, recorder, take=take, clock=now)
    return replace(brought, outcomes=(*done, *brought.outcomes))


def _keep_in(store: WarcStore, journal: Journal | None) -> Callable[[Outcome], Outcome]:
    """What becomes of each outcome: it is kept, noted down, and sent on without its body."""

    def take(outcome: Outcome) -> Outcome:
        if isinstance(outcome, NoResponse):
            kept: Outcome = replace(outcome, partial=None)
        else:
            capture = outcome.kept or store.keep(outcome)
            kept = replace(outcome, body=b"", wire=None, kept=capture)
        unasked = isinstance(kept, NoResponse) and kept.failure is Failure.NOT_ASKED
        if journal and not unasked:
            journal.write(kept)
        return kept

    return take


def read_kept(place: Place, captures: Sequence[Capture], again: bool) -> tuple[Reading, ...]:
    """The texts of captures, by the second reader if ``again``."""
    _check(place)
    settings = place.settings
    if settings.storage is None:
        store = _store(place.snapshots, place.run)
        extractor = open_cached_extractor(settings, Path(place.snapshots))
    else:
        store, extractor = _stored(settings.storage, place.run), open_extractor(settings)
    return tuple(read_capture(one, store, extractor, again=again) for one in captures)


def _check(place: Place) -> None:
    """Raise :class:`InputError` where this worker is not fit for the run."""
    if place.settings.storage is None and not Path(place.journals).is_dir():
        raise InputError(
            f"the worker on {socket.gethostname()} does not see this folder",
            source=place.snapshots,
            remedy="let --snapshots name a folder that all machines share under one path, "
            "or --storage a storage",
        )


@lru_cache(maxsize=2)
def _store(snapshots: str, run: str) -> WarcStore:  # noqa: ARG001 - the key of the cache
    """One a process and run: it reads the index once, and then what is added."""
    return open_store(Path(snapshots))


@lru_cache(maxsize=2)
def _storage(url: str, run: str) -> Storage:  # noqa: ARG001 - the key of the cache
    """One a process and run: it reads each index once."""
    return Storage(url)


@lru_cache(maxsize=2)
def _stored(url: str, run: str) -> WarcStore:
    """What is on a storage, to be read."""
    nowhere = Path(gettempdir()) / f"citecheck-{run}"
    return WarcStore(nowhere, now, SOFTWARE, beyond=_storage(url, run))


def _located(outcome: Outcome, store: WarcStore) -> Outcome:
    """An answer of the journal with its place in the snapshots."""
    if isinstance(outcome, NoResponse):
        return outcome
    live = [c for c in store.captures(outcome.url) if c.origin is Origin.LIVE]
    return replace(outcome, kept=live[-1] if live else None)


class _SinceBegun:
    """A recorder that takes no answer of this very run for one that may be asked about.

    What a worker had kept when it died, and not yet noted down, is asked again in full.
    ``or_own``: what this very task has kept may be asked about.
    """

    def __init__(self, store: WarcStore, began: datetime, *, or_own: bool = False) -> None:
        self._store, self._began, self._or_own = store, began, or_own
        self.record, self.keep, self.body = store.record, store.keep, store.body

    def known(self, address: str) -> Known | None:
        """The last whole answer of an address from before this run."""
        known = self._store.known(address)
        if known is None or known.capture.captured < self._began:
            return known
        return known if self._or_own and self._store.holds(known.capture) else None
