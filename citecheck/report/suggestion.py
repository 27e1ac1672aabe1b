"""What the next edition might print for a note: its own words with the address mended.

Only the address is touched: a repaired or moved one in place of the printed one, and
the archived copy behind it where the live page no longer carries what was cited.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

_CLOSING = (">", ")", "]", "›", "»")
_BESIDE_A_COPY = frozenset({"rescued", "changed"})


def suggest_note(raw: str, citations: Sequence[Mapping[str, Any]]) -> str | None:
    """The note's text with its addresses mended; ``None`` where nothing is to be changed.

    ``citations`` are those of a note's document.  An address that the note's words do
    not hold as printed is left alone.
    """
    text, at = raw, 0
    for citation in citations:
        printed = citation["url_printed"] or citation["url"]
        place = text.find(printed, at) if printed else -1
        if place < 0:
            continue
        rest = text[place + len(printed) :]
        # The copy goes behind the bracket that notes put around an address.
        bracket = rest[:1] if rest[:1] in _CLOSING else ""
        new = _address(citation) + bracket + _copy(citation)
        text = text[:place] + new + rest[len(bracket) :]
        at = place + len(new)
    return text if text != raw else None


def _address(citation: Mapping[str, Any]) -> str:
    moved_to = (citation["address"] or {}).get("final_url")
    return str(moved_to if citation["verdict"] == "moved" and moved_to else citation["url"])


def _copy(citation: Mapping[str, Any]) -> str:
    copies = (citation["address"] or {}).get("archived", ())
    copy = next((copy for copy in copies if copy["usable"]), None)
    if citation["verdict"] not in _BESIDE_A_COPY or not copy or copy["url"] == citation["url"]:
        return ""
    return f", archived on {_day(copy['timestamp'])} at {copy['url']}"


def _day(timestamp: str) -> str:
    """A day as notes print it.

    >>> _day("20110302210539")
    '2 March 2011'
    """
    day = date(int(timestamp[:4]), int(timestamp[4:6]), int(timestamp[6:8]))
    return f"{day.day} {day:%B %Y}"
