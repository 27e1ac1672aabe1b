"""Slips that an editor would agree with; where a house does a thing throughout, none."""

from __future__ import annotations

import pytest

from citecheck.endnotes import parse_endnotes
from citecheck.endnotes.typos import find_typos
from citecheck.model.manuscripts import Manuscript
from citecheck.model.notes import Severity
from tests.endnotes.notes import codes, parse, raw, with_markers

WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
FULL = [
    f"River Watch. Paper {word}. 2009. Accessed on {day} May 2011 from: http://a.example/{word}.html"
    for day, word in enumerate(WORDS, start=1)
]


def test_sound_notes_have_no_slips() -> None:
    assert codes(*FULL) == [[]] * len(FULL)


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("<http://b.example/x> Accessed on 3 May 2011", ["bare_url"]),
        ("River Watch. Ice. 2009. http://b.example/x", ["accessed_missing"]),
        (
            "River Watch. Ice. Accessed on 31 June 2011 from: http://b.example/x",
            ["accessed_malformed"],
        ),
        (
            "River Watch. Ice. 2012. Accessed on 3 May 2011 from: http://b.example/x",
            ["accessed_before_published"],
        ),
        ("River Watch. Ice. Accessed on 3 May 2011 from: http://b.example/", ["bare_home_page"]),
        ("River Watch. Ice. Accessed on 3 May 2011 from: www.ice.org/x.html", ["missing_scheme"]),
        (
            r"River Watch. Ice. Accessed on 3 May 2011 from: [http://b.example/\$x](http://b.example/$x)",
            ["escaped_char", "markdown_link"],
        ),
        (
            "River Watch. Ice. Accessed on 3 May 2011 from: [a paper](http://b.example/x)",
            ["markdown_link"],
        ),
        ("River Watch. Ice. 2009.", ["no_url"]),
        ("Berg, A. (2010). Ice. Journal of Rivers, 12(3), 45. doi:10.1000/ice.5", []),
        ("The talks in the north.", ["no_url"]),
        ("River Watch (forthcoming 2013), Ice.", ["no_url", "not_yet_published"]),
        ("Ibid., p. 4.", ["cross_reference"]),
        ("See above, note 3.", ["cross_reference"]),
        ("Там же, с. 4.", ["cross_reference"]),
        (
            "Ice Committee, Views. UN Doc. CRC/C/NOR/12004. Accessed on 3 May 2011"
            " from: http://b.example/x",
            ["symbol_malformed"],
        ),
        (
            "Ice Committee, Replies to the list (CRC/C/NOR/Q/1) of issues. Accessed on 3 May 2011"
            " from: http://b.example/x",
            ["symbol_of_other_document"],
        ),
        (
            "River Watch. Ice. Accessed on 3 May 2011: from: http://b.example/x",
            ["accessed_inconsistent"],
        ),
        (
            "River Watch. Ice. Accessed on 3 May 2012 from: http://a.example/ice.html",
            ["accessed_outlier"],
        ),
        ("Law of Norway on Ice of 4 May 2003.", []),
        ("Interview with a river guard, 4 May 2011.", []),
    ],
)
def test_a_slip_of_one_note(note: str, expected: list[str]) -> None:
    # Three notes of one day make that day's year the usual one.
    more = [
        FULL[2].replace("three.html", f"three{n}.html").replace("Paper three", f"Paper 3{n}")
        for n in range(2)
    ]
    assert codes(*FULL, *more, note)[-1] == expected


def test_a_house_that_gives_no_access_dates_has_no_slips_for_it() -> None:
    notes = [f"River Watch. Paper {n} on ice. 2009. http://a.example/{n}.html" for n in range(9)]
    assert codes(*notes) == [[]] * 9


def test_a_house_that_gives_no_addresses_has_no_slips_for_it() -> None:
    notes = [f"Berg, Anna. Paper {n} on ice. Oslo: North Press, 2009." for n in range(9)]
    assert codes(*notes) == [[]] * 9


def test_the_year_of_an_access_date_out_of_line_is_told_with_the_notes_that_show_it() -> None:
    notes = [
        f"River Watch. Paper {n} on ice. Accessed on 13 January {year} from: http://a.example/{n}.html"
        for n, year in enumerate((2011, 2011, 2010))
    ]
    parsed, _ = parse(*notes)
    [slip] = parsed[2].slips
    assert (slip.code, slip.related, slip.suggestion) == ("accessed_outlier", (1, 2), "2011-01-13")
    assert not parsed[0].slips
    assert not parsed[1].slips


def test_two_years_that_are_equally_frequent_blame_nobody() -> None:
    notes = [
        f"River Watch. Paper {n} on ice. Accessed on 13 January {year} from: http://a.example/{n}.html"
        for n, year in enumerate((2011, 2010))
    ]
    assert codes(*notes) == [[], []]


def test_one_source_told_in_two_ways() -> None:
    usual = "River Watch. Ice on the rivers of the north. 2009, p. 4. http://a.example/ice.pdf"
    notes, works = parse(
        usual,
        usual,
        "River Watch. Ice on the rivers of the North Sea. 2009, p. 5. http://a.example/ice.pdf",
        "River Watch. Ice on the rivers of the north. 2009, p. 4. http://b.example/ice/report.pdf",
        "River Watch. Ice on the rivers of the north. 2009. http://a.example/ice.pdf",
        "River Watch. Ice on the rivers of the north. 2009, p. 4. http://www.a.example/ice.pdf",
    )
    assert len(works) == 1
    assert [[slip.code for slip in note.slips] for note in notes] == [
        [],
        [],
        ["title_variant"],
        ["same_work_two_addresses"],
        ["no_pinpoint"],
        ["url_variant"],
    ]
    assert notes[3].slips[0].suggestion == "http://a.example/ice.pdf"
    assert notes[4].slips[0].related == (1, 2, 3, 4, 6)


