"""Spreadsheets of Excel 5 to 2003 (.xls), read by xlrd; cells as their formats show them."""

from __future__ import annotations

import struct
from importlib.metadata import version
from typing import Any

import xlrd
from xlrd.compdoc import CompDocError

from citecheck.extract.limits import Limits
from citecheck.extract.number_formats import show_number
from citecheck.extract.sheet import Sheet, compose_sheets
from citecheck.model.documents import Extraction, Unread, UnreadReason

MEDIA_TYPE = "application/vnd.ms-excel"
_FAULTS = (
    xlrd.XLRDError, CompDocError, AssertionError, TypeError, AttributeError, ValueError,
    LookupError, RecursionError, OverflowError, struct.error,
)  # fmt: skip


def read_xls(body: bytes, limits: Limits) -> Extraction:
    """A workbook of Excel 5 to 2003."""
    try:
        book = xlrd.open_workbook(file_contents=body, formatting_info=True, logfile=_Silence())
        sheets, remarks = _read_book(book)
    except _FAULTS as fault:
        locked = "encrypted" in str(fault).lower()
        reason = UnreadReason.PASSWORD if locked else UnreadReason.DAMAGED
        why = f"the workbook could not be read: {str(fault)[:200]}"
        return Unread(reason=reason, why=why, media_type=MEDIA_TYPE)
    return compose_sheets(sheets, MEDIA_TYPE, (), remarks, f"xlrd {version('xlrd')}", limits)


class _Silence:
    """xlrd writes its warnings to a file."""

    def write(self, words: str) -> int:
        return len(words)

    def flush(self) -> None:
        pass


def _read_book(book: Any) -> tuple[list[Sheet], list[str]]:
    sheets, remarks = [], []
    for source in book.sheets():
        if source.visibility:
            remarks.append(f"the hidden sheet {source.name!r} was left out")
            continue
        sheet = Sheet(name=source.name)
        hidden_rows = {at for at, row in source.rowinfo_map.items() if row.hidden}
        hidden_columns = {at for at, column in source.colinfo_map.items() if column.hidden}
        for number in range(source.nrows):
            if number in hidden_rows:
                continue
            row = {
                at: words
                for at in range(source.row_len(number))
                if at not in hidden_columns and (words := _old_cell(book, source, number, at))
            }
            if row:
                sheet.cells[number] = row
        for top, bottom, left, right in source.merged_cells:
            sheet.merged.append((top, left, bottom - top, right - left))
        sheets.append(sheet)
    return sheets, remarks


def _old_cell(book: Any, sheet: Any, row: int, column: int) -> str:
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind == xlrd.XL_CELL_TEXT:
        return str(value)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind not in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
        return ""
    style = book.xf_list[sheet.cell_xf_index(row, column)]
    known = book.format_map.get(style.format_key)
    code = str(getattr(known, "format_str", "General"))
    return show_number(float(value), code, from_1904=bool(book.datemode))
