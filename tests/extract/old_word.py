"""Old Word files built byte by byte: a compound file ([MS-CFB]) and the text of Word 6 in it."""

from __future__ import annotations

import struct
from collections.abc import Mapping

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """A compound file; streams are padded to 4,096 bytes, so that none is a small one."""
    sectors: list[bytes] = []
    chains: list[int] = []
    entries = [_entry("Root Entry", 5, _END, 0, child=1 if streams else _FREE)]

    def add(content: bytes) -> int:
        first, count = len(sectors), -(-len(content) // _SECTOR)
        for number in range(count):
            piece = content[number * _SECTOR : (number + 1) * _SECTOR]
            sectors.append(piece.ljust(_SECTOR, b"\0"))
            chains.append(first + number + 1 if number + 1 < count else _END)
        return first

    for number, (name, content) in enumerate(streams.items(), start=1):
        padded = content.ljust(4096, b"\0")
        right = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name, 2, add(padded), len(padded), right=right))
    directory = add(b"".join(entries).ljust(-(-len(entries) // 4) * _SECTOR, b"\0"))
    fat = len(sectors)
    chains.append(_FAT)
    sectors.append(struct.pack("<128I", *chains, *[_FREE] * (128 - len(chains))))
    header = struct.pack(
        "<8s16xHHHHH6x10I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, directory, 0, 4096, _END, 0, _END, 0, fat,
    )  # fmt: skip
    return header.ljust(_SECTOR, b"\xff") + b"".join(sectors)


def _entry(name: str, kind: int, start: int, size: int, *, right: int = _FREE,
           child: int = _FREE) -> bytes:  # fmt: skip
    label = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII36xIQ",
        label, len(label) + 2, kind, 1, _FREE, right, child, start, size,
    )  # fmt: skip


def word_6(main: bytes, *, footnotes: bytes = b"", language: int = 0x0409,
           pieces: bool = False) -> bytes:  # fmt: skip
    """A file of Word 6 with 8-bit text; ``pieces``: saved fast, in two pieces, the last first."""
    text = main + footnotes
    start = 0x300
    block = bytearray(start)
    struct.pack_into("<2H", block, 0, 0xA5DC, 0x65)
    struct.pack_into("<H", block, 6, language)
    struct.pack_into("<2I", block, 0x18, start, start + len(text))
    struct.pack_into("<8i", block, 0x34, len(main), len(footnotes), 0, 0, 0, 0, 0, 0)
    if not pieces:
        return compound_file({"WordDocument": bytes(block) + text})
    half = len(text) // 2
    struct.pack_into("<H", block, 0x0A, 0x0004)
    plc = struct.pack("<3I", 0, half, len(text))
    plc += struct.pack("<HIH", 0, start + len(text) - half, 0)
    plc += struct.pack("<HIH", 0, start, 0)
    clx = b"\x02" + struct.pack("<I", len(plc)) + plc
    struct.pack_into("<2I", block, 0x0160, start + len(text), len(clx))
    return compound_file({"WordDocument": bytes(block) + text[half:] + text[:half] + clx})
