"""A claim taken apart: the figure, what it counts, whose it is, when, in which direction."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from citecheck.figures.denials import direction_in, is_denied, is_denied_after, is_direction
from citecheck.figures.digits import step_of
from citecheck.figures.extremes import bases_in, extremes_in, letters_in
from citecheck.figures.index import Place, TextIndex, Word
from citecheck.figures.lexicon import stop_words, word_set
from citecheck.figures.marks import Mark, marks_in
from citecheck.figures.quantity import Family, Quantity
from citecheck.figures.stems import Weight, is_irregular_past, is_russian_verb, stem, weight_of
from citecheck.figures.units import per_time_in
from citecheck.model.figures import Figure, Kind

#: What an age is told with, and tells nothing of whose it is.
_OF_AGE = frozenset("year old age год".split())
_LETTERS = regex.compile(r"\p{L}+")
_THAT = regex.compile(r"(?<!\w)(?:that|что)(?!\w)|,")
_ATTACHED = regex.compile(r"\p{L}\s+of\s+$")
_CUT = regex.compile(r"[,.;:()]|\s-\s")
#: May stand between a verb and its figure: "freezes for three months".
_AFTER_VERB = frozenset("for at by to in on from with".split())
_OF_WORD = regex.compile(r"\b(?:of|из)\b")


@dataclass(frozen=True, slots=True)
class Term:
    """A word that the source must have as well: its stem, and the word as printed."""

    stem: str
    word: str
    weight: Weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A claim as the matcher reads it.

    ``counted``: the noun counted.  ``whole``: of what a share is taken.  ``subject``: the
    telling words before the figure, or after it where none stand before.  ``further``:
    the rest.  ``after``: the stems that stand after the figure.  ``extremes``: see :func:`extremes_in`.  ``pairs``: neighbours among them (modifier, head); ``joined``: those that
    share the figure (``Russians and Uzbeks``).  ``years`` may be empty.
    """

    quantity: Quantity
    counted: Term | None
    whole: tuple[Term, ...]
    subject: tuple[Term, ...]
    further: tuple[Term, ...]
    pairs: tuple[tuple[Term, Term], ...]
    joined: tuple[tuple[Term, Term], ...]
    years: frozenset[int]
    direction: int
    denied: bool
    denied_after: bool
    after: frozenset[str]
    attached: bool
    extremes: frozenset[str]
    bases: frozenset[str]
    letters: dict[str, str]
    marks: dict[Mark, int]
    text: str

    @property
    def terms(self) -> tuple[Term, ...]:
        """All terms, the telling ones first."""
        counted = (self.counted,) if self.counted else ()
        return (*counted, *self.whole, *self.subject, *self.further)


def read_claim(index: TextIndex, quantity: Quantity) -> Reading:
    """The claim around a quantity of a text."""
    place = index.place(quantity)
    quantity = place.quantity
    own = place.segment
    told = after_reporting(index.text, own.pre)
    pre, post = index.words_in((told, own.pre[1])), index.words_in(own.post)
    if not any(w.weight is Weight.STRONG for w in pre):
        pre = [*_outside_figures(index, own.left), *pre]
    pre = [w for w in pre if not _is_year_word(index, w)]
    post = [w for w in post if not _is_year_word(index, w)]
    inside = index.words_in((quantity.start, quantity.end))
    counted = _counted(quantity)
    modifiers = [w for w in inside if counted is None or w.stem != counted.stem]
    if quantity.family is Family.AGE:
        modifiers = [w for w in modifiers if w.stem not in _OF_AGE]
    whole = whole_of(index, quantity)
    taken = {w.start for w in whole}
    post = [w for w in post if w.start not in taken]
    subject = [w for w in pre if w.weight is Weight.STRONG]
    predicate = _predicate(index, subject, quantity)
    subject = [w for w in subject if w is not predicate]
    further = [*(w for w in pre if w.weight is Weight.WEAK or w is predicate), *post]
    if not subject:
        subject = [w for w in post if w.weight is Weight.STRONG]
        further = [w for w in further if w not in subject]
    if not subject and quantity.family is not Family.COUNT:
        # "The course takes 9 years": all that is left are weak words, which then must do
        subject = [
            w
            for w in pre
            if w.weight is Weight.WEAK and not is_direction(index.text[w.start : w.end].lower())
        ]
        further = post
    years = index.years_in(own.clause) or _nearest_years(index, place)
    if quantity.per is None and quantity.family in (Family.MONEY, Family.MEASURE, Family.COUNT):
        quantity = replace(quantity, per=per_time_in(index.text, *own.clause))
    everything = sorted([*pre, *inside, *whole, *post], key=lambda w: w.start)
    return Reading(
        quantity=quantity,
        counted=counted,
        whole=_terms(index, whole),
        subject=_terms(index, [*subject, *modifiers]),
        further=_terms(index, further),
        pairs=_pairs(index, [w for w in everything if w is not predicate]),
        joined=_joined(index, subject),
        years=years,
        direction=direction_in(index.text, own.clause),
        denied=is_denied(index.text, own.pre),
        denied_after=is_denied_after(index.text, (quantity.end, own.post[1])),
        after=frozenset(w.stem for w in post),
        attached=bool(_ATTACHED.search(index.text[max(0, quantity.start - 6) : quantity.start])),
        extremes=extremes_in(index.text, own.pre, own.post),
        bases=bases_in(index.text, own.pre, own.post),
        letters=letters_in(index.text, own.clause),
        marks=marks_in(index.text, own.pre, own.post),
        text=index.text,
    )


