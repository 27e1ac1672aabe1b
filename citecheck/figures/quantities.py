"""Quantities: numbers with their unit, hedge, range, whole and kind."""

from __future__ import annotations

from bisect import bisect_right

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
    numbers = _numbers(text, words)
    found: list[Quantity] = []
    parts: dict[int, Part] = {}

    def part_at(place: int) -> Part:
        if place not in parts:
            parts[place] = part_of(text, numbers[place])
        return parts[place]

    at = 0
    while at < len(numbers):
        first = numbers[at]
        place = bisect_right(starts, first.start) - 1
        if place >= 0 and first.start < masks[place].span.end:
            found.append(_masked(first, masks[place].mask))
            at += 1
            continue
        following = numbers[at + 1] if at + 1 < len(numbers) else None
        nearby = following if following and following.start - first.end <= 80 else None
        if nearby:
            place = bisect_right(starts, nearby.start) - 1
            if place >= 0 and nearby.start < masks[place].span.end:
                nearby = None
        quantity, used = _quantity(text, part_at(at), part_at(at + 1) if nearby else None)
        if quantity:
            found.append(quantity)
        at += used
    return share_units(text, found)


def _numbers(text: str, words: frozenset[str]) -> list[Number]:
    numbers = find_digits(text) + find_number_words(text, words=words)
    numbers.sort(key=lambda n: (n.start, -n.end))
    kept: list[Number] = []
    for number in numbers:
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return _joined(text, kept)


def _joined(text: str, numbers: list[Number]) -> list[Number]:
    """``2 миллиона 400 тысяч``, ``3 million 250 thousand``: one number, its scales falling."""
    kept: list[Number] = []
    for number in numbers:
        last = kept[-1] if kept else None
        if (
            last
            and last.scaled
            and number.scaled
            and not last.words
            and not number.words
            and number.start - last.end <= 5
            and text[last.end : number.start].strip().lower() in ("", "and", "и")
            and 1000 <= number.value < last.step
        ):
            whole = last.value + number.value
            kept[-1] = last._replace(
                end=number.end, value=whole, step=number.step, readings=(), bare=str(whole)
            )
        else:
            kept.append(number)
    return kept


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
