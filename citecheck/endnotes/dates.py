"""Dates and their roles: a date after "Accessed" is the access date, never the publication's.

Dates are ISO 8601, as precise as printed.  ``3/4/2011`` may be March or April and
gives no date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "january jan janvier januar enero января январь янв",
        "february feb février februar febrero февраля февраль фев",
        "march mar mars märz marzo марта март мар",
        "april apr avril abril апреля апрель апр",
        "may mai mayo мая май",
        "june jun juin juni junio июня июнь июн",
        "july jul juillet juli julio июля июль июл",
        "august aug août agosto августа август авг",
        "september sept sep septembre septiembre сентября сентябрь сен",
        "october oct octobre oktober octubre октября октябрь окт",
        "november nov novembre noviembre ноября ноябрь ноя",
        "december dec décembre dezember diciembre декабря декабрь дек",
    ),
    start=1,
):
    _MONTHS.update(dict.fromkeys(_names.split(), _number))

_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
#: Longest first: a day is a day, not a month and a rest.
DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?[\s\-]+{_MONTH},?[\s\-]+{_YEAR}(?:\s?г(?:ода|\.)?)?"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+{_YEAR}"
    rf"|{_YEAR}[-/]\d{{2}}[-/]\d{{2}}|\d{{1,2}}\.\d{{1,2}}\.{_YEAR}|\d{{1,2}}/\d{{1,2}}/{_YEAR}"
    rf"|{_YEAR},?\s+{_MONTH}(?:\s+\d{{1,2}}(?![\d/]))?(?!\w)|{_MONTH},?\s+{_YEAR}|{_YEAR})"
)
_VERB = (
    r"(?:last\s+|first\s+|date\s+)?(?:accessed|retrieved|viewed|visited|consulted|checked|downloaded"
    r"|cited|seen|read|available)|access(?:ed)?\s+date|date\s+of\s+access|last\s+access|as\s+accessed"
    r"|consulté(?:e)?|consultado|abgerufen|zuletzt\s+abgerufen|letzter\s+zugriff"
    r"|дата\s+(?:последнего\s+)?(?:обращения|доступа|посещения|просмотра)"
    r"|(?:последнее\s+)?(?:посещение|обращение|просмотрен[оаы]?|проверено|доступ)"
)
_ACCESS = re.compile(
    rf"(?:[\[(](?:last\s+)?(?:updated|modified|revised)\s+{DATE}\s?[;,]\s*|[\[(]?)"
    rf"(?<!\w)(?P<verb>{_VERB})\b[\s:,]*(?:(?:on|in|as\s+of|at|le|el|am)\b)?[\s:,]*"
    rf"(?P<date>{DATE})(?!\w)(?:\sг\.)?[\])]?"
    r"(?:[\s,.:;]*\bfrom\b|[\s,]*\b(?:at|via|on)\b(?=[\s:<]{6,}|\s*$))?\s*:?",
    re.IGNORECASE,
)
#: MLA: "Web. 3 Dec. 2011." and no word for it.
_WEB_DAY = re.compile(
    rf"(?<=[.,])\s+Web\.\s+(?P<date>\d{{1,2}}\s{_MONTH}\s{_YEAR})\.?(?=\s|$)", re.IGNORECASE
)
_ACCESS_AFTER = re.compile(rf"\b(?:on|as\s+of)\s+(?P<date>{DATE})(?!\w)[\])]?", re.IGNORECASE)
#: A day in brackets behind an address, with no word: nothing but the day of access.
_DAY_AFTER = re.compile(rf"^[\s,.;]{{0,3}}[(\[](?P<date>{DATE})[)\]]", re.IGNORECASE)
_LOCATION = re.compile(
    r"[\[(]?\b(?:(?:last\s+)?(?:accessed|retrieved|downloaded)(?:\s+(?:online\s+)?(?:from|at|via))"
    r"|available(?:\s+online)?(?:\s+(?:at|from|on|via))?|archived(?:\s+copy)?(?:\s+(?:at|from|on))?"
    r"|(?:online|found|posted|published)\s+at|archive\s+copy|архивировано|архив|режим\s+доступа|доступно(?:\s+(?:на|по))?|url|doi)"
    r"\b\s*:?\s*$|(?:^|(?<=[.,;(]\s))(?:at|see|web(?:site)?|link|online|on-line)\s*:\s*$",
    re.IGNORECASE,
)
_DATE = re.compile(rf"(?<![\w/.-]){DATE}(?![\w/-]|\.\d)", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessClause:
    """ "Accessed on 10 November 2011 from:": where it stands, and its date."""

    start: int
    end: int
    date: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A date in running text; ``value`` is ISO 8601, as precise as printed."""

    start: int
    end: int
    value: str


def find_access_clauses(text: str) -> list[AccessClause]:
    """Every access clause, in order; a date that cannot be is kept as ``None``."""
    clauses = []
    for found in _ACCESS.finditer(text):
        if found.group("verb").lower().endswith("available"):
            continue
        value = parse_date(found.group("date"))
        clauses.append(AccessClause(start=found.start(), end=found.end(), date=value))
    web = _WEB_DAY.search(text) if not clauses else None
    if web:
        value = parse_date(web["date"])
        clauses.append(AccessClause(start=web.start(), end=web.end(), date=value))
    return clauses


def find_trailing_access(text: str) -> AccessClause | None:
    """ "on 10 November 2011" right after the address of "Retrieved from http://… on …"."""
    day = _DAY_AFTER.match(text)
    value = parse_date(day["date"]) if day else None
    if day and value and len(value) == 10:
        return AccessClause(start=day.start(), end=day.end(), date=value)
    found = _ACCESS_AFTER.match(text.lstrip(" ,;(["))
    if found is None:
        return None
    skipped = len(text) - len(text.lstrip(" ,;(["))
    return AccessClause(
        start=skipped, end=skipped + found.end(), date=parse_date(found.group("date"))
    )


def strip_location_words(text: str) -> str:
    """The text before an address without the words that only lead to it ("Available at:")."""
    found = _LOCATION.search(text)
    return text[: found.start()] if found else text


def find_dates(text: str) -> list[FoundDate]:
    """Every date, in order, whatever its role."""
    found = []
    for match in _DATE.finditer(text):
        value = parse_date(match.group())
        if value:
            found.append(FoundDate(start=match.start(), end=match.end(), value=value))
    return found


def parse_date(printed: str) -> str | None:
    """A printed date as ISO 8601, as precise as printed; ``None`` if it is none or ambiguous.

    >>> parse_date("10 November 2011"), parse_date("May 2004"), parse_date("31 June 2010")
    ('2011-11-10', '2004-05', None)
    """
    text = printed.strip().lower()
    month = next((_MONTHS[w] for w in re.findall(r"[^\W\d_]+", text) if w in _MONTHS), None)
    numbers = [int(digits) for digits in _NUMBERS.findall(text)]
    if month is None:
        return _parse_numeric(text, numbers)
    year = next((n for n in numbers if n >= 1500), None)
    if year is None:
        return None
    days = [n for n in numbers if n < 100]
    return _iso(year, month, days[0]) if days else f"{year:04}-{month:02}"


def _parse_numeric(text: str, numbers: list[int]) -> str | None:
    if len(numbers) == 1:
        return f"{numbers[0]:04}" if 1500 <= numbers[0] <= 2099 else None
    if len(numbers) != 3:
        return None
    first, second, third = numbers
    if first >= 1500:
        return _iso(first, second, third)
    if "." in text or first > 12:
        return _iso(third, second, first)
    if second > 12:
        return _iso(third, first, second)
    return _iso(third, first, second) if first == second else None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
