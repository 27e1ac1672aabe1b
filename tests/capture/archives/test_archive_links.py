"""Links of headers and TimeMaps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.capture.archives.links import Link, parse_links

HEADER = (
    '<http://a.example/x;jsessionid=9?q=1,2&r=a=b>; rel="original", '
    "<https://archive.example/web/timemap/link/http://a.example/>\n ; rel=timemap; "
    'type="application/link-format"; from="Tue, 01 Jan 2008 00:00:00 GMT",'
    '<https://archive.example/web/20080101000000/http://a.example/x>; REL="First Memento";'
    'datetime="Tue, 01 Jan 2008 00:00:00 GMT"; title="a \\"quoted\\", <odd> one"; rel="last"'
)


def test_addresses_with_semicolons_commas_and_equals_signs_stay_whole() -> None:
    original, timemap, first = parse_links(HEADER)
    assert original == Link(
        url="http://a.example/x;jsessionid=9?q=1,2&r=a=b", rel=frozenset({"original"})
    )
    assert timemap.rel == {"timemap"}
    assert timemap.parameters["from"] == "Tue, 01 Jan 2008 00:00:00 GMT"
    assert first.rel == {"first", "memento"}  # the second rel does not count
    assert first.parameters["title"] == 'a "quoted", <odd> one'


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("", []),
        ("no link", []),
        ("<a>", ["a"]),
        ("<a>,", ["a"]),
        ("<a>, , <b>;rel", ["a", "b"]),
        ("<a>; rel=x garbage, <b>; rel=y", ["a", "b"]),
        ('<a>; rel="never closed, <b>; rel=y', ["a", "b"]),
        ("<never closed", []),
        ("<>", [""]),
    ],
)
def test_what_is_damaged_costs_itself_only(text: str, urls: list[str]) -> None:
    assert [link.url for link in parse_links(text)] == urls


ADDRESSES = st.text(st.characters(blacklist_characters="<>", blacklist_categories=("Cs",)))
NAMES = st.sampled_from(["datetime", "type", "title", "from"])
LINKS = st.lists(
    st.builds(
        lambda url, rel, parameters: Link(
            url=url.strip(), rel=frozenset(rel), parameters=parameters
        ),
        ADDRESSES,
        st.sets(st.sampled_from(["memento", "first", "last", "timegate"])),
        st.dictionaries(NAMES, st.text()),
    ),
    max_size=6,
)


def written(link: Link) -> str:
    parts = [f"<{link.url}>", f'rel="{" ".join(sorted(link.rel))}"']
    for name, value in link.parameters.items():
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        parts.append(f'{name}="{escaped}"')
    return "; ".join(parts)


@given(LINKS)
def test_links_that_are_written_are_read_again(links: list[Link]) -> None:
    assert parse_links(",\n".join(map(written, links))) == links


@given(st.text(alphabet='<>;,=" \\relmento/\n'))
def test_no_text_breaks_the_parser(text: str) -> None:
    assert isinstance(parse_links(text), list)