_YEAR_JUST_BEFORE = regex.compile(r"\d{4}\s$")


def _is_year_word(index: TextIndex, word: Word) -> bool:
    """Whether a word only says that the number before it is a year: ``в 2017 году``."""
    year = word.stem in ("год", "year")
    return year and bool(_YEAR_JUST_BEFORE.search(index.text, max(0, word.start - 6), word.start))


def after_reporting(text: str, place: tuple[int, int]) -> int:
    """Where the words begin that do not only say who reports: after ``the union claims that``."""
    start, end = place
    cuts = list(_THAT.finditer(text[start:end]))
    if cuts:
        head = text[start : start + cuts[-1].start()].lower()
        if any(word in word_set("reporting") for word in _LETTERS.findall(head)):
            return start + int(cuts[-1].end())
    lead = _BY_LAW.match(text, start, end)
    return int(lead.end()) if lead else start


#: What a whole statement rests on, and is not about.
_BY_LAW = regex.compile(
    r"\s*(?:by\s(?:law|statute|decree|contract|custom)|as\sa\srule|in\s(?:theory|practice|principle|general)|по\s(?:закону|правилам|договору)|как\sправило),\s",
    regex.IGNORECASE,
)


def _outside_figures(index: TextIndex, place: tuple[int, int]) -> list[Word]:
    """The words of a range that no other figure counts."""
    spans = [(q.number, q.end) for q in index.quantities_in(place)]
    return [w for w in index.words_in(place) if not any(a <= w.start < b for a, b in spans)]


def _predicate(index: TextIndex, subject: list[Word], quantity: Quantity) -> Word | None:
    """The word right before a figure, if others stand before it: a verb, by its place and ending.

    ``The mine produced 1,815 tonnes``: the source may say ``Output of the mine``.
    """
    if len(subject) < 2:
        return None
    last = subject[-1]
    gap = index.text[last.end : quantity.start]
    word = index.text[last.start : last.end].lower()
    verbal = (
        word.endswith(("ed", "s", "t", "ew", "ay")) or word[0] >= "а" or is_irregular_past(word)
    )
    beside = all(w in _AFTER_VERB for w in gap.lower().split())
    return last if beside and verbal else None


def _terms(index: TextIndex, words: list[Word]) -> tuple[Term, ...]:
    found: dict[str, Term] = {}
    for word in words:
        found.setdefault(word.stem, Term(word.stem, index.text[word.start : word.end], word.weight))
    return tuple(found.values())


def _counted(quantity: Quantity) -> Term | None:
    if not quantity.noun or quantity.family is Family.RANK or quantity.noun in ("times", "раз"):
        return None  # how often: nothing that is counted
    weight = weight_of(quantity.noun)
    return Term(stem(quantity.noun), quantity.noun, Weight.STRONG if weight else weight)


_OF = regex.compile(
    r"\s*(?:[-,]\s*)?(?:of|in|из|among|от)?\s*(?:the|all|these|those|its|their|our|every|всех)?\s*",
    regex.IGNORECASE,
)


_WITH_WHOLE = (Family.PERCENT, Family.SHARE, Family.COUNT, Family.MEASURE)


