"""``citecheck doctor``: whether this machine is fit for an audit."""

from __future__ import annotations

import platform
from dataclasses import asdict

import click

import citecheck
from citecheck.cli.words import json_option, network_options, one_line, print_json, settings_from
from citecheck.wiring import examine_machine


@click.command("doctor", epilog="Example: citecheck doctor --json")
@network_options
@click.option("--archive", metavar="URL", help="The web archive to ask.")
@json_option
def command(
    proxy: str | None, allow_private: bool | None, archive: str | None, as_json: bool
) -> int:
    """Look at this machine's network, its way to the archive, its clock and its disk.

    Exits with 1 if something would spoil an audit.
    """
    settings = settings_from(proxy=proxy, allow_private=allow_private, archive=archive)
    checks = examine_machine(settings)
    versions = {"citecheck": citecheck.__version__, "python": platform.python_version()}
    if as_json:
        found = [asdict(check) for check in checks]
        print_json({"schema": "citecheck/doctor/1", "versions": versions, "checks": found})
    else:
        click.echo(", ".join(f"{name} {version}" for name, version in versions.items()))
        for check in checks:
            mark = "well" if check.well else "AMISS"
            click.echo(f"{mark:<6}{check.name:<8} {one_line(check.seen)}")
    return int(not all(check.well for check in checks))
