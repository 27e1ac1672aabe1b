"""How a source tells a quantity beside how the claim does: when, which way, denied, planned."""

from __future__ import annotations

from enum import StrEnum

import regex

from citecheck.figures.contrasts import Contrasted
from citecheck.figures.denials import stance_in
from citecheck.figures.extremes import ranks_from_end
from citecheck.figures.once import once


class When(StrEnum):
    """Whether the year is the claim's."""

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"


class Circumstanced(Contrasted):
    """A quantity of the source beside the claim: its year, its direction, denials and plans."""

    @once
    def when(self) -> When:
        """Whether the year is the claim's."""
        wanted, found = self._reading.years, self.years
        if not wanted or not found:
            return When.UNKNOWN
        return When.SAME if wanted & found else When.OTHER

    @property
    def years(self) -> frozenset[int]:
        """The years that the source gives it for."""
        return self._told.years

    @property
    def found_direction(self) -> int:
        """1 where the source tells of a rise, -1 of a fall."""
        return self._told.direction

    @property
    def opposite_direction(self) -> bool:
        """Whether the source tells of a change the other way."""
        return self._reading.direction * self._told.direction < 0

    @property
    def other_change(self) -> bool:
        """Whether one tells a change by so much, and the other does not."""
        changes = self._told.direction != 0 and not self._told.reached
        return changes != self._relator.claims_change

    @property
    def denied(self) -> bool:
        """Whether the source denies what the claim says, or the other way round."""
        if self.place.cell is not None:
            return False
        wanted, told = self._reading, self._told
        if ranks_from_end(wanted.text, wanted.quantity) != ranks_from_end(
            self._index.text, self.place.quantity
        ):
            return True
        stance = stance_in(wanted.text, (0, len(wanted.text))) if wanted.after else 0
        if stance and stance * stance_in(self._index.text, self.place.segment.clause) < 0:
            return True
        if told.called_wrong:
            return not wanted.denied
        if not wanted.after:  # "40 boats": what they do not do is beside the point
            return told.denied != wanted.denied
        if _UN.search(wanted.text) and told.denied_after:
            return told.denied != wanted.denied  # "unpaved" may be "not paved"
        if wanted.denied_after and told.denied_of_them:
            return told.denied != wanted.denied
        return (told.denied != told.denied_after) != (wanted.denied != wanted.denied_after)

    @property
    def former(self) -> bool:
        """Whether the source gives as a former value what the claim does not."""
        return self._told.former and not self._relator.tells_former

    @property
    def planned(self) -> bool:
        """Whether the source gives it as planned, promised or expected, and the claim as a fact."""
        return self._told.planned and not self._relator.looks_ahead

    @property
    def only_planned(self) -> bool:
        """Whether the source gives as no more than a plan what the claim gives as a fact."""
        return self._told.only_planned and not self._relator.looks_ahead

    @property
    def past(self) -> bool:
        """Whether the source gives it for so long ago."""
        return self._told.past

    @property
    def past_itself(self) -> bool:
        """The same, by its own clause alone."""
        return self._told.past_itself

    @property
    def overall(self) -> bool:
        """Whether the source gives it of the whole: ``in the country as a whole``."""
        return self._told.overall

    @property
    def current(self) -> bool:
        """Whether the source gives it for today."""
        return self._told.current

    @property
    def cumulative(self) -> bool:
        """Whether the source sums up since a beginning, and the claim does not."""
        return self._told.summed and not self._relator.adds_up


_UN = regex.compile(r"(?<!\w)(?:un(?!it|iv|der|til)|il|non-?)\p{Ll}{4,}(?!\w)")
