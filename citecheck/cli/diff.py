"""``citecheck diff``: what changed between two audits."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape

from citecheck.cli.words import json_option, one_line, print_json
from citecheck.history import Change, Comparison, Difference, History, compare_audits
from citecheck.model.changes import ALIASES, choose_changes
from citecheck.model.errors import InputError
from citecheck.publications import open_publication
from citecheck.report import read_audit, since_document
from citecheck.verdicts.failing import ordinal

SCHEMA = "citecheck/diff/1"


@click.command("diff", epilog="Example: citecheck diff --fail-on changed,gone")
@click.argument("older", metavar="[AUDIT]", required=False)
@click.argument("newer", metavar="[AUDIT]", required=False)
@click.option(
    "-p", "--publication", default="endnotes/kyrgyzstan-2012", help="Whose audits.",
    show_default=True,
)  # fmt: skip
@click.option(
    "--report", type=click.Path(path_type=Path), help="Its report's folder [reports/NAME]."
)
@click.option(
    "--fail-on", metavar="CHANGES",
    help=f"Exit with 1 for these only: {', '.join([*ALIASES, *Change])}.",
)  # fmt: skip
@json_option
def command(
    older: str | None,
    newer: str | None,
    publication: str,
    report: Path | None,
    fail_on: str | None,
    as_json: bool,
) -> int:
    """Print what changed from one audit to another; the last two unless told.

    AUDIT is the id of an audit in the history, a report's folder, or an audit.json.  A
    failure is told as a break once it has stood in three audits (failures_confirmed), a
    plain 404 or 410 at once; what one of the two did not look at is not compared.
    """
    wanted = choose_changes((fail_on or "any").split(","), what="--fail-on")
    history = History(report or Path("reports") / open_publication(publication).name)
    if not older and len(history.audits()) == 1:
        # a schedule's first run: nothing can have changed yet, which is no failure
        older = newer = history.audits()[0].id
    first, second = _choose(history, older, newer)
    comparison = compare_audits(first, second, history.before(str(first["audit"]["id"])))
    if as_json:
        print_json({"schema": SCHEMA, **(since_document(comparison) or {})})
    else:
        _show(comparison)
    return int(comparison.holds(wanted))


def _choose(
    history: History, older: str | None, newer: str | None
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The two documents; with one named, it is compared with the last."""
    if older and newer:
        return _load(history, older), _load(history, newer)
    kept = history.audits()
    missing = 2 - bool(older)
    if len(kept) < missing:
        raise InputError(
            f"the history holds {len(kept)} audits, and a comparison needs {missing} more",
            remedy="run `citecheck audit` again, or name two reports",
        )
    last = history.open_document(kept[-1].id)
    return (_load(history, older) if older else history.open_document(kept[-2].id)), last


def _load(history: History, named: str) -> Mapping[str, Any]:
    path = Path(named)
    return read_audit(path) if path.exists() else history.open_document(named)


def _show(comparison: Comparison) -> None:
    console = Console()
    then, now = comparison.older.get("started", "?"), comparison.newer.get("started", "?")
    count = len(comparison.differences)
    told = f"{count} changes" if count != 1 else "1 change"
    console.print(f"{told} from {then} to {now}", markup=False)
    for difference in comparison.differences:
        console.print(f"  [bold]{difference.change:<9}[/] {escape(_line(difference))}")
    if comparison.held:
        often = ordinal(comparison.confirmed)
        console.print(
            f"  held back: {len(comparison.held)} addresses fail, not yet for the {often} time"
        )
    if comparison.not_compared:
        console.print(f"  not compared: {comparison.not_compared} citations, not looked at")


def _line(difference: Difference) -> str:
    notes = ", ".join(map(str, difference.notes))
    step = " → ".join(one_line(side) for side in (difference.old, difference.new) if side)
    why = f" ({one_line(difference.why)})" if difference.why else ""
    return f"note {notes}: {one_line(difference.what)}: {step}{why}"
