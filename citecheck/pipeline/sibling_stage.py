"""Ask servers for pages that nobody made, to see whether they tell them from those that are cited.

Only where nothing else speaks for a page that answers 200: no cited figure, no cited
title.  One invented address a folder; the shortest pages first, for a soft "not found"
is short; and of many pages only a share, since a polite program asks little.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from citecheck.model.captures import Response
from citecheck.model.documents import Document, Extraction
from citecheck.model.verdicts import AddressReport, AddressStatus, Finding
from citecheck.pipeline.edges import Edges, LiveResult
from citecheck.pipeline.live_stage import capture_live
from citecheck.pipeline.match_stage import find_carried
from citecheck.pipeline.reading import Reader
from citecheck.pipeline.targets import Target
from citecheck.ports import LiveWeb
from citecheck.verdicts.siblings import Answer, answers_alike, invent_sibling, may_be_alike
from citecheck.verdicts.titles import carries_title

#: So many invented addresses are asked for in any case; beyond, a share of all addresses.
AT_LEAST = 100


class Doubts:
    """Gathers the pages for which nothing speaks but their status, while they are judged."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self._carried = find_carried(findings)
        self._length: dict[str, int] = {}
        self._proven: set[str] = set()

    def look(self, target: Target, report: AddressReport, text: Extraction | None) -> None:
        """Take notice of an address, its report and its text."""
        if report.status not in (AddressStatus.OK, AddressStatus.MOVED):
            return
        if not isinstance(text, Document) or "html" not in text.media_type:
            return
        if target.address in self._carried or carries_title(text, target.titles):
            self._proven.add(target.live_url)
        self._length[target.live_url] = len(text.text)

    def invent(self, addresses: int, *, share: float) -> dict[str, str]:
        """For each doubtful page the invented address to hold it against, the shortest first.

        ``addresses``: so many are cited; ``share`` of them may be invented, or so.
        """
        invented: dict[str, str] = {}
        distinct: set[str] = set()
        most = max(AT_LEAST, int(share * addresses)) if share > 0 else 0
        doubtful = (url for url in self._length if url not in self._proven)
        for url in sorted(doubtful, key=lambda url: (self._length[url], url)):
            sibling = invent_sibling(url)
            if sibling and (sibling in distinct or len(distinct) < most):
                invented[url] = sibling
                distinct.add(sibling)
        return invented


def find_answered_alike(
    invented: Sequence[Mapping[str, str]],
    live: Sequence[Mapping[str, LiveResult]],
    edges: Edges,
    web: LiveWeb,
    reader: Reader,
) -> list[dict[str, str]]:
    """For each publication its live addresses that are answered as their invented ones are."""
    urls = list(dict.fromkeys(sibling for one in invented for sibling in one.values()))
    answers = capture_live(urls, edges, web, reader) if urls else {}
    return [
        {
            url: sibling
            for url, sibling in siblings.items()
            if _are_alike(seen[url], answers[sibling])
        }
        for siblings, seen in zip(invented, live, strict=True)
    ]


def _are_alike(page: LiveResult, sibling: LiveResult) -> bool:
    """Most servers know their pages, and no text need be read again to see that."""
    if not may_be_alike(page.outcome, sibling.outcome):
        return False
    return answers_alike(_answer(page), _answer(sibling))


def _answer(result: LiveResult) -> Answer:
    outcome = result.outcome
    is_page = isinstance(outcome, Response) and result.capture is not None
    return Answer(
        outcome=outcome,
        digest=result.capture.digest if is_page and result.capture else None,
        extraction=result.extraction,
    )
