"""The nodes of a parsed page in order, without what no reader sees.

The walk is a loop and not a recursion: 100,000 nested elements are a page like
any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4.element import PageElement, Tag

_DROPPED = frozenset({
    "script", "style", "template", "datalist", "annotation", "annotation-xml", "rp",
    "source", "track", "param", "desc", "metadata",
})  # fmt: skip
_HIDDEN_STYLE = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)


def walk(root: Tag) -> Iterator[tuple[PageElement, bool]]:
    """Every visible node below in order; elements twice, opening (true) and closing (false)."""
    stack = [(root, iter(root.contents))]
    while True:
        tag, rest = stack[-1]
        for child in rest:
            if isinstance(child, Tag):
                if _is_hidden(child):
                    continue
                yield child, True
                stack.append((child, iter(child.contents)))
                break
            yield child, True
        else:
            stack.pop()
            if not stack:
                return
            yield tag, False


def _is_hidden(tag: Tag) -> bool:
    """Whether no reader sees the element; ``aria-hidden`` hides from screen readers only."""
    if tag.name in _DROPPED:
        return True
    attributes = tag.attrs
    if not attributes:
        return tag.name == "dialog"
    return (
        ("hidden" in attributes and str(attributes["hidden"]).strip().lower() != "until-found")
        or ("style" in attributes and bool(_HIDDEN_STYLE.search(str(attributes["style"]))))
        or (tag.name == "input" and str(attributes.get("type", "")).lower() == "hidden")
        or (tag.name == "dialog" and "open" not in attributes)
    )
