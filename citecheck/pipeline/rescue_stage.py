"""Look for lost sources where their identifiers lead, before any archive is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from citecheck.model.captures import Network, NetworkState, Response
from citecheck.model.documents import Document
from citecheck.model.notes import Publication
from citecheck.model.verdicts import (
    AddressReport,
    AddressStatus,
    CitationReport,
    Finding,
    FindingVerdict,
    RescueReport,
    Route,
    RouteKind,
    Version,
)
from citecheck.pipeline.edges import Edges, LiveResult
from citecheck.pipeline.frame_stage import read_live_frames
from citecheck.pipeline.judge_stage import judge_live
from citecheck.pipeline.live_stage import capture_live
from citecheck.pipeline.match_stage import Evidence
from citecheck.pipeline.reading import Reader
from citecheck.pipeline.targets import Cite, Target
from citecheck.ports import RescueRoutes
from citecheck.verdicts.address import AddressJudgement, PageEvidence, judge_address
from citecheck.verdicts.titles import carries_title

#: So many suggestions are asked for one lost address.
MOST_ASKED = 4
_ALIVE = frozenset({AddressStatus.OK, AddressStatus.MOVED})
#: Not lost, or not known to be.
_NOT_LOST = _ALIVE | {AddressStatus.OFFLINE, AddressStatus.NOT_CHECKED, AddressStatus.NOT_ALLOWED}
_VERSIONS = {
    RouteKind.SAME: Version.MIRROR,
    RouteKind.MIRROR: Version.MIRROR,
    RouteKind.LATER: Version.LATER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One suggestion, with what it answered if it was asked."""

    route: Route
    judged: AddressJudgement
    result: LiveResult | None = None
    by_name: bool = False


#: The suggestions of each address, best first.
Suggestions = Mapping[str, Sequence[Tried]]


def find_routes(
    targets: Sequence[Target], publication: Publication, rescue: RescueRoutes | None
) -> dict[str, tuple[Route, ...]]:
    """The suggestions for each address, from all that cites it."""
    if rescue is None:
        return {}
    found: dict[str, tuple[Route, ...]] = {}
    own_text = _own_texts(publication)
    for target in targets:
        routes: dict[str, Route] = {}
        for cite in target.cites:
            for route in rescue.find(cite.citation, own_text.get(cite.note, "")):
                routes.setdefault(route.url, route)
        if routes:
            found[target.address] = tuple(routes.values())
    return found


def suggest_addresses(
    reports: Sequence[CitationReport],
    cites: Sequence[Cite],
    publication: Publication,
    edges: Edges,
) -> tuple[CitationReport, ...]:
    """The reports, those of sources without an address with what their identifiers lead to."""
    if edges.rescue is None:
        return tuple(reports)
    of = {(cite.note, cite.index): cite.citation for cite in cites}
    own_text = _own_texts(publication)
    return tuple(
        report
        if report.url
        else replace(
            report,
            routes=tuple(
                edges.rescue.find(of[report.note, report.index], own_text.get(report.note, ""))
            ),
        )
        for report in reports
    )


def _own_texts(publication: Publication) -> dict[int, str]:
    """The texts of the notes that speak of one source alone."""
    return {note.number: note.raw for note in publication.endnotes if len(note.citations) == 1}


def try_routes(
    searches: Sequence[tuple[Sequence[Target], Mapping[str, Sequence[Route]]]],
    live: Mapping[str, LiveResult],
    edges: Edges,
    network: NetworkState,
    reader: Reader,
) -> list[dict[str, tuple[Tried, ...]]]:
    """Ask the suggestions for those addresses that no longer answer with their source.

    ``searches``: the addresses of each publication, with the suggestions for each.  A
    suggestion is asked once, as politely as any address, and judged by the same rules.
    """
    wanted = [_choose(targets, routes, live, edges, network) for targets, routes in searches]
    urls = list(dict.fromkeys(url for one in wanted for asked in one.values() for url in asked))
    results = {url: live[url] for url in urls if url in live}
    unasked = [url for url in urls if url not in results]
    if unasked and (web := edges.web) is not None:

        def ask(urls: Sequence[str]) -> dict[str, LiveResult]:
            return capture_live(urls, edges, web, reader)

        results |= read_live_frames(ask(unasked), reader, ask)
    return [
        {
            target.address: tuple(
                _judge(route, results.get(route.url), target)
                if route.url in asked.get(target.address, ())
                else _not_asked(route)
                for route in routes.get(target.address, ())
            )
            for target in targets
            if target.address in routes
        }
        for (targets, routes), asked in zip(searches, wanted, strict=True)
    ]


