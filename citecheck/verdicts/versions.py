"""How a captured copy stands to the one that was cited."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from citecheck.model.captures import Capture, Memento
from citecheck.model.notes import Citation
from citecheck.model.verdicts import Version
from citecheck.verdicts.mementos import whole_timestamp


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedMoment:
    """When a source was read: the days from ``first`` to ``last``, as precise as printed.

    ``known`` is false when the publication's year stands in for a missing access date.
    """

    first: date
    last: date
    known: bool

    @property
    def near(self) -> date:
        """The day to look near: the last that the printed date allows."""
        return self.last

    def distance_days(self, day: date) -> int:
        """Days from the moment to a day, 0 inside it."""
        if self.first <= day <= self.last:
            return 0
        return min(abs((day - self.first).days), abs((day - self.last).days))


def parse_moment(iso: str) -> tuple[date, date]:
    """First and last day of an ISO 8601 date as precise as printed.

    >>> parse_moment("2011-11")
    (datetime.date(2011, 11, 1), datetime.date(2011, 11, 30))

    Raises ``ValueError`` for anything else.
    """
    parts = [int(part) for part in iso.split("-")]
    match parts:
        case [year, month, day]:
            exact = date(year, month, day)
            return exact, exact
        case [year, month]:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        case [year]:
            return date(year, 1, 1), date(year, 12, 31)
        case _:
            raise ValueError(f"not an ISO date: {iso!r}")


def cited_moment(citation: Citation, *, year: int | None, today: date) -> CitedMoment:
    """When a source was read: the access date, else the publication's year, else today."""
    printed = (citation.archived.timestamp if citation.archived else None) or ""
    if whole_timestamp(printed):  # a note may print digits that are no moment
        stamp = "-".join(part for part in (printed[:4], printed[4:6], printed[6:8]) if part)
        first, last = parse_moment(stamp)
        return CitedMoment(first=first, last=last, known=True)
    if citation.accessed:
        first, last = parse_moment(citation.accessed)
        return CitedMoment(first=first, last=last, known=True)
    if year:
        return CitedMoment(first=date(year, 1, 1), last=date(year, 12, 31), known=False)
    return CitedMoment(first=today, last=today, known=False)


def version_of(
    capture: Capture,
    citation: Citation,
    moment: CitedMoment,
    *,
    window_days: int,
    unchanged_around: tuple[Memento, ...] = (),
) -> Version:
    """How a capture stands to what the citation's author read.

    ``unchanged_around``: mementos on either side of the moment with one digest, so
    that the page is known not to have changed in between.
    """
    memento = capture.memento
    if memento is None:
        return Version.LIVE
    # an archive may show another day's capture than the one asked for, and a captured
    # redirect may end at a page captured years later: the bytes' own day counts
    day = capture.captured.date()
    as_asked = abs((day - memento.day).days) <= 1
    printed = citation.archived.timestamp if citation.archived else None
    if as_asked and printed and memento.timestamp == whole_timestamp(printed):
        return Version.CITED
    if as_asked and any(memento.timestamp == other.timestamp for other in unchanged_around):
        return Version.CITED
    precise = moment.known and (moment.last - moment.first).days <= window_days
    if precise and moment.distance_days(day) <= window_days:
        return Version.CITED
    return Version.EARLIER if day <= moment.last else Version.LATER
