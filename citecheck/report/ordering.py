"""The one order in which every output tells an audit, whatever order the run finished in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from citecheck.model.audits import Audit
from citecheck.model.figures import Claim, Figure
from citecheck.model.notes import Endnote
from citecheck.model.verdicts import AddressReport, CitationReport, Finding, Version

#: The date axis: what was cited, what stood before and after, what stands today.
VERSION_ORDER = (Version.CITED, Version.EARLIER, Version.LATER, Version.MIRROR, Version.LIVE)
_LAST = 1 << 31
_NEVER = datetime.min.replace(tzinfo=UTC)


def arrange(audit: Audit) -> Audit:
    """The same audit, sorted: notes by number, all else by the note that it belongs to.

    Two audits that hold the same things give the same bytes in every output.
    """
    places = _figure_places(audit)
    numbers = {claim.id: at for at, claim in enumerate(audit.publication.claims)}
    notes = tuple(sorted(audit.publication.endnotes, key=lambda note: note.number))
    return replace(
        audit,
        publication=replace(audit.publication, endnotes=notes),
        addresses=tuple(sorted(audit.addresses, key=_address_place)),
        citations=tuple(sorted(audit.citations, key=lambda c: (c.note, c.index, c.work))),
        findings=tuple(sorted(audit.findings, key=lambda f: _finding_place(f, places))),
        claims=tuple(sorted(audit.claims, key=lambda c: (numbers.get(c.id, _LAST), c.id))),
    )


def audited_notes(audit: Audit) -> tuple[Endnote, ...]:
    """The notes that the audit was asked about, by number."""
    asked = set(audit.only)
    notes = (n for n in audit.publication.endnotes if not asked or n.number in asked)
    return tuple(sorted(notes, key=lambda note: note.number))


def split_audit(audit: Audit, size: int) -> Iterator[Audit]:
    """The audit of so many notes at a time, with all that is known of these.

    So that what an output works out for every note need not be held for all at once.
    """
    notes = audited_notes(audit)
    if len(notes) <= size:
        yield audit
        return
    citations, findings = _sorted_by_note(audit.citations), _sorted_by_note(audit.findings)
    addresses = {report.url: report for report in audit.addresses}
    judged = {report.id: report for report in audit.claims}
    claims: dict[int, list[Claim]] = defaultdict(list)
    for claim in audit.publication.claims:
        for number in dict.fromkeys(claim.notes):
            claims[number].append(claim)
    for start in range(0, len(notes), size):
        some = notes[start : start + size]
        cited = tuple(c for note in some for c in _of_note(citations, note.number))
        urls = dict.fromkeys(c.url for note in some for c in note.citations if c.url)
        about = {claim.id: claim for note in some for claim in claims.get(note.number, ())}
        yield replace(
            audit,
            publication=replace(audit.publication, endnotes=some, claims=tuple(about.values())),
            addresses=tuple(addresses[url] for url in urls if url in addresses),
            citations=cited,
            findings=tuple(f for note in some for f in _of_note(findings, note.number)),
            claims=tuple(judged[key] for key in about if key in judged),
        )


_OfNote = TypeVar("_OfNote", CitationReport, Finding)


def _sorted_by_note(things: Iterable[_OfNote]) -> list[_OfNote]:
    return sorted(things, key=_note)


def _of_note(things: Sequence[_OfNote], number: int) -> Sequence[_OfNote]:
    start = bisect_left(things, number, key=_note)
    return things[start : bisect_right(things, number, lo=start, key=_note)]


def _note(thing: CitationReport | Finding) -> int:
    return thing.note


def _address_place(report: AddressReport) -> tuple[int, str]:
    return (min(report.notes, default=_LAST), report.url)


def _figure_places(audit: Audit) -> dict[tuple[str, Figure], int]:
    return {
        (claim.id, figure): at
        for claim in audit.publication.claims
        for at, figure in enumerate(claim.figures)
    }


def _finding_place(
    finding: Finding, places: dict[tuple[str, Figure], int]
) -> tuple[int, str, int, str, str, int, datetime, str]:
    return (
        finding.note,
        finding.claim,
        places.get((finding.claim, finding.figure), _LAST),
        finding.figure.printed,
        finding.address,
        VERSION_ORDER.index(finding.version),
        finding.captured or _NEVER,
        finding.archived_url or "",
    )
