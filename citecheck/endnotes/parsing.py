"""A healed note to its citations: what was found in it, before works and slips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from citecheck.endnotes.archives import find_archived
from citecheck.endnotes.bibliography import Bibliography, read_bibliography, split_segments
from citecheck.endnotes.healing import HealedNote
from citecheck.endnotes.identifiers import Scheme, address_of, identifier_of
from citecheck.endnotes.kinds import choose_kind
from citecheck.endnotes.organisations import reads_as_organisation
from citecheck.endnotes.sources import Source, split_sources
from citecheck.endnotes.spans import locate_parts
from citecheck.model.notes import ArchivedAddress, Citation

#: Sources are looked for in so many characters of a note; a longer one is a chapter.
MAX_NOTE = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedSource:
    """One source, with all that the slips are judged by; ``citation.work`` is still empty.

    It is number ``index`` of note ``note``; ``target`` is the note and index of the
    source that a reference (ibid., op. cit.) means.
    """

    note: int
    index: int
    source: Source
    bibliography: Bibliography
    citation: Citation
    target: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedNote:
    """One note and its sources, in order."""

    healed: HealedNote
    sources: tuple[ParsedSource, ...]

    @property
    def number(self) -> int:
        """The note's number."""
        return self.healed.number


def parse_notes(notes: Sequence[HealedNote]) -> tuple[ParsedNote, ...]:
    """The sources of every note; names learnt from one note help to read the others."""
    short = [replace(note, text=note.text[:MAX_NOTE]) for note in notes]
    split = [(note, split_sources(note) if note.text else []) for note in short]
    known = _learn_organisations([source for _, sources in split for source in sources])
    return tuple(
        ParsedNote(
            healed=whole,
            sources=tuple(
                _parse_source(note, index, source, known) for index, source in enumerate(sources)
            ),
        )
        for whole, (note, sources) in zip(notes, split, strict=True)
    )


def _learn_organisations(sources: Sequence[Source]) -> frozenset[str]:
    """Names that a stop or comma divides from a title, in any note of the document."""
    names: Counter[str] = Counter()
    titles: set[str] = set()
    for text, emphasised in dict.fromkeys((one.words, one.emphasised) for one in sources):
        found = read_bibliography(text, emphasised=emphasised)
        if found.title:
            titles.add(found.title)
        segments = split_segments(text)
        if not found.has_persons and len(segments) > 1 and found.authors:
            names.update(found.authors)
    return frozenset(name for name in names if reads_as_organisation(name) and name not in titles)


def _parse_source(
    note: HealedNote, index: int, source: Source, known: Collection[str]
) -> ParsedSource:
    read = read_bibliography(source.words, known=known, emphasised=source.emphasised)
    printed = source.address.url if source.address else None
    spans = locate_parts(note.text, source, read)
    identifiers: dict[Scheme, str] = {}
    for one in source.identifiers:
        identifiers.setdefault(one.scheme, one.value)
    named = identifier_of(printed) if printed else None
    if named and source.address:
        identifiers.setdefault(*named)
        at = note.text.find(named[1], source.address.start, source.address.end)
        if at >= 0:
            spans.setdefault(str(named[0]), (at, at + len(named[1])))
    derived = next(
        (s for s in (Scheme.DOI, Scheme.ARXIV) if printed is None and s in identifiers), None
    )
    url = address_of(derived, identifiers[derived]) if derived else printed
    archived = _find_copy(source)
    if archived:
        spans.setdefault("archived", spans["url"])
    citation = Citation(
        work="",
        kind=choose_kind(read, url),
        authors=read.authors,
        title=read.title,
        container=read.container,
        published=read.published,
        pages=read.pages,
        paras=read.paras,
        symbol=read.symbol.symbol if read.symbol else None,
        url=url,
        url_printed=source.address.printed if source.address else None,
        archived=archived,
        accessed=source.accessed,
        language=source.language,
        publisher=read.publisher,
        place=read.place,
        doi=identifiers.get(Scheme.DOI),
        isbn=identifiers.get(Scheme.ISBN),
        arxiv=identifiers.get(Scheme.ARXIV),
        lead=source.lead,
        url_from=str(derived) if derived else None,
        spans=spans,
    )
    return ParsedSource(
        note=note.number, index=index, source=source, bibliography=read, citation=citation
    )


def _find_copy(source: Source) -> ArchivedAddress | None:
    """The archived copy that a note prints, beside the address or instead of it."""
    at = source.archived_at or source.address
    copy = find_archived(at.url) if at else None
    if copy and copy.original is None and source.archived_at and source.address:
        return replace(copy, original=source.address.url)
    return copy
