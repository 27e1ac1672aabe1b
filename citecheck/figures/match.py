"""A figure against a document: the verdict, the place that decided, and the decoys.

Order of the verdicts: any place that bears the figure out confirms it; else another value
of the same subject says that it changed; else the same value of another subject or year
is shown as standing elsewhere; else it is absent, if the document was read whole.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from citecheck.figures.candidates import Candidates
from citecheck.figures.circumstances import When
from citecheck.figures.claim import Reading, quantity_of, read_claim, read_record
from citecheck.figures.compare import FITTING, Fit, compare
from citecheck.figures.finding import plain
from citecheck.figures.fold import fold
from citecheck.figures.index import DocumentIndex, TextIndex
from citecheck.figures.quantity import Quantity
from citecheck.figures.relation import Counted, Relation
from citecheck.figures.rules import ONLY_PLANNED, Role, Ruling, rule, spell
from citecheck.figures.subject import Relator
from citecheck.figures.telling import is_overall
from citecheck.model.documents import Document
from citecheck.model.figures import Figure
from citecheck.model.verdicts import FindingVerdict, Match, Occurrence

#: A passage quotes no more than this many characters of the source.
PASSAGE = 300
#: So many further places are told.
OTHERS = 8


@dataclass(frozen=True, slots=True)
class _Judged:
    relation: Relation
    ruling: Ruling


def match_figure(
    figure: Figure, document: Document | DocumentIndex, *, claim_text: str | None = None
) -> Match:
    """What one document says of one figure.

    The subject is read from ``claim_text`` or, where only the record is at hand, from the
    figure's selector and terms.  Hand in a :class:`DocumentIndex` to scan a document once
    for many figures.
    """
    index = document if isinstance(document, DocumentIndex) else DocumentIndex(document)
    return match_reading(read_figure(figure, claim_text), index)


def read_figure(figure: Figure, claim_text: str | None) -> Reading:
    """The claim around a figure, from its text or from its record."""
    if claim_text:
        index = TextIndex(claim_text)
        found = _locate(index, figure, claim_text)
        if found:
            return _with_printed(read_claim(index, found), figure, found)
    return _read_record(figure)


def _read_record(figure: Figure) -> Reading:
    selector = figure.selector
    printed = selector.exact if selector else figure.printed
    prefix, suffix = (selector.prefix, selector.suffix) if selector else ("", "")
    prefix = prefix.partition(" ")[2] if len(prefix) >= 40 else prefix  # a word cut in two
    suffix = suffix.rpartition(" ")[0] if len(suffix) >= 40 else suffix
    text = f"{prefix}{printed}{suffix}"
    index = TextIndex(text)
    found = _locate(index, figure, text)
    if found is None:
        tail = " ".join((*figure.subject, *figure.measure))
        index = TextIndex(f"{printed} {tail}")
        found = quantity_of(figure)
    return _with_printed(read_record(figure, index, found), figure, found)


def _with_printed(reading: Reading, figure: Figure, found: Quantity) -> Reading:
    """What the record says of value and hedge outranks what was read again."""
    if found.value == figure.value and found.hedge is figure.hedge:
        return reading
    like = reading.quantity
    quantity = replace(like, hedge=figure.hedge)
    if plain(like.value) != plain(figure.value):
        quantity = replace(quantity_of(figure, like=like), start=like.start, end=like.end)
    return replace(reading, quantity=quantity)


def _locate(index: TextIndex, figure: Figure, text: str) -> Quantity | None:
    """The quantity of a text that is the figure: at its span, else by its printed form."""
    raw = figure.span
    if raw is None or raw.end > len(text) or text[raw.start : raw.end] != figure.printed:
        return locate_printed(index, text, figure.printed)
    return _overlapping(index, raw.start, raw.end)


def locate_printed(index: TextIndex, text: str, printed: str) -> Quantity | None:
    """The quantity of a text that is printed so."""
    at = text.find(printed)
    if at < 0:
        at = text.lower().find(printed.lower())
    if at >= 0:
        return _overlapping(index, at, at + len(printed))
    wanted = [q for q in TextIndex(printed).quantities if q.masked is None]
    same = [q for q in index.quantities if wanted and compare(wanted[0], q).fit in FITTING]
    return same[0] if same else None


def _overlapping(index: TextIndex, start: int, end: int) -> Quantity | None:
    left, right = index.folded.folded_at(start), index.folded.folded_at(end)
    inside = [q for q in index.quantities if q.start < right and left < q.end]
    return max(inside, key=lambda q: min(q.end, right) - max(q.start, left), default=None)


def match_reading(reading: Reading, index: DocumentIndex) -> Match:
    """What one document says of one claim as read."""
    relator = Relator(index, reading)
    judged = [
        _Judged(relation, rule(reading, relation))
        for relation in Candidates(index, reading, relator).relations()
    ]
    judged = _with_newer(reading, judged)
    ranked = sorted(
        (j for j in judged if j.ruling.role is not Role.NOTHING),
        key=lambda j: (j.ruling.role, -_rank(j), j.relation.place.quantity.number),
    )
    if not ranked:
        return _nothing(reading, index)
    first = ranked[0]
    others = tuple(_occurrence(index, j) for j in ranked[1 : 1 + OTHERS])
    verdict = {
        Role.SUPPORT: FindingVerdict.CONFIRMED,
        Role.RIVAL: FindingVerdict.CHANGED,
        Role.DECOY: FindingVerdict.ELSEWHERE,
    }.get(first.ruling.role, FindingVerdict.UNREAD)
    why = first.ruling.why
    against = first.ruling.role in (Role.DECOY, Role.RIVAL)
    if against and not index.document.bears_negatives:  # what was not read may yet bear it out
        verdict, why = FindingVerdict.UNREAD, f"{why}; {_not_read(index.document)}"
    elif against and index.language not in ("en", "ru", None):
        verdict, why = (
            FindingVerdict.UNREAD,
            f"{why}; the language of the source could not be compared",
        )
    return Match(
        verdict=verdict,
        why=why,
        scope=index.document.scope,
        read_whole=index.document.bears_negatives
        or (index.document.complete and verdict is FindingVerdict.CONFIRMED),
        occurrence=_occurrence(index, first),
        others=others,
        engine=_engine_at(index.document, index, first),
    )


def _engine_at(document: Document, index: DocumentIndex, judged: _Judged) -> str:
    """Who read the page of the place that decided."""
    quantity = judged.relation.place.quantity
    page = document.page_at(index.raw_span(quantity.start, quantity.end).start)
    return (page and page.engine) or document.engine


def _rank(judged: _Judged) -> float:
    """What shows a verdict best: the words of the claim, its year, and what is rather than what was."""
    relation = judged.relation
    superseded = judged.ruling.role is Role.RIVAL and relation.comparison.fit in FITTING
    superseded = superseded and (relation.former or relation.past or relation.planned)
    same_year = 0.5 if relation.when is When.SAME else 0.0
    return relation.coverage + same_year - (0.6 if superseded else 0.0)


def _with_newer(reading: Reading, judged: list[_Judged]) -> list[_Judged]:
    """A dated value gives way to the one that the source gives for today, a plan to what came of it.

    The first only where the claim names no year: then another value "now" says that it changed.
    """
    now = not reading.years and any(
        j.ruling.role is Role.RIVAL and j.relation.current for j in judged
    )
    has_other = any(_is_of_now(j) for j in judged)
    planned = any(_is_borne_out(j) and j.relation.planned for j in judged)
    came = planned and any(_came_of_it(j) for j in judged)
    overall = not is_overall(reading.text, (0, len(reading.text))) and any(
        _is_of_now(j) and j.relation.overall for j in judged
    )
    return [
        _of_a_part(j)
        if overall and _is_narrower(j)
        else _giving_way(j, now=now or (has_other and j.relation.past), came=came)
        for j in judged
    ]


def _is_borne_out(judged: _Judged) -> bool:
    """Whether this supports the claim, or would if it were more than a plan."""
    return judged.ruling.role is Role.SUPPORT or judged.ruling.why == ONLY_PLANNED


def _is_narrower(judged: _Judged) -> bool:
    """Whether this supports the claim by what the source gives of a part: ``in the model farm``."""
    relation = judged.relation
    return judged.ruling.role is Role.SUPPORT and bool(relation.foreign) and not relation.overall


def _of_a_part(judged: _Judged) -> _Judged:
    why = "the source gives this of a part, and another value of the whole"
    return _Judged(judged.relation, Ruling(Role.RIVAL, why))


def _is_of_now(judged: _Judged) -> bool:
    """Whether this is another value of the same, told of no other time."""
    relation = judged.relation
    other = judged.ruling.role is Role.RIVAL and relation.comparison.fit is Fit.OTHER
    return other and not (
        relation.past_itself or relation.former or relation.years or relation.planned
    )


def _came_of_it(judged: _Judged) -> bool:
    """Whether this tells what came of a plan: another value, of the same, and none that is planned."""
    relation = judged.relation
    if relation.comparison.fit is not Fit.OTHER or relation.planned:
        return False
    reached = relation.cumulative and relation.counted is Counted.SAME and not relation.conflict
    return judged.ruling.role is Role.RIVAL or (reached and relation.when is not When.OTHER)


def _giving_way(judged: _Judged, *, now: bool, came: bool) -> _Judged:
    relation = judged.relation
    if not _is_borne_out(judged):
        return judged
    if now and (relation.years or relation.past) and not relation.current:
        why = f"the source gives this for {_time_of(relation)} and another value now"
        return _Judged(relation, Ruling(Role.RIVAL, why))
    if came and relation.planned:
        why = "the source gives this as planned and another value as reached"
        return _Judged(relation, Ruling(Role.RIVAL, why))
    return judged


def _time_of(relation: Relation) -> str:
    return str(min(relation.years)) if relation.years else "an earlier time"


def _occurrence(index: DocumentIndex, judged: _Judged) -> Occurrence:
    quantity = judged.relation.place.quantity
    return place_of(
        index, quantity, judged.relation.place.segment.clause, judged.ruling.why, judged
    )


def place_of(
    index: DocumentIndex,
    quantity: Quantity,
    clause: tuple[int, int],
    why: str,
    judged: _Judged | None = None,
) -> Occurrence:
    """A quantity as an occurrence in the document's own text."""
    text = index.document.text
    span = index.raw_span(quantity.start, quantity.end)
    whole = index.raw_span(min(clause[0], quantity.start), max(clause[1], quantity.end))
    start, end = whole.start, whole.end
    if end - start > PASSAGE:
        room = (PASSAGE - (span.end - span.start)) // 2
        start, end = max(start, span.start - room), min(end, span.end + room)
    value = judged.relation.comparison.value if judged else quantity.value
    page = index.document.page_at(span.start)
    same_unit = judged is None or judged.relation.place.quantity.value == quantity.value
    return Occurrence(
        passage=text[start:end].strip(),
        start=span.start,
        end=span.end,
        printed=text[span.start : span.end],
        why=why,
        page=page.number if page else None,
        value=plain(quantity.value if same_unit else value),
        high=None if quantity.high is None else plain(quantity.high),
        frame=index.document.frame_at(span.start),
    )


