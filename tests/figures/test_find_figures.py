from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.figures import find_figures


@pytest.mark.parametrize(
    ("text", "printed", "value", "unit", "kind", "hedge"),
    [
        ("Nearly 30 percent use sails.", "30 percent", "30", "percent", "percentage", "nearly"),
        ("It holds 5.5 million books.", "5.5 million books", "5500000", "books", "count", None),
        ("At least 50,000 trees", "50,000 trees", "50000", "trees", "count", "at_least"),
        ("less than 3,000 dollars", "3,000 dollars", "3000", "USD", "money", "under"),
        ("half a million bees", "half a million bees", "500000", "bees", "count", None),
        ("over half of the boats", "half", "50", "percent", "percentage", "over"),
        ("a quarter of the pipes", "a quarter", "25", "percent", "percentage", None),
        ("reduced by two years", "two years", "2", "years", "duration", None),
        ("the 21st place", "21st", "21", "rank", "rank", None),
        ("не менее 40 млн руб.", "40 млн руб.", "40000000", "RUB", "money", "at_least"),
        ("около 1,2 млн человек", "1,2 млн человек", "1200000", "человек", "count", "about"),
        ("8,6 % лодок", "8,6 %", "8.6", "percent", "percentage", None),
    ],
)
def test_a_quantity_has_value_unit_kind_and_hedge(
    text: str, printed: str, value: str, unit: str, kind: str, hedge: str | None
) -> None:
    figure = next(f for f in find_figures(text) if f.is_statistic)
    assert figure.printed.endswith(printed)  # the hedge's words may stand before it
    assert (str(figure.value), figure.unit) == (value, unit)
    assert (figure.kind, figure.hedge) == (kind, hedge)


def test_ranges_ratios_and_ranks_keep_both_numbers() -> None:
    (span,) = find_figures("60-80 percent of visitors")
    assert (span.value, span.high, span.kind) == (60, 80, "range")
    (rank,) = find_figures("It ranks 108 out of 169.")
    assert (rank.value, rank.of, rank.kind) == (108, 169, "rank")
    (rate,) = find_figures("4.5 doctors per 1,000 people")
    assert (str(rate.value), rate.of, rate.kind) == ("4.5", 1000, "ratio")


@pytest.mark.parametrize(
    "text",
    [
        "see http://boats.example/2010/40.html",
        "call 220-4471",
        "COVID-19 closed it",
        "p. 36 and Table 4",
        "one of the boats",
        "CRC/C/KGZ/3-4",
    ],
)
def test_digits_that_are_no_quantity_are_no_statistic(text: str) -> None:
    assert [f.printed for f in find_figures(text) if f.is_statistic] == []


def test_years_ages_dates_and_articles_are_told_apart() -> None:
    found = find_figures(
        "Since 2009 those aged 15 to 49 may, by Article 157 of 21 April 2001, row."
    )
    assert [f.kind for f in found] == ["year", "age", "legal_ref", "date"]


def test_a_note_mark_is_never_digits() -> None:
    assert str(find_figures("It has 640³ houses.")[0].value) == "640"
    assert str(find_figures("It has 37.4[12] percent.")[0].value) == "37.4"


@given(st.text(max_size=200))
def test_every_span_is_what_is_printed(text: str) -> None:
    for figure in find_figures(text):
        assert figure.span is not None
        assert text[figure.span.start : figure.span.end] == figure.printed


@given(st.text(alphabet="0123456789 .,-%[](){}один тысяч half and a", max_size=300))
def test_nothing_in_a_text_makes_the_search_fail(text: str) -> None:
    find_figures(text)


@pytest.mark.parametrize("before", ["", "Mills at work\n", "Mills at work\n\n", "Mills. ", "so "])
def test_number_words_are_whole_wherever_a_line_begins(before: str) -> None:
    (figure,) = find_figures(f"{before}Twenty-three watermills turn.")
    assert (figure.value, figure.printed) == (23, "Twenty-three watermills")


def test_a_plural_in_is_is_counted() -> None:
    assert [f.unit for f in find_figures("1,500 taxis and 12 crises")] == ["taxis", "crises"]


def test_digits_of_a_script_that_python_does_not_know_are_no_figure() -> None:
    assert [f.printed for f in find_figures("\U00011de0 and 40 boats")] == ["40 boats"]
