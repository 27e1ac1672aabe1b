from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.verdicts.landing import (
    leads_to_error,
    leads_to_login,
    leads_to_search,
    redirects_home,
    spelling_free,
)

CITED = "http://www.example.org/2009/report.html"


@pytest.mark.parametrize(
    "final",
    ["http://example.org/", "https://example.org/en/index.php", "http://other.example/default.aspx",
     "http://www.example.org/en-gb/", "http://example.org/Home"],
)  # fmt: skip
def test_a_front_page_is_one_in_any_language_or_program(final: str) -> None:
    assert redirects_home(CITED, final)


@pytest.mark.parametrize(
    ("final", "is_login"),
    [
        ("http://example.org/login?next=/2009/report.html", True),
        ("https://sso.example.org/adfs/ls/?wa=1", True),
        ("https://accounts.example.org/ServiceLogin/signin", True),
        ("http://example.org/consent?back=1", True),
        ("http://example.org/blog/in-2009.html", False),
        ("http://example.org/authors/smith.html", False),
        ("http://cassandra.example.org/casualties.html", False),
    ],
)
def test_a_login_is_told_by_its_address(final: str, is_login: bool) -> None:
    assert leads_to_login(CITED, final) is is_login


@pytest.mark.parametrize(
    ("final", "is_error"),
    [
        ("http://example.org/404.html", True),
        ("http://example.org/errors/page-not-found", True),
        ("http://example.org/Error.aspx?aspxerrorpath=/2009/report.html", True),
        ("http://example.org/notfound", True),
        ("http://example.org/2009/terror.html", False),
        ("http://example.org/missing-children-report.html", False),
    ],
)
def test_a_page_of_errors_is_told_by_its_address(final: str, is_error: bool) -> None:
    assert leads_to_error(CITED, final) is is_error
    assert not leads_to_error(final, final)


@pytest.mark.parametrize(
    ("final", "is_search"),
    [
        ("http://example.org/search?q=report", True),
        ("http://example.org/?s=report", True),
        ("http://example.org/search/results.aspx", True),
        ("http://example.org/research/report.html", False),
        ("http://example.org/?page_id=7", False),
    ],
)
def test_a_search_is_told_by_its_address(final: str, is_search: bool) -> None:
    assert leads_to_search(CITED, final) is is_search


@given(st.text(max_size=60))
def test_no_address_makes_these_rules_fail(text: str) -> None:
    url = f"http://example.org/{text}"
    for rule in (leads_to_error, leads_to_login, leads_to_search, redirects_home):
        rule(CITED, url)
    assert spelling_free(spelling_free(url)) == spelling_free(spelling_free(url))
