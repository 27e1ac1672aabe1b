"""An audit again as it was: every answer and every capture from what was kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import citecheck
from citecheck.capture.archives import archive_names
from citecheck.capture.rescue import open_rules
from citecheck.evidence import ReplayJournal, ReplayProbe, ReplayWeb, replay_archives
from citecheck.model.audits import Audit
from citecheck.model.captures import Network, NetworkState
from citecheck.model.documents import Extraction
from citecheck.model.verdicts import Standing
from citecheck.opening import open_extractor
from citecheck.pipeline import Edges, run_audit
from citecheck.ports import Extractor, SnapshotStore
from citecheck.publications import Source
from citecheck.rulings import read_rulings
from citecheck.settings import Settings
from citecheck.snapshots import FileJournal
from citecheck.verdicts.rulings import hold_rulings
from citecheck.wiring import ANSWERS, be_quiet


def replay_source(
    source: Source,
    settings: Settings,
    *,
    answers: Path,
    store: SnapshotStore,
    rulings: Path,
    moments: tuple[datetime, datetime],
    why: str,
    only: tuple[int, ...],
    standings: Mapping[str, Standing],
    read: Callable[[bytes, Extraction], None],
) -> Audit:
    """Audit a publication again as it was, from answers and snapshots alone.

    Where no answers were kept, it is an offline run.  ``moments`` are when the run began
    and ended, ``why`` what was known of the network; ``read`` is told each text.
    """
    journal = ReplayJournal(FileJournal(answers, key=ANSWERS, store=store).load())
    online = answers.exists()
    began, ended = moments
    times = iter((began,))
    archives = (
        replay_archives(journal.load(), began, names=archive_names(settings))
        if online and settings.use_archive
        else ()
    )
    edges = Edges(
        clock=lambda: next(times, ended),
        store=store,
        extractor=_TellingExtractor(open_extractor(settings), read),
        journal=journal,
        progress=be_quiet,
        probe=ReplayProbe() if online else None,
        web=ReplayWeb(began) if online else None,
        archive=archives[0] if archives else None,
        more_archives=archives[1:],
        rescue=open_rules(settings.rescue),
    )
    audit = run_audit(
        source.publication, edges, settings,
        source=source.shown, version=citecheck.__version__, only=only, standings=standings,
    )  # fmt: skip
    if online:
        state = NetworkState(
            network=Network.REPLAY, why=f"every answer is that of {began:%Y-%m-%d}: {why}"
        )
        audit = replace(audit, network=state)
    return replace(audit, rulings=hold_rulings(audit, read_rulings(rulings)))


class _TellingExtractor:
    """An extractor that tells what it read."""

    def __init__(self, inner: Extractor, read: Callable[[bytes, Extraction], None]) -> None:
        self._inner, self._read = inner, read

    def extract(self, body: bytes, *, media_type: str | None, name: str) -> Extraction:
        """The document in the bytes."""
        text = self._inner.extract(body, media_type=media_type, name=name)
        self._read(body, text)
        return text

    def extract_again(self, body: bytes, *, media_type: str | None, name: str) -> Extraction:
        """The same by the second reader; it tells nothing, for the first has told."""
        return self._inner.extract_again(body, media_type=media_type, name=name)
