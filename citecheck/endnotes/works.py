"""Citations joined into works: by address, identifier and symbol, then by title and author.

A home page joins only what is called the same there: nothing on it is one source.  A
title alone never joins, and a short one without a date or a file ("UNICEF. Kyrgyzstan")
not even with its author: it may name several pages of one site.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from citecheck.endnotes.addresses import address_key, address_stem, find_original, is_home_page
from citecheck.endnotes.identifiers import identifier_keys
from citecheck.endnotes.names import is_same_name, name_key
from citecheck.endnotes.parsing import ParsedNote, ParsedSource
from citecheck.endnotes.symbols import symbol_key, symbol_key_of_address
from citecheck.endnotes.words import fold
from citecheck.model.notes import Citation, CitationKind, Work

#: So many words, small ones aside, make a title unlikely to name two things.
TELLING_WORDS = 6

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """One citation at its place: ``index`` in note ``note``, with the id of its work."""

    note: int
    index: int
    work: str
    parsed: ParsedSource


class _Groups:
    """Disjoint sets of citations, joined whenever two share a key."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def find(self, i: int) -> int:
        while self.parent[i] != i:
            self.parent[i] = self.parent[self.parent[i]]
            i = self.parent[i]
        return i

    def join(self, i: int, j: int) -> None:
        first, second = sorted((self.find(i), self.find(j)))
        self.parent[second] = first

    def join_by(self, keys: Iterable[Hashable | None]) -> None:
        seen: dict[Hashable, int] = {}
        for i, key in enumerate(keys):
            if key is not None:
                self.join(i, seen.setdefault(key, i))

    def join_by_any(self, keys: Iterable[Iterable[Hashable]]) -> None:
        seen: dict[Hashable, int] = {}
        for i, several in enumerate(keys):
            for key in several:
                self.join(i, seen.setdefault(key, i))


def _address_key(citation: Citation) -> Hashable | None:
    if citation.url is None:
        return None
    key = address_key(citation.url)
    return (key, fold(citation.title or "")) if is_home_page(citation.url) else key


def _symbol_key(citation: Citation) -> str | None:
    if citation.symbol:
        return symbol_key(citation.symbol)
    return symbol_key_of_address(find_original(citation.url)) if citation.url else None


def _identifier_keys(citation: Citation) -> tuple[str, ...]:
    """An ISBN is a book's: chapters of one book are works of their own."""
    return identifier_keys(
        doi=citation.doi,
        isbn=None if citation.container else citation.isbn,
        arxiv=citation.arxiv,
        url=citation.url,
    )


def join_works(notes: Sequence[ParsedNote]) -> tuple[tuple[Cited, ...], tuple[Work, ...]]:
    """Every citation with its work, and the works in order of first citation (``w001`` …)."""
    flat = [(note.number, i, parsed) for note in notes for i, parsed in enumerate(note.sources)]
    sources = [parsed for _, _, parsed in flat]
    groups = _Groups(len(sources))
    urls = [parsed.citation.url for parsed in sources]
    groups.join_by(_address_key(parsed.citation) for parsed in sources)
    groups.join_by(address_stem(url) if url else None for url in urls)
    groups.join_by(_symbol_key(parsed.citation) for parsed in sources)
    groups.join_by_any(_identifier_keys(parsed.citation) for parsed in sources)
    places = {(number, index): i for i, (number, index, _) in enumerate(flat)}
    for i, parsed in enumerate(sources):
        if parsed.target:
            groups.join(i, places[parsed.target])
    _join_by_title(groups, sources)
    ids: dict[int, str] = {}
    cited = []
    for i, (number, index, parsed) in enumerate(flat):
        work = ids.setdefault(groups.find(i), f"w{len(ids) + 1:03}")
        cited.append(Cited(note=number, index=index, work=work, parsed=parsed))
    members: dict[str, list[Cited]] = {}
    for citation in cited:
        members.setdefault(citation.work, []).append(citation)
    return tuple(cited), tuple(_work(work, these) for work, these in members.items())


def _join_by_title(groups: _Groups, sources: Sequence[ParsedSource]) -> None:
    by_title: dict[str, list[int]] = {}
    for i, parsed in enumerate(sources):
        citation = parsed.citation
        if citation.title and citation.kind is not CitationKind.UNLOCATED:
            by_title.setdefault(fold(citation.title), []).append(i)
    for title, places in by_title.items():
        # One citation stands for all with its author and date: 10,000 notes stay 10,000 steps.
        kinds: dict[Hashable, int] = {}
        for i in places:
            citation = sources[i].citation
            is_document = bool(citation.url and address_stem(citation.url))
            key = (tuple(map(name_key, citation.authors)), citation.published, is_document)
            groups.join(i, kinds[key]) if key in kinds and _tells(sources[i], title) else None
            kinds.setdefault(key, i)
        heads = list(kinds.values())[:50]
        for at, i in enumerate(heads):
            for j in heads[at + 1 :]:
                if _is_same_work(sources[i], sources[j], title):
                    groups.join(i, j)


def _tells(parsed: ParsedSource, title: str) -> bool:
    """Whether title, author and date of a citation are enough to know the work by."""
    citation = parsed.citation
    if not citation.authors:
        return False
    is_document = bool(citation.url is None or address_stem(citation.url))
    return (
        _words(title) >= TELLING_WORDS
        or citation.published is not None
        or (is_document and _words(title) >= 3)
    )


def _is_same_work(one: ParsedSource, other: ParsedSource, title: str) -> bool:
    first, second = one.citation, other.citation
    if not any(is_same_name(a, b) for a in first.authors for b in second.authors):
        return False
    if first.published and second.published and first.published[:4] != second.published[:4]:
        return False
    return _tells(one, title) and _tells(other, title)


def _words(title: str) -> int:
    return sum(1 for word in title.split() if len(word) > 3)


def _work(work: str, members: Sequence[Cited]) -> Work:
    citations = [member.parsed.citation for member in members]
    return Work(
        id=work,
        title=choose_usual(citation.title for citation in citations),
        authors=choose_usual(c.authors for c in citations if c.authors) or (),
        symbol=choose_usual(citation.symbol for citation in citations),
        urls=tuple(dict.fromkeys(citation.url for citation in citations if citation.url)),
        notes=tuple(dict.fromkeys(member.note for member in members)),
    )


def choose_usual(
    values: Iterable[T | None], *, key: Callable[[T], Hashable] | None = None
) -> T | None:
    """The value that occurs most; of equally frequent ones the first."""
    present = [value for value in values if value is not None]
    counts = Counter(key(value) if key else value for value in present)
    return max(present, key=lambda value: counts[key(value) if key else value], default=None)
