"""The passages of a document that speak most of what a claim speaks of, figure or none."""

from __future__ import annotations

from collections import defaultdict

from citecheck.figures.index import DocumentIndex, TextIndex
from citecheck.model.verdicts import Occurrence

#: A passage quotes no more than this many characters.
PASSAGE = 160


def find_nearest(
    claim: TextIndex, source: DocumentIndex, *, most: int = 3
) -> tuple[Occurrence, ...]:
    """The sentences that share the claim's words, those first that share the rarest.

    A word counts the more the fewer sentences have it; sentences that share only one word
    of several are left out.
    """
    shared: dict[int, list[float]] = defaultdict(list)
    wanted = set(claim.words.vocabulary)
    for stem in sorted(wanted):
        places = {
            source.sentence_number(at)
            for spelled in source.spellings.of(stem)
            for at in source.words.vocabulary[spelled]
        }
        for number in places:
            shared[number].append(1 / len(places))
    least = min(2, len(wanted))
    ranked = sorted(
        (-sum(weights), number) for number, weights in shared.items() if len(weights) >= least
    )
    return tuple(_passage(source, number) for _, number in ranked[:most])


def _passage(source: DocumentIndex, number: int) -> Occurrence:
    start, end = source.sentences.range(number)
    span = source.raw_span(start, end)
    text = source.document.text[span.start : span.end]
    page = source.document.page_at(span.start)
    return Occurrence(
        passage=" ".join(text.split())[:PASSAGE],
        start=span.start,
        end=span.end,
        printed=text,
        why="shares the claim's words",
        page=page.number if page else None,
        frame=source.document.frame_at(span.start),
    )
