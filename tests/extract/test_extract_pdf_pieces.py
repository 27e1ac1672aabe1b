"""Pieces of a PDF page that an engine sets apart and a reader sees as one line."""

from __future__ import annotations

from citecheck.extract.pdf_layout import Box, Line
from citecheck.extract.pdf_lines import page_text


def line(text: str, x0: float, top: float, x1: float, height: float = 10.0) -> Line:
    return Line(text, x0, top - height, x1, top)


def box(*lines: Line) -> Box:
    return Box(
        list(lines),
        min(one.x0 for one in lines),
        min(one.y0 for one in lines),
        max(one.x1 for one in lines),
        max(one.y1 for one in lines),
    )


FULL = "The ferry of the north took people across the fjord"


def test_numbers_and_bullets_of_a_hanging_indent_stand_before_their_lines() -> None:
    numbers = box(line("9.", 55, 700, 62), line("10.", 50, 660, 62))
    notes = box(
        line("Berg, Anna. Ice of the north.", 90, 700, 300),
        line("Oslo, 2009.", 90, 680, 160),
        line("Moe. Snow.", 90, 660, 180),
    )
    bullet = box(line("•", 50, 600, 54))
    item = box(line("Boats of the guard", 70, 600, 200))
    assert page_text([numbers, notes, bullet, item]) == (
        "9. Berg, Anna. Ice of the north.\nOslo, 2009.\n10. Moe. Snow.\n\n• Boats of the guard"
    )


def test_a_lone_raised_mark_stands_behind_its_line() -> None:
    text = box(line("a short line of the year 2009.", 50, 700, 200))
    mark = box(line("12", 200.5, 702, 206, height=6))
    assert page_text([text, mark]) == "a short line of the year 2009.[12]"


def test_a_justified_line_that_came_in_pieces_is_one() -> None:
    full = [line(FULL, 50, 700 - 12 * n, 300) for n in range(4)]
    words = [("Accessed on", 50, 120), ("May 2011", 160, 215), ("from:", 270, 300)]
    pieces = [box(line(text, x0, 652, x1)) for text, x0, x1 in words]
    end = box(line("http://a.example/ice.html", 50, 640, 200))
    found = page_text([box(*full), *pieces, end])
    assert "Accessed on May 2011 from:\n" in found


def test_cells_of_a_table_are_not_pieces_of_a_line() -> None:
    full = [line(FULL, 50, 700 - 12 * n, 300) for n in range(4)]
    rows = [
        box(line(name, 50, 600 - 12 * n, 90), line(f"{n}5%", 280, 600 - 12 * n, 300))
        for n, name in enumerate(("Goats", "Sheep", "Cows"))
    ]
    assert "Sheep | 15%" in page_text([box(*full), *rows])


def test_columns_of_notes_on_one_grid_are_read_one_by_one() -> None:
    columns = [
        [
            box(*(line(f"{n}. {FULL}", x, 700 - 24 * n - 12 * i, x + 230) for i in (0, 1)))
            for n in range(1, 8)
        ]
        for x in (50, 300)
    ]
    text = page_text([one for column in columns for one in column])
    assert text.index("7. The") < text.rindex("1. The")


def test_only_a_typesetter_s_hyphen_goes_from_a_cut_address() -> None:
    cut = box(
        line("from: http://www.coast\u2010", 50, 700, 200),
        line("guard.example/ice-and-", 50, 688, 200),
        line("snow.html", 50, 676, 120),
    )
    assert page_text([cut]) == "from: http://www.coastguard.example/ice-and-\nsnow.html"
