r"""Word's marks in running text: fields, note references, cells.

``\x07`` ends a cell and once more a row, ``\x0d`` a paragraph; ``\x13 … \x14 …
\x15`` hold a field's instruction and its result; ``\x02`` stands for a note's
number ([MS-DOC] 2.4.1, 2.8.25).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from citecheck.extract.rtf_tables import RowDefinition, Tables
from citecheck.extract.tidy import join_cells

_FIELD = re.compile(r"\x13[^\x13\x14\x15]*(?:\x14([^\x13\x14\x15]*))?\x15")
_OTHER_MARKS = str.maketrans(
    {"\x0b": "\n", "\x0c": "\n", "\x1e": "\u2011", "\x1f": "\u00ad", "\x01": "", "\x05": "",
     "\x08": "", "\x13": "", "\x14": "", "\x15": "", "\x03": "", "\x04": ""}
)  # fmt: skip


def write_marks(text: str, numbers: Iterator[int], rows: Sequence[RowDefinition] = ()) -> str:
    r"""The text with paragraphs and rows as lines and note marks as ``[1]``.

    >>> write_marks("Total\x02\x0dA\x0740%\x07\x07B\x0760%\x07\x07End\x0d", iter([1]))
    'Total[1]\nA | 40%\nB | 60%\nEnd'
    """
    text = re.sub("\x02", lambda _: f"[{next(numbers)}]", _without_fields(text))
    if rows:
        return "\n".join(_with_rows(text, iter(rows))).translate(_OTHER_MARKS).strip("\n")
    lines: list[str] = []
    for block in _blocks(text.split("\x07")):
        if len(block) == 1:
            lines += block[0].split("\r")
            continue
        *before, first = block[0].split("\r")
        lines += [line for line in before if line]
        lines += _rows([first, *block[1:]])
    return "\n".join(lines).translate(_OTHER_MARKS).strip("\n")


def _with_rows(text: str, rows: Iterator[RowDefinition]) -> list[str]:
    """The lines of a text whose rows are marked, each row with its grid."""
    tables = Tables()
    at = 0
    for found in re.finditer("[\x07\x1c\x1d\r]", text):
        line, at = text[at : found.start()], found.end()
        match found[0]:
            case "\x07":
                tables.end_cell(line, nested=False)
            case "\x1c":
                tables.define_row(next(rows, RowDefinition()))
                tables.end_row(line, nested=False)
            case mark:
                tables.define("intbl" if mark == "\x1d" else "pard", None)
                tables.end_line(line)
                tables.define("pard", None)
    tables.define("pard", None)
    tables.end_line(text[at:])
    tables.end()
    return tables.lines


def _without_fields(text: str) -> str:
    """Fields replaced by their results, the innermost first."""
    for _ in range(8):
        text, count = _FIELD.subn(lambda found: found[1] or "", text)
        if not count:
            break
    return text


def _blocks(segments: list[str]) -> Iterator[list[str]]:
    """Tables (several segments, each ended by a cell mark) and the text behind the last one.

    A segment with paragraphs in it, behind a row's end, starts the next table.
    """
    *cells, rest = segments
    table: list[str] = []
    for cell in cells:
        if "\r" in cell and table and not table[-1]:
            yield table
            table = []
        table.append(cell)
    if table:
        # A single mark is a table too, never mistaken for running text.
        yield table if len(table) > 1 else [*table, ""]
    yield [rest]


def _rows(cells: list[str]) -> list[str]:
    """The cells row by row.

    An empty cell looks like a row's end, so the width is taken that makes every
    row end with an empty one; without such a width each empty cell ends a row.
    """
    width = next(
        (
            width
            for width in range(2, min(len(cells), 65) + 1)
            if len(cells) % width == 0
            and not any(cells[width - 1 :: width])
            and (width < len(cells) or all(cells[:-1]))
        ),
        None,
    )
    if width:
        rows = [cells[at : at + width - 1] for at in range(0, len(cells), width)]
    else:
        rows = [[]]
        for cell in cells:
            rows[-1].append(cell) if cell else rows.append([])
    lines = (join_cells(" ".join(cell.split("\r")) for cell in row) for row in rows)
    return [line for line in lines if line]
