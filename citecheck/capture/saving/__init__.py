"""Asking the Wayback Machine to keep what is still alive (Save Page Now 2).

"Submitted" is not "archived": what the archive promises is looked up afterwards.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from citecheck.capture.archives import WaybackArchive
from citecheck.capture.archives.gate import Gate
from citecheck.capture.archives.slots import SharedSlots, slots_file
from citecheck.capture.proxies import is_loopback
from citecheck.capture.saving.journal import SaveJournal
from citecheck.capture.saving.run import Saver
from citecheck.capture.saving.spn2 import Door, SavePageNow
from citecheck.model.errors import InputError
from citecheck.settings import Settings

__all__ = ["SaveJournal", "SavePageNow", "Saver", "open_saver"]


def open_saver(
    settings: Settings,
    door: Door,
    archive: WaybackArchive,
    journal: SaveJournal,
    *,
    shared: Path,
    clock: Callable[[], datetime],
    recent_days: int,
) -> Saver:
    """All that ``citecheck save`` needs; runs that name one ``shared`` folder keep one limit.

    Raises :class:`InputError` if the keys are missing, or would travel unprotected.
    """
    if not settings.save_access_key or not settings.save_secret_key:
        raise InputError(
            "the keys of archive.org are missing",
            remedy="set CITECHECK_SAVE_ACCESS_KEY and CITECHECK_SAVE_SECRET_KEY "
            "(https://archive.org/account/s3.php), or see --dry-run",
        )
    if not settings.save.startswith("https://") and not is_loopback(settings.save):
        raise InputError(
            "would send your keys unprotected", "save", remedy="give an address with https://"
        )
    turns = slots_file(shared, f"save-{urlsplit(settings.save).netloc}")
    gate = Gate(settings.save_per_minute, slots=SharedSlots(turns, time.time), sleep=time.sleep)
    return Saver(
        spn=SavePageNow(settings, door, gate),
        archive=archive,
        journal=journal,
        gate=gate,
        clock=clock,
        sleep=time.sleep,
        recent_days=recent_days,
        shown=archive.base.shown,
    )
