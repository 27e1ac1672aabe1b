"""``citecheck save``: ask the Wayback Machine to keep what is still alive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from citecheck.capture.archives.places import unwrapped
from citecheck.cli.words import (
    json_option,
    network_options,
    one_line,
    parse_numbers,
    print_json,
    settings_from,
)
from citecheck.model.saving import SaveReport, SaveState
from citecheck.publications import open_publication
from citecheck.report.audit_reader import read_audit
from citecheck.wiring import SNAPSHOTS, save_addresses

_ALIVE = frozenset({"ok", "moved"})
_GOOD = frozenset({SaveState.ARCHIVED, SaveState.ALREADY})


@click.command("save", epilog="Example: citecheck save endnotes/kyrgyzstan-2012 --dry-run")
@click.argument("publication", default="endnotes/kyrgyzstan-2012")
@click.option(
    "--audit", "audit_folder", type=click.Path(path_type=Path),
    help="The report of the audit that tells what is alive [reports/NAME].",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Only list what would be asked; needs no keys.")
@click.option(
    "--recent", type=click.IntRange(0, 3650), default=30, show_default=True,
    help="A capture of the last so many days is good enough.",
)  # fmt: skip
@click.option("--only", metavar="NOTES", help="Only the sources of these notes, such as 3,5-8.")
@click.option("--save", "save_url", metavar="URL", help="Where to ask for captures.")
@click.option("--archive", metavar="URL", help="The web archive in which to look for them.")
@click.option(
    "--snapshots", type=click.Path(path_type=Path), default=SNAPSHOTS, help="The captures' folder."
)
@network_options
@json_option
def command(
    publication: str,
    audit_folder: Path | None,
    dry_run: bool,
    recent: int,
    only: str | None,
    save_url: str | None,
    archive: str | None,
    snapshots: Path,
    proxy: str | None,
    allow_private: bool | None,
    as_json: bool,
) -> int:
    """Ask the Wayback Machine to keep the sources of PUBLICATION that are still alive.

    Alive is what the last audit found ok or moved; lost pages are not saved.  It takes your
    keys of archive.org, from CITECHECK_SAVE_ACCESS_KEY and CITECHECK_SAVE_SECRET_KEY.
    What is asked for counts as archived only when the archive shows it.  Ctrl-C keeps what is
    done; run again to go on.
    """
    settings = settings_from(
        save=save_url, archive=archive, proxy=proxy, allow_private=allow_private
    )
    source = open_publication(publication)
    document = read_audit(audit_folder or Path("reports") / source.name)
    wanted, skipped = choose_addresses(document["addresses"], parse_numbers(only))
    if dry_run:
        return _list(wanted, skipped, as_json=as_json)
    reports: list[SaveReport] = []
    asked = save_addresses(
        list(wanted),
        settings,
        journal=snapshots / f"{source.name}.save.jsonl",
        recent_days=recent,
    )
    for report in asked:
        reports.append(report)
        if not as_json:
            click.echo(f"{report.state:<10} {one_line(report.url)}  {_told(report)}")
    _tell(reports, wanted, skipped, as_json=as_json)
    return int(any(report.state not in _GOOD for report in reports))


def choose_addresses(
    addresses: Iterable[Mapping[str, Any]], only: Sequence[int]
) -> tuple[dict[str, list[int]], list[dict[str, str]]]:
    """What to save, with the notes that cite it; and what is left out, with its status."""
    wanted: dict[str, list[int]] = {}
    skipped = []
    for address in addresses:
        if only and not set(only).intersection(address["notes"]):
            continue
        if address["status"] in _ALIVE:
            notes = wanted.setdefault(unwrapped(address["url"]), [])
            notes.extend(n for n in address["notes"] if n not in notes)
        else:
            skipped.append({"url": address["url"], "status": address["status"]})
    return wanted, skipped


def _list(
    wanted: Mapping[str, Sequence[int]], skipped: Sequence[dict[str, str]], *, as_json: bool
) -> int:
    if as_json:
        planned = [
            SaveReport(url=url, state=SaveState.NOT_ASKED, why="a dry run") for url in wanted
        ]
        _tell(planned, wanted, skipped, as_json=True)
        return 0
    for url in wanted:
        click.echo(one_line(url))
    click.echo(f"{len(wanted)} addresses would be asked for; {_left_out(skipped)}")
    return 0


def _tell(
    reports: Sequence[SaveReport],
    wanted: Mapping[str, Sequence[int]],
    skipped: Sequence[dict[str, str]],
    *,
    as_json: bool,
) -> None:
    counts = Counter(str(report.state) for report in reports)
    if not as_json:
        words = ", ".join(f"{n} {word.replace('_', ' ')}" for word, n in sorted(counts.items()))
        click.echo(f"{words or 'nothing is alive'}; {_left_out(skipped)}")
        return
    print_json(
        {
            "schema": "citecheck/save/1",
            "addresses": [
                {
                    "url": report.url,
                    "notes": sorted(wanted.get(report.url, ())),
                    "state": report.state.value,
                    "why": report.why,
                    "job": report.job,
                    "timestamp": report.timestamp,
                    "archived_url": report.archived_url,
                }
                for report in reports
            ],
            "skipped": list(skipped),
            "counts": {state.value: counts[state.value] for state in SaveState},
        }
    )


def _left_out(skipped: Sequence[dict[str, str]]) -> str:
    return f"{len(skipped)} left out, not alive in the last audit"


def _told(report: SaveReport) -> str:
    return one_line(report.archived_url or report.why)
