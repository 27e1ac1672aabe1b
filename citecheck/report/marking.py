"""Find the figure inside the passage that carries it, so that an eye lands on it at once."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s*\Z")


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


def around(prefix: str, suffix: str) -> tuple[str, str]:
    """The words either side of a figure, with an ellipsis only where a sentence goes on.

    >>> around("In 2010 it welcomed ", ".")
    ('In 2010 it welcomed ', '.')
    >>> around("region and is divided into ", " and two cities, of which one is")
    ('…region and is divided into ', ' and two cities, of which one is…')
    """
    begins = not prefix.strip() or prefix.lstrip(" \"'“‘«(")[:1].isupper()
    ends = not suffix.strip() or _SENTENCE_END.search(suffix) is not None
    return prefix if begins else f"…{prefix}", suffix if ends else f"{suffix}…"


def _pattern(printed: str) -> re.Pattern[str] | None:
    words = printed.split()
    if not words:
        return None
    before = r"(?<!\d)(?<!\d[.,\u00a0\u202f])" if words[0][0].isdigit() else ""
    after = r"(?!\d)(?![.,]\d)" if words[-1][-1].isdigit() else ""
    return re.compile(before + r"\s+".join(map(re.escape, words)) + after)
