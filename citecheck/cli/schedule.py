"""``citecheck schedule``: a timer, a crontab line or a workflow, ready to install."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from citecheck.cli.words import json_option, print_json
from citecheck.model.changes import choose_changes
from citecheck.model.errors import InputError
from citecheck.publications import open_publication, read_publication_list
from citecheck.schedule import Every, Plan, Target, render, render_files


@click.command(
    "schedule", epilog="Example: citecheck schedule endnotes/kyrgyzstan-2012 --as systemd"
)
@click.argument("publication", default="endnotes/kyrgyzstan-2012")
@click.option(
    "--as", "target", type=click.Choice([str(t) for t in Target]), default="systemd",
    help="Who is to start the audits.", show_default=True,
)  # fmt: skip
@click.option(
    "--every", type=click.Choice([str(e) for e in Every]), default="monthly",
    help="How often.", show_default=True,
)  # fmt: skip
@click.option(
    "--jitter", type=click.IntRange(1, 720), default=60, show_default=True,
    help="Minutes over which starts are spread.",
)  # fmt: skip
@click.option(
    "--budget", type=click.IntRange(5, 1440), default=120, show_default=True,
    help="Minutes after which an audit is stopped; the next one goes on.",
)  # fmt: skip
@click.option(
    "--only-due", is_flag=True,
    help="Ask each address only when it is due: alive ones rarely, failing ones soon.",
)  # fmt: skip
@click.option(
    "--notify", is_flag=True,
    help="Tell what changed: as [notices] in citecheck.toml says, on GitHub as an issue.",
)  # fmt: skip
@click.option(
    "--fail-on", metavar="CHANGES",
    help="Fail where such a change is new, as citecheck audit does; without --notify gone,changed.",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path),
    help="Write the files into this folder instead, such as ~/.config/systemd/user.",
)  # fmt: skip
@json_option
def command(
    publication: str,
    target: str,
    every: str,
    jitter: int,
    budget: int,
    only_due: bool,
    notify: bool,
    fail_on: str | None,
    output: Path | None,
    as_json: bool,
) -> int:
    """Print what makes audits of PUBLICATION run by themselves; nothing is installed.

    Starts are spread, an audit never runs beside another one of the same publication, and
    it ends within its time.  What is new is told as [notices] says, or by failing: as a unit
    that systemctl --failed shows, a mail of cron's, a workflow that failed.  @FILE schedules
    one run over all publications that a file lists, one a line.
    """
    name = _name(publication)
    if re.search(r"[\x00-\x1f\x7f]", f"{publication}{Path.cwd()}"):
        raise InputError("a path with a line break or control character cannot be scheduled")
    plan = Plan(
        name=name,
        publication=publication,
        folder=str(Path.cwd()),
        program=_program(),
        every=Every(every),
        jitter=jitter,
        minutes=budget,
        only_due=only_due,
        notify=notify,
        fail_on=_changes(fail_on),
    )
    if output:
        return _write(render_files(plan, Target(target)), output, as_json=as_json)
    text = render(plan, Target(target))
    if as_json:
        print_json({"schema": "citecheck/schedule/1", "target": target, "text": text})
    else:
        click.echo(text, nl=False)
    return 0


def _name(publication: str) -> str:
    """How the schedule is called; what cannot be read is told before anybody relies on it."""
    if not publication.startswith("@"):
        return open_publication(publication).name
    path = Path(publication[1:])
    read_publication_list(path)
    return re.sub(r"[^\w.-]+", "-", path.stem).strip("-.") or "list"


def _changes(words: str | None) -> str | None:
    """The changes that somebody named, in the words of the program: they go into a shell."""
    if words is None:
        return None
    choose_changes(words.split(","), what="--fail-on")
    return ",".join(word.strip().lower() for word in words.split(","))


def _program() -> str:
    """The path of the command: who starts it later may look for it elsewhere."""
    beside = Path(sys.executable).with_name("citecheck")
    return str(beside) if beside.is_file() else shutil.which("citecheck") or "citecheck"


def _write(files: Mapping[str, str], folder: Path, *, as_json: bool) -> int:
    """Write each file whole; those that stand there under its name are replaced."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            part = folder / f".{name}.part"
            part.write_text(text, encoding="utf-8")
            part.replace(folder / name)
    except OSError as error:
        raise InputError(
            f"cannot be written: {error.strerror or error}",
            source=str(folder),
            remedy="name a folder that you may write to",
        ) from error
    written = [(folder / name).as_posix() for name in files]
    if as_json:
        print_json({"schema": "citecheck/schedule/1", "files": written})
    else:
        for name in written:
            click.echo(f"written: {name}")
    return 0
