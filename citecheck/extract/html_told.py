"""Words of a page that are no text of its own: of pictures, tips, form fields, tables.

A reader meets them: a picture's words where there is no picture, a tip under the pointer,
a bar's figure in its label.  Names of menus, links and buttons are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from citecheck.extract.html_markup import CELLS, Element, Token
from citecheck.extract.tidy import one_line

#: Attributes that may hold such words.
TELLING = frozenset({"title", "aria-label", "summary"})
_EXPANDED = frozenset({"abbr", "acronym"})
_CONTROLS = frozenset(
    {"a", "button", "input", "select", "textarea", "form", "iframe", "link", "html"}
)
_DRAWN = frozenset({"img", "graphics-document", "meter", "progressbar"})
_FIELDS = frozenset({"submit", "button", "image", "text", ""})
_DIGIT = re.compile(r"\d")
_LONGEST = 2000


def find_alternative(element: Element) -> str | None:
    """What a picture, an area of one, or a form field shows in words."""
    said = element.attributes
    kind = said.get("type", "").lower()
    if element.name == "input":
        if kind not in _FIELDS:
            return None
        return one_line(said.get("value" if kind != "image" else "alt"))
    words, tip = one_line(said.get("alt")), one_line(said.get("title"))
    if tip and not words:
        return tip
    if words and tip and _DIGIT.search(tip) and tip not in words:
        return f"{words} ({tip})"
    return words


def find_told(element: Element, inside: Sequence[Token]) -> tuple[str, str]:
    """What an element tells besides its text: the words before it, and those behind it.

    ``inside`` are the first tokens in it.
    """
    name, said = element.name, element.attributes
    if name in _CONTROLS or name in {"img", "area"}:
        return "", ""
    if name == "table" and _DIGIT.search(said.get("summary", "")):
        return _worth(said["summary"]), ""
    label, tip = said.get("aria-label", ""), said.get("title", "")
    is_empty = not any(isinstance(token, Element) or (token and token.strip()) for token in inside)
    if is_empty or name == "svg" or said.get("role", "").lower() in _DRAWN:
        words = label or tip
        return (_worth(words), "") if is_empty and _DIGIT.search(words) else ("", _worth(words))
    if not tip or (name not in _EXPANDED and not _DIGIT.search(tip)):
        return "", ""
    if name in _EXPANDED or element.part in CELLS or name == "li":
        words = _worth(tip)
        text = " ".join("".join(token for token in inside if isinstance(token, str)).split())
        return "", f"({words})" if words and words not in text else ""
    return "", ""


def _worth(words: str) -> str:
    return (one_line(words) or "") if len(words) <= _LONGEST else ""
