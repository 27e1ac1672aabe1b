"""How a text tells a number, whatever the claim: when, denied, former, rising, added up."""

from __future__ import annotations

import regex

from citecheck.figures.claim import after_reporting, whole_of
from citecheck.figures.denials import (
    direction_in,
    is_denied,
    is_denied_after,
    is_denied_of_them,
)
from citecheck.figures.extremes import extremes_in
from citecheck.figures.index import DocumentIndex, Place, Word
from citecheck.figures.lexicon import phrases
from citecheck.figures.once import once
from citecheck.figures.plans import is_called_wrong, is_meant, is_only_meant
from citecheck.figures.quantity import Family
from citecheck.figures.stems import Weight, stem, weight_of

_SINCE = regex.compile(
    r"(?<!\w)(?:since\s+(?:its|the|their|it|they|he|she)\b|с\s+(?:момента|самого|перво\p{Ll}+|основания))",
    regex.IGNORECASE,
)
_PERFECT = regex.compile(r"(?<!\w)(?:has|have|had)(?!\w)")
_PRESENT = regex.compile(
    r"(?<!\w)(?:is|are|costs?|stands?|amounts?|remains?|pays?|earns?|charges?|equals?)\s(?:\p{L}+\s){0,2}[$€£]?\s?$"
)
#: "Has offices in 9 towns", and not "has opened 9 offices".
_HOLDS = regex.compile(r"(?<!\w)(?:has|have)\s(?:$|(?:an?|the|its|their|some|\p{L}+s)\s)")
_TO_BEFORE = regex.compile(r"(?<!\w)(?:to|at|до)\s+$")
_LIST_ENDS = regex.compile(r"[;:.]\s|\n\s*\n")
_SHARED_VERB = regex.compile(
    r"\s(?:(?:in|of|в)\s[\d\p{L} ]{1,24}\s)?(?:were|was|are|is|have\s+been|had\s+been|был[иао]?)(?!\w)"
)
_BY_BEFORE = regex.compile(r"(?<!\w)(?:by|на)\s+$")
_FROM_BEFORE = regex.compile(r"(?<!\w)(?:from|с|со)\s+$")
_TO_NUMBER = regex.compile(r"\s*(?:\p{L}+\s+){0,3}(?:to|до)\s+\d")
_INSTEAD_OF = regex.compile(
    r"(?<!\w)(?:(?:up|down|(?:in|de)creas(?:e|ed|ing)|risen?|rose|fallen|fell)\s+from|instead\s+of|rather\s+than|вместо(?:\s+прежних)?)\s+$",
    regex.IGNORECASE,
)
_UNTIL = regex.compile(
    r",?\s(?:until|till)\s(?:\p{L}+\s){0,3}(?:1[5-9]|20)\d\d(?!\d)", regex.IGNORECASE
)
_AGO = regex.compile(
    r"(?<!\w)(?:ago|once(?!\s(?:an?|per|every|in|the|each|or)(?!\w))|when\s(?:it|they|the\s\p{L}+)\s(?:was|were)\s(?:first\s)?(?:founded|established|formed|set\sup|created|opened|built|launched|introduced)|at\s(?:first|its\s(?:foundation|opening|start))|был[аои]?(?=\s\d)|(?:until|before)\s[^,;.]{2,30}?\s(?:was|were|had)|(?:год\p{Ll}?|лет|месяц\p{Ll}*|недел\p{Ll}*|десятилети\p{Ll})\s(?:тому\s)?назад)(?!\w)",
    regex.IGNORECASE,
)
_PRONOUN = regex.compile(r"(?<!\w)(?:it|they|он|она|оно|они)(?!\w)", regex.IGNORECASE)
_WORD = regex.compile(r"\p{L}[\p{L}'-]*")
_YEAR = regex.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")


