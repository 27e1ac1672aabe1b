"""What follows for a citation: the table "Citation" of ``docs/verdicts.md``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from citecheck.model.captures import Holding
from citecheck.model.verdicts import (
    AddressReport,
    AddressStatus,
    ArchivedCopy,
    CitationVerdict,
    Finding,
    FindingVerdict,
    Version,
)
from citecheck.verdicts.failing import is_taken_for_dead


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationJudgement:
    """A citation's verdict with its reason in words."""

    verdict: CitationVerdict
    why: str


def judge_citation(
    address: AddressReport | None,
    findings: Sequence[Finding],
    *,
    cites_archive: bool,
    confirmed: int = 3,
) -> CitationJudgement:
    """The verdict on one citation from its address, and the findings in its captures.

    ``cites_archive``: the note prints an archived copy's address, which then is the source;
    ``confirmed``: a failure that may pass counts as death in so many audits.
    """
    if address is None:
        return CitationJudgement(
            verdict=CitationVerdict.NO_ADDRESS, why="the note gives no address for this source"
        )
    usable = next((copy for copy in address.archived if copy.usable), None)
    if cites_archive and usable:
        return CitationJudgement(
            verdict=CitationVerdict.SOUND,
            why=f"the archived copy that the note cites was read ({_day(usable)})",
        )
    if is_taken_for_dead(address, confirmed=confirmed):
        return _dead(address)
    match address.status:
        case AddressStatus.OK | AddressStatus.MOVED:
            return _alive(address, findings)
        case (
            AddressStatus.GONE
            | AddressStatus.DEAD_HOST
            | AddressStatus.SOFT_404
            | AddressStatus.PARKED
            | AddressStatus.REDIRECT_LOOP
        ):
            return _dead(address)
        case (
            AddressStatus.NO_ANSWER
            | AddressStatus.BLOCKED
            | AddressStatus.SERVER_ERROR
            | AddressStatus.TIMEOUT
            | AddressStatus.TLS_ERROR
            | AddressStatus.INCOMPLETE
            | AddressStatus.TOO_LARGE
            | AddressStatus.NOT_ALLOWED
            | AddressStatus.OFFLINE
            | AddressStatus.NOT_CHECKED
        ):
            offer = f"; an archived copy of {_day(usable)} is at hand" if usable else ""
            return CitationJudgement(
                verdict=CitationVerdict.UNCLEAR, why=f"{address.status}: {address.why}{offer}"
            )
        case _:
            assert_never(address.status)


def _alive(address: AddressReport, findings: Sequence[Finding]) -> CitationJudgement:
    lost = find_lost_figure(findings)
    if lost:
        return CitationJudgement(
            verdict=CitationVerdict.CHANGED,
            why=f"alive, but today's text no longer gives “{lost.figure.printed}”",
        )
    if address.status is AddressStatus.MOVED:
        return CitationJudgement(verdict=CitationVerdict.MOVED, why=address.why)
    return CitationJudgement(verdict=CitationVerdict.SOUND, why=address.why)


def find_lost_figure(findings: Sequence[Finding]) -> Finding | None:
    """A finding of today's text that lacks or changes a figure which the older copies gave."""
    then = {
        finding.figure
        for finding in findings
        if finding.version in (Version.CITED, Version.EARLIER)
        and finding.verdict is FindingVerdict.CONFIRMED
    }
    kept = {
        finding.figure
        for finding in findings
        if finding.version is Version.LIVE and finding.verdict is FindingVerdict.CONFIRMED
    }
    return next(
        (
            finding
            for finding in findings
            if finding.version is Version.LIVE
            and finding.figure in then - kept
            and finding.verdict is not FindingVerdict.UNREAD
        ),
        None,
    )


def _dead(address: AddressReport) -> CitationJudgement:
    usable = next((copy for copy in address.archived if copy.usable), None)
    if usable:
        return CitationJudgement(
            verdict=CitationVerdict.RESCUED,
            why=f"{address.why}; an archived copy of {_day(usable)} stands in",
        )
    route = next((one for one in address.rescue if one.found), None)
    if route:
        return CitationJudgement(
            verdict=CitationVerdict.RESCUED,
            why=f"{address.why}; found at {route.final_url or route.route.url} ({route.route.how})",
        )
    unknown = _unknown_copies(address)
    if unknown:
        return CitationJudgement(verdict=CitationVerdict.UNCLEAR, why=f"{address.why}; {unknown}")
    lack = {
        Holding.CAPTURED: "no usable archived copy",
        Holding.NONE: "no archived copy",
        Holding.EXCLUDED: "the archive shows no copy: the site is excluded",
        Holding.NOT_ASKED: "no archive was asked",
    }[address.archive]
    return CitationJudgement(verdict=CitationVerdict.BROKEN, why=f"{address.why}; {lack}")


def _unknown_copies(address: AddressReport) -> str | None:
    """Why it is not known whether there is a usable copy, in words; ``None`` where it is."""
    if address.archive is Holding.UNAVAILABLE:
        return f"the archive could not be asked: {address.archive_why}"
    if address.archive_postponed:
        return f"no archive could be asked in time ({address.archive_why})"
    missed = next((copy for copy in address.archived if copy.unfetched), None)
    if missed:
        return f"the archived copy of {_day(missed)} could not be fetched: {missed.why}"
    return None


def _day(copy: ArchivedCopy) -> str:
    stamp = copy.timestamp
    return f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}"
