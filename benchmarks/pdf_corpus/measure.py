"""Hold a reader against the truth: recovered, on the right page, nothing invented."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.pdf_corpus.truth import NUMBER, Sample
from benchmarks.sums import Summed
from citecheck.model.documents import Document, Extraction

_SPACES = re.compile(r"[  \s]+")
_MARKS = re.compile(r"\[(\d+(?:, ?\d+)*)\]")


@dataclass(slots=True)
class Score(Summed):
    """What came of one sample or of many."""

    files: int = 0
    planted: int = 0
    intact: int = 0
    wrong_page: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def measure(sample: Sample, read: Callable[[bytes], Extraction]) -> Score:
    """The score of a reader on one sample."""
    score = Score(files=1, planted=len(sample.planted))
    found = read(sample.body)
    if not isinstance(found, Document):
        if found.reason != sample.unread:
            score.failed.append(f"{sample.name}: {found.reason}: {found.why}")
        return score
    if sample.unread:
        score.failed.append(f"{sample.name}: read, and must be {sample.unread}")
    pages = [plain(page.text) for page in found.pages]
    if len(pages) != len(sample.numbers):
        score.failed.append(f"{sample.name}: {len(pages)} pages of {len(sample.numbers)}")
    for planted in sample.planted:
        pattern = _whole(planted.printed)
        where = [number for number, text in enumerate(pages, 1) if pattern.search(text)]
        if where == [planted.page]:
            score.intact += 1
        elif where:
            score.wrong_page.append(f"{sample.name} p. {planted.page}: {planted.printed} {where}")
        else:
            score.missing.append(f"{sample.name} p. {planted.page}: {planted.printed}")
    for number, (text, known) in enumerate(zip(pages, sample.numbers, strict=False), 1):
        extra = set(NUMBER.findall(text)) - known
        score.invented += [f"{sample.name} p. {number}: {token}" for token in sorted(extra)]
    whole = "\n".join(pages)
    score.shown += [f"{sample.name}: {text}" for text in sample.hidden if text in whole]
    labels = tuple(page.label or "" for page in found.pages)
    if sample.labels and labels != sample.labels:
        score.failed.append(f"{sample.name}: labels {labels}")
    if sample.scanned and (found.complete or not any("text layer" in n for n in found.notes)):
        score.failed.append(f"{sample.name}: a page without text counts as read")
    return score


def plain(text: str) -> str:
    """The text with spaces of any sort as one, note marks apart."""
    return _SPACES.sub(" ", _MARKS.sub(r" \1 ", text))


def _whole(printed: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\d)(?<!\d[.,]){re.escape(plain(printed))}(?![.,]?\d)")
