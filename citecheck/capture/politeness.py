"""Manners: so many requests in flight on one host, so long between two starts.

The limit belongs to the host and is shared by everything that asks it, redirects and
retries included.  No clock of its own: the time is handed in.
"""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import urlsplit


class Manners:
    """Who may ask which host now; not safe by itself, its caller holds a lock.

    ``per_host`` requests in flight at most, ``delay`` seconds between two starts.
    """

    def __init__(self, *, per_host: int, delay: float) -> None:
        self._per_host, self._delay = per_host, delay
        self._in_flight: dict[str, int] = defaultdict(int)
        self._next_start: dict[str, float] = defaultdict(float)

    def earliest(self, url: str, now: float) -> float | None:
        """When the host may be asked, at the soonest; ``None`` while it is full."""
        host = host_of(url)
        if self._in_flight[host] >= self._per_host:
            return None
        return max(now, self._next_start[host])

    def begin(self, url: str, now: float) -> None:
        """A request to the host starts."""
        host = host_of(url)
        self._in_flight[host] += 1
        self._next_start[host] = now + self._delay

    def end(self, url: str) -> None:
        """A request to the host is over."""
        self._in_flight[host_of(url)] -= 1


def host_of(url: str) -> str:
    """The host that an address is on; ``www.`` and the port do not make another one."""
    try:
        host = (urlsplit(url).hostname or "").lower().rstrip(".")
    except ValueError:  # not an address; the guard will say so
        host = ""
    return host.removeprefix("www.")
