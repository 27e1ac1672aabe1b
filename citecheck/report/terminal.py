"""What the terminal shows: the end of an audit, one note, the slips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from citecheck.model.audits import Audit
from citecheck.model.notes import Publication, Severity
from citecheck.report.note_document import slips_document
from citecheck.report.ordering import arrange
from citecheck.report.summary_md import network_line
from citecheck.report.tallies import Tally, tally_audit
from citecheck.report.terminal_note import note_view
from citecheck.report.terminal_words import TONE_STYLES, dot, severity_word, slip_words
from citecheck.report.words import CITATION_TONES, CLAIM_TONES, SLIP_TONES, Tone, count_words, say
from citecheck.report.worklist import WorkItem, find_work
from citecheck.safe_text import cut, one_line

__all__ = ["note_view", "slips_view", "summary_table"]

_LISTED = 8
_GRAVEST = {severity.value: place for place, severity in enumerate(Severity)}


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
    return Group(*parts)


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
