"""Numbers of a list that share what stands with the last: ``41, 33 and 26 percent``."""

from __future__ import annotations

from dataclasses import replace

import regex

from citecheck.figures.lexicon import stop_words, word_set
from citecheck.figures.quantity import Family, Quantity

#: "oak covers 50, beech 30 and pine 20 percent": the next member, its name before its number.
_NAMED_GAP = regex.compile(
    r"\s*(?:,|,?\s(?:and|or|и|а)\s)\s*(?:(?:by|in|on|for|the|в|на|у)\s)?(?P<name>(?:\p{L}[\p{L}'-]*\s){1,3})"
)
_LIST_GAP = regex.compile(r"\s*(?:,|,?\s(?:and|or|to|и|или|до)\s)\s*")


def share_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """``41, 33 and 26 percent``: bare numbers of a list take the unit that stands at its end."""
    for at in range(len(found) - 2, -1, -1):
        bare, after = found[at], found[at + 1]
        if (
            bare.family is Family.COUNT
            and bare.unit is None
            and bare.masked is None
            and bare.high is None
            and after.masked is None
            and after.number - bare.end < 40
            and after.family in (Family.PERCENT, Family.MONEY, Family.MEASURE, Family.COUNT)
            and (_LIST_GAP.fullmatch(text, bare.end, after.start) or _is_named(text, bare, after))
        ) or _shares_noun(text, bare, after):
            kind = after.kind if after.high is None else bare.kind
            found[at] = replace(
                bare, family=after.family, kind=kind, unit=after.unit, noun=after.noun
            )
    return _share_bases(text, found)


def _share_bases(text: str, found: list[Quantity]) -> list[Quantity]:
    """``For every 100 residents there are 31 cars and 12 bicycles``: one base leads both in."""
    for at in range(1, len(found)):
        rate, after = found[at - 1], found[at]
        if (
            rate.family is Family.RATE
            and after.family is Family.COUNT
            and after.noun is not None
            and rate.masked is after.masked is None
            and after.high is None
            and _BASE_FIRST.match(text, rate.start)
            and _LIST_GAP.fullmatch(text, rate.end, after.start)
        ):
            found[at] = replace(
                after, family=Family.RATE, kind=rate.kind, unit=rate.unit, of=rate.of
            )
    return found


#: What leads in the base of a rate that is printed before its numbers.
_BASE_FIRST = regex.compile(r"(?:for|per|out\s+of|in|to|of|на)\s", regex.IGNORECASE)


def _is_named(text: str, bare: Quantity, after: Quantity) -> bool:
    gap = _NAMED_GAP.fullmatch(text, bare.end, after.start)
    words = [w.lower() for w in gap["name"].split()] if gap else []
    return bool(words) and not any(
        w in stop_words() or w in word_set("weak", "en") or w in word_set("weak", "ru")
        or w in word_set("verbs_after")
        for w in words
    )  # fmt: skip


_SHARED_NOUN = regex.compile(r"\s(?:\p{Ll}+\s){1,3}(?:and|or)\s")


def _shares_noun(text: str, bare: Quantity, after: Quantity) -> bool:
    """``two sex trafficking and nine labour trafficking investigations``."""
    return (
        bare.family is after.family is Family.COUNT
        and bare.noun is None
        and bare.unit is None
        and bare.masked is after.masked is None
        and after.noun is not None
        and bool(_SHARED_NOUN.fullmatch(text, bare.end, after.start))
    )
