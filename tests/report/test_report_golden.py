"""Whole outputs, reviewed like code.  Renew them with ``CITECHECK_RENEW_GOLDEN=1``."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console, RenderableType
from sample import OFFLINE, sample_audit

from citecheck.model.audits import Audit
from citecheck.report import FORMATS, audit_document, note_document
from citecheck.report.terminal import note_view, slips_view, summary_table

GOLDEN = Path(__file__).parents[1] / "golden" / "report"
AUDIT = sample_audit()


def printed(view: RenderableType) -> str:
    console = Console(width=100, color_system=None, force_terminal=False)
    with console.capture() as capture:
        console.print(view, crop=False)
    return "".join(line.rstrip() + "\n" for line in capture.get().splitlines())


def note(number: int) -> str:
    return printed(note_view(note_document(AUDIT.publication, audit_document(AUDIT), number)))


def offline(filename: str) -> str:
    wanted = next(f for f in FORMATS if f.filename == filename)
    return wanted.render(sample_audit(OFFLINE))


def undrawn(render: Callable[[Audit], str]) -> str:
    """Without what the charts' library drew: its measures of text are those of this machine."""
    return re.sub(r"<svg.*?</svg>", "<svg></svg>", render(AUDIT), flags=re.DOTALL)


CASES: dict[str, Callable[[], str]] = {
    **{f.filename: lambda f=f: undrawn(f.render) for f in FORMATS},  # type: ignore[misc]
    "offline-summary.md": lambda: offline("summary.md"),
    "terminal-audit.txt": lambda: printed(summary_table(AUDIT)),
    "terminal-audit-offline.txt": lambda: printed(summary_table(sample_audit(OFFLINE))),
    "terminal-note-1.txt": lambda: note(1),
    "terminal-note-4.txt": lambda: note(4),
    "terminal-note-9.txt": lambda: note(9),
    "terminal-slips.txt": lambda: printed(slips_view(AUDIT.publication)),
}


@pytest.mark.parametrize("name", CASES)
def test_an_output_is_the_one_that_was_reviewed(name: str) -> None:
    text = CASES[name]()
    file = GOLDEN / name
    if os.environ.get("CITECHECK_RENEW_GOLDEN") == "1":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    assert text.encode() == file.read_bytes(), f"{name} differs; review, then renew"