class Telling:
    """What the words around a number say of it; each answer is found when it is asked for."""

    def __init__(self, index: DocumentIndex, place: Place) -> None:
        self._index = index
        self._place = place

    @once
    def direction(self) -> int:
        """1 for a rise, -1 for a fall."""
        return 0 if self._place.cell is not None else _direction(self._index.text, self._place)

    @once
    def reached(self) -> bool:
        """Whether a change leads *to* this number, and is not by it."""
        return is_reached(self._index.text, self._place.quantity.number)

    @once
    def denied(self) -> bool:
        """Whether it is denied."""
        own = self._place.segment
        return self._place.cell is None and is_denied(self._index.text, own.pre)

    @once
    def denied_after(self) -> bool:
        """Whether the words right after it deny what is told."""
        end = self._place.quantity.end
        return is_denied_after(self._index.text, (end, max(end, self._place.segment.post[1])))

    @once
    def denied_of_them(self) -> bool:
        """Whether it counts those that do not."""
        end = self._place.quantity.end
        return is_denied_of_them(self._index.text, (end, max(end, self._place.segment.post[1])))

    @once
    def former(self) -> bool:
        """Whether it is told as of the past."""
        text, place = self._index.text, self._place
        return _says(text, "former", place) or _is_from(text, place) or is_until(text, place)

    @once
    def current(self) -> bool:
        """Whether it is told as of today."""
        return _says(self._index.text, "current", self._place)

    @once
    def past(self) -> bool:
        """Whether it is told as of so long ago."""
        own = self._place.segment
        return bool(_AGO.search(self._index.text, own.left[0], own.post[1]))

    @once
    def overall(self) -> bool:
        """Whether it is told of the whole."""
        return is_overall(self._index.text, self._place.segment.clause)

    @once
    def past_itself(self) -> bool:
        """The same, by its own clause alone."""
        own = self._place.segment
        return bool(_AGO.search(self._index.text, own.pre[0], own.post[1]))

    @once
    def planned(self) -> bool:
        """Whether it is told as planned, promised or expected."""
        return is_meant(self._index.text, self._place.segment.pre)

    @once
    def only_planned(self) -> bool:
        """Whether it is no more than a plan or a forecast."""
        if self._place.cell is not None or not self.planned:
            return False
        return is_only_meant(self._index.text, self._place.segment.pre)

    @once
    def called_wrong(self) -> bool:
        """Whether the text tells it to say that it is wrong."""
        own = self._place.segment
        if self._place.cell is not None:
            return False
        return is_called_wrong(self._index.text, own.clause, own.sentence[1])

    @once
    def extremes(self) -> frozenset[str]:
        """Which of many values it is: see :func:`extremes_in`."""
        own, cell = self._place.segment, self._place.cell
        if cell is None:
            return extremes_in(self._index.text, own.pre, own.post)
        said = f"{cell.label} {cell.column}"
        return extremes_in(said, (0, len(said)))

    @once
    def summed(self) -> bool:
        """Whether it is added up since a beginning."""
        own = self._place.segment
        return adds_up(self._index.text, own.clause, self._place.quantity.number)

    @once
    def years(self) -> frozenset[int]:
        """The years that it is of."""
        return _years(self._index, self._place)

    @once
    def subject(self) -> tuple[Word, ...]:
        """The telling words before it, without who reports it."""
        pre = self._place.segment.pre
        start = after_reporting(self._index.text, pre)
        words = self._index.words_in((start, pre[1]))
        return tuple(w for w in words if w.weight is Weight.STRONG)

    @once
    def by_pronoun(self) -> bool:
        """Whether its clause takes up what stands before: ``the next year it was 40``."""
        return bool(_PRONOUN.search(self._index.text, *self._place.segment.pre))

    @once
    def pre(self) -> list[Word]:
        """The words of its own before it."""
        return self._index.words_in(self._place.segment.pre)

    @once
    def pre_stems(self) -> frozenset[str]:
        """Their stems."""
        return frozenset([w.stem for w in self.pre])

    @once
    def post(self) -> list[Word]:
        """The words of its own after it."""
        return self._index.words_in(self._place.segment.post)

    @once
    def post_stems(self) -> frozenset[str]:
        """Their stems."""
        return frozenset([w.stem for w in self.post])

    @once
    def own(self) -> tuple[Word, ...]:
        """The words that belong to it, with those of its table."""
        return _own_words(self._index, self._place, self.pre, self.post)

    @once
    def whole(self) -> tuple[Word, ...]:
        """Of what it is a part."""
        return tuple(whole_of(self._index, self._place.quantity))

    @once
    def heading(self) -> tuple[Word, ...]:
        """The words of the heading above it."""
        return tuple(self._index.words_in(self._index.heading(self._place)))

    @once
    def heading_stems(self) -> frozenset[str]:
        """The stems of the heading."""
        return frozenset(w.stem for w in self.heading)

    @once
    def mine(self) -> frozenset[str]:
        """The stems of its own words."""
        return frozenset(w.stem for w in self.own)

    @once
    def left(self) -> frozenset[str]:
        """The stems of its sentence before its own words."""
        return frozenset(w.stem for w in self._index.words_in(self._place.segment.left))

    @once
    def rest(self) -> frozenset[str]:
        """The stems of all else in the sentence."""
        return self.left | {w.stem for w in self._index.words_in(self._place.segment.right)}

    @once
    def _sentence(self) -> int:
        return self._index.sentence_number(self._place.segment.sentence[0])

    @once
    def before(self) -> frozenset[str]:
        """The stems of the sentence before."""
        return self._index.stems_of_sentence(self._sentence - 1)

    @once
    def before_far(self) -> frozenset[str]:
        """The stems of the two sentences before."""
        return self.before | self._index.stems_of_sentence(self._sentence - 2)

    @once
    def beyond(self) -> frozenset[str]:
        """The stems of the rest of the sentence and of both neighbours."""
        index = self._index
        here = index.sentence_number(self._place.quantity.number)
        beyond = self.rest | index.stems_of_sentence(here - 1) | index.stems_of_sentence(here + 1)
        if self._place.parallel is not None:
            beyond |= index.stems_of_sentence(here)  # the other names of the list
        return beyond

    @once
    def tail(self) -> frozenset[str]:
        """What is said at the end for a whole list (``61 ships in 2006, 54 in 2008 were built``)."""
        return _tail(self._index, self._place)

    @once
    def near(self) -> frozenset[str]:
        """The stems of its sentence, the two before, its heading and its table."""
        return self.mine | self.rest | self.before_far | self.heading_stems


