from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.capture.clocks import CLOCK_SECONDS, find_skew, seconds_ahead
from citecheck.model.captures import Response

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def answer(**headers: str) -> Response:
    return Response(
        url="http://a.example/", status=200, headers=tuple(headers.items()), body=b"", at=NOW,
        final_url="http://a.example/",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "ahead"),
    [
        ({"Date": format_datetime(NOW - timedelta(hours=1), usegmt=True)}, 3600),
        ({"date": format_datetime(NOW + timedelta(seconds=5), usegmt=True)}, -5),
        # a cache on the way had it for an hour
        ({"Date": format_datetime(NOW - timedelta(hours=1), usegmt=True), "Age": "3600"}, 0),
        ({"Date": format_datetime(NOW, usegmt=True), "Age": "soon"}, 0),
        ({}, None),
        ({"Date": "yesterday"}, None),
        ({"Date": "Tue, 24 Nov 99999999 12:00:00 GMT"}, None),
    ],
)
def test_a_clock_is_held_against_what_a_server_says(
    headers: dict[str, str], ahead: float | None
) -> None:
    assert seconds_ahead(answer(**headers), NOW) == ahead


HOUR = 3600.0


@pytest.mark.parametrize(
    ("ahead", "skew"),
    [
        ([HOUR, HOUR], HOUR),
        ([-HOUR, -HOUR + 60, 0], -HOUR + 60),
        ([HOUR], None),  # its own clock may be wrong
        ([HOUR, 0], None),
        ([HOUR, -HOUR], None),
        ([HOUR, 3 * HOUR, 9 * HOUR], None),  # no two agree
        ([60, 60, 60], None),
        ([], None),
    ],
)
def test_most_hosts_have_to_agree_that_it_is_wrong(ahead: list[float], skew: float | None) -> None:
    assert find_skew(ahead) == skew


@given(st.lists(st.floats(-CLOCK_SECONDS, CLOCK_SECONDS), max_size=9), st.integers(0, 9))
def test_a_clock_that_is_right_is_not_accused_by_a_minority(right: list[float], wrong: int) -> None:
    assert find_skew([*right, *[1e6] * min(wrong, len(right))]) is None
