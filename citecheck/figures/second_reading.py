"""Two readings of one source: what the first bears out stands, all else is the second's to say."""

from __future__ import annotations

from dataclasses import replace

from citecheck.model.documents import Document, Extraction
from citecheck.model.verdicts import FindingVerdict, Match


def needs_second_reading(match: Match, extraction: Extraction) -> bool:
    """Whether another reader must be asked before anything is said of a figure."""
    provisional = isinstance(extraction, Document) and extraction.provisional
    return provisional and match.verdict is not FindingVerdict.CONFIRMED


def weigh_readings(first: Match, second: Match) -> Match:
    """What two readings of one source say of one figure.

    A place in either bears it out.  A negative is the second's, which stands on both; where
    the second could not be read the first stays as it is: unread.
    """
    if first.verdict is FindingVerdict.CONFIRMED:
        return first
    if second.verdict is FindingVerdict.UNREAD:
        found_more = second.occurrence is not None and first.occurrence is None
        return second if found_more else replace(first, why=f"{first.why}; {second.why}")
    return replace(second, scope=f"{second.scope}, read by two readers")
