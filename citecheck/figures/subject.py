"""A claim's words in the words of one document: how each is spelled there, what can be compared."""

from __future__ import annotations

import regex

from citecheck.figures.claim import Reading, Term
from citecheck.figures.extremes import tells_extent
from citecheck.figures.index import DocumentIndex, Word
from citecheck.figures.plans import is_wanted, looks_ahead
from citecheck.figures.quantity import Family
from citecheck.figures.stems import Weight, is_known, is_russian
from citecheck.figures.telling import adds_up, is_reached, tells_former

#: "Have received", "has since been built"; not "has an office", "have access".
_PERFECT = regex.compile(
    r"(?<!\w)(?:has|have)\s(?:(?:been|now|since|also|\p{L}+ly)\s){0,2}\p{Ll}+(?:ed|en|wn|ne|pt|ght|lt|ld|de|nt|od|un|um|ut|et)(?!\w)"
)

#: "The society restored 9 windmills": with no period named, all that it ever did.
_SIMPLE_PAST = regex.compile(r"\p{Ll}{3,}ed\s(?:\p{L}+\s){0,2}\d|\p{L}{3,}(?:ал|ил|ел|ла|ли)\s\d")
_PERIOD = regex.compile(
    r"(?<!\w)(?:(?:this|last|next|each|every|per|an?|the|in|first|second)\s(?:\p{L}+\s)?(?:year|month|week|day|season|quarter|decade|summer|winter|spring|autumn|round|night|term|half)"
    r"|in\s(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"|annual(?:ly)?|monthly|weekly|daily|yearly|new|за|в\s(?:год|месяц|день)|еже\p{Ll}+)(?!\w)",
    regex.IGNORECASE,
)


_NONE: frozenset[str] = frozenset()


class Relator:
    """What relates the quantities of one document with one claim.

    ``spelled``: all stems of the document that name the claim's terms; ``strong``: the
    terms of its subject that tell most; ``adds_up``, ``claims_change``: whether the claim
    sums up since a beginning, or tells a change and not a level; ``looks_ahead``: whether it
    speaks of a plan or the future.
    """

    def __init__(self, index: DocumentIndex, reading: Reading) -> None:
        self.index = index
        self.reading = reading
        self.terms = reading.terms
        terms = {t.stem for t in self.terms}
        self._spelled = {one: index.spellings.of(one) for one in terms}
        self.spelled = frozenset(s for spelled in self._spelled.values() for s in spelled)
        russian = index.language == "ru"
        self._comparable = {
            one: bool(self._spelled[one]) or is_russian(one) == russian or is_known(one)
            for one in terms
        }
        self._against: dict[str, frozenset[str]] = {}
        self.across = any(is_russian(one) != russian for one in terms)
        # what has been done is summed up to now; what was done in a year is not
        untimed = not reading.years and _PERIOD.search(reading.text) is None
        perfect = not reading.years and bool(_PERFECT.search(reading.text))
        summed = perfect or (untimed and bool(_SIMPLE_PAST.search(reading.text)))
        self.adds_up = summed or adds_up(reading.text, (0, len(reading.text)))
        self.strong = tuple(t for t in reading.subject if t.weight is Weight.STRONG) or (
            reading.subject
        )
        self.subject_known = any(self.comparable(t) for t in self.strong)
        self.any_comparable = any(self.comparable(t) for t in self.terms)
        self.claims_extent = reading.quantity.family is Family.MEASURE and tells_extent(
            reading.text
        )
        self.tells_wanted = is_wanted(reading.text, (0, max(0, reading.quantity.start)))
        self.tells_former = tells_former(reading.text)
        self.looks_ahead = looks_ahead(reading.text)
        number = reading.quantity.number
        self.claims_change = reading.direction != 0 and not is_reached(reading.text, number)

    def is_foreign(self, word: Word) -> bool:
        """Whether a telling word is not the claim's; across languages only what can be compared."""
        if word.weight is not Weight.STRONG or word.stem in self.spelled:
            return False
        return not self.across or is_known(word.stem)

    def stems_of(self, term: Term) -> frozenset[str]:
        """The stems of the document that name the term."""
        return self._spelled.get(term.stem, _NONE)

    def against(self, term: Term) -> frozenset[str]:
        """The stems of the document that exclude the term and are none of the claim's."""
        known = self._against.get(term.stem)
        if known is None:
            opposed = self.index.spellings.against(term.stem) - self.spelled
            known = self._against[term.stem] = opposed
        return known

    def comparable(self, term: Term) -> bool:
        """Whether the term could be found at all in the document's language."""
        return self._comparable.get(term.stem, False)
