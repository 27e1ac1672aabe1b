"""Which quantities of a document are worth a look for one claim.

By value, through an index of magnitudes; and by subject, through the sentences that hold
the claim's rarest words.  Either way the cost does not grow with the claims.
"""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.figures.claim import Reading, Term
from citecheck.figures.compare import Fit, comparable_families, compare
from citecheck.figures.index import DocumentIndex
from citecheck.figures.quantity import Family, Quantity
from citecheck.figures.stems import Weight
from citecheck.figures.subject import Relation, Relator

#: No claim needs more rivals looked at.
MOST = 600
#: A word in more sentences than this tells nothing of where to look.
COMMON = 400
#: So many sentences with the claim's rarest words are enough to look at.
ENOUGH = 120
#: No caption of a table is longer.
CAPTION = 120


class Candidates:
    """The quantities that may bear a claim out, contradict it, or be taken for it."""

    def __init__(self, index: DocumentIndex, reading: Reading, relator: Relator) -> None:
        self._index, self._reading, self._relator = index, reading, relator

    def relations(self) -> list[Relation]:
        """Each candidate, related with the claim, in the order of the text."""
        chosen: dict[int, Quantity] = {}
        for quantity in self._by_value():
            chosen[quantity.number] = quantity
        for quantity in self._by_subject():
            chosen.setdefault(quantity.number, quantity)
            if len(chosen) >= MOST:
                break
        found = []
        for number in sorted(chosen):
            place = self._index.place(chosen[number])
            comparison = compare(self._reading.quantity, place.quantity)
            if comparison.fit is Fit.OTHER and not self._relator.may_rival(place):
                continue
            if comparison.fit is not Fit.INCOMPARABLE:
                found.append(self._relator.relate(place, comparison))
        return found

    def _by_value(self) -> Iterator[Quantity]:
        wanted = self._reading.quantity
        for quantity in self._index.magnitudes.near(wanted):
            bare = quantity.family is Family.COUNT and quantity.unit is None
            # a bare number's unit and scale may stand in its table or with its neighbour
            if not bare and quantity.family not in comparable_families(wanted.family):
                continue
            told = self._index.place(quantity).quantity if bare else quantity
            if compare(wanted, told).fit not in (Fit.OTHER, Fit.INCOMPARABLE):
                yield quantity

    def _by_subject(self) -> Iterator[Quantity]:
        for number in self._sentences():
            place = self._index.sentences.range(number)
            for quantity in self._index.quantities_in(self._table_at(place) or place):
                if quantity.is_statistic:
                    yield quantity

    def _table_at(self, place: tuple[int, int]) -> tuple[int, int] | None:
        """The row of a label, or the rows of a caption, where a sentence is one."""
        if place[1] - place[0] > CAPTION:
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
        return sum(len(self._index.vocabulary[s]) for s in self._relator.stems_of(term))

    def _holding(self, term: Term) -> set[int]:
        words = self._index.words
        places = [
            words[at].start
            for s in self._relator.stems_of(term)
            for at in self._index.vocabulary[s]
        ]
        return {self._index.sentence_number(at) for at in places}
