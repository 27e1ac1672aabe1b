"""From what was captured and matched to verdicts: addresses first, then citations and claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from sys import intern

from citecheck.model.captures import Holding, Network, NetworkState, Response
from citecheck.model.documents import Document, Extraction, Unread
from citecheck.model.notes import Publication
from citecheck.model.verdicts import (
    AddressReport,
    AddressStatus,
    ArchivedCopy,
    CitationReport,
    ClaimReport,
    Finding,
    Version,
)
from citecheck.pipeline.archive_stage import Archived
from citecheck.pipeline.edges import LiveResult
from citecheck.pipeline.match_stage import find_carried
from citecheck.pipeline.targets import Cite, Target
from citecheck.verdicts.address import AddressJudgement, PageEvidence, judge_address
from citecheck.verdicts.citations import judge_citation
from citecheck.verdicts.claims import SourceState, judge_claim
from citecheck.verdicts.failing import NOT_LOOKED_AT
from citecheck.verdicts.landing import host_of, spelling_free
from citecheck.verdicts.titles import carries_title

_ALIVE = frozenset({AddressStatus.OK, AddressStatus.MOVED, AddressStatus.INCOMPLETE})
_UNJUDGED = frozenset({AddressStatus.NOT_CHECKED, AddressStatus.OFFLINE})


#: Is shown an address, its report, and its text.
Look = Callable[[Target, AddressReport, Extraction | None], None]


def look_away(target: Target, report: AddressReport, text: Extraction | None) -> None:
    """Take no notice."""


def judge_addresses(
    targets: Sequence[Target],
    live: Mapping[str, LiveResult],
    archived: Mapping[str, Archived],
    findings: Sequence[Finding],
    network: NetworkState,
    answered_alike: Mapping[str, str] | None = None,
    look: Look = look_away,
) -> tuple[AddressReport, ...]:
    """A report on each address, in the order in which notes first cite them.

    ``answered_alike``: invented addresses that a server answers as it answers cited ones;
    ``look`` is shown each report and the text that it rests on, while that is at hand.
    """
    alike = answered_alike or {}
    ends, carried = count_endings(live), find_carried(findings)
    return tuple(
        _report_address(
            target,
            live.get(target.live_url),
            archived.get(target.live_url),
            carried,
            network,
            ends,
            alike,
            look,
        )
        for target in targets
    )


def _report_address(
    target: Target,
    result: LiveResult | None,
    archived: Archived | None,
    carried: Collection[str],
    network: NetworkState,
    ends: Mapping[str, int],
    alike: Mapping[str, str],
    look: Look,
) -> AddressReport:
    text = result.extraction if result else None
    judged = _judge(target, result, text, carried, network, ends, alike)
    outcome = result.outcome if result else None
    answered = outcome if isinstance(outcome, Response) else None
    capture = result.capture if result else None
    report = AddressReport(
        url=target.address,
        status=judged.status,
        why=intern(judged.why),  # thousands of addresses say the same
        http_status=answered.status if answered else None,
        final_url=answered.final_url if answered else None,
        redirects=tuple(hop for hop in (outcome.hops if outcome else ()) if hop.location),
        title=text.title if isinstance(text, Document) else None,
        media_type=text.media_type if text else (capture.media_type if capture else None),
        captured=capture.captured if capture else None,
        digest=capture.digest if capture else None,
        sha256=capture.sha256 if capture else None,
        unchanged_since=capture.unchanged_since if capture else None,
        length=capture.length if capture else None,
        archive=archived.answer.holding if archived else Holding.NOT_ASKED,
        archive_postponed=archived.answer.postponed if archived else False,
        archive_why=archived.answer.why if archived else "no archive was asked",
        archived=_offered(target, archived),
        notes=target.notes,
        asked=_to_the_second(outcome.at)
        if outcome and judged.status not in NOT_LOOKED_AT
        else None,
    )
    look(target, report, text)
    return report


def _to_the_second(moment: datetime) -> datetime:
    """The moment, as the very object that it is where it has no fraction."""
    return moment.replace(microsecond=0) if moment.microsecond else moment


def _judge(
    target: Target,
    result: LiveResult | None,
    text: Extraction | None,
    carried: Collection[str],
    network: NetworkState,
    ends: Mapping[str, int],
    alike: Mapping[str, str],
) -> AddressJudgement:
    if network.network is not Network.ONLINE or result is None:
        when = ""
        if result and isinstance(result.outcome, Response):
            day = result.outcome.at.date().isoformat()
            when = f"; last asked on {day}, it answered {result.outcome.status}"
        why = network.why if network.network is not Network.ONLINE else "not asked"
        return AddressJudgement(status=AddressStatus.NOT_CHECKED, why=f"{why}{when}")
    evidence = PageEvidence(
        length=result.capture.length if result.capture else 0,
        extraction=text,
        carries_figure=target.address in carried,
        carries_title=isinstance(text, Document) and carries_title(text, target.titles),
        others_ending_here=ends.get(target.live_url, 0),
        invented_sibling=alike.get(target.live_url),
        marks=result.marks,
    )
    return judge_address(result.outcome, evidence)


def judge_live(
    target: Target,
    live: Mapping[str, LiveResult],
    network: NetworkState,
) -> AddressJudgement:
    """The status of one address by itself: what the others answered is not looked at."""
    result = live.get(target.live_url)
    return _judge(target, result, result.extraction if result else None, (), network, {}, {})


def _offered(target: Target, archived: Archived | None) -> tuple[ArchivedCopy, ...]:
    """The copies looked at, usable ones first, nearest to when the source was read first."""
    if archived is None:
        return ()
    copies = [
        ArchivedCopy(
            timestamp=copy.memento.timestamp,
            url=copy.memento.url,
            archive=copy.memento.archive,
            status=copy.capture.status if copy.capture else copy.memento.status,
            distance_days=min(m.distance_days(copy.day) for m in target.moments),
            usable=copy.usable,
            why=copy.why,
            proof=copy.proof,
            unfetched=copy.unfetched,
        )
        for copy in archived.copies
    ]
    return tuple(sorted(copies, key=lambda c: (not c.usable, c.distance_days, c.timestamp)))


def count_endings(live: Mapping[str, LiveResult]) -> dict[str, int]:
    """For each address, how many others end at its page: by a redirect, or byte by byte.

    Spellings of one address are one; a page cited by its own address ends nowhere else.
    """
    ends: dict[str, tuple[str, ...]] = {}
    groups: dict[tuple[str, ...], set[str]] = {}
    same: dict[tuple[str, ...], list[str]] = {}
    for url, result in live.items():
        outcome, capture = result.outcome, result.capture
        if not isinstance(outcome, Response) or capture is None:
            continue
        final = spelling_free(outcome.final_url)
        if final != spelling_free(url):
            ends[url] = ("at", final)
        elif result.texts is not None:
            same.setdefault(("same", host_of(url), capture.digest), []).append(url)
    for end, urls in same.items():
        # the bytes are equal, so one text tells for all whether they are a page
        if len(urls) > 1 and _is_page(live[urls[0]].extraction):
            ends.update(dict.fromkeys(urls, end))
    for url, end in ends.items():
        groups.setdefault(end, set()).add(spelling_free(url))
    return {url: len(groups[end]) - 1 for url, end in ends.items()}


def _is_page(text: Extraction | None) -> bool:
    return isinstance(text, Document) and "html" in text.media_type


def drop_what_is_not_the_source(
    findings: Sequence[Finding], addresses: Sequence[AddressReport]
) -> tuple[Finding, ...]:
    """Findings without those from a live page that is an error page, a wall or a parked domain.

    What such a page lacks says nothing of the source.
    """
    status = {report.url: report.status for report in addresses}
    return tuple(
        finding
        for finding in findings
        if finding.version is not Version.LIVE or status[finding.address] in _ALIVE | _UNJUDGED
    )


def judge_citations(
    cites: Sequence[Cite],
    addresses: Sequence[AddressReport],
    findings: Sequence[Finding],
    *,
    confirmed: int,
) -> tuple[CitationReport, ...]:
    """A verdict on each citation, in order."""
    by_url = {report.url: report for report in addresses}
    of_cite: dict[tuple[int, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        of_cite[finding.note, finding.address].append(finding)
    reports = []
    for cite in cites:
        url = cite.citation.url
        judged = judge_citation(
            by_url.get(url) if url else None,
            of_cite.get((cite.note, url or ""), ()),
            cites_archive=cite.citation.archived is not None,
            confirmed=confirmed,
        )
        reports.append(
            CitationReport(
                note=cite.note,
                index=cite.index,
                work=cite.citation.work,
                verdict=judged.verdict,
                why=intern(judged.why),  # thousands of addresses say the same
                url=url,
            )
        )
    return tuple(reports)


def judge_claims(
    publication: Publication,
    notes: frozenset[int],
    findings: Sequence[Finding],
    citations: Sequence[CitationReport],
    live: Mapping[str, LiveResult],
) -> tuple[ClaimReport, ...]:
    """A verdict on each claim that one of the notes supports, in order."""
    of_claim: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        of_claim[finding.claim].append(finding)
    of_note: dict[int, list[CitationReport]] = defaultdict(list)
    for citation in citations:
        of_note[citation.note].append(citation)
    reports = []
    for claim in publication.claims:
        if not notes.intersection(claim.notes):
            continue
        by_figure = {
            figure: [f for f in of_claim.get(claim.id, ()) if f.figure == figure]
            for figure in claim.figures
        }
        sources = [
            SourceState(address=c.url, why=_why_unread(c, live))
            for number in sorted(set(claim.notes))
            for c in of_note.get(number, ())
        ]
        reports.append(judge_claim(claim, by_figure, sources))
    return tuple(reports)


def _why_unread(citation: CitationReport, live: Mapping[str, LiveResult]) -> str:
    result = live.get(citation.url or "")
    if result and isinstance(result.extraction, Unread):
        return f"{citation.why}; {result.extraction.why}"
    return citation.why
