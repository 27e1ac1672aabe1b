"""Dates as files and pages write them of themselves, to ISO 8601."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_to_datetime

_ISO = re.compile(r"((?:1[5-9]|20)\d\d)(?:-(\d\d)(?:-(\d\d))?)?(?!\d)")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_SLASHED = re.compile(r"((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?!\d)")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)(?!\d)")


def parse_date(text: str) -> str | None:
    """The day (or month, or year) that a date string begins with; ``None`` if it is none.

    >>> parse_date("2011-11-10T08:00:00+06:00"), parse_date("Thu, 10 Nov 2011 08:00:00 GMT")
    ('2011-11-10', '2011-11-10')
    >>> parse_date("10.11.2011"), parse_date("2011-13-40"), parse_date("last week")
    ('2011-11-10', None, None)
    """
    text = text.strip()[:60]
    for pattern, order in ((_COMPACT, (1, 2, 3)), (_SLASHED, (1, 2, 3)), (_DOTTED, (3, 2, 1))):
        found = pattern.match(text)
        if found:
            return _iso(*(found[part] for part in order))
    found = _ISO.match(text)
    if found:
        return _iso(found[1], found[2], found[3])
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _iso(year: str, month: str | None = None, day: str | None = None) -> str | None:
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
