"""What texts say of figures: the part of matching that other processes can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.figures.index import DocumentIndex
from citecheck.figures.match import match_figure
from citecheck.memory import uncollected
from citecheck.model.documents import Document, Extraction
from citecheck.model.figures import Figure
from citecheck.model.verdicts import FindingVerdict, Match


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One figure of a claim, held against one text; ``words`` are the claim's."""

    words: str | None
    figure: Figure


#: A text and what is asked of it.
Asked = tuple[Extraction, tuple[Question, ...]]


def match_texts(asked: Sequence[Asked]) -> tuple[tuple[Match, ...], ...]:
    """What each text says of the figures that are asked of it."""
    return tuple(match_text(text, questions) for text, questions in asked)


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
    with uncollected():
        index = DocumentIndex(text)
        return tuple(match_figure(one.figure, index, claim_text=one.words) for one in asked)
