"""Markers in the shapes that only their order tells from figures and lists (invented)."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.manuscript import read_manuscript
from citecheck.model.manuscripts import Manuscript

PLAIN = (
    "In 2010, some 5,300| people crossed, and 38 percent of them were under 18.| The council"
    " thinks that 1,200 trips were cancelled| because of ice, “no more than 900”| in all (27 of"
    " 108).| The lake covers 12 km² and the towns fell to 48,500 in 2009.| By 2010,| 63%| of CO2"
    " was gone; 19 of 108;| and 3 of 41 owners| had paid by the end of the year 2011|."
)


def read(tmp_path: Path, shape: str, count: int = 11) -> Manuscript:
    parts = PLAIN.split("|")
    text = "".join(part + shape.format(n=n) for n, part in enumerate(parts[:-1], start=1))
    notes = "\n".join(f"{n}. Berg, paper {n}." for n in range(1, count + 1))
    path = tmp_path / "report.txt"
    path.write_text(f"{text}{parts[-1]}\n\nNotes\n\n{notes}\n", encoding="utf-8")
    return read_manuscript(path)


@pytest.mark.parametrize(
    "shape",
    [
        "{n}",
        " ({n})",
        " [note {n}]",
        " (сноска {n})",
        " {n}/",
        "<sup>{n}</sup>",
        "<sup>[{n}]</sup>",
        "^{n}^",
        "^[{n}]^",
    ],
)
def test_markers_are_told_from_figures_by_their_order(tmp_path: Path, shape: str) -> None:
    found = read(tmp_path, shape)
    parts = PLAIN.split("|")
    assert [m.numbers for m in found.markers] == [(n,) for n in range(1, 12)]
    assert found.blocks[0].text == "".join(parts)
    ends = [len("".join(parts[:n])) for n in range(1, 12)]
    assert [m.offset for m in found.markers] == ends


def test_a_list_in_brackets_is_not_the_markers_of_a_text_that_has_others(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    body = "The ice is (1) thick,[1] (2) white,[2] and (3) cold.[3]"
    path.write_text(f"{body}\n\nNotes\n\n1. A.\n2. B.\n3. C.\n", encoding="utf-8")
    assert read_manuscript(path).blocks[0].text == "The ice is (1) thick, (2) white, and (3) cold."


@pytest.mark.parametrize(
    ("printed", "numbers"), [("⁷⁸", (7, 8)), ("⁷⁸⁹", (7, 8, 9)), ("⁹¹⁰", (9, 10)), ("¹²", (12,))]
)
@pytest.mark.parametrize("count", [12, 910])
def test_superscripts_that_ran_together_are_parted_by_the_number_that_is_due(
    tmp_path: Path, printed: str, numbers: tuple[int, ...], count: int
) -> None:
    raised = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
    before = "".join(f"Ice.{str(n).translate(raised)} " for n in range(1, numbers[0]))
    notes = "\n".join(f"{n}. Berg, paper {n}." for n in range(1, count + 1))
    path = tmp_path / "report.txt"
    path.write_text(f"{before}Snow.{printed}\n\nNotes\n\n{notes}\n", encoding="utf-8")
    assert read_manuscript(path).markers[-1].numbers == numbers
