"""Tables of a page: which of them hold data and which lay out the page.

Until about 2008 pages were laid out with tables, so a table is judged by what is in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto

from bs4.element import NavigableString, Tag

#: What makes a cell a piece of page layout and not a piece of data.
_LAYOUT = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "form", "hr", "iframe"})
_SIGNS = frozenset({"caption", "thead", "th", "tfoot", "colgroup"})
_DIGIT = re.compile(r"\d")
_LONG, _SHORT, _NUMERIC = 300, 120, 40
_ENOUGH_NUMBERS = 4


class Part(Enum):
    """What an element is in a table, by its name or its ARIA role."""

    TABLE = auto()
    ROW = auto()
    CELL = auto()
    HEADER = auto()


_NAMES = {"table": Part.TABLE, "tr": Part.ROW, "td": Part.CELL, "th": Part.HEADER}
_ROLES = {
    "table": Part.TABLE, "grid": Part.TABLE, "treegrid": Part.TABLE, "row": Part.ROW,
    "cell": Part.CELL, "gridcell": Part.CELL, "columnheader": Part.HEADER,
    "rowheader": Part.HEADER,
}  # fmt: skip


def part_of(tag: Tag) -> Part | None:
    """The part that an element plays in a table; ``None`` if none."""
    part = _NAMES.get(tag.name)
    if part is None and tag.attrs and "role" in tag.attrs:
        part = _ROLES.get(str(tag.attrs["role"]).strip().lower())
    return part


@dataclass(slots=True)
class _CellFacts:
    length: int = 0
    digits: bool = False
    blocks: bool = False
    table: bool = False

    @property
    def is_numeric(self) -> bool:
        return self.digits and self.length <= _NUMERIC

    @property
    def is_short(self) -> bool:
        return self.length <= _SHORT and not self.blocks and not self.table


@dataclass(slots=True)
class _TableFacts:
    tag: Tag
    rows: list[tuple[int, list[_CellFacts]]] = field(default_factory=list)
    open_cells: list[tuple[Tag, _CellFacts]] = field(default_factory=list)
    signs: bool = False
    nested: bool = False


def find_data_rows(outermost: Tag) -> set[int]:
    """The rows (by identity) of a table and of those in it whose cells belong on one line.

    A cell outside any row makes its table a row.
    """
    found: set[int] = set()
    stack = [(outermost, iter(outermost.contents))]
    tables = [_TableFacts(outermost)]
    while stack:
        tag, rest = stack[-1]
        child = next(rest, None)
        if child is None:
            stack.pop()
            facts = tables[-1]
            if facts.open_cells and facts.open_cells[-1][0] is tag:
                facts.open_cells.pop()
            elif facts.tag is tag:
                found |= _choose_rows(tables.pop())
            continue
        if isinstance(child, Tag):
            _open(child, tables)
            stack.append((child, iter(child.contents)))
        elif tables[-1].open_cells and type(child) is NavigableString:
            cell = tables[-1].open_cells[-1][1]
            cell.length += len(child.strip())
            cell.digits = cell.digits or bool(_DIGIT.search(child))
    return found


def _open(tag: Tag, tables: list[_TableFacts]) -> None:
    facts = tables[-1]
    part = part_of(tag)
    if tag.name in _SIGNS or part is Part.HEADER:
        facts.signs = True
    if part is Part.TABLE:
        facts.nested = True
        for _, cell in facts.open_cells:
            cell.table = True
        tables.append(_TableFacts(tag))
    elif part is Part.ROW:
        facts.rows.append((id(tag), []))
    elif part in (Part.CELL, Part.HEADER):
        if not facts.rows:
            facts.rows.append((id(facts.tag), []))
        opened = _CellFacts()
        facts.rows[-1][1].append(opened)
        facts.open_cells.append((tag, opened))
    elif tag.name in _LAYOUT and facts.open_cells:
        facts.open_cells[-1][1].blocks = True


def _choose_rows(facts: _TableFacts) -> set[int]:
    said = str(facts.tag.attrs.get("role", "")).strip().lower()
    cells = [cell for _, row in facts.rows for cell in row if cell.length]
    wide = [row for _, row in facts.rows if len(row) > 1]
    numbers = sum(cell.is_numeric for row in wide for cell in row)
    plain = not any(cell.blocks or cell.length > _LONG for row in wide for cell in row)
    is_data = (
        bool(wide)
        and not facts.nested
        and said not in {"presentation", "none"}
        and (facts.signs or plain or numbers >= max(_ENOUGH_NUMBERS, 0.3 * len(cells)))
    )
    return {
        row
        for row, of_row in facts.rows
        if is_data
        or (all(cell.is_short for cell in of_row) and sum(bool(c.length) for c in of_row) > 1)
    }
