"""What changed since the audit before, as every output tells it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from citecheck.model.audits import Audit
from citecheck.model.changes import Change, Comparison, Difference
from citecheck.report.words import Tone, count_words
from citecheck.safe_text import one_line
from citecheck.verdicts.failing import ordinal

CHANGE_TONES: Mapping[Change, Tone] = {
    Change.BROKEN: Tone.BROKEN,
    Change.RESCUED: Tone.RESCUED,
    Change.VALUE: Tone.CHANGED,
    Change.VERDICT: Tone.UNCLEAR,
    Change.MOVED: Tone.MOVED,
    Change.SLIP: Tone.CHANGED,
    Change.REMOVED: Tone.PLAIN,
    Change.ADDED: Tone.PLAIN,
    Change.ARCHIVED: Tone.SOUND,
    Change.MENDED: Tone.SOUND,
    Change.RECOVERED: Tone.SOUND,
}
#: A group's heading, for readers who meet the word for the first time.
CHANGE_TITLES: Mapping[Change, str] = {
    Change.BROKEN: "no longer live, and no copy that can be used",
    Change.RESCUED: "no longer live; a copy or another address stands in",
    Change.VALUE: "today’s page gives another value than it gave",
    Change.VERDICT: "judged otherwise",
    Change.MOVED: "moved for good",
    Change.SLIP: "new slips in the notes",
    Change.REMOVED: "no longer cited",
    Change.ADDED: "newly cited",
    Change.ARCHIVED: "an archive has a copy now",
    Change.MENDED: "slips that were mended",
    Change.RECOVERED: "there again",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeGroup:
    """All changes of one kind, with the heading they stand under."""

    change: Change
    title: str
    tone: Tone
    differences: tuple[Difference, ...]


def group_changes(comparison: Comparison) -> tuple[ChangeGroup, ...]:
    """The changes by kind, worst news first; kinds without any are left out."""
    return tuple(
        ChangeGroup(
            change=change, title=CHANGE_TITLES[change], tone=CHANGE_TONES[change], differences=found
        )
        for change in Change
        if (found := tuple(d for d in comparison.differences if d.change is change))
    )


def since_line(audit: Audit) -> str | None:
    """What changed since the audit before, counted; ``None`` for a first audit."""
    return count_changes(audit.since) if audit.since else None


def count_changes(comparison: Comparison) -> str:
    """One sentence: since when, how many changes of which kind, how many addresses held back."""
    counts = Counter(str(d.change) for d in comparison.differences)
    told = ", ".join(f"{counts[change]} {change}" for change in Change if counts[change])
    total = count_words(len(comparison.differences), "change")
    what = f"{total} ({told})" if told else "nothing changed"
    return "; ".join([f"Since the audit of {older_day(comparison)}: {what}", *_asides(comparison)])


def older_day(comparison: Comparison) -> str:
    """The day of the older audit, ISO 8601."""
    return one_line(str(comparison.older.get("started", "")))[:10] or "an unknown day"


def _asides(comparison: Comparison) -> Iterator[str]:
    if comparison.held:
        held = count_words(len(comparison.held), "address", "addresses")
        yield f"{held} held back, failing not yet for the {ordinal(comparison.confirmed)} time"
    if comparison.not_compared:
        yield f"{count_words(comparison.not_compared, 'citation')} not compared, not looked at"


def tell_step(difference: Difference) -> str:
    """From what to what: one side where the other says nothing.

    >>> tell_step(Difference(change=Change.VALUE, notes=(2,), what="c", old="38", new="41"))
    '38 → 41'
    """
    return " → ".join(side for side in (difference.old, difference.new) if side)


def since_document(comparison: Comparison | None) -> dict[str, Any] | None:
    """The comparison as JSON; keys are added, never renamed."""
    if comparison is None:
        return None
    return {
        "older": dict(comparison.older),
        "newer": dict(comparison.newer),
        "differences": [
            {
                "change": str(d.change),
                "notes": list(d.notes),
                "what": d.what,
                "old": d.old,
                "new": d.new,
                "why": d.why,
            }
            for d in comparison.differences
        ],
        "held": list(comparison.held),
        "not_compared": comparison.not_compared,
    }
