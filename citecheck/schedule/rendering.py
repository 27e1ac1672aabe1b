"""From a plan to the text of a timer, a crontab line or a workflow."""

from __future__ import annotations

import shlex
import zlib
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined


class Target(StrEnum):
    """Who starts the audits."""

    SYSTEMD = "systemd"
    CRON = "cron"
    GITHUB = "github"


class Every(StrEnum):
    """How often."""

    DAY = "daily"
    WEEK = "weekly"
    MONTH = "monthly"


#: systemd.time(7) and crontab(5), both at an odd time of the night.
_TIMES = {
    Every.DAY: ("*-*-* 03:17:00", "17 3 * * *"),
    Every.WEEK: ("Mon *-*-* 03:17:00", "17 3 * * 1"),
    Every.MONTH: ("*-*-01 03:17:00", "17 3 1 * *"),
}
#: What makes a schedule fail that tells nobody: so it is seen.
NEWS = "gone,changed"
#: The share of an audit's time in which it may ask the web.
_ASKING = 0.75
_TEMPLATES = {
    Target.SYSTEMD: {"service": "citecheck.service.j2", "timer": "citecheck.timer.j2"},
    Target.CRON: {"crontab": "crontab.j2"},
    Target.GITHUB: {"yml": "workflow.yml.j2"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be run, where and how often.

    ``publication`` as the command takes it, also a list (@FILE); ``folder`` where it runs;
    ``program`` the path of the command; ``jitter`` minutes by which starts are spread;
    ``minutes`` after which an audit is stopped: nothing more is asked a while before;
    ``only_due`` whether it leaves alone what need not be asked yet; ``notify`` whether what
    changed is told (``[notices]``; by a workflow as an issue); ``fail_on`` the changes that
    make it fail, where nobody is told :data:`NEWS` unless others are named; ``install`` what a
    workflow types to install the program.
    """

    name: str
    publication: str
    folder: str
    program: str = "citecheck"
    every: Every = Every.MONTH
    jitter: int = 60
    minutes: int = 120
    notify: bool = False
    only_due: bool = False
    fail_on: str | None = None
    install: str = "python -m pip install citecheck"

    @property
    def asking(self) -> int:
        """Seconds after which nothing more is asked; the rest is for reading and judging."""
        return int(self.minutes * 60 * _ASKING)

    @property
    def failing(self) -> str | None:
        """The changes that make it fail; ``None``: findings are no failure."""
        return self.fail_on or (None if self.notify else NEWS)

    @property
    def flags(self) -> str:
        """What the audit is told beside its publication."""
        due = " --only-due" if self.only_due else ""
        fail = f" --fail-on {self.failing}" if self.failing else ""
        return f"{due} --budget {self.asking}{fail}{' --notify' if self.notify else ''}"


def render(plan: Plan, target: Target) -> str:
    """The text to install; each file begins with a comment that says where it goes."""
    return "\n".join(render_files(plan, target).values())


def render_files(plan: Plan, target: Target) -> dict[str, str]:
    """The files to install, by the name that each is to have."""
    calendar, cron = _TIMES[plan.every]
    names = (*(one.name for one in fields(plan)), "asking", "flags", "failing")
    values = {name: getattr(plan, name) for name in names}
    values["spread_cron"] = _spread(cron, plan)
    return {
        f"citecheck-{plan.name}.{ending}": _environment()
        .get_template(template)
        .render(**values, calendar=calendar, cron=cron)
        for ending, template in _TEMPLATES[target].items()
    }


def _spread(cron: str, plan: Plan) -> str:
    """The same time, later by some of the plan's jitter: always the same for a publication.

    A workflow that slept would be paid for.
    """
    minute, hour, rest = cron.split(" ", 2)
    later = zlib.crc32(plan.name.encode()) % (min(plan.jitter, 720) + 1)
    at = int(hour) * 60 + int(minute) + later
    return f"{at % 60} {at // 60} {rest}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("citecheck.schedule"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 - no HTML: each place has the quoting of its own file
    )
    environment.filters |= {"percent": _percent, "unit": _unit, "cron": _cron}
    return environment


def _percent(text: str) -> str:
    """A value of a unit file: a percent sign begins a specifier (systemd.unit(5))."""
    return text.replace("%", "%%")


def _unit(text: str) -> str:
    """A word of ExecStart (systemd.service(5)): quoted, ``$`` and ``%`` doubled."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{_percent(escaped)}"'


def _cron(text: str) -> str:
    """A word of a crontab's command: for the shell, a percent sign kept from cron."""
    return shlex.quote(text).replace("%", "\\%")
