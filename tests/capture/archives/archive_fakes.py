"""An archive in a dict, a clock that sleeping moves, and a plain door to loopback."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from threading import Lock

import requests

from citecheck.capture.archives import WaybackArchive
from citecheck.model.captures import Failure, NoResponse, Outcome, Response
from citecheck.settings import Settings

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
BASE = "https://archive.example"

Answer = tuple[int, dict[str, str], bytes] | Failure


class FakeDoor:
    """Answers from a function of the address, and remembers what was asked."""

    def __init__(self, answer: Callable[[str], Answer]) -> None:
        self._answer = answer
        self.asked: list[str] = []
        self.trusted: set[bool] = set()
        self._lock = Lock()

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        read_timeout: float | None = None,
        trusted: bool = False,
    ) -> Outcome:
        with self._lock:
            self.asked.append(url)
            self.trusted.add(trusted)
            answer = self._answer(url)
        if isinstance(answer, Failure):
            return NoResponse(url=url, failure=answer, why=f"made up: {answer}", at=NOW)
        status, sent, body = answer
        return Response(
            url=url,
            final_url=url,
            status=status,
            headers=tuple(sent.items()),
            body=body,
            at=NOW,
        )


class FakeTime:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []
        self._lock = Lock()

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.slept.append(seconds)
            self.seconds += seconds

    def clock(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)


def archive_of(
    answer: Callable[[str], Answer], **settings: object
) -> tuple[WaybackArchive, FakeDoor, FakeTime]:
    """An archive over a fake door, with the two that tell what it did."""
    door, time = FakeDoor(answer), FakeTime()
    made = Settings(**{"archive": BASE, "archive_per_minute": 0.0} | settings)  # type: ignore[arg-type]
    archive = WaybackArchive(
        made, door, clock=time.clock, sleep=time.sleep, monotonic=time.monotonic
    )
    return archive, door, time


def scripted(*answers: Answer) -> Callable[[str], Answer]:
    """Answers one after the other, the last one for ever."""
    left = list(answers)
    return lambda url: left.pop(0) if len(left) > 1 else left[0]


def memento_headers(moment: datetime, original: str, **more: str) -> dict[str, str]:
    """What a capture's answer carries (RFC 7089)."""
    stamp = moment.strftime("%a, %d %b %Y %H:%M:%S GMT")
    return {
        "Memento-Datetime": stamp,
        "Link": f'<{original}>; rel="original", <{BASE}/web/{original}>; rel="timegate"',
        "Content-Type": "text/html",
        **{name.replace("_", "-"): value for name, value in more.items()},
    }


class PlainDoor:
    """One request through requests, for recordings and loopback only."""

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        read_timeout: float | None = None,
        trusted: bool = False,
    ) -> Outcome:
        with requests.Session() as session:
            session.trust_env = False
            try:
                got = session.get(
                    url, headers=dict(headers or {}), allow_redirects=False, timeout=read_timeout
                )
            except requests.Timeout as error:
                return NoResponse(url=url, failure=Failure.TIMEOUT, why=str(error), at=NOW)
            except requests.ConnectionError as error:
                refused = "refused" in str(error).lower()
                failure = Failure.REFUSED if refused else Failure.RESET
                return NoResponse(url=url, failure=failure, why=str(error), at=NOW)
        return Response(
            url=url,
            final_url=url,
            status=got.status_code,
            headers=tuple(got.headers.items()),
            body=got.content,
            at=NOW,
        )
