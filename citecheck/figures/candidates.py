"""Which quantities of a document are worth a look for one claim.

By value, through an index of magnitudes; and by subject, through the sentences that hold
the claim's rarest words.  Either way the cost does not grow with the claims.
"""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.figures.claim import Reading, Term
from citecheck.figures.compare import Comparison, Fit, comparable_families, compare
from citecheck.figures.index import DocumentIndex, Place
from citecheck.figures.quantity import Family, Quantity
from citecheck.figures.relation import Relation
from citecheck.figures.stems import Weight
from citecheck.figures.subject import Relator

#: No claim needs more rivals looked at.
MOST = 600
#: A word in more sentences than this tells nothing of where to look.
COMMON = 400
#: So many sentences with the claim's rarest words are enough to look at.
ENOUGH = 120
#: No caption of a table is longer.
CAPTION = 120
_APART = (Fit.OTHER, Fit.INCOMPARABLE)


class Candidates:
    """The quantities that may bear a claim out, contradict it, or be taken for it."""

    def __init__(self, index: DocumentIndex, reading: Reading, relator: Relator) -> None:
        self._index, self._reading, self._relator = index, reading, relator

    def relations(self) -> list[Relation]:
        """Each candidate, related with the claim, in the order of the text."""
        chosen = {place.quantity.number: (place, fit) for place, fit in self._by_value()}
        wanted = self._reading.quantity
        for quantity in self._by_subject():
            if quantity.number not in chosen:
                place = self._index.place(quantity)
                chosen[quantity.number] = place, compare(wanted, place.quantity)
            if len(chosen) >= MOST:
                break
        found = []
        for number in sorted(chosen):
            place, comparison = chosen[number]
            if comparison.fit is Fit.INCOMPARABLE:
                continue
            relation = Relation(self._relator, place, comparison)
            if comparison.fit is not Fit.OTHER or relation.may_rival:
                found.append(relation)
        return found

    def _by_value(self) -> Iterator[tuple[Place, Comparison]]:
        wanted = self._reading.quantity
        families = tuple(comparable_families(wanted.family))
        for quantity in self._index.magnitudes.near(wanted):
            # a bare number's unit and scale may stand in its table or with its neighbour
            bare = quantity.family is Family.COUNT and quantity.unit is None
            if bare:
                place = self._index.place(quantity)
                comparison = compare(wanted, place.quantity)
            elif quantity.family in families:
                comparison = compare(wanted, quantity)
            else:
                continue
            if comparison.fit in _APART:
                continue
            if not bare:
                place = self._index.place(quantity)
                if place.quantity is not quantity:  # of a time that the words before it name
                    comparison = compare(wanted, place.quantity)
            yield place, comparison

    def _by_subject(self) -> Iterator[Quantity]:
        for number in self._sentences():
            place = self._index.sentences.range(number)
            for told in (place, self._table_at(place)):
                if told is not None:
                    yield from (q for q in self._index.quantities_in(told) if q.is_statistic)

    def _table_at(self, place: tuple[int, int]) -> tuple[int, int] | None:
        """The row of a label, or the rows of a caption, where a sentence is one."""
        start, end = place
        if end - start > CAPTION or "\n" not in self._index.text[end - 2 : end + 1]:
            return None
        tables = self._index.tables
        return tables.stacked_row(place[0]) or tables.rows_under(*place)

    def _sentences(self) -> list[int]:
        """The sentences with the claim's telling words, and those that follow them."""
        reading = self._reading
        telling = [
            t for t in reading.terms if t not in reading.further and t.weight is Weight.STRONG
        ]
        if not any(self._count(t) for t in telling):
            telling = list(reading.terms)
        counted = sorted((n, t.word, t) for t in telling if (n := self._count(t)))
        found: set[int] = set()
        for count, _, term in counted[:4]:
            if count <= COMMON and not (found and len(found) + count > ENOUGH):
                found |= self._holding(term)
        last = len(self._index.sentences)
        return sorted(n for one in found for n in {one, one + 1} if n < last)

    def _count(self, term: Term) -> int:
        return sum(len(self._index.words.vocabulary[s]) for s in self._relator.stems_of(term))

    def _holding(self, term: Term) -> set[int]:
        places = [
            at for s in self._relator.stems_of(term) for at in self._index.words.vocabulary[s]
        ]
        return {self._index.sentence_number(at) for at in places}
