"""Hold every statistic of every claim against every capture of its sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from citecheck.figures.index import DocumentIndex
from citecheck.figures.match import match_figure
from citecheck.figures.second_reading import needs_second_reading, weigh_readings
from citecheck.model.captures import Capture
from citecheck.model.documents import Document, Extraction
from citecheck.model.figures import Claim, Figure
from citecheck.model.verdicts import Finding, FindingVerdict, Match, Version
from citecheck.pipeline.archive_stage import Archived
from citecheck.pipeline.edges import Far, LiveResult
from citecheck.pipeline.reading import Reader
from citecheck.pipeline.targets import Cite, Target
from citecheck.verdicts.mementos import bracketing
from citecheck.verdicts.versions import version_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One capture of a cited source with its text, and how it stands to the cited version."""

    capture: Capture
    extraction: Extraction
    version: Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One figure of a claim, held against one text; ``words`` are the claim's."""

    words: str | None
    figure: Figure


def match_text(text: Extraction, asked: Sequence[Question]) -> tuple[Match, ...]:
    """What one text says of each figure; a document is scanned once for all of them."""
    if not isinstance(text, Document):
        unread = Match(
            verdict=FindingVerdict.UNREAD,
            why=f"could not be read: {text.why}",
            scope="nothing could be read",
            read_whole=False,
        )
        return (unread,) * len(asked)
    index = DocumentIndex(text)
    return tuple(match_figure(one.figure, index, claim_text=one.words) for one in asked)


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
    reader: Reader,
    far: Far | None = None,
) -> tuple[Finding, ...]:
    """A finding for each statistic in each capture of each source that its notes cite.

    A capture that the first of two readers read is read again, once, before anything but
    a confirmation is said of it.  ``far``: where the texts are matched, if not here.
    """
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
    questions = [Question(words=claim.text, figure=figure) for claim, figure, *_ in asked]
    texts = [seen.extraction for *_, seen in asked]
    matches = _match_all(list(zip(texts, questions, strict=True)), far)
    doubtful = {
        number: seen.capture
        for number, (*_, seen) in enumerate(asked)
        if needs_second_reading(matches[number], seen.extraction)
    }
    again = _read_again(doubtful.values(), reader)
    second = _match_all([(again[doubtful[n]], questions[n]) for n in doubtful], far)
    for number, match in zip(doubtful, second, strict=True):
        matches[number] = weigh_readings(matches[number], match)
    return tuple(
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
        for (claim, figure, number, cite, seen), match in zip(asked, matches, strict=True)
    )


def _match_all(asked: Sequence[tuple[Extraction, Question]], far: Far | None) -> list[Match]:
    """The answers to all questions in their order; those on one text are asked together."""
    of_text: dict[int, list[int]] = {}
    for number, (text, _) in enumerate(asked):
        of_text.setdefault(id(text), []).append(number)
    work = [
        (asked[numbers[0]][0], tuple(asked[n][1] for n in numbers)) for numbers in of_text.values()
    ]
    found: Iterable[tuple[Match, ...]]
    if far is None:
        found = (match_text(text, questions) for text, questions in work)
    else:
        tasks = [far.executor.submit(match_text, text, questions) for text, questions in work]
        found = (task.result() for task in tasks)
    answers: dict[int, Match] = {}
    for numbers, matches in zip(of_text.values(), found, strict=True):
        answers.update(zip(numbers, matches, strict=True))
    return [answers[number] for number in range(len(asked))]


def _read_again(captures: Iterable[Capture], reader: Reader) -> dict[Capture, Extraction]:
    """The second reader's text of each capture; each payload is read once."""
    distinct = list(dict.fromkeys(captures))
    payloads = {capture.digest: capture for capture in distinct}
    with ThreadPoolExecutor(max_workers=reader.at_once) as pool:
        list(pool.map(reader.read_again, payloads.values()))
    return {capture: reader.read_again(capture) for capture in distinct}


def carried(findings: Sequence[Finding], target: Target) -> bool:
    """Whether today's page of a target carries one of the figures that cite it."""
    return any(
        f.address == target.address
        and f.version is Version.LIVE
        and f.verdict is FindingVerdict.CONFIRMED
        for f in findings
    )
