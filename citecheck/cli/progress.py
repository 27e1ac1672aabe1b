"""Progress on the terminal: a bar a stage, and what is going on now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from citecheck.cli.words import one_line
from citecheck.ports import Progress as ProgressPort
from citecheck.ports import Step

_WORDS = {
    "network": "own network",
    "live": "live web",
    "extract": "reading",
    "archive": "archive",
    "match": "figures",
}


@contextmanager
def shown_progress() -> Iterator[ProgressPort]:
    """Bars on stderr while the block runs; nothing where stderr is no terminal."""
    bars = Progress(
        TextColumn("{task.description:<12}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[what]}"),
        console=Console(stderr=True),
        transient=True,
    )
    tasks: dict[str, TaskID] = {}
    lock = Lock()

    def show(step: Step) -> None:
        what = escape(one_line(step.what))[:80]
        with lock:
            if step.stage not in tasks:
                words = _WORDS.get(step.stage, step.stage)
                tasks[step.stage] = bars.add_task(words, total=step.total, what=what)
        bars.update(tasks[step.stage], completed=step.done, total=step.total, what=what)

    if not bars.console.is_terminal:
        yield lambda _: None
        return
    with bars:
        yield show
