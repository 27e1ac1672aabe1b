from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.report.fragments import passage_link
from citecheck.report.marking import around

PAGE = "http://a.example/b"


@pytest.mark.parametrize(
    ("passage", "printed", "directive"),
    [
        ("The town has 40 boats today.", "40 boats", "The town has-,40 boats,-today."),
        ("40 boats", "40 boats", "40 boats"),
        ("It fell, in all, by 5-6, it said", "5-6", "in all, by-,5-6,-, it said"),
        (
            "A line\nthat is 12\u00a0percent broken",
            "12 percent",
            "line that is-,12 percent,-broken",
        ),
    ],
)
def test_a_fragment_names_the_figure_and_the_words_beside_it(
    passage: str, printed: str, directive: str
) -> None:
    link = passage_link(PAGE, passage, printed, None)
    assert unquote(link) == f"{PAGE}#:~:text={directive}"


def test_dashes_and_commas_of_the_words_cannot_be_taken_for_the_directive_s_own() -> None:
    link = passage_link(PAGE, "about 5-6, roughly", "5-6", None)
    assert link.endswith("#:~:text=about-,5%2D6,-%2C%20roughly")


@pytest.mark.parametrize("printed", ["", "41 boats"])
def test_without_the_figure_in_the_passage_the_address_stays(printed: str) -> None:
    assert passage_link(PAGE, "It has 40 boats.", printed, None) == PAGE


def test_a_page_number_is_said_and_a_fragment_of_its_own_is_kept() -> None:
    assert passage_link(PAGE, "x 40 y", "40", 7) == f"{PAGE}#page=7"
    assert passage_link(f"{PAGE}#there", "x 40 y", "40", 7) == f"{PAGE}#there"


@given(st.text(), st.text())
def test_whatever_the_words_the_link_is_one_of_the_same_page(passage: str, printed: str) -> None:
    link = passage_link(PAGE, passage.replace("\ud800", ""), printed, None)
    assert link.startswith(PAGE)
    assert link.isascii()
    assert not set(link) & set("<>\"' \n\r\t")


@pytest.mark.parametrize(
    ("prefix", "suffix", "shown"),
    [
        ("In 2010 it had ", ".", ("In 2010 it had ", ".")),
        ("In 2010 it had ", ".”", ("In 2010 it had ", ".”")),
        ("and so it had ", " of the", ("…and so it had ", " of the…")),
        ("", "", ("", "")),
        ("“The town has ", " – no more!", ("“The town has ", " – no more!")),
        ("Всего было ", " человек", ("Всего было ", " человек…")),
    ],
)
def test_an_ellipsis_stands_only_where_the_sentence_goes_on(
    prefix: str, suffix: str, shown: tuple[str, str]
) -> None:
    assert around(prefix, suffix) == shown
