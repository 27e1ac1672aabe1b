"""One claim against one text: which figure is meant, and what the text says of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from citecheck.figures.claim import read_claim
from citecheck.figures.finding import to_figure
from citecheck.figures.index import DocumentIndex, TextIndex
from citecheck.figures.match import locate_printed, match_reading
from citecheck.figures.nearest import find_nearest
from citecheck.figures.quantity import Quantity
from citecheck.figures.second_reading import needs_second_reading, weigh_readings
from citecheck.model.documents import Document, Extraction, Page
from citecheck.model.errors import InputError
from citecheck.model.figures import STATISTICS, Figure
from citecheck.model.verdicts import Match


def verify_text(claim: str, text: str, *, printed: str | None = None) -> tuple[Figure, Match]:
    """Whether a text says the figure of a claim.

    ``printed`` names the figure; otherwise the claim's first statistic is taken.  Raises
    :class:`InputError` if the claim has none, or not this one.
    """
    page = Page(number=1, text=text)
    document = Document(media_type="text/plain", pages=(page,), engine="as given")
    return verify_document(claim, document, printed=printed)


def verify_document(
    claim: str,
    document: Document | DocumentIndex,
    *,
    printed: str | None = None,
    read_again: Callable[[], Extraction] | None = None,
) -> tuple[Figure, Match]:
    """The same for a document; ``read_again`` gives what a second reader makes of it."""
    index = TextIndex(claim)
    source = document if isinstance(document, DocumentIndex) else DocumentIndex(document)
    quantity = _choose(index, claim, printed, source)
    figure = to_figure(claim, index.folded, quantity)
    reading = read_claim(index, quantity)
    match = match_reading(reading, source)
    if read_again is not None and needs_second_reading(match, source.document):
        second = read_again()
        if isinstance(second, Document):
            match = weigh_readings(match, match_reading(reading, DocumentIndex(second)))
        else:
            match = replace(match, why=f"{match.why}; the second could not: {second.why}")
    return figure, match


def _choose(index: TextIndex, claim: str, printed: str | None, source: DocumentIndex) -> Quantity:
    if printed is not None:
        found = locate_printed(index, claim, printed)
        if found is None:
            raise InputError(
                f"the claim has no figure printed {printed!r}",
                remedy="give it as the claim prints it",
            )
        return found
    for quantity in index.quantities:
        if quantity.masked is None and quantity.kind in STATISTICS:
            return quantity
    remedy = "give a claim with a number, a share, an amount or a rank"
    near = "; ".join(f"“{one.passage}”" for one in find_nearest(index, source))
    raise InputError(
        "the claim has no figure that can be verified",
        remedy=f"{remedy}; the nearest passages of the source: {near}" if near else remedy,
    )
