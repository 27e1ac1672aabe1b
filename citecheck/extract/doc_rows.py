"""Paragraphs of old Word files that stand in tables, and the grid of each row.

Places are those of [MS-DOC] 2.8.6 and 2.9.175 (paragraph exceptions), 2.9.321 (what
defines a row) and 2.9.315 (what is merged).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from citecheck.extract.doc_modifiers import find_modifiers, find_pages
from citecheck.extract.rtf_tables import RowDefinition

_PARAGRAPHS = 0x0102  # fcPlcfBtePapx in the file information block
_IN_TABLE, _ROW_END, _INNER_ROW_END = 0x2416, 0x2417, 0x244C
_TABLE, _VERTICAL, _HUGE = 0xD608, 0xD62B, 0x6646
_ENTRY, _CELL = 13, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class TableEnd:
    """Where a paragraph of a table ends, in bytes of the stream; ``row`` if a row ends with it."""

    end: int
    row: RowDefinition | None


def find_table_ends(stream: bytes, table: bytes, data: bytes) -> list[TableEnd]:
    """The ends of all paragraphs in tables, in their order; none where the file is torn."""
    found: dict[int, TableEnd] = {}
    try:
        for page in find_pages(stream, table, _PARAGRAPHS):
            for end, modifiers in _paragraphs_on(page):
                one = _table_end(end, modifiers, data)
                if one:
                    found[end] = one
    except (struct.error, IndexError):
        return []  # the letters are there all the same
    return [found[end] for end in sorted(found)]


def _paragraphs_on(page: bytes) -> Iterator[tuple[int, bytes]]:
    count = page[-1]
    ends = struct.unpack_from(f"<{count + 1}I", page)
    for number in range(count):
        at = 2 * page[4 * (count + 1) + _ENTRY * number]
        if not at:
            continue
        size = page[at]
        begin, length = (at + 1, 2 * size - 1) if size else (at + 2, 2 * page[at + 1])
        yield ends[number + 1], page[begin + 2 : begin + length]


def _table_end(end: int, modifiers: bytes, data: bytes) -> TableEnd | None:
    in_table = ends_row = inner = False
    row = RowDefinition()
    for code, operand in _all_modifiers(modifiers, data):
        if code == _IN_TABLE:
            in_table = operand[:1] == b"\1"
        elif code == _ROW_END:
            ends_row = operand[:1] == b"\1"
        elif code == _INNER_ROW_END:
            inner = operand[:1] == b"\1"
        elif code == _TABLE:
            row = _definition(operand)
        elif code == _VERTICAL and len(operand) >= 2 and operand[0] < len(row.below):
            row.below[operand[0]] = operand[1] == 1
    if not in_table and not ends_row:
        return None
    return TableEnd(end=end, row=row if ends_row and not inner else None)


def _all_modifiers(modifiers: bytes, data: bytes) -> Iterator[tuple[int, bytes]]:
    for code, operand in find_modifiers(modifiers):
        if code == _HUGE:
            (at,) = struct.unpack_from("<I", operand)
            if at + 2 <= len(data):
                (size,) = struct.unpack_from("<H", data, at)
                yield from find_modifiers(data[at + 2 : at + 2 + size])
        else:
            yield code, operand


def _definition(operand: bytes) -> RowDefinition:
    count = operand[0]
    edges = struct.unpack_from(f"<{count + 1}h", operand, 1)
    row = RowDefinition(edges=list(edges[1:]))
    for number in range(count):
        at = 1 + 2 * (count + 1) + _CELL * number
        flags = int.from_bytes(operand[at : at + 2], "little")
        row.behind.append(flags & 3 == 1)
        row.below.append((flags >> 5) & 3 == 1)
    return row
