"""What stands with a quantity of a source and excludes that it is the claim's."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import lru_cache

import regex

from citecheck.figures.claim import Term
from citecheck.figures.compare import Comparison
from citecheck.figures.extremes import bases_in, extreme_of, is_distance, letters_in
from citecheck.figures.index import Place, Word
from citecheck.figures.kinds import counts_any_person, is_person
from citecheck.figures.marks import Mark, marks_in
from citecheck.figures.once import once
from citecheck.figures.plans import is_compared_with, is_had, is_wanted
from citecheck.figures.quantity import Family
from citecheck.figures.stems import (
    Weight,
    are_opposites,
    is_known,
    is_russian_verb,
    stem,
    weight_of,
)
from citecheck.figures.subject import Relator
from citecheck.figures.telling import telling_of


class Contrasted:
    """A quantity of the source beside the claim: another row, another whole, a word that excludes it."""

    def __init__(self, relator: Relator, place: Place, comparison: Comparison) -> None:
        self.place = place
        self.comparison = comparison
        self._relator = relator
        self._index = relator.index
        self._reading = relator.reading
        self._told = telling_of(relator.index, place)
        self._stems_of: Callable[[Term], frozenset[str]] = relator.stems_of

    @once
    def other_cell(self) -> str | None:
        """The row or column of a cell, if it names something that the claim does not."""
        place, known = self.place, self._relator.spelled
        if place.cell is None:
            return None
        label, column = _stems(place.cell.label), _stems(place.cell.column)
        if label and not any(one in known for one in label):
            return f"the row of {place.cell.label.strip()}"
        said = {*label, *column, *_stems(place.cell.caption)}
        open_terms = [
            t for t in self._relator.terms
            if t.weight is Weight.STRONG and self._relator.comparable(t) and not self._stems_of(t) & said
        ]  # fmt: skip
        if column and open_terms and not any(one in known for one in column):
            if self._is_only_one_of_its_row():
                return None
            return f"the column of {place.cell.column.strip()}"
        return None

    def _is_only_one_of_its_row(self) -> bool:
        """Whether all other cells of the row are of another dimension: loans and their share."""
        place = self.place
        assert place.cell is not None
        row = [self._index.place(q).quantity for q in self._index.quantities_in(place.cell.row)]
        others = [q for q in row if q.number != place.quantity.number and q.is_statistic]
        return bool(others) and all(q.family is not place.quantity.family for q in others)

    @once
    def other_whole(self) -> str | None:
        """What the share or count is of, where the claim's is another and stands apart."""
        place = self.place
        wanted = [t for t in self._reading.whole if self._relator.comparable(t)]
        found = self._told.whole if wanted and not place.cell else ()
        if not found:
            return None
        if any(w.stem in self._stems_of(t) for w in found for t in wanted):
            # "of all households" is more than of the urban ones
            every = _EVERY.search(self._index.text, place.quantity.end, found[0].start)
            about = self._told.mine | self._told.rest | self._told.heading_stems
            lacking = [t for t in wanted if not self._stems_of(t) & about] if every else []
            if lacking:
                return f"all {self._as_told(found)}, not the {lacking[0].word} ones"
            return None
        before, after = self._told.pre_stems, self._told.post_stems
        if any(self._stems_of(t) & before for t in wanted):
            return None
        beyond = self._told.beyond | after
        if any(self._stems_of(t) & beyond for t in wanted) or any(
            are_opposites(t.stem, w.stem) for t in wanted for w in found
        ):
            return f"{self._as_told(found)}, not {wanted[-1].word}"
        return None

    def _as_told(self, words: tuple[Word, ...]) -> str:
        return self._index.text[words[0].start : words[-1].end]

    @once
    def conflict(self) -> str | None:
        """The word of the clause that excludes the claim's subject, with the claim's own."""
        place, known, mine = self.place, self._relator.spelled, self._told.mine
        wanted = self._reading.extremes
        found = self._told.extremes if wanted else wanted
        if found and wanted.isdisjoint(found):
            return f"the {min(found)} value, not the {min(wanted)}"
        bases = self._reading.bases
        reckoned = (
            bases_in(self._index.text, place.segment.pre, place.segment.post) if bases else bases
        )
        if reckoned and bases.isdisjoint(reckoned):
            return f"reckoned by {min(reckoned)}, not by {min(bases)}"
        if self._relator.claims_extent and is_distance(
            self._index.text, place.segment.pre[0], place.quantity.start, place.quantity.end
        ):
            return "a distance, not an extent"
        if self._reading.letters and not place.cell:
            lettered = letters_in(self._index.text, place.segment.clause)
            for name, letter in self._reading.letters.items():
                if lettered.get(name, letter) != letter:
                    return f"{name} {lettered[name]}, not {name} {letter}"
        if self._reading.marks and not place.cell:
            marks = marks_in(self._index.text, place.segment.pre, place.segment.post)
            for mark, value in self._reading.marks.items():
                if marks.get(mark, value) != value:
                    return _in_words(mark)
        if self._is_lacking_only():
            return "what is lacking, or what there is"
        words = (*self._told.own, *self._told.heading)
        stems = mine | self._told.heading_stems
        text = self._index.text
        before_it = text[slice(*place.segment.pre)].lower()
        may_be_another = any(word in before_it for word in _OTHERS)
        another = _ANOTHER.search(text, *place.segment.pre) if may_be_another else None
        if another and another["word"].lower() not in self._reading.text.lower():
            near = self._index.words_in((another.end(), another.end() + 40))[:3]
            if any(w.stem in known and w.weight is Weight.STRONG for w in near):
                return f"the {another['word']} one"
        before = self._told.pre_stems
        for term in self._relator.terms:
            if term.weight is not Weight.STRONG or not before.isdisjoint(self._stems_of(term)):
                continue
            # a word that excludes the subject may stand anywhere, but where the subject
            # follows the number, only before it: "buses carry 90, of trams nothing is known"
            against = self._relator.against(term)
            if against.isdisjoint(stems):
                continue
            late = self._stems_of(term) & mine
            for word in self._told.pre if late else words:
                if word.stem in against and not _names_office(text, word):
                    return (
                        f"{text[word.start : word.end] if word.end else word.stem}, not {term.word}"
                    )
        other = self._other_antecedent(known) or self._other_persons(words) or self._other_group()
        if other:
            return other
        for modifier, head in self._reading.pairs:
            if self._stems_of(modifier) & mine or extreme_of(modifier.word.lower()) in found:
                continue
            if self._stems_of(head) & before and self._stands_after(modifier, head):
                return f"another {head.word} than {modifier.word} {head.word}, which comes after"
            heads = self._stems_of(head)
            if heads.isdisjoint(stems):
                continue
            for first, second in itertools.pairwise(words):
                if second.stem not in heads or first.stem in known:
                    continue
                if self._relator.across and not (is_known(first.stem) and is_known(modifier.stem)):
                    continue
                beside = second.start and text[first.end : second.start] in (" ", "-", "\n")
                if (
                    beside and first.weight is Weight.STRONG
                    and not is_russian_verb(text[first.start : first.end])
                ):  # fmt: skip
                    there = text[first.start : second.end]
                    return f"{there}, not {modifier.word} {head.word}"
        return None

    def _is_lacking_only(self) -> bool:
        """Whether one tells what there is and the other what is lacking: ``looks for 40 readers``.

        Of counts and money only: ``takes nine years`` and ``requires nine years`` are one.
        """
        place, wanted = self.place, self._relator.tells_wanted
        if place.cell or place.quantity.family not in (Family.COUNT, Family.MONEY):
            return False
        if wanted:
            return is_had(self._index.text, place.segment.pre)
        return is_wanted(self._index.text, place.segment.pre)

    def _other_group(self) -> str | None:
        """``среди студентов`` where the claim is about those among pensioners."""
        wanted = _AMONG.search(self._reading.text)
        found = wanted and _AMONG.search(self._index.text, *self.place.segment.clause)
        if not wanted or not found:
            return None
        terms = [t for t in self._reading.terms if t.word.lower() in wanted["whom"].lower().split()]
        there = {w.stem for w in self._index.words_in(found.span("whom"))}
        if (
            terms
            and there
            and all(
                self._relator.comparable(t) and self._stems_of(t).isdisjoint(there) for t in terms
            )
        ):
            return f"those among {found['whom']}, not {wanted['whom']}"
        return None

    @once
    def compared_with(self) -> bool:
        """Whether another number is held against this one, and the claim's words do not follow it."""
        place = self.place
        if place.cell or not is_compared_with(self._index.text, place.quantity.start):
            return False
        after = {w.stem for w in self._index.words_in(place.segment.post)}
        return all(self._stems_of(t).isdisjoint(after) for t in self._reading.subject)

    def _other_antecedent(self, known: frozenset[str]) -> str | None:
        """``The brewery stands beside the cannery, which employs 130``: of the cannery."""
        text, pre = self._index.text, self._place_before_number()
        relative = _WHICH.search(text, *pre)
        if relative is None:
            return None
        named = [
            w
            for w in self._index.words_in((pre[0], relative.end("noun")))
            if w.weight is Weight.STRONG
        ]
        of_it = [w for w in named if w.start >= relative.start("noun")]
        mine = [w for w in named if w.stem in known]
        if of_it and mine and not any(w in of_it for w in mine):
            return f"{relative['noun']}, not {text[mine[0].start : mine[0].end]}"
        return None

    def _place_before_number(self) -> tuple[int, int]:
        own = self.place.segment
        return (own.left[0] if own.pre[0] == own.left[1] else own.pre[0]), own.pre[1]

    def _other_persons(self, words: tuple[Word, ...]) -> str | None:
        """``foreign lecturers`` where the claim is about foreign students."""
        text, mine = self._index.text, self._told.mine
        for modifier, head in self._reading.pairs:
            if self._stems_of(head) & mine or not is_person(head.word.lower()):
                continue
            for first, second in itertools.pairwise(words):
                there = text[second.start : second.end]
                beside = second.start and text[first.end : second.start] == " "
                if (
                    beside and first.stem in self._stems_of(modifier)
                    and self._relator.is_foreign(second) and is_person(there.lower())
                    and not counts_any_person(there.lower())
                ):  # fmt: skip
                    return f"{text[first.start : second.end]}, not {modifier.word} {head.word}"
        return None

    def _stands_after(self, modifier: Term, head: Term) -> bool:
        """Whether the sentence goes on to speak of the claim's own: ``…, the night shift 560``."""
        return any(
            one.stem in self._stems_of(modifier) and two.stem in self._stems_of(head)
            for one, two in itertools.pairwise(self._index.words_in(self.place.segment.right))
            if self._index.text[one.end : two.start] in (" ", "-", "\n")
        )


