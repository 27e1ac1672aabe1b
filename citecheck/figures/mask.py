"""What has digits and is no figure: addresses, dates, references, names.

Each is a typed span; numbers inside are never hits, and are shown as decoys.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import regex

from citecheck.model.figures import Span

_EN_MONTHS = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_RU_MONTHS = r"(?:январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр)\w{0,3}"


class Mask(StrEnum):
    """What a masked span is."""

    ADDRESS = "an address"
    DATE = "a date"
    REFERENCE = "a reference"
    LEGAL = "a law reference"
    PHONE = "a phone number"
    NAME = "part of a name"
    LIST_NUMBER = "a list number"
    TIME = "a time of day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """A masked span of a folded text."""

    span: Span
    mask: Mask


_RULES: tuple[tuple[Mask, str], ...] = (
    (Mask.ADDRESS, r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|\b10\.\d{4,9}/\S+|\bdoi:\S+"),
    (Mask.REFERENCE, r"\b(?:[A-Z]{1,6}/)+[A-Z0-9./-]*\d[A-Z0-9./()-]*"),
    (Mask.REFERENCE, r"\b(?:ISBN|ISSN|ID|Ref|№\s*дела)\b[:\s-]*[\dXx][\dXx -]{3,}"),
    (Mask.PHONE, r"\+\d[\d ()-]{6,}\d"),
    (
        Mask.PHONE,
        r"(?i:\b(?:tel|phone|fax|call|dial|hotline|тел|телефон|факс|звон\w+)\b)[^\d\n.;]{0,25}\(?\d[\d ()-]*\d",
    ),
    (Mask.PHONE, r"\b\d{3}-\d{4}\b|\b\d{3}-\d{2}-\d{2}\b|\b\d{3}-\d{3}-\d{4}\b"),
    (
        Mask.DATE,
        rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?(?:\s*-\s*\d{{1,2}})?\s+{_EN_MONTHS}(?:,?\s+\d{{4}})?\b",
    ),
    (Mask.DATE, rf"\b{_EN_MONTHS}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s*\d{{4}}\b)?(?!\s*(?:percent|%|\d))"),
    (Mask.DATE, rf"\b{_EN_MONTHS},?\s+\d{{4}}\b"),
    (Mask.DATE, rf"\b\d{{1,2}}(?:-?(?:го|е))?\s+{_RU_MONTHS}(?:\s+\d{{4}})?(?:\s*г(?:од\w*)?\.?)?"),
    (Mask.DATE, rf"\b{_RU_MONTHS}\s+\d{{4}}\b"),
    (Mask.DATE, r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b"),
    (Mask.TIME, r"\b\d{1,2}:\d{2}(?::\d{2})?\b|\b\d{1,2}(?:\.\d{2})?\s?(?:a\.m\.|p\.m\.|am\b|pm\b)"),
    (
        Mask.LEGAL,
        r"(?i:\b(?:articles?|art\.|sections?|laws?|decrees?|conventions?|resolutions?|protocols?|acts?"
        r"|regulations?|directives?|clauses?|стать[яиеюй]\w*|ст\.|закон\w*|указ\w*|пункт\w*|п\.)\s*(?:no\.?|№)?\s*)"
        r"\d+(?:\.\d+)*(?:\s*(?:,|and|or|to|-|и|или)\s*\d+(?:\.\d+)*)*(?:\s*\(\d+\))?",
    ),
    (Mask.LEGAL, r"(?:\b[Nn]o\.|\bNos\.|№)\s*\d+(?:[./-]\d+)*"),
    (
        Mask.REFERENCE,
        r"(?i:\b(?:pp?\.|pages?|paras?\.?|paragraphs?|tables?|figs?\.|figures?|charts?|boxe?s?|box|annex|appendix"
        r"|chapters?|ch\.|volumes?|vol\.|part|parts|rows?|columns?|line|question|item|version|v\.|issue|sheet|note"
        r"|стр\.|с\.|страниц\w*|табл\w*\.?|рис\w*\.?|глав\w*|том\w*|приложени\w*|строк\w*|верси\w*|вопрос\w*)"
        r"\s*(?:no\.?|№)?\s*)\d+(?:[.-]\d+)*(?:\s*(?:-|,|and|to|и)\s*\d+(?:\.\d+)*)*(?!\s*(?:percent|per\s+cent|%|,\d{3}))",
    ),
    (Mask.NAME, r"\b[A-Z][A-Za-z]*-\d+\b|\b[A-Z]{1,4}\d+[A-Z]?\b|\b(?:G|Group of|Boeing|Airbus|Highway|Route|Room|Gate|Bus|Line|Platform|Area|District|School)\s\d+\b(?!\s*(?:percent|%))"),
    (Mask.LIST_NUMBER, r"(?m)^\s*(?:\(\d{1,3}\)|\d{1,3}[.)](?=\s)|\d{1,2}(?:\.\d{1,2})+\.?(?=\s+\p{Lu}))"),
)  # fmt: skip

_PATTERNS = tuple((mask, regex.compile(pattern)) for mask, pattern in _RULES)


def find_masked(text: str) -> list[Masked]:
    """Every masked span of a folded text, in order; the first rule that fits wins.

    >>> [m.mask.value for m in find_masked("Article 124.1 of 15 June 2010, p. 36")]
    ['a law reference', 'a date', 'a reference']
    """
    taken = bytearray(len(text))
    found: list[Masked] = []
    for mask, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if start < end and not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append(Masked(span=Span(start=start, end=end), mask=mask))
    return sorted(found, key=lambda m: m.span.start)
