"""Raised characters: note marks set off, units and ordinals kept.

A note mark is set right behind the number that it belongs to, so every plain
reading turns ``37.4`` with note 12 into ``37.412``: precisely the figures that
carry citations.  Here it becomes ``37.4[12]``.
"""

from __future__ import annotations

import re
from enum import Enum, auto

_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_UNIT_BEFORE = re.compile(r"(?:^|[^\w])(?:[kcdmµ]?m|ft|mi|in|yd|[кдс]?м|мм)$")
_POWER_BEFORE = re.compile(r"(?:[×x*·]\s?10|\b10)$")
_EXPONENT = re.compile(r"[+\-−]?\d{1,2}")
_ORDINAL = re.compile(r"st|nd|rd|th|er|re|ère|ème|e|o|os|a|as|м|мо|ми|о|й|я|го|х", re.IGNORECASE)
_MARK = re.compile(
    r"\d{1,3}(?:[\s,;–-]+\d{1,3})*|[a-z](?:\s?,\s?[a-z])*|[ivxl]{1,10}", re.IGNORECASE
)
_BRACKETED = re.compile(r"\W.*\W|\W+", re.DOTALL)


class Raised(Enum):
    """What a raised run of characters is."""

    UNIT = auto()
    POWER = auto()
    ORDINAL = auto()
    MARK = auto()
    SIGN = auto()
    WORDS = auto()


def _read_raised(before: str, run: str) -> Raised:
    if run in {"2", "3"} and _UNIT_BEFORE.search(before[-6:]):
        return Raised.UNIT
    if _EXPONENT.fullmatch(run) and (
        run[0] in "+-−" or (_POWER_BEFORE.search(before[-6:]) and re.search(r"[×x*·]", before[-6:]))
    ):
        return Raised.POWER
    if before[-1:].isdecimal() and len(run) > 1 and _ORDINAL.fullmatch(run):
        return Raised.ORDINAL
    if _MARK.fullmatch(run):
        return Raised.MARK
    return Raised.SIGN if _BRACKETED.fullmatch(run) else Raised.WORDS


def set_off(before: str, run: str) -> str:
    """What to write for a raised run that follows the text ``before``.

    >>> "37.4" + set_off("37.4", "12")
    '37.4[12]'
    >>> "4,512 km" + set_off("4,512 km", "2")
    '4,512 km²'
    >>> "the 19" + set_off("the 19", "th")
    'the 19th'
    >>> "5 × 10" + set_off("5 × 10", "6")
    '5 × 10⁶'
    >>> "percent" + set_off("percent", "[7]")
    'percent[7]'
    """
    core = run.strip()
    if not core:
        return run
    tail = " " if run[-1:].isspace() else ""
    match _read_raised(before, core):
        case Raised.UNIT | Raised.POWER:
            return core.translate(_RAISED) + tail
        case Raised.ORDINAL | Raised.SIGN:
            return core + tail
        case Raised.MARK:
            return f"[{core}]{tail}"
        case Raised.WORDS:
            lead = "" if not before or before[-1:].isspace() else " "
            return f"{lead}{core} "
