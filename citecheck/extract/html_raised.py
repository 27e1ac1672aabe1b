"""Raised and lowered runs in a page: note marks, exponents, fractions, and links to notes."""

from __future__ import annotations

import re

from citecheck.extract.html_markup import Element
from citecheck.extract.notemarks import set_off

_RAISED_STYLE = re.compile(r"vertical-align\s*:\s*(?:super|top\b|text-top)", re.I)
_FRACTION = re.compile(r"(.?)\[(\d{1,2})\]\s?[/\u2044]$", re.DOTALL)
_NOTE_LINK = re.compile(r"\d{1,3}|[*†‡]{1,3}")
_STYLED = frozenset({"span", "font", "small"})


def is_raised(element: Element, raised: frozenset[str] = frozenset()) -> bool:
    """Whether the element may set its text above or below the line, or link to a note.

    ``raised`` are the classes that a style sheet sets above it.
    """
    name, attributes = element.name, element.attributes
    if name in {"sup", "sub"}:
        return True
    if name == "a":
        return attributes.get("href", "").startswith("#")
    if name not in _STYLED or not attributes:
        return False
    if "style" in attributes and _RAISED_STYLE.search(attributes["style"]):
        return True
    return bool(raised) and not raised.isdisjoint(attributes.get("class", "").split())


def rewrite_raised(name: str, before: str, run: str) -> tuple[str, str] | None:
    """How a run in an element of that name is written, and what it takes from before it.

    ``before`` is what stands before it, its end at least; ``None`` leaves the run as it is.

    >>> rewrite_raised("sup", "37.4", "12"), rewrite_raised("sub", "2[1]/", "2")
    (('', '[12]'), ('[1]/', ' 1/2'))
    """
    if name == "a":
        letter = len(run) == 1 and run.islower() and before[-1:].isdecimal()
        if not (letter or _NOTE_LINK.fullmatch(run.strip())) or before[-1:] in "[( \xa0":
            return None
    elif name == "sub":
        fraction = _FRACTION.search(before)
        if fraction and run.strip().isdecimal():
            gap = " " if fraction[1].isdecimal() else ""
            taken = fraction[0][len(fraction[1]) :]
            return taken, f"{gap}{fraction[2]}/{run.strip()}"
        if before[-1:].isalpha() or not before[-1:].isalnum():
            return None
    return "", set_off(before, run)
