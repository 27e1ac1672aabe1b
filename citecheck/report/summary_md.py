"""``summary.md``: at most 20 lines, for an issue or an e-mail.

The first line is for readers who read no further: the network's state if nothing
was asked, the counts otherwise.  Every count is the sum of its parts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from citecheck.model.audits import Audit
from citecheck.model.captures import Network
from citecheck.report.audit_json import utc
from citecheck.report.ordering import arrange
from citecheck.report.since import since_line
from citecheck.report.tallies import Tally, tally_audit
from citecheck.report.words import CITATION_TONES, CLAIM_TONES, SLIP_TONES, count_words, say
from citecheck.report.worklist import WorkItem, find_work
from citecheck.safe_text import cut, one_line

MAX_LINES = 20
_SPECIAL = re.compile(r"[\\`*<\[\]]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)")
# GitHub and GitLab make mentions and references of these even where a backslash stands.
_REFERENCE = re.compile(r"(?<=[@#!])(?=\w)")


class SummaryMarkdown:
    """The summary as a file."""

    filename = "summary.md"

    def render(self, audit: Audit) -> str:
        """At most :data:`MAX_LINES` lines of Markdown."""
        audit = arrange(audit)
        network = network_line(audit)
        since = since_line(audit)
        head = [*([escape(network), ""] if network else []), *_counts(audit)]
        head += ["", f"{escape(since)}."] if since else []
        tail = ["", _run(audit)]
        work = _work(audit, MAX_LINES - len(head) - len(tail) - 1)
        lines = [*head, *([""] if work else []), *work, *tail]
        return "\n".join(lines) + "\n"


def network_line(audit: Audit) -> str | None:
    """What the state of the network means for the verdicts; ``None`` when all was asked."""
    why = one_line(audit.network.why)
    because = f" ({why})" if why else ""
    unseen = "what is called not checked is neither alive nor dead"
    match audit.network.network:
        case Network.ONLINE:
            return None
        case Network.OFFLINE:
            return f"OFFLINE: nothing was asked of the web; {unseen}{because}."
        case Network.REPLAY:
            return f"REPLAY: only earlier captures were judged; {unseen}{because}."


def count_lines(tally: Tally) -> tuple[str, ...]:
    """Each kind of thing as a sum of its parts, zero parts left out."""
    whole = "" if tally.notes == tally.in_publication else f" (of {tally.in_publication})"
    citations = {word.value: n for word, n in tally.citations.items()}
    citations["unclear"] -= tally.not_checked
    citations["not_checked"] = tally.not_checked
    claims = {word.value: n for word, n in tally.claims.items()}
    slips = {word.value: n for word, n in tally.slips.items()}
    return (
        f"{count_words(tally.notes, 'note')}{whole} = {tally.with_address} with an address"
        f" + {tally.without_address} without",
        _sum("claim", claims, CLAIM_TONES),
        _sum("citation", citations, CITATION_TONES),
        _sum("slip", slips, SLIP_TONES),
    )


def _sum(noun: str, counts: Mapping[str, int], order: Mapping[str, object]) -> str:
    parts = " + ".join(f"{counts[word]} {say(word)}" for word in order if counts[word])
    total = count_words(sum(counts.values()), noun)
    return f"{total} = {parts}" if parts else total


def _counts(audit: Audit) -> list[str]:
    title = escape(cut(audit.publication.title or audit.source, 100))
    first, *others = count_lines(tally_audit(audit))
    return [f"**{title}**: {first}.", "", *(f"- {line}" for line in others)]


def _work(audit: Audit, room: int) -> list[str]:
    items = [item for group in find_work(audit) if group.urgent for item in group.items]
    if len(items) > room:
        items = items[: room - 1]
    lines = [f"{at}. {_item(item)}" for at, item in enumerate(items, start=1)]
    total = sum(len(group.items) for group in find_work(audit) if group.urgent)
    if total > len(items):
        lines.append(f"… and {count_words(total - len(items), 'more to act on', 'more to act on')}")
    return lines


def _item(item: WorkItem) -> str:
    head = f"note {item.note}: **{say(item.word)}**"
    if item.figure is None:
        return f"{head}, {escape(cut(item.subject, 70))}: {escape(cut(item.why, 110))}"
    found = f" → “{escape(cut(item.found, 40))}” ({item.found_on})" if item.found else ""
    why = f": {escape(cut(item.why, 110))}" if not item.found else ""
    return f"{head}, “{escape(cut(item.figure.printed, 40))}”{found}{why}"


def _run(audit: Audit) -> str:
    day = (utc(audit.finished) or "")[:16].replace("T", " ")
    state = audit.network.network.value
    return f"citecheck {escape(one_line(audit.version))}, {day} UTC, {state}; all of it: index.html"


def escape(text: str) -> str:
    r"""Text as plain text inside a line of Markdown: no markup, no mention of people or issues.

    >>> escape("[x](y) <b> snake_case R&D"), escape("@you")
    ('\\[x\\](y) \\<b> snake_case R&D', '@\u200byou')
    """
    return _REFERENCE.sub("\u200b", _SPECIAL.sub(lambda m: f"\\{m[0]}", text))
