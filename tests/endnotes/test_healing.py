"""Breaks are healed by evidence, each repair is told, none changes a word."""

from __future__ import annotations

import pytest

from citecheck.endnotes.healing import Rule
from tests.endnotes.notes import codes, heal, parse

WHOLE = "Berg. Ice. http://rivers.example/papers/2004_Tana_ice_ENG.pdf"


@pytest.mark.parametrize(
    ("pieces", "healed", "rule"),
    [
        # the same address stands whole in another note; hyphen kept, dropped, put in by the list
        (
            ("See http://rivers.example/papers/2004_Tana_", "ice_ENG.pdf"),
            WHOLE[11:],
            "whole_elsewhere",
        ),
        (
            ("See http://rivers.example/papers/2004_Ta-", "na_ice_ENG.pdf"),
            WHOLE[11:],
            "whole_elsewhere",
        ),
        (
            ("See http://rivers.example/papers/2004", "_Tana_ice_ENG.pdf"),
            WHOLE[11:],
            "whole_elsewhere",
        ),
        # unfinished shapes
        (
            ("<http://a.example/deep/", "ice.html> 4 May"),
            "<http://a.example/deep/ice.html> 4 May",
            "unfinished",
        ),
        (("http://a.example/the_", "ice"), "http://a.example/the_ice", "unfinished"),
        (("http://a.example/q?id=", "7"), "http://a.example/q?id=7", "unfinished"),
        (("http://a.example/ice", "?id=7"), "http://a.example/ice?id=7", "unfinished"),
        (
            ("http://a.example/ice.", "html and more"),
            "http://a.example/ice.html and more",
            "unfinished",
        ),
        (("<http://a.exam", "ple/ice.html>"), "<http://a.example/ice.html>", "unfinished"),
        # an autolink closed on a bare host, its path on the next line
        (
            ("<http://a.example/>", "deep/ice.html"),
            "<http://a.example/deep/ice.html>",
            "unfinished",
        ),
        (
            ("<http://a.example>", "/deep/ice.html"),
            "<http://a.example/deep/ice.html>",
            "unfinished",
        ),
        # the end of the address stands twice
        (
            ("http://a.example/child_ice.pdf", "ice.pdf"),
            "http://a.example/child_ice.pdf",
            "repeated_tail",
        ),
        (
            ("<http://a.example/ice.pdf>", "a.example/ice.pdf"),
            "<http://a.example/ice.pdf>",
            "repeated_tail",
        ),
        # words
        (("Berg. Ice on 10", "May 2010."), "Berg. Ice on 10 May 2010.", "text"),
        (("Berg. Measure-", "ment of ice"), "Berg. Measurement of ice", "text"),
        (
            ("http://a.example/ice.html", "Accessed on 4 May."),
            "http://a.example/ice.html Accessed on 4 May.",
            "own_line",
        ),
        (
            ("http://a.example/", "Accessed on 4 May."),
            "http://a.example/ Accessed on 4 May.",
            "own_line",
        ),
        (("<http://a.example/>", "Snow and ice"), "<http://a.example/> Snow and ice", "own_line"),
    ],
)
def test_each_rule_puts_a_note_together(pieces: tuple[str, ...], healed: str, rule: str) -> None:
    note = heal(pieces, WHOLE)[0]
    expected = healed if rule != "whole_elsewhere" else "See " + healed
    assert note.text == expected
    assert [repair.rule for repair in note.repairs] == [Rule(rule)]


