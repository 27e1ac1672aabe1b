"""What to act on, in the order in which an editor should: wrong figures before dead links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from citecheck.model.audits import Audit
from citecheck.model.figures import Claim, Figure
from citecheck.model.notes import Severity
from citecheck.model.rulings import RulingReport
from citecheck.model.verdicts import (
    AddressReport,
    ArchivedCopy,
    CitationReport,
    CitationVerdict,
    ClaimReport,
    ClaimVerdict,
    Finding,
    FindingVerdict,
    Version,
)
from citecheck.report.ordering import audited_notes
from citecheck.report.tallies import nobody_looked
from citecheck.report.words import (
    CITATION_TONES,
    CLAIM_TONES,
    NOT_CHECKED,
    SLIP_TONES,
    Tone,
    count_words,
)
from citecheck.verdicts.rulings import citation_id

_CLAIM_ORDER = list(CLAIM_TONES)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """One thing to act on.

    ``subject`` names it: the source's title or address, the claim, the slip's code.
    ``figure`` is what the publication prints and ``finding`` what decided, where the
    item is about a figure; ``instead`` an address or words to print in its place, and
    ``instead_why`` what is to be known of them.
    ``ruling`` is what a person decided about it.
    """

    note: int
    word: str
    tone: Tone
    subject: str
    why: str
    figure: Figure | None = None
    finding: Finding | None = None
    instead: str | None = None
    instead_why: str = ""
    ruling: RulingReport | None = None

    @property
    def found(self) -> str | None:
        """What the source prints instead; a decoy's value is none, for it is the printed one."""
        place = self.finding.match.occurrence if self.finding else None
        changed = self.finding is not None and self.finding.verdict is FindingVerdict.CHANGED
        return place.printed if place and changed else None

    @property
    def found_on(self) -> str | None:
        """The version and day of the capture that decided."""
        if self.finding is None:
            return None
        captured = self.finding.captured
        day = captured.date().isoformat() if captured else "undated"
        return f"{self.finding.version.value}, {day}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkGroup:
    """Items of one sort.  ``urgent`` groups are those an editor has to act on."""

    id: str
    title: str
    advice: str
    items: tuple[WorkItem, ...]
    urgent: bool


def find_work(audit: Audit) -> tuple[WorkGroup, ...]:
    """The groups that hold something, sharpest first; items by note."""
    finder = _Finder(audit)
    return tuple(group for group in finder.groups() if group.items)


