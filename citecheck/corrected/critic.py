"""Changes marked in plain text: CriticMarkup, which editors of Markdown show as changes.

``{--old--}{++new++}`` takes out and puts in.  Rejecting every mark gives the text that
came in, character for character; accepting every one gives the corrected text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_MARK = re.compile(r"\{--(?P<old>.*?)--\}|\{\+\+(?P<new>.*?)\+\+\}", re.DOTALL)
_SIGNS = ("{--", "--}", "{++", "++}")


def mark(old: str, new: str) -> str:
    """The change of ``old`` into ``new``; either may be empty.

    >>> mark("http://a.example/", "http://b.example/")
    '{--http://a.example/--}{++http://b.example/++}'
    """
    return (f"{{--{old}--}}" if old else "") + (f"{{++{new}++}}" if new else "")


def can_be_marked(texts: Iterable[str]) -> bool:
    """Whether none of the texts holds a sign of the marks themselves."""
    return not any(sign in text for text in texts for sign in _SIGNS)


def settle(text: str, *, accept: bool) -> str:
    """The text with every mark accepted, or every mark rejected."""
    return _MARK.sub(lambda found: (found["new"] if accept else found["old"]) or "", text)
