"""Whether a quantity of a source is about what the claim is about."""

from __future__ import annotations

import itertools
from enum import StrEnum

import regex

from citecheck.figures.circumstances import Circumstanced, When
from citecheck.figures.claim import Term
from citecheck.figures.denials import direction_in, is_direction
from citecheck.figures.extremes import extreme_of
from citecheck.figures.index import Word
from citecheck.figures.kinds import counts_any_person, is_person
from citecheck.figures.once import once
from citecheck.figures.quantity import Family
from citecheck.figures.stems import (
    Weight,
    is_known,
    is_russian,
    is_russian_verb,
    same_thing,
    stem,
)
from citecheck.figures.telling import telling_of


class Counted(StrEnum):
    """Whether the noun counted is the claim's."""

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"


class Relation(Circumstanced):
    """How a quantity of the source stands to the claim; each answer is found when it is asked for.

    Most candidates are ruled out by the first answer or two, so nothing is read ahead.
    """

    @property
    def may_rival(self) -> bool:
        """A cheap look at another value: whether it can be told of the claim's subject at all.

        It must count the same, be of no other year, and the claim's subject or noun must
        stand in its sentence, the ones before, its heading or its table.
        """
        if self.counted is Counted.OTHER or self.when is When.OTHER:
            return False
        if self.place.cell is not None or self.place.parallel is not None:
            return True
        near = self._told.near
        return any(not near.isdisjoint(self._stems_of(t)) for t in self._relator.terms)

    def _is_missing(self, term: Term) -> bool:
        has = self._has
        if term.stem in self._reading.after and self._says_more:
            has = has - (self._told.left - self._told.mine - self._told.heading_stems)
        return has.isdisjoint(self._stems_of(term)) and self._relator.comparable(term)

    @once
    def _says_more(self) -> bool:
        """Whether its clause begins with it and goes on with what the claim does not say.

        ``Salaries absorb 40 percent of the budget and three fifths go to construction``.
        """
        own = self.place.segment
        if self.place.cell is not None or self.place.parallel is not None or self._told.subject:
            return False
        before = any(q.is_statistic for q in self._index.quantities_in(own.left))
        return before and any(self._relator.is_foreign(w) for w in self._told.post)

    @once
    def _around(self) -> frozenset[str]:
        """Stems that are not the quantity's own but speak of it: heading, what came before."""
        told, place = self._told, self.place
        around = told.heading_stems
        if place.parallel is not None:
            around |= told.left
            if place.shared is not None:
                shared = self._index.words_in(place.shared)
                last = [w for w in shared if w.weight is Weight.STRONG]
                dated = bool(self._index.years_in(place.shared))
                around |= {w.stem for w in (last if dated else last[1:])}
        elif (
            not told.subject
            or place.cell is not None
            or told.by_pronoun
            or any(w.stem in self._relator.spelled for w in told.subject)
        ):
            around |= told.left - self._said_of_previous
            around |= told.before if told.subject else told.before_far
        return around | told.tail

    @once
    def _said_of_previous(self) -> frozenset[str]:
        """What is said after the number before, where something else is said after this one.

        ``A third of the orchards is irrigated and two thirds depend on rain``: the orchards
        are meant both times, the irrigation is not.
        """
        index, own = self._index, self.place.segment
        if not any(self._relator.is_foreign(w) for w in self._told.post):
            return frozenset()
        before = [q for q in index.quantities_in(own.left) if q.is_statistic]
        if not before or self.place.cell is not None:
            return frozenset()
        last = index.place(before[-1])
        said = {w.stem for w in index.words_in((last.quantity.end, own.left[1]))}
        shared = {w.stem for w in telling_of(index, last).whole}
        return frozenset(said - shared)

    @once
    def _has(self) -> frozenset[str]:
        return self._told.mine | self._around

    @once
    def subject(self) -> tuple[Term, ...]:
        """Telling words of the claim's subject that the quantity's clause has."""
        return tuple(t for t in self._relator.strong if not self._has.isdisjoint(self._stems_of(t)))

    @property
    def subject_known(self) -> bool:
        """Whether any of the subject could be found in the document's language."""
        return self._relator.subject_known

    @once
    def missing(self) -> tuple[Term, ...]:
        """Telling words of the claim's subject that the clause lacks."""
        lacking = [t for t in self._relator.strong if self._is_missing(t)]
        same = self._reading.extremes & self._told.extremes if lacking else frozenset()
        if same:  # the lowest fare is the cheapest
            lacking = [t for t in lacking if extreme_of(t.word.lower()) not in same]
        # "young people" may be the young, "elderly persons" pensioners
        named = {head for modifier, head in self._reading.pairs if not self._is_missing(modifier)}
        return tuple(t for t in lacking if not (t in named and counts_any_person(t.word.lower())))

    @once
    def apart(self) -> tuple[Term, ...]:
        """Those of them that the source has close by, of something else."""
        beyond = self._told.beyond
        return tuple(t for t in self.missing if not beyond.isdisjoint(self._stems_of(t)))

    @once
    def whole_missing(self) -> tuple[Term, ...]:
        """What the claim's share is of, and the clause lacks."""
        return tuple(t for t in self._reading.whole if self._is_missing(t))

    @once
    def further_apart(self) -> tuple[Term, ...]:
        """What the claim says further, and the sentence says of something else."""
        rest = self._told.rest
        return tuple(
            t for t in self._reading.further
            if self._is_missing(t) and not rest.isdisjoint(self._stems_of(t))
        )  # fmt: skip

    @once
    def said_of_other(self) -> Term | None:
        """What the claim says further, and the sentence says of another number of the same.

        ``It received 1,240 claims, of which it settled 815``.
        """
        place, apart = self.place, [t for t in self.further_apart if t.weight is Weight.STRONG]
        if not apart or place.cell is not None:
            return None
        for quantity in self._index.quantities_in(place.segment.right):
            other = self._index.place(quantity)
            same = other.quantity.family is place.quantity.family and (
                other.inherited or other.quantity.noun == place.quantity.noun
            )
            if quantity.is_statistic and same and other.segment.post[1] > quantity.end:
                words = self._index.words_in(other.segment.pre)
                before = {w.stem for w in words}
                for term in apart:
                    if self._stems_of(term) & before:
                        return term
        return None

    @once
    def measure_apart(self) -> Term | None:
        """A measure of the claim's subject that the sentence names of it, but not with this number.

        ``The flow of water fell by 30 percent; of the water level nothing is known``.
        """
        own = self.place.segment
        subject = {s for t in self._relator.strong for s in self._stems_of(t)}
        for term in self.further_apart:
            named = self._stems_of(term)
            for words in (self._index.words_in(own.left), self._index.words_in(own.right)):
                if term.weight is Weight.WEAK and any(
                    (one.stem in named and two.stem in subject)
                    or (two.stem in named and one.stem in subject)
                    for one, two in itertools.pairwise(words)
                ):
                    return term
        return None

    @once
    def told(self) -> bool:
        """Whether the clause says all that the claim says beside the subject, in two words or more."""
        further = [t for t in self._reading.further if t.weight is Weight.STRONG]
        return len(further) > 1 and all(
            not self._has.isdisjoint(self._stems_of(t)) for t in further
        )

    def _as_printed(self, word: Word) -> str:
        return self._index.text[word.start : word.end]

    @once
    def foreign(self) -> tuple[str, ...]:
        """Telling words that the claim lacks."""
        return tuple(self._as_printed(w) for w in self._told.own if self._relator.is_foreign(w))

    @once
    def foreign_subject(self) -> tuple[str, ...]:
        """Those of them that stand before the number."""
        return tuple(self._as_printed(w) for w in self._told.subject if self._relator.is_foreign(w))

    @property
    def source_whole(self) -> tuple[str, ...]:
        """The words that the source's share or count is of."""
        return tuple(self._as_printed(w) for w in self._told.whole)

    @once
    def qualified(self) -> bool:
        """Whether a foreign word belongs to the subject: beside it, and no verb of what went before.

        ``Since the toll was introduced night traffic has declined`` is about night traffic.
        """
        text, pre = self._index.text, self._told.subject
        named = [w for w in pre if w.stem in self._relator.spelled]
        foreign = [w for w in pre if self._relator.is_foreign(w)]
        for word in foreign:
            if not any(_are_beside(text, word, one) for one in named):
                continue
            there = text[word.start : word.end]
            if there.endswith(("ed", "ing")) or is_russian_verb(there):
                continue
            lead = text[max(0, word.start - 16) : word.start].split()
            if lead and direction_in(lead[-1], (0, len(lead[-1]))):
                continue  # fell short, rose sharply
            return True
        return bool(foreign) and not named

    @once
    def alone(self) -> tuple[Term, Term] | None:
        """Of two that share the claim's figure, the one that has it here and the one that has not."""
        for first, second in self._reading.joined:
            if first in self.subject and second in self.missing:
                return first, second
            if second in self.subject and first in self.missing:
                return second, first
        return None

    @once
    def other_has_own(self) -> bool:
        """Whether the one that has not has a number of its own, here or in the next sentence."""
        if self.alone is None:
            return False
        index, place, term = self._index, self.place, self.alone[1]
        number = index.sentence_number(place.quantity.number)
        last = min(number + 1, len(index.sentences) - 1)
        near = (index.sentences.range(number)[0], index.sentences.range(last)[1])
        for quantity in index.quantities_in(near):
            if quantity.is_statistic and quantity.number != place.quantity.number:
                other = index.place(quantity)
                same = other.quantity.family is place.quantity.family
                if same and self._stems_of(term) & telling_of(index, other).mine:
                    return True
        return False

    @once
    def counted(self) -> Counted:
        """Whether the noun counted is the claim's."""
        place = self.place
        wanted, noun = self._reading.counted, place.quantity.noun
        if wanted is None:
            return Counted.UNKNOWN
        if place.quantity.family is Family.RANK:
            return Counted.UNKNOWN
        if noun is None:
            return Counted.SAME if self._stems_of(wanted) & self._named_before else Counted.UNKNOWN
        if place.inherited and any(w.stem in self._stems_of(wanted) for w in self._told.subject):
            return Counted.SAME  # "58 pharmacies, hospitals 23": its own noun stands before it
        found = stem(noun)
        if same_thing(wanted.stem, found):
            return Counted.SAME
        inside = {w.stem for w in self._index.words_in((place.quantity.start, place.quantity.end))}
        if self._stems_of(wanted) & inside:
            return Counted.SAME
        if counts_any_person(wanted.word.lower()) or counts_any_person(noun):
            both = is_person(wanted.word.lower()) and is_person(noun)
            return Counted.UNKNOWN if both else Counted.OTHER
        if is_russian(found) != is_russian(wanted.stem) and not (
            is_known(wanted.stem) and is_known(found)
        ):
            rest = {w.stem for w in self._index.words_in(place.segment.right)}
            return Counted.OTHER if self._stems_of(wanted) & rest else Counted.UNKNOWN
        return Counted.OTHER

    @once
    def counted_apart(self) -> bool:
        """Whether nothing says what the number counts, and what the claim counts is spoken of apart.

        ``The city spends half a million on parking; cars keep coming``.
        """
        wanted, place = self._reading.counted, self.place
        if wanted is None or self.counted is not Counted.UNKNOWN or place.quantity.noun:
            return False
        if place.cell is not None or place.parallel is not None or place.quantity.unit:
            return False
        named = self._stems_of(wanted)
        return self._has.isdisjoint(named) and not self._told.rest.isdisjoint(named)

    @once
    def _named_before(self) -> frozenset[str]:
        """Stems that stand before a bare number or over it: ``Number of schools: 146``."""
        place = self.place
        words = self._index.words_in((place.segment.left[0], place.quantity.start))
        if place.cell:
            return self._told.mine
        return frozenset(w.stem for w in words)

    @once
    def coverage(self) -> float:
        """How much of the claim's words the clause has, by weight, from 0 to 1."""
        mine, around = self._told.mine, self._around
        total = gained = 0.0
        for term in self._relator.terms:
            if not self._relator.comparable(term) or is_direction(term.word.lower()):
                continue
            weight = 1.0 if term.weight is Weight.STRONG else 0.3
            total += weight
            spelled = self._stems_of(term)
            gained += weight * (1.0 if spelled & mine else 0.6 if spelled & around else 0.0)
        return gained / total if total else 0.0

    @property
    def comparable(self) -> bool:
        """Whether any word of the claim could be found in the document's language."""
        return self._relator.any_comparable


#: Between two words of one noun phrase: "teachers' wages", "wages of teachers".
_BESIDE = regex.compile(r"[\s-]|\s(?:of|in|for|at)\s(?:the\s)?|\s(?:в|на|у)\s")


def _are_beside(text: str, word: Word, other: Word) -> bool:
    first, second = (word, other) if word.start < other.start else (other, word)
    # no longer than a preposition and an article
    return second.start - first.end < 12 and bool(_BESIDE.fullmatch(text, first.end, second.start))
