"""A healed note to its citations: what was found in it, before works and slips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from citecheck.endnotes.addresses import find_archived
from citecheck.endnotes.authors import reads_as_organisation
from citecheck.endnotes.bibliography import Bibliography, read_bibliography, split_segments
from citecheck.endnotes.healing import HealedNote
from citecheck.endnotes.kinds import choose_kind
from citecheck.endnotes.sources import Source, split_sources
from citecheck.model.notes import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedSource:
    """One source, with all that the slips are judged by; ``citation.work`` is still empty."""

    source: Source
    bibliography: Bibliography
    citation: Citation


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
    split = [(note, split_sources(note)) for note in notes]
    known = _learn_organisations([source.words for _, sources in split for source in sources])
    return tuple(
        ParsedNote(
            healed=note,
            sources=tuple(_parse_source(source, known) for source in sources),
        )
        for note, sources in split
    )


def _learn_organisations(texts: Sequence[str]) -> frozenset[str]:
    """Names that a stop or comma divides from a title, in any note of the document."""
    names: Counter[str] = Counter()
    titles: set[str] = set()
    for text in dict.fromkeys(texts):
        found = read_bibliography(text)
        if found.title:
            titles.add(found.title)
        segments = split_segments(text)
        if not found.has_persons and len(segments) > 1 and found.authors:
            names.update(found.authors)
    return frozenset(name for name in names if reads_as_organisation(name) and name not in titles)


def _parse_source(source: Source, known: Collection[str]) -> ParsedSource:
    bibliography = read_bibliography(source.words, known=known)
    url = source.address.url if source.address else None
    copy = source.archived_at or source.address
    symbol = bibliography.symbol
    citation = Citation(
        work="",
        kind=choose_kind(bibliography, url),
        authors=bibliography.authors,
        title=bibliography.title,
        container=bibliography.container,
        published=bibliography.published,
        pages=bibliography.pages,
        paras=bibliography.paras,
        symbol=symbol.symbol if symbol else None,
        url=url,
        url_printed=source.address.printed if source.address else None,
        archived=find_archived(copy.url) if copy else None,
        accessed=source.accessed,
        language=source.language,
    )
    return ParsedSource(source=source, bibliography=bibliography, citation=citation)
