"""Whether a quantity of a source is about what the claim is about."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from enum import StrEnum

import regex

from citecheck.figures.claim import (
    Reading,
    Term,
)
from citecheck.figures.compare import Comparison
from citecheck.figures.index import DocumentIndex, Place, Word
from citecheck.figures.kinds import counts_any_person, is_person
from citecheck.figures.quantity import Family
from citecheck.figures.stems import (
    Weight,
    are_opposites,
    is_known,
    is_russian,
    is_russian_verb,
    same_thing,
    stem,
    weight_of,
)
from citecheck.figures.telling import adds_up, is_reached, telling_of


class Counted(StrEnum):
    """Whether the noun counted is the claim's."""

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"


class When(StrEnum):
    """Whether the year is the claim's."""

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How a quantity of the source stands to the claim.

    ``missing``: telling words of the claim that the quantity's clause lacks; ``apart``:
    those of them that the source has close by, of something else; ``told``: all that the
    claim says further is there; ``foreign``: telling words that the claim lacks;
    ``qualified``: one of them narrows the subject (``teachers' wages``).  ``alone``: of two
    that share the claim's figure, the one that has it here and the one that has not; ``other_has_own``: a number of its own.  ``conflict`` says
    which word excludes it.
    """

    place: Place
    comparison: Comparison
    counted: Counted
    coverage: float
    subject: tuple[Term, ...]
    subject_known: bool
    missing: tuple[Term, ...]
    apart: tuple[Term, ...]
    whole_missing: tuple[Term, ...]
    further_apart: tuple[Term, ...]
    told: bool
    foreign: tuple[str, ...]
    foreign_subject: tuple[str, ...]
    qualified: bool
    alone: tuple[Term, Term] | None
    other_has_own: bool
    conflict: str | None
    when: When
    years: frozenset[int]
    opposite_direction: bool
    other_change: bool
    denied: bool
    former: bool
    current: bool
    cumulative: bool
    other_cell: str | None
    other_whole: str | None
    found_direction: int
    comparable: bool


class Relator:
    """Relates the quantities of one document with one claim."""

    def __init__(self, index: DocumentIndex, reading: Reading) -> None:
        self._index = index
        self._reading = reading
        self._terms = {t.stem: t for t in reading.terms}
        self._spelled = {one: index.spellings.of(one) for one in self._terms}
        self._all_spelled = frozenset(s for spelled in self._spelled.values() for s in spelled)
        russian = index.language == "ru"
        self._comparable = {
            one: bool(self._spelled[one]) or is_russian(one) == russian or is_known(one)
            for one in self._terms
        }

        self._adds_up = adds_up(reading.text, (0, len(reading.text)))
        self._across = any(is_russian(one) != russian for one in self._terms)

    def _is_foreign(self, word: Word, known: frozenset[str]) -> bool:
        """Whether a telling word is not the claim's; across languages only what can be compared."""
        if word.weight is not Weight.STRONG or word.stem in known:
            return False
        return not self._across or is_known(word.stem)

    def stems_of(self, term: Term) -> frozenset[str]:
        """The stems of the document that name the term."""
        return self._spelled.get(term.stem, frozenset())

    def comparable(self, term: Term) -> bool:
        """Whether the term could be found at all in the document's language."""
        return self._comparable.get(term.stem, False)

    def may_rival(self, place: Place) -> bool:
        """A cheap look at another value: whether it can be told of the claim's subject at all.

        It must count the same, and the claim's subject or noun must stand in its sentence,
        the ones before, its heading or its table.
        """
        if self._counted(place) is Counted.OTHER:
            return False
        if place.cell is not None or place.parallel is not None:
            return True
        told = telling_of(self._index, place)
        near = told.mine | told.left | told.before_far | told.heading_stems | told.rest
        return any(self.stems_of(t) & near for t in self._reading.terms)

    def relate(self, place: Place, comparison: Comparison) -> Relation:
        """How a quantity in its surroundings stands to the claim."""
        index, reading = self._index, self._reading
        told = telling_of(index, place)
        words = told.own
        pre = told.subject
        mine = told.mine
        known = self._all_spelled
        foreign_pre = [w for w in pre if self._is_foreign(w, known)]
        shares = not pre or any(w.stem in known for w in pre) or place.cell is not None
        around: frozenset[str] = told.heading_stems
        if shares and place.parallel is None:
            around |= told.left | (told.before if pre else told.before_far)
        elif place.parallel is not None:
            around |= told.left
            if place.shared is not None:
                last = [w for w in index.words_in(place.shared) if w.weight is Weight.STRONG]
                around |= {w.stem for w in last[1:]}
        around |= told.tail
        has = mine | around
        conflict = self._conflict(place, (*words, *told.heading), mine)
        strong = [t for t in reading.subject if t.weight is Weight.STRONG] or list(reading.subject)
        subject = tuple(t for t in strong if self.stems_of(t) & has)
        missing = tuple(t for t in strong if not self.stems_of(t) & has and self.comparable(t))
        alone = self._alone(subject, missing)
        beyond = told.beyond
        text = index.text
        return Relation(
            place=place,
            comparison=comparison,
            counted=self._counted(place),
            coverage=self._coverage(mine, around),
            subject=subject,
            subject_known=any(self.comparable(t) for t in strong),
            missing=missing,
            apart=tuple(t for t in missing if self.stems_of(t) & beyond),
            whole_missing=tuple(
                t for t in reading.whole if not self.stems_of(t) & has and self.comparable(t)
            ),
            further_apart=tuple(
                t for t in reading.further
                if self.comparable(t) and not self.stems_of(t) & has and self.stems_of(t) & told.rest
            ),
            told=self._is_told(has),
            foreign=tuple(
                text[w.start : w.end] for w in words if self._is_foreign(w, known)
            ),
            foreign_subject=tuple(text[w.start : w.end] for w in foreign_pre),
            qualified=self._qualified(pre, foreign_pre),
            alone=alone,
            other_has_own=alone is not None and self._has_own(place, alone[1]),
            conflict=conflict,
            when=_when(reading.years, told.years),
            years=told.years,
            opposite_direction=reading.direction * told.direction < 0,
            other_change=(told.direction != 0 and not told.reached) != self._claims_change(),
            denied=told.denied != reading.denied and place.cell is None,
            former=told.former,
            current=told.current,
            cumulative=told.summed and not self._adds_up,
            other_cell=self._other_cell(place, known),
            other_whole=self._other_whole(place, beyond),
            found_direction=told.direction,
            comparable=any(self.comparable(t) for t in reading.terms),
        )  # fmt: skip

    def _qualified(self, pre: tuple[Word, ...], foreign: list[Word]) -> bool:
        """Whether a foreign word belongs to the subject: beside it, and no verb of what went before.

        ``Since the toll was introduced night traffic has declined`` is about night traffic.
        """
        text, known = self._index.text, self._all_spelled
        named = [w for w in pre if w.stem in known]
        for word in foreign:
            there = text[word.start : word.end]
            if there.endswith(("ed", "ing")) or is_russian_verb(there):
                continue
            for one in named:
                first, second = sorted((word, one), key=lambda w: w.start)
                if _BESIDE.fullmatch(text, first.end, second.start):
                    return True
        return bool(foreign) and not named

    def _alone(
        self, subject: tuple[Term, ...], missing: tuple[Term, ...]
    ) -> tuple[Term, Term] | None:
        for first, second in self._reading.joined:
            if first in subject and second in missing:
                return first, second
            if second in subject and first in missing:
                return second, first
        return None

    def _has_own(self, place: Place, term: Term) -> bool:
        """Whether this sentence or the next gives the term a number of the same dimension."""
        index = self._index
        number = index.sentence_number(place.quantity.number)
        last = min(number + 1, len(index.sentences) - 1)
        near = (index.sentences.range(number)[0], index.sentences.range(last)[1])
        for quantity in index.quantities_in(near):
            if quantity.is_statistic and quantity.number != place.quantity.number:
                other = index.place(quantity)
                same = other.quantity.family is place.quantity.family
                if same and self.stems_of(term) & telling_of(index, other).mine:
                    return True
        return False

    def _counted(self, place: Place) -> Counted:
        wanted, noun = self._reading.counted, place.quantity.noun
        if wanted is None:
            return Counted.UNKNOWN
        if place.quantity.family is Family.RANK:
            return Counted.UNKNOWN
        if noun is None:
            return (
                Counted.SAME
                if self.stems_of(wanted) & self._named_before(place)
                else Counted.UNKNOWN
            )
        found = stem(noun)
        if same_thing(wanted.stem, found):
            return Counted.SAME
        inside = {w.stem for w in self._index.words_in((place.quantity.start, place.quantity.end))}
        if self.stems_of(wanted) & inside:
            return Counted.SAME
        if counts_any_person(wanted.word.lower()) or counts_any_person(noun):
            both = is_person(wanted.word.lower()) and is_person(noun)
            return Counted.UNKNOWN if both else Counted.OTHER
        if is_russian(found) != is_russian(wanted.stem) and not (
            is_known(wanted.stem) and is_known(found)
        ):
            rest = {w.stem for w in self._index.words_in(place.segment.right)}
            return Counted.OTHER if self.stems_of(wanted) & rest else Counted.UNKNOWN
        return Counted.OTHER

    def _other_cell(self, place: Place, known: frozenset[str]) -> str | None:
        """The row or column of a cell, if it names something that the claim does not."""
        if place.cell is None:
            return None
        label, column = _stems(place.cell.label), _stems(place.cell.column)
        if label and not any(one in known for one in label):
            return f"the row of {place.cell.label.strip()}"
        said = {*label, *column, *_stems(place.cell.caption)}
        open_terms = [
            t for t in self._reading.terms
            if t.weight is Weight.STRONG and self.comparable(t) and not self.stems_of(t) & said
        ]  # fmt: skip
        if column and open_terms and not any(one in known for one in column):
            return f"the column of {place.cell.column.strip()}"
        return None

    def _other_whole(self, place: Place, beyond: frozenset[str]) -> str | None:
        """What the share or count is of, where the claim's is another and stands apart."""
        wanted = [t for t in self._reading.whole if self.comparable(t)]
        found = telling_of(self._index, place).whole
        if not wanted or not found or place.cell:
            return None
        if any(w.stem in self.stems_of(t) for w in found for t in wanted):
            return None
        before = {w.stem for w in self._index.words_in(place.segment.pre)}
        after = {w.stem for w in self._index.words_in(place.segment.post)}
        if any(self.stems_of(t) & before for t in wanted):
            return None
        if any(self.stems_of(t) & (beyond | after) for t in wanted) or any(
            are_opposites(t.stem, w.stem) for t in wanted for w in found
        ):
            return f"{self._index.text[found[0].start : found[-1].end]}, not {wanted[-1].word}"
        return None

    def _is_told(self, has: frozenset[str]) -> bool:
        """Whether the clause says all that the claim says beside the subject, in two words or more."""
        further = [t for t in self._reading.further if t.weight is Weight.STRONG]
        return len(further) > 1 and all(self.stems_of(t) & has for t in further)

    def _named_before(self, place: Place) -> frozenset[str]:
        """Stems that stand before a bare number or over it: ``Number of schools: 146``."""
        words = self._index.words_in((place.segment.left[0], place.quantity.start))
        if place.cell:
            return telling_of(self._index, place).mine
        return frozenset(w.stem for w in words)

    def _coverage(self, mine: frozenset[str], around: frozenset[str]) -> float:
        total = gained = 0.0
        for term in self._reading.terms:
            if not self.comparable(term):
                continue
            weight = 1.0 if term.weight is Weight.STRONG else 0.3
            total += weight
            spelled = self.stems_of(term)
            gained += weight * (1.0 if spelled & mine else 0.6 if spelled & around else 0.0)
        return gained / total if total else 0.0

    def _conflict(self, place: Place, words: tuple[Word, ...], mine: frozenset[str]) -> str | None:
        """The word of the clause that excludes the claim's subject, with the claim's own."""
        known = self._all_spelled
        text = self._index.text
        before = {w.stem for w in self._index.words_in(place.segment.pre)}
        for term in self._reading.terms:
            if term.weight is not Weight.STRONG or self.stems_of(term) & before:
                continue
            # a word that excludes the subject may stand anywhere, but where the subject
            # follows the number, only before it: "buses carry 90, of trams nothing is known"
            against = self._index.spellings.against(term.stem) - known
            if not against:
                continue
            late = self.stems_of(term) & mine
            for word in self._index.words_in(place.segment.pre) if late else words:
                if word.stem in against and word.weight is Weight.STRONG:
                    return (
                        f"{text[word.start : word.end] if word.end else word.stem}, not {term.word}"
                    )
        for modifier, head in self._reading.pairs:
            if self.stems_of(modifier) & mine:
                continue
            if self.stems_of(head) & before and self._stands_after(place, modifier, head):
                return f"another {head.word} than {modifier.word} {head.word}, which comes after"
            for first, second in itertools.pairwise(words):
                if self._across and not (is_known(first.stem) and is_known(modifier.stem)):
                    continue
                beside = second.start and text[first.end : second.start] in (" ", "-", "\n")
                if (
                    beside and second.stem in self.stems_of(head) and first.weight is Weight.STRONG
                    and first.stem not in known
                    and not is_russian_verb(text[first.start : first.end])
                ):  # fmt: skip
                    there = text[first.start : second.end]
                    return f"{there}, not {modifier.word} {head.word}"
        return None

    def _stands_after(self, place: Place, modifier: Term, head: Term) -> bool:
        """Whether the sentence goes on to speak of the claim's own: ``…, the night shift 560``."""
        return any(
            one.stem in self.stems_of(modifier) and two.stem in self.stems_of(head)
            for one, two in itertools.pairwise(self._index.words_in(place.segment.right))
            if self._index.text[one.end : two.start] in (" ", "-", "\n")
        )

    def _claims_change(self) -> bool:
        q = self._reading.quantity
        return self._reading.direction != 0 and not is_reached(self._reading.text, q.number)


#: Between two words of one noun phrase: "teachers' wages", "wages of teachers".
_BESIDE = regex.compile(r"[\s-]|\s(?:of|in|for|at)\s(?:the\s)?|\s(?:в|на|у)\s")


def _stems(text: str) -> list[str]:
    words = regex.findall(r"\p{L}[\p{L}'-]*", text)
    return [stem(w) for w in words if weight_of(w.lower()) is Weight.STRONG]


def _when(wanted: frozenset[int], found: frozenset[int]) -> When:
    if not wanted or not found:
        return When.UNKNOWN
    return When.SAME if wanted & found else When.OTHER
