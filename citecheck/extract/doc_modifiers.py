"""Pages of formatting in old Word files, and the modifiers on them ([MS-DOC] 2.2.5, 2.6)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_PAGE = 512
_MOST_PAGES = 20_000
_OPERAND_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_TABLE_DEFINITION = 0xD608  # the only one with a size of two bytes


def find_pages(stream: bytes, table: bytes, place: int) -> Iterator[bytes]:
    """The pages that a table in the table stream lists; ``place`` is where the block names it."""
    start, length = struct.unpack_from("<2I", stream, place)
    count = min((length - 4) // 8, _MOST_PAGES)
    for page in dict.fromkeys(struct.unpack_from(f"<{count}I", table, start + 4 * (count + 1))):
        at = (page & 0x3FFFFF) * _PAGE
        content = stream[at : at + _PAGE]
        if len(content) == _PAGE:
            yield content


def find_modifiers(modifiers: bytes) -> Iterator[tuple[int, bytes]]:
    """Each modifier's code and its operand, without its size."""
    at = 0
    while at + 3 <= len(modifiers):
        (code,) = struct.unpack_from("<H", modifiers, at)
        at += 2
        if code == _TABLE_DEFINITION and at + 2 <= len(modifiers):
            size = struct.unpack_from("<H", modifiers, at)[0] - 1
            at += 2
        elif code >> 13 == 6:
            size = modifiers[at]
            at += 1
        else:
            size = _OPERAND_SIZES[code >> 13]
        yield code, modifiers[at : at + max(0, size)]
        at += max(0, size)
