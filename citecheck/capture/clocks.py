"""This machine's clock beside those of the servers that it asks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from email.utils import parsedate_to_datetime
from statistics import median

from citecheck.model.captures import Response

#: Seconds by which a clock may differ before dates of captures mislead.
CLOCK_SECONDS = 300.0
#: One server's clock may be wrong itself.
_WITNESSES = 2


def seconds_ahead(answer: Response, now: datetime) -> float | None:
    """Seconds by which a clock that says ``now`` is ahead of the server's.

    The server's is its ``Date``, and its ``Age`` where a cache on the way had the answer
    (RFC 9110, 6.6.1; RFC 9111, 5.1); ``None`` where it does not tell.
    """
    try:
        sent = parsedate_to_datetime(answer.header("Date") or "")
        age = answer.header("Age") or "0"
        return (now - sent).total_seconds() - (int(age) if age.isascii() and age.isdigit() else 0)
    except (ValueError, TypeError, OverflowError):
        return None


def find_skew(ahead: Collection[float]) -> float | None:
    """Seconds by which a clock is ahead of those of most hosts, if that is more than it may be.

    ``ahead`` has one figure a host.

    >>> find_skew([3600.0, 3601.5, 0.4]), find_skew([3600.0, 0.2, -1.0]), find_skew([3600.0])
    (3600.0, None, None)
    """
    if len(ahead) < _WITNESSES:
        return None
    middle = median(ahead)
    alike = sum(abs(one - middle) <= CLOCK_SECONDS for one in ahead)
    return middle if abs(middle) > CLOCK_SECONDS and 2 * alike > len(ahead) else None