#: The noun phrase before a relative clause, with what it is of.
_WHICH = regex.compile(
    r"(?<!\w)(?:the|an?|its|their|another|some|two)\s"
    r"(?P<noun>(?:(?!(?:the|an?|its|their)\s)(?:of\s(?:the\s|an?\s)?)?[\p{L}'-]+\s?){1,6}),\s(?:which|who)\s",
    regex.IGNORECASE,
)
_AMONG = regex.compile(
    r"(?<!\w)(?:among|среди)\s(?:the\s)?(?P<whom>\p{L}+(?:\s\p{L}+)?)", regex.IGNORECASE
)
#: "The neighbouring district's hospital".
_ANOTHER = regex.compile(
    r"(?<!\w)(?P<word>neighbou?ring|adjacent|another|rival|соседн\p{Ll}+)\s", regex.IGNORECASE
)
#: How those words begin.
_OTHERS = ("neighbo", "adjacent", "another", "rival", "соседн")
#: "The employment service", "служба занятости": who tells, not of whom.
_OFFICE_BEFORE = regex.compile(
    r"(?<!\w)(?:служб|министерств|агентств|управлени|департамент|комитет|центр|ministry|department|office|agency|bureau|service|committee|board|council)\p{Ll}*\s(?:(?:of|for|on|по)\s)?(?:the\s)?$",
    regex.IGNORECASE,
)
_OFFICE_AFTER = regex.compile(
    r"\s(?:offices?|agency|agencies|bureau|services?|boards?|councils?|committees?|department|ministry)(?!\w)",
    regex.IGNORECASE,
)


def _names_office(text: str, word: Word) -> bool:
    """Whether a word is part of the name of an office."""
    return bool(
        _OFFICE_AFTER.match(text, word.end)
        or _OFFICE_BEFORE.search(text, max(0, word.start - 24), word.start)
    )


def _in_words(mark: Mark) -> str:
    """What a mark tells apart, for a reason."""
    sort, name = mark
    return {
        "order": f"another “{name}…” of the row",
        "has": f"another number of “{name}…”",
        "after": f"the time on the other side of “{name}…”",
        "with": f"the other reckoning, with or without “{name}…”",
    }.get(sort, "another decade")


_EVERY = regex.compile(r"(?<!\w)(?:all|every|всех)(?!\w)", regex.IGNORECASE)
_WORD = regex.compile(r"\p{L}[\p{L}'-]*")


@lru_cache(maxsize=4096)
def _stems(text: str) -> list[str]:
    words = _WORD.findall(text)
    return [stem(w) for w in words if weight_of(w.lower()) is Weight.STRONG]
