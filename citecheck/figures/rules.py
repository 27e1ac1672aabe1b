"""The rules from a relation to what it means for the claim, each with its reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from citecheck.figures.circumstances import When
from citecheck.figures.claim import Reading
from citecheck.figures.compare import FITTING, Fit
from citecheck.figures.kinds import is_person
from citecheck.figures.quantity import Family, Quantity
from citecheck.figures.relation import Counted, Relation
from citecheck.figures.stems import Weight
from citecheck.model.figures import Hedge


class Role(IntEnum):
    """What a quantity of the source is for the claim, the strongest first."""

    SUPPORT = 0
    RIVAL = 1
    UNCHECKED = 2
    DECOY = 3
    NOTHING = 4


@dataclass(frozen=True, slots=True)
class Ruling:
    """A role and its reason."""

    role: Role
    why: str


#: Why a plan does not bear a claim out.
ONLY_PLANNED = "same value, but only planned or expected"
#: From here on a number is so particular that it seldom stands twice for two things.
RARE_DIGITS = 3


def rule(reading: Reading, relation: Relation) -> Ruling:
    """What a quantity of the source means for the claim."""
    fit = relation.comparison.fit
    if fit is Fit.INCOMPARABLE:
        return Ruling(Role.NOTHING, "another dimension")
    if fit in FITTING:
        return _rule_fitting(reading, relation)
    if fit in (Fit.OPPOSITE_HEDGE, Fit.OTHER_RATE, Fit.OTHER_UNIT):
        why = _unlike(reading, relation)
        if _is_rival(reading, relation, lenient=True):
            return Ruling(Role.RIVAL, why)
        return Ruling(Role.DECOY, f"{why}; {_other_subject(relation)}")
    if _is_of_other_order(reading.quantity, relation.place.quantity):
        return Ruling(Role.NOTHING, "a value of another order of magnitude")
    if _is_rival(reading, relation, lenient=False):
        return Ruling(Role.RIVAL, _other_value(reading, relation))
    return Ruling(Role.NOTHING, f"another value, {_other_subject(relation)}")


def _rule_fitting(reading: Reading, relation: Relation) -> Ruling:
    # 1. another year: the number is true of that year only
    if relation.when is When.OTHER:
        years = ", ".join(str(y) for y in sorted(relation.years)[:3])
        wanted = ", ".join(str(y) for y in sorted(reading.years)[:3])
        return Ruling(Role.DECOY, f"same value, but for {years}, not {wanted}")
    # 2. another subject, by the noun counted, an excluding word, or the words of the clause
    other = _is_other_subject(reading, relation)
    if other:
        return Ruling(Role.DECOY, f"same value, but {other}")
    if relation.alone:
        has, lacks = relation.alone
        why = f"same value, but of “{has.word}” alone"
        if relation.other_has_own:
            return Ruling(Role.RIVAL, f"{why}; the source gives “{lacks.word}” another")
        return Ruling(Role.DECOY, f"{why}, not of “{lacks.word}”")
    # 3. nothing to compare subjects by
    if not relation.comparable and not is_rare(reading.quantity):
        return Ruling(
            Role.UNCHECKED, "the value stands there, but its subject could not be compared"
        )
    # 4. denied, turned round, or of the past
    if relation.denied:
        return Ruling(Role.RIVAL, "the source denies it")
    if relation.opposite_direction:
        if relation.missing or relation.qualified:
            return Ruling(
                Role.DECOY, "same value, but of a change the other way, of something else"
            )
        return Ruling(Role.RIVAL, "same value, but the source tells of a change the other way")
    if relation.former:
        return Ruling(Role.RIVAL, "the source gives this as a former value")
    if relation.only_planned:
        return Ruling(Role.DECOY, ONLY_PLANNED)
    return Ruling(Role.SUPPORT, _support(reading, relation))


#: A count so many times another, with other digits, is seldom another value of the same thing.
OTHER_ORDER = 100


def _is_of_other_order(printed: Quantity, source: Quantity) -> bool:
    if printed.family is not Family.COUNT or not printed.value or not source.value:
        return False
    ratio = max(printed.value, source.value) / min(printed.value, source.value)
    same_digits = ratio in (1000, 10**6, 10**9)  # thousands written for millions
    return ratio > OTHER_ORDER and not same_digits


def _is_other_subject(reading: Reading, relation: Relation) -> str | None:
    """Why the quantity is about something else; ``None`` if it may well be the claim's."""
    if relation.counted is Counted.OTHER and reading.counted:
        return f"of {relation.place.quantity.noun}, not {reading.counted.word}"
    if relation.compared_with:
        return "it is what another number is held against"
    if relation.counted_apart and reading.counted:
        return f"“{reading.counted.word}” is spoken of apart from it"
    if relation.other_cell:
        return f"in {relation.other_cell}"
    if relation.other_whole:
        return f"of {relation.other_whole}"
    if relation.conflict:
        return f"of {relation.conflict}"
    both = reading.direction and relation.found_direction
    if both and relation.other_change and not relation.opposite_direction:
        return "it is reached where the claim has a change by it, or the other way round"
    foreign = relation.foreign_subject or relation.foreign
    if reading.quantity.family is Family.AGE and not relation.apart:
        # the limits of an age are of persons, by whatever name: children, pupils, respondents
        persons = is_person(relation.missing[0].word.lower()) if relation.missing else False
        foreign = tuple(w for w in foreign if not (persons and is_person(w.lower())))
    elsewhere = [t for t in relation.further_apart if t.weight is Weight.STRONG]
    if elsewhere and foreign and not relation.told and not reading.attached:
        return _of_another(relation, foreign, elsewhere[0].word, apart=True)
    if relation.said_of_other and not relation.told:
        return f"“{relation.said_of_other.word}” is said of another number"
    if relation.foreign_subject and relation.qualified and relation.measure_apart:
        word = relation.measure_apart.word
        return _of_another(relation, relation.foreign_subject, word, apart=True)
    if relation.missing and not relation.subject:
        if relation.apart:
            return f"the source speaks of “{relation.apart[-1].word}” apart from it"
        if (
            foreign
            and not (relation.told and not _names_another(relation))
            and not (relation.counted is Counted.SAME and _is_plain_count(reading))
        ):
            return _of_another(relation, foreign, relation.missing[-1].word, apart=False)
    if relation.apart and foreign:
        return _of_another(relation, foreign, relation.apart[0].word, apart=True)
    if relation.coverage == 0 and relation.comparable and not is_rare(reading.quantity):
        return "in a clause that shares no word with the claim"
    return None


