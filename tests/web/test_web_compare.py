from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from citecheck.web.compare import MOST_CHARACTERS, Run, compare_texts


def marked(runs: tuple[Run, ...]) -> list[str]:
    return [run.text for run in runs if run.differs]


def test_the_words_that_differ_are_marked_on_both_sides() -> None:
    same = "\n".join(f"Paragraph {n} stays." for n in range(9))
    found = compare_texts(f"{same}\nIt keeps 1,310 hives.", f"{same}\nIt keeps 1,875 hives.")
    (changed,) = [row for row in found.rows if marked(row.left)]
    assert (marked(changed.left), marked(changed.right)) == (["1,310"], ["1,875"])
    assert [row.skipped for row in found.rows if row.skipped] == [8]


def test_layout_is_no_difference() -> None:
    assert compare_texts("A  b\n\n\nc d", "A b\fc\u00a0d").alike


def test_what_is_on_one_side_only_is_all_marked() -> None:
    (row,) = compare_texts("", "new words").rows
    assert (row.left, marked(row.right)) == ((), ["new words"])


def test_very_long_texts_are_cut_and_that_is_said() -> None:
    long = "word " * (MOST_CHARACTERS // 4)
    assert compare_texts(long, long + "x").cut


@given(st.text("ab \n", max_size=60), st.text("ab \n", max_size=60))
def test_no_word_of_either_side_is_lost_where_something_differs(left: str, right: str) -> None:
    found = compare_texts(left, right)
    if not any(row.skipped for row in found.rows):
        for side, text in (("left", left), ("right", right)):
            shown = " ".join("".join(r.text for r in getattr(row, side)) for row in found.rows)
            assert shown.split() == text.split()
    assert found.alike == (
        [line.split() for line in left.split("\n") if line.strip()]
        == [line.split() for line in right.split("\n") if line.strip()]
    )
