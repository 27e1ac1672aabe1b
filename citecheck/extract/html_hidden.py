"""What of a page no reader sees."""

from __future__ import annotations

import re

from citecheck.extract.html_markup import Element

_DROPPED = frozenset({
    "script", "style", "template", "datalist", "annotation", "annotation-xml", "rp",
    "source", "track", "param", "desc", "metadata",
})  # fmt: skip
_HIDDEN_STYLE = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)


def is_hidden(element: Element) -> bool:
    """Whether no reader sees the element; ``aria-hidden`` hides from screen readers only."""
    name, attributes = element.name, element.attributes
    if name in _DROPPED:
        return True
    if not attributes:
        return name == "dialog"
    return (
        ("hidden" in attributes and attributes["hidden"].strip().lower() != "until-found")
        or ("style" in attributes and bool(_HIDDEN_STYLE.search(attributes["style"])))
        or (name == "input" and attributes.get("type", "").lower() == "hidden")
        or (name == "dialog" and "open" not in attributes)
    )
