"""Where in a source: the pages and paragraphs of a note's pinpoint."""

from __future__ import annotations

import re
from dataclasses import dataclass

_JOINT = r"(?:\s?[-–—]\s?|\sto\s)"
_MORE = r"(?:\s?(?:, and|, и|,|and|&|и)\s?"
_LIST = (
    rf"\d{{1,5}}(?:{_JOINT}\d{{1,5}})?"
    rf"{_MORE}(?!(?:19|20)\d\d\b)\d{{1,5}}(?:{_JOINT}\d{{1,5}})?)*(?![\w/])"
)
#: Pages also bear a section's letter (A10, e712) or count in Roman (iv).
_PAGE = r"(?:[A-Za-z]?\d{1,5}|[ivxlc]{1,6}(?!\w))"
_PAGE_LIST = (
    rf"{_PAGE}(?:{_JOINT}{_PAGE})?"
    rf"{_MORE}(?!(?:19|20)\d\d\b){_PAGE}(?:{_JOINT}{_PAGE})?)*(?![\w/])(?:\s?ff?\b\.?)?"
)
#: A pinpoint ends a part of the note; "paragraph 1, of the Protocol" belongs to a title.
_ENDS = (
    r"(?=\s*(?:$|[.;()\]\[]|[–—-]\s|,\s*(?![a-zа-я])"
    r"|,\s*(?:table|figure|fig|box|chart|note|fn|footnote|para|pp?|available|accessed|at|annex|and|и)\b))"
)
_PAGES = re.compile(
    rf"(?<![\w.])(?:at )?(?:pp?(?:\.|(?=\s\d))|pages?\b|стр\.|с\.)\s?(?P<list>{_PAGE_LIST}){_ENDS}",
    re.IGNORECASE,
)
_PARAS = re.compile(
    r"(?<!\w)(?:at )?(?:paras?\b\.?|paragraphs?\b|§§?|¶¶?|пп?\.|пункты?\b)\s?"
    rf"(?P<list>{_LIST})(?:\s?\([a-z0-9]{{1,4}}\)){{0,3}}"
    rf"(?:\s?(?:[-–]|and|,)\s?\([a-z]{{1,3}}\)){{0,3}}{_ENDS}",
    re.IGNORECASE,
)
#: "…, at 12 (2002)", "…, at 12" and "(Manila, 2005) at 12".
_AT = re.compile(
    rf"(?:,|(?<=\)))\s+at\s+(?P<list>{_LIST})(?:\s?ff?\b\.?)?(?=\s*(?:$|[.;]|\([^()]{{0,20}}\d{{4}}\)))"
)
#: Numbers that a style prints without "p.": behind an imprint or an issue in brackets
#: (Chicago; OSCOLA with no sign at all), behind volume and issue (APA, Vancouver), behind
#: the year of an imprint.
_BARE = (
    re.compile(rf"\([^()]{{0,160}}(?:19|20)\d\d\)\s?(?P<joint>[:,]\s*)(?P<list>{_LIST})\s*\.?$"),
    re.compile(rf"\([^()]{{0,160}}(?:19|20)\d\d\)(?P<joint>\s)(?P<list>{_LIST})\s*\.?$"),
    re.compile(
        r"\b\d{1,4}\s{0,2}(?:\(\d{1,4}(?:[–/-]\d{1,4})?\))?(?P<joint>,\s*)"
        r"(?P<list>[a-z]?\d{1,5}\s?[-–—]\s?[a-z]?\d{1,5})\s*\.?$"
    ),
    re.compile(
        r"(?:19|20)\d\d[^;.]{0,12};\s?\d{1,4}\s?(?:\([^()]{1,20}\))?(?P<joint>\s?:\s?)"
        r"(?P<list>[A-Za-z]?\d{1,6}(?:\s?[-–—]\s?[A-Za-z]?\d{1,6})?)\s*\.?$"
    ),
    re.compile(
        r"\b\d{1,4}\s?\(\d{1,4}(?:[–/-]\d{1,4})?\)(?P<joint>\s?:\s?)"
        r"(?P<list>\d{1,5}(?:\s?[-–—]\s?\d{1,5})?)\s*\.?$"
    ),
    re.compile(
        r"[;,]\s?(?:19|20)\d\d(?P<joint>\s?:\s?)(?P<list>\d{1,4}(?:\s?[-–—]\s?\d{1,4})?)\s*\.?$"
    ),
    re.compile(
        r"(?<![-–—/] )(?<![-–—/])\b(?:19|20)\d\d(?P<joint>,\s)"
        r"(?P<list>(?!(?:19|20)\d\d\b)\d{1,4}(?:\s?[-–—]\s?\d{1,4})?)\s*\.?$"
    ),
)
_ARTICLE_BEFORE = re.compile(
    r"(?:\b(?:art(?:icle)?s?\.?|ст(?:атья|\.)?)\s*\d+\s*(?:\(\d+\))?,?"
    r"|\b(?:U\.?S\.?C\.?|C\.?F\.?R\.?|Code|Stat\.|Act|Law)(?:\sAnn\.)?)\s*$",
    re.IGNORECASE,
)
_ITEM = re.compile(
    rf"[A-Za-z]?\d+(?:{_JOINT}[A-Za-z]?\d+)?|\b[ivxlc]{{1,6}}\b(?:{_JOINT}[ivxlc]+\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinpoint:
    """A pinpoint where it stands in the text: numbers as printed (``83-4``)."""

    start: int
    end: int
    pages: tuple[str, ...] = ()
    paras: tuple[str, ...] = ()


def find_pinpoints(text: str) -> list[Pinpoint]:
    """Pages and paragraphs that a note points at, in order; numbers inside titles are not meant."""
    found = [
        Pinpoint(start=match.start(), end=match.end(), pages=_items(match.group("list")))
        for pattern in (_PAGES, _AT)
        for match in pattern.finditer(text)
    ]
    found += [
        Pinpoint(start=match.start(), end=match.end(), paras=_items(match.group("list")))
        for match in _PARAS.finditer(text)
        if not _ARTICLE_BEFORE.search(text[max(0, match.start() - 40) : match.start()])
    ]
    return sorted(found, key=lambda pinpoint: pinpoint.start)


def find_bare_pages(text: str) -> Pinpoint | None:
    """Pages at the end of a text that only their place shows to be pages; ``None`` if none are.

    >>> find_bare_pages("Ice (Oslo: North Press, 2010), 45–47.").pages
    ('45-47',)
    """
    tail = text[-240:]
    shift = len(text) - len(tail)
    for pattern in _BARE:
        found = pattern.search(tail)
        if found:
            return Pinpoint(
                start=shift + found.start("joint"),
                end=shift + found.end("list"),
                pages=_items(found["list"]),
            )
    return None


def _items(printed: str) -> tuple[str, ...]:
    return tuple(re.sub(_JOINT, "-", item) for item in _ITEM.findall(printed))
