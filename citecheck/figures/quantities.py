"""Quantities: numbers with their unit, hedge, range, whole and kind."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from citecheck.figures.digits import Number, find_digits
from citecheck.figures.lexicon import words_of
from citecheck.figures.lists import share_units
from citecheck.figures.mask import Mask, Masked, find_masked
from citecheck.figures.number_words import find_number_words
from citecheck.figures.quantity import Family, Quantity
from citecheck.figures.ranges import range_of
from citecheck.figures.ratios import ratio_of
from citecheck.figures.single import Part, part_of, single_quantity
from citecheck.model.figures import Kind


def find_quantities(text: str, *, masked: list[Masked] | None = None) -> list[Quantity]:
    """Every quantity of a folded text, in order; those in masked spans are marked as such."""
    words = words_of(text)
    masks = find_masked(text, words=words) if masked is None else masked
    starts = [m.span.start for m in masks]

    def mask_at(number: Number) -> Mask | None:
        place = bisect_right(starts, number.start) - 1
        inside = place >= 0 and number.start < masks[place].span.end
        return masks[place].mask if inside else None

    found: list[Quantity] = []
    numbers = _numbers(text, words)
    first, part = next(numbers, None), None
    while first is not None:
        following, further = next(numbers, None), None
        mask = mask_at(first)
        if mask is not None:
            found.append(_masked(first, mask))
        else:
            if following and following.start - first.end <= 80 and mask_at(following) is None:
                further = part_of(text, following)
            quantity, used = _quantity(text, part or part_of(text, first), further)
            if quantity:
                found.append(quantity)
            if used == 2:
                following, further = next(numbers, None), None
        first, part = following, further
    return share_units(text, found)


def _numbers(text: str, words: frozenset[str]) -> Iterator[Number]:
    """The numbers in digits and in words, in order; of two that overlap the first, the longer.

    One after the other, as a very long text has very many.
    """
    last: Number | None = None
    for number in _in_order(find_digits(text), find_number_words(text, words=words)):
        if last is None:
            last = number
        elif number.start >= last.end:
            joined = _joined(text, last, number)
            if joined is None:
                yield last
            last = joined or number
    if last is not None:
        yield last


def _in_order(first: Iterable[Number], second: Iterable[Number]) -> Iterator[Number]:
    """Two rows of numbers as one, by where they begin; of two at one place the longer comes first."""
    others = iter(second)
    other = next(others, None)
    for one in first:
        while other and (other.start, -other.end) < (one.start, -one.end):
            yield other
            other = next(others, None)
        yield one
    if other:
        yield other
        yield from others


def _joined(text: str, last: Number, number: Number) -> Number | None:
    """``2 миллиона 400 тысяч``, ``3 million 250 thousand``: one number, its scales falling."""
    if not (
        last.scaled
        and number.scaled
        and not last.words
        and not number.words
        and number.start - last.end <= 5
        and text[last.end : number.start].strip().lower() in ("", "and", "и")
        and 1000 <= number.value < last.step
    ):
        return None
    whole = last.value + number.value
    return last._replace(
        end=number.end, value=whole, step=number.step, readings=(), bare=str(whole)
    )


def _masked(number: Number, mask: Mask) -> Quantity:
    kinds = {Mask.DATE: Kind.DATE, Mask.LEGAL: Kind.LEGAL_REF}
    return Quantity(
        start=number.start, end=number.end, number=number.start, value=number.value, step=number.step,
        family=Family.COUNT, kind=kinds.get(mask, Kind.COUNT), masked=mask, readings=number.readings,
        bare=number.bare,
    )  # fmt: skip


def _quantity(text: str, part: Part, other: Part | None) -> tuple[Quantity | None, int]:
    """The quantity that begins with a number, and how many numbers it takes up."""
    if other is not None:
        joined = ratio_of(text, part, other) or range_of(text, part, other)
        if joined:
            return joined, 2
    return single_quantity(text, part), 1