def _nothing(reading: Reading, index: DocumentIndex) -> Match:
    """Nothing comparable was found: absent, if the document was read whole and can be compared."""
    document = index.document
    others = _digit_decoys(reading, index)
    digits = f"; the digits stand there in {others[0].why}: “{others[0].printed}”" if others else ""
    readable = index.language in ("en", "ru") and bool(index.text.strip())
    shown = spell(reading.quantity)
    if document.bears_negatives and readable:
        return Match(
            verdict=FindingVerdict.ABSENT, why=f"no such quantity as {shown}{digits}",
            scope=document.scope, read_whole=True, others=others, engine=document.engine,
        )  # fmt: skip
    reason = (
        "the language of the source could not be compared"
        if document.bears_negatives
        else _not_read(document)
    )
    if not index.text.strip():
        reason = "it holds no text"
    return Match(
        verdict=FindingVerdict.UNREAD,
        why=f"{shown} was not found, but {reason}{digits or '; nor do the digits stand in what was read'}",
        scope=document.scope,
        read_whole=document.bears_negatives,
        others=others,
        engine=document.engine,
    )


def _not_read(document: Document) -> str:
    if document.complete:
        return "only the first of two readers was asked"
    return "the source was read only in part"


def _digit_decoys(reading: Reading, index: DocumentIndex) -> tuple[Occurrence, ...]:
    """Where the digits stand as part of a date, an address, a reference, or of another dimension."""
    found = []
    wanted = reading.quantity
    for q in index.quantities:
        if wanted.value not in (q.value, *q.readings):
            continue
        why = q.masked.value if q.masked else q.family.value
        clause = index.sentences.range(index.sentence_number(q.number))
        found.append(place_of(index, q, clause, why))
        if len(found) == OTHERS:
            break
    return tuple(found)


__all__ = [
    "DocumentIndex",
    "fold",
    "locate_printed",
    "match_figure",
    "match_reading",
    "read_figure",
]
