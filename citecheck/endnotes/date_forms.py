"""A day printed the way another date is: same order, same language, same precision.

Month names and ordinals are those of Unicode's CLDR, by Babel.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from babel import Locale
from babel.dates import get_month_names

#: The languages that access dates are read in (:mod:`citecheck.endnotes.dates`).
_LANGUAGES = ("en", "en_GB", "ru", "fr", "de", "es")


class _Form(NamedTuple):
    """How a month's name is written."""

    language: str
    width: Literal["wide", "abbreviated"]
    context: Literal["format", "stand-alone"]


_FORMS: tuple[tuple[Literal["wide", "abbreviated"], Literal["format", "stand-alone"]], ...] = (
    ("wide", "format"),
    ("wide", "stand-alone"),
    ("abbreviated", "format"),
    ("abbreviated", "stand-alone"),
)
_NUMERIC = re.compile(r"(?P<a>\d{1,4})(?P<sign>[-./])(?P<b>\d{1,2})(?P=sign)(?P<c>\d{1,4})")
_WORD = re.compile(r"[^\W\d_]+")
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)(?P<ordinal>st|nd|rd|th)?")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_ORDINALS = {"one": "st", "two": "nd", "few": "rd", "other": "th"}


def print_like(old: str, day: date) -> str | None:
    """``day`` as ``old`` is printed; ``None`` where the order of ``old`` cannot be told.

    >>> print_like("10 November 2011", date(2026, 3, 2)), print_like("May 2004", date(2026, 3, 2))
    ('2 March 2026', 'March 2026')
    >>> print_like("Nov. 3rd, 2011", date(2026, 3, 22)), print_like("12.03.2011", date(2026, 1, 2))
    ('Mar. 22nd, 2026', '02.01.2026')
    """
    numeric = _NUMERIC.fullmatch(old.strip())
    if numeric:
        return _print_numbers(numeric, day)
    year = _YEAR.search(old)
    if year is None:
        return None
    text = _YEAR.sub(f"{day.year:04}", old, count=1)
    month = next((found for found in _WORD.finditer(old) if _name_form(found.group())), None)
    if month is None:
        return text if old.strip() == year.group() else None
    text = text[: month.start()] + _like(month.group(), day) + text[month.end() :]
    return _DAY.sub(lambda found: _print_day(found, day), text, count=1)


def _print_numbers(found: re.Match[str], day: date) -> str | None:
    first, sign, second = found["a"], found["sign"], found["b"]
    wide = all(len(found[name]) >= 2 for name in "abc")
    two = (lambda n: f"{n:02}") if wide else str
    if len(first) == 4:
        return sign.join((f"{day.year:04}", two(day.month), two(day.day)))
    if len(found["c"]) != 4:
        return None
    if sign == "." or int(first) > 12:
        return sign.join((two(day.day), two(day.month), f"{day.year:04}"))
    if int(second) > 12:
        return sign.join((two(day.month), two(day.day), f"{day.year:04}"))
    return None


def _print_day(found: re.Match[str], day: date) -> str:
    if not found["ordinal"]:
        return str(day.day)
    return f"{day.day}{_ORDINALS[Locale('en').ordinal_form(day.day)]}"


def _like(old: str, day: date) -> str:
    form = _name_form(old) or _Form("en", "wide", "format")
    name = str(get_month_names(form.width, form.context, form.language)[day.month]).rstrip(".")
    return name if old[:1].islower() else name[:1].upper() + name[1:]


def _name_form(word: str) -> _Form | None:
    """Language, width and context in which the word names a month."""
    return _names().get(word.lower())


@cache
def _names() -> dict[str, _Form]:
    names: dict[str, _Form] = {}
    for width, context in _FORMS:
        for language in _LANGUAGES:
            for name in get_month_names(width, context, language).values():
                key = str(name).rstrip(".").lower()
                names.setdefault(key, _Form(language, width, context))
    return names
