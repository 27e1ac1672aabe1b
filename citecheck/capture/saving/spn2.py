"""Save Page Now 2: a form, a job, its status.

From the Internet Archive's "SPN2 Public API" and answers measured in 2025 and 2026:
7 captures a minute with keys; the anonymous way has been closing since 2024, so
that it is keys or nothing; a refusal comes as HTTP 200 with ``status: error``, or
with a message and no job where a capture is recent enough.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from citecheck.capture.archives.asking import pause_of
from citecheck.capture.archives.gate import Gate
from citecheck.capture.one_request import OneRequest
from citecheck.model.captures import Failure, NoResponse, Outcome
from citecheck.settings import Settings

_STAMP = re.compile(r"\d{14}", re.ASCII)
_JOB = re.compile(r"[\w.:-]{1,200}", re.ASCII)
#: Refusals that pass by themselves: too many captures at once, a queue that is full.
_PASSING = frozenset(
    {
        "error:user-session-limit",
        "error:service-unavailable",
        "error:too-many-requests",
        "error:celery",
        "error:gateway-timeout",
    }
)


class Door(OneRequest, Protocol):
    """The same, and forms sent."""

    def post(
        self,
        url: str,
        form: Mapping[str, str],
        *,
        headers: Mapping[str, str] | None = None,
        read_timeout: float | None = None,
        trusted: bool = False,
    ) -> Outcome:
        """What the address answers to a form."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """The archive took the address; the capture is under way."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The archive says that it made a capture."""

    timestamp: str
    original: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """The archive has a recent capture and made no other."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The archive would not, or could not; ``again``: a later try may be taken."""

    why: str
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysRefused:
    """The archive does not know the keys: nothing further is worth asking."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowDown:
    """The archive asks us to wait (429)."""

    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """No answer that can be understood; the address may have been taken all the same."""

    why: str


Submitted = Job | Recent | Refused | KeysRefused | SlowDown | Unclear
Status = Job | Done | Refused | KeysRefused | SlowDown | Unclear


class SavePageNow:
    """The save address of the archive (``settings.save``) with the user's keys.

    The keys go into one header and nowhere else: no answer, message or error holds them.
    """

    def __init__(self, settings: Settings, door: Door, gate: Gate) -> None:
        self._base = settings.save.rstrip("/")
        self._patience = settings.archive_read_timeout
        self._door, self._gate = door, gate
        self._access = settings.save_access_key or ""
        self._secret = settings.save_secret_key or ""

    def submit(self, url: str, *, recent_days: int) -> Submitted:
        """Ask for a capture; one of the last ``recent_days`` days is good enough (0: never)."""
        form = {"url": url, "skip_first_archive": "1"}
        if recent_days:
            form["if_not_archived_within"] = f"{recent_days}d"
        self._gate.wait()
        outcome = self._door.post(
            self._base, form, headers=self._headers(), read_timeout=self._patience, trusted=True
        )
        answer = self._read(outcome)
        if not isinstance(answer, dict):
            return answer
        refused = _refusal(answer)
        if refused:
            return refused
        job = str(answer.get("job_id") or "")
        if _JOB.fullmatch(job):
            return Job(name=job)
        message = self._clean(answer.get("message"))
        if job:
            return Unclear(why="the archive names a job that cannot be asked about")
        if "same snapshot" in message.lower():
            return Recent(why=message)
        return Refused(why=message or "the archive took it and started no capture", again=True)

    def status(self, job: str) -> Status:
        """How far a job has come."""
        outcome = self._door.get(
            f"{self._base}/status/{job}",
            headers=self._headers(),
            read_timeout=self._patience,
            trusted=True,
        )
        answer = self._read(outcome)
        if not isinstance(answer, dict):
            return answer
        if answer.get("status") == "pending":
            return Job(name=job)
        if answer.get("status") == "success":
            stamp, original = str(answer.get("timestamp")), str(answer.get("original_url") or "")
            if _STAMP.fullmatch(stamp):
                return Done(timestamp=stamp, original=original)
            return Unclear(why="the archive calls it done and names no capture")
        return _refusal(answer) or Unclear(why="the archive says nothing of the job that is known")

    def _headers(self) -> dict[str, str]:
        return {
            "Accept": "application/json",
            "Authorization": f"LOW {self._access}:{self._secret}",
        }

    def _read(self, outcome: Outcome) -> dict[str, Any] | KeysRefused | SlowDown | Unclear:
        """The JSON of an answer, or what the answer means instead."""
        if isinstance(outcome, NoResponse):
            if outcome.failure is Failure.TIMEOUT:
                return Unclear(why=f"no answer in time ({outcome.why}); it may have been taken")
            return Unclear(why=self._clean(outcome.why))
        if outcome.status in (401, 403):
            return KeysRefused(why=f"the archive does not accept the keys ({outcome.status})")
        if outcome.status == 429:
            return SlowDown(seconds=pause_of(outcome, outcome.at))
        try:
            answer = json.loads(outcome.body) if outcome.status < 300 else None
        except ValueError:
            answer = None
        if isinstance(answer, dict):
            return answer
        return Unclear(why=f"the archive answers {outcome.status} without saying what it did")

    def _clean(self, text: object) -> str:
        """Words of the archive on one line, without the keys should it echo them."""
        told = " ".join(str(text or "").split())[:300]
        for key in (self._secret, self._access):
            told = told.replace(key, "…") if key else told
        return told


def _refusal(answer: Mapping[str, Any]) -> Refused | None:
    """A refusal that came as HTTP 200, or a failed job."""
    code = str(answer.get("status_ext") or "")
    if answer.get("status") != "error" and not (code and not answer.get("job_id")):
        return None
    told = " ".join(str(answer.get("message") or code or "no reason given").split())[:300]
    return Refused(why=f"{told} ({code})" if code and code not in told else told,
                   again=code in _PASSING)  # fmt: skip
