"""The end of a run over several publications, for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from citecheck.report.collection import Failed, Row, add_headlines
from citecheck.report.html_context import Headline
from citecheck.report.terminal_words import TONE_STYLES
from citecheck.report.words import count_words
from citecheck.safe_text import cut

_TITLE = 40


def collection_table(rows: Sequence[Row], failed: Sequence[Failed]) -> RenderableType:
    """A line a publication with its five numbers, and their sums.

    What failed is counted only: its reason was told when it was met.
    """
    banners = dict.fromkeys(row.banner for row in rows if row.banner)
    parts: list[RenderableType] = [Text(banner, style="bold") for banner in banners]
    if rows:
        parts.append(_table(rows))
    if failed:
        told = count_words(len(failed), "publication")
        parts.append(Text(f"{told} could not be audited", style="bold red"))
    return Group(*parts)


def _table(rows: Sequence[Row]) -> Table:
    totals = add_headlines(rows)
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim", show_footer=True)
    table.add_column("publication", footer=Text(count_words(len(rows), "publication")))
    for total in totals:
        words = Text(total.title.replace(" ", "\n"))
        table.add_column(words, footer=_number(total), justify="right", no_wrap=True)
    notes = sum(row.notes for row in rows)
    table.add_column("\nnotes", footer=Text(f"{notes:,}"), justify="right", no_wrap=True)
    for row in rows:
        numbers = (_number(item) for item in row.headlines)
        table.add_row(Text(cut(row.title, _TITLE)), *numbers, Text(f"{row.notes:,}"))
    return table


def _number(item: Headline) -> Text:
    return Text(f"{item.number:,}", style=TONE_STYLES[item.tone] if item.number else "dim")
