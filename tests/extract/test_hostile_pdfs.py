"""Hostile PDF files end in time, in their memory, with a reason, and touch nothing."""

from __future__ import annotations

import os
import resource
import time
from dataclasses import replace

import pytest
from extraction_files import extraction, pdf, shown
from hostile_pdfs import HOSTILE

from citecheck.extract import IsolatedExtractor
from citecheck.model.documents import Document, Extraction, Unread, UnreadReason
from citecheck.settings import Settings
from tests.pace import in_time

pytestmark = [
    pytest.mark.hostile,
    pytest.mark.skipif(os.name != "posix", reason="the limits are those of POSIX"),
]

SETTINGS = Settings()
_END = 10.0
#: What keeps the first reader, the second, busy for ever: a limit of two seconds shows it as well
#: as that of eight which ``forms-2-to-the-40`` is left with.
ENDLESS = {
    False: ("form-draws-itself", "object-loop", "xref-stream-of-2-to-the-31"),
    True: ("tounicode-of-four-billion", "object-loop", "xref-stream-of-2-to-the-31"),
}


def read_in_time(body: bytes, *, again: bool, most: float = SETTINGS.worker_seconds) -> Extraction:
    extractor = IsolatedExtractor(replace(SETTINGS, worker_seconds=most))
    ask = extractor.extract_again if again else extractor.extract
    began = time.monotonic()
    found = ask(body, media_type=None, name="hostile.pdf")
    assert in_time(began, min(_END, most + 2.0))
    return found


@pytest.mark.parametrize("again", [False, True], ids=["first", "second"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_with_a_reason(name: str, again: bool) -> None:
    body = HOSTILE[name]()
    most = 2.0 if name in ENDLESS[again] else SETTINGS.worker_seconds
    found = read_in_time(body, again=again, most=most)
    if isinstance(found, Unread):
        assert found.why, name
        return
    # Silence is a failure: what came out is text, or it says that something is missing.
    assert found.text.strip() or not found.complete, name
    assert not (found.bears_negatives and "12,345" not in found.text and name in WITH_WORDS), name


#: Files whose page says 12,345 to whoever can read it: not to find it is not "absent".
WITH_WORDS = ("xref-of-two-billion-rows", "xref-loop", "two-billion-pages-claimed", "length-loop")


@pytest.mark.parametrize("tenth", range(1, 10))
@pytest.mark.parametrize("again", [False, True], ids=["first", "second"])
def test_a_file_cut_at_any_tenth_says_so(tenth: int, again: bool) -> None:
    pages = [shown(11, 72, 700, f"Page {n} counts 1,{n:03} herders") for n in range(40)]
    whole = pdf(pages)
    found = read_in_time(whole[: tenth * len(whole) // 10], again=again)
    if isinstance(found, Document):
        assert not found.bears_negatives
        assert found.notes
    else:
        assert found.reason is UnreadReason.DAMAGED
        assert found.why


def test_the_workers_kept_to_their_memory() -> None:
    read_in_time(HOSTILE["flate-bomb-1-gib"](), again=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert peak <= SETTINGS.worker_memory


def test_a_file_that_ends_the_first_reader_is_given_to_the_second() -> None:
    found = IsolatedExtractor(replace(SETTINGS, worker_memory=400 << 20)).extract(
        HOSTILE["flate-bomb-1-gib"](), media_type=None, name=""
    )
    assert isinstance(found, Unread)
    assert found.reason is UnreadReason.MEMORY
    assert "SIGABRT" in found.why


@pytest.mark.parametrize("name", ["javascript", "launch", "address", "submit"])
def test_actions_are_not_taken_and_the_words_are_read(name: str) -> None:
    for again in (False, True):
        assert "12,345 sheep" in getattr(extraction(HOSTILE[name](), again=again), "text", "")


def test_content_that_lies_elsewhere_is_not_fetched() -> None:
    # Were it asked for, the worker's fence would end it with a crash.
    for again in (False, True):
        found = read_in_time(HOSTILE["content-elsewhere"](), again=again)
        assert not (isinstance(found, Unread) and found.reason is UnreadReason.CRASH)
