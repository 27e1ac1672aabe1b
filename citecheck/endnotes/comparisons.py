"""Slips that only a comparison of notes shows: one source told in two ways, a date out of line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from citecheck.endnotes.addresses import address_key, host_of
from citecheck.endnotes.names import initials_of, is_same_name
from citecheck.endnotes.parsing import ParsedNote
from citecheck.endnotes.typos import find_typos
from citecheck.endnotes.words import fold
from citecheck.endnotes.works import Cited, choose_usual
from citecheck.model.manuscripts import NoteSlip
from citecheck.model.notes import CitationKind, Severity, Slip

#: A wording that so many clauses of a document share is the house's.
HOUSE_SHARE = 0.8
MIN_CLAUSES = 5
#: So many other notes are named with a slip.
MAX_RELATED = 50
#: So many names, or titles, are compared with one.
MAX_COMPARED = 50
#: A longer title names its source by itself.
MAX_SHORT_NAME = 6

_CLAUSE = re.compile(
    r"\b(?:accessed|retrieved)\b(?P<on>[^\d<]{0,12})[^<:]{6,20}?\d{4}"
    r"(?P<from>[\s:,.]*from\b\s*:?\s*)(?=<|\[|http|www)",
    re.IGNORECASE,
)


def find_comparison_slips(
    notes: Sequence[ParsedNote], cited: Sequence[Cited]
) -> Iterator[NoteSlip]:
    """Every slip that shows only beside other notes."""
    works: dict[str, list[Cited]] = {}
    for one in cited:
        works.setdefault(one.work, []).append(one)
    for members in works.values():
        yield from _address_slips(members)
        yield from _title_slips(members)
        yield from _pinpoint_slips(members)
        yield from _symbol_slips(members)
    yield from _author_slips(cited)
    yield from _outlier_slips(cited)
    yield from _clause_slips(notes)
    yield from _typo_slips(cited)
    yield from _short_name_slips(cited)


def _numbers(members: Iterable[Cited]) -> tuple[int, ...]:
    """The notes of the members, as many as an editor would look up."""
    return tuple(islice(dict.fromkeys(member.note for member in members), MAX_RELATED))


def _give(numbers: Sequence[int]) -> str:
    return "gives" if len(numbers) == 1 else "give"


def _name_notes(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:4])) + (" …" if len(numbers) > 4 else "")
    return f"note {shown}" if len(numbers) == 1 else f"notes {shown}"


def _address_slips(members: Sequence[Cited]) -> Iterator[NoteSlip]:
    """One work at two addresses, one address in two spellings."""
    usual = choose_usual(m.parsed.citation.url for m in members)
    if usual is None:
        return
    at_usual = _numbers(m for m in members if m.parsed.citation.url == usual)
    spellings: dict[str, list[Cited]] = {}
    for member in members:
        if member.parsed.citation.url:
            spellings.setdefault(address_key(member.parsed.citation.url), []).append(member)
    for key, same in spellings.items():
        spelling = choose_usual(m.parsed.citation.url for m in same)
        spelt_so = _numbers(m for m in same if m.parsed.citation.url == spelling)
        for member in same:
            url = member.parsed.citation.url
            if key == address_key(usual) and url != spelling:
                related = spelt_so
                slip = Slip(
                    code="url_variant",
                    severity=Severity.STYLE,
                    message=f"The same address is spelt in another way in {_name_notes(related)}.",
                    related=related,
                    suggestion=spelling,
                )
                yield NoteSlip(note=member.note, slip=slip)
            elif key != address_key(usual):
                related = at_usual
                slip = Slip(
                    code="same_work_two_addresses",
                    severity=Severity.WARNING,
                    message="The same source is cited at another address in"
                    f" {_name_notes(related)}.",
                    related=related,
                    suggestion=usual,
                )
                yield NoteSlip(note=member.note, slip=slip)


def _title_slips(members: Sequence[Cited]) -> Iterator[NoteSlip]:
    titled = [m for m in members if m.parsed.citation.title]
    usual = choose_usual((m.parsed.citation.title for m in titled), key=fold)
    if usual is None:
        return
    related = _numbers(m for m in titled if fold(m.parsed.citation.title or "") == fold(usual))
    for member in titled:
        title = member.parsed.citation.title or ""
        if fold(title) != fold(usual):
            slip = Slip(
                code="title_variant",
                severity=Severity.STYLE,
                message=f"The same source is called {usual!r} in {_name_notes(related)}.",
                related=related,
                suggestion=usual,
            )
            yield NoteSlip(note=member.note, slip=slip)


def _pinpoint_slips(members: Sequence[Cited]) -> Iterator[NoteSlip]:
    """No page, where other notes on the same source give one."""
    with_one = [m for m in members if m.parsed.citation.pages or m.parsed.citation.paras]
    notes, pinpointed = {member.note for member in with_one}, _numbers(with_one)
    if not pinpointed:
        return
    for member in members:
        if member.note not in notes and member.parsed.target is None:  # "Ibid." is the same page
            slip = Slip(
                code="no_pinpoint",
                severity=Severity.STYLE,
                message="No page or paragraph is given, while"
                f" {_name_notes(pinpointed)} on the same source {_give(pinpointed)} one.",
                related=pinpointed,
            )
            yield NoteSlip(note=member.note, slip=slip)


def _symbol_slips(members: Sequence[Cited]) -> Iterator[NoteSlip]:
    """A year run into a symbol, borne out by notes that print the year of the same source."""
    for member in members[:MAX_COMPARED]:
        symbol = member.parsed.bibliography.symbol
        if symbol is None or symbol.malformed is None or symbol.year is None:
            continue
        year = symbol.year
        related = _numbers(
            m
            for m in members
            if (m.parsed.citation.published or "").startswith(year)
            and not (m.parsed.bibliography.symbol and m.parsed.bibliography.symbol.malformed)
        )
        proof = (
            f"; {_name_notes(related)} on the same source {_give(related)} it too"
            if related
            else ""
        )
        slip = Slip(
            code="symbol_malformed",
            severity=Severity.ERROR,
            message=f"There is no UN document {symbol.malformed}: the year {year} has run into the"
            f" symbol{proof}.",
            related=related,
            suggestion=f"{symbol.symbol}, {year}",
        )
        yield NoteSlip(note=member.note, slip=slip)


def _author_slips(cited: Sequence[Cited]) -> Iterator[NoteSlip]:
    """One body under several names, in the whole document; the spelt-out name is preferred."""
    counts: Counter[str] = Counter()
    places: dict[str, dict[int, None]] = {}
    for one in cited:
        if one.parsed.target is None:
            for author in one.parsed.citation.authors:
                counts[author] += 1
                places.setdefault(author, {})[one.note] = None
    notes = {name: tuple(islice(numbers, MAX_RELATED)) for name, numbers in places.items()}
    for group in _group_names([name for name, _ in counts.most_common()]):
        usual = next((name for name in group if not name.isupper()), group[0])
        for name in group:
            if name == usual or name.removeprefix("The ") == usual.removeprefix("The "):
                continue
            slip = Slip(
                code="author_variant",
                severity=Severity.STYLE,
                message=f"{name!r} is called {usual!r} in {_name_notes(notes[usual])}.",
                related=notes[usual],
                suggestion=usual,
            )
            yield from (NoteSlip(note=number, slip=slip) for number in places[name])


def _group_names(names: Sequence[str]) -> list[list[str]]:
    """Names of one body together; each is compared only with those that share its initials."""
    groups: list[list[str]] = []
    by_key: dict[str, list[tuple[int, str]]] = {}
    for name in names:
        keys = initials_of(name)
        near = [place for key in keys for place in by_key.get(key, ())[:MAX_COMPARED]]
        at = min((at for at, other in near if is_same_name(name, other)), default=None)
        if at is None:
            at = len(groups)
            groups.append([])
        groups[at].append(name)
        for key in keys:
            by_key.setdefault(key, []).append((at, name))
    return groups


def _outlier_slips(cited: Sequence[Cited]) -> Iterator[NoteSlip]:
    """Same host, same day and month, another year: the rarer date is a slip of the pen."""
    dates = Counter(one.parsed.citation.accessed for one in cited)
    groups: dict[tuple[str | None, str], list[Cited]] = {}
    for one in cited:
        citation = one.parsed.citation
        if citation.url and citation.accessed and len(citation.accessed) == 10:
            groups.setdefault((host_of(citation.url), citation.accessed[5:]), []).append(one)
    for members in groups.values():
        days = {member.parsed.citation.accessed for member in members}
        better = max(days, key=lambda day: (dates[day], day or ""), default=None)
        related = _numbers(m for m in members if m.parsed.citation.accessed == better)
        for one in members:
            ours = one.parsed.citation.accessed
            if better is None or dates[better] <= dates[ours]:
                continue
            slip = Slip(
                code="accessed_outlier",
                severity=Severity.WARNING,
                message=f"Accessed {ours}, while {_name_notes(related)} on the same site"
                f" {_give(related)} {better}: the year is probably a slip.",
                related=related,
                suggestion=better,
            )
            yield NoteSlip(note=one.note, slip=slip)


def _clause_slips(notes: Sequence[ParsedNote]) -> Iterator[NoteSlip]:
    """An access clause worded unlike the house's."""
    wordings: list[tuple[int, str, str]] = []
    for note in notes:
        for found in _CLAUSE.finditer(note.healed.text):
            on, leads = found["on"].strip().lower(), " ".join(found["from"].lower().split())
            wordings.append((note.number, f"{on}|{leads}", found.group()))
    if len(wordings) < MIN_CLAUSES:
        return
    usual, count = Counter(form for _, form, _ in wordings).most_common(1)[0]
    if count < HOUSE_SHARE * len(wordings):
        return
    for number, form, printed in wordings:
        if form != usual:
            on, _, leads = usual.partition("|")
            slip = Slip(
                code="accessed_inconsistent",
                severity=Severity.STYLE,
                message=f"{printed.strip()!r} is worded unlike the other notes"
                f" (Accessed {on} … {leads}).",
            )
            yield NoteSlip(note=number, slip=slip)


