"""The words of numbers, units and hedges, read once from data files."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import regex


@cache
def table(name: str) -> Any:
    """The data file ``name`` (without its ending), as JSON has it."""
    return json.loads(files("citecheck.figures").joinpath(f"data/{name}.json").read_text("utf-8"))


def alternation(words: list[str]) -> str:
    """A regular expression for any of the words, longest first; a word ends at its boundary."""
    parts = []
    for word in sorted(set(words), key=lambda w: (-len(w), w)):
        escaped = regex.escape(word).replace(r"\ ", r"\s+")
        parts.append(escaped + (r"(?!\w)" if word[-1].isalnum() else ""))
    return "(?:" + "|".join(parts) + ")"


@cache
def unit_words() -> dict[str, tuple[str, str]]:
    """Each unit's spelling in lower case → (class, unit)."""
    units = table("units")
    found = {word.lower(): ("percent", "percent") for word in units["percent"]}
    for word in units["percentage_points"]:
        found[word.lower()] = ("points", "percentage points")
    for family in ("money", "cents", "duration", "measure"):
        for unit, words in units[family].items():
            for word in words:
                found.setdefault(word.lower(), (family, unit))
    return found


@cache
def unit_pattern() -> regex.Pattern[str]:
    """Any unit right after a number."""
    return regex.compile(rf"[ -]?\n?\(?\\?({alternation(list(unit_words()))})", regex.IGNORECASE)


@cache
def currency_pattern() -> regex.Pattern[str]:
    """A currency's sign or code right before a number."""
    words = [w for ws in table("units")["money"].values() for w in ws if not w[0].islower()]
    return regex.compile(rf"(?<!\w)(\\?{alternation(words)})\s?$".replace(r"(?!\w)", ""))


@cache
def hedge_patterns() -> tuple[tuple[str, regex.Pattern[str], regex.Pattern[str] | None], ...]:
    """Hedge → the pattern for words before a figure, and for words after it."""
    hedges = table("hedges")
    return tuple(
        (
            hedge,
            regex.compile(
                rf"(?<!\w)({alternation(words)})\s*(?:(?:a|an|the|total\s+of|only|чем)\s+)?$",
                regex.IGNORECASE,
            ),
            regex.compile(
                rf"^\s*({alternation(hedges['after'][hedge])})(?!\s+than)", regex.IGNORECASE
            )
            if hedge in hedges["after"]
            else None,
        )
        for hedge, words in hedges["before"].items()
    )
