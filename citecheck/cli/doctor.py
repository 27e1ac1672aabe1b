"""``citecheck doctor``: whether this machine, and a publication, are fit for an audit."""

from __future__ import annotations

import platform
import sqlite3
import ssl
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

import citecheck
from citecheck.cli.words import json_option, network_options, one_line, print_json, settings_from
from citecheck.examining import examine_machine, examine_publication
from citecheck.publications import open_publication

#: Libraries whose version decides what an audit makes of the web and of files.
_LIBRARIES = (
    "requests",
    "urllib3",
    "warcio",
    "beautifulsoup4",
    "lxml",
    "pypdfium2",
    "pdfminer.six",
)


@click.command("doctor", epilog="Example: citecheck doctor --json")
@click.argument("publication", required=False)
@network_options
@click.option("--archive", metavar="URL", help="The web archive to ask.")
@click.option(
    "--report", type=click.Path(path_type=Path), help="The publication's reports [reports/NAME]."
)
@json_option
def command(
    publication: str | None,
    proxy: str | None,
    allow_private: bool | None,
    archive: str | None,
    report: Path | None,
    as_json: bool,
) -> int:
    """Look at this machine: network, archive, clock, disk, workers, snapshots.

    With PUBLICATION also at its lock, its history and its notices.  Exits with 1 if
    something would spoil an audit.
    """
    settings = settings_from(proxy=proxy, allow_private=allow_private, archive=archive)
    source = open_publication(publication) if publication else None
    checks = examine_machine(settings)
    if source:
        checks += examine_publication(source, report or Path("reports") / source.name)
    versions = _versions()
    if as_json:
        found = [asdict(check) for check in checks]
        print_json({"schema": "citecheck/doctor/1", "versions": versions, "checks": found})
    else:
        click.echo(", ".join(f"{name} {number}" for name, number in versions.items()))
        for check in checks:
            mark = "well" if check.well else "AMISS"
            click.echo(f"{mark:<6}{check.name:<10} {one_line(check.seen)}")
    return int(not all(check.well for check in checks))


def _versions() -> dict[str, str]:
    found = {
        "citecheck": citecheck.__version__,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "openssl": ssl.OPENSSL_VERSION.removeprefix("OpenSSL ").split()[0],
    }
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "missing"
    return found
