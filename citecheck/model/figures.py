"""Figures and the claims that carry them.

Numbers are :class:`decimal.Decimal`, because 29.3 must stay 29.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What sort of quantity a figure is."""

    PERCENTAGE = "percentage"
    COUNT = "count"
    MONEY = "money"
    RANK = "rank"
    RATIO = "ratio"
    RANGE = "range"
    DURATION = "duration"
    YEAR = "year"
    AGE = "age"
    DATE = "date"
    LEGAL_REF = "legal_ref"


#: The kinds that are verified; the others help to find the passage.
STATISTICS = frozenset(
    {Kind.PERCENTAGE, Kind.COUNT, Kind.MONEY, Kind.RANK, Kind.RATIO, Kind.RANGE, Kind.DURATION}
)


class Hedge(StrEnum):
    """The word of approximation or direction that belongs to a figure."""

    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    OVER = "over"
    UNDER = "under"
    NEARLY = "nearly"
    UP_TO = "up_to"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Half-open character positions ``[start, end)`` in a text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class TextQuoteSelector:
    """Where a figure stands, in words (W3C Web Annotation, TextQuoteSelector).

    ``prefix`` and ``suffix`` hold at most 40 characters each, so that records
    quote no more of a publication than a reader needs to find the place.
    """

    prefix: str = ""
    exact: str
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A quantity of something, as a text prints it.

    ``printed`` is exactly what the page has (with its hedge and unit words);
    ``value`` the number, ``high`` the other end of a range, ``of`` the whole in
    ``108 out of 169`` or ``4.5 per 1,000``.  ``unit`` is a plain word:
    ``percent``, a currency code (``USD``), a time unit (``years``), or the noun
    counted (``children``).  ``span`` is where it stands in the text it was found
    in.  ``subject``, ``measure`` and ``period`` are the terms that say *of what*,
    *measured how* and *when*, for a matcher that has no more than the record.
    """

    printed: str
    value: Decimal
    high: Decimal | None = None
    unit: str | None = None
    kind: Kind
    hedge: Hedge | None = None
    of: Decimal | None = None
    span: Span | None = None
    selector: TextQuoteSelector | None = None
    subject: tuple[str, ...] = ()
    measure: tuple[str, ...] = ()
    period: tuple[str, ...] = ()

    @property
    def is_statistic(self) -> bool:
        """Whether this kind of figure is verified."""
        return self.kind in STATISTICS


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The words of the body that a marker supports, with their figures.

    ``id`` is ``c`` + the three-digit number of the first note + ``-`` + a running
    number.  ``text`` is ``None`` when only the records are at hand: they hold the
    figures and a few words either side, not the publication's text.
    """

    id: str
    notes: tuple[int, ...]
    section: str | None = None
    text: str | None = None
    figures: tuple[Figure, ...] = ()
