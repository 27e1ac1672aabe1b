"""A source with two readers: nothing is called absent before both were asked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from citecheck.figures.verify import verify_document
from citecheck.model.documents import Document, Extraction, Page, Unread, UnreadReason
from citecheck.model.verdicts import FindingVerdict
from tests.fakes.edges import PlainExtractor, page
from tests.pipeline.test_run import FERRIES, OTHERWISE, SAID, note, publication, run

MISSED = "Ferries\nThe ferry company carries timber and passengers over the lake.\n"


@dataclass
class TwoReaders:
    """The first reader gives the bytes; the second gives ``second`` in their place."""

    second: str | None
    asked: list[str] = field(default_factory=list)

    def extract(self, body: bytes, *, media_type: str | None, name: str) -> Extraction:
        found = PlainExtractor().extract(body, media_type=media_type, name=name)
        return replace(found, provisional=True, engine="first")

    def extract_again(self, body: bytes, *, media_type: str | None, name: str) -> Extraction:
        self.asked.append(name)
        if self.second is None:
            return Unread(reason=UnreadReason.TIMEOUT, why="not read within 60 seconds")
        found = PlainExtractor().extract(self.second.encode(), media_type=None, name=name)
        return replace(found, engine="second")


def finding(first: str, readers: TwoReaders):  # type: ignore[no-untyped-def] # a short helper
    of = publication(note(1, FERRIES), note(2, FERRIES))
    audit = run(of, {FERRIES: page(FERRIES, first)}, extractor=readers)
    return audit.findings[0]


def test_what_the_first_reader_bears_out_is_not_read_again() -> None:
    readers = TwoReaders(second=MISSED)
    found = finding(SAID, readers)
    assert (found.verdict, found.match.engine) == (FindingVerdict.CONFIRMED, "first")
    assert readers.asked == []


def test_what_the_first_reader_missed_the_second_may_bear_out() -> None:
    readers = TwoReaders(second=SAID)
    found = finding(MISSED, readers)
    assert (found.verdict, found.match.engine) == (FindingVerdict.CONFIRMED, "second")
    assert readers.asked == [FERRIES], "once a run, whoever asks"


def test_another_value_of_the_first_reader_alone_is_no_change() -> None:
    assert finding(OTHERWISE, TwoReaders(second=SAID)).verdict is FindingVerdict.CONFIRMED


def test_absent_and_changed_stand_on_both_readers() -> None:
    absent = finding(MISSED, TwoReaders(second=MISSED))
    assert absent.verdict is FindingVerdict.ABSENT
    assert absent.match.scope.endswith("read by two readers")
    assert finding(OTHERWISE, TwoReaders(second=OTHERWISE)).verdict is FindingVerdict.CHANGED


@pytest.mark.parametrize("first", [MISSED, OTHERWISE])
def test_nothing_negative_is_said_where_the_second_could_not_read(first: str) -> None:
    found = finding(first, TwoReaders(second=None))
    assert found.verdict is FindingVerdict.UNREAD
    assert "not read within 60 seconds" in found.why


def test_a_finding_names_the_reader_of_its_own_page() -> None:
    pages = (Page(number=1, text=MISSED), Page(number=2, text=SAID, engine="another"))
    text = Document(
        media_type="application/pdf", pages=pages, language="en", paged=True, engine="first"
    )
    _, match = verify_document(CLAIM, text)
    assert match.occurrence is not None
    assert (match.occurrence.page, match.engine) == (2, "another")


CLAIM = "The ferry company has 40 boats."


def document(text: str, *, provisional: bool) -> Document:
    pages = (Page(number=1, text=text),)
    return Document(
        media_type="application/pdf", pages=pages, language="en", provisional=provisional
    )


def test_a_provisional_text_alone_never_gives_a_negative() -> None:
    for text in (MISSED, OTHERWISE):
        _, match = verify_document(CLAIM, document(text, provisional=True))
        assert match.verdict is FindingVerdict.UNREAD
        assert "only the first of two readers was asked" in match.why
        assert "by one of two readers" in match.scope


def test_a_single_claim_is_held_against_both_readers_too() -> None:
    first, second = document(MISSED, provisional=True), document(SAID, provisional=False)
    _, match = verify_document(CLAIM, first, read_again=lambda: second)
    assert match.verdict is FindingVerdict.CONFIRMED
    _, match = verify_document(CLAIM, first, read_again=lambda: document(MISSED, provisional=False))
    assert match.verdict is FindingVerdict.ABSENT