def telling_of(index: DocumentIndex, place: Place) -> Telling:
    """How the index's text tells a quantity (made once)."""
    known = index.tellings.get(place.quantity.number)
    if not isinstance(known, Telling):
        known = index.tellings[place.quantity.number] = Telling(index, place)
    return known


def _direction(text: str, place: Place) -> int:
    """The change that a number's clause tells of; a shared verb stands with the number before it.

    ``Oat prices fell by 8 percent and barley prices by 3``.
    """
    own = place.segment
    told = direction_in(text, own.clause)
    if told and place.quantity.hedge is not None:  # "fell short of 900" is no fall
        said = text[own.pre[0] : place.quantity.start] + text[place.quantity.number : own.post[1]]
        told = direction_in(said, (0, len(said)))
    if told or not _BY_BEFORE.search(text, max(0, place.quantity.start - 6), place.quantity.start):
        return told
    return direction_in(text, own.left)


def _own_words(
    index: DocumentIndex, place: Place, pre: list[Word], post: list[Word]
) -> tuple[Word, ...]:
    q = place.quantity
    words = [*pre, *index.words_in((q.start, q.end)), *post]
    if place.cell:
        for match in _WORD.finditer(f"{place.cell.column} {place.cell.caption}"):
            weight = weight_of(match.group().lower())
            if weight:
                words.append(Word(stem(match.group()), weight, 0, 0))
    if place.inherited and q.noun:
        words.append(Word(stem(q.noun), Weight.STRONG, 0, 0))
    return tuple(words)


