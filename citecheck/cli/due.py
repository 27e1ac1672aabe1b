"""``citecheck due``: which addresses an audit with ``--only-due`` would ask, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from citecheck.cli.naming import DEFAULT, find_named, open_all
from citecheck.cli.words import json_option, one_line, print_json, settings_from
from citecheck.history import History
from citecheck.model.verdicts import Standing
from citecheck.publications import Source, open_publication
from citecheck.report.audit_json import utc
from citecheck.report.collection import Failed
from citecheck.settings import Settings
from citecheck.verdicts.due import choose_next_check
from citecheck.verdicts.failing import ordinal
from citecheck.wiring import now

SCHEMA = "citecheck/due/1"


@click.command("due", epilog="Example: citecheck due endnotes/kyrgyzstan-2012")
@click.argument("publications", metavar="[PUBLICATION]...", nargs=-1)
@click.option(
    "--list", "lists", type=click.Path(path_type=Path), multiple=True,
    help="A file that names publications, one a line; @FILE says the same.",
)  # fmt: skip
@click.option(
    "--reports", type=click.Path(path_type=Path), default=Path("reports"), show_default=True,
    help="The folder of the reports, where the histories are.",
)  # fmt: skip
@json_option
def command(
    publications: tuple[str, ...], lists: tuple[Path, ...], reports: Path, as_json: bool
) -> int:
    """Print when each address of PUBLICATION is to be asked again, what is due first.

    That is worked out from its history and the settings; nothing is asked of the web.
    """
    settings, today = settings_from(), now().date()
    failed: list[Failed] = []
    named = find_named(publications, lists)
    sources = (
        (open_publication(publications[0] if publications else DEFAULT),)
        if named is None
        else open_all(named, failed)
    )
    found = [(source, _find_checks(source, reports, settings, today)) for source in sources]
    if as_json:
        told = [_document(source, checks) for source, checks in found]
        print_json({"schema": SCHEMA, "today": today.isoformat(), "publications": told})
    else:
        for source, checks in found:
            _show(source, checks)
    return 2 if failed else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Check:
    """When an address is next to be asked, and how it stands; ``None``: it never was."""

    url: str
    notes: tuple[int, ...]
    standing: Standing | None
    day: date
    due: bool


def _find_checks(
    source: Source, reports: Path, settings: Settings, today: date
) -> tuple[_Check, ...]:
    notes: dict[str, list[int]] = {}
    for note in source.publication.endnotes:
        for url in dict.fromkeys(c.url for c in note.citations if c.url):
            notes.setdefault(url, []).append(note.number)
    standings = History(reports / source.name).standings(days_apart=settings.failure_days)
    checks = []
    for url, numbers in notes.items():
        standing = standings.get(url)
        day = choose_next_check(url, standing, settings) if standing else today
        checks.append(
            _Check(url=url, notes=tuple(numbers), standing=standing, day=day, due=day <= today)
        )
    return tuple(sorted(checks, key=lambda c: (c.day, c.notes, c.url)))


def _document(source: Source, checks: tuple[_Check, ...]) -> dict[str, Any]:
    return {
        "publication": source.shown,
        "due": sum(check.due for check in checks),
        "addresses": [
            {
                "url": check.url,
                "notes": list(check.notes),
                "due": check.due,
                "next_check": check.day.isoformat(),
                "asked": utc(check.standing.asked) if check.standing else None,
                "alive_since": utc(check.standing.alive_since) if check.standing else None,
                "failures": _failures(check),
            }
            for check in checks
        ],
    }


def _failures(check: _Check) -> int:
    return check.standing.streak.failures if check.standing and check.standing.streak else 0


def _show(source: Source, checks: tuple[_Check, ...]) -> None:
    due = sum(check.due for check in checks)
    later = next((f", the next on {check.day}" for check in checks if not check.due), "")
    click.echo(f"{one_line(source.shown)}: {due} of {len(checks)} addresses are due{later}")
    for check in checks:
        when = "due       " if check.due else check.day.isoformat()
        click.echo(f"  {when}  {_how(check):<38}  {one_line(check.url)}")


def _how(check: _Check) -> str:
    if check.standing is None:
        return "never asked"
    asked = f"asked {check.standing.asked:%Y-%m-%d}"
    since, failures = check.standing.alive_since, _failures(check)
    if failures:
        return f"{asked}, failing ({ordinal(failures)} time)"
    return f"{asked}, alive since {since:%Y-%m-%d}" if since else asked
