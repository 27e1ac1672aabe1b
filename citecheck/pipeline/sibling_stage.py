"""Ask servers for pages that nobody made, to see whether they tell them from those that are cited.

Only where nothing else speaks for a page that answers 200: no cited figure, no cited
title.  One invented address a folder; the shortest pages first, for a soft "not found"
is short; and of many pages only a share, since a polite program asks little.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from citecheck.model.captures import Response
from citecheck.model.documents import Document
from citecheck.model.verdicts import AddressReport, AddressStatus, Finding
from citecheck.pipeline.edges import Edges, LiveResult
from citecheck.pipeline.live_stage import capture_live
from citecheck.pipeline.match_stage import carried
from citecheck.pipeline.reading import Reader
from citecheck.pipeline.targets import Target
from citecheck.ports import LiveWeb
from citecheck.verdicts.siblings import Answer, answers_alike, invent_sibling
from citecheck.verdicts.titles import carries_title

#: So many invented addresses are asked for in any case; beyond, a share of all addresses.
AT_LEAST = 100


def find_answered_alike(
    targets: Sequence[Target],
    reports: Sequence[AddressReport],
    live: Mapping[str, LiveResult],
    findings: Sequence[Finding],
    edges: Edges,
    web: LiveWeb,
    reader: Reader,
    *,
    share: float,
) -> dict[str, str]:
    """For each live address that is answered as an invented one is, that invented one."""
    doubtful = _find_doubtful(targets, reports, live, findings)
    invented: dict[str, str] = {}
    most = max(AT_LEAST, int(share * len(targets))) if share > 0 else 0
    for url in doubtful:
        sibling = invent_sibling(url)
        if sibling and (sibling in invented.values() or len(set(invented.values())) < most):
            invented[url] = sibling
    if not invented:
        return {}
    answers = capture_live(list(dict.fromkeys(invented.values())), edges, web, reader)
    return {
        url: sibling
        for url, sibling in invented.items()
        if answers_alike(_answer(live[url]), _answer(answers[sibling]))
    }


def _find_doubtful(
    targets: Sequence[Target],
    reports: Sequence[AddressReport],
    live: Mapping[str, LiveResult],
    findings: Sequence[Finding],
) -> list[str]:
    """The pages for which nothing speaks but their status, the most doubtful first."""
    found: dict[str, int] = {}
    proven: set[str] = set()
    for target, report in zip(targets, reports, strict=True):
        result = live.get(target.live_url)
        text = result.extraction if result else None
        if report.status not in (AddressStatus.OK, AddressStatus.MOVED):
            continue
        if not isinstance(text, Document) or "html" not in text.media_type:
            continue
        if carried(findings, target) or carries_title(text, target.titles):
            proven.add(target.live_url)
        found[target.live_url] = len(text.text)
    return sorted(found.keys() - proven, key=lambda url: (found[url], url))


def _answer(result: LiveResult) -> Answer:
    outcome = result.outcome
    is_page = isinstance(outcome, Response) and result.capture is not None
    return Answer(
        outcome=outcome,
        digest=result.capture.digest if is_page and result.capture else None,
        extraction=result.extraction,
    )
