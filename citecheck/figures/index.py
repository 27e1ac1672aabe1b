"""A text scanned once: its quantities, each with what stands around it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cached_property

import regex

from citecheck.figures.clauses import (
    Range,
    Segment,
    Sentences,
    find_heading,
    own_in_brackets,
    segment,
)
from citecheck.figures.fold import fold
from citecheck.figures.inherited import inheriting
from citecheck.figures.magnitudes import Magnitudes
from citecheck.figures.mask import Mask
from citecheck.figures.quantities import find_quantities
from citecheck.figures.quantity import Family, Quantity
from citecheck.figures.stems import Spellings
from citecheck.figures.tables import Cell, Tables
from citecheck.figures.text_words import TextWords, Word
from citecheck.figures.units import per_time_in
from citecheck.model.documents import Document
from citecheck.model.figures import Span

#: "The gate (88 m) stands by the tower": in brackets these are of what stands before.  A
#: share may be of what comes after: "Most visitors (62 %) own a boat".
_IN_BRACKETS = (Family.MEASURE, Family.MONEY, Family.COUNT, Family.DURATION)
_PER_TIME = (Family.MONEY, Family.MEASURE)
_NO_PART = (Family.YEAR, Family.AGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A quantity in its surroundings; its unit may come from its table or its neighbour.

    ``parallel`` is its own member of a list that is told in parallel (``A and B: 1 and 2``).
    ``shared``: the last member, whose head noun may be that of all (``the red and the blue line``).
    ``inherited``: its unit stands with the quantity before (``and the north 2,150``).
    """

    quantity: Quantity
    segment: Segment
    cell: Cell | None = None
    parallel: Range | None = None
    shared: Range | None = None
    inherited: bool = False


class TextIndex:
    """A folded text, its words, sentences and quantities."""

    def __init__(self, text: str) -> None:
        self.folded = fold(text)
        self.text = self.folded.text
        self.quantities = find_quantities(self.text)
        self._places: dict[int, Place] = {}
        self._headings: dict[int, Range] = {}
        self._sentence_stems: dict[int, frozenset[str]] = {}
        #: What :mod:`citecheck.figures.telling` has read of a place, by its number's position.
        self.tellings: dict[int, object] = {}

    @cached_property
    def sentences(self) -> Sentences:
        """The text's sentences."""
        return Sentences(self.text)

    @cached_property
    def tables(self) -> Tables:
        """The text's tables."""
        return Tables(self.text, self.quantities)

    @cached_property
    def words(self) -> TextWords:
        """The text's words."""
        return TextWords(self.text)

    @cached_property
    def spellings(self) -> Spellings:
        """The text's stems, asked for what names a thing."""
        return Spellings(self.words.vocabulary)

    @cached_property
    def magnitudes(self) -> Magnitudes:
        """The text's statistics by their leading digits."""
        return Magnitudes(self.quantities)

    @cached_property
    def _quantity_starts(self) -> list[int]:
        return [q.number for q in self.quantities]

    def words_in(self, place: Range) -> list[Word]:
        """The words of a range of the text."""
        return self.words.within(*place)

    def quantities_in(self, place: Range) -> list[Quantity]:
        """The quantities whose number begins in a range."""
        left = bisect_left(self._quantity_starts, place[0])
        return self.quantities[left : bisect_left(self._quantity_starts, place[1])]

    def years_in(self, place: Range) -> frozenset[int]:
        """The years that a range names, also as part of a date."""
        found: set[int] = set()
        for q in self.quantities_in(place):
            if q.family is Family.YEAR and q.masked is None:
                last = int(q.high) if q.high is not None else int(q.value)
                found.update(range(int(q.value), min(last, int(q.value) + 60) + 1))
            elif q.masked is Mask.DATE and 1500 <= q.value <= 2100:
                found.add(int(q.value))
        return frozenset(found)

    def heading(self, place: Place) -> Range:
        """The heading under which a quantity stands, without its own sentence; empty if none is near."""
        start = place.segment.sentence[0]
        if place.cell is not None:
            return start, start
        known = self._headings.get(start)
        if known is None:
            known = self._headings[start] = find_heading(self.text, start)
        return known

    def place(self, quantity: Quantity) -> Place:
        """A quantity in its surroundings (made once)."""
        known = self._places.get(quantity.number)
        if known is None:
            known = self._places[quantity.number] = self._make_place(quantity)
        return known

    def sentence_number(self, at: int) -> int:
        """The running number of the sentence at a position."""
        return self.sentences.number(at)

    def stems_of_sentence(self, number: int) -> frozenset[str]:
        """The stems of a sentence (read once); empty if there is none of that number."""
        known = self._sentence_stems.get(number)
        if known is None:
            inside = 0 <= number < len(self.sentences)
            words = self.words_in(self.sentences.range(number)) if inside else ()
            known = self._sentence_stems[number] = frozenset(w.stem for w in words)
        return known

    def _make_place(self, quantity: Quantity) -> Place:
        cell = self.tables.place(quantity)
        if cell:
            row = cell[1].row
            own = Segment(
                pre=(row[0], quantity.start), post=(quantity.end, row[1]), left=(row[0], row[0]),
                right=(row[1], row[1]), sentence=row,
            )  # fmt: skip
            return Place(quantity=cell[0], segment=own, cell=cell[1])
        sentence = self.sentences.range(self.sentences.number(quantity.number))
        others = [
            q for q in self.quantities_in(sentence)
            if q.masked is None and q.family not in _NO_PART and q.number != quantity.number
        ]  # fmt: skip
        spans = [(q.start, q.end) for q in others]
        own = segment(self.text, quantity.start, quantity.end, sentence, spans)
        if quantity.family in _IN_BRACKETS:
            own = own_in_brackets(self.text, own, quantity.start, quantity.end)
        if quantity.per is None and quantity.family in _PER_TIME:  # "a monthly rainfall of 620 mm"
            quantity = replace(quantity, per=per_time_in(self.text, own.pre[0], quantity.start))
        place = Place(quantity=quantity, segment=own)
        place = self._in_parallel(place, others)
        return inheriting(self, place, others)

    def _in_parallel(self, place: Place, others: list[Quantity]) -> Place:
        """``A, B and C take 41, 33 and 26 percent``: each number belongs to its own name."""
        q = place.quantity
        run = sorted([q, *others], key=lambda o: o.number)
        at = run.index(q)
        first = last = at
        while first and _LIST.fullmatch(self.text, run[first - 1].end, run[first].start):
            first -= 1
        while last + 1 < len(run) and _LIST.fullmatch(
            self.text, run[last].end, run[last + 1].start
        ):
            last += 1
        count = last - first + 1
        if count < 2 or any(o.family is not q.family for o in run[first : last + 1]):
            return place
        whole = place.segment.sentence
        nouns = {o.noun for o in run[first : last + 1] if o.noun}
        if len(nouns) > 1 and not _RESPECTIVELY.search(self.text, *whole):
            return place  # "in May, the shelter housed 74 dogs and 12 cats"
        begin, end = whole[0], run[first].start
        for match in _COLON.finditer(self.text[begin:end]):
            begin += match.end() if match.end() < end - begin else 0
        names = _names(self.text, (begin, end), count)
        if names is None:
            return place
        tail = run[last].end
        right = next((m.start() for m in [_STOP.search(self.text, tail, whole[1])] if m), whole[1])
        own = replace(
            place.segment,
            pre=names[at - first],
            post=(tail, right),
            left=(names[-1][1], end),
            right=(right, whole[1]),
        )
        return replace(place, segment=own, parallel=names[at - first], shared=names[-1])


