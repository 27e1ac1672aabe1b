"""A figure against a document: the verdict, the place that decides, the decoys.

The rules, in order (``docs/verdicts.md``, "Finding"):

1. the same quantity of the same subject and year: ``confirmed``;
2. the same subject with the figure turned round (a fall for a rise, a denial, an
   opposite hedge, a value told as history, a point out of a range) or with another
   value: ``changed``;
3. the same value of another subject or year: ``elsewhere``;
4. nothing: ``absent``, if the document was read whole in a language whose words can
   be compared, else ``unread``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from citecheck.figures.compare import Comparison, Fit, compare
from citecheck.figures.finding import find_figures
from citecheck.figures.fold import fold
from citecheck.figures.index import Context, DocumentIndex
from citecheck.figures.quantities import Quantity, find_quantities
from citecheck.figures.subject import (
    RIVAL_SUBJECT,
    SAME_SUBJECT,
    About,
    Bearing,
    about,
    bearing,
)
from citecheck.figures.terms import clause_around, has_letters_of, years_in
from citecheck.model.documents import Document, Page
from citecheck.model.errors import InputError
from citecheck.model.figures import Figure
from citecheck.model.verdicts import FindingVerdict, Match, Occurrence

#: So many decoys and rivals are shown.
MOST_OTHERS = 8
_LONGEST_PASSAGE = 300
_GOOD = {Fit.SAME, Fit.ROUNDED, Fit.HEDGED}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sought:
    """The figure as the matcher needs it: its quantity, and what it is about."""

    quantity: Quantity
    about: About
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """One quantity of the document held against the figure."""

    quantity: Quantity
    context: Context
    comparison: Comparison
    bearing: Bearing
    right_year: bool

    @property
    def same_subject(self) -> bool:
        return self.bearing.why_not is None and self.bearing.score >= SAME_SUBJECT


def match_figure(
    figure: Figure, document: Document | DocumentIndex, *, claim_text: str | None = None
) -> Match:
    """What a document says of a figure.

    Without ``claim_text`` the figure's selector and terms say what it is about.
    Offsets of the places are into :attr:`Document.text`.
    """
    index = document if isinstance(document, DocumentIndex) else DocumentIndex(document)
    sought = _seek(figure, claim_text)
    seen = [_look(sought, index, quantity) for quantity in index.quantities if not quantity.masked]
    comparable = [s for s in seen if s.comparison.fit is not Fit.INCOMPARABLE]
    return _decide(sought, index, comparable, figure)


def _seek(figure: Figure, claim_text: str | None) -> _Sought:
    extra: tuple[str, ...] = ()
    if claim_text and figure.printed in claim_text:
        text = claim_text
        start = (
            figure.span.start
            if figure.span and claim_text[figure.span.start :].startswith(figure.printed)
            else claim_text.index(figure.printed)
        )
    else:
        prefix = figure.selector.prefix if figure.selector else ""
        suffix = figure.selector.suffix if figure.selector else ""
        text, start = f"{prefix}{figure.printed}{suffix}", len(prefix)
        extra = (*figure.subject, *figure.measure)
    folded = fold(text)
    at = len(fold(text[:start]).text)
    quantity = _quantity_at(folded.text, at, figure)
    left, right = clause_around(folded.text, quantity.start, quantity.end)
    clause = folded.text[left:right]
    shifted = _shift(quantity, -left)
    years = (
        years_in(clause)
        or years_in(folded.text)
        or frozenset(int(p) for p in figure.period if p.isdigit())
    )
    return _Sought(
        quantity=quantity,
        about=about(clause, shifted, years, extra),
        language=has_letters_of(folded.text),
    )


def _shift(quantity: Quantity, by: int) -> Quantity:
    return replace(quantity, start=max(0, quantity.start + by), end=max(0, quantity.end + by))


def _quantity_at(text: str, at: int, figure: Figure) -> Quantity:
    """The quantity of the figure in its text; made from the figure's own parts if need be."""
    found = [q for q in find_quantities(text) if q.start <= at + len(figure.printed) and q.end > at]
    if found:
        return min(found, key=lambda q: abs(q.start - at))
    alone = find_quantities(fold(figure.printed).text)
    if alone:
        return _shift(alone[0], at)
    raise InputError(f"no figure in {figure.printed!r}", remedy="give a figure with its number")