@pytest.mark.parametrize(
    "right",
    [
        "Accessed on 4 May 2011.",
        "accessed 4 May 2011",
        "p. 4.",
        "pp.83-4.",
        "2011.",
        "and more ice",
        "and/or more ice",
        "HIV/AIDS in the north",
        "well-known.",
        "[In Russian]",
        "river ice, p. 4",
        "http://b.example/y",
        "www.b.example/y",
        "Berg, Anna. Ice.",
        "12 May 2011",
        "e.g. ice",
    ],
)
@pytest.mark.parametrize(
    "address", ["http://a.example/x", "http://a.example/x.html", "www.ice.org/a/"]
)
def test_words_after_a_whole_address_are_not_drawn_into_it(address: str, right: str) -> None:
    note = heal((f"River Watch. Ice. {address}", right))[0]
    assert note.text == f"River Watch. Ice. {address} {right}"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("http:", "//a.example/x"),
        ("htt", "p://a.example/x"),
        ("http://www.", "a.example/x.html"),
        ("http://a.exa", "mple/ice/x"),
        ("http://a.example/river", "ice.html"),
        ("http://a.example/river.ht", "ml"),
        ("http://a.example/river.do", "c [In Russian]"),
        ("http://a.example/ice", "-and-snow"),
        ("http://web.archive.org/web/20071204031024/", "http://a.example/x"),
        ("http://web.archive.org/web/2007", "1204031024/http://a.example/x"),
    ],
)
def test_an_address_cut_anywhere_is_joined(left: str, right: str) -> None:
    assert heal((f"Ice. {left}", right))[0].text == f"Ice. {left}{right}"


@pytest.mark.parametrize(
    ("left", "right", "healed"),
    [
        ("Out-of-", "School ice", "Out-of-School ice"),
        ("two-", "and three-year ice", "two- and three-year ice"),
        ("long-", "term ice", "long-term ice"),
        ("mea-", "surement", "measurement"),
    ],
)
def test_hyphens_at_a_break(left: str, right: str, healed: str) -> None:
    note = heal((f"Berg. {left}", right), "Berg. A long ice.", "Berg. The term of ice.")[0]
    assert note.text == f"Berg. {healed}"


def test_a_hyphen_of_a_word_stays_where_the_other_notes_write_it() -> None:
    note = heal(("Berg. A well-", "kept river"), "Berg. Of well-kept ice.")[0]
    assert note.text == "Berg. A well-kept river"


def test_a_note_in_one_piece_is_left_as_it_is() -> None:
    note = heal("Berg , Ice. <http://a.example/>")[0]
    assert (note.text, note.repairs) == ("Berg , Ice. <http://a.example/>", ())


def test_a_cut_address_is_a_warning_and_its_repair_the_suggestion() -> None:
    [note, _], _ = parse(("See http://rivers.example/papers/2004_Tana_", "ice_ENG.pdf"), WHOLE)
    [slip] = [slip for slip in note.slips if slip.code == "split_across_lines"]
    assert slip.suggestion == "http://rivers.example/papers/2004_Tana_ice_ENG.pdf"
    assert note.citations[0].url == slip.suggestion


def test_a_fragment_printed_twice_is_told() -> None:
    found = codes(("Berg. Ice. http://a.example/big_ice.pdf", "ice.pdf"), WHOLE)
    assert found[0] == ["duplicate_fragment"]


def test_cut_text_is_a_slip_unless_the_whole_document_is_wrapped() -> None:
    whole = [f"Berg. Paper {n}. http://a.example/{n}.html" for n in range(20)]
    cut = ("Berg. Paper on the ice of", "the Tana. http://a.example/tana.html")
    assert "split_across_lines" in codes(cut, *whole)[0]
    assert all("split_across_lines" not in found for found in codes(*[cut] * 8))


def test_a_line_that_was_full_is_wrapped_and_one_that_was_not_is_cut() -> None:
    whole = [f"Berg. Paper {n}. http://a.example/{n}.html" for n in range(20)]
    full = ("Berg, Anna. The ice of the rivers of the north, measured by", "guards. 2009.")
    short = ("Berg, Anna. Snow of the", "north. http://a.example/snow.html")
    found = codes(full, full, full, short, *whole)
    assert ["split_across_lines" in one for one in found[:4]] == [False, False, False, True]


def test_a_source_on_a_line_of_its_own_is_not_a_break() -> None:
    first = "Berg. Ice. 2009. <http://a.example/ice.html>"
    second = "Tana Institute. Snow. 2010. <http://b.example/snow.html>"
    [note], _ = parse((first, second))
    assert [citation.title for citation in note.citations] == ["Ice", "Snow"]
    assert [slip.code for slip in note.slips if slip.code != "accessed_missing"] == [
        "multiple_sources"
    ]
