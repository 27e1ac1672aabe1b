"""Notes that are numbered i, ii, iii, as Word numbers endnotes: read as 1, 2, 3.

Lists in the text are numbered so as well.  The numerals count as notes where each
is the next one, the lines of most stand behind markers for them, and nothing else
in the text is a note.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from citecheck.manuscript.pages import Pages

_TENS = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")
_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_HUNDREDS = ("", "c", "cc", "ccc")
NUMERALS = [h + t + o for h in _HUNDREDS for t in _TENS for o in _ONES][1:]
VALUES = {numeral: value for value, numeral in enumerate(NUMERALS, start=1)}

_START = re.compile(r"\s*[\[(]?(?P<numeral>[ivxlc]{1,9})[\])]?[.:]?\s+(?=\S)")
_MARKER = re.compile(
    r"\[(?P<dressed>[ivxlc]{1,24})\]|(?<=[.,;:!?)”’\"'»%])(?P<bare>[ivxlc]{1,9})(?=[\s.,;:)]|$)"
)


def to_arabic(pages: Pages) -> Pages | None:
    """The same lines with the notes numbered ``[1]``; ``None`` if there are no such notes."""
    starts: list[tuple[int, re.Match[str]]] = []
    for i, line in enumerate(pages.lines):
        found = _START.match(line)
        if found and VALUES.get(found["numeral"]) == len(starts) + 1:
            starts.append((i, found))
    if not starts:
        return None
    lines = list(pages.lines)
    named: set[int] = set()
    ours = {i for i, _ in starts}
    for i, line in enumerate(lines):
        if i not in ours:
            lines[i] = _MARKER.sub(lambda mark: _write(mark, len(starts), named), line)
    if 2 * len(named) < len(starts):
        return None
    for value, (i, found) in enumerate(starts, start=1):
        lines[i] = f"[{value}] {lines[i][found.end() :]}"
    return replace(pages, lines=tuple(lines))


def _write(mark: re.Match[str], last: int, named: set[int]) -> str:
    numerals = mark["dressed"] or mark["bare"]
    value = VALUES.get(numerals)
    values = [value] if value else _part(numerals)
    if not values or values[-1] > last:
        return mark.group()
    named.update(values)
    return f"[{', '.join(map(str, values))}]"


def _part(numerals: str) -> Sequence[int]:
    """``viiviii`` as 7 and 8: neighbours that ran together."""
    for size in range(1, len(numerals)):
        value = VALUES.get(numerals[:size])
        if value and VALUES.get(numerals[size:]) == value + 1:
            return (value, value + 1)
    return ()
