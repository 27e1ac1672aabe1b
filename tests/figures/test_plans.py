"""What is planned, lacking, called wrong or held against, and is no measured value."""

from __future__ import annotations

import pytest

from citecheck.figures import verify_text
from citecheck.figures.marks import marks_in
from citecheck.figures.plans import is_called_wrong, is_only_meant, looks_ahead


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("The council aims to plant ", True),
        ("The target is to plant ", True),
        ("Совет планирует посадить ", True),
        ("As planned, the council planted ", False),
        ("Under the mayor's plan the council planted ", False),
    ],
)
def test_a_plan_governs_the_number_after_it(text: str, meant: bool) -> None:
    assert is_only_meant(text, (0, len(text))) is meant


def test_a_claim_may_be_a_plan_itself() -> None:
    assert looks_ahead("The council plans to plant 900 limes.")
    assert not looks_ahead("The council planted 900 limes.")


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("It is said that 40 drowned. That is wrong.", 27),
        ("The total was printed as 40; it should read 14.", 27),
        ("It is untrue that 40 drowned.", 29),
        ("Reports that 40 drowned are false.", 34),
    ],
)
def test_a_text_may_call_its_own_statement_wrong(text: str, end: int) -> None:
    assert is_called_wrong(text, (0, end), end)
    assert not is_called_wrong("In all 40 drowned. The rest swam.", (0, 18), 18)


def test_marks_tell_things_of_one_name_apart() -> None:
    one, two = "Mothers with one child: ", "Mothers with two children: "
    assert marks_in(one, (0, len(one)), (0, 0)) == {("has", "child"): 1}
    assert marks_in(two, (0, len(two)), (0, 0)) == {("has", "child"): 2}
    sixties, nineties = "In the sixties ", "In the 1990s "
    assert marks_in(sixties, (0, len(sixties)), (0, 0)) == {("decade", ""): 6}
    assert marks_in(nineties, (0, len(nineties)), (0, 0)) == {("decade", ""): 9}


@pytest.mark.parametrize(
    ("claim", "printed", "source", "verdict"),
    [
        (
            "The hall seats 90 guests.",
            "90 guests",
            "The hall was built for 90 guests.",
            "confirmed",
        ),
        ("The zoo has 14 bears.", "14 bears", "The zoo is looking for 14 bears.", "elsewhere"),
        (
            "The zoo has 14 bears.",
            "14 bears",
            "Zoos: Riga has 30 bears, against 14 bears in Oslo.",
            "elsewhere",
        ),
        (
            "Six members voted for the plan.",
            "Six members",
            "Six members voted against the plan.",
            "changed",
        ),
        ("The inn stands empty 40 days.", "40 days", "The inn stands empty 40 days.", "confirmed"),
        (
            "The inn has 40 beds.",
            "40 beds",
            "The inn stands by the mill, which has 40 beds.",
            "elsewhere",
        ),
        (
            "The well gives 8 litres.",
            "8 litres",
            "Once the well gave 8 litres, now it gives 3.",
            "changed",
        ),
    ],
)
def test_what_is_not_a_measured_value_is_not_taken_for_one(
    claim: str, printed: str, source: str, verdict: str
) -> None:
    _, match = verify_text(claim, source, printed=printed)
    assert match.verdict == verdict, match.why
