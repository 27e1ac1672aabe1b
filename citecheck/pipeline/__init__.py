"""The pipeline: the one place that knows the order of the stages; its edges are handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from citecheck.model.audits import Audit
from citecheck.model.captures import Network, NetworkState
from citecheck.model.errors import InputError
from citecheck.model.notes import Publication
from citecheck.model.verdicts import Streak
from citecheck.pipeline.archive_stage import Archived, capture_archived, recall_archived
from citecheck.pipeline.edges import Edges, LiveResult
from citecheck.pipeline.judge_stage import (
    drop_what_is_not_the_source,
    judge_addresses,
    judge_citations,
    judge_claims,
)
from citecheck.pipeline.live_stage import capture_live, recall_live
from citecheck.pipeline.match_stage import find_evidence, match_claims
from citecheck.pipeline.reading import Reader
from citecheck.pipeline.rescue_stage import (
    find_routes,
    report_rescue,
    rescue_evidence,
    suggest_addresses,
    try_routes,
)
from citecheck.pipeline.sibling_stage import find_answered_alike
from citecheck.pipeline.targets import Target, find_cites, find_targets
from citecheck.ports import Step
from citecheck.settings import Settings
from citecheck.verdicts.failing import carry_failures

__all__ = ["Edges", "run_audit"]

ASKED_TO_STAY_OFFLINE = NetworkState(
    network=Network.OFFLINE, why="asked to stay offline; nothing was asked of the web"
)


def run_audit(
    publication: Publication,
    edges: Edges,
    settings: Settings,
    *,
    source: str,
    version: str,
    only: Sequence[int] = (),
    must_be_online: bool = False,
    streaks: Mapping[str, Streak] = MappingProxyType({}),
) -> Audit:
    """One run over a publication: look, capture, read, match, judge.

    ``edges.web`` is ``None`` where the run must stay offline; ``streaks`` tells which
    addresses were failing before.  Raises
    :class:`InputError` when ``only`` names a note that is not there, or when
    ``must_be_online`` and this machine has no network.
    """
    started = edges.clock()
    numbers = {note.number for note in publication.endnotes}
    unknown = sorted(set(only) - numbers)
    if unknown:
        raise InputError(
            f"no note {unknown[0]}", source=source, remedy=f"notes go from 1 to {max(numbers)}"
        )
    cites = find_cites(publication, only=only, today=started.date())
    targets = find_targets(cites)
    network = _look(targets, edges)
    if must_be_online and network.network is not Network.ONLINE:
        raise InputError(
            f"this machine is offline: {network.why}",
            remedy="connect it, or run without --online to use the captures at hand",
        )
    reader = Reader(edges.store, edges.extractor)
    live = _live(targets, edges, network, reader, settings)
    routes = find_routes(targets, publication, edges)
    suggestions = try_routes(targets, routes, live, edges, network, reader)
    archived = _archived(targets, edges, network, reader, settings)
    edges.progress(Step(stage="match", done=0, total=1, what="figures against captures"))
    evidence = {
        cite: (
            *find_evidence(
                cite,
                live.get(target.live_url),
                archived.get(target.live_url),
                window_days=settings.cited_window_days,
            ),
            *rescue_evidence(suggestions.get(target.address, ())),
        )
        for target in targets
        for cite in target.cites
    }
    notes = frozenset(cite.note for cite in cites)
    claims = [c for c in publication.claims if notes.intersection(c.notes)]
    findings = match_claims(claims, cites, evidence, read_again=reader.read_again)
    addresses = judge_addresses(targets, live, archived, findings, network)
    if edges.web is not None and network.network is Network.ONLINE:
        alike = find_answered_alike(
            targets, addresses, live, findings, edges, edges.web, reader,
            share=settings.sibling_share,
        )  # fmt: skip
        addresses = judge_addresses(targets, live, archived, findings, network, alike)
    addresses = report_rescue(addresses, suggestions, findings)
    addresses = carry_failures(
        addresses, streaks, started,
        days_apart=settings.failure_days, confirmed=settings.failures_confirmed,
    )  # fmt: skip
    findings = drop_what_is_not_the_source(findings, addresses)
    citations = judge_citations(cites, addresses, findings, confirmed=settings.failures_confirmed)
    citations = suggest_addresses(citations, cites, publication, edges)
    verdicts = judge_claims(publication, notes, findings, citations, live)
    edges.progress(Step(stage="match", done=1, total=1, what="judged"))
    edges.journal.close(finished=True)
    return Audit(
        id=f"{started:%Y%m%dT%H%M%SZ}",
        source=source,
        started=started,
        finished=edges.clock(),
        version=version,
        network=network,
        publication=publication,
        addresses=addresses,
        citations=citations,
        findings=findings,
        claims=verdicts,
        only=tuple(sorted(only)),
    )


def _look(targets: Sequence[Target], edges: Edges) -> NetworkState:
    """The state of this machine's own network, before anything is judged."""
    if edges.web is None or edges.probe is None:
        return ASKED_TO_STAY_OFFLINE
    edges.progress(Step(stage="network", done=0, total=1, what="this machine's own network"))
    return edges.probe.look([target.live_url for target in targets])


def _live(
    targets: Sequence[Target],
    edges: Edges,
    network: NetworkState,
    reader: Reader,
    settings: Settings,
) -> dict[str, LiveResult]:
    urls = list(dict.fromkeys(target.live_url for target in targets))
    if edges.web is None or network.network is not Network.ONLINE:
        return recall_live(urls, edges, reader)
    days = settings.recheck_days
    return capture_live(urls, edges, edges.web, reader, recheck_days=days)


def _archived(
    targets: Sequence[Target],
    edges: Edges,
    network: NetworkState,
    reader: Reader,
    settings: Settings,
) -> dict[str, Archived]:
    window = settings.archive_window_days
    if edges.archive is None or network.network is not Network.ONLINE:
        return recall_archived(targets, edges, reader, window_days=window)
    archives = (edges.archive, *edges.more_archives)
    return capture_archived(targets, edges, archives, reader, window_days=window)