def _names_another(relation: Relation) -> bool:
    """Whether a thing stands before the number that the claim does not name; no ``nationally``."""
    return any(not word.endswith("ly") for word in relation.foreign_subject)


def _of_another(relation: Relation, foreign: tuple[str, ...], wanted: str, *, apart: bool) -> str:
    """What the words around a number are about, in words for a reason."""
    about = next((w for w in relation.source_whole if w in foreign), foreign[0])
    rest = f"; “{wanted}” is spoken of apart" if apart else f", not of “{wanted}”"
    return f"there it is told of “{about}”{rest}"


def _is_plain_count(reading: Reading) -> bool:
    return reading.quantity.family is Family.COUNT and reading.quantity.value >= 100


def _is_rival(reading: Reading, relation: Relation, *, lenient: bool) -> bool:
    """Whether another value is told of the very subject (and year) of the claim.

    Strict, because a bystander is no contradiction: nothing of the subject may be missing,
    no noun may differ, no year, no narrowing; ``lenient`` where the digits agree.
    """
    if relation.counted is Counted.OTHER or relation.conflict or relation.other_cell:
        return False
    if relation.other_whole or relation.alone:
        return False
    if relation.when is When.OTHER:
        return False
    if relation.apart or (relation.whole_missing and not reading.attached):
        return False
    found = len(relation.subject) + (relation.counted is Counted.SAME)
    implied = _is_implied(reading, relation)
    near = len(relation.missing) == 1 < found and relation.coverage >= 0.6
    if relation.missing and not (near or implied):
        return False
    if not relation.subject and not implied and not _is_all_there(reading, relation):
        return False
    if relation.former or relation.cumulative or relation.denied:
        return False
    if relation.other_change and not relation.opposite_direction:
        return False
    if reading.counted and relation.counted is Counted.UNKNOWN and relation.place.quantity.noun:
        return lenient or relation.coverage >= 0.6
    if reading.counted and relation.counted is Counted.UNKNOWN and _is_bare(relation):
        return False
    if reading.attached or implied:
        return True  # "its population of 5.5 million lives …": what the population does is beside the point
    return not relation.further_apart and (lenient or relation.coverage >= 0.5)


def _is_implied(reading: Reading, relation: Relation) -> bool:
    """Whether the clause need not name the subject.

    It says all else and names no other (``Rating of clean air: 15th place``), or it gives
    the limits of an age of the same persons by another name.
    """
    if relation.told and not relation.foreign and relation.coverage >= 0.6:
        return True
    persons = all(is_person(t.word.lower()) for t in relation.missing)
    others = any(is_person(w.lower()) for w in relation.foreign)
    return reading.quantity.family is Family.AGE and persons and others and relation.coverage >= 0.2


