from __future__ import annotations

import doctest
import importlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.report.marking import mark_figure
from citecheck.safe_text import cut, host_of, one_line, shown, web_link

ANY = st.text(st.characters(categories=None))


@given(ANY)
def test_shown_text_holds_no_control_or_turning_character(text: str) -> None:
    safe = shown(text)
    assert not [c for c in safe if (ord(c) < 32 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0]
    assert not set(safe) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028")
    safe.encode("utf-8")


@given(ANY)
def test_showing_twice_changes_nothing_more(text: str) -> None:
    assert shown(shown(text)) == shown(text)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://a.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jgone", "gone"),
        ("a\x00b\x08c", "abc"),
        ("a\r\nb\u2028c", "a\nb\nc"),
        ("\ufeffword\u200b", "word"),
        ("\u043c\u0438\u0440 \u0627\u0644", "\u043c\u0438\u0440 \u0627\u0644"),
    ],
)
def test_terminal_sequences_vanish_and_words_stay(text: str, safe: str) -> None:
    assert shown(text) == safe


@given(ANY, st.integers(1, 80))
def test_a_cut_text_is_one_line_of_the_length_asked_for(text: str, length: int) -> None:
    line = cut(text, length)
    assert len(line) <= length
    assert "\n" not in line


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "file:///etc/hosts",
        "//a.example/x",
        "http:",
        "http:///x",
        "http://a.example/\u202ex",
        "http://a.example/ x",
        "http://[::1",
        "ftp://a.example/x",
        "",
    ],
)
def test_what_is_no_web_address_is_no_link(url: str) -> None:
    assert web_link(url) is None


def test_web_addresses_are_links_and_have_a_host() -> None:
    assert web_link("http://www.a.example/x") == "http://www.a.example/x"
    assert host_of("https://www.a.example/x") == "a.example"
    assert host_of(None) is None


@given(st.text(), st.text())
def test_the_pieces_of_a_passage_are_the_passage(passage: str, printed: str) -> None:
    assert "".join(piece.text for piece in mark_figure(passage, printed)) == passage


@pytest.mark.parametrize(
    ("passage", "printed", "marked"),
    [
        ("52 of 152 and 520", "52", ["52"]),
        ("1,815 in 11,815", "1,815", ["1,815"]),
        ("1.5 and 1.55", "1.5", ["1.5"]),
        ("about\n25 percent", "about 25 percent", ["about\n25 percent"]),
        ("half of half", "half", ["half", "half"]),
        ("in 2009.", "2009", ["2009"]),
        ("nothing here", "7", []),
    ],
)
def test_only_whole_places_of_the_figure_are_marked(
    passage: str, printed: str, marked: list[str]
) -> None:
    assert [p.text for p in mark_figure(passage, printed) if p.marked] == marked


def test_a_passage_without_a_figure_is_one_piece() -> None:
    assert one_line(mark_figure("a b", None)[0].text) == "a b"


@pytest.mark.parametrize(
    "name",
    [
        "safe_text",
        *(f"report.{n}" for n in ("audit_json", "marking", "words", "summary_md", "html_page")),
        *(f"export.{name}" for name in ("csl", "bibtex")),
    ],
)
def test_examples_in_docstrings_hold(name: str) -> None:
    module = importlib.import_module(f"citecheck.{name}")
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
