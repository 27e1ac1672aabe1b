"""Asking an archive patiently: spacing, 429, retries; a capture is never mistaken for them.

An answer that carries Memento-Datetime is a capture, a captured 429 or 503
included; without it the archive itself is speaking.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from citecheck.capture.archives.gate import HOLD_SECONDS, Gate, Patience
from citecheck.capture.archives.slots import Slots
from citecheck.capture.one_request import OneRequest
from citecheck.model.captures import Failure, NoResponse, Outcome, Response
from citecheck.settings import Settings

_log = logging.getLogger(__name__)
#: What the Wayback Machine says in a header or body where an owner or robots.txt bars a site.
#: Seen 2020: a 403 of the index with AdministrativeAccessControlException, a 200 page of replay.
_EXCLUDED = re.compile(
    rb"AdministrativeAccessControlException|RobotAccessControl|Blocked Site Error"
    rb"|has been excluded from the Wayback Machine"
)
_RUNTIME_ERROR = "x-archive-wayback-runtime-error"
#: Failures that a second try may mend.
_PASSING = frozenset({Failure.RESET, Failure.TIMEOUT, Failure.UNREACHABLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """The archive gave no usable answer: nothing follows for the address asked about."""

    why: str
    failure: Failure


def memento_datetime(response: Response) -> datetime | None:
    """When the answer was captured (RFC 7089); ``None``: it is no capture."""
    value = response.header("memento-datetime")
    try:
        return parsedate_to_datetime(value) if value else None
    except ValueError:
        return None


def is_exclusion(response: Response) -> bool:
    """Whether the archive says that the address is barred from it."""
    if memento_datetime(response):
        return False
    told = (response.header(_RUNTIME_ERROR) or "").encode()
    return response.status == 451 or bool(_EXCLUDED.search(told) or _EXCLUDED.search(response.body))


class Asker:
    """One archive host asked by all threads, within its limits."""

    def __init__(
        self,
        settings: Settings,
        door: OneRequest,
        *,
        per_minute: float,
        slots: Slots,
        patience: Patience,
        sleep: Callable[[float], object],
        clock: Callable[[], datetime],
        spare: Callable[[], float],
    ) -> None:
        self._settings, self._door, self._clock, self._sleep = settings, door, clock, sleep
        self._spare = spare
        self.gate = Gate(per_minute, slots=slots, sleep=sleep)
        self.patience = patience

    def ask(
        self, url: str, *, weight: float = 1.0, headers: Mapping[str, str] | None = None
    ) -> Response | Silence:
        """The archive's answer, its own 429 and 5xx waited out as far as manners allow."""
        attempt = 0
        said: Silence | None = None
        while True:
            if not self.gate.wait(weight, spare=self._spare):
                return said or Silence(why=self._too_late(), failure=Failure.NOT_ASKED)
            if self.patience.over:
                return Silence(why=f"not asked: {self.patience.over}", failure=Failure.UNREACHABLE)
            outcome = self._door.get(
                url,
                headers=headers,
                read_timeout=self._settings.archive_read_timeout,
                trusted=True,
            )
            silence, again = self._weigh(outcome)
            if silence is None:
                assert isinstance(outcome, Response)
                return outcome
            attempt += isinstance(outcome, NoResponse) or outcome.status != 429
            if not again or self.patience.over or attempt > self._settings.retries:
                return silence
            said, pause = silence, self._settings.backoff * 2 ** (attempt - 1) if attempt else 0.0
            if pause >= self._spare():
                return silence
            if pause:
                self._sleep(pause)
                _log.info("wait", extra={"fields": {"reason": "archive", "seconds": pause}})

    def _too_late(self) -> str:
        return f"not asked: the time for the whole run, {self._settings.budget:g} s, was over"

    def _weigh(self, outcome: Outcome) -> tuple[Silence | None, bool]:
        """Whether the answer is none, and whether to try again."""
        if isinstance(outcome, NoResponse):
            return self._weigh_failure(outcome)
        self.patience.answered()
        if memento_datetime(outcome) or is_exclusion(outcome):
            return None, False
        if outcome.status == 429:
            seconds = pause_of(outcome, self._clock())
            if self.gate.hold(seconds):
                self.patience.refused()
            if seconds > max(HOLD_SECONDS, self._settings.retry_after_cap):
                self.patience.must_wait_too_long(seconds)
            why = "the archive asks us to slow down (429)"
            return Silence(why=why, failure=Failure.UNREACHABLE), True
        if outcome.status >= 500:
            why = f"the archive answers {outcome.status}"
            return Silence(why=why, failure=Failure.UNREACHABLE), True
        return None, False

    def _weigh_failure(self, outcome: NoResponse) -> tuple[Silence, bool]:
        match outcome.failure:
            case Failure.REFUSED:
                self.patience.no_connection(lately_refused=self.gate.lately_refused())
            case Failure.TIMEOUT | Failure.RESET | Failure.UNREACHABLE | Failure.NO_SUCH_NAME:
                self.patience.no_answer()
            case _:
                pass
        silence = Silence(why=f"the archive: {outcome.why}", failure=outcome.failure)
        return silence, outcome.failure in _PASSING


def pause_of(response: Response, now: datetime) -> float:
    """Seconds that a 429 asks for, as a number or a date (RFC 9110, 10.2.3); else 60."""
    value = (response.header("retry-after") or "").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - now).total_seconds())
    except (ValueError, TypeError):
        return HOLD_SECONDS
