"""The slips of a publication in the terminal: ``citecheck lint``."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from citecheck.model.notes import Publication, Severity
from citecheck.report.slips_json import slips_document
from citecheck.report.terminal_words import severity_word, slip_words
from citecheck.report.words import count_words
from citecheck.safe_text import one_line

_GRAVEST = {severity.value: place for place, severity in enumerate(Severity)}


def slips_view(publication: Publication) -> RenderableType:
    """The slips of a publication by kind, the gravest first, with their count on the last line."""
    document = slips_document(publication)
    counts = ", ".join(f"{n} {word}" for word, n in document["counts"].items())
    notes = count_words(document["publication"]["notes"], "note")
    kinds: dict[tuple[str, str], list[Any]] = {}
    for slip in sorted(document["slips"], key=lambda slip: _GRAVEST[slip["severity"]]):
        kinds.setdefault((slip["severity"], slip["code"]), []).append(slip)
    parts: list[RenderableType] = []
    for (_, code), slips in kinds.items():
        head = severity_word(slips[0]).append(f" {one_line(code)}", style="bold")
        parts.append(head.append(f" ({len(slips)})", style="dim"))
        table = Table.grid(padding=(0, 1))
        table.add_column(justify="right", min_width=6)
        table.add_column(overflow="fold")
        for slip in slips:
            table.add_row(Text(str(slip["note"])), slip_words(slip))
        parts.append(table)
    total = count_words(len(document["slips"]), "slip")
    return Group(*parts, Text(f"{notes}, {total}: {counts}", style="bold"))
