"""Which of many values, reckoned how, of which of several of one name."""

from __future__ import annotations

import pytest

from citecheck.figures import verify_text
from citecheck.figures.extremes import bases_in, extremes_in, letters_in


def test_sorts_of_values_are_told_apart_in_both_languages() -> None:
    text = "Наименьший уровень; the longest wait; the median wage"
    assert extremes_in(text, (0, len(text))) == {"lowest", "highest", "median"}
    assert extremes_in(text, (0, 18)) == {"lowest"}


def test_bases_and_letters() -> None:
    text = "vitamin D makes up 4 percent by weight, по объёму 7"
    assert bases_in(text, (0, len(text))) == {"weight", "объёму"}
    assert letters_in(text, (0, len(text))) == {"vitamin": "D"}


@pytest.mark.parametrize(
    ("claim", "printed", "source", "verdict"),
    [
        (
            "The lowest fare is 12 dollars.",
            "12 dollars",
            "The highest fare is 12 dollars.",
            "elsewhere",
        ),
        (
            "The lowest fare is 12 dollars.",
            "12 dollars",
            "The cheapest fare is 12 dollars.",
            "confirmed",
        ),
        (
            "Rice is 30 percent of the cargo by weight.",
            "30 percent",
            "Rice is 30 percent of the cargo by value.",
            "elsewhere",
        ),
        ("Terminal A has 26 gates.", "26 gates", "Terminal B has 26 gates.", "elsewhere"),
        (
            "The choir came in third place.",
            "third place",
            "The choir came in third last place.",
            "changed",
        ),
        (
            "The city planted 900 limes.",
            "900 limes",
            "The city planned to plant 900 limes and has planted 310 limes.",
            "changed",
        ),
        (
            "The city planted 900 limes.",
            "900 limes",
            "As planned, the city planted 900 limes.",
            "confirmed",
        ),
        (
            "The inn sleeps 40 guests.",
            "40 guests",
            "Ten years ago the inn slept 40 guests; today it sleeps 64 guests.",
            "changed",
        ),
        (
            "Of the lamps 15 percent are dark.",
            "15 percent",
            "All but 15 percent of the lamps are dark.",
            "changed",
        ),
        ("Half of the farms have a barn.", "Half", "Half of the farms have no barn.", "changed"),
        ("Half of the roads are not paved.", "Half", "Half of the roads are paved.", "changed"),
        (
            "Three fifths of the sum goes to wages.",
            "Three fifths",
            "Wages take 40 percent of the sum and three fifths go to repairs.",
            "changed",
        ),
        (
            "In 2006 the yard built 11 boats.",
            "11 boats",
            "In 2005 and 2006 the yard built 11 and 6 boats respectively.",
            "changed",
        ),
        (
            "The bank settled 640 disputes.",
            "640 disputes",
            "The bank received 640 disputes, of which it settled 310.",
            "changed",
        ),
        (
            "The bank received 640 disputes.",
            "640 disputes",
            "The bank received 640 disputes, of which it settled 310.",
            "confirmed",
        ),
        (
            "A third of the guides are women.",
            "A third",
            "A third of the guides are students and a fifth are women.",
            "changed",
        ),
        (
            "Voters must be at least 21 years old.",
            "21 years old",
            "Candidates must be at least 21 years old, voters at least 16.",
            "changed",
        ),
    ],
)
def test_what_reads_alike_and_says_another_thing(
    claim: str, printed: str, source: str, verdict: str
) -> None:
    _, match = verify_text(claim, source, printed=printed)
    assert str(match.verdict) == verdict, match.why
