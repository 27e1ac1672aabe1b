"""The text streams of old Word files: piece table, character looks, the 8-bit files of Word 6.

Places are those of [MS-DOC] 2.5 (file information block), 2.8.5 (piece table) and 2.9.33
(character exceptions); for Word 6 and 95, whose block is laid out otherwise, those of
the Word 6 binary format that Microsoft published in 1996.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from legacy_doc import LegacyDocError
from legacy_doc.ole import OleReader

from citecheck.extract.cyrillic import choose_code_page
from citecheck.extract.doc_modifiers import find_modifiers, find_pages
from citecheck.extract.doc_rows import find_table_ends
from citecheck.extract.rtf_tables import RowDefinition

_WORD_97 = 0x00C1
_FLAGS = 0x0A
_SECOND_TABLE, _LOCKED, _IN_PIECES = 0x0200, 0x0100, 0x0004
_OLD_START, _OLD_COUNTS, _OLD_CLX = 0x18, 0x34, 0x0160
_COUNTS = 76  # ccpText, ccpFtn, ccpHdd, a reserved one, ccpAtn, ccpEdn, ccpTxbx, ccpHdrTxbx
_CLX, _LOOKS = 0x01A2, 0x00FA
_PIECES = 0x02  # the part of the Clx that holds the piece table; 0x01 are property changes
_COMPRESSED = 1 << 30
_RUSSIAN = 0x19  # the primary language in the low byte of a language identifier

# Single property modifiers ([MS-DOC] 2.6.1).
_DELETED, _HIDDEN, _SCRIPT, _LIFTED = 0x0800, 0x083C, 0x2A48, 0x4845


#: Marks of ours, which Word has no use for.
ROW_END, LINE_IN_CELL = "\x1c", "\x1d"


class Look(Enum):
    """What sets letters apart from those around them."""

    RAISED = auto()
    UNSEEN = auto()  # hidden, or deleted with changes tracked


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Letters of one look: from the first to behind the last."""

    start: int
    end: int
    look: Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A text of the document, with Word's marks in it, and the looks in it.

    A paragraph in a cell ends with ``LINE_IN_CELL`` and a row with ``ROW_END``, where
    the file tells of its rows; ``rows`` are their grids.
    """

    text: str
    looks: tuple[Stretch, ...] = ()
    rows: tuple[RowDefinition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The texts that a document consists of."""

    main: Part
    footnotes: Part
    headers: Part
    endnotes: Part
    boxes: Part
    encoding: str | None = None


def is_older_word(stream: bytes) -> bool:
    """Whether the stream was written by Word 6 or 95 ([MS-DOC] 2.5.1, nFib)."""
    ident, build = struct.unpack_from("<2H", stream)
    return bool(ident in {0xA5DC, 0xA5EC} and build < _WORD_97)


def read_parts(ole: OleReader) -> Parts:
    """The texts of a file of Word 97 to 2003.

    :raises ValueError: (and struct.error, LookupError) where the file contradicts itself
    """
    stream = ole.read_stream("WordDocument")
    (flags,) = struct.unpack_from("<H", stream, _FLAGS)
    if flags & _LOCKED:
        raise LegacyDocError("Encrypted")
    table = ole.read_stream("1Table" if flags & _SECOND_TABLE else "0Table")
    counts = struct.unpack_from("<8i", stream, _COUNTS)
    start, length = struct.unpack_from("<2I", stream, _CLX)
    exceptions = list(_find_looks(stream, table))
    data = ole.read_stream("Data") if "Data" in ole.list_streams() else b""
    table_ends = find_table_ends(stream, table, data)
    places = [one.end for one in table_ends]
    pieces, looks, at = [], [], 0
    rows: list[tuple[int, RowDefinition]] = []
    for begin, size, narrow in _find_pieces(table[start : start + length]):
        width = 1 if narrow else 2
        if size < 0 or begin + width * size > len(stream):
            raise ValueError("a piece of the text lies behind the file's end")
        text = stream[begin : begin + width * size].decode(
            "cp1252" if narrow else "utf-16-le", "replace"
        )
        if len(text) != size:  # letters beyond the basic plane count twice in Word
            text = text.ljust(size, "\x05")
        text = text.replace(ROW_END, "\x05").replace(LINE_IN_CELL, "\x05")
        marked = list(text)
        for one in table_ends[
            bisect_right(places, begin) : bisect_right(places, begin + width * size)
        ]:
            place = (one.end - begin) // width - 1
            if one.row is not None and marked[place] == "\x07":
                marked[place] = ROW_END
                rows.append((at + place, one.row))
            elif marked[place] == "\r":
                marked[place] = LINE_IN_CELL
        pieces.append("".join(marked))
        looks += [
            Stretch(
                start=at + max(0, first - begin) // width,
                end=at + (min(begin + width * size, last) - begin) // width,
                look=look,
            )
            for first, last, look in exceptions
            if first < begin + width * size and last > begin
        ]
        at += size
    return _cut("".join(pieces), counts, tuple(looks), rows)


