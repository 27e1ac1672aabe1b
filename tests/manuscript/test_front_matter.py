from __future__ import annotations

import pytest

from citecheck.manuscript.front_matter import find_front_matter


@pytest.mark.parametrize(
    ("text", "title", "publisher", "year"),
    [
        (
            "THE SALT ROADS\nA report on inland transport\nNorthern Transport Forum, 2014\n",
            "THE SALT ROADS: A report on inland transport", "Northern Transport Forum", 2014,
        ),
        ("Rivers of Oslo\nOslo: North Press, May 2014\n", "Rivers of Oslo", "North Press", 2014),
        ("Rivers of the North\n\nRiver Watch, 2014\n", "Rivers of the North", "River Watch", 2014),
        ("Rivers of the\nNorth and South\n\n2011\n", "Rivers of the North and South", None, 2011),
        ("STATE OF THE\nRIVERS 2010\n\nCopyright © 2011 River Watch\n", "STATE OF THE RIVERS 2010",
         "River Watch", 2011),
        # Words of the body that end in a year are no imprint.
        ("Rivers\n\nThe ice was measured by guards, in 2009\n", "Rivers", None, None),
    ],
)  # fmt: skip
def test_lines_close_under_the_title_are_told_apart(
    text: str, title: str, publisher: str | None, year: int | None
) -> None:
    front = find_front_matter(text.split("\n"))
    assert (front.title, front.publisher, front.year) == (title, publisher, year)
