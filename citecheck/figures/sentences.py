"""Sentences of running text, English and Russian."""

from __future__ import annotations

import regex

_END = regex.compile(
    r"(?<!\b(?:p|pp|No|Nos|no|Art|art|vol|Vol|Dr|Mr|Mrs|Ms|St|approx|cf|vs|ca|c|al|e\.g|i\.e|etc|Inc|Ltd"
    r"|U\.S|U\.N|para|paras|ch|ed|eds|Fig|fig|тыс|млн|млрд|руб|г|гг|стр|с|ст|т\.е|т\.д|т\.п|им|ул|см))"
    r"(?<!\b\p{Lu})[.!?…]+[»”\"’')\]]*\s+(?=[«“\"‘'(\[]?[\p{Lu}\d])"
)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """The spans of a text's sentences, in order, white space at their ends left out.

    >>> [("It has 3.5 km. No. 94 is long. U.S. aid"[a:b]) for a, b in
    ...  split_sentences("It has 3.5 km. No. 94 is long. U.S. aid")]
    ['It has 3.5 km.', 'No. 94 is long.', 'U.S. aid']
    """
    starts = [0, *(match.end() for match in _END.finditer(text))]
    ends = [*starts[1:], len(text)]
    spans = []
    for start, end in zip(starts, ends, strict=True):
        piece = text[start:end]
        left = len(piece) - len(piece.lstrip())
        right = len(piece.rstrip())
        if left < right:
            spans.append((start + left, start + right))
    return spans
