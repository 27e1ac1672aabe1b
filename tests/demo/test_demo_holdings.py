"""Laws of the invented archive's index, whatever copies it has."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from citecheck.demo.holdings import (
    Holdings,
    nearest,
    parse_moment,
    select_rows,
    to_row,
    url_key,
)
from citecheck.demo.sites import ArchivedCopy, Page, Reply, Shelf, Site

MOMENTS = st.datetimes(datetime(1996, 1, 1), datetime(2026, 1, 1)).map(
    lambda moment: moment.strftime("%Y%m%d%H%M%S")
)
URL = "http://www.river.example/a.html"


def copy_of(timestamp: str) -> ArchivedCopy:
    reply = Reply(headers=(("Content-Type", "text/html"),), body=timestamp[:6].encode())
    return ArchivedCopy(timestamp=timestamp, original=URL, reply=reply)


COPIES = st.lists(MOMENTS, unique=True, max_size=12).map(
    lambda stamps: [copy_of(stamp) for stamp in sorted(stamps)]
)


@given(COPIES, MOMENTS)
def test_no_copy_is_nearer_than_the_nearest(copies: list[ArchivedCopy], wanted: str) -> None:
    found = nearest(copies, wanted)
    assert (found is None) == (not copies)
    if found:
        moment = parse_moment(wanted)
        gaps = [abs(parse_moment(copy.timestamp) - moment) for copy in copies]
        assert abs(parse_moment(found.timestamp) - moment) == min(gaps)


@given(COPIES, st.integers(1, 14), MOMENTS)
def test_from_and_to_part_the_rows_and_lose_none(
    copies: list[ArchivedCopy], digits: int, stamp: str
) -> None:
    rows = [to_row(copy) for copy in copies]
    cut = stamp[:digits]
    until = select_rows(rows, {"to": [cut]})
    since = select_rows(rows, {"from": [cut]})
    both = [row for row in rows if row["timestamp"].startswith(cut)]
    assert len(until) + len(since) - len(both) == len(rows)
    assert all(row in until and row in since for row in both)


@given(COPIES)
def test_collapse_leaves_no_equal_neighbours_and_drops_nothing_else(
    copies: list[ArchivedCopy],
) -> None:
    rows = [to_row(copy) for copy in copies]
    kept = select_rows(rows, {"collapse": ["digest"]})
    digests = [row["digest"] for row in kept]
    assert all(a != b for a, b in pairwise(digests))
    assert {row["digest"] for row in rows} == set(digests)


@given(COPIES)
def test_a_filter_and_its_opposite_share_the_rows(copies: list[ArchivedCopy]) -> None:
    rows = [to_row(copy) for copy in copies]
    with_it = select_rows(rows, {"filter": ["timestamp:20.*"]})
    without = select_rows(rows, {"filter": ["!timestamp:20.*"]})
    assert sorted(row["timestamp"] for row in [*with_it, *without]) == [
        row["timestamp"] for row in rows
    ]


@given(st.sampled_from(["http", "https"]), st.booleans(), st.booleans(), st.booleans())
def test_spelling_does_not_change_the_key(scheme: str, www: bool, port: bool, upper: bool) -> None:
    host = f"{'www.' if www else ''}river.example{':80' if port and scheme == 'http' else ''}"
    url = f"{scheme}://{host}/2009/a.html?b=1&a=2"
    assert url_key(url.upper() if upper else url) == "example,river)/2009/a.html?a=2&b=1"


def test_what_bars_a_host_bars_addresses_that_nobody_listed() -> None:
    site = Site(host="www.river.example", shelf=Shelf.EXCLUDED, pages={"/a": Page()})
    holdings = Holdings([site])
    assert holdings.drawer("http://river.example/else").shelf is Shelf.EXCLUDED
    assert holdings.drawer("http://brook.example/else").shelf is Shelf.OPEN


def test_a_copy_knows_its_moment_in_utc() -> None:
    assert copy_of("20110320081244").at == datetime(2011, 3, 20, 8, 12, 44, tzinfo=UTC)