_RESPECTIVELY = regex.compile(r"(?<!\w)(?:respectively|соответственно)(?!\w)", regex.IGNORECASE)
_COLON = regex.compile(r"[:;]\s")
_LIST = regex.compile(r"\s*(?:,|,?\s(?:and|or|и|или)\s)\s*")
_STOP = regex.compile(r"[;:.]\s|$")
_NAME_PART = regex.compile(r",\s+(?:and\s|и\s)?|\s(?:and|и)\s")


def _names(text: str, place: Range, count: int) -> list[Range] | None:
    """The ``count`` names that a list before parallel numbers has; ``None`` if it has not."""
    cuts = list(_NAME_PART.finditer(text, place[0], place[1]))
    if len(cuts) < count - 1:
        return None
    cuts = cuts[-(count - 1) :] if len(cuts) == count - 1 else cuts[: count - 1]
    starts = [place[0], *(m.end() for m in cuts)]
    ends = [*(m.start() for m in cuts), place[1]]
    if any(
        not regex.search(r"\p{L}{2}|(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", text[a:b])
        for a, b in zip(starts, ends, strict=True)
    ):
        return None
    return list(zip(starts, ends, strict=True))


class DocumentIndex(TextIndex):
    """A document scanned once, asked many times."""

    def __init__(self, document: Document) -> None:
        super().__init__(document.text)
        self.document = document

    def raw_span(self, start: int, end: int) -> Span:
        """A span of the folded text in :attr:`Document.text`."""
        return self.folded.raw_span(start, max(end, start + 1))

    @cached_property
    def language(self) -> str | None:
        """``en``, ``ru``, another code as the document states it, or ``None`` if unknown."""
        stated = (self.document.language or "").lower().split("-")[0]
        if stated and stated not in ("en", "ru"):
            return stated if not _reads_like_known(self.text) else guess_language(self.text)
        return guess_language(self.text)

    def bisect_sentences(self, positions: list[int]) -> set[int]:
        """The numbers of the sentences that hold the positions."""
        return {self.sentences.number(at) for at in positions}


_COMMON_EN = frozenset(
    "the of and in to is was for by with that on at from are were which this as be has have an it not or their".split()
)
_COMMON_RU = frozenset(
    "и в на не с что по как из за от для о к у это был была было его их или при также до же".split()
)


def _shares(text: str) -> tuple[float, float, int]:
    words = regex.findall(r"\p{L}+", text[:20_000].lower())
    count = len(words)
    if not count:
        return 0.0, 0.0, 0
    return (
        sum(w in _COMMON_EN for w in words) / count,
        sum(w in _COMMON_RU for w in words) / count,
        count,
    )


def _reads_like_known(text: str) -> bool:
    english, russian, _ = _shares(text)
    return max(english, russian) > 0.12


def guess_language(text: str) -> str | None:
    """``en`` or ``ru`` by letters and small words; ``xx`` for a long text of neither; else ``None``."""
    english, russian, count = _shares(text)
    if count >= 60 and max(english, russian) < 0.05:
        return "xx"
    if not count:
        return None
    sample = text[:20_000]
    cyrillic = len(regex.findall(r"[а-яё]", sample))
    latin = len(regex.findall(r"[a-z]", sample))
    return "ru" if cyrillic > latin else "en"


__all__ = ["DocumentIndex", "Place", "TextIndex", "Word", "bisect_right", "guess_language"]
