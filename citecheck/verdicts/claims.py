"""What follows for a claim: the table "Claim" of ``docs/verdicts.md``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from citecheck.model.figures import Claim, Figure
from citecheck.model.verdicts import (
    ClaimReport,
    ClaimVerdict,
    Finding,
    FindingVerdict,
    Version,
)

#: Of several figures the worst decides.
WORST_FIRST = (
    ClaimVerdict.MISQUOTED,
    ClaimVerdict.UNSUPPORTED,
    ClaimVerdict.OUTDATED,
    ClaimVerdict.UNCLEAR,
    ClaimVerdict.RESCUED,
    ClaimVerdict.SOUND,
)
#: Of several sources the best decides; an unread one may hold what the others lack.
BEST_FIRST = (
    ClaimVerdict.SOUND,
    ClaimVerdict.RESCUED,
    ClaimVerdict.OUTDATED,
    ClaimVerdict.UNCLEAR,
    ClaimVerdict.UNSUPPORTED,
    ClaimVerdict.MISQUOTED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureJudgement:
    """What follows for one figure, with its reason in words."""

    verdict: ClaimVerdict
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What is to be said of a source whose text could not be had: its address and why."""

    address: str | None
    why: str


def judge_claim(
    claim: Claim,
    findings: Mapping[Figure, Sequence[Finding]],
    sources: Sequence[SourceState],
) -> ClaimReport:
    """The verdict on a claim: the worst of its statistics, each over all sources.

    ``sources`` tells, for every citation of the claim's notes, why a text is missing;
    the words are used only where no finding decides.
    """
    statistics = [figure for figure in claim.figures if figure.is_statistic]
    if not statistics:
        return ClaimReport(
            id=claim.id,
            notes=claim.notes,
            verdict=ClaimVerdict.NO_FIGURE,
            why="no statistic to verify; only the source itself was checked",
        )
    judged = [(figure, judge_figure(findings.get(figure, ()), sources)) for figure in statistics]
    worst = min((j.verdict for _, j in judged), key=WORST_FIRST.index)
    whys = [f"“{figure.printed}”: {j.why}" for figure, j in judged if j.verdict is worst]
    return ClaimReport(id=claim.id, notes=claim.notes, verdict=worst, why="; ".join(whys))


def judge_figure(findings: Sequence[Finding], sources: Sequence[SourceState]) -> FigureJudgement:
    """The verdict on one figure over all captures of all sources of its notes."""
    if not findings:
        whys = sorted({state.why for state in sources if state.why})
        why = "; ".join(whys) if whys else "the note names no source that could be read"
        return FigureJudgement(verdict=ClaimVerdict.UNCLEAR, why=why)
    by_address: dict[str, list[Finding]] = {}
    for finding in findings:
        by_address.setdefault(finding.address, []).append(finding)
    judged = [judge_source(of_one) for of_one in by_address.values()]
    unread = [s for s in sources if s.address not in by_address and s.why]
    judged.extend(FigureJudgement(verdict=ClaimVerdict.UNCLEAR, why=s.why) for s in unread)
    return min(judged, key=lambda j: BEST_FIRST.index(j.verdict))


def judge_source(findings: Sequence[Finding]) -> FigureJudgement:
    """The verdict on one figure over the captures of one source."""
    cited = _of(findings, Version.CITED)
    confirmed_then = _first(cited, FindingVerdict.CONFIRMED)
    if confirmed_then is None:
        # 1. The cited version gives another value.
        changed = _first(cited, FindingVerdict.CHANGED)
        if changed:
            return _say(ClaimVerdict.MISQUOTED, changed, "the cited version says otherwise")
        # 2. The cited version was read whole and does not say it.
        missing = _first(cited, FindingVerdict.ELSEWHERE, FindingVerdict.ABSENT)
        if missing and missing.match.read_whole:
            return _say(ClaimVerdict.UNSUPPORTED, missing, "the cited version does not say it")
        confirmed_then = _first(_of(findings, Version.EARLIER), FindingVerdict.CONFIRMED)
    return _judge_now(findings, confirmed_then)


def _judge_now(findings: Sequence[Finding], then: Finding | None) -> FigureJudgement:
    live = _of(findings, Version.LIVE)
    # 3. Today's page says it.
    now = _first(live, FindingVerdict.CONFIRMED)
    if now:
        return _say(ClaimVerdict.SOUND, now, "then and now" if then else "today's page says it")
    changed = _first(live, FindingVerdict.CHANGED)
    if then:
        # 4. Said then; another value, nothing, or no page now.
        if changed:
            return _say(ClaimVerdict.OUTDATED, changed, f"said {_when(then)}; today another value")
        gone = _first(live, FindingVerdict.ELSEWHERE, FindingVerdict.ABSENT)
        today = "; today's page no longer says it" if gone else "; no live page could be read"
        return _say(ClaimVerdict.RESCUED, then, f"said {_when(then)}{today}")
    # 5. Everything else is unclear, and the reason says which.
    if changed:
        return _say(
            ClaimVerdict.UNCLEAR,
            changed,
            "today's page gives another value, and no copy of the cited version could be read",
        )
    later = _first(_of(findings, Version.LATER, Version.MIRROR), FindingVerdict.CONFIRMED)
    if later:
        return _say(
            ClaimVerdict.UNCLEAR,
            later,
            f"only a {later.version} copy says it ({_day(later)}), which does not prove"
            " what the cited one said",
        )
    best = next((f for f in findings if f.verdict is not FindingVerdict.UNREAD), findings[0])
    return _say(ClaimVerdict.UNCLEAR, best, "no copy of the cited version could be read")


def _say(verdict: ClaimVerdict, finding: Finding, words: str) -> FigureJudgement:
    return FigureJudgement(verdict=verdict, why=f"{words} ({finding.match.why})")


def _of(findings: Iterable[Finding], *versions: Version) -> list[Finding]:
    return [f for f in findings if f.version in versions]


def _first(findings: Iterable[Finding], *verdicts: FindingVerdict) -> Finding | None:
    return next((f for f in findings if f.verdict in verdicts), None)


def _day(finding: Finding) -> str:
    return finding.captured.date().isoformat() if finding.captured else "no date"


def _when(finding: Finding) -> str:
    label = "the cited version" if finding.version is Version.CITED else "an earlier copy"
    return f"in {label} of {_day(finding)}"
