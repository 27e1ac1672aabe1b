from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.snapshots.urlkey import urlkey


@pytest.mark.parametrize(
    "spelling",
    [
        "http://www.Example.org:80/Reports/2009.html?b=2&a=1",
        "https://example.org/reports/2009.html?a=1&b=2#page",
        "example.org/reports/2009.html?a=1&b=2",
        "http://www2.example.org/reports//2009.html?a=1&b=2&PHPSESSID=0123456789abcdef",
        "http://example.org/reports/2009.html;jsessionid=AB12?a=1&b=2",
    ],
)
def test_spellings_of_one_address_share_a_key(spelling: str) -> None:
    assert urlkey(spelling) == "org,example)/reports/2009.html?a=1&b=2"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.org/x?id=1", "http://a.org/x?id=2"),
        ("http://a.org/", "http://b.a.org/"),
        ("http://a.org:8080/", "http://a.org/"),
        ("http://a.org/x", "http://a.org/y"),
    ],
)
def test_other_addresses_have_other_keys(one: str, other: str) -> None:
    assert urlkey(one) != urlkey(other)


def test_encoded_and_plain_letters_share_a_key() -> None:
    assert urlkey("http://gov.example/%D0%B4") == urlkey("http://gov.example/д")


@given(st.text())
def test_any_text_has_a_key_on_one_ascii_line_without_spaces(text: str) -> None:
    key = urlkey(text)
    assert key.isascii()
    assert not any(character.isspace() for character in key)
