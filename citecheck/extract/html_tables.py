"""Tables of a page: which of them hold data and which lay out the page.

Until about 2008 pages were laid out with tables, so a table is judged by what is in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from citecheck.extract.html_markup import Element, Part, Token

#: What makes a cell a piece of page layout and not a piece of data.
_LAYOUT = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "form", "hr", "iframe"})
_SIGNS = frozenset({"caption", "thead", "th", "tfoot", "colgroup"})
_DIGIT = re.compile(r"\d")
_LONG, _SHORT, _NUMERIC = 300, 120, 40
_ENOUGH_NUMBERS = 4


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
    element: Element
    rows: list[tuple[Element, list[_CellFacts]]] = field(default_factory=list)
    open_cells: list[tuple[Element, _CellFacts]] = field(default_factory=list)
    signs: bool = False
    nested: bool = False


def find_data_rows(tokens: Sequence[Token], at: int) -> set[Element]:
    """The rows of the table that opens there, and of those in it, whose cells share a line.

    A cell outside any row makes its table a row.
    """
    outermost = tokens[at]
    assert isinstance(outermost, Element)
    found: set[Element] = set()
    opened = [outermost]
    tables = [_TableFacts(outermost)]
    for place in range(at + 1, outermost.end):
        token = tokens[place]
        if isinstance(token, str):
            if tables[-1].open_cells:
                cell = tables[-1].open_cells[-1][1]
                cell.length += len(token.strip())
                cell.digits = cell.digits or bool(_DIGIT.search(token))
        elif token is not None:
            _open(token, tables)
            opened.append(token)
        else:
            ended, facts = opened.pop(), tables[-1]
            if facts.open_cells and facts.open_cells[-1][0] is ended:
                facts.open_cells.pop()
            elif facts.element is ended:
                found |= _choose_rows(tables.pop())
    return found | _choose_rows(tables.pop())


def _open(element: Element, tables: list[_TableFacts]) -> None:
    facts = tables[-1]
    part = element.part
    if element.name in _SIGNS or part is Part.HEADER:
        facts.signs = True
    if part is Part.TABLE:
        facts.nested = True
        for _, cell in facts.open_cells:
            cell.table = True
        tables.append(_TableFacts(element))
    elif part is Part.ROW:
        facts.rows.append((element, []))
    elif part is not None:
        if not facts.rows:
            facts.rows.append((facts.element, []))
        cell = _CellFacts()
        facts.rows[-1][1].append(cell)
        facts.open_cells.append((element, cell))
    elif element.name in _LAYOUT and facts.open_cells:
        facts.open_cells[-1][1].blocks = True


def _choose_rows(facts: _TableFacts) -> set[Element]:
    said = str(facts.element.attributes.get("role", "")).strip().lower()
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
