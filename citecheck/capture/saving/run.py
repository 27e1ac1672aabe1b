"""A whole publication's living addresses given to the archive, within its limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol, assert_never

from citecheck.capture.archives.gate import MOST_REFUSALS, Gate
from citecheck.capture.saving.journal import SaveJournal
from citecheck.capture.saving.spn2 import (
    Done,
    Job,
    KeysRefused,
    Recent,
    Refused,
    SavePageNow,
    SlowDown,
    Unclear,
)
from citecheck.model.captures import Holding, Memento, Response
from citecheck.model.errors import InputError
from citecheck.model.saving import SaveReport, SaveState
from citecheck.ports import Archive

#: So many captures are under way at once at most; the archive bears three of one user.
MOST_JOBS = 3
#: A job is asked about so often, and no longer than this; then a later run asks.
POLL_SECONDS = 6.0
MOST_POLLS = 50
#: So many answers in a row that say nothing, and the run ends.
MOST_SILENCES = 5
#: Tries of an address whose refusal passes by itself.
MOST_TRIES = 3
#: The index lags behind captures by hours, their replay by moments.
_SETTLED = frozenset({SaveState.ARCHIVED, SaveState.ALREADY})


class Clock(Protocol):
    """Tells the time."""

    def __call__(self) -> datetime:
        """The time now, as an aware UTC datetime."""
        ...


@dataclass(slots=True)
class _Pending:
    report: SaveReport
    asked_at: datetime
    polls: int = 0


@dataclass(slots=True)
class Saver:
    """Asks for captures, follows their jobs, and looks at what the archive then shows."""

    spn: SavePageNow
    archive: Archive
    journal: SaveJournal
    gate: Gate
    clock: Clock
    sleep: Callable[[float], object]
    recent_days: int
    #: Where a reader sees a capture: its 14 digits and address to the archive's.
    shown: Callable[[str, str], str]
    _refusals: int = field(default=0, init=False)
    _silences: int = field(default=0, init=False)
    _over: str = field(default="", init=False)

    def save(self, urls: Sequence[str]) -> Iterator[SaveReport]:
        """What came of each address, in the order in which that was established.

        What an earlier run established is not asked again; a job that it left is
        asked about.  Raises :class:`InputError` if the archive refuses the keys.
        """
        known = self.journal.load()
        waiting: list[tuple[str, int]] = []
        pending: list[_Pending] = []
        for url in dict.fromkeys(urls):
            before = known.get(url)
            if before and before.state in _SETTLED:
                yield before
            elif before and before.job and before.state is SaveState.SUBMITTED:
                pending.append(_Pending(before, self.clock()))
            elif before and before.state is SaveState.UNKNOWN and (seen := self._seen(before)):
                yield self._noted(seen)
            else:
                waiting.append((url, 1))
        while waiting or pending:
            while waiting and len(pending) < MOST_JOBS:
                url, tries = waiting.pop(0)
                report = self._submit(url, tries, waiting)
                if report is None:
                    continue
                if report.state is SaveState.SUBMITTED:
                    pending.append(_Pending(self._noted(report), self.clock()))
                else:
                    yield self._noted(report)
            if pending:
                self.sleep(POLL_SECONDS)
                for one in list(pending):
                    settled = self._followed(one)
                    if settled:
                        pending.remove(one)
                        yield self._noted(settled)

    def _noted(self, report: SaveReport) -> SaveReport:
        if report.state is not SaveState.NOT_ASKED:
            self.journal.write(report)
        return report

    def _submit(self, url: str, tries: int, waiting: list[tuple[str, int]]) -> SaveReport | None:
        """What the archive said at once; ``None``: it is asked again later."""
        if self._over:
            return SaveReport(url=url, state=SaveState.NOT_ASKED, why=self._over)
        answer = self.spn.submit(url, recent_days=self.recent_days)
        self._silences = self._silences + 1 if isinstance(answer, Unclear) else 0
        if self._silences >= MOST_SILENCES:
            self._over = "the archive gives no answer: run again later to go on"
        match answer:
            case Job(name=name):
                why = "accepted; the capture was not seen yet"
                return SaveReport(url=url, state=SaveState.SUBMITTED, why=why, job=name)
            case Recent(why=why):
                return self._recent(url, why)
            case Refused(why=why, again=again):
                if again and tries < MOST_TRIES:
                    waiting.append((url, tries + 1))
                    self.sleep(POLL_SECONDS)
                    return None
                return SaveReport(url=url, state=SaveState.REFUSED, why=why)
            case SlowDown(seconds=seconds):
                self._slow_down(seconds)
                waiting.insert(0, (url, tries))
                return None
            case KeysRefused(why=why):
                raise _keys_refused(why)
            case Unclear(why=why):
                return SaveReport(url=url, state=SaveState.UNKNOWN, why=why)
            case _:
                assert_never(answer)

    def _recent(self, url: str, why: str) -> SaveReport:
        """The archive says that it has a recent capture: so it must show one."""
        memento = self._latest(url, self.recent_days)
        if memento is None:
            why = f"{why} It is not in the archive's list yet."
            return SaveReport(url=url, state=SaveState.ALREADY, why=why)
        return SaveReport(
            url=url,
            state=SaveState.ALREADY,
            why=why,
            timestamp=memento.timestamp,
            archived_url=memento.url,
        )

    def _followed(self, one: _Pending) -> SaveReport | None:
        """What came of a job; ``None`` while it is under way."""
        report = one.report
        answer = self.spn.status(report.job or "")
        one.polls += 1
        match answer:
            case Done(timestamp=timestamp, original=original):
                return self._verified(report, timestamp, original)
            case Refused(why=why):
                # an error of the job can hide a capture that was made (seen 2025)
                seen = self._seen(report)
                return seen or replace(report, state=SaveState.FAILED, why=why, job=None)
            case KeysRefused(why=why):
                raise _keys_refused(why)
            case SlowDown(seconds=seconds):
                self._slow_down(seconds)
            case Job() | Unclear():
                pass
            case _:
                assert_never(answer)
        if one.polls < MOST_POLLS and not self._over:
            return None
        why = self._over or "accepted; the capture is still under way: run again to look for it"
        return replace(report, why=why)

    def _verified(self, report: SaveReport, timestamp: str, original: str) -> SaveReport:
        """The capture that a job names, looked at in the archive itself."""
        memento = Memento(
            timestamp=timestamp,
            original=original or report.url,
            url="",
            archive=self.archive.name,
        )
        shown = self.archive.fetch(memento)
        if isinstance(shown, Response) and shown.at.strftime("%Y%m%d%H%M%S") >= timestamp:
            if shown.status < 400:
                return self._archived(report, timestamp, original, "captured and seen")
            why = f"captured was an error page ({shown.status})"
            return replace(report, state=SaveState.FAILED, why=why, job=None)
        seen = self._seen(report)
        why = "the archive calls it done; the capture cannot be seen yet: run again to look for it"
        return seen or replace(report, why=why)

    def _archived(self, report: SaveReport, timestamp: str, original: str, why: str) -> SaveReport:
        return replace(
            report,
            state=SaveState.ARCHIVED,
            why=why,
            job=None,
            timestamp=timestamp,
            archived_url=self.shown(timestamp, original or report.url),
        )

    def _seen(self, report: SaveReport) -> SaveReport | None:
        """A capture of today or yesterday in the archive's list, if there is one."""
        memento = self._latest(report.url, 1)
        if memento is None:
            return None
        return self._archived(report, memento.timestamp, memento.original, "captured and listed")

    def _latest(self, url: str, days: int) -> Memento | None:
        answer = self.archive.holdings(url)
        if answer.holding is not Holding.CAPTURED:
            return None
        since = (self.clock() - timedelta(days=days)).strftime("%Y%m%d%H%M%S")
        recent = [m for m in answer.mementos if m.timestamp >= since and m.status in (200, None)]
        return recent[-1] if recent else None

    def _slow_down(self, seconds: float) -> None:
        self._refusals += 1
        self.gate.hold(seconds)
        if self._refusals >= MOST_REFUSALS or seconds > 600:
            self._over = "the archive asked us to slow down (429): run again later to go on"


def _keys_refused(why: str) -> InputError:
    return InputError(
        why,
        remedy="check CITECHECK_SAVE_ACCESS_KEY and CITECHECK_SAVE_SECRET_KEY "
        "(https://archive.org/account/s3.php)",
    )
