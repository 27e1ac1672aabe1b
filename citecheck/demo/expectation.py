"""What was written down beforehand (``expected.yaml``), and how an audit differs from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from citecheck.model.audits import Audit
from citecheck.model.captures import Holding
from citecheck.model.errors import InputError
from citecheck.model.verdicts import (
    AddressStatus,
    CitationVerdict,
    ClaimVerdict,
    Finding,
    FindingVerdict,
    Version,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedSource:
    """What becomes of one source of a note; no status where the note gives no address."""

    verdict: CitationVerdict
    address: str | None = None
    status: AddressStatus | None = None
    archive: Holding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedNote:
    """What becomes of one note, and of the one claim that rests on it.

    ``figure`` is the value of the claim's statistic, ``findings`` what the captures say of
    it, ``page`` or ``frame`` where it stands in the source, ``rival`` what contradicts it;
    ``slips`` are the codes that the lint must find, among others.
    """

    number: int
    case: str
    sources: tuple[ExpectedSource, ...]
    claim: ClaimVerdict
    figure: Decimal | None = None
    findings: tuple[tuple[Version, FindingVerdict], ...] = ()
    page: int | None = None
    frame: str | None = None
    rival: Decimal | None = None
    slips: tuple[str, ...] = ()


def read_expected(path: Path) -> tuple[ExpectedNote, ...]:
    """The notes of an ``expected.yaml``, in order.

    Raises :class:`InputError` where the file is not as its head says.
    """
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    notes = []
    for at, note in enumerate(raw["notes"]):
        try:
            notes.append(_to_note(note))
        except KeyError as error:
            raise InputError(f"{error} is missing", "notes", at, source=path.name) from error
        except ValueError as error:
            raise InputError(str(error), "notes", at, source=path.name) from error
    return tuple(notes)


def _to_note(raw: Mapping[str, Any]) -> ExpectedNote:
    claim = raw["claim"]
    return ExpectedNote(
        number=raw["note"],
        case=raw["case"],
        sources=tuple(_to_source(source) for source in raw["sources"]),
        claim=ClaimVerdict(claim["verdict"]),
        figure=_number(claim.get("figure")),
        page=claim.get("page"),
        frame=claim.get("frame"),
        rival=_number(claim.get("rival")),
        findings=tuple(
            (Version(version), FindingVerdict(verdict))
            for version, verdict in claim["findings"].items()
        ),
        slips=tuple(raw.get("slips", ())),
    )


def _number(raw: object) -> Decimal | None:
    return None if raw is None else Decimal(str(raw))


def _to_source(raw: Mapping[str, Any]) -> ExpectedSource:
    return ExpectedSource(
        verdict=CitationVerdict(raw["verdict"]),
        address=raw.get("address"),
        status=AddressStatus(raw["status"]) if "status" in raw else None,
        archive=Holding(raw["archive"]) if "archive" in raw else None,
    )


def find_differences(audit: Audit, expected: Iterable[ExpectedNote]) -> tuple[str, ...]:
    """Where an audit of the demo differs from what was written down, a line each.

    Empty if all is as it should be.  Notes that the audit was not asked for are left out.
    """
    asked = [note for note in expected if not audit.only or note.number in audit.only]
    return tuple(
        f"note {note.number}: {words} ({note.case})"
        for note in asked
        for words in (
            *_sources(audit, note),
            *_claim(audit, note),
            *_findings(audit, note),
            *_slips(audit, note),
        )
    )


def _sources(audit: Audit, note: ExpectedNote) -> Iterator[str]:
    found = sorted((c for c in audit.citations if c.note == note.number), key=lambda c: c.index)
    if len(found) != len(note.sources):
        yield f"{len(note.sources)} sources expected, {len(found)} found"
        return
    by_url = {report.url: report for report in audit.addresses}
    for source, citation in zip(note.sources, found, strict=True):
        yield from _differ("address", source.address, citation.url)
        yield from _differ("citation", source.verdict, citation.verdict, citation.why)
        report = by_url.get(citation.url or "")
        if report and source.status:
            yield from _differ("status", source.status, report.status, report.why)
            yield from _differ("archive", source.archive, report.archive, report.archive_why)


def _claim(audit: Audit, note: ExpectedNote) -> Iterator[str]:
    every = [claim for claim in audit.claims if note.number in claim.notes]
    # a sentence without a statistic beside the one that has it is no matter of the table
    claims = [claim for claim in every if claim.verdict is not ClaimVerdict.NO_FIGURE] or every[:1]
    if len(claims) != 1:
        yield f"one claim with a figure expected, {len(claims)} found"
    for claim in claims:
        yield from _differ("claim", note.claim, claim.verdict, claim.why)


def _findings(audit: Audit, note: ExpectedNote) -> Iterator[str]:
    wanted = dict(note.findings)
    seen: set[Version] = set()
    for finding in audit.findings:
        if finding.note != note.number:
            continue
        if finding.figure.value != note.figure:
            yield f"a figure not expected, “{finding.figure.printed}”"
        elif finding.version not in wanted:
            yield f"a {finding.version} capture not expected ({finding.verdict}: {finding.why})"
        else:
            seen.add(finding.version)
            what = f"{finding.version} capture"
            yield from _differ(what, wanted[finding.version], finding.verdict, finding.why)
            yield from _place(note, finding)
    for version, verdict in note.findings:
        if version not in seen:
            yield f"{version} capture: {verdict} expected, nothing found"


def _place(note: ExpectedNote, finding: Finding) -> Iterator[str]:
    """Where the figure or its rival was found, where that was written down."""
    place = finding.match.occurrence
    if note.page and finding.verdict is FindingVerdict.CONFIRMED:
        yield from _differ("page", note.page, place.page if place else None)
    if note.frame and finding.verdict is FindingVerdict.CONFIRMED:
        yield from _differ("frame", note.frame, place.frame if place else None)
    if note.rival and finding.verdict is FindingVerdict.CHANGED:
        yield from _differ("rival value", note.rival, place.value if place else None)


def _slips(audit: Audit, note: ExpectedNote) -> Iterator[str]:
    endnote = audit.publication.endnote(note.number)
    found = {slip.code for slip in endnote.slips} if endnote else set()
    for code in note.slips:
        if code not in found:
            yield f"slip {code} expected, found {', '.join(sorted(found)) or 'none'}"


def _differ(what: str, expected: object, found: object, why: str = "") -> Iterator[str]:
    if expected != found:
        yield f"{what}: {expected} expected, {found} found" + (f": {why}" if why else "")
