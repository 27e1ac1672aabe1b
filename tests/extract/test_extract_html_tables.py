from __future__ import annotations

import pytest
from extraction_files import document, html

from citecheck.extract.grid import Cell, Grid, span_of


def lines(inside: str) -> list[str]:
    return document(html(inside)).text.split("\n")


def test_spanning_headers_stand_over_each_column_and_beside_each_row_that_they_span() -> None:
    # Uppercase and unclosed, as written in 2004.
    table = (
        "<TABLE BORDER=1><TR><TH ROWSPAN=2>Region<TH COLSPAN=2>2005<TH COLSPAN=2>2009"
        "<TR><TH>Men<TH>Women<TH>Men<TH>Women"
        "<TR><TD ROWSPAN=2>Valley<TD>75%<TD>80%<TD>12,345<TD>9"
        "<TR><TD>1<TD>2<TD>3<TD>4<TR><TD COLSPAN=5>Source: survey</TABLE>"
    )
    assert lines(table) == [
        "Region | 2005 | 2005 | 2009 | 2009",
        "Region | Men | Women | Men | Women",
        "Valley | 75% | 80% | 12,345 | 9",
        "Valley | 1 | 2 | 3 | 4",
        "Source: survey",
    ]


def test_a_number_that_spans_is_not_made_into_several() -> None:
    table = (
        "<table><tr><th>Herd<th>A<th>B<th>C<tr><td>Sheep<td colspan=2>12,345<td>9"
        "<tr><td>Goats<td rowspan=2>988<td>7<td>6<tr><td>Cows<td>5<td>4</table>"
    )
    assert lines(table)[1:] == [
        "Sheep | 12,345 | | 9",
        "Goats | 988 | 7 | 6",
        "Cows | | 5 | 4",
    ]


def test_rows_that_were_made_by_line_breaks_come_apart() -> None:
    table = "<table><tr><td>Muslim<br>Other</td><td>75%<br>25%</td></tr></table>"
    assert lines(table) == ["Muslim | 75%", "Other | 25%"]


def test_numbers_on_lines_of_one_cell_are_never_joined() -> None:
    table = "<table><tr><th>Herd</th><td>12<br>345</td></tr><tr><th>Sum<td>1 <div>2</div></table>"
    assert lines(table) == ["Herd | 12; 345", "Sum | 1; 2"]


def test_a_table_within_a_layout_is_a_table_of_its_own() -> None:
    page = (
        "<table width=100%><tr><td><a href=/>Home</a><br><a href=/a>About</a></td><td>"
        f"<font size=2><p>{'Words of the page. ' * 20}<p>Second</font>"
        "<table><tr><td>Population:<td>5,000,000</table></td></tr></table>"
    )
    written = lines(page)
    assert written[:2] == ["Home", "About"]
    assert written[-2:] == ["Second", "Population: | 5,000,000"]


def test_short_cells_side_by_side_in_a_layout_stay_together() -> None:
    page = (
        "<table><tr><td>Visitors<td>4,512</tr><tr><td colspan=2><form><input type=submit value=Go>"
        f"</form>{'Words of the page. ' * 30}</tr></table>"
    )
    assert "Visitors | 4,512" in lines(page)


def test_a_table_of_roles_is_a_table() -> None:
    page = (
        "<div role=table><div role=row><span role=columnheader>Herd</span>"
        "<span role=columnheader>2005</span></div><div role=row><span role=rowheader>Sheep</span>"
        "<span role=cell>75%</span></div></div>"
    )
    assert lines(page) == ["Herd | 2005", "Sheep | 75%"]


def test_a_presentation_table_is_no_table() -> None:
    page = f"<table role=presentation><tr><td><p>{'One. ' * 40}<td><p>{'Two. ' * 40}</table>"
    assert len(lines(page)) == 2


def test_terms_and_their_short_definitions_share_a_line() -> None:
    page = (
        "<dl><dt>Population<dd>5,000,000<dt>Area</dt><dd><p>199,951 km<sup>2</sup></p></dd>"
        "<dt></dt><dd>alone</dd><dt>Term</dt><dt>Other<dd></dd></dl><p>After"
    )
    assert lines(page) == [
        "Population | 5,000,000", "Area | 199,951 km²", "alone", "Term", "Other", "After",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "span"), [("3", 3), ("0", 1), ("-2", 1), ("2.5", 1), ("1000000", 500), ("x", 1)]
)
def test_spans_are_sane(value: str, span: int) -> None:
    assert span_of(value) == span


def test_what_is_repeated_is_bounded() -> None:
    grid = Grid()
    label = Cell(lines=["x" * 1000], columns=500, rows=500)
    size = sum(len(line) for _ in range(500) for line in grid.write_row([label, label]))
    assert size < 3_000_000


def test_a_span_that_ends_nowhere_shifts_no_row() -> None:
    table = (
        "<table><tr><th>A<th>B<th>C<tr><td>1<td>2<td rowspan=2>note"
        "<tr><td>3<tr><td>4<td>5<td>6</table>"
    )
    assert lines(table)[2:] == ["3 | | note", "4 | 5 | 6"]