def _look(sought: _Sought, index: DocumentIndex, quantity: Quantity) -> _Seen:
    first = compare(sought.quantity, quantity)
    needs_header = quantity.family == "count" and sought.quantity.family in (
        "count",
        "percent",
        "money",
    )
    if first.fit is Fit.INCOMPARABLE and not needs_header:
        return _Seen(
            quantity=quantity,
            context=_NOWHERE,
            comparison=first,
            bearing=_NO_BEARING,
            right_year=False,
        )
    quantity, context = index.in_context(quantity)
    comparison = compare(sought.quantity, quantity)
    if comparison.fit is Fit.INCOMPARABLE:
        return _Seen(
            quantity=quantity,
            context=context,
            comparison=comparison,
            bearing=_NO_BEARING,
            right_year=False,
        )
    found = bearing(sought.about, index, quantity, context)
    years = sought.about.years
    right = not years or not found.years or bool(years & found.years)
    return _Seen(
        quantity=quantity, context=context, comparison=comparison, bearing=found, right_year=right
    )


_NOWHERE = Context(clause=(0, 0), sentence=(0, 0), in_table=False, heading="", years=frozenset())
_NO_BEARING = Bearing(score=0.0, why_not=None, history=False, turned=False, years=frozenset())


def _decide(sought: _Sought, index: DocumentIndex, seen: list[_Seen], figure: Figure) -> Match:
    hits = [s for s in seen if s.comparison.fit in _GOOD]
    strangers = sought.language != index.language
    good = [s for s in hits if _bears_out(s, sought, hits, strangers=strangers)]
    turned = [s for s in seen if s.same_subject and s.right_year and _is_turned(s)]
    rivals = [
        s
        for s in seen
        if s.comparison.fit is Fit.OTHER and s.right_year and not s.bearing.history and not s.bearing.turned
        and s.bearing.why_not is None and s.bearing.score >= RIVAL_SUBJECT
    ]  # fmt: skip
    best_rival = max(rivals, key=lambda s: s.bearing.score, default=None)
    best = max(good, key=lambda s: s.bearing.score, default=None)
    if best and not (best_rival and best_rival.bearing.score >= best.bearing.score + 0.25):
        return _answer(FindingVerdict.CONFIRMED, best, index, seen, _why_confirmed(best, figure))
    if not index.document.complete:
        return _unread(index, hits, "only a part of it was read")
    if turned:
        place = max(turned, key=lambda s: s.bearing.score)
        return _answer(FindingVerdict.CHANGED, place, index, seen, _why_turned(place, index))
    if best_rival:
        why = f"the source gives “{_printed(best_rival, index)}” for the same subject"
        return _answer(FindingVerdict.CHANGED, best_rival, index, seen, why)
    if hits:
        place = max(hits, key=lambda s: s.bearing.score)
        return _answer(FindingVerdict.ELSEWHERE, place, index, seen, _why_elsewhere(place, figure))
    if strangers and sought.language is not None:
        return _unread(index, hits, "its language cannot be compared word by word")
    if not index.text.strip():
        return _unread(index, hits, "it has no text")
    scope = index.document.scope
    why = f"no such quantity in the whole document ({scope})"
    return Match(verdict=FindingVerdict.ABSENT, why=why, scope=scope, read_whole=True)


def _bears_out(seen: _Seen, sought: _Sought, hits: list[_Seen], *, strangers: bool) -> bool:
    """Whether a place with the right value proves the figure."""
    if not seen.right_year or seen.bearing.why_not or seen.bearing.turned or seen.bearing.history:
        return False
    if seen.bearing.score >= SAME_SUBJECT:
        return True
    # a rare value that stands only once is itself a strong sign, some shared words given
    rare = len(str(sought.quantity.value.normalize().as_tuple().digits)) >= 9  # "(1, 8, 5)"
    needed = 0.0 if strangers else 0.25
    return rare and len(hits) == 1 and seen.bearing.score >= needed


def _is_turned(seen: _Seen) -> bool:
    if seen.comparison.fit in (Fit.OPPOSITE_HEDGE, Fit.RANGE_POINT):
        return True
    return seen.comparison.fit in _GOOD and (seen.bearing.turned or seen.bearing.history)


def _answer(
    verdict: FindingVerdict, place: _Seen, index: DocumentIndex, seen: list[_Seen], why: str
) -> Match:
    others = [
        s
        for s in seen
        if s is not place and (s.comparison.fit in _GOOD or s.bearing.score >= RIVAL_SUBJECT)
    ]
    others.sort(key=lambda s: (-s.bearing.score, s.quantity.start))
    return Match(
        verdict=verdict,
        why=why,
        scope=index.document.scope,
        read_whole=index.document.complete,
        occurrence=_occurrence(place, index, why),
        others=tuple(_occurrence(s, index, _why_refused(s)) for s in others[:MOST_OTHERS]),
    )


