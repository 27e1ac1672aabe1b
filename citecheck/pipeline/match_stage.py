"""Hold every statistic of every claim against every capture of its sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count

from citecheck.figures.index import DocumentIndex
from citecheck.figures.match import match_figure
from citecheck.figures.second_reading import needs_second_reading, weigh_readings
from citecheck.model.captures import Capture
from citecheck.model.documents import Document, Extraction
from citecheck.model.figures import Claim, Figure
from citecheck.model.verdicts import Finding, FindingVerdict, Match, Version
from citecheck.pipeline.archive_stage import Archived
from citecheck.pipeline.edges import LiveResult
from citecheck.pipeline.targets import Cite, Target
from citecheck.verdicts.mementos import bracketing
from citecheck.verdicts.versions import version_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One capture of a cited source with its text, and how it stands to the cited version."""

    capture: Capture
    extraction: Extraction
    version: Version


class Matcher:
    """Matches figures with captures; each document is scanned once a run."""

    def __init__(self) -> None:
        self._indexes: dict[int, tuple[Document, DocumentIndex]] = {}

    def match(self, claim: Claim, figure: Figure, extraction: Extraction) -> Match:
        """What one text says of one figure."""
        if not isinstance(extraction, Document):
            return Match(
                verdict=FindingVerdict.UNREAD,
                why=f"could not be read: {extraction.why}",
                scope="nothing could be read",
                read_whole=False,
            )
        return match_figure(figure, self._index(extraction), claim_text=claim.text)

    def _index(self, document: Document) -> DocumentIndex:
        known = self._indexes.get(id(document))
        if known is None:
            known = (document, DocumentIndex(document))
            self._indexes[id(document)] = known
        return known[1]


def find_evidence(
    cite: Cite,
    live: LiveResult | None,
    archived: Archived | None,
    *,
    window_days: int,
) -> tuple[Evidence, ...]:
    """The captures that bear on one citation: the live text, and its usable archived copies."""
    evidence = []
    if live and live.capture and live.extraction:
        evidence.append(
            Evidence(capture=live.capture, extraction=live.extraction, version=Version.LIVE)
        )
    if archived:
        around = bracketing(archived.answer.mementos, cite.moment.near)
        for copy in archived.copies:
            if not (copy.usable and copy.capture and copy.extraction):
                continue
            version = version_of(
                copy.capture,
                cite.citation,
                cite.moment,
                window_days=window_days,
                unchanged_around=around,
            )
            evidence.append(
                Evidence(capture=copy.capture, extraction=copy.extraction, version=version)
            )
    return tuple(evidence)


def match_claims(
    claims: Sequence[Claim],
    cites: Sequence[Cite],
    evidence: Mapping[Cite, tuple[Evidence, ...]],
    *,
    read_again: Callable[[Capture], Extraction],
) -> tuple[Finding, ...]:
    """A finding for each statistic in each capture of each source that its notes cite.

    A capture that the first of two readers read is read again, once, before anything but
    a confirmation is said of it.
    """
    matcher = Matcher()
    by_note: dict[int, list[Cite]] = {}
    for cite in cites:
        by_note.setdefault(cite.note, []).append(cite)
    asked = [
        (claim, figure, number, cite, seen)
        for claim in claims
        for figure in claim.figures
        if figure.is_statistic
        for number in claim.notes
        for cite in by_note.get(number, ())
        for seen in evidence.get(cite, ())
    ]
    first = [matcher.match(claim, figure, seen.extraction) for claim, figure, _, _, seen in asked]
    doubtful = {
        seen.capture.digest: seen.capture
        for (*_, seen), match in zip(asked, first, strict=True)
        if needs_second_reading(match, seen.extraction)
    }
    with ThreadPoolExecutor(max_workers=cpu_count() or 2) as pool:
        again = dict(zip(doubtful, pool.map(read_again, doubtful.values()), strict=True))
    findings = []
    for (claim, figure, number, cite, seen), match in zip(asked, first, strict=True):
        if needs_second_reading(match, seen.extraction):
            second = matcher.match(claim, figure, again[seen.capture.digest])
            match = weigh_readings(match, second)
        findings.append(
            Finding(
                note=number,
                claim=claim.id,
                figure=figure,
                address=cite.citation.url or "",
                version=seen.version,
                captured=seen.capture.captured,
                archived_url=seen.capture.memento.url if seen.capture.memento else None,
                match=match,
            )
        )
    return tuple(findings)


def carried(findings: Sequence[Finding], target: Target) -> bool:
    """Whether today's page of a target carries one of the figures that cite it."""
    return any(
        f.address == target.address
        and f.version is Version.LIVE
        and f.verdict is FindingVerdict.CONFIRMED
        for f in findings
    )
