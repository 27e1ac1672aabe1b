"""The styles of a Word file, and how its elements are looked up."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from citecheck.xml_parts import attribute, child, is_on, local


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What of a style matters here (17.7.4): name, heading level, raised, hidden."""

    name: str | None = None
    level: int | None = None
    raised: bool = False
    hidden: bool = False


def read_styles(root: etree._Element | None) -> dict[str, Style]:
    """The styles by id; each has what it inherits."""
    bare: dict[str, tuple[Style, str | None]] = {}
    for element in () if root is None else root:
        ident = attribute(element, "styleId")
        if local(element) != "style" or ident is None:
            continue
        name = attribute(child(element, "name"), "val")
        run, paragraph = child(element, "rPr"), child(element, "pPr")
        level = attribute(child(paragraph, "outlineLvl"), "val")
        style = Style(
            name=name,
            level=int(level) + 1 if level and level in "012345678" else _named_level(name),
            raised=attribute(child(run, "vertAlign"), "val") == "superscript",
            hidden=is_on(child(run, "vanish")),
        )
        bare[ident] = (style, attribute(child(element, "basedOn"), "val"))
    return {ident: _inherited(ident, bare) for ident in bare}


def _named_level(name: str | None) -> int | None:
    words = (name or "").lower().split()
    if words == ["title"]:
        return 1
    if len(words) == 2 and words[0] in {"heading", "заголовок"} and words[1] in list("123456789"):
        return int(words[1])
    return None


def _inherited(ident: str, bare: dict[str, tuple[Style, str | None]]) -> Style:
    style, base = bare[ident]
    level, raised, hidden = style.level, style.raised, style.hidden
    for _ in range(20):
        if base is None or base not in bare:
            break
        above, base = bare[base]
        level = level if level is not None else above.level
        raised, hidden = raised or above.raised, hidden or above.hidden
    return Style(name=style.name, level=level, raised=raised, hidden=hidden)
