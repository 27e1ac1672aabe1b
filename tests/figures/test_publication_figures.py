"""Every figure of the publication, read by eye claim by claim, against what is found."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

import citecheck
from citecheck.model.figures import Figure

TABLE = Path(__file__).parents[1] / "golden" / "publication_figures.tsv"
MANUSCRIPT = Path(__file__).parents[3] / "shared" / "publication" / "kyrgyzstan-2012.txt"
#: Lowering it is a change of its own, with its reason.
FLOOR = 0.98

Row = tuple[str, ...]


def as_row(claim: str, figure: Figure) -> Row:
    optional = (figure.high, figure.of)
    high, of = ("" if value is None else f"{value:f}" for value in optional)
    printed = " ".join(figure.printed.split())
    unit, hedge = figure.unit or "", str(figure.hedge or "")
    return claim, printed, f"{figure.value:f}", high, unit, str(figure.kind), hedge, of


def rows_of_the_table() -> list[Row]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file, delimiter="\t")][1:]


def test_the_table_quotes_figures_and_no_sentences() -> None:
    rows = rows_of_the_table()
    assert len(rows) == 191
    assert max(len(row[1].split()) for row in rows) <= 7


def test_the_figures_of_the_publication_are_those_that_a_reader_finds() -> None:
    if not MANUSCRIPT.exists():
        pytest.skip("the publication's text is not part of the project")
    publication = citecheck.parse(MANUSCRIPT)
    found = Counter(as_row(c.id, f) for c in publication.claims for f in c.figures)
    wanted = Counter(rows_of_the_table())
    right = sum((found & wanted).values())
    f1 = 2 * right / (sum(found.values()) + sum(wanted.values()))
    assert f1 >= FLOOR, (sorted(wanted - found), sorted(found - wanted))
