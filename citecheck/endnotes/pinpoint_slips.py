"""Page and paragraph numbers that cannot be: ranges that run backwards, page 0."""

from __future__ import annotations

import re
from collections.abc import Iterator

from citecheck.model.notes import Citation, Severity, Slip

_RANGE = re.compile(r"(\d{1,6})\s*[-–—]\s*(\d{1,6})")


def find_pinpoint_slips(citation: Citation) -> Iterator[Slip]:
    """The slips of a citation's pages and paragraphs."""
    for what, numbers in (("page", citation.pages), ("paragraph", citation.paras)):
        for printed in numbers:
            reason = _fault(printed)
            if reason:
                yield Slip(
                    code="pinpoint_impossible",
                    severity=Severity.ERROR,
                    message=f"The {what} number {printed!r} cannot be: {reason}.",
                )


def _fault(printed: str) -> str | None:
    """What is wrong with a page number; ``145-7`` is short for 145–147 and right.

    >>> _fault("52-47")
    'the range runs backwards'
    >>> _fault("145-7") is None
    True
    """
    if re.fullmatch(r"0+", printed):
        return "counting begins with 1"
    found = _RANGE.fullmatch(printed)
    if found is None:
        return None
    first, last = found.groups()
    whole = first[: len(first) - len(last)] + last if len(last) < len(first) else last
    return "the range runs backwards" if int(whole) < int(first) else None
