"""What stands beside a number: its unit, its currency, the noun that it counts."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import regex

from citecheck.figures.lexicon import alternation, stop_words, table, trie, word_set


class Unit(NamedTuple):
    """A unit beside a number: its class, its plain name, and the span with it."""

    group: str
    name: str
    start: int
    end: int


@cache
def _names() -> dict[str, tuple[str, str]]:
    """Each spelling, lower case without spaces → (class, unit)."""
    units = table("units")
    found: dict[str, tuple[str, str]] = {}
    for word in units["percent"]:
        found[_key(word)] = ("percent", "percent")
    for word in units["percentage_points"]:
        found[_key(word)] = ("points", "percentage points")
    for group in ("money", "cents", "duration", "measure"):
        for name, words in units[group].items():
            for word in words:
                found.setdefault(_key(word), (group, name))
    return found


def _key(word: str) -> str:
    return "".join(word.lower().split())


@cache
def _suffix() -> regex.Pattern[str]:
    units = table("units")
    words = [*units["percent"], *units["percentage_points"]]
    for group in ("money", "cents", "duration", "measure"):
        words += [word for spelled in units[group].values() for word in spelled]
    spaced = r"|p\ ?e\ ?r\ ?c\ ?e\ ?n\ ?t(?!\w)"  # scanned text splits words as well
    any_unit = trie({word.lower() for word in words}, whole=True)
    return regex.compile(rf"(?:[ ]|-|\s)?\s?\(?\\?(?P<unit>{any_unit}{spaced})", regex.IGNORECASE)


@cache
def _signs() -> tuple[str, ...]:
    """What may stand before an amount: signs and codes of money."""
    return tuple(
        w
        for ws in table("units")["money"].values()
        for w in ws
        if not w[0].isalpha() or w.isupper() or w[-1] == "$" or w == "Rs"
    )


@cache
def _prefix() -> regex.Pattern[str]:
    words = list(_signs())
    return regex.compile(rf"(?<![\w$])\\?(?P<unit>{alternation(words)})\s?$".replace(r"(?!\w)", ""))


_AGAIN = regex.compile(r"\s?(?:[A-Z]{3}|(?:US\s)?dollars)\b")
#: "27 pct. of the riders": the point ends an abbreviation and no sentence.
_POINT_INSIDE = regex.compile(r"\.\s\p{Ll}")
_MAYBE_UNIT = regex.compile(r"\s?[\s\-(\\]{0,2}[\p{L}%$€£₽¥₸₹₴₺°¢℃]")


def unit_beside(text: str, start: int, end: int) -> Unit | None:
    """The unit of the number at ``text[start:end]``: currency before, or any unit after it."""
    if start and (text[start - 1] in "$€£₽¥₸₹₴₺ " or text[start - 1].isupper()):
        left = max(0, start - 7)
        signed = text[left:start].rstrip().endswith(_signs())
        before = _prefix().search(text, left, start) if signed else None
        if before:
            name = _names()[_key(before["unit"])][1]
            return Unit("money", name, before.start(), _skip_again(text, end))
    if not _MAYBE_UNIT.match(text, end):
        return None
    after = _suffix().match(text, end)
    if not after or (after.group()[0] == "\n" and after.group()[:2] == "\n\n"):
        return None
    word = after["unit"]
    group, name = _names().get(_key(word), ("percent", "percent"))
    if len(word) == 1 and word.isupper() and word.isalpha():
        return None
    stop = _skip_again(text, after.end()) if group == "money" else after.end()
    if word.lower() == "pct" and _POINT_INSIDE.match(text, stop):
        stop += 1
    return Unit(group, name, start, stop)


def _skip_again(text: str, end: int) -> int:
    """The end of a currency that is printed twice, as in ``0.12$ USD``."""
    after = _AGAIN.match(text, end)
    if after and _names().get(_key(after.group()), ("", ""))[0] == "money":
        return int(after.end())
    return end


@cache
def _per_time() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    return tuple(
        (
            unit,
            regex.compile(
                rf"(?<![\w]){alternation([w for w in words if w[0] != '/'])}", regex.IGNORECASE
            ),
        )
        for unit, words in table("units")["per_time"].items()
    )


#: How the time units of a rate begin.
_MAY_BE_PER = regex.compile(
    r"\s?(?:an?\s|per|each|every|hourly|daily|weekly|monthly|yearly|annual|/|p\.|в\s|во\s|за\s|еж|годов)",
    regex.IGNORECASE,
)


@cache
def _per_time_right_after() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    return tuple(
        (unit, regex.compile(rf"\s?{alternation(words)}", regex.IGNORECASE))
        for unit, words in table("units")["per_time"].items()
    )


def per_time_after(text: str, end: int) -> tuple[str, int] | None:
    """The time unit of a rate right after a quantity (``a day``, ``/s``), and where it ends."""
    if not _MAY_BE_PER.match(text, end):
        return None
    for unit, pattern in _per_time_right_after():
        match = pattern.match(text, end)
        if match:
            return unit, match.end()
    return None


def per_time_in(text: str, start: int, end: int) -> str | None:
    """The time unit that a stretch of text names for a rate (``annual``, ``daily``)."""
    found = [unit for unit, pattern in _per_time() if pattern.search(text, start, end)]
    return found[0] if len(found) == 1 else None


_PHRASE = regex.compile(
    r"(?:[ ]|\n(?=\p{Ll}))(?P<words>[\p{L}][\p{L}'-]*+(?:[ \n][\p{L}][\p{L}'-]*+){0,4})"
)
_PRINTED = regex.compile(r"\S+")
_CYRILLIC = regex.compile(r"\p{Cyrillic}")
#: After a number other than one an adjective is plural; -ей and -ий then end nouns (семей, зданий).
_RU_ADJECTIVE = regex.compile(r"(?:ых|их|ые|ие|ими|ыми|ым|им)$")
_RU_ADJECTIVE_OF_ONE = regex.compile(r"(?:ый|ий|ой|ая|яя|ое|ее|ого|его|ому|ему|ую|юю|ей|ым|им)$")
_VERBAL = regex.compile(r"(?:ing|ed)$")


def counted_noun(text: str, end: int, *, one: bool = False) -> tuple[str, int] | None:
    """The noun that a number counts, in lower case, and where it ends.

    English: the first plural within five words; Russian: the first word that is no
    adjective.  ``one`` takes the last word before a small word.
    """
    match = _PHRASE.match(text, end)
    if not match:
        return None
    words = [(m.group(), m.end()) for m in _PRINTED.finditer(match["words"])]
    base = match.start("words")
    if _CYRILLIC.match(words[0][0]):
        return _russian_noun(words, base, one=one)
    nouns = _phrase_words(words)
    for place, (word, stop) in enumerate(nouns):
        if _is_plural(word):
            following = nouns[place + 1] if place + 1 < len(nouns) else None
            if (
                word.lower() in word_set("qualified_plurals")
                and following
                and _is_plural(following[0])
            ):
                continue
            return word.lower(), base + stop
    if one and nouns:
        word, stop = next(((w, s) for w, s in reversed(nouns) if not _VERBAL.search(w)), nouns[-1])
        return word.lower(), base + stop
    return None


def _phrase_words(words: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The words up to the first that cannot belong to the phrase."""
    kept: list[tuple[str, int]] = []
    for place, (word, stop) in enumerate(words):
        lower = word.lower()
        if lower in stop_words() or (
            kept and _is_plural(kept[-1][0]) and lower in word_set("verbs_after")
        ):
            break
        if word[0].isupper() and not kept and not word.isupper() and not word.endswith("s"):
            following = words[place + 1][0] if place + 1 < len(words) else ""
            if not (following.islower() and _is_plural(following)):
                break  # "250 Kyrgyz girls" go on
        kept.append((word, stop))
    return kept


def _is_plural(word: str) -> bool:
    lower = word.lower()
    if lower in word_set("collectives"):
        return True
    if lower in word_set("not_nouns") or len(lower) < 3:
        return False
    return lower.endswith("s") and not lower.endswith(("ss", "us", "sis", "itis", "polis", "'s"))


def _russian_noun(words: list[tuple[str, int]], base: int, *, one: bool) -> tuple[str, int] | None:
    adjective = _RU_ADJECTIVE_OF_ONE if one else _RU_ADJECTIVE
    for place, (word, stop) in enumerate(words[:4]):
        lower = word.lower()
        if lower in stop_words() or not _CYRILLIC.match(word):
            return None
        more = place + 1 < len(words) and words[place + 1][0].lower() not in stop_words()
        if adjective.search(lower) and more and place < 3 and not lower.startswith("рабоч"):
            continue
        return lower, base + stop
    return None
