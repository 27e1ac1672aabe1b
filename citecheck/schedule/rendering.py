"""From a plan to the text of a timer, a crontab line or a workflow."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
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
_TEMPLATES = {
    Target.SYSTEMD: ("citecheck.service.j2", "citecheck.timer.j2"),
    Target.CRON: ("crontab.j2",),
    Target.GITHUB: ("workflow.yml.j2",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be run, where and how often.

    ``publication`` as the command takes it; ``folder`` where it runs; ``program`` the
    path of the command; ``jitter`` minutes by which starts are spread; ``minutes`` after
    which an audit is stopped; ``fail_on`` the changes that fail a workflow; ``install``
    what a workflow types to install the program.
    """

    name: str
    publication: str
    folder: str
    program: str = "citecheck"
    every: Every = Every.MONTH
    jitter: int = 60
    minutes: int = 120
    fail_on: str = "broken,value,verdict"
    install: str = "python -m pip install citecheck"


def render(plan: Plan, target: Target) -> str:
    """The text to install; each file begins with a comment that says where it goes."""
    calendar, cron = _TIMES[plan.every]
    values = {name: getattr(plan, name) for name in plan.__slots__}
    texts = [
        _environment().get_template(name).render(**values, calendar=calendar, cron=cron)
        for name in _TEMPLATES[target]
    ]
    return "\n".join(texts)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("citecheck.schedule"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
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
