"""The edges that a run and its workers open alike: the snapshots, and the readers of texts."""

from __future__ import annotations

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
from citecheck.snapshots import WarcStore

#: In the snapshots' folder: the texts of captures, which can be read again from these.
TEXTS = "texts"


def now() -> datetime:
    """The time now, as an aware UTC datetime without fractions of a second."""
    return datetime.now(UTC).replace(microsecond=0)


def open_store(snapshots: Path) -> WarcStore:
    """The captures' folder."""
    return WarcStore(snapshots, now, f"citecheck/{citecheck.__version__}")


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
