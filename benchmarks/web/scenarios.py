"""The web's addresses: which host, how it behaves, how long it takes; all from a seed."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from citecheck.capture.moves import SECOND_SHARE

HOSTS = 200
#: Seconds of an answer: half take less than the median, one in twenty more than P95.
MEDIAN, P95 = 0.15, 1.0
#: Seconds of silence that every checker is told to bear.
TIMEOUT = 10.0
SLOW = 4.0
#: So many of a thousand addresses behave so, and what is right to say of them.
MIX: tuple[tuple[str, int, str], ...] = (
    ("html", 500, "ok"),
    ("pdf", 69, "ok"),
    ("slow", 10, "ok"),
    ("no-head", 40, "ok"),
    ("moved", 70, "moved"),
    ("chain", 20, "moved"),
    ("found", 15, "ok"),
    ("404", 60, "gone"),
    ("410", 8, "gone"),
    ("moved-404", 20, "gone"),
    ("loop", 8, "redirect_loop"),
    ("500", 15, "server_error"),
    ("refused", 7, "dead_host"),
    ("500-once", 10, "ok"),
    ("503-once", 8, "ok"),
    ("429-once", 20, "ok"),
    ("429", 5, "blocked"),
    ("browsers", 30, "ok"),
    ("challenge", 15, "blocked"),
    ("login", 5, "blocked"),
    ("hang", 10, "timeout"),
    ("reset", 8, "no_answer"),
    ("tls", 5, "tls_error"),
    ("cut", 6, "incomplete"),
    ("soft", 12, "soft_404"),
    ("home", 8, "soft_404"),
    ("parked", 5, "parked"),
    ("html-for-pdf", 5, "soft_404"),
    ("empty", 4, "soft_404"),
    ("bomb", 2, "too_large"),
)
#: Answers on the way to the last one, in the time of one each.
STEPS = {"moved": 2, "chain": 4, "found": 2, "moved-404": 2, "login": 2, "home": 2, "loop": 2,
         "browsers": 2, "500-once": 2, "503-once": 2, "429-once": 2}  # fmt: skip
#: Requests that citecheck's manners add, each as long as one answer: a second browser-like
#: one where a program was refused, a second for what was reset or cut short, two more for
#: an error of the server's or a 429 that stays.
ADDED = {"challenge": 1, "reset": 1, "cut": 1, "500": 2, "429": 2}
#: Seconds that it waits between them, in the middle of what chance may give.
WAITS = {"500": 4.5, "500-once": 1.5, "reset": 1.5, "503-once": 2.0, "429-once": 1.0, "429": 2.0}
RETRY_AFTER = {"503-once": 2, "429-once": 1, "429": 1}
#: Each server has a path of its own for each way to behave, as a real one would.
ENDINGS = {"pdf": ".pdf", "html-for-pdf": ".pdf"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One address of the list: its host (1 to 200), its way, the seconds of one answer."""

    number: int
    host: int
    way: str
    expected: str
    latency: float

    @property
    def ideal(self) -> float:
        """The seconds that the fewest requests take which tell what is right."""
        if self.way == "hang":
            return TIMEOUT
        if self.way == "refused":
            return 0.0
        return (SLOW if self.way == "slow" else self.latency) * STEPS.get(self.way, 1)

    @property
    def asked(self) -> float:
        """The seconds for which citecheck's manners take up places of the host."""
        if self.way == "hang":
            return TIMEOUT * (1 + SECOND_SHARE)
        return self.ideal + ADDED.get(self.way, 0) * self.latency

    @property
    def lasts(self) -> float:
        """The seconds that they take for the address, were it the only one."""
        if self.way == "hang":
            return TIMEOUT  # the second request is beside the first
        return self.asked + WAITS.get(self.way, 0.0)

    def url(self, port: int, tls_port: int) -> str:
        """The address on a running server."""
        scheme, to = ("https", tls_port) if self.way == "tls" else ("http", port)
        to = 1 if self.way == "refused" else to
        milliseconds = round(1000 * (SLOW if self.way == "slow" else self.latency))
        ending = ENDINGS.get(self.way, ".html")
        return (
            f"{scheme}://127.0.1.{self.host}:{to}/{self.way}/{milliseconds}/{self.number}{ending}"
        )


def make_addresses(count: int, seed: int = 7) -> list[Address]:
    """So many addresses: hosts by 1/sqrt(rank), latencies log-normal, ways as in ``MIX``."""
    chance = random.Random(seed)
    ways = [(way, expected) for way, share, expected in MIX for _ in range(share)]
    ways = [ways[n % len(ways)] for n in range(count)] if count >= len(ways) else (
        chance.sample(ways, count)
    )  # fmt: skip
    chance.shuffle(ways)
    hosts = chance.choices(
        range(1, HOSTS + 1), [1 / math.sqrt(rank) for rank in range(1, HOSTS + 1)], k=count
    )
    sigma = math.log(P95 / MEDIAN) / 1.6449
    return [
        Address(
            number=number,
            host=host,
            way=way,
            expected=expected,
            latency=min(6.0, chance.lognormvariate(math.log(MEDIAN), sigma)),
        )
        for number, (host, (way, expected)) in enumerate(zip(hosts, ways, strict=True))
    ]


def lower_bound(
    addresses: list[Address], *, per_host: int, jobs: int, manners: bool = False
) -> dict[str, float]:
    """What no polite checker beats: the slowest address, the busiest host, all by the workers.

    With ``manners`` what citecheck's second requests and waits add is counted too.
    """
    by_host: dict[int, float] = {}
    for address in addresses:
        spent = address.asked if manners else address.ideal
        by_host[address.host] = by_host.get(address.host, 0.0) + spent
    parts = {
        "slowest address": max(a.lasts if manners else a.ideal for a in addresses),
        "busiest host": max(by_host.values()) / per_host,
        "all": sum(by_host.values()) / jobs,
    }
    return {**parts, "bound": max(parts.values())}
