"""The edges that a run and its workers open alike: the snapshots, and the readers of texts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import citecheck
from citecheck.extract import (
    CachedExtractor,
    IsolatedExtractor,
    RecognisingExtractor,
    find_recogniser,
)
from citecheck.ports import Extractor
from citecheck.settings import Settings
from citecheck.snapshots import Storage, WarcStore, open_spool

#: In the snapshots' folder: the texts of captures, which can be read again from these.
TEXTS = "texts"
#: There too: captures that are still to be put up on a storage.
SPOOL = "spool"
#: What stands in the first record of each file.
SOFTWARE = f"citecheck/{citecheck.__version__}"


def now() -> datetime:
    """The time now, as an aware UTC datetime without fractions of a second."""
    return datetime.now(UTC).replace(microsecond=0)


def open_store(snapshots: Path) -> WarcStore:
    """The captures' folder."""
    return WarcStore(snapshots, now, SOFTWARE)


@contextmanager
def open_captures(settings: Settings, snapshots: Path) -> Iterator[WarcStore]:
    """Where a run keeps what it captures: the folder, or a spool in it that goes to a storage.

    A write that is under way when the block ends is waited for, and whoever comes later writes
    nothing.  Raises :class:`InputError` where either cannot be used; what is in a spool then is
    put up by the next run.
    """
    if settings.storage is None:
        store = open_store(snapshots)
        try:
            yield store
        finally:
            store.close()
        return
    with open_spooled(snapshots / SPOOL, Storage(settings.storage)) as store:
        yield store


@contextmanager
def open_spooled(folder: Path, storage: Storage) -> Iterator[WarcStore]:
    """A store that writes into a spool in ``folder``, which is put up when the block ends."""
    with open_spool(folder, storage) as (spool, label):
        store = WarcStore(spool, now, SOFTWARE, label=label, beyond=storage)
        try:
            yield store
        finally:
            store.close()


def open_extractor(settings: Settings) -> Extractor:
    """The readers in their workers; with OCR where the settings ask for it."""
    isolated = IsolatedExtractor(settings)
    if settings.ocr_pages > 0:
        return RecognisingExtractor(isolated, most=settings.ocr_pages)
    return isolated


def open_cached_extractor(settings: Settings, snapshots: Path) -> Extractor:
    """The same, that keeps the texts in the snapshots' folder."""
    recogniser = find_recogniser() if settings.ocr_pages > 0 else None
    folder = snapshots / TEXTS
    return CachedExtractor(open_extractor(settings), folder, settings, recogniser=recogniser)
