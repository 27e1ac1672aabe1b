from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from citecheck.model.captures import Capture, Memento, Origin
from citecheck.model.notes import ArchivedAddress, Citation, CitationKind
from citecheck.verdicts.versions import cited_moment, parse_moment, version_of

TODAY = date(2026, 11, 1)


def cite(accessed: str | None = "2011-11-10", archived: ArchivedAddress | None = None) -> Citation:
    return Citation(
        work="w001",
        kind=CitationKind.WEB,
        url="http://a.example/r",
        accessed=accessed,
        archived=archived,
    )


def copy(timestamp: str | None, *, shown: str | None = None) -> Capture:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    stamp = shown or timestamp
    taken = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC) if stamp else at
    memento = timestamp and Memento(
        timestamp=timestamp, original="http://a.example/r", url="u", archive="web.archive.org"
    )
    return Capture(
        url="http://a.example/r",
        final_url="http://a.example/r",
        origin=Origin.ARCHIVE if memento else Origin.LIVE,
        status=200,
        captured=taken,
        fetched=at,
        digest="sha1:X",
        length=1,
        media_type=None,
        warc="w",
        offset=0,
        memento=memento or None,
    )


@pytest.mark.parametrize(
    ("timestamp", "version"),
    [
        (None, "live"),
        ("20111110000000", "cited"),
        ("20111020101010", "cited"),
        ("20111205101010", "cited"),
        ("20110101000000", "earlier"),
        ("20130101000000", "later"),
    ],
)
def test_a_copy_near_the_access_date_is_the_cited_one(timestamp: str | None, version: str) -> None:
    citation = cite()
    moment = cited_moment(citation, year=2012, today=TODAY)
    assert version_of(copy(timestamp), citation, moment, window_days=31) == version


def test_without_an_access_date_no_copy_is_the_cited_one() -> None:
    citation = cite(accessed=None)
    moment = cited_moment(citation, year=2012, today=TODAY)
    assert not moment.known
    assert version_of(copy("20121215000000"), citation, moment, window_days=31) == "earlier"
    assert version_of(copy("20130105000000"), citation, moment, window_days=31) == "later"


def test_a_year_is_too_vague_to_name_the_cited_copy_by_nearness() -> None:
    citation = cite(accessed="2011")
    moment = cited_moment(citation, year=2012, today=TODAY)
    assert version_of(copy("20110601000000"), citation, moment, window_days=31) == "earlier"


def test_the_copy_that_the_note_prints_is_the_cited_one() -> None:
    archived = ArchivedAddress(
        timestamp="20071204031024", url="http://web.archive.org/…", original="http://a.example/r"
    )
    citation = cite(archived=archived)
    moment = cited_moment(citation, year=2012, today=TODAY)
    assert moment.near == date(2007, 12, 4)
    assert version_of(copy("20071204031024"), citation, moment, window_days=31) == "cited"


def test_equal_bytes_on_both_sides_of_the_date_make_a_far_copy_the_cited_one() -> None:
    citation = cite()
    moment = cited_moment(citation, year=2012, today=TODAY)
    far = copy("20100101000000")
    assert far.memento
    around = (far.memento,)
    assert version_of(far, citation, moment, window_days=31, unchanged_around=around) == "cited"


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [
        ("2011-11-10", date(2011, 11, 10), date(2011, 11, 10)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("2011", date(2011, 1, 1), date(2011, 12, 31)),
    ],
)
def test_a_date_is_as_precise_as_printed(iso: str, first: date, last: date) -> None:
    assert parse_moment(iso) == (first, last)


def test_a_printed_archive_stamp_may_be_short() -> None:
    archived = ArchivedAddress(timestamp="2007", url="u", original="http://a.example/r")
    moment = cited_moment(cite(archived=archived), year=2012, today=TODAY)
    assert (moment.first, moment.last) == (date(2007, 1, 1), date(2007, 12, 31))


@pytest.mark.parametrize(
    ("shown", "version"), [("20111112000000", "cited"), ("20140301000000", "later")]
)
def test_the_day_of_the_bytes_counts_where_a_captured_redirect_led_elsewhere(
    shown: str, version: str
) -> None:
    """A redirect captured on the access date may end at a page captured three years later."""
    citation = cite()
    moment = cited_moment(citation, year=2012, today=TODAY)
    seen = copy("20111110000000", shown=shown)
    assert version_of(seen, citation, moment, window_days=31) == version