def _choose(
    targets: Sequence[Target],
    routes: Mapping[str, Sequence[Route]],
    live: Mapping[str, LiveResult],
    edges: Edges,
    network: NetworkState,
) -> dict[str, list[str]]:
    """What to ask for each lost address."""
    wanted: dict[str, list[str]] = {}
    if edges.web is None or network.network is not Network.ONLINE:
        return wanted
    for target in targets:
        if target.address not in routes:
            continue
        if judge_live(target, live, network).status not in _NOT_LOST:
            asked = [r.url for r in routes.get(target.address, ()) if _is_document(r)]
            wanted[target.address] = asked[:MOST_ASKED]
    return wanted


def rescue_evidence(tried: Sequence[Tried]) -> tuple[Evidence, ...]:
    """What was found at the suggestions, labelled so that it never counts as the cited version."""
    return tuple(
        Evidence(capture=one.result.capture, version=_VERSIONS[one.route.kind])
        for one in tried
        if one.judged.status in _ALIVE and one.result and one.result.capture and one.result.texts
    )


def report_rescue(
    addresses: Sequence[AddressReport], suggestions: Suggestions, findings: Sequence[Finding]
) -> tuple[AddressReport, ...]:
    """The reports with what came of the suggestions."""
    borne_out = {
        (finding.address, finding.captured)
        for finding in findings
        if finding.version in (Version.MIRROR, Version.LATER)
        and finding.verdict is FindingVerdict.CONFIRMED
    }
    return tuple(
        replace(address, rescue=tuple(_report(one, address.url, borne_out) for one in tried))
        if (tried := suggestions.get(address.url))
        else address
        for address in addresses
    )


def _report(one: Tried, address: str, borne_out: set[tuple[str, datetime | None]]) -> RescueReport:
    outcome = one.result.outcome if one.result else None
    capture = one.result.capture if one.result else None
    text = one.result.extraction if one.result else None
    carries = capture is not None and (address, capture.captured) in borne_out
    alive = one.judged.status in _ALIVE
    return RescueReport(
        route=one.route,
        status=one.judged.status,
        why=one.judged.why,
        final_url=outcome.final_url if isinstance(outcome, Response) else None,
        title=text.title if isinstance(text, Document) else None,
        found=alive and one.route.kind is RouteKind.SAME and (one.by_name or carries),
    )


def _is_document(route: Route) -> bool:
    return route.kind is not RouteKind.RECORD


def _not_asked(route: Route) -> Tried:
    judged = AddressJudgement(status=AddressStatus.NOT_CHECKED, why="a suggestion; not asked")
    return Tried(route=route, judged=judged)


def _judge(route: Route, result: LiveResult | None, target: Target) -> Tried:
    if result is None:
        return _not_asked(route)
    text = result.extraction
    titled = isinstance(text, Document) and carries_title(text, target.titles)
    symbols = {c.citation.symbol for c in target.cites if c.citation.symbol}
    named = isinstance(text, Document) and any(symbol in text.text for symbol in symbols)
    evidence = PageEvidence(
        length=result.capture.length if result.capture else 0,
        extraction=text,
        carries_title=titled,
        marks=result.marks,
    )
    judged = judge_address(result.outcome, evidence)
    return Tried(route=route, judged=judged, result=result, by_name=titled or named)
