from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.endnotes.date_forms import print_like
from citecheck.endnotes.dates import parse_date

DAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("10 November 2011", "27 November 2026"),
        ("November 10, 2011", "November 27, 2026"),
        ("10th of November 2011", "27th of November 2026"),
        ("Sept. 3, 2010", "Nov. 27, 2026"),
        ("May 2010", "November 2026"),
        ("2011", "2026"),
        ("2011-11-10", "2026-11-27"),
        ("10.11.2011", "27.11.2026"),
        ("13/4/2011", "27/11/2026"),
        ("4/13/2011", "11/27/2026"),
        ("2011, May 4", "2026, November 27"),
        ("12 марта 2011 г.", "27 ноября 2026 г."),
        ("4 mars 2011", "27 novembre 2026"),
        ("5. März 2011", "27. November 2026"),
        ("3/4/2011", None),  # March or April, nobody can tell
        ("yesterday", None),
        ("in the year 2011", None),
    ],
)
def test_a_day_is_printed_as_the_old_one_was(old: str, new: str | None) -> None:
    assert print_like(old, DAY) == new


@pytest.mark.parametrize(
    ("day", "printed"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (12, "12th"), (22, "22nd"), (31, "31st")],
)
def test_ordinals_are_those_of_english(day: int, printed: str) -> None:
    assert print_like("10th May 2011", date(2026, 1, day)) == f"{printed} January 2026"


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31)))
def test_what_is_printed_is_read_again_as_the_same_day(day: date) -> None:
    for old in ("10 November 2011", "Nov. 10, 2011", "10 ноября 2011 г.", "2011-11-10"):
        assert parse_date(print_like(old, day) or "") == day.isoformat()
