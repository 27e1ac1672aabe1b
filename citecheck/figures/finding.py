"""The figures of a text, with exact places, as people and records have them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from citecheck.figures.fold import Folded, fold
from citecheck.figures.mask import Mask, Masked, find_masked
from citecheck.figures.quantities import Quantity, find_quantities
from citecheck.model.figures import Figure, Kind

#: Masked numbers that are figures all the same: they help to find the passage.
_KEPT = {Mask.DATE, Mask.LEGAL}


def find_figures(text: str) -> list[Figure]:
    """Every quantity of a text in order, English or Russian, with its span.

    ``printed`` is the text at the span, hedge left out, unit words included.

    >>> [(f.printed, str(f.value), f.unit) for f in find_figures("Some 38 percent of 113 boats.")]
    [('38 percent', '38', 'percent'), ('113 boats', '113', 'boats')]
    """
    folded = fold(text)
    masks = find_masked(folded.text)
    quantities = find_quantities(folded.text, masked=masks)
    found = [_to_figure(text, folded, q) for q in quantities if not q.masked]
    for masked in masks:
        inside = [q for q in quantities if q.masked and _within(q, masked)]
        if masked.mask in _KEPT and inside:
            # a date or an article is one figure, however many numbers it has
            place = inside[-1] if masked.mask is Mask.DATE else inside[0]
            whole = replace(place, start=masked.span.start, end=masked.span.end, unit=None)
            found.append(_to_figure(text, folded, whole))
    return sorted(found, key=lambda figure: figure.span.start if figure.span else 0)


def _within(quantity: Quantity, masked: Masked) -> bool:
    return masked.span.start <= quantity.start < masked.span.end


def _to_figure(text: str, folded: Folded, quantity: Quantity) -> Figure:
    span = folded.raw_span(quantity.start, quantity.end)
    return Figure(
        printed=text[span.start : span.end],
        value=_plain(quantity.value),
        high=_plain(quantity.high) if quantity.high is not None else None,
        unit=quantity.unit,
        kind=quantity.kind,
        hedge=quantity.hedge
        if quantity.kind not in (Kind.DATE, Kind.LEGAL_REF, Kind.YEAR)
        else None,
        of=_plain(quantity.of) if quantity.of is not None else None,
        span=span,
    )


def _plain(value: Decimal) -> Decimal:
    """The value without needless zeros or exponent: 38, not 38.0 or 3.8E+1."""
    rounded = round(value, 4)
    return Decimal(int(rounded)) if rounded == rounded.to_integral_value() else rounded.normalize()
