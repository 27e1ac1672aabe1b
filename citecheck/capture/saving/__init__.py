"""Asking the Wayback Machine to keep what is still alive (Save Page Now 2).

"Submitted" is not "archived": what the archive promises is looked up afterwards.
"""

from __future__ import annotations

from citecheck.capture.saving.journal import SaveJournal
from citecheck.capture.saving.run import Saver
from citecheck.capture.saving.spn2 import SavePageNow

__all__ = ["SaveJournal", "SavePageNow", "Saver"]