def whole_of(index: TextIndex, quantity: Quantity) -> list[Word]:
    """The noun phrase right after a share or a counted noun: ``of school-age children``.

    At most four words; empty where none follows.
    """
    if quantity.family not in _WITH_WHOLE:
        return []
    if quantity.family is Family.COUNT and quantity.noun is None:
        return []
    if quantity.family is Family.SHARE and quantity.noun:
        return [
            w for w in index.words_in((quantity.start, quantity.end)) if w.weight is Weight.STRONG
        ]
    lead = _OF.match(index.text, quantity.end)
    at = lead.end() if lead else quantity.end
    printed = index.text[quantity.start : quantity.end].lower()
    explicit = bool(lead and _OF_WORD.search(lead.group())) or " in " in printed
    russian = "\u0400" <= index.text[at : at + 1] <= "\u04ff"
    if not explicit and not russian:
        return []
    found: list[Word] = []
    near = index.words_in((at, at + 80))
    for word in near:
        gap = index.text[at : word.start]
        if _CUT.search(gap) or any(w.lower() in stop_words() for w in _LETTERS.findall(gap)):
            break
        if word.weight is not Weight.STRONG or len(found) == 4:
            break
        found.append(word)
        at = word.end
        if index.text[word.start : word.end].lower().endswith("s") and not russian:
            break
        if russian and not regex.search(
            r"(?:ых|их|ой|ей|его|ого)$", index.text[word.start : word.end]
        ):
            break
    if not found and near and explicit and _AT_ONCE.fullmatch(index.text, at, near[0].start):
        return near[:1]  # "of claims were paid": the place tells that the weak word is a noun
    return found


_AT_ONCE = regex.compile(r"\s*")


def _pairs(index: TextIndex, words: list[Word]) -> tuple[tuple[Term, Term], ...]:
    """Telling words side by side: (canal, museum), (bread, prices)."""
    found = []
    for first, second in itertools.pairwise(words):
        side = index.text[first.end : second.start] in (" ", "-", "\n")
        if is_russian_verb(index.text[second.start : second.end]):
            continue
        if side and first.weight is second.weight is Weight.STRONG:
            one, two = _terms(index, [first, second])[:1], _terms(index, [second])
            found.append((one[0], two[0]))
    return tuple(found)


_AND = regex.compile(r"\s(?:and|и)\s")


def _joined(index: TextIndex, words: list[Word]) -> tuple[tuple[Term, Term], ...]:
    """Telling words that an "and" joins right before the figure: (Russians, Uzbeks)."""
    found = []
    for first, second in itertools.pairwise(words):
        if _AND.fullmatch(index.text, first.end, second.start):
            one, two = _terms(index, [first]), _terms(index, [second])
            found.append((one[0], two[0]))
    return tuple(found)


def _nearest_years(index: TextIndex, place: Place) -> frozenset[int]:
    """The year that the sentence names before the figure, if it names one only."""
    years = index.years_in(place.segment.left)
    return years if len(years) == 1 else frozenset()


#: When a record has no text, the family of its figure follows from its kind and unit.
_FAMILIES = {
    Kind.PERCENTAGE: Family.PERCENT, Kind.COUNT: Family.COUNT, Kind.MONEY: Family.MONEY, Kind.RANK: Family.RANK,
    Kind.RATIO: Family.SHARE, Kind.DURATION: Family.DURATION, Kind.AGE: Family.AGE, Kind.YEAR: Family.YEAR,
    Kind.RANGE: Family.COUNT, Kind.DATE: Family.COUNT, Kind.LEGAL_REF: Family.COUNT,
}  # fmt: skip


def quantity_of(figure: Figure, *, like: Quantity | None = None) -> Quantity:
    """A figure as a quantity; ``like`` is the one that its printed form reads as."""
    family = like.family if like else _FAMILIES[figure.kind]
    if figure.kind is Kind.PERCENTAGE or figure.unit == "percent":
        family = Family.PERCENT
    if figure.unit and figure.unit.startswith("per "):
        family = Family.RATE
    noun = figure.unit if family is Family.COUNT and figure.unit else None
    return Quantity(
        start=0, end=max(1, len(figure.printed)), number=0, value=figure.value, high=figure.high,
        step=like.step if like else step_of(str(figure.value), Decimal(figure.value)),
        readings=like.readings if like else (), family=family, kind=figure.kind, unit=figure.unit,
        hedge=figure.hedge, of=figure.of, per=like.per if like else None, noun=noun,
    )  # fmt: skip


def read_record(figure: Figure, index: TextIndex, quantity: Quantity) -> Reading:
    """The claim of a record that keeps only a few words either side and the figure's terms."""
    reading = read_claim(index, quantity)
    known = {t.stem for t in reading.terms}
    extra = [
        Term(stem(word), word, weight_of(word.lower()) or Weight.WEAK)
        for phrase in (*figure.subject, *figure.measure)
        for word in regex.findall(r"\p{L}[\p{L}'-]*", phrase)
        if weight_of(word.lower()) and stem(word) not in known
    ]
    strong = tuple(t for t in extra if t.weight is Weight.STRONG)
    years = reading.years or frozenset(
        int(y)
        for term in figure.period
        for y in regex.findall(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", term)
    )
    subject = reading.subject or strong
    return replace(
        reading,
        subject=subject,
        further=(*reading.further, *(t for t in extra if t not in subject)),
        years=years,
    )


__all__ = [
    "Reading",
    "Term",
    "quantity_of",
    "read_claim",
    "read_record",
]
