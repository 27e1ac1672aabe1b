"""Run checkers on the loopback web: ``python -m benchmarks.web [1000] [citecheck lychee …]``.

Each runs as a program of its own, with a fresh server; printed are its wall time against
the lower bound, its processor time and peak memory, and what the server saw.  ``fetch``
is citecheck's live client alone, ``citecheck`` the whole audit, "on the web" the time from
the first request that the server saw to the end of the last.  lychee and linkinator
are taken from ``LYCHEE_PROGRAM`` and ``LINKINATOR_PROGRAM``, else from the path.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.web.scenarios import TIMEOUT, Address, lower_bound, make_addresses

JOBS, PER_HOST = 128, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One checker on the web: seconds, MiB, what the server saw, what it said."""

    wall: float
    processor: float
    peak: float
    seen: dict[str, float]
    output: str


@contextmanager
def server(
    seen: dict[str, float], program: str = "benchmarks.web.server", *arguments: str
) -> Iterator[tuple[int, ...]]:
    """A fresh server, and its ports; ``seen`` is filled when it ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", program, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield tuple(json.loads(process.stdout.readline()))
    finally:
        process.stdin.close()
        seen.update(json.loads(process.stdout.readline() or "{}"))
        process.stdout.close()
        process.kill()
        process.wait()


def command(tool: str, urls: list[str], folder: Path) -> list[str]:
    """How a checker is started; the same time-out for all, otherwise as it comes."""
    file = folder / "urls.txt"
    file.write_text("".join(f"{url}\n" for url in urls), encoding="utf-8")
    match tool:
        case "fetch":
            return [
                sys.executable,
                "-m",
                "benchmarks.web.fetch",
                str(file),
                str(JOBS),
                str(PER_HOST),
            ]
        case "citecheck":
            return [sys.executable, "-m", "citecheck", "audit", str(file), "--allow-private",
                    "--no-archive", "--jobs", str(JOBS), "--per-host", str(PER_HOST), "--delay",
                    "0", "--json", "-o", str(folder / "report"),
                    "--snapshots", str(folder / "snapshots")]  # fmt: skip
        case "lychee":
            program = os.environ.get("LYCHEE_PROGRAM") or shutil.which("lychee") or "lychee"
            return [program, "--timeout", str(int(TIMEOUT)), "--no-progress", "--format", "json",
                    str(file)]  # fmt: skip
        case "linkinator":
            program = os.environ.get("LINKINATOR_PROGRAM") or "linkinator"
            page = folder / "index.html"
            page.write_text("".join(f'<a href="{u}">x</a>\n' for u in urls), encoding="utf-8")
            return [program, str(page), "--timeout", str(int(1000 * TIMEOUT)), "--format", "json"]
        case _:
            raise SystemExit(f"no such checker: {tool}")


def run(tool: str, addresses: list[Address]) -> Run:
    """Run a checker on the addresses once."""
    seen: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as room, server(seen) as ports:
        folder = Path(room)
        urls = [address.url(*ports) for address in addresses]
        asked = command(tool, urls, folder)
        out = folder / "out"
        environment = {
            **os.environ,
            "CITECHECK_READ_TIMEOUT": str(TIMEOUT),
            "CITECHECK_CONNECT_TIMEOUT": str(TIMEOUT),
            "NO_PROXY": "*",
        }
        begun = time.monotonic()
        with out.open("wb") as stream, (folder / "err").open("wb") as errors:
            process = subprocess.Popen(asked, stdout=stream, stderr=errors, env=environment)
            _, _, used = os.wait4(process.pid, 0)
            process.returncode = 0
        wall = time.monotonic() - begun
        output = out.read_text(encoding="utf-8", errors="replace")
        if not output:
            print((folder / "err").read_text(errors="replace")[-2000:], file=sys.stderr)
    return Run(
        wall=wall,
        processor=used.ru_utime + used.ru_stime,
        peak=used.ru_maxrss / 1024,
        seen=seen,
        output=output,
    )


def statuses(output: str, addresses: list[Address]) -> list[str]:
    """The status that citecheck gave each address, in the order of the list."""
    by_number = {
        int(a["url"].rsplit("/", 1)[1].split(".")[0]): a["status"]
        for a in json.loads(output)["addresses"]
    }
    return [by_number[address.number] for address in addresses]


def tell(tool: str, found: Run, addresses: list[Address], bound: float) -> None:
    """Print a row of the table."""
    seen = found.seen
    print(
        f"| {tool} | {found.wall:.1f} | {found.wall / bound:.2f} "
        f"| {seen['seconds']:.1f} | {found.processor:.1f} "
        f"| {found.peak:.0f} | {seen['requests'] / len(addresses):.2f} | {seen['at once']} "
        f"| {seen['on one host']} | {seen['early']} |",
        flush=True,
    )


def _in_words(bound: dict[str, float]) -> str:
    return ", ".join(f"{name} {seconds:.1f} s" for name, seconds in bound.items())


def main(arguments: list[str]) -> None:
    """Measure and print."""
    counts = [int(a) for a in arguments if a.isdigit()] or [1000]
    tools = [a for a in arguments if not a.isdigit()] or ["fetch", "citecheck"]
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    for count in counts:
        addresses = make_addresses(count)
        bound = lower_bound(addresses, per_host=PER_HOST, jobs=JOBS)
        print(f"\n{count:,} addresses; " + _in_words(bound))
        kind = lower_bound(addresses, per_host=PER_HOST, jobs=JOBS, manners=True)
        print("with citecheck's second requests and waits: " + _in_words(kind))
        print("\n| checker | wall s | ÷ bound | on the web s | CPU s | peak MiB "
              "| requests ÷ addresses | at once | on one host | early |\n|"
              + " --- |" * 10)  # fmt: skip
        said: list[list[str]] = []
        for tool in tools:
            found = run(tool, addresses)
            tell(tool, found, addresses, bound["bound"])
            if tool == "citecheck":
                said.append(statuses(found.output, addresses))
                told = zip(addresses, said[-1], strict=True)
                wrong = Counter((a.way, s) for a, s in told if s != a.expected)
                print(f"  wrong verdicts: {dict(wrong) or 'none'}", flush=True)
        if len(said) > 1:
            print(f"  the same verdicts in all runs: {all(s == said[0] for s in said)}")


if __name__ == "__main__":
    main(sys.argv[1:])
