"""What is held of an answer from the live web until it is judged."""

from __future__ import annotations

from dataclasses import replace

import pytest

from citecheck.model.captures import Response
from citecheck.pipeline import Edges
from citecheck.pipeline.live_stage import capture_live
from citecheck.pipeline.reading import Reader
from citecheck.verdicts.address import PageEvidence, judge_address
from tests.fakes.edges import (
    NOW,
    FakeWeb,
    MemoryJournal,
    MemoryStore,
    PlainExtractor,
    Steps,
    page,
)

URL = "http://walled.example/report.html"
HEADERS = (
    ("Content-Type", "text/html"),
    ("CF-Mitigated", "challenge"),
    ("Set-Cookie", "seen=1"),
)


@pytest.mark.parametrize("again", [False, True])
def test_the_headers_that_decide_are_held_and_the_journal_has_them_all(again: bool) -> None:
    journal = MemoryJournal()
    answer = replace(page(URL, "Please wait.", status=503), headers=HEADERS)
    store, extractor = MemoryStore(), PlainExtractor()
    edges = Edges(
        clock=lambda: NOW, store=store, extractor=extractor, journal=journal, progress=Steps()
    )
    for web in [FakeWeb({URL: answer}), FakeWeb({})][: 1 + again]:
        reader = Reader(store, extractor)
        outcome = capture_live([URL], edges, web, reader)[URL].outcome
    assert isinstance(outcome, Response)
    assert outcome.headers == HEADERS[1:2]
    assert judge_address(outcome, PageEvidence(length=12, extraction=None)).status == "blocked"
    (written,) = journal.kept
    assert isinstance(written, Response)
    assert written.headers == HEADERS
