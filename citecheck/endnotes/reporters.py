"""Articles as lawyers cite them: volume before the journal's short name, page behind it.

OSCOLA prints ``(2012) 75 MLR 14``, the Bluebook ``45 Harv. L. Rev. 123, 130 (2003)``.
The first page only finds the article; where a second is printed, that is the pinpoint.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = r"[A-Z][A-Za-z.&’'-]*(?: (?:[A-Z&][A-Za-z.&’'-]*|of|the|on|and|for)){0,7}"
_PAGES = r"\d{1,5}(?:[-–]\d{1,5})?(?:, (?P<pin>\d{1,5}(?:[-–]\d{1,5})?))?"
_OSCOLA = re.compile(
    rf"\s*[(\[](?P<date>(?:19|20)\d\d)[)\]] (?:(?P<volume>\d{{1,4}})(?:\(\d+\))? )?"
    rf"(?P<name>{_NAME}) (?P<pages>{_PAGES})\.?$"
)
_BLUEBOOK = re.compile(
    rf"[,.]?\s+(?P<volume>\d{{1,4}}) (?P<name>{_NAME}) (?P<pages>{_PAGES})"
    r" \((?:[A-Z][a-z]{2,8}\.? (?:\d{1,2}, )?)?(?P<date>(?:19|20)\d\d)\)\.?$"
)
#: "Nature 470, 12–15 (2011)".
_SCIENCE = re.compile(
    rf"\.\s+(?P<name>{_NAME}) (?P<volume>\d{{1,4}})(?:\(\d+\))?, "
    r"(?P<pages>(?P<pin>\d{1,5}(?:[-–]\d{1,5})?)) \((?P<date>(?:19|20)\d\d)\)\.?$"
)
_QUOTED_END = re.compile(r"[’”\"'»]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """Journal, year and page of an article in a law journal."""

    container: str
    date: str
    pages: tuple[str, ...]


def take_reported(text: str) -> tuple[Reported | None, str]:
    """The journal at the end of a text, and the text before it.

    >>> take_reported("A. Berg, Ice, 45 Harv. L. Rev. 123 (2003)")[0].pages
    ('123',)
    """
    tail = text[-200:]
    for pattern in (_OSCOLA, _BLUEBOOK, _SCIENCE):
        found = pattern.search(tail)
        if found is None:
            continue
        head = text[: len(text) - len(tail) + found.start()].rstrip(" ,")
        bare_year = pattern is _OSCOLA and found["volume"] is None
        if len(head) < 4 or (bare_year and not _QUOTED_END.search(head)):
            continue
        pages = (found["pin"] or found["pages"]).replace("–", "-")
        return Reported(container=found["name"], date=found["date"], pages=(pages,)), head
    return None, text
