"""Invented sentences, each with every figure in it, and the laws that hold for any text."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from citecheck.figures import find_figures, verify_text
from citecheck.figures.fold import fold
from citecheck.model.figures import Figure, Kind
from tests.figures.writing import in_words
from tests.tables import read_yaml

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).parents[1] / "golden" / "figures.yaml")
BODY = Path(__file__).parents[3] / "shared" / "publication" / "kyrgyzstan-2012.txt"


def as_record(figure: Figure) -> dict[str, str]:
    record = {"printed": figure.printed, "value": f"{figure.value:f}", "kind": str(figure.kind)}
    optional = {
        "high": None if figure.high is None else f"{figure.high:f}",
        "unit": figure.unit,
        "hedge": None if figure.hedge is None else str(figure.hedge),
        "of": None if figure.of is None else f"{figure.of:f}",
    }
    return record | {key: value for key, value in optional.items() if value is not None}


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:40] for c in CASES])
def test_a_sentence_has_just_these_figures(case: dict[str, Any]) -> None:
    found = [as_record(figure) for figure in find_figures(case["text"])]
    assert found == case["expect"], case["why"]


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 120


PIECES = st.sampled_from(
    [
        "38 percent", "nearly", "1,815", "2.5 million", "half a million", "one in five", "between", "and",
        "to", "-", "–", "11", "16", "years", "of age", "%", "$", "€", "\\$", "USD", "per", "1,000", "out of",
        "169", "Article", "No.", "№", "94", "¹²", "[7]", "½", "٢٥", "５", "тыс.", "млн", "процентов", "лет",
        "двух", "тысяч", "каждый пятый", "от", "до", ",", ".", "(", ")", ";", "\n", "\n\n", "\u00a0", "\u00ad",
        "per-\ncent", "two-\nthirds", "the", "children", "детей", "O", "2011", "15 March 2010", "/", "|", "...",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=30).map(" ".join) | st.text(max_size=80)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_every_span_lies_in_its_text_and_is_what_is_printed(text: str) -> None:
    for figure in find_figures(text):
        assert figure.span is not None
        assert figure.printed == text[figure.span.start : figure.span.end]
        assert figure.printed.strip()
        assert figure.value >= 0


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_folding_maps_back(text: str) -> None:
    folded = fold(text)
    for at in range(len(folded.text)):
        span = folded.raw_span(at, at + 1)
        assert 0 <= span.start < span.end <= len(text)
    if folded.text:
        whole = folded.raw_span(0, len(folded.text))
        assert whole.start <= whole.end <= len(text)


@given(TEXTS)
@example(" ... 38 percent")
@settings(max_examples=150, deadline=None)
def test_figures_come_in_order_and_do_not_repeat(text: str) -> None:
    starts = [figure.span.start for figure in find_figures(text) if figure.span]
    assert starts == sorted(set(starts))


@given(st.integers(min_value=2, max_value=999_999_999))
@settings(max_examples=300, deadline=None)
def test_a_number_has_one_value_in_words_and_in_digits(number: int) -> None:
    words = find_figures(f"It has {in_words(number)} boats.")
    digits = find_figures(f"It has {number:,} boats.")
    assert [f.value for f in words] == [f.value for f in digits] == [Decimal(number)]


@given(
    st.integers(min_value=0, max_value=99_999_999),
    st.sampled_from([",", " ", "\u00a0", "\u202f", "'"]),
)
@settings(deadline=None)
def test_any_grouping_gives_the_same_value(number: int, mark: str) -> None:
    (figure,) = find_figures(f"It has {f'{number:,}'.replace(',', mark)} km of wall.")
    assert figure.value == number


@pytest.mark.hostile
@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000,
        "1" * 100_000,
        "1," * 50_000,
        "1 " * 50_000,
        "1.1" * 33_000,
        "12,345 " * 15_000,
        "two " * 25_000,
        "[1]" * 33_000,
        "¹" * 100_000,
        "1-" * 50_000,
        "between 1 and " * 7_000,
        "a/" * 50_000,
        "-\n" * 50_000,
        "0 percent of 1 out of " * 4_500,
        "половина и " * 9_000,
        "A1" * 50_000,
    ],
    ids=lambda t: t[:12].replace("\n", "⏎"),
)
def test_hostile_text_is_read_to_its_end(text: str) -> None:
    # how the time grows is measured by benchmarks/figures.py; what is not linear never ends here
    for figure in find_figures(text):
        assert figure.span is not None
        assert figure.printed == text[figure.span.start : figure.span.end]


def test_the_figures_of_the_first_publication_are_found() -> None:
    if not BODY.exists():
        pytest.skip("the publication's text is not part of the project")
    lines = BODY.read_text("utf-8").splitlines()
    found = find_figures("\n".join(lines[117:482]))
    seen = {(f.kind, f.value, f.high, f.of) for f in found}
    wanted = [
        (Kind.PERCENTAGE, "43.3", None, None), (Kind.PERCENTAGE, "7.7", None, None),
        (Kind.COUNT, "500000", None, None), (Kind.MONEY, "3000", None, None),
        (Kind.RANK, "108", None, "169"), (Kind.RATIO, "4.5", None, "1000"),
        (Kind.RATIO, "9.4", None, "1000"), (Kind.COUNT, "1815", None, None),
        (Kind.PERCENTAGE, "8.6", None, None), (Kind.RANGE, "60", "80", None),
        (Kind.RANGE, "11", "16", None), (Kind.RANGE, "3", "20", None),
        (Kind.RANGE, "0.012", "0.12", None), (Kind.PERCENTAGE, "84", None, None),
        (Kind.PERCENTAGE, "42", None, None), (Kind.PERCENTAGE, "25", None, None),
        (Kind.COUNT, "5500000", None, None), (Kind.AGE, "15", "49", None),
    ]  # fmt: skip
    for kind, value, high, of in wanted:
        want = (
            kind,
            Decimal(value),
            None if high is None else Decimal(high),
            None if of is None else Decimal(of),
        )
        assert want in seen, want


def test_a_reason_speaks_of_one_year_as_people_do() -> None:
    _, match = verify_text("The term was cut by two years.", "The term was cut by one year.")
    assert match.why == "the source says 1 year, not 2 years, of the same subject"
