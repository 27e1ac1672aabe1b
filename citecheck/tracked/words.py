"""What differs between a note as it stands and as it should be, in whole words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

# An address is one word: nobody wants to read half of one struck out.
_TOKEN = re.compile(r"https?://[^\s<>]*[\w/]|\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Take out the characters ``[start, end)`` of the old text and put ``new`` there."""

    start: int
    end: int
    new: str


def find_edits(old: str, new: str) -> Iterator[Edit]:
    """The edits that turn ``old`` into ``new``, in order; how wide a space is counts for nothing.

    >>> list(find_edits("See a.  Then b.", "See a. Then c."))
    [Edit(start=13, end=14, new='c')]
    """
    ours, theirs = list(_TOKEN.finditer(old)), list(_TOKEN.finditer(new))
    matcher = SequenceMatcher(
        None, [_word(m[0]) for m in ours], [_word(m[0]) for m in theirs], autojunk=False
    )
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            start = ours[a].start() if a < len(ours) else len(old)
            end = ours[b - 1].end() if b > a else start
            yield Edit(start=start, end=end, new="".join(m[0] for m in theirs[c:d]))


def _word(token: str) -> str:
    return " " if token.isspace() else token