def _typo_slips(cited: Sequence[Cited]) -> Iterator[NoteSlip]:
    texts = [
        " ".join((*one.parsed.citation.authors, one.parsed.citation.title or "")) for one in cited
    ]
    typos = find_typos(texts)
    for one in cited:
        words = re.findall(r"[^\W\d_]+", one.parsed.citation.title or "")
        for word in dict.fromkeys(words):
            right = typos.get(word)
            if right:
                slip = Slip(
                    code="title_typo",
                    severity=Severity.WARNING,
                    message=f"{word!r} is probably {right!r}, as in the other notes.",
                    suggestion=right,
                )
                yield NoteSlip(note=one.note, slip=slip)


def _short_name_slips(cited: Sequence[Cited]) -> Iterator[NoteSlip]:
    """A note that only names a source in short ("The initial Report"), found in other titles."""
    titles = [(one.note, fold(one.parsed.citation.title or "")) for one in cited]
    with_word: dict[str, list[int]] = {}
    for i, (_, folded) in enumerate(titles):
        for word in set(folded.split()):
            with_word.setdefault(word, []).append(i)
    for one in cited:
        title = one.parsed.citation.title
        if one.parsed.citation.kind is not CitationKind.UNLOCATED or title is None:
            continue
        name = fold(title).removeprefix("the ")
        if not 2 <= len(name.split()) <= MAX_SHORT_NAME:
            continue
        rarest = min((with_word.get(word, []) for word in name.split()), key=len)
        near = (titles[i] for i in rarest[: MAX_COMPARED * 4])
        related = tuple(
            islice(
                dict.fromkeys(note for note, other in near if note != one.note and name in other),
                MAX_RELATED,
            )
        )
        if related:
            slip = Slip(
                code="cross_reference",
                severity=Severity.WARNING,
                message=f"{title!r} names a source in short without saying which; perhaps that"
                f" of {_name_notes(related)}.",
                related=related,
            )
            yield NoteSlip(note=one.note, slip=slip)