def _tail(index: DocumentIndex, place: Place) -> frozenset[str]:
    """The stems after the last number of the list that this one belongs to; empty if in none."""
    if _SHARED_VERB.search(index.text, *place.segment.post):
        return (
            frozenset()
        )  # it has a verb of its own: "a third are foreigners and a fifth are women"
    last = place
    for quantity in index.quantities_in(place.segment.right):
        if not quantity.is_statistic:
            continue
        following = index.place(quantity)
        gap = index.text[last.quantity.end : quantity.start]
        listed = following.quantity.family is place.quantity.family and (
            following.quantity.unit == place.quantity.unit
        )
        if not listed or _LIST_ENDS.search(gap):
            break
        last = following
    if last is place:
        return frozenset()
    start, end = last.segment.post
    verb = _SHARED_VERB.match(index.text, start, end)
    return frozenset(w.stem for w in index.words_in((verb.end(), end))) if verb else frozenset()


def is_reached(text: str, start: int) -> bool:
    """Whether a number is what a change leads to: ``rose to 40``."""
    return bool(_TO_BEFORE.search(text[max(0, start - 5) : start]))


def adds_up(text: str, place: tuple[int, int], number: int | None = None) -> bool:
    """Whether a stretch of text adds up since a beginning.

    Where ``since`` stands before the number, something must *have been* counted: ``Since the
    dyke was closed the polder covers 7,610 hectares`` adds nothing up.
    """
    if phrases("cumulative").search(text, *place):
        return True
    since = _SINCE.search(text, *place)
    if since is None or number is None:
        return since is not None
    if since.start() > number:  # "costs 17 francs since the last change" is a level
        begin = max(place[0], number - 40)
        level = _PRESENT.search(text, begin, number) or _HOLDS.search(text, begin, number)
        return not level
    return bool(_PERFECT.search(text, since.end(), number)) or since.group()[0] not in "sS"


def _says(text: str, kind: str, place: Place) -> bool:
    return bool(phrases(kind).search(text, *place.segment.clause))


def _is_from(text: str, place: Place) -> bool:
    """``fell from 60 to 40``, ``88, up from 64``: a former value."""
    q = place.quantity
    lead = _FROM_BEFORE.search(text[max(0, q.start - 6) : q.start])
    if lead and _TO_NUMBER.match(text[q.end : q.end + 40]):
        return True
    return bool(_INSTEAD_OF.search(text, max(0, q.start - 24), q.start))


_OVERALL = regex.compile(
    r"(?<!\w)(?:as\sa\swhole|overall|nationwide|nationally|countrywide|в\sцелом|по\s(?:всей\s)?стране)(?!\w)",
    regex.IGNORECASE,
)


def is_overall(text: str, place: tuple[int, int]) -> bool:
    """Whether a stretch of text speaks of the whole: ``nationwide``."""
    return bool(_OVERALL.search(text, *place))


def tells_former(text: str) -> bool:
    """Whether a claim speaks of the past itself: ``previously``, ``until 2019``."""
    return bool(phrases("former").search(text) or _UNTIL.search(text))


def is_until(text: str, place: Place) -> bool:
    """``18 percent until 2019``: a value that ended."""
    return bool(_UNTIL.match(text, place.quantity.end))


def _years(index: DocumentIndex, place: Place) -> frozenset[int]:
    own = place.segment
    if place.cell:
        for part in (place.cell.column, place.cell.label, place.cell.caption):
            years = frozenset(int(y) for y in _YEAR.findall(part))
            if years:
                return years
        return frozenset()
    if place.parallel is not None:
        return index.years_in(place.parallel) or index.years_in(own.sentence)
    years = index.years_in(own.clause)
    if years:
        return years
    left = index.years_in(own.left)
    if left:
        return left if len(left) == 1 else frozenset()
    return _years_after(index, place)


def _years_after(index: DocumentIndex, place: Place) -> frozenset[int]:
    """``700 million in the first nine months of 2011 and 520 million in 2012``: 2011."""
    end = place.segment.post[1]
    following = index.quantities_in((end, place.segment.right[1]))
    if not following or following[0].family is not Family.DURATION:
        return frozenset()
    if _LIST_ENDS.search(index.text, end, following[0].end):
        return frozenset()
    inner = index.place(following[0]).segment
    return index.years_in((end, inner.post[1]))
