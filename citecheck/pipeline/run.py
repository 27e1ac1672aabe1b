"""A run: look, capture, read, match, judge; over one publication or over many."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from citecheck.model.audits import Audit
from citecheck.model.captures import Network, NetworkState
from citecheck.model.errors import InputError
from citecheck.model.notes import Publication
from citecheck.model.verdicts import AddressReport, Finding, Standing
from citecheck.pipeline.archive_stage import Archived, capture_archived, recall_archived
from citecheck.pipeline.edges import Edges, LiveResult
from citecheck.pipeline.frame_stage import ArchivedFrames, read_live_frames
from citecheck.pipeline.judge_stage import (
    Look,
    drop_what_is_not_the_source,
    judge_addresses,
    judge_citations,
    judge_claims,
    look_away,
)
from citecheck.pipeline.live_stage import capture_live, recall_live
from citecheck.pipeline.match_stage import find_evidence, match_claims
from citecheck.pipeline.plans import Job, Plan, live_urls, plan_job
from citecheck.pipeline.reading import Reader
from citecheck.pipeline.rescue_stage import (
    Suggestions,
    find_routes,
    report_rescue,
    rescue_evidence,
    suggest_addresses,
    try_routes,
)
from citecheck.pipeline.sibling_stage import Doubts, find_answered_alike
from citecheck.pipeline.targets import Target
from citecheck.ports import Step
from citecheck.settings import Settings
from citecheck.verdicts.due import carry_standings

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
    standings: Mapping[str, Standing] = MappingProxyType({}),
) -> Audit:
    """One run over one publication; arguments and errors are those of :func:`run_audits`."""
    job = Job(publication=publication, source=source, only=tuple(only), standings=standings)
    (audit,) = run_audits([job], edges, settings, version=version, must_be_online=must_be_online)
    return audit


def run_audits(
    jobs: Sequence[Job],
    edges: Edges,
    settings: Settings,
    *,
    version: str,
    must_be_online: bool = False,
) -> Iterator[Audit]:
    """One run over some publications: an audit of each, in their order.

    An address that several cite is asked once, and each of them is judged as if it were
    alone.  The journal is closed when the last audit has been taken, so that a run which is
    stopped before goes on from there.  ``edges.web`` is ``None`` where the run must stay
    offline.  Raises :class:`InputError` when a job names a note that is not there, or when
    ``must_be_online`` and this machine has no network.
    """
    started = edges.clock()
    plans = [plan_job(job, today=started.date()) for job in jobs]
    network = _look(plans, edges)
    if must_be_online and network.network is not Network.ONLINE:
        raise InputError(
            f"this machine is offline: {network.why}",
            remedy="connect it, or run without --online to use the captures at hand",
        )
    run = _Run(edges=edges, settings=settings, network=network, started=started, version=version)
    audits = run.audits(plans)
    del plans  # long lists are not held twice
    yield from audits
    edges.journal.close(finished=True)


def _look(plans: Sequence[Plan], edges: Edges) -> NetworkState:
    """The state of this machine's own network, before anything is judged."""
    if edges.web is None or edges.probe is None:
        return ASKED_TO_STAY_OFFLINE
    edges.progress(Step(stage="network", done=0, total=1, what="this machine's own network"))
    return edges.probe.look(live_urls(plans))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What was captured for one publication, and what its figures found in it."""

    plan: Plan
    live: Mapping[str, LiveResult]
    archived: Mapping[str, Archived]
    suggestions: Suggestions
    findings: tuple[Finding, ...]


def _without_what_is_judged(seen: _Seen) -> _Seen:
    """The same when its addresses are judged: without them, and with the answers for claims."""
    plan = seen.plan
    notes = {note for claim in plan.job.publication.claims for note in claim.notes}
    urls = {cite.citation.url or "" for cite in plan.cites if cite.note in notes}
    return replace(
        seen,
        plan=replace(plan, targets=()),
        live={url: seen.live[url] for url in urls if url in seen.live},
        archived={},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """What all stages of a run share."""

    edges: Edges
    settings: Settings
    network: NetworkState
    started: datetime
    version: str

    @property
    def is_online(self) -> bool:
        return self.edges.web is not None and self.network.network is Network.ONLINE

    def audits(self, plans: Sequence[Plan]) -> Iterator[Audit]:
        """Capture for all, then judge each; what was seen of one is let go with its audit."""
        seen = self._look(plans)
        del plans
        total = len(seen)
        while seen:
            audit = self._judge(*seen.popleft())
            step = Step(stage="match", done=total - len(seen), total=total, what=audit.source)
            self.edges.progress(step)
            yield audit

    def _look(self, plans: Sequence[Plan]) -> deque[tuple[_Seen, tuple[AddressReport, ...]]]:
        """For each publication what was seen, and what became of its addresses."""
        reader = Reader(self.edges.store, self.edges.extractor, self.edges.far)
        seen = self._capture(plans, reader)
        addresses = self._addresses(seen, reader)
        return deque(zip(map(_without_what_is_judged, seen), addresses, strict=True))

    def _capture(self, plans: Sequence[Plan], reader: Reader) -> list[_Seen]:
        edges, network = self.edges, self.network
        live = self._live(plans, reader)
        routes = [find_routes(plan.targets, plan.job.publication, edges.rescue) for plan in plans]
        suggestions = try_routes(
            [(plan.targets, found) for plan, found in zip(plans, routes, strict=True)],
            live, edges, network, reader,
        )  # fmt: skip
        archived = self._archived(plans, reader)
        seen = []
        for done, (plan, tried, held) in enumerate(zip(plans, suggestions, archived, strict=True)):
            edges.progress(
                Step(stage="match", done=done, total=len(plans), what="figures against captures")
            )
            # what other publications cite says nothing about this one
            own = live
            if len(plans) > 1:
                own = {url: live[url] for url in live_urls([plan]) if url in live}
            findings = self._match(plan, own, held, tried, reader)
            seen.append(
                _Seen(plan=plan, live=own, archived=held, suggestions=tried, findings=findings)
            )
        return seen

    def _live(self, plans: Sequence[Plan], reader: Reader) -> dict[str, LiveResult]:
        web, urls = self.edges.web, live_urls(plans)

        def ask(urls: Sequence[str]) -> dict[str, LiveResult]:
            if web is None or not self.is_online:
                return recall_live(urls, self.edges, reader)
            return capture_live(urls, self.edges, web, reader)

        return read_live_frames(ask(urls), reader, ask)

    def _archived(self, plans: Sequence[Plan], reader: Reader) -> list[dict[str, Archived]]:
        edges, window = self.edges, self.settings.archive_window_days
        asked = [plan.targets for plan in plans]
        frames = ArchivedFrames(edges=edges, reader=reader, days=self.settings.cited_window_days)
        if edges.archive is None or not self.is_online:
            return [
                recall_archived(one, edges, reader, frames, window_days=window) for one in asked
            ]
        archives = (edges.archive, *edges.more_archives)
        return capture_archived(asked, edges, archives, reader, frames, window_days=window)

    def _match(
        self,
        plan: Plan,
        live: Mapping[str, LiveResult],
        archived: Mapping[str, Archived],
        suggestions: Suggestions,
        reader: Reader,
    ) -> tuple[Finding, ...]:
        claims = [c for c in plan.job.publication.claims if plan.notes.intersection(c.notes)]
        told = {n for c in claims if any(f.is_statistic for f in c.figures) for n in c.notes}
        evidence = {
            cite: (
                *find_evidence(
                    cite,
                    live.get(target.live_url),
                    archived.get(target.live_url),
                    window_days=self.settings.cited_window_days,
                ),
                *rescue_evidence(suggestions.get(target.address, ())),
            )
            for target in plan.targets
            for cite in target.cites
            if cite.note in told
        }
        return match_claims(claims, plan.cites, evidence, reader, self.edges.far)

    def _addresses(self, seen: Sequence[_Seen], reader: Reader) -> list[tuple[AddressReport, ...]]:
        """What became of the addresses of each publication.

        Doubtful ones are held against invented ones, and those judged once more that a
        server answers as it answers these.
        """
        doubts = [Doubts(one.findings) for one in seen]
        reports = [
            self._report(one, one.plan.targets, {}, doubt.look)
            for one, doubt in zip(seen, doubts, strict=True)
        ]
        edges, share = self.edges, self.settings.sibling_share
        if edges.web is None or not self.is_online:
            return reports
        invented = [
            doubt.invent(len(one.plan.targets), share=share)
            for one, doubt in zip(seen, doubts, strict=True)
        ]
        live = [one.live for one in seen]
        alike = find_answered_alike(invented, live, edges, edges.web, reader)
        return [
            self._report_again(one, before, found) if found else before
            for one, before, found in zip(seen, reports, alike, strict=True)
        ]

    def _report_again(
        self, seen: _Seen, before: Sequence[AddressReport], alike: Mapping[str, str]
    ) -> tuple[AddressReport, ...]:
        targets = [target for target in seen.plan.targets if target.live_url in alike]
        again = {one.url: one for one in self._report(seen, targets, alike, look_away)}
        return tuple(again.get(one.url, one) for one in before)

    def _report(
        self, seen: _Seen, targets: Sequence[Target], alike: Mapping[str, str], look: Look
    ) -> tuple[AddressReport, ...]:
        return judge_addresses(
            targets, seen.live, seen.archived, seen.findings, self.network, alike, look
        )

    def _judge(self, seen: _Seen, addresses: tuple[AddressReport, ...]) -> Audit:
        job, settings = seen.plan.job, self.settings
        addresses = report_rescue(addresses, seen.suggestions, seen.findings)
        addresses = carry_standings(addresses, job.standings, self.started, settings)
        findings = drop_what_is_not_the_source(seen.findings, addresses)
        citations = judge_citations(
            seen.plan.cites, addresses, findings, confirmed=settings.failures_confirmed
        )
        citations = suggest_addresses(citations, seen.plan.cites, job.publication, self.edges)
        claims = judge_claims(job.publication, seen.plan.notes, findings, citations, seen.live)
        return Audit(
            id=f"{self.started:%Y%m%dT%H%M%SZ}",
            source=job.source,
            started=self.started,
            finished=self.edges.clock(),
            version=self.version,
            network=self.network,
            publication=job.publication,
            addresses=addresses,
            citations=citations,
            findings=findings,
            claims=claims,
            only=tuple(sorted(job.only)),
            failures_confirmed=settings.failures_confirmed,
        )
