"""One table in every format that has tables: the same lines come out of each."""

from __future__ import annotations

import pytest
from extraction_files import document, docx, html, paragraph, run
from hypothesis import given, settings
from hypothesis import strategies as st
from office_files import odf, pptx, xlsx

from citecheck.extract import Limits, read
from citecheck.extract.grid import Cell, Filling, Grid
from citecheck.model.documents import Document

Rows = list[list[str]]


def as_html(rows: Rows) -> bytes:
    return html(f"<table>{''.join('<tr><td>' + '<td>'.join(row) for row in rows)}</table>")


def as_docx(rows: Rows) -> bytes:
    cells = (
        "<w:tr>" + "".join(f"<w:tc>{paragraph(run(cell))}</w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    return docx(f"<w:tbl>{''.join(cells)}</w:tbl>")


def as_ods(rows: Rows) -> bytes:
    lines = (
        "".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in row)
        for row in rows
    )
    table = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    return odf(f"<table:table>{table}</table:table>", kind="spreadsheet")


def as_xlsx(rows: Rows) -> bytes:
    return xlsx(
        "".join(
            "<row>" + "".join(f'<c t="str"><v>{c}</v></c>' for c in row) + "</row>" for row in rows
        )
    )


def as_pptx(rows: Rows) -> bytes:
    def cell(words: str) -> str:
        return f"<a:tc><a:p><a:r><a:t>{words}</a:t></a:r></a:p></a:tc>"

    table = "".join(f"<a:tr>{''.join(map(cell, row))}</a:tr>" for row in rows)
    return pptx(f'<p:sld xmlns:p="p" xmlns:a="a"><a:tbl>{table}</a:tbl></p:sld>')


def as_rtf(rows: Rows) -> bytes:
    table = "".join(
        r"\trowd" + "".join(rf"\cellx{1000 * (at + 1)}" for at in range(len(row)))
        + r"\pard\intbl " + "".join(rf"{cell}\cell " for cell in row) + r"\row "
        for row in rows
    )  # fmt: skip
    return (r"{\rtf1\ansi " + table + "}").encode()


def as_csv(rows: Rows) -> bytes:
    return "\r\n".join(";".join(f'"{cell}"' for cell in row) for row in rows).encode()


WAYS = (as_html, as_docx, as_ods, as_xlsx, as_pptx, as_rtf)

CELLS = st.from_regex(r"[A-Za-z0-9]{1,5}(?:[.,][0-9]{1,3})?%?", fullmatch=True)
TABLES = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=4)
)


@given(TABLES)
@settings(max_examples=25, deadline=None)
def test_a_table_gives_the_same_lines_from_every_format(rows: Rows) -> None:
    wanted = [" | ".join(row) for row in rows]
    for write in WAYS:
        assert document(write(rows)).text.split("\n") == wanted, write.__name__


@given(TABLES)
@settings(max_examples=25, deadline=None)
def test_a_table_in_plain_text_gives_the_same_lines(rows: Rows) -> None:
    found = read(as_csv(rows), media_type="text/csv", name="", limits=Limits())
    assert isinstance(found, Document)
    assert found.text.split("\n") == [" | ".join(row) for row in rows]


@pytest.mark.parametrize("write", WAYS)
def test_an_empty_cell_keeps_its_place(write: object) -> None:
    assert callable(write)
    found = document(write([["Herd", "2005", "2009"], ["Goats", "", "988"]]))
    assert found.text.split("\n") == ["Herd | 2005 | 2009", "Goats | | 988"]


def test_spans_make_no_more_cells_than_all_tables_of_a_document_may_have() -> None:
    filling = Filling(left=1000)
    cells = [Cell(["Goats"], columns=200, rows=500), Cell(["988"], columns=200, rows=500)]
    lines = [line for _ in range(50) for line in Grid(filling).write_row(cells)]
    assert len(lines) == 50
    assert sum(line.count("|") for line in lines) < 2000
    assert all("Goats" in line and "988" in line for line in lines)
