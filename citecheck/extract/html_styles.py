"""Parts that the style sheet in a page hides: classes, ids and names with ``display: none``.

Only what is plain is believed: a rule of one compound selector (``p.x``, ``#y``) that holds
for screens, and that no other rule for such an element takes back, whatever it depends on
(``.tab.open``, ``.menu:hover .item``).  In doubt a part is shown (CSS 2.2, section 9.2.4
and 11.2; Selectors Level 3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from citecheck.extract.html_markup import Element, Markup

_HIDES = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.I)
_SHOWS = re.compile(r"(?:^|[;\s])(?:display|visibility)\s*:", re.I)
_COMMENT = re.compile(r"/\*.*?(?:\*/|$)|<!--|-->", re.DOTALL)
_BRACE = re.compile(r"[{}]")
_COMPOUND = re.compile(r"([a-z][a-z0-9]*|\*)?((?:[.#][\w-]+)+)?", re.I)
_MARK = re.compile(r"([.#])([\w-]+)")
_CONDITION = re.compile(r":{1,2}[\w-]+(?:\([^()]*\))?|\[[^\]]*\]")
_FOR_SCREENS = re.compile(
    r"@(?:media\s+(?:only\s+)?(?:all|screen)|supports\b.*|layer\b.*)\s*", re.I
)
_WHOLE = frozenset({"html", "body", "main"})  # hidden only until a script has run
_MOST_RULES, _MOST_OF_ONE = 2000, 50
_LONGEST_SHEET = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """The elements of a compound selector, and whether they are hidden."""

    name: str | None
    ids: frozenset[str]
    classes: frozenset[str]
    hides: bool

    def holds_for(self, element: Element, classes: frozenset[str]) -> bool:
        if self.name not in (None, element.name):
            return False
        return self.classes <= classes and self.ids <= {element.attributes.get("id")}


class Styles:
    """What the style sheets in a page hide."""

    def __init__(self, markup: Markup) -> None:
        self._rules: dict[str, list[_Rule]] = {}  # by a class, an id or a name that they ask for
        count, end = 0, 0
        for at in markup.telling:
            element = markup.element(at)
            if element.name == "noscript":
                end = max(end, element.end)
            if element.name != "style" or at < end:  # those of readers without scripts
                continue
            sheet = markup.text_in(at)[:_LONGEST_SHEET]
            if not _HIDES.search(sheet.replace("{", ";")):
                continue
            for rule in _find_rules(sheet):
                keys = (*(f".{c}" for c in rule.classes), *(f"#{i}" for i in rule.ids))
                alike = self._rules.setdefault(next(iter(keys), rule.name or "*"), [])
                if rule not in alike:
                    alike.append(rule)
                count += 1
                if count >= _MOST_RULES or len(alike) > _MOST_OF_ONE:
                    self._rules.clear()  # to know some of them is to know nothing
                    return

    def hide(self, element: Element) -> bool:
        """Whether an element is hidden, and stays so."""
        if not self._rules or element.name in _WHOLE:
            return False
        attributes = element.attributes
        classes = frozenset(attributes.get("class", "").split())
        keys = (f"#{attributes['id']}" if "id" in attributes else "", element.name, "*")
        found = [
            rule
            for key in (*keys, *(f".{one}" for one in classes))
            for rule in self._rules.get(key, ())
            if rule.holds_for(element, classes)
        ]
        return bool(found) and all(rule.hides for rule in found)


def find_blocks(sheet: str) -> Iterator[tuple[str, str, bool]]:
    """The blocks of a sheet: selectors, declarations, and whether they hold for screens."""
    sheet = _COMMENT.sub(" ", sheet)
    outer: list[bool] = []  # of each open block: whether it holds for screens
    head, begun = "", 0
    for brace in _BRACE.finditer(sheet):
        piece = sheet[begun : brace.start()]
        begun = brace.end()
        if brace[0] == "{":
            head = piece.rpartition(";")[2].strip()
            outer.append(not head.startswith("@") or bool(_FOR_SCREENS.fullmatch(head)))
            continue
        if outer:
            for_screens = all(outer)
            outer.pop()
            if head and not head.startswith("@"):
                yield head, piece, for_screens
        head = ""


def _find_rules(sheet: str) -> Iterator[_Rule]:
    """The rules of a sheet that tell of display and visibility."""
    for head, piece, for_screens in find_blocks(sheet):
        if _SHOWS.search(piece):
            hides = bool(_HIDES.search(piece))
            for selector in head.split(","):
                yield from _read_selector(selector.strip(), hides and for_screens, hides)


def _read_selector(selector: str, hiding: bool, hides: bool) -> Iterator[_Rule]:
    last = re.split(r"[\s>+~]+", selector)[-1]
    plain = _CONDITION.sub("", last)
    conditional = plain != selector
    if hides and (conditional or not hiding):
        return  # it holds for some, at some time: they are shown
    compound = _COMPOUND.fullmatch(plain)
    if not compound or (not compound[2] and compound[1] in (None, "*")):
        return
    marks = _MARK.findall(compound[2] or "")
    yield _Rule(
        name=compound[1].lower() if compound[1] and compound[1] != "*" else None,
        ids=frozenset(name for sign, name in marks if sign == "#"),
        classes=frozenset(name for sign, name in marks if sign == "."),
        hides=hides,
    )