def _unread(index: DocumentIndex, hits: list[_Seen], why: str) -> Match:
    digits = (
        f"; the digits stand in it at {len(hits)} places" if hits else "; the digits were not seen"
    )
    return Match(
        verdict=FindingVerdict.UNREAD,
        why=f"{why} ({index.document.scope}){digits}",
        scope=index.document.scope,
        read_whole=False,
        others=tuple(_occurrence(s, index, _why_refused(s)) for s in hits[:MOST_OTHERS]),
    )


def _occurrence(seen: _Seen, index: DocumentIndex, why: str) -> Occurrence:
    span = index.raw_span(seen.quantity.start, seen.quantity.end)
    left, right = seen.context.sentence
    left = max(left, seen.quantity.start - _LONGEST_PASSAGE // 2)
    right = min(max(right, seen.quantity.end), seen.quantity.end + _LONGEST_PASSAGE // 2)
    around = index.raw_span(left, right)
    page = index.document.page_at(span.start)
    return Occurrence(
        passage=" ".join(index.document.text[around.start : around.end].split()),
        start=span.start,
        end=span.end,
        printed=index.document.text[span.start : span.end],
        why=why,
        page=page.number if page else None,
        value=_short(seen.quantity.value),
        high=_short(seen.quantity.high) if seen.quantity.high is not None else None,
    )


def _short(value: Decimal) -> Decimal:
    rounded = round(value, 4)
    return Decimal(int(rounded)) if rounded == rounded.to_integral_value() else rounded.normalize()


def _printed(seen: _Seen, index: DocumentIndex) -> str:
    span = index.raw_span(seen.quantity.start, seen.quantity.end)
    return " ".join(index.document.text[span.start : span.end].split())


def _why_confirmed(seen: _Seen, figure: Figure) -> str:
    value = _short(seen.comparison.value)
    match seen.comparison.fit:
        case Fit.SAME:
            return "the source gives the same quantity of the same subject"
        case Fit.ROUNDED:
            return f"the source gives {value}, which rounds to “{figure.printed}”"
        case _:
            return f"the source gives {value}, which “{figure.hedge or 'the hedge'}” covers"


def _why_turned(seen: _Seen, index: DocumentIndex) -> str:
    printed = _printed(seen, index)
    if seen.comparison.fit is Fit.RANGE_POINT:
        return f"the source gives a range, “{printed}”"
    if seen.comparison.fit is Fit.OPPOSITE_HEDGE:
        return f"the source hedges the other way: “{printed}”"
    if seen.bearing.history:
        return f"the source gives “{printed}” only as what it used to be"
    return f"the source says the opposite of “{printed}”, or denies it"


def _why_elsewhere(seen: _Seen, figure: Figure) -> str:
    return f"“{figure.printed}” stands in the source, but {_why_refused(seen)}"


def _why_refused(seen: _Seen) -> str:
    if seen.bearing.why_not:
        return seen.bearing.why_not
    if not seen.right_year:
        return f"of another year ({', '.join(map(str, sorted(seen.bearing.years)))})"
    if seen.bearing.history:
        return "only as what it used to be"
    if seen.bearing.turned:
        return "in the opposite sense"
    if seen.bearing.score < SAME_SUBJECT:
        return "of another subject"
    return "another value for the same subject"


def verify_document(
    claim: str, document: Document, *, printed: str | None = None
) -> tuple[Figure, Match]:
    """The figure of a claim and what a document says of it; see :func:`verify_text`."""
    figure = choose_figure(claim, printed)
    return figure, match_figure(figure, document, claim_text=claim)


def verify_text(claim: str, text: str, *, printed: str | None = None) -> tuple[Figure, Match]:
    """The figure of a claim and what a text says of it.

    ``printed`` names the figure as the claim prints it, else its first statistic is
    taken.  Raises :class:`InputError` if there is none.
    """
    page = Page(number=1, text=text)
    document = Document(media_type="text/plain", pages=(page,), engine="as given")
    return verify_document(claim, document, printed=printed)


def choose_figure(claim: str, printed: str | None) -> Figure:
    """The figure that a claim is checked for."""
    figures = find_figures(claim)
    if printed:
        wanted = " ".join(printed.split())
        exact = [f for f in figures if " ".join(f.printed.split()) == wanted]
        at = claim.find(printed)
        near = [
            f
            for f in figures
            if f.span and at >= 0 and f.span.start < at + len(printed) and f.span.end > at
        ]
        alone = find_figures(printed)
        chosen = exact or near or alone
        if not chosen:
            raise InputError(f"no figure {printed!r} in the claim", remedy="give it as printed")
        return chosen[0]
    statistics = [f for f in figures if f.is_statistic]
    if not statistics:
        raise InputError("the claim holds no statistic", remedy="name the figure as printed")
    return statistics[0]
