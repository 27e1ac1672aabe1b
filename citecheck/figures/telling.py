"""How a text tells a number, whatever the claim: when, denied, former, rising, added up."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from citecheck.figures.claim import after_reporting, direction_in, is_denied, whole_of
from citecheck.figures.index import DocumentIndex, Place, Word
from citecheck.figures.lexicon import phrases
from citecheck.figures.stems import Weight, stem, weight_of

_SINCE = regex.compile(
    r"(?<!\w)(?:since\s+(?:its|the|their|it|they|he|she)\b|с\s+(?:момента|самого|перво\p{Ll}+|основания))",
    regex.IGNORECASE,
)
_PERFECT = regex.compile(r"(?<!\w)(?:has|have|had)(?!\w)")
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
_WORD = regex.compile(r"\p{L}[\p{L}'-]*")
_YEAR = regex.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What the words around a number say of it.

    ``direction``: 1 for a rise, -1 for a fall.  ``reached``: a change *to* this number, not
    by it.  ``summed``: added up since a beginning.  ``subject``: the telling words before
    the number, without who reports it.  ``own``: the words that belong to it, with those of
    its table; ``whole``: of what it is a part.  The rest are stems: ``mine`` of its own
    words, ``left`` of its sentence before them, ``rest`` of all else in the sentence,
    ``before`` of the sentence before, ``before_far`` of the two before, ``beyond`` of the
    rest and both neighbours.  ``tail``: what is said at the end for a whole list of numbers
    (``61 ships in 2006, 54 in 2008 were built``).
    """

    direction: int
    reached: bool
    denied: bool
    former: bool
    current: bool
    summed: bool
    years: frozenset[int]
    subject: tuple[Word, ...]
    own: tuple[Word, ...]
    whole: tuple[Word, ...]
    heading: tuple[Word, ...]
    heading_stems: frozenset[str]
    mine: frozenset[str]
    left: frozenset[str]
    rest: frozenset[str]
    before: frozenset[str]
    before_far: frozenset[str]
    beyond: frozenset[str]
    tail: frozenset[str]


def telling_of(index: DocumentIndex, place: Place) -> Telling:
    """How the index's text tells a quantity (made once)."""
    known = index.tellings.get(place.quantity.number)
    if not isinstance(known, Telling):
        known = index.tellings[place.quantity.number] = _read(index, place)
    return known


def _read(index: DocumentIndex, place: Place) -> Telling:
    text, own = index.text, place.segment
    in_table = place.cell is not None
    start = after_reporting(text, own.pre)
    words = _own_words(index, place)
    heading = tuple(index.words_in(index.heading(place)))
    number = index.sentence_number(own.sentence[0])
    before, before_far = (_stems(index, number - 1), _stems(index, number - 2))
    left = frozenset(w.stem for w in index.words_in(own.left))
    rest = left | {w.stem for w in index.words_in(own.right)}
    here = index.sentence_number(place.quantity.number)
    beyond = rest | _stems(index, here - 1) | _stems(index, here + 1)
    if place.parallel is not None:
        beyond |= _stems(index, here)  # the other names of the list
    return Telling(
        direction=0 if in_table else _direction(text, place),
        reached=is_reached(text, place.quantity.number),
        denied=not in_table and is_denied(text, own.pre),
        former=_says(text, "former", place) or _is_from(text, place),
        current=_says(text, "current", place),
        summed=adds_up(text, own.clause, place.quantity.number),
        years=_years(index, place),
        subject=tuple(w for w in index.words_in((start, own.pre[1])) if w.weight is Weight.STRONG),
        own=words,
        whole=tuple(whole_of(index, place.quantity)),
        heading=heading,
        heading_stems=frozenset(w.stem for w in heading),
        mine=frozenset(w.stem for w in words),
        left=left,
        rest=rest,
        before=before,
        before_far=before | before_far,
        tail=_tail(index, place),
        beyond=beyond,
    )


def _direction(text: str, place: Place) -> int:
    """The change that a number's clause tells of; a shared verb stands with the number before it.

    ``Oat prices fell by 8 percent and barley prices by 3``.
    """
    own = place.segment
    told = direction_in(text, own.clause)
    if told or not _BY_BEFORE.search(text, max(0, place.quantity.start - 6), place.quantity.start):
        return told
    return direction_in(text, own.left)


def _stems(index: DocumentIndex, sentence: int) -> frozenset[str]:
    if not 0 <= sentence < len(index.sentences):
        return frozenset()
    return frozenset(w.stem for w in index.words_in(index.sentences.range(sentence)))


def _own_words(index: DocumentIndex, place: Place) -> tuple[Word, ...]:
    own, q = place.segment, place.quantity
    words = [
        *index.words_in(own.pre),
        *index.words_in((q.start, q.end)),
        *index.words_in(own.post),
    ]
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
    if since is None or number is None or since.start() > number:
        return since is not None
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


def _years(index: DocumentIndex, place: Place) -> frozenset[int]:
    own = place.segment
    if place.cell:
        for part in (place.cell.column, place.cell.label, place.cell.caption):
            years = frozenset(int(y) for y in _YEAR.findall(part))
            if years:
                return years
        return frozenset()
    if place.parallel is not None:
        return index.years_in(own.sentence)
    years = index.years_in(own.clause)
    if years:
        return years
    left = index.years_in(own.left)
    return left if len(left) == 1 else frozenset()
