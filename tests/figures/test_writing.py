"""The laws of finding and matching, over quantities written in every supported way.

Quick by default; ``CITECHECK_CASES=1000000 pytest -m slow tests/figures/test_writing.py``
runs as many cases as named, each seed once.
"""

from __future__ import annotations

import os
import random
from dataclasses import replace

import pytest

from citecheck.figures import find_figures, match_figure, verify_text
from citecheck.model.documents import Document, Page
from tests.figures.writing import Written, write

CASES = int(os.environ.get("CITECHECK_CASES", "20000"))
UNRELATED = (
    "The weather was mild.", "A song was sung at dusk.", "Погода была ясной.", "Nobody was to blame.",
    "It took 3 years.", "Some 40 percent of cats sleep.", "Call 0312-44-18.", "В 2004 году шёл снег.",
)  # fmt: skip


def why_not_found(case: Written) -> str | None:
    """What is wrong with the statistics found in a written case; ``None`` if nothing."""
    found = [f for f in find_figures(case.text) if f.is_statistic]
    if len(found) != 1:
        return f"{case.text!r}: {[f.printed for f in found]}"
    (figure,) = found
    assert figure.span is not None
    got = (
        figure.span.start, figure.span.end, figure.value, figure.high, figure.unit,
        str(figure.hedge) if figure.hedge else None,
    )  # fmt: skip
    wanted = (case.start, case.end, case.value, case.high, case.unit, case.hedge)
    return None if got == wanted else f"{case.text!r}: {got}, not {wanted}"


def test_a_quantity_is_found_in_whatever_way_it_is_written() -> None:
    assert [why for seed in range(1500) if (why := why_not_found(write(seed)))] == []


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_a_quantity_is_found_in_whatever_way_it_is_written_at_length() -> None:
    wrong = [why for seed in range(CASES) if (why := why_not_found(write(seed)))]
    assert wrong == [], f"{len(wrong)} of {CASES}"


def claims(count: int) -> list[tuple[str, str, str]]:
    """Claims with the printed figure, and a sentence of a source that says the same."""
    found = []
    for seed in range(count):
        chance = random.Random(seed)
        number = chance.choice((chance.randrange(11, 99), chance.randrange(211, 9_999)))
        thing = chance.choice(("boats", "mills", "tickets", "lamps", "percent of the boats"))
        number = number % 89 + 11 if "percent" in thing else number
        place = chance.choice(("harbour", "museum", "old town", "guild", "northern district"))
        verb = chance.choice(("sold", "owns", "repaired", "lost", "counted"))
        claim = f"The {place} {verb} {number:,} {thing}."
        source = f"In that year, they say, the {place} {verb} {number:,} {thing}."
        found.append((claim, f"{number:,}", source))
    return found


@pytest.mark.parametrize("seed", range(4))
def test_unrelated_text_takes_no_confirmation_away(seed: int) -> None:
    chance = random.Random(seed)
    for claim, printed, source in claims(25):
        text = " ".join([*chance.sample(UNRELATED, 2), source, *chance.sample(UNRELATED, 3)])
        _, match = verify_text(claim, text, printed=printed)
        assert match.verdict == "confirmed", (claim, text, match.why)


def test_a_changed_digit_is_never_confirmed() -> None:
    for claim, printed, source in claims(20):
        for at, digit in enumerate(printed):
            if not digit.isdigit():
                continue
            for other in "0123456789":
                changed = printed[:at] + other + printed[at + 1 :]
                if other == digit or changed.startswith("0"):
                    continue
                _, match = verify_text(claim, source.replace(printed, changed), printed=printed)
                rounded = printed.rstrip("0") != printed or changed.rstrip("0") != changed
                assert match.verdict != "confirmed" or rounded, (claim, changed, match.why)


def test_reading_less_never_makes_a_negative_stronger() -> None:
    for claim, _, source in claims(40):
        figure = next(f for f in find_figures(claim) if f.is_statistic)
        for text in (source, "Nothing is told.", source.replace("1", "7").replace("2", "5")):
            page = Page(number=1, text=text)
            whole = Document(media_type="text/plain", pages=(page,))
            part = replace(whole, complete=False)
            less = match_figure(figure, part, claim_text=claim).verdict
            more = match_figure(figure, whole, claim_text=claim).verdict
            assert less in ("confirmed", "unread"), (claim, text, less)
            assert less == "unread" or more == less
