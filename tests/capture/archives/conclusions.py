"""What an audit concludes of addresses whose live hosts are all gone: the archive alone speaks.

The archive, the snapshots, the choice of copies and the reading of them are the real ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from citecheck.capture.archives import WaybackArchive, asking
from citecheck.capture.door import Door
from citecheck.extract import IsolatedExtractor
from citecheck.model.audits import Audit
from citecheck.model.captures import Holding
from citecheck.model.documents import Document, Extraction
from citecheck.model.notes import Citation, CitationKind, Endnote, Publication
from citecheck.model.verdicts import AddressReport, CitationVerdict
from citecheck.pipeline import Edges, run_audit
from citecheck.ports import Step
from citecheck.settings import Settings
from citecheck.snapshots import WarcStore
from tests.fakes.edges import NOW, ONLINE, FakeProbe, FakeWeb, MemoryJournal


@dataclass(frozen=True)
class Concluded:
    """What came of one address: the report on it, the citation's verdict, the texts read."""

    report: AddressReport
    verdict: CitationVerdict
    texts: tuple[str, ...]

    @property
    def chosen(self) -> tuple[str, int | None] | None:
        """The copy that stands in: its timestamp, and its distance in days."""
        usable = next((copy for copy in self.report.archived if copy.usable), None)
        return (usable.timestamp, usable.distance_days) if usable else None

    @property
    def refused(self) -> dict[str, str]:
        """The copies that were looked at and do not stand in, each with the reason."""
        return {copy.timestamp: copy.why for copy in self.report.archived if not copy.usable}


@dataclass
class _Telling:
    """An extractor that remembers what it read."""

    inner: IsolatedExtractor
    read: list[str] = field(default_factory=list)

    def extract(self, body: bytes, *, media_type: str | None, name: str) -> Extraction:
        text = self.inner.extract(body, media_type=media_type, name=name)
        if isinstance(text, Document):
            self.read.append(text.text)
        return text

    def extract_again(self, body: bytes, *, media_type: str | None, name: str) -> Extraction:
        return self.inner.extract_again(body, media_type=media_type, name=name)


def conclude(base: str, address: str, accessed: str, folder: Path, **more: Any) -> Concluded:
    """Audit one note that cites ``address`` as read on ``accessed``; its host has no name."""
    settings = Settings(**({"archive": base, "backoff": 0.0} | more))
    extractor = _Telling(IsolatedExtractor(settings))
    audit = _audit(settings, [(address, accessed)], folder, extractor, MemoryJournal(), None)
    (report,), (cited,) = audit.addresses, audit.citations
    return Concluded(report=report, verdict=cited.verdict, texts=tuple(extractor.read))


def audit_of(
    base: str,
    urls: Sequence[str],
    folder: Path,
    journal: MemoryJournal,
    *,
    stop_after: int | None,
) -> tuple[AddressReport, ...]:
    """Audit these addresses as read in autumn 2011, stopped after so many were looked up."""
    settings = Settings(archive=base, backoff=0.0)
    cited = [(url, "2011-11-10") for url in urls]
    extractor = _Telling(IsolatedExtractor(settings))
    return _audit(settings, cited, folder, extractor, journal, stop_after).addresses


def _audit(
    settings: Settings,
    cited: Sequence[tuple[str, str]],
    folder: Path,
    extractor: _Telling,
    journal: MemoryJournal,
    stop_after: int | None,
) -> Audit:
    notes = [
        Endnote(
            number=number,
            raw=url,
            citations=(
                Citation(work=f"w{number:03}", kind=CitationKind.WEB, url=url, accessed=accessed),
            ),
        )
        for number, (url, accessed) in enumerate(cited, start=1)
    ]

    def progress(step: Step) -> None:
        if step.stage == "archive" and step.done == stop_after:
            raise KeyboardInterrupt

    edges = Edges(
        clock=lambda: NOW,
        store=WarcStore(folder, lambda: NOW, "citecheck/test"),
        extractor=extractor,
        journal=journal,
        progress=progress,
        probe=FakeProbe([ONLINE]),
        web=FakeWeb({}),
        archive=WaybackArchive(settings, Door(settings), clock=lambda: NOW),
    )
    publication = Publication(title="Lakes", year=2012, endnotes=tuple(notes))
    return run_audit(publication, edges, settings, source="lakes", version="0")


@contextmanager
def patched_hold(seconds: float) -> Iterator[None]:
    """A 429 that names no time holds for so long only, that a test need not wait a minute."""
    usual = asking.HOLD_SECONDS
    asking.HOLD_SECONDS = seconds
    try:
        yield
    finally:
        asking.HOLD_SECONDS = usual


@dataclass(frozen=True)
class Row:
    """An address, the day when it was read, and the conclusion."""

    address: str
    accessed: str
    holding: Holding
    #: The timestamp of the copy that stands in, and its distance in days.
    chosen: tuple[str, int] | None = None
    #: Words of the text that was read in it.
    says: str = ""
    #: Of the copies that were refused, words of the reason of one.
    refused: str = ""

    @property
    def verdict(self) -> CitationVerdict:
        """What follows for a citation whose live host is gone."""
        if self.chosen:
            return CitationVerdict.RESCUED
        unavailable = self.holding is Holding.UNAVAILABLE
        return CitationVerdict.UNCLEAR if unavailable else CitationVerdict.BROKEN

    def hold(self, got: Concluded) -> None:
        """Assert that this is what was concluded."""
        assert got.report.archive is self.holding, got.report.archive_why
        assert got.chosen == self.chosen, (got.refused, got.report.archive_why)
        assert got.verdict is self.verdict
        assert any(self.says in text for text in got.texts) or not self.says, got.texts
        assert any(self.refused in why for why in got.refused.values()) or not self.refused, (
            got.refused
        )