def test_one_body_under_several_names() -> None:
    notes, _ = parse(
        "River Rights Information Network. Ice. http://a.example/1.html",
        "RRIN. Snow. http://a.example/2.html",
        "RIVER RIGHTS INFORMATION NETWORK. Water. http://a.example/3.html",
        "The River Rights Information Network. Rain. http://a.example/4.html",
    )
    assert [[slip.code for slip in note.slips] for note in notes] == [
        [],
        ["author_variant"],
        ["author_variant"],
        [],
    ]
    assert notes[1].slips[0].suggestion == "River Rights Information Network"


def test_a_short_name_that_other_titles_hold_is_a_cross_reference() -> None:
    notes, _ = parse(
        "Ice Committee. Initial report of Norway on ice. 2009. http://a.example/1.pdf",
        "The initial report.",
    )
    assert [slip.code for slip in notes[1].slips] == ["no_url", "cross_reference"]
    assert notes[1].slips[0].severity is Severity.ERROR
    assert notes[1].slips[1].related == (1,)


def test_a_rare_word_one_letter_from_a_frequent_one_is_a_typo() -> None:
    texts = ["Rivers of Kyrgyzstan"] * 20 + ["Rivers of Kyrgystan", "Kyrgyzstani rivers"]
    assert find_typos(texts) == {"Kyrgystan": "Kyrgyzstan"}
    assert find_typos(["organization"] * 20 + ["organisation", "organizations"]) == {}


def test_a_note_that_no_marker_names() -> None:
    manuscript = with_markers(("¹", (1,)), ("³", (3,)), notes=3)
    notes, _ = parse_endnotes(manuscript)
    [slip] = notes[1].slips
    assert (slip.code, slip.severity, slip.related) == ("marker_missing", Severity.ERROR, (1, 3))


def test_markers_run_together_are_told_and_parted_ones_are_not() -> None:
    merged, _ = parse_endnotes(with_markers(("^{1 2}", (1, 2)), ("¹²", (1, 2)), notes=2))
    assert {slip.code for note in merged for slip in note.slips} == {"marker_merged"}
    parted, _ = parse_endnotes(with_markers(("[1, 2]", (1, 2)), ("¹⁻²", (1, 2)), notes=2))
    assert not [slip for note in parted for slip in note.slips]


def test_notes_without_any_marker_are_not_all_slips() -> None:
    notes, _ = parse_endnotes(with_markers(notes=3))
    assert not [slip for note in notes for slip in note.slips]


def test_slips_come_worst_first_and_each_once() -> None:
    notes, _ = parse(*FULL, r"[http://b.example/\$x](http://b.example/$x) Accessed on 31 June 2011")
    severities = [slip.severity for slip in notes[-1].slips]
    assert severities == sorted(severities, key=["error", "warning", "style"].index)
    assert len(set(notes[-1].slips)) == len(notes[-1].slips)


@pytest.mark.parametrize(
    ("pages", "faulty"),
    [
        ("pp. 52-47", True),
        ("pp. 145-7", False),
        ("pp. 145-149", False),
        ("p. 0", True),
        ("pp. 98-102", False),
    ],
)
def test_page_ranges_that_cannot_be(pages: str, faulty: bool) -> None:
    [found] = codes(f"Berg, A. Ice of the North. North Press. 2009. {pages}.")
    assert ("pinpoint_impossible" in found) is faulty


def test_one_address_with_several_access_dates_is_told_once() -> None:
    note = "River Watch. Ice. 2009. Accessed on {} May 2011 from: http://b.example/x"
    found = codes(note.format(3), note.format(3), note.format(9), note.format(9), note.format(3))
    assert found == [[], [], ["accessed_differs"], [], []]


def test_an_access_date_after_the_edition_itself() -> None:
    notes = raw("River Watch. Ice. 2009. Accessed on 3 May 2019 from: http://b.example/x")
    endnotes, _ = parse_endnotes(Manuscript(source="x", year=2012, notes=notes))
    assert [slip.code for slip in endnotes[0].slips] == ["accessed_impossible"]


@pytest.mark.parametrize(
    ("order", "astray"),
    [
        ((1, 2, 3, 4, 5), []),
        ((1, 2, 4, 3, 5, 6), [4]),
        ((1, 2, 3, 1, 4), []),
        ((9, 2, 7, 1, 5, 3, 8, 4, 6), []),
        ((1, 2, 3, 4, 5, 9, 6, 7, 8), [9]),
    ],
)
def test_markers_out_of_their_order(order: tuple[int, ...], astray: list[int]) -> None:
    markers = [(str(number), (number,)) for number in order]
    found, _ = parse_endnotes(with_markers(*markers, notes=max(order)))
    told = [n.number for n in found if "marker_out_of_order" in [s.code for s in n.slips]]
    assert told == astray


@pytest.mark.parametrize(
    ("shown", "target", "expected"),
    [
        ("http://b.example/long-na", "http://b.example/long-name.pdf", ["link_mismatch"]),
        ("http://b.example/ x", "http://b.example/x", []),
        (r"http://b.example/\$x", "http://b.example/$x", []),
    ],
)
def test_a_link_of_the_format_that_shows_another_address(
    shown: str, target: str, expected: list[str]
) -> None:
    notes = raw(f"River Watch. Ice. 2009. [{shown}]({target})")
    endnotes, _ = parse_endnotes(Manuscript(source="x", notes=notes, linked=True))
    assert [slip.code for slip in endnotes[0].slips] == expected
