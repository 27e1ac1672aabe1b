"""What of a page no reader sees, and what a click shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from citecheck.extract.html_markup import Element, Markup, Token

_DROPPED = frozenset({
    "script", "style", "template", "datalist", "annotation", "annotation-xml", "rp",
    "source", "track", "param", "desc", "metadata",
})  # fmt: skip
_HIDDEN_STYLE = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_NO_SIZE = re.compile(r"(?:^|[;\s])font-size\s*:\s*0(?:\.0+)?(?:px|pt|r?em|%)?\s*(?:[;!]|$)", re.I)
_PANEL = re.compile(
    r"(?:^|[\w-]*[-_])(?:tabs?|accordion|collaps(?:e|ed|ible)|toggle|expand(?:er|able|ed)?|spoiler)"
    r"[-_]?(?:pane|panel|content|body|text)|collapse|panel-collapse",
    re.I,
)
_QUOTED = re.compile(r"""["']#?([\w-]+)["']""")
_LONGEST_HANDLER = 500
_TARGETS = ("data-target", "data-bs-target", "href")


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


def has_no_size(element: Element, inside: list[Token]) -> bool:
    """Whether an element of nothing but text is written in letters of no size."""
    return bool(_NO_SIZE.search(element.attributes["style"])) and not any(
        isinstance(token, Element) for token in inside
    )


class Controls:
    """What on a page shows its hidden parts: tabs, folds, links and buttons that name them.

    WAI-ARIA 1.2 (``tabpanel``, ``aria-controls``) and how pages did it before: a link to
    a part by its id, a handler that names the id, the classes of widget libraries.
    """

    def __init__(self, markup: Markup) -> None:
        self._markup = markup

    def open(self, element: Element) -> bool:
        """Whether a click shows a hidden element."""
        said = element.attributes
        if element.name in _DROPPED or element.name in {"input", "dialog"}:
            return False
        if said.get("role", "").strip().lower() == "tabpanel":
            return True
        if any(_PANEL.fullmatch(name) for name in said.get("class", "").split()):
            return True
        return "id" in said and said["id"] in self._targets

    @cached_property
    def _targets(self) -> frozenset[str]:
        return frozenset(
            name
            for token in self._markup.tokens
            if isinstance(token, Element) and token.attributes
            for name in _named(token.attributes)
        )


def _named(said: dict[str, str]) -> Iterator[str]:
    yield from said.get("aria-controls", "").split()
    for key in _TARGETS:
        if said.get(key, "").startswith("#"):
            yield said[key][1:]
    if "onclick" in said:
        yield from _QUOTED.findall(said["onclick"][:_LONGEST_HANDLER])