def read_older_parts(stream: bytes) -> Parts:
    """The texts of a file of Word 6 or 95: 8-bit letters in the code page that they look like.

    :raises ValueError: (and struct.error, LookupError) where the file contradicts itself
    """
    (language,) = struct.unpack_from("<H", stream, 6)
    (flags,) = struct.unpack_from("<H", stream, _FLAGS)
    if flags & _LOCKED:
        raise LegacyDocError("Encrypted")
    start, end = struct.unpack_from("<2I", stream, _OLD_START)
    counts = struct.unpack_from("<8i", stream, _OLD_COUNTS)
    content = stream[start:end]
    if flags & _IN_PIECES:
        place, length = struct.unpack_from("<2I", stream, _OLD_CLX)
        pieces = []
        for begin, size, _ in _find_pieces(stream[place : place + length], always_narrow=True):
            if size < 0 or begin + size > len(stream):
                raise ValueError("a piece of the text lies behind the file's end")
            pieces.append(stream[begin : begin + size])
        content = b"".join(pieces)
    letters = bytes(byte for byte in content if byte >= 32)
    encoding = choose_code_page(letters)
    if encoding is None:
        encoding = "cp1251" if language & 0x3FF == _RUSSIAN else "cp1252"
    parts = _cut(content.decode(encoding, "replace"), counts)
    return Parts(
        main=parts.main,
        footnotes=parts.footnotes,
        headers=parts.headers,
        endnotes=parts.endnotes,
        boxes=parts.boxes,
        encoding=encoding,
    )


def _cut(
    whole: str,
    counts: tuple[int, ...],
    looks: tuple[Stretch, ...] = (),
    rows: Sequence[tuple[int, RowDefinition]] = (),
) -> Parts:
    if min(counts) < 0 or sum(counts) > len(whole) + 1:
        raise ValueError("the counts do not fit the text")
    parts, at = [], 0
    for count in counts:
        end = at + count
        inside = tuple(
            Stretch(start=max(at, one.start) - at, end=min(end, one.end) - at, look=one.look)
            for one in looks
            if one.start < end and one.end > at
        )
        grids = tuple(row for place, row in rows if at <= place < end)
        parts.append(Part(text=whole[at:end], looks=inside, rows=grids))
        at = end
    main, footnotes, headers, _, _, endnotes, boxes, _ = parts
    return Parts(main=main, footnotes=footnotes, headers=headers, endnotes=endnotes, boxes=boxes)


def _find_pieces(clx: bytes, *, always_narrow: bool = False) -> Iterator[tuple[int, int, bool]]:
    """Where each piece begins in the stream, how many letters it has, whether of 8 bits."""
    at = 0
    while clx[at] != _PIECES:
        (size,) = struct.unpack_from("<h", clx, at + 1)
        at += 3 + max(0, size)
    (size,) = struct.unpack_from("<I", clx, at + 1)
    plc = clx[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", plc)
    for number in range(count):
        length = ends[number + 1] - ends[number]
        (place,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)
        if always_narrow:
            yield place, length, True
        elif place & _COMPRESSED:
            yield (place & ~_COMPRESSED) // 2, length, True
        else:
            yield place, length, False


def _find_looks(stream: bytes, table: bytes) -> Iterator[tuple[int, int, Look]]:
    """The stretches of the stream, in bytes, whose letters are raised or unseen."""
    try:
        for page in find_pages(stream, table, _LOOKS):
            yield from _looks_on(page)
    except (struct.error, IndexError):
        return  # the letters are there all the same


def _looks_on(page: bytes) -> Iterator[tuple[int, int, Look]]:
    count = page[-1]
    ends = struct.unpack_from(f"<{count + 1}I", page)
    for number in range(count):
        at = 2 * page[4 * (count + 1) + number]
        look = _look(page[at + 1 : at + 1 + page[at]]) if at else None
        if look:
            yield ends[number], ends[number + 1], look


def _look(modifiers: bytes) -> Look | None:
    raised = unseen = False
    for code, operand in find_modifiers(modifiers):
        value = operand[0] if operand else 0
        if code == _SCRIPT:
            raised = value == 1
        elif code == _LIFTED:
            raised = raised or 4 <= value < 128  # half-points, signed
        elif code in {_DELETED, _HIDDEN}:
            unseen = unseen or value == 1
    return Look.UNSEEN if unseen else Look.RAISED if raised else None
