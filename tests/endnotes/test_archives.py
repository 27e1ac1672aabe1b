from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.endnotes.archives import find_archived, is_single_page_archive


@pytest.mark.parametrize(
    ("url", "stamp", "original"),
    [
        (
            "https://archive.today/2012.05.01-120000/http://a.org/b?c=1",
            "20120501120000",
            "http://a.org/b?c=1",
        ),
        ("http://archive.is/20120501120000/https://a.org/", "20120501120000", "https://a.org/"),
        ("https://www.archive.ph/20120501/http:/a.org/x", "20120501000000", "http://a.org/x"),
        ("https://archive.li/2012-05-01-1830/http://a.org/", "20120501183000", "http://a.org/"),
        (
            "http://webcitation.org/query?url=http%3A%2F%2Fa.org&date=2011-11-10",
            "20111110000000",
            "http://a.org",
        ),
    ],
)
def test_a_long_address_tells_what_was_captured_and_when(
    url: str, stamp: str, original: str
) -> None:
    found = find_archived(url)
    assert found is not None
    assert (found.timestamp, found.original, found.url) == (stamp, original, url)


@pytest.mark.parametrize(
    "url",
    ["https://archive.is/AbCdE", "https://perma.cc/ABCD-1234", "http://www.webcitation.org/5xYz"],
)
def test_a_short_address_tells_neither_and_nothing_is_invented(url: str) -> None:
    assert is_single_page_archive(url)
    found = find_archived(url)
    assert found is None or (found.timestamp, found.original) == (None, None)


@given(st.text(max_size=80))
def test_any_text_at_all_is_such_an_address_or_is_not(text: str) -> None:
    for url in (text, f"http://archive.is/{text}", f"http://webcitation.org/query?{text}"):
        found = find_archived(url)
        assert found is None or found.timestamp is None or len(found.timestamp) >= 4