def _is_all_there(reading: Reading, relation: Relation) -> bool:
    """Whether a claim without a telling subject finds what it counts, or of what, and the rest."""
    if reading.subject and relation.subject_known:
        return False
    return relation.counted is Counted.SAME or (bool(reading.whole) and relation.coverage >= 0.9)


def _is_bare(relation: Relation) -> bool:
    """Whether nothing says what the number counts."""
    place = relation.place
    return place.quantity.unit is None and not place.inherited and place.cell is None


def is_rare(quantity: Quantity) -> bool:
    """Whether a value is so particular that it seldom stands twice for two things."""
    digits = str(abs(quantity.value).normalize().scaleb(0)).replace(".", "")
    digits = digits.split("E")[0].strip("0")
    return len(digits) >= RARE_DIGITS


def spell(quantity: Quantity, value: Decimal | None = None) -> str:
    """A value in words for a reason: ``29.3 %``, ``5,508,626``, ``200 to 250``."""
    shown = number_in_words(quantity.value if value is None else value)
    if quantity.high is not None:
        shown = f"{shown} to {number_in_words(quantity.high)}"
    if quantity.family is Family.PERCENT:
        if quantity.words and quantity.high is None:  # a third is 33.3 %
            shown = number_in_words(round(quantity.value if value is None else value, 1))
        return f"{shown} %"
    if quantity.of is not None and quantity.family is not Family.RATE:
        return f"{shown} of {number_in_words(quantity.of)}"
    if quantity.unit and quantity.family is not Family.RANK:
        of_time = quantity.family in (Family.DURATION, Family.AGE)
        unit = quantity.unit.removesuffix("s") if of_time and shown == "1" else quantity.unit
        return f"{shown} {unit}"
    return shown


def number_in_words(value: Decimal) -> str:
    """A number with thousands separated and no needless zeros."""
    rounded = round(value, 4)
    whole = rounded.to_integral_value()
    return f"{int(whole):,}" if rounded == whole else f"{rounded.normalize():f}"


_HEDGE_WORDS = {
    Hedge.ABOUT: "about", Hedge.AT_LEAST: "at least", Hedge.AT_MOST: "at most", Hedge.OVER: "over",
    Hedge.UNDER: "under", Hedge.NEARLY: "nearly", Hedge.UP_TO: "up to",
}  # fmt: skip


def _hedged(quantity: Quantity) -> str:
    lead = f"{_HEDGE_WORDS[quantity.hedge]} " if quantity.hedge else ""
    return lead + spell(quantity)


def _support(reading: Reading, relation: Relation) -> str:
    source = relation.place.quantity
    told = _hedged(source)
    missing = f" (without the word “{relation.missing[0].word}”)" if relation.missing else ""
    unchecked = (
        ""
        if relation.comparable
        else "; its subject could not be compared, but the value is particular"
    )
    match relation.comparison.fit:
        case Fit.ROUNDED:
            printed = reading.quantity
            finer = source.step <= printed.step
            said = f"the source says {told}, " + (
                f"which rounds to {_hedged(printed)}"
                if finer
                else f"to which {_hedged(printed)} rounds"
            )
        case Fit.HEDGED:
            said = f"the source says {told}, which is within {_hedged(reading.quantity)}"
        case _:
            said = f"the source says {told}"
            if relation.comparison.value in source.readings:
                said += f", read as {number_in_words(relation.comparison.value)}"
    return said + missing + unchecked


def _unlike(reading: Reading, relation: Relation) -> str:
    source = relation.place.quantity
    match relation.comparison.fit:
        case Fit.OPPOSITE_HEDGE:
            return f"the source says {_hedged(source)}, not {_hedged(reading.quantity)}"
        case Fit.OTHER_RATE:
            return (
                f"the same number, but per {source.per or number_in_words(source.of or Decimal(1))}"
            )
        case _:
            return f"the same number, but in {source.unit or 'another unit'}"


def _other_value(reading: Reading, relation: Relation) -> str:
    source = relation.place.quantity
    if relation.comparison.fit is Fit.RANGE_POINT:
        return f"the source says {_hedged(source)} where the claim says {_hedged(reading.quantity)}"
    return (
        f"the source says {_hedged(source)}, not {_hedged(reading.quantity)}, of the same subject"
    )


def _other_subject(relation: Relation) -> str:
    if relation.conflict:
        return f"of {relation.conflict}"
    if relation.missing:
        return f"its clause does not speak of “{relation.missing[-1].word}”"
    return "of something else"
