"""Of what, measured how, when: the terms of a figure, as a record keeps them."""

from __future__ import annotations

from citecheck.figures.claim import read_claim
from citecheck.figures.index import TextIndex
from citecheck.figures.stems import Weight
from citecheck.model.figures import Figure

#: A record keeps no more terms than this of each sort.
MOST = 8


def terms_of(
    index: TextIndex, figure: Figure
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Subject, measure and period terms of a figure, from its clause.

    They are what a matcher needs when it has no more than the record: the words in lower
    case, each once.  Subject: what is counted, of whom, whose; measure: what is told of
    it; period: the years.  ``figure.span`` must lie in the text of the index, which serves
    for all its figures.
    """
    assert figure.span is not None
    left, right = index.folded.folded_at(figure.span.start), index.folded.folded_at(figure.span.end)
    inside = [q for q in index.quantities if q.start < right and left < q.end]
    if not inside:
        return (), (), ()
    reading = read_claim(index, max(inside, key=lambda q: min(q.end, right) - max(q.start, left)))
    telling = [t for t in reading.terms if t.weight is Weight.STRONG and t not in reading.further]
    subject = tuple(dict.fromkeys(t.word.lower() for t in telling))
    measure = tuple(
        w for w in dict.fromkeys(t.word.lower() for t in reading.further) if w not in subject
    )
    return subject[:MOST], measure[:MOST], tuple(str(year) for year in sorted(reading.years))
