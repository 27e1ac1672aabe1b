"""citecheck and lychee on every row: ``python -m benchmarks.behaviours [--lychee PROGRAM]``.

The web of ``tests/pipeline/behaviours.yaml`` runs on loopback, afresh for each.  citecheck
audits it as its test does.  lychee (0.24, no dependency: an environment of its own) reaches it
through a proxy that passes bytes on as they are, with the same bounds: 3 s a request (citecheck
gives up after 2.5), two tries more a second apart, ten redirects, the certificates' authority.
It leaves out hosts under ``.test`` unasked, so theirs end in ``.internal`` here.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from unittest import mock

from benchmarks.behaviours.judging import Judgement, Line, Said, count, parse_lychee, to_table
from benchmarks.behaviours.relay import run_relay
from citecheck.publications import Source
from citecheck.wiring import audit_source
from tests.pipeline.behaviours import (
    ROWS,
    SETTINGS,
    SHARED,
    Row,
    addresses_of,
    name_of,
    publication,
    run_web,
)
from tests.pipeline.strange_web import resolver

_OPTIONS = (
    "--no-progress", "--format", "json", "-vv", "--timeout", "3", "--max-retries", "2",
    "--retry-wait-time", "1", "--max-redirects", "10", "--host-concurrency", "2",
    "--max-concurrency", "64",
)  # fmt: skip


def rename(rows: Sequence[Row]) -> list[Row]:
    """The rows with hosts that lychee asks."""
    named = [{**row, "host": name_of(number, row)} for number, row in enumerate(rows)]
    renamed: list[Row] = json.loads(json.dumps(named).replace(".test", ".internal"))
    return renamed


def list_cases(rows: Sequence[Row]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Name, address and right statuses of all that is asked, each once, in the table's order."""
    cases: dict[str, tuple[str, str, tuple[str, ...]]] = {}
    for number, row in enumerate(rows):
        wanted = row["expect"] if isinstance(row["expect"], list) else [row["expect"]]
        expected = [wanted, *([status] for status in row.get("also", {}).values())]
        for turn, (url, right) in enumerate(zip(addresses_of(number, row), expected, strict=True)):
            name = row["name"] if turn == 0 else f"{row['name']} ({turn + 1})"
            cases.setdefault(url, (name, url, tuple(right)))
    return list(cases.values())


def ask_citecheck(rows: Sequence[Row]) -> dict[str, str]:
    """The status of each address, by a whole audit."""
    shared = json.loads(json.dumps(SHARED).replace(".test", ".internal"))
    with tempfile.TemporaryDirectory() as room, run_web(rows, Path(room), shared) as running:
        trusted = {"REQUESTS_CA_BUNDLE": str(running.certificates.bundle)}
        with (
            mock.patch.object(socket, "getaddrinfo", resolver(running.places)),
            mock.patch.dict(os.environ, trusted),
        ):
            source = Source(publication=publication(rows), name="rows", shown="rows")
            audit = audit_source(source, SETTINGS, snapshots=Path(room) / "snapshots")
    return {report.url: str(report.status) for report in audit.addresses}


def ask_lychee(program: str, rows: Sequence[Row], urls: Sequence[str]) -> dict[int, Said]:
    """What lychee says, by the number of the address in the list, from 1."""
    shared = json.loads(json.dumps(SHARED).replace(".test", ".internal"))
    with (
        tempfile.TemporaryDirectory() as room,
        run_web(rows, Path(room), shared) as running,
        run_relay(running.places) as proxy,
    ):
        listed = Path(room) / "urls.txt"
        listed.write_text("".join(f"{url}\n" for url in urls), encoding="utf-8")
        environment = {
            name: value for name, value in os.environ.items() if not name.upper().endswith("_PROXY")
        } | {
            "HTTP_PROXY": proxy, "HTTPS_PROXY": proxy, "NO_PROXY": "127.0.0.1",
            "SSL_CERT_FILE": str(running.certificates.bundle),
        }  # fmt: skip
        done = subprocess.run(
            [program, *_OPTIONS, str(listed)],
            capture_output=True, text=True, check=False, cwd=room, env=environment, timeout=300,
        )  # fmt: skip
    try:
        return parse_lychee(json.loads(done.stdout))
    except ValueError:
        raise SystemExit(f"{program} gave no JSON: {done.stderr[-500:]}") from None


def compare(ours: Mapping[str, str], said: Mapping[int, Said], rows: Sequence[Row]) -> list[Line]:
    """A line for each address."""
    return [
        Line(name=name, expected=right, ours=ours[url], lychee=said.get(number))
        for number, (name, url, right) in enumerate(list_cases(rows), start=1)
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask, compare and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.behaviours")
    parser.add_argument("--lychee", metavar="PROGRAM", help="lychee's program; without: ours alone")
    parser.add_argument("--wrong", action="store_true", help="only rows where either errs")
    chosen = parser.parse_args(arguments)
    rows = rename(ROWS)
    urls = [url for _, url, _ in list_cases(rows)]
    said = ask_lychee(chosen.lychee, rows, urls) if chosen.lychee else {}
    lines = compare(ask_citecheck(rows), said, rows)
    shown = [x for x in lines if not chosen.wrong or set(x.judged) != {Judgement.RIGHT}]
    print("\n".join(to_table(shown, beside=bool(chosen.lychee))))
    print(f"\n{len(lines)} addresses, {len(rows)} behaviours")
    for judgement, (mine, theirs) in count(lines).items():
        print(f"{judgement}: citecheck {mine}" + (f", lychee {theirs}" if chosen.lychee else ""))


if __name__ == "__main__":
    main()
