"""Probable misspellings: a rare word one letter away from one that the document uses often."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

MIN_LENGTH = 7
#: Of a longer word only so many letters are compared.
MAX_LENGTH = 40
#: The right word occurs at least so many times, and so many times as often.
MIN_OFTEN = 10
MIN_RATIO = 10

_WORD = re.compile(r"[^\W\d_]+")


def find_typos(texts: Sequence[str]) -> dict[str, str]:
    """Misspelt words with the word meant; inflections and spellings of -ise/-ize are none."""
    counts = Counter(
        word for text in texts for word in _WORD.findall(text) if len(word) >= MIN_LENGTH
    )
    often: dict[str, dict[str, None]] = {}
    for word, count in counts.items():
        if count >= MIN_OFTEN:
            for form in _without_a_letter(word):
                often.setdefault(form, {})[word] = None
    typos = {}
    for word, count in counts.items():
        near = {other: None for form in _without_a_letter(word) for other in often.get(form, ())}
        right = next(
            (
                other
                for other in near
                if counts[other] >= MIN_RATIO * count and _is_slip_of(word, other)
            ),
            None,
        )
        if right:
            typos[word] = right
    return typos


def _without_a_letter(word: str) -> list[str]:
    """A word, and all it becomes when one letter is left out: two words one letter apart share one.

    Garbe's symmetric deletion: no word is compared with every other.
    """
    short = word[:MAX_LENGTH]
    return [short, *(short[:i] + short[i + 1 :] for i in range(1, len(short)))]


def _is_slip_of(word: str, right: str) -> bool:
    """One letter left out, put in, changed, or two neighbours swapped, but not at the end."""
    if word.lower() == right.lower() or word[0].lower() != right[0].lower():
        return False
    if abs(len(word) - len(right)) > 1 or word[-2:] != right[-2:]:
        return False
    i = next((i for i, (a, b) in enumerate(zip(word, right, strict=False)) if a != b), 0)
    if len(word) == len(right):
        swapped = word[i : i + 2] == right[i : i + 2][::-1] and word[i + 2 :] == right[i + 2 :]
        changed = word[i + 1 :] == right[i + 1 :] and {word[i], right[i]} != {"s", "z"}
        return swapped or changed
    longer, shorter = (word, right) if len(word) > len(right) else (right, word)
    return longer[i + 1 :] == shorter[i:]
