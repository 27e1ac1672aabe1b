"""What the terminal shows: the end of an audit, one note, the slips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from citecheck.model.audits import Audit
from citecheck.model.changes import Comparison
from citecheck.report.ordering import arrange
from citecheck.report.since import count_changes, tell_step
from citecheck.report.summary_md import network_line
from citecheck.report.tallies import Tally, tally_audit
from citecheck.report.terminal_note import note_view
from citecheck.report.terminal_slips import slips_view
from citecheck.report.terminal_words import TONE_STYLES, dot
from citecheck.report.words import CITATION_TONES, CLAIM_TONES, SLIP_TONES, Tone, count_words, say
from citecheck.report.worklist import WorkItem, find_work
from citecheck.safe_text import cut, one_line

__all__ = ["note_view", "slips_view", "summary_table"]

_LISTED = 8


def summary_table(audit: Audit) -> RenderableType:
    """The end of an audit: counts that reconcile, then the top of the worklist."""
    audit = arrange(audit)
    tally = tally_audit(audit)
    parts: list[RenderableType] = [_counts(tally)]
    network = network_line(audit)
    if network:
        parts.insert(0, Text(network, style="bold"))
    items = [item for group in find_work(audit) if group.urgent for item in group.items]
    if items:
        parts.append(Text(f"\nTo act on ({len(items)}):", style="bold"))
        parts.append(_work_table(items[:_LISTED]))
    if len(items) > _LISTED:
        parts.append(Text(f"  … and {len(items) - _LISTED} more in the report", style="dim"))
    if audit.since:
        parts.append(_since(audit.since))
    return Group(*parts)


def _since(comparison: Comparison) -> Text:
    """What changed, counted; then each change on a line, as many as there is room for."""
    text = Text(f"\n{one_line(count_changes(comparison))}", style="bold")
    for one in comparison.differences[:_LISTED]:
        notes = ", ".join(map(str, one.notes))
        text.append(f"\n  {notes}  {one.change}  ", style="not bold")
        text.append(cut(f"{one.what}: {tell_step(one)}", 120), style="not bold dim")
    left = len(comparison.differences) - _LISTED
    if left > 0:
        text.append(f"\n  … and {left} more in the report", style="not bold dim")
    return text


def _counts(tally: Tally) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    table.add_column()
    with_address = f"{tally.with_address} with an address + {tally.without_address} without"
    table.add_row(Text(count_words(tally.notes, "note")), Text(f"= {with_address}"))
    claims = {word.value: n for word, n in tally.claims.items()}
    sources = {word.value: n for word, n in tally.citations.items()}
    sources["unclear"] -= tally.not_checked
    sources["not_checked"] = tally.not_checked
    for counts, tones, noun in (
        (claims, CLAIM_TONES, "claim"),
        (sources, CITATION_TONES, "citation"),
    ):
        table.add_row(Text(count_words(sum(counts.values()), noun)), _sum(counts, tones))
    slips = {word.value: n for word, n in tally.slips.items()}
    table.add_row(Text(count_words(sum(slips.values()), "slip")), _sum(slips, SLIP_TONES))
    return table


def _sum(counts: Mapping[str, int], tones: Mapping[str, Tone]) -> Text:
    parts = [
        Text(f"{counts[word]} {say(word)}", style=TONE_STYLES[tones[word]])
        for word in tones
        if counts[word]
    ]
    return Text("= ") + Text(" + ").join(parts) if parts else Text("")


def _work_table(items: Sequence[WorkItem]) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for item in items:
        table.add_row(Text(f"  {item.note}"), dot(item.word, item.tone), _work(item))
    return table


def _work(item: WorkItem) -> Text:
    if item.figure is None:
        return Text(f"{cut(item.subject, 60)}: ").append(cut(item.why, 120), style="dim")
    text = Text(f"“{one_line(item.figure.printed)}”", style="bold")
    if item.found:
        text.append(f" → “{one_line(item.found)}” ({item.found_on})")
    return text.append(" ").append(cut(item.why, 140), style="not bold dim")
