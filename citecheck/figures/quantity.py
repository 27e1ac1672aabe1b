"""A quantity of a text: what the scanner gives and the matcher compares."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from citecheck.figures.mask import Mask
from citecheck.model.figures import Hedge, Kind


class Family(StrEnum):
    """The dimension that two quantities must share to be compared."""

    PERCENT = "a percentage"
    POINTS = "percentage points"
    SHARE = "a share of a whole"
    RATE = "a rate"
    MONEY = "an amount of money"
    DURATION = "a length of time"
    MEASURE = "a measure"
    COUNT = "a count"
    RANK = "a rank"
    AGE = "an age"
    YEAR = "a year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A quantity; offsets are into the folded text that was scanned.

    ``start`` and ``end`` take in hedge, unit and counted noun, ``number`` is where the
    digits or number words begin.  ``readings`` are further values that the digits can
    have, ``step`` the unit of the last printed digit, ``per`` the time unit of a rate
    (``day``), ``of`` the whole of a share or the base of a rate, ``noun`` the noun
    counted, ``by_word`` that the unit was a word or sign of its own.
    """

    start: int
    end: int
    number: int
    value: Decimal
    step: Decimal
    family: Family
    kind: Kind
    high: Decimal | None = None
    readings: tuple[Decimal, ...] = ()
    unit: str | None = None
    hedge: Hedge | None = None
    of: Decimal | None = None
    per: str | None = None
    noun: str | None = None
    masked: Mask | None = None
    words: bool = False
    bare: str = ""

    @property
    def is_statistic(self) -> bool:
        """Whether it may bear out or rival a printed figure: no date, year, age or reference."""
        return self.masked is None and self.family is not Family.YEAR
