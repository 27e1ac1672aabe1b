"""Identifiers printed in a note: DOI, ISBN, arXiv id; and the addresses that follow from them.

Sources: the DOI Handbook (``10.`` prefix ``/`` suffix), the ISBN Users' Manual
(check digits), arXiv's identifier schemes before and after April 2007.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Scheme(StrEnum):
    """The kinds of identifiers that are kept; ``other`` (PMID, ISSN) is only taken out."""

    DOI = "doi"
    ISBN = "isbn"
    ARXIV = "arxiv"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundIdentifier:
    """An identifier with its label at ``text[start:end]``; the value itself from ``at``."""

    start: int
    end: int
    at: int
    scheme: Scheme
    value: str


_DOI_NAME = r"10\.\d{4,9}(?:\.\d+)*/[^\s<>\"“”«»]{1,300}"
_DOI = re.compile(rf"(?:\bdoi\s?(?:[:.]\s*|\s))?(?<![\w./])(?P<value>{_DOI_NAME})", re.IGNORECASE)
_DOI_IN_URL = re.compile(
    rf"^(?:https?://)?(?:dx\.)?doi\.org/(?P<value>{_DOI_NAME})$", re.IGNORECASE
)
_DOI_IN_PATH = re.compile(
    r"/doi/(?:abs/|full/|pdf/|epdf/|pdfdirect/)?(?P<value>10\.\d{4,9}/[^\s?#]+)", re.IGNORECASE
)
_ISBN = re.compile(
    r"\bISBN(?:-1[03])?\s*:?\s*"
    r"(?P<value>(?:97[89][ ‐‑–-]?)?\d(?:[ ‐‑–-]?\d){8}[ ‐‑–-]?[\dXx])(?!\d)"
)
_ARXIV_ID = r"(?:\d{4}\.\d{4,5}|[a-z-]{2,12}(?:\.[A-Z]{2})?/\d{7})(?:v\d{1,3})?"
_ARXIV = re.compile(
    rf"\barXiv\s?(?::|preprint(?:\s+arXiv\s?:)?)\s*(?P<value>{_ARXIV_ID})(?!\d)"
    r"(?:\s?\[[a-z-]+(?:\.[A-Z]{2})?\])?",
    re.IGNORECASE,
)
_ARXIV_IN_URL = re.compile(
    rf"^(?:https?://)?(?:www\.)?arxiv\.org/(?:abs|pdf)/(?P<value>{_ARXIV_ID})(?:\.pdf)?$",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:PMID|PMCID|ISSN|OCLC)\s*:?\s*(?P<value>(?:PMC)?\d[\d-]{3,12}X?)\b\.?", re.IGNORECASE
)


def find_identifiers(text: str) -> list[FoundIdentifier]:
    """Every identifier of a text without addresses, in order; an ISBN only if its digits check."""
    found: list[FoundIdentifier] = []
    for scheme, pattern in (
        (Scheme.ARXIV, _ARXIV),
        (Scheme.DOI, _DOI),
        (Scheme.ISBN, _ISBN),
        (Scheme.OTHER, _OTHER),
    ):
        for match in pattern.finditer(text):
            value, end = match["value"], match.end()
            if scheme is Scheme.DOI:
                value = _trim_doi(value)
                end = match.start("value") + len(value)
            if scheme is Scheme.ISBN and not is_isbn(value):
                continue
            if all(end <= other.start or match.start() >= other.end for other in found):
                found.append(
                    FoundIdentifier(
                        start=match.start(),
                        end=end,
                        at=match.start("value"),
                        scheme=scheme,
                        value=value,
                    )
                )
    return sorted(found, key=lambda identifier: identifier.start)


def identifier_of(url: str) -> tuple[Scheme, str] | None:
    """The DOI or arXiv id that an address holds, as printed there; ``None`` where there is none."""
    for scheme, pattern in ((Scheme.DOI, _DOI_IN_URL), (Scheme.ARXIV, _ARXIV_IN_URL)):
        match = pattern.match(url)
        if match:
            return scheme, match["value"]
    return None


def identifier_keys(
    *, doi: str | None, isbn: str | None, arxiv: str | None, url: str | None
) -> tuple[str, ...]:
    """What spellings of one identifier share: case, hyphens, versions and hosts aside.

    A publisher's address holds the DOI too: ``…/doi/full/10.5555/abc``.

    >>> identifier_keys(doi=None, isbn="0-306-40615-2", arxiv="1203.0123v2", url=None)
    ('isbn:9780306406157', 'arxiv:1203.0123')
    """
    keys = []
    held = _DOI_IN_PATH.search(url) if url and not doi else None
    if doi or held:
        keys.append(f"doi:{(doi or _trim_doi(held['value'] if held else '')).casefold()}")
    if isbn:
        digits = re.sub(r"[^\dXx]", "", isbn)
        keys.append(f"isbn:{digits if len(digits) == 13 else _to_isbn13(digits)}")
    if arxiv:
        keys.append(f"arxiv:{re.sub(r'v[0-9]+$', '', arxiv).casefold()}")
    return tuple(keys)


def _to_isbn13(digits: str) -> str:
    body = f"978{digits[:9]}"
    total = sum(int(digit) * (1 + 2 * (i % 2)) for i, digit in enumerate(body))
    return f"{body}{-total % 10}"


def address_of(scheme: Scheme, value: str) -> str | None:
    """The address that an identifier resolves at; an ISBN has none."""
    if scheme is Scheme.DOI:
        return f"https://doi.org/{value}"
    return f"https://arxiv.org/abs/{value}" if scheme is Scheme.ARXIV else None


def is_isbn(printed: str) -> bool:
    """Whether the check digit of an ISBN of 10 or 13 digits is right."""
    digits = [10 if char in "xX" else int(char) for char in printed if char.isalnum()]
    if len(digits) == 10:
        return sum(digit * (10 - i) for i, digit in enumerate(digits)) % 11 == 0
    if len(digits) == 13 and 10 not in digits:
        return sum(digit * (1 + 2 * (i % 2)) for i, digit in enumerate(digits)) % 10 == 0
    return False


def _trim_doi(value: str) -> str:
    """Without the note's own punctuation; a bracket that the name opened stays."""
    while value:
        last = value[-1]
        opened = value.count("(" if last == ")" else "[")
        if last not in ".,;:'’”" and not (last in ")]" and value.count(last) > opened):
            break
        value = value[:-1]
    return value
