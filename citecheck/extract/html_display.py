"""What style sheets make of plain elements: tables of boxes, raised letters.

CSS 2.2, section 17.2 (``display: table``, ``table-row``, ``table-cell``) and 10.8
(``vertical-align: super``); only rules of one class, and styles of the element itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from citecheck.extract.html_markup import Element, Markup, Part
from citecheck.extract.html_styles import find_blocks

_DISPLAY = re.compile(r"(?:^|[;\s])display\s*:\s*(table(?:-row|-cell)?)\s*(?:[;!]|$)", re.I)
_RAISED = re.compile(r"(?:^|[;\s])vertical-align\s*:\s*(?:super|text-top)\b", re.I)
_ONE_CLASS = re.compile(r"(?:[a-z][a-z0-9]*)?\.([\w-]+)", re.I)
_PARTS = {"table": Part.TABLE, "table-row": Part.ROW, "table-cell": Part.CELL}
_PLAIN = frozenset({"div", "span", "ul", "ol", "li", "dl", "dt", "dd", "p", "section", "article"})
_LONGEST_SHEET = 1_000_000


def find_raised_classes(markup: Markup) -> frozenset[str]:
    """The classes whose letters stand above the line."""
    return frozenset(name for name, _ in _find_classes(markup, _RAISED))


def set_table_parts(markup: Markup) -> None:
    """Give elements that are drawn as tables, rows and cells their part, as if they were."""
    classes = {name: _PARTS[found[1].lower()] for name, found in _find_classes(markup, _DISPLAY)}
    for token in markup.tokens:
        if not isinstance(token, Element) or token.part or token.name not in _PLAIN:
            continue
        own = _DISPLAY.search(token.attributes.get("style", ""))
        if own:
            token.part = _PARTS[own[1].lower()]
        elif classes and "class" in token.attributes:
            names = token.attributes["class"].split()
            token.part = next((classes[name] for name in names if name in classes), None)


def _find_classes(markup: Markup, wanted: re.Pattern[str]) -> Iterator[tuple[str, re.Match[str]]]:
    for at in markup.telling:
        if markup.element(at).name != "style":
            continue
        sheet = markup.text_in(at)[:_LONGEST_SHEET]
        if not wanted.search(sheet.replace("{", ";").replace("}", ";")):
            continue
        for head, declared, for_screens in find_blocks(sheet):
            found = wanted.search(declared)
            for selector in head.split(",") if found and for_screens else ():
                one = _ONE_CLASS.fullmatch(selector.strip())
                if one and found:
                    yield one[1], found
