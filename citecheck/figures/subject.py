"""Whether a place in a document speaks of what a figure is about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import log2

import regex

from citecheck.figures.index import Context, DocumentIndex
from citecheck.figures.lexicon import table
from citecheck.figures.quantities import Quantity
from citecheck.figures.terms import same_thing, stem, stems_of

#: A clause with this share of a figure's subject words speaks of the same thing.
SAME_SUBJECT = 0.5
#: A rival value must speak of the same thing more clearly than a confirmation.
RIVAL_SUBJECT = 0.6
_HISTORY = regex.compile(
    r"(?:previously|formerly|earlier|until then|down from|up from|instead of|rather than|compared (?:with|to)"
    r"|once was|used to be|unlike[^.;]{0,40}|ранее|прежде|раньше|вместо|по сравнению с)\s[^.;,]{0,24}$",
    regex.IGNORECASE,
)
_NOT = regex.compile(
    r"\b(?:did|does|do|was|were|is|are|has|have|had)\s+not\b|\bn['o]t\s+(?:true|the case)|\bnever\b|\bdenie[sd]\b"
    r"|\bcannot\b|(?<!\w)не(?!\s+(?:менее|более|меньше|больше|только|выше|ниже|считая|включая|учитывая))(?!\w)",
    regex.IGNORECASE,
)
_OF_NOUN = regex.compile(
    r"\s*(?:of|из)\s+(?:the\s+|all\s+|its\s+|their\s+|our\s+|these\s+|those\s+)?(?P<noun>[\p{L}-]+(?:\s+[\p{L}-]+)?)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a figure is about: stems of its clause, the noun it counts, direction, denial."""

    stems: tuple[str, ...]
    noun: str | None
    of_noun: tuple[str, ...]
    years: frozenset[int]
    direction: str | None
    denied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """How a place bears on a figure; ``why_not`` says why it is another thing."""

    score: float
    why_not: str | None
    history: bool
    turned: bool
    years: frozenset[int]


@cache
def _directions() -> dict[str, str]:
    return {
        stem(word): way for way, words in table("opposites")["directions"].items() for word in words
    }


@cache
def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for first, second in table("opposites")["entities"]:
        found.setdefault(stem(first), set()).add(stem(second))
        found.setdefault(stem(second), set()).add(stem(first))
    return {key: frozenset(values) for key, values in found.items()}


def direction_of(stems: list[str]) -> str | None:
    """``up`` or ``down`` if a clause's words speak of one and not the other."""
    ways = {_directions()[s] for s in stems if s in _directions()}
    return ways.pop() if len(ways) == 1 else None


def about(text: str, quantity: Quantity, years: frozenset[int], extra: tuple[str, ...]) -> About:
    """What a quantity of a clause is about; ``extra`` are terms that the record adds."""
    words = stems_of(text[: quantity.start] + " " + text[quantity.end :])
    noun = stem(quantity.unit) if quantity.family == "count" and quantity.unit else None
    of = _OF_NOUN.match(text, quantity.end)
    return About(
        stems=tuple(dict.fromkeys([*words, *((noun,) if noun else ()), *(stem(w) for w in extra)])),
        noun=noun,
        of_noun=tuple(stems_of(of["noun"])) if of else (),
        years=years,
        direction=direction_of(words),
        denied=bool(_NOT.search(text)),
    )


def bearing(wanted: About, index: DocumentIndex, quantity: Quantity, context: Context) -> Bearing:
    """How the clause and sentence round a document's quantity bear on what is sought."""
    clause = index.text[slice(*context.clause)]
    local = stems_of(f"{clause} {context.heading}")
    around = stems_of(index.text[slice(*context.sentence)])
    score = _overlap(wanted, index, local)
    if not context.in_table:
        score = max(score, 0.75 * _overlap(wanted, index, around))
    before = index.text[max(context.sentence[0], quantity.start - 60) : quantity.start]
    direction = direction_of(local)
    return Bearing(
        score=score,
        why_not=_other_thing(wanted, index, quantity, local),
        history=bool(_HISTORY.search(before)),
        turned=(wanted.direction is not None and direction is not None and direction != wanted.direction)
        or (bool(_NOT.search(clause)) != wanted.denied and not context.in_table),
        years=context.years,
    )  # fmt: skip


def _overlap(wanted: About, index: DocumentIndex, stems: list[str]) -> float:
    """The share of the sought words that stand there, rare words weighing more."""
    if not wanted.stems:
        return 0.0
    total = found = 0.0
    have = set(stems)
    for one in wanted.stems:
        count = index.stem_counts.get(one, 0)
        weight = 1 / (1 + log2(1 + count) / 4) if count else 0.5
        total += weight
        if one in have or any(same_thing(one, other) for other in have):
            found += weight
    return found / total


def _other_thing(
    wanted: About, index: DocumentIndex, quantity: Quantity, local: list[str]
) -> str | None:
    """Why the place is about another thing: an opposite, another noun counted, another whole."""
    sought, have = set(wanted.stems), set(local)
    for one in wanted.stems:
        for opposite in _opposites().get(one, ()):
            if opposite in have and one not in have and opposite not in sought:
                return f"of the opposite: “{opposite}”, not “{one}”"
    noun = stem(quantity.unit) if quantity.family == "count" and quantity.unit else None
    if noun and wanted.noun and not _one_of(noun, wanted.stems) and wanted.noun not in have:
        return f"of {quantity.unit}"
    of = _OF_NOUN.match(index.text, quantity.end)
    if of and wanted.of_noun:
        nouns = stems_of(of["noun"])
        if nouns and not any(_one_of(n, wanted.stems) for n in nouns):
            return f"of {of['noun']}"
    return None


def _one_of(one: str, others: tuple[str, ...]) -> bool:
    return any(same_thing(one, other) for other in others)
