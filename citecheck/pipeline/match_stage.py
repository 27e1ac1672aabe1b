"""Hold every statistic of every claim against every capture of its sources."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from citecheck.figures.second_reading import needs_second_reading, weigh_readings
from citecheck.model.captures import Capture
from citecheck.model.documents import Document, Extraction
from citecheck.model.figures import Claim
from citecheck.model.verdicts import Finding, FindingVerdict, Match, Version
from citecheck.pipeline.archive_stage import Archived
from citecheck.pipeline.edges import Far, LiveResult
from citecheck.pipeline.questions import Asked, Question, match_text, match_texts
from citecheck.pipeline.reading import Reader
from citecheck.pipeline.targets import Cite
from citecheck.verdicts.mementos import bracketing
from citecheck.verdicts.versions import version_of

#: So many tasks for each that runs at a time wait for their turn.
AHEAD = 2
#: A task is given texts until they have so many characters together: some hundredths of a
#: second of work, many times what it takes to send it on its way.
TASK_CHARACTERS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One capture of a cited source that has a text, and how it stands to the cited version."""

    capture: Capture
    version: Version


def find_evidence(
    cite: Cite,
    live: LiveResult | None,
    archived: Archived | None,
    *,
    window_days: int,
) -> tuple[Evidence, ...]:
    """The captures that bear on one citation: the live text, and its usable archived copies."""
    evidence = []
    if live and live.capture and live.texts:
        evidence.append(Evidence(capture=live.capture, version=Version.LIVE))
    if archived:
        around = bracketing(archived.answer.mementos, cite.moment.near)
        for copy in archived.copies:
            if not (copy.usable and copy.capture and copy.is_read):
                continue
            version = version_of(
                copy.capture,
                cite.citation,
                cite.moment,
                window_days=window_days,
                unchanged_around=around,
            )
            evidence.append(Evidence(capture=copy.capture, version=version))
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
    questions = [
        (seen.capture, Question(words=claim.text, figure=figure))
        for claim, figure, _, _, seen in asked
    ]
    matches, doubtful = _match_all(questions, reader.read, far)
    read_again(dict.fromkeys(questions[number][0] for number in doubtful), reader)
    second, _ = _match_all([questions[number] for number in doubtful], reader.read_again, far)
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


def _match_all(
    asked: Sequence[tuple[Capture, Question]],
    read: Callable[[Capture], Extraction],
    far: Far | None,
) -> tuple[list[Match], list[int]]:
    """The answers to all questions in their order, and the numbers of the doubtful ones.

    Questions on one capture are asked together; a text is held for as long as that takes.
    """
    of_capture: dict[Capture, list[int]] = {}
    for number, (capture, _) in enumerate(asked):
        of_capture.setdefault(capture, []).append(number)
    answers: dict[int, Match] = {}
    doubtful: list[int] = []
    for numbers, text, matches in _answers(of_capture, asked, read, far):
        answers.update(zip(numbers, matches, strict=True))
        found = zip(numbers, matches, strict=True)
        doubtful += [number for number, match in found if needs_second_reading(match, text)]
    return [answers[number] for number in range(len(asked))], sorted(doubtful)


def _answers(
    of_capture: Mapping[Capture, Sequence[int]],
    asked: Sequence[tuple[Capture, Question]],
    read: Callable[[Capture], Extraction],
    far: Far | None,
) -> Iterator[tuple[Sequence[int], Extraction, tuple[Match, ...]]]:
    """Capture by capture its text and what that says; where there are others to do it, by them."""
    if far is None:
        for capture, numbers in of_capture.items():
            text = read(capture)
            yield numbers, text, match_text(text, [asked[number][1] for number in numbers])
        return
    under_way: deque[tuple[_Handful, Future[tuple[tuple[Match, ...], ...]]]] = deque()
    handful = _Handful()
    for count, (capture, numbers) in enumerate(of_capture.items(), 1):
        handful.add(numbers, (read(capture), tuple(asked[number][1] for number in numbers)))
        if count < len(of_capture) and not handful.is_full:
            continue
        under_way.append((handful, far.executor.submit(match_texts, handful.asked)))
        handful = _Handful()
        if len(under_way) >= far.at_once * AHEAD:
            first, task = under_way.popleft()
            yield from first.answered(task.result())
    for first, task in under_way:
        yield from first.answered(task.result())


class _Handful:
    """Texts with what is asked of them, as many as one task is given."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._numbers: list[Sequence[int]] = []
        self._characters = 0

    def add(self, numbers: Sequence[int], asked: Asked) -> None:
        """One more text; ``numbers`` are those of its questions."""
        self._numbers.append(numbers)
        self.asked.append(asked)
        self._characters += len(asked[0].text) if isinstance(asked[0], Document) else 0

    @property
    def is_full(self) -> bool:
        return self._characters >= TASK_CHARACTERS

    def answered(
        self, matches: Iterable[tuple[Match, ...]]
    ) -> Iterator[tuple[Sequence[int], Extraction, tuple[Match, ...]]]:
        """Text by text what it says."""
        for numbers, (text, _), found in zip(self._numbers, self.asked, matches, strict=True):
            yield numbers, text, found


def read_again(captures: Iterable[Capture], reader: Reader) -> None:
    """Let the second reader read each payload once, several at a time."""
    payloads = {capture.digest: capture for capture in captures}
    with ThreadPoolExecutor(max_workers=reader.at_once) as pool:
        for _ in pool.map(reader.read_again, payloads.values()):
            pass


def find_carried(findings: Iterable[Finding]) -> frozenset[str]:
    """The addresses whose page of today carries one of the figures that cite them."""
    return frozenset(
        f.address
        for f in findings
        if f.version is Version.LIVE and f.verdict is FindingVerdict.CONFIRMED
    )
