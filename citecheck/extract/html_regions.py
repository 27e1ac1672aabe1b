"""Menus, banners and footers of a page: told apart by their marks, kept in the text.

A figure in a menu is a figure that the page shows, so nothing is left out; but who
judges a passage may want to know that it stands in no running text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from citecheck.extract.html_markup import Element
from citecheck.model.documents import Region, RegionKind

if TYPE_CHECKING:
    from citecheck.extract.html_lines import Line

REGION_NAMES = {"nav": RegionKind.MENU, "footer": RegionKind.FOOTER, "aside": RegionKind.ASIDE}
_ROLES = {
    "navigation": RegionKind.MENU, "menu": RegionKind.MENU, "menubar": RegionKind.MENU,
    "banner": RegionKind.BANNER, "contentinfo": RegionKind.FOOTER,
    "complementary": RegionKind.ASIDE, "search": RegionKind.MENU,
}  # fmt: skip
_MARKED = frozenset({"div", "ul", "ol", "table", "td", "section", "header", "form", "p"})
_WORDS = re.compile(
    r"(?:^|[\s_-])(?:(?P<menu>nav|navbar|navigation|menu|topmenu|mainmenu|breadcrumbs?|pagination)"
    r"|(?P<notice>cookies?|consent|gdpr)"
    r"|(?P<banner>banner|masthead|topbar|site-header)"
    r"|(?P<footer>footer|copyright|colophon)"
    r"|(?P<aside>sidebar|related))(?:[\s_-]|$)",
    re.IGNORECASE,
)
#: Lines of links one after the other that make a menu, however the page names it.
_RUN, _SHORT = 4, 60
#: A region that covers more of a page than this was not what its name says.
_MOST = 0.5


def region_of(element: Element) -> RegionKind | None:
    """The kind of region that an element opens; ``None`` if none."""
    kind = REGION_NAMES.get(element.name)
    attributes = element.attributes
    if "role" in attributes:
        kind = _ROLES.get(attributes["role"].strip().lower(), kind)
    if kind is None and element.name in _MARKED and ("class" in attributes or "id" in attributes):
        kind = _region_by_marks(f"{attributes.get('class', '')} {attributes.get('id', '')}"[:300])
    return kind


@lru_cache(maxsize=1000)  # a page has many elements of few classes
def _region_by_marks(marks: str) -> RegionKind | None:
    found = _WORDS.search(marks)
    return RegionKind(found.lastgroup) if found and found.lastgroup else None


def find_regions(lines: Sequence[Line]) -> tuple[Region, ...]:
    """The regions of lines that are joined by one newline each."""
    kinds = [line.region for line in lines]
    _drop_covering(lines, kinds)
    _find_menus(lines, kinds)
    regions: list[Region] = []
    at = 0
    for line, kind in zip(lines, kinds, strict=True):
        end = at + len(line.text)
        if kind and line.text:
            last = regions[-1] if regions else None
            if last and last.kind is kind and last.end + 2 >= at:
                regions[-1] = Region(kind=kind, start=last.start, end=end)
            else:
                regions.append(Region(kind=kind, start=at, end=end))
        at = end + 1
    return tuple(regions)


def _drop_covering(lines: Sequence[Line], kinds: list[RegionKind | None]) -> None:
    whole = sum(len(line.text) for line in lines)
    for kind in set(kinds) - {None}:
        size = sum(len(line.text) for line, of in zip(lines, kinds, strict=True) if of is kind)
        links = sum(line.linked for line, of in zip(lines, kinds, strict=True) if of is kind)
        if size > _MOST * whole and links < 0.8 * size:
            kinds[:] = [None if of is kind else of for of in kinds]


def _find_menus(lines: Sequence[Line], kinds: list[RegionKind | None]) -> None:
    run: list[int] = []
    for number, line in enumerate(lines):
        if not line.text:
            continue
        size = len(line.text.replace(" | ", ""))
        mostly = line.linked >= 0.8 * size
        if mostly and line.links >= _RUN and size < _SHORT * line.links / 2:
            kinds[number] = kinds[number] or RegionKind.MENU
        if mostly and size < _SHORT:
            run.append(number)
            continue
        _mark(run, kinds)
        run = []
    _mark(run, kinds)


def _mark(run: Sequence[int], kinds: list[RegionKind | None]) -> None:
    if len(run) >= _RUN:
        for number in run:
            kinds[number] = kinds[number] or RegionKind.MENU
