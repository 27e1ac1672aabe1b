"""The names of the streams at the top of a compound file ([MS-CFB] 2.6): what kind it is.

A Word file may hold a whole workbook deeper down, so a name somewhere in the bytes
tells nothing.
"""

from __future__ import annotations

import struct

_MOST_SECTORS, _MOST_ENTRIES = 4000, 20_000
_END = 0xFFFFFFFA  # this and above are no sectors


def find_streams(body: bytes) -> set[str]:
    """The names, in lower case, at the top of the file; none if its directory is torn."""
    try:
        shift = struct.unpack_from("<H", body, 30)[0]
        (first,) = struct.unpack_from("<I", body, 48)
        fat_sectors = struct.unpack_from("<109I", body, 76)
    except struct.error:
        return set()
    if shift not in {9, 12}:
        return set()
    size = 1 << shift

    def sector(number: int) -> bytes:
        return body[(number + 1) * size : (number + 2) * size]

    def following(number: int) -> int:
        holder = number // (size // 4)
        if holder >= len(fat_sectors) or fat_sectors[holder] >= _END:
            return _END
        table = sector(fat_sectors[holder])
        at = 4 * (number % (size // 4))
        return int(struct.unpack_from("<I", table, at)[0]) if at + 4 <= len(table) else _END

    directory, at = b"", first
    met: set[int] = set()
    while at < _END and at not in met and len(met) < _MOST_SECTORS:
        met.add(at)
        directory += sector(at)
        at = following(at)
    return _top_names(directory)


def _top_names(directory: bytes) -> set[str]:
    names: set[str] = set()
    waiting = list(struct.unpack_from("<I", directory, 76)) if len(directory) >= 128 else []
    met: set[int] = set()
    while waiting and len(met) < _MOST_ENTRIES:
        number = waiting.pop()
        entry = directory[128 * number : 128 * (number + 1)]
        if number in met or len(entry) < 128:
            continue
        met.add(number)
        (length,) = struct.unpack_from("<H", entry, 64)
        names.add(entry[: max(0, min(64, length) - 2)].decode("utf-16-le", "replace").lower())
        waiting += struct.unpack_from("<2I", entry, 68)
    return names
