"""Find the figure inside the passage that carries it, so that an eye lands on it at once."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of a passage; ``marked`` runs are the figure."""

    text: str
    marked: bool = False


def mark_figure(passage: str, printed: str | None) -> tuple[Piece, ...]:
    """The passage in pieces; every whole place where ``printed`` stands is marked.

    Space is matched loosely, because a passage may be wrapped otherwise than the
    page, and digits never inside a longer number.  Joined, the pieces are the passage.

    >>> [p.text for p in mark_figure("52 of 152", "52") if p.marked]
    ['52']
    """
    pattern = _pattern(printed or "")
    if pattern is None:
        return (Piece(text=passage),)
    pieces, at = [], 0
    for match in pattern.finditer(passage):
        pieces.append(Piece(text=passage[at : match.start()]))
        pieces.append(Piece(text=match[0], marked=True))
        at = match.end()
    pieces.append(Piece(text=passage[at:]))
    return tuple(piece for piece in pieces if piece.text)


def _pattern(printed: str) -> re.Pattern[str] | None:
    words = printed.split()
    if not words:
        return None
    before = r"(?<!\d)(?<!\d[.,\u00a0\u202f])" if words[0][0].isdigit() else ""
    after = r"(?!\d)(?![.,]\d)" if words[-1][-1].isdigit() else ""
    return re.compile(before + r"\s+".join(map(re.escape, words)) + after)
