"""The edges of a run that workers do a part of: who asks, where texts are read, what is noted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import uuid4

from citecheck.capture.spread import SpreadWeb
from citecheck.model.captures import Capture
from citecheck.model.errors import InputError
from citecheck.opening import now
from citecheck.pipeline.edges import Far
from citecheck.ports import Journal, LiveWeb, Workers
from citecheck.settings import Settings, without_secrets
from citecheck.snapshots import GatheredJournal, WarcStore
from citecheck.tasks import Place, capture_batch, read_kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """What takes the place of a machine's own."""

    journal: Journal
    web: LiveWeb
    far: Far


def spread_out(
    workers: Workers,
    settings: Settings,
    snapshots: Path,
    store: WarcStore,
    *,
    key: str,
    journal: Journal,
) -> Spread:
    """The edges for workers; a stopped run has the same ``key`` as the one that goes on with it.

    Raises :class:`InputError` where the folder that they share cannot be written.
    """
    place = _share_place(settings, snapshots, key)
    ask, read = partial(capture_batch, place), partial(read_kept, place)

    def sees(capture: Capture) -> bool:
        """Not what is in the spool of this machine, which is put up when the run is over."""
        return settings.storage is None or not store.holds(capture)

    return Spread(
        journal=GatheredJournal(journal, Path(place.journals), key=key, store=store),
        web=SpreadWeb(workers.asking, ask, settings, at_once=workers.processes, clock=now),
        far=Far(executor=workers.reading, at_once=workers.at_once, read=read, sees=sees),
    )


def _share_place(settings: Settings, snapshots: Path, key: str) -> Place:
    """What the workers of a run are told."""
    journals = snapshots.resolve() / f"tasks-{key[:16]}"
    try:
        journals.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"cannot write snapshots: {error.strerror or error}",
            source=str(snapshots),
            remedy="make room there, allow writing, or name another folder",
        ) from error
    return Place(
        snapshots=str(snapshots.resolve()),
        journals=str(journals),
        key=key,
        run=uuid4().hex[:12],
        began=now(),
        settings=without_secrets(settings),
    )
