"""What a run did and what it waited for, counted from what the edges log."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from citecheck.ports import Step

ROOT_LOGGER = "citecheck"


class Meter(logging.Handler):
    """Counts requests, bytes, texts and waits from log records, and times stages by their steps.

    Requests that workers of a cluster make, and texts that they read, are not seen here.
    """

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._began = time.monotonic()
        self._requests: Counter[str] = Counter()
        self._bytes: Counter[str] = Counter()
        self._answers: Counter[str] = Counter()
        self._waits: Counter[str] = Counter()
        self._ahead: dict[str, float] = {}
        self._texts = 0
        self._stages: dict[str, tuple[float, float]] = {}
        self._addresses = 0
        self._steps = Lock()

    def emit(self, record: logging.LogRecord) -> None:
        """Count a record; one that is none of ours counts for nothing."""
        fields: dict[str, Any] = getattr(record, "fields", {})
        match record.getMessage():
            case "request":
                who = str(fields["asked"])
                self._requests[who] += 1
                self._bytes[who] += fields["bytes"]
                status = fields["status"]
                self._heard_clock(str(fields["url"]), fields.get("ahead"))
                self._answers[f"{status // 100}xx" if status else "none"] += 1
            case "wait":
                self._waits[fields["reason"]] += fields["seconds"]
            case "text":
                self._texts += 1
                self._waits["reading"] += fields["seconds"]

    def _heard_clock(self, url: str, ahead: float | None) -> None:
        """Remember by how much this machine's clock is ahead of a host's; its first word counts."""
        host = urlsplit(url).netloc or url
        if ahead is not None:
            self._ahead.setdefault(host, ahead)

    @property
    def clocks(self) -> tuple[float, ...]:
        """Seconds by which this machine's clock is ahead of that of each host asked."""
        return tuple(self._ahead.values())

    def step(self, step: Step) -> None:
        """Take notice of a stage that goes on."""
        now = time.monotonic()
        with self._steps:
            first, _ = self._stages.get(step.stage, (now, now))
            self._stages[step.stage] = first, now

    def audited(self, addresses: int) -> None:
        """Take notice of an audit of so many addresses."""
        with self._steps:
            self._addresses += addresses

    def document(self) -> dict[str, Any]:
        """Everything counted so far, as JSON; times are seconds.

        ``stages`` run beside each other.  ``waits`` are added up over all threads:
        ``politeness`` (no host could be asked yet), ``retry_after`` and ``backoff`` (an
        answer asked for patience), ``archive`` (its gate), ``reading`` (texts in workers).
        ``clock_ahead``: this machine's clock before the median of the hosts' (``null``: no
        host told the time).
        """
        clocks = self.clocks
        with self._steps:
            stages = {name: round(last - first, 3) for name, (first, last) in self._stages.items()}
            addresses = self._addresses
        return {
            "seconds": round(time.monotonic() - self._began, 3),
            "addresses": addresses,
            "requests": dict(sorted(self._requests.items())),
            "bytes": dict(sorted(self._bytes.items())),
            "answers": dict(sorted(self._answers.items())),
            "texts": self._texts,
            "clock_ahead": round(median(clocks), 1) if clocks else None,
            "stages": stages,
            "waits": {name: round(value, 3) for name, value in sorted(self._waits.items())},
        }

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hear what is logged while the block runs."""
        logger = logging.getLogger(ROOT_LOGGER)
        before = logger.level
        logger.addHandler(self)
        logger.setLevel(min(before or logging.INFO, logging.INFO))
        try:
            yield
        finally:
            logger.removeHandler(self)
            logger.setLevel(before)


def metric_lines(metrics: dict[str, Any]) -> list[str]:
    """The metrics for a person to read."""

    def listed(name: str, unit: str = "") -> str:
        return ", ".join(f"{key} {value:,}{unit}" for key, value in metrics[name].items()) or "none"

    return [
        f"took      {metrics['seconds']:,.1f} s, {metrics['addresses']:,} addresses",
        f"requests  {listed('requests')}; answers {listed('answers')}",
        f"bytes     {listed('bytes')}; texts {metrics['texts']:,}",
        f"stages    {listed('stages', ' s')}",
        f"waits     {listed('waits', ' s')}",
    ]
