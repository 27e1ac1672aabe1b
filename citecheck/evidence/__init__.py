"""The evidence of an audit: every answer that it got, kept, replayed, and packed to stand alone."""

from citecheck.evidence.answers import KeepingArchive, KeepingJournal, KnowingJournal
from citecheck.evidence.pack import Pack, open_pack, write_pack
from citecheck.evidence.replay import (
    NotingStore,
    ReplayArchive,
    ReplayJournal,
    ReplayProbe,
    ReplayWeb,
    replay_archives,
)
from citecheck.evidence.sharing import SharedJournal

__all__ = [
    "KeepingArchive",
    "KeepingJournal",
    "KnowingJournal",
    "NotingStore",
    "Pack",
    "ReplayArchive",
    "ReplayJournal",
    "ReplayProbe",
    "ReplayWeb",
    "SharedJournal",
    "open_pack",
    "replay_archives",
    "write_pack",
]
