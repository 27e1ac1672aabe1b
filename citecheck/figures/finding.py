"""The figures of a text, with exact places, as people and records have them."""

from __future__ import annotations

from decimal import Decimal

from citecheck.figures.fold import Folded, fold
from citecheck.figures.mask import Mask, Masked, find_masked
from citecheck.figures.quantities import find_quantities
from citecheck.figures.quantity import Quantity
from citecheck.model.figures import Figure, Kind

#: Masked numbers that are figures all the same: they help to find the passage.
_KEPT = {Mask.DATE: Kind.DATE, Mask.LEGAL: Kind.LEGAL_REF}


def find_figures(text: str) -> list[Figure]:
    """Every quantity of a text in order, English or Russian, with its span.

    ``printed`` is the text at the span, with its hedge, its unit and the noun counted.

    >>> [(f.printed, str(f.value), f.unit) for f in find_figures("Some 38 percent of 113 boats.")]
    [('Some 38 percent', '38', 'percent'), ('113 boats', '113', 'boats')]
    """
    folded = fold(text)
    masks = find_masked(folded.text)
    quantities = find_quantities(folded.text, masked=masks)
    found = [to_figure(text, folded, q) for q in quantities if q.masked is None]
    at = 0
    for masked in masks:
        while at < len(quantities) and quantities[at].number < masked.span.start:
            at += 1
        inside = []
        while at < len(quantities) and quantities[at].number < masked.span.end:
            inside.append(quantities[at])
            at += 1
        if inside and masked.mask in _KEPT:
            found.append(_whole(text, folded, masked, inside))
    return sorted(found, key=lambda figure: figure.span.start if figure.span else 0)


def _whole(text: str, folded: Folded, masked: Masked, inside: list[Quantity]) -> Figure:
    """A date or an article is one figure, however many numbers it has."""
    named = inside[-1] if masked.mask is Mask.DATE else inside[0]
    span = folded.raw_span(masked.span.start, masked.span.end)
    return Figure(
        printed=text[span.start : span.end],
        value=plain(named.value),
        kind=_KEPT[masked.mask],
        span=span,
    )


def to_figure(text: str, folded: Folded, quantity: Quantity) -> Figure:
    """A quantity of the folded text as a figure of the text as it stands."""
    span = folded.raw_span(quantity.start, quantity.end)
    return Figure(
        printed=text[span.start : span.end],
        value=plain(quantity.value),
        high=None if quantity.high is None else plain(quantity.high),
        unit=quantity.unit,
        kind=quantity.kind,
        hedge=quantity.hedge,
        of=None if quantity.of is None else plain(quantity.of),
        span=span,
    )


def plain(value: Decimal) -> Decimal:
    """The value without needless zeros or exponent: 38, not 38.0 or 3.8E+1."""
    rounded = round(value, 4)
    whole = rounded.to_integral_value()
    return Decimal(int(whole)) if rounded == whole else rounded.normalize()
