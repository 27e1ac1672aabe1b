"""What a bare number takes over from the quantity before it: its unit, or that it is an age."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import regex

from citecheck.figures.quantity import Family, Quantity

if TYPE_CHECKING:
    from citecheck.figures.index import Place, TextIndex

_WORD_NEXT = regex.compile(r"[\s-]*\p{Ll}{3}")
_SMALL_NEXT = regex.compile(r"\s+(?:in|and|for|at|on|by|the|of|from|after|with|to|в|и|на)(?!\w)")
#: No person is older.
OLDEST = 120
_AT_AGE = regex.compile(
    r"(?:,|;|,?\s(?:and|while|но|и|а))\s(?P<name>\p{L}[^,;.\d]{0,40}?\s(?P<at>(?:at|by|в|с)\s)?)$"
)
_AND_OF = regex.compile(
    r"(?:,\s|,?\s(?:and|while|whereas|а|и)\s)(?:(?!for|after|within|lasts?|в\s|за\s)\p{L}+\s(?:-\s)?){1,5}",
    regex.IGNORECASE,
)


def inheriting(index: TextIndex, place: Place, others: list[Quantity]) -> Place:
    """``and the north 2,150``: a bare number takes the unit of the quantity before."""
    q = place.quantity
    if q.family is Family.DURATION and q.unit == "years":
        return _with_age_before(index, place)
    if q.family is not Family.COUNT or q.unit or q.high is not None:
        return place
    if _WORD_NEXT.match(index.text, q.end) and not _SMALL_NEXT.match(index.text, q.end):
        return place
    led = index.tables.led(q, place.segment.sentence)
    if led is not q:
        return replace(place, quantity=led, inherited=True)
    aged = _age_before(index, place)
    if aged is not None:
        return aged
    before = [o for o in others if o.end <= q.start and o.family is not Family.RANK]
    if not before:
        return place
    things = [o for o in before if o.family is not Family.DURATION]
    last = max(things or before, key=lambda o: o.start)  # not "in the first nine months"
    if not last.unit or (last.of is not None and last.family is not Family.RATE):
        return place
    inherited = replace(
        q,
        family=last.family,
        unit=last.unit,
        noun=last.noun,
        of=last.of,
        kind=last.kind if last.high is None else q.kind,
    )
    return replace(place, quantity=inherited, inherited=True)


def _with_age_before(index: TextIndex, place: Place) -> Place:
    """``The mean age is 23 years and the median 21 years``: both are ages."""
    q = place.quantity
    before = index.quantities_in((place.segment.sentence[0], q.start))
    if not before or before[-1].family is not Family.AGE or q.value > OLDEST:
        return place
    if not _AND_OF.fullmatch(index.text, before[-1].end, q.start):
        return place
    aged = replace(q, family=Family.AGE, kind=before[-1].kind)
    return replace(place, quantity=aged, inherited=True)


def _age_before(index: TextIndex, place: Place) -> Place | None:
    """``Notaries retire at the age of 68, judges at 70``: another age; ``None`` where it is none."""
    q, own = place.quantity, place.segment
    lead = _AT_AGE.search(index.text, max(own.pre[0], q.start - 60), q.start)
    if lead is None or not (lead["at"] or q.hedge) or q.value > OLDEST:
        return None
    ages = index.quantities_in((own.sentence[0], lead.start()))
    if not ages or ages[-1].family is not Family.AGE:
        return None
    cut = lead.start("name")
    return replace(
        place,
        quantity=replace(q, family=Family.AGE, unit="years", kind=ages[-1].kind),
        segment=replace(own, pre=(cut, q.start), left=(own.left[0], cut)),
        inherited=True,
    )
