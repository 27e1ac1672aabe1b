"""Whether two printed names mean the same body: acronyms, articles, spelling."""

from __future__ import annotations

import re

from citecheck.endnotes.words import fold, word_set

_SMALL = word_set("of the for and on to in at against de la le les du des et и по в на для о")
_SPELLINGS = ((re.compile(r"isation"), "ization"), (re.compile(r"\bcenter"), "centre"))


def name_key(name: str) -> str:
    """A name for comparison: no case, no article in front, one spelling."""
    folded = fold(name).removeprefix("the ")
    for pattern, spelling in _SPELLINGS:
        folded = pattern.sub(spelling, folded)
    return folded


def is_same_name(one: str, other: str) -> bool:
    """Whether two names mean the same body; an acronym stands for the initials of words.

    >>> is_same_name("US Department of State", "United States Department of State")
    True
    >>> is_same_name("CRIN", "Child Rights Information Network")
    True
    >>> is_same_name("ECPAT", "ECPAT International")
    False
    """
    if name_key(one) == name_key(other):
        return True
    return _matches(_tokens(one), _tokens(other)) or _matches(_tokens(other), _tokens(one))


def initials_of(name: str) -> tuple[str, ...]:
    """Keys of which two names of one body share one: acronyms spelt out, words by their initial."""
    printed = [word for word in re.findall(r"[^\W_]+", name) if word.casefold() not in _SMALL]
    spelt = "".join(word.lower() if word.isupper() else word[0].lower() for word in printed)
    return tuple(dict.fromkeys((spelt, "".join(token[0] for token in _tokens(name)))))


def _tokens(name: str) -> list[str]:
    """The words that count; single letters (``U.S.``) run together."""
    tokens: list[str] = []
    letters = ""
    for word in name_key(name).split():
        if len(word) == 1:
            letters += word
            continue
        if letters:
            tokens.append(letters)
            letters = ""
        if word not in _SMALL:
            tokens.append(word)
    return [*tokens, letters] if letters else tokens


def _matches(short: list[str], long: list[str]) -> bool:
    """Whether each word of the short name is the next of the long one, or initials of the next."""
    at = 0
    for word in short:
        if at < len(long) and long[at] == word:
            at += 1
            continue
        initials = "".join(token[0] for token in long[at : at + len(word)])
        if len(word) < 2 or initials != word:
            return False
        at += len(word)
    return at == len(long) and bool(short)
