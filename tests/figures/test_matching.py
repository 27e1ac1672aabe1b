"""Invented claims and sources, each with its verdict and its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from citecheck.figures import verify_text
from tests.tables import read_yaml

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).parents[1] / "golden" / "matching.yaml")


@pytest.mark.parametrize("case", CASES, ids=[f"{n}-{c['expect']}" for n, c in enumerate(CASES)])
def test_a_claim_gets_the_verdict_that_its_reason_asks_for(case: dict[str, Any]) -> None:
    _, match = verify_text(case["claim"], case["text"], printed=case["figure"])
    assert match.verdict == case["expect"], f"{case['why']}: {match.why}"
    if match.occurrence:
        place = match.occurrence
        assert case["text"][place.start : place.end] == place.printed


def test_there_are_enough_cases_of_every_verdict() -> None:
    verdicts = [case["expect"] for case in CASES]
    assert len(CASES) >= 60
    assert {v for v in verdicts if verdicts.count(v) >= 8} == {
        "confirmed",
        "changed",
        "elsewhere",
        "absent",
    }
