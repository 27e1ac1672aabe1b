"""How this machine is: its network, its way to the archive, its clock, its disk."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from citecheck.capture.clocks import CLOCK_SECONDS, seconds_ahead
from citecheck.capture.door import Door
from citecheck.capture.network import SystemProbe
from citecheck.model.captures import Network, NoResponse
from citecheck.settings import Settings

#: Bytes of free disk below which an audit of a few hundred sources may not fit.
FREE_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at: whether it is well, and what was seen, in words."""

    name: str
    well: bool
    seen: str


def examine(settings: Settings, folder: Path, now: Callable[[], datetime]) -> tuple[Check, ...]:
    """Look at everything that an audit relies on; nothing is written.

    Takes as long as the probe and one request to the archive.
    """
    state = SystemProbe(settings).look([settings.archive])
    online = state.network is Network.ONLINE
    checks = [Check(name="network", well=online, seen=state.why)]
    if online and settings.use_archive:
        checks += _archive(settings, now)
    return (*checks, _disk(folder))


def _archive(settings: Settings, now: Callable[[], datetime]) -> list[Check]:
    answer = Door(settings).get(f"{settings.archive.rstrip('/')}/", trusted=True)
    if isinstance(answer, NoResponse):
        return [Check(name="archive", well=False, seen=f"{settings.archive}: {answer.why}")]
    told = f"{settings.archive} answers {answer.status}"
    checks = [Check(name="archive", well=answer.status < 500, seen=told)]
    skew = seconds_ahead(answer, now())
    if skew is not None:
        well = abs(skew) <= CLOCK_SECONDS
        told = f"{abs(skew):.0f} s {'ahead of' if skew > 0 else 'behind'} the archive's"
        checks.append(Check(name="clock", well=well, seen=told))
    return checks


def _disk(folder: Path) -> Check:
    there = next((path for path in (folder, *folder.absolute().parents) if path.exists()), folder)
    free = shutil.disk_usage(there).free
    return Check(
        name="disk",
        well=free >= FREE_BYTES,
        seen=f"{free / 1e9:.1f} GB free for {folder}",
    )
