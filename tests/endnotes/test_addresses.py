"""Addresses are found whole, taken out of their brackets, and never corrected."""

from __future__ import annotations

import pytest

from citecheck.endnotes.addresses import (
    address_key,
    find_addresses,
    is_home_page,
)
from citecheck.endnotes.archives import find_archived
from tests.endnotes.notes import citation


@pytest.mark.parametrize(
    ("text", "url", "printed"),
    [
        ("from: <http://a.example/x>", "http://a.example/x", None),
        ("from http://a.example/x,y,,z.html.", "http://a.example/x,y,,z.html", None),
        ("at http://a.example/x_(y).html)", "http://a.example/x_(y).html", None),
        ("at http://a.example/Righths%20of.pdf, p. 4", "http://a.example/Righths%20of.pdf", None),
        ("from: www.ice.org/", "http://www.ice.org/", "www.ice.org/"),
        ("at ice.org/paper", "http://ice.org/paper", "ice.org/paper"),
        (
            r"[http://a.example/\$F/x.pdf](http://a.example/$F/x.pdf)",
            "http://a.example/$F/x.pdf",
            r"http://a.example/\$F/x.pdf",
        ),
        ("[the paper](https://a.example/x)", "https://a.example/x", None),
        ("at www.ice.example/x.", "http://www.ice.example/x", "www.ice.example/x"),
        ("at ice.example/x (in Ice)", "http://ice.example/x", "ice.example/x"),
        ("www.who.int/ice", "http://www.who.int/ice", "www.who.int/ice"),
    ],
)
def test_an_address_in_its_dress(text: str, url: str, printed: str | None) -> None:
    [found] = find_addresses(text)
    assert (found.url, found.printed) == (url, printed or url)


@pytest.mark.parametrize(
    "text", ["write to ice@river.org", "the report.No ice", "HIV/AIDS 2010", "e.g./i.e. x"]
)
def test_what_is_no_address(text: str) -> None:
    assert find_addresses(text) == []


def test_the_parts_of_an_archived_address() -> None:
    url = "http://web.archive.org/web/20071204031024/www.ice.example/a.pdf"
    archived = find_archived(url)
    assert archived is not None
    assert (archived.timestamp, archived.url) == ("20071204031024", url)
    assert archived.original == "http://www.ice.example/a.pdf"


@pytest.mark.parametrize(
    ("url", "original"),
    [
        ("https://web.archive.org/web/20200101000000id_/http://a.example/", "http://a.example/"),
        ("https://web.archive.org/web/20200101000000/http:/a.example/x", "http://a.example/x"),
        ("https://archive.example/20200101000000/https://a.example/x", "https://a.example/x"),
    ],
)
def test_replay_addresses_of_several_makes(url: str, original: str) -> None:
    archived = find_archived(url)
    assert archived is not None
    assert archived.original == original


@pytest.mark.parametrize(
    "url", ["http://a.example/20200101000000/page", "http://a.example/x", "http://a.example/2020/"]
)
def test_a_number_in_a_path_makes_no_archive(url: str) -> None:
    assert find_archived(url) is None


def test_an_archived_copy_of_the_address_before_it_is_no_second_source() -> None:
    archive = "https://web.archive.org/web/20120101000000/http://a.example/x.pdf"
    only = citation(f"Tana Institute. Ice. 2011. http://a.example/x.pdf. Archived at: {archive}.")
    assert only.url == "http://a.example/x.pdf"
    assert only.archived is not None
    assert only.archived.url == archive


def test_an_archive_address_stays_the_address_of_the_citation() -> None:
    only = citation("Tana Institute. Ice. web.archive.org/web/20120101000000/a.example/x.pdf")
    assert only.url == "http://web.archive.org/web/20120101000000/a.example/x.pdf"
    assert only.archived is not None
    assert only.archived.original == "http://a.example/x.pdf"


def test_spellings_of_one_address_share_a_key() -> None:
    spellings = [
        "http://www.a.example/x",
        "https://a.example/x/",
        "http://web.archive.org/web/20120101000000/www.a.example/x",
    ]
    assert len({address_key(url) for url in spellings}) == 1
    assert address_key("http://a.example/x?id=1") != address_key("http://a.example/x?id=2")


@pytest.mark.parametrize(
    ("url", "is_home"),
    [
        ("http://a.example", True),
        ("http://a.example/", True),
        ("http://a.example/index.html", True),
        ("http://a.example/news/", False),
        ("http://a.example/?page=4", False),
    ],
)
def test_home_pages(url: str, is_home: bool) -> None:
    assert is_home_page(url) is is_home
