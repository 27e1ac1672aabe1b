from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.capture.archives.places import (
    Place,
    asked_address,
    parse_base,
    unwrapped,
)
from citecheck.model.errors import InputError


@pytest.mark.parametrize(
    ("given_base", "collection"),
    [
        ("https://web.archive.org", "https://web.archive.org/web/"),
        ("https://web.archive.org/", "https://web.archive.org/web/"),
        ("http://127.0.0.1:8090/web", "http://127.0.0.1:8090/web/"),
        ("http://127.0.0.1:8090/notes/", "http://127.0.0.1:8090/notes/"),
        ("https://www.webarchive.example/wayback/archive", None),
    ],
)
def test_a_base_is_understood_with_and_without_its_collection(
    given_base: str, collection: str | None
) -> None:
    assert parse_base(given_base).collection == (collection or given_base + "/")


@pytest.mark.parametrize("base", ["web.archive.org", "ftp://a.org", "", "http://"])
def test_what_is_no_archive_address_is_refused_in_one_line(base: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_base(base)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("base", "local"),
    [
        ("http://127.0.0.1:8090", True),
        ("http://localhost:1", True),
        ("http://[::1]:2/web", True),
        ("https://web.archive.org", False),
        ("http://10.0.0.4", False),
    ],
)
def test_an_archive_on_this_machine_is_known_as_such(base: str, local: bool) -> None:
    assert parse_base(base).on_loopback is local


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("http://a.org/b?c=d#part", "http://a.org/b?c=d"),
        ("a.org/b", "http://a.org/b"),
        ("a.org:8080/b", "http://a.org:8080/b"),
        ("http://a.org/b*", "http://a.org/b%2A"),
        ("http://пример.example/страница", "http://xn--e1afmkfd.example/страница"),
        ("https://web.archive.org/web/20071204031024/http://a.org/b", "http://a.org/b"),
        ("http://web.archive.org/web/2007/https:/a.org/b", "https://a.org/b"),
        ("http://web.archive.org/web/*/http://a.org/b", "http://a.org/b"),
        ("https://web.archive.org/web/20100101000000id_/http://a.org/?x=1", "http://a.org/?x=1"),
    ],
)
def test_an_index_is_asked_for_the_bare_address(written: str, asked: str) -> None:
    assert asked_address(written) == asked


def test_an_ordinary_address_with_digits_is_not_taken_for_an_archives() -> None:
    for address in ("http://a.org/2011/report.html", "http://a.org/news/2011/12/http-basics"):
        assert unwrapped(address) == address


@pytest.mark.parametrize(
    ("url", "place"),
    [
        (
            "http://archive.example/web/20111110000000/http://a.org/b?c=/d",
            Place(timestamp="20111110000000", original="http://a.org/b?c=/d"),
        ),
        (
            "https://archive.example/web/2011id_/http:/a.org/",
            Place(timestamp="20110101000000", original="http://a.org/"),
        ),
        ("https://archive.example/other/20111110000000/http://a.org/", None),
        ("https://elsewhere.example/web/20111110000000/http://a.org/", None),
        ("https://archive.example/web/about", None),
    ],
)
def test_an_archives_own_addresses_are_read(url: str, place: Place | None) -> None:
    assert parse_base("https://archive.example").place_of(url) == place


@given(
    stamp=st.datetimes().map(lambda moment: moment.strftime("%Y%m%d%H%M%S").zfill(14)),
    path=st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="#")),
)
def test_a_place_written_and_read_is_the_same_place(stamp: str, path: str) -> None:
    base = parse_base("https://archive.example")
    place = Place(timestamp=stamp, original=f"http://a.org/{path}")
    assert base.place_of(base.raw(place)) == place