class _Finder:
    def __init__(self, audit: Audit) -> None:
        self._audit = audit
        self._addresses = {report.url: report for report in audit.addresses}
        self._rulings = {report.ruling.about: report for report in audit.rulings}
        self._claims = {claim.id: claim for claim in audit.publication.claims}
        self._findings: dict[str, list[Finding]] = defaultdict(list)
        for finding in audit.findings:
            self._findings[finding.claim].append(finding)
        self._titles = {
            (note.number, at): citation.title
            for note in audit.publication.endnotes
            for at, citation in enumerate(note.citations)
            if citation.title
        }

    def groups(self) -> Iterator[WorkGroup]:
        """Every group, empty ones too."""
        yield self._figures(
            "wrong",
            "Wrong figures",
            "The cited version says otherwise, or does not say it. Correct these first.",
            {ClaimVerdict.MISQUOTED, ClaimVerdict.UNSUPPORTED},
        )
        yield self._figures(
            "changed",
            "Changed figures",
            "Right when printed; today’s page gives another value. For the next edition.",
            {ClaimVerdict.OUTDATED},
        )
        yield self._sources(
            "drifted",
            "Changed sources",
            "The page is alive, but no longer gives the figure that it was cited for.",
            lambda c: c.verdict is CitationVerdict.CHANGED,
        )
        yield self._sources(
            "broken",
            "Broken, no copy",
            "No longer there, and no archived copy that could be used.",
            lambda c: c.verdict is CitationVerdict.BROKEN,
        )
        yield self._sources(
            "rescued",
            "Broken, with a copy",
            "No longer there; print the archived address beside it.",
            lambda c: c.verdict is CitationVerdict.RESCUED,
        )
        yield self._sources(
            "moved",
            "Moved",
            "The same thing at another address, for good.",
            lambda c: c.verdict is CitationVerdict.MOVED,
        )
        yield self._sources(
            "unclear",
            "Unclear",
            "Could not be decided by a machine; the reason says why. Look by hand.",
            lambda c: c.verdict is CitationVerdict.UNCLEAR and not self._unseen(c),
            urgent=False,
        )
        yield self._sources(
            "unchecked",
            "Not checked",
            "Nobody looked at these addresses in this run: nothing follows for them.",
            self._unseen,
            urgent=False,
        )
        yield self._settled()
        yield self._slips()

    def _figures(self, id_: str, title: str, advice: str, words: set[ClaimVerdict]) -> WorkGroup:
        items = [
            self._figure(c)
            for c in self._audit.claims
            if c.verdict in words and not self._settles(c.id)
        ]
        items.sort(key=lambda item: (_CLAIM_ORDER.index(item.word), item.note))
        return WorkGroup(id=id_, title=title, advice=advice, items=tuple(items), urgent=True)

    def _figure(self, report: ClaimReport) -> WorkItem:
        claim = self._claims.get(report.id)
        finding = deciding_finding(self._findings.get(report.id, ()), report)
        figure = finding.figure if finding else _first_statistic(claim)
        # One figure's own name in front of its reason would only be said twice.
        why = report.why.removeprefix(f"“{figure.printed}”: ") if figure else report.why
        return WorkItem(
            note=report.notes[0] if report.notes else 0,
            word=report.verdict.value,
            tone=CLAIM_TONES[report.verdict.value],
            subject=report.id,
            why=why,
            figure=figure,
            finding=finding,
            ruling=self._rulings.get(report.id),
        )

    def _sources(
        self,
        id_: str,
        title: str,
        advice: str,
        belongs: Callable[[CitationReport], bool],
        *,
        urgent: bool = True,
    ) -> WorkGroup:
        items = tuple(
            self._source(c)
            for c in self._audit.citations
            if belongs(c) and not self._settles(citation_id(c))
        )
        return WorkGroup(id=id_, title=title, advice=advice, items=items, urgent=urgent)

    def _source(self, report: CitationReport) -> WorkItem:
        word = NOT_CHECKED if self._unseen(report) else report.verdict.value
        title = self._titles.get((report.note, report.index))
        instead, instead_why = _instead(report, self._addresses.get(report.url or ""))
        return WorkItem(
            note=report.note,
            word=word,
            tone=CITATION_TONES[word],
            subject=title or report.url or report.work,
            why=report.why,
            instead=instead,
            instead_why=instead_why,
            ruling=self._rulings.get(citation_id(report)),
        )

    def _slips(self) -> WorkGroup:
        rank = {severity: at for at, severity in enumerate(Severity)}
        found = [(slip, note) for note in audited_notes(self._audit) for slip in note.slips]
        found.sort(key=lambda pair: (rank[pair[0].severity], pair[1].number))
        items = tuple(
            WorkItem(
                note=note.number,
                word=slip.severity.value,
                tone=SLIP_TONES[slip.severity.value],
                subject=slip.code,
                why=slip.message,
                instead=slip.suggestion,
            )
            for slip, note in found
        )
        return WorkGroup(
            id="slips",
            title="Slips",
            advice="Defects inside the notes themselves, visible without any network.",
            items=items,
            urgent=False,
        )

    def _settled(self) -> WorkGroup:
        """What somebody accepted, while that stands; nothing is hidden by it."""
        claims = [self._figure(c) for c in self._audit.claims if self._settles(c.id)]
        cited = [self._source(c) for c in self._audit.citations if self._settles(citation_id(c))]
        return WorkGroup(
            id="accepted",
            title="Accepted",
            advice="Somebody decided that it may stay; it comes back when claim or source change.",
            items=tuple(sorted((*claims, *cited), key=lambda item: item.note)),
            urgent=False,
        )

    def _settles(self, about: str) -> bool:
        return about in self._rulings and self._rulings[about].settles

    def _unseen(self, citation: CitationReport) -> bool:
        return nobody_looked(citation, self._addresses)


def deciding_finding(findings: Sequence[Finding], report: ClaimReport) -> Finding | None:
    """Of a claim's findings the one to read first for its verdict, if there is one."""
    wanted = {
        ClaimVerdict.MISQUOTED: ((Version.CITED,), (FindingVerdict.CHANGED,)),
        ClaimVerdict.UNSUPPORTED: (
            (Version.CITED,),
            (FindingVerdict.ELSEWHERE, FindingVerdict.ABSENT),
        ),
        ClaimVerdict.OUTDATED: ((Version.LIVE,), (FindingVerdict.CHANGED,)),
    }.get(report.verdict)
    if wanted is None:
        return None
    versions, verdicts = wanted
    of_claim = [f for f in findings if f.version in versions]
    ranked = [f for verdict in verdicts for f in of_claim if f.verdict is verdict]
    # The reason names the figures that decided; others of the claim may be sound.
    ranked.sort(key=lambda f: f"“{f.figure.printed}”" not in report.why)
    return next(iter(ranked), None)


def _first_statistic(claim: Claim | None) -> Figure | None:
    figures = claim.figures if claim else ()
    return next((figure for figure in figures if figure.is_statistic), None)


def _instead(report: CitationReport, address: AddressReport | None) -> tuple[str | None, str]:
    if address is None:
        return None, ""
    if report.verdict is CitationVerdict.MOVED:
        return address.final_url, "where it moved to"
    copy = next((copy for copy in address.archived if copy.usable), None)
    if copy and copy.url != report.url:
        return copy.url, describe_copy(copy)
    route = next((one for one in address.rescue if one.found), None)
    return (route.final_url or route.route.url, route.route.how) if route else (None, "")


def describe_copy(copy: ArchivedCopy) -> str:
    """An archived copy's day and its distance from the access date, in words."""
    day = f"{copy.timestamp[:4]}-{copy.timestamp[4:6]}-{copy.timestamp[6:8]}"
    match copy.distance_days:
        case None:
            return f"archived {day}"
        case 0:
            return f"archived {day}, on the access date"
        case days:
            return f"archived {day}, {count_words(days, 'day')} from the access date"
