"""References resolved: each gets the parts of the source that it means, its own pinpoint kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from citecheck.endnotes.names import initials_of
from citecheck.endnotes.parsing import ParsedNote, ParsedSource
from citecheck.endnotes.references import Means, Reference, find_reference
from citecheck.endnotes.spans import locate_own_parts
from citecheck.endnotes.words import fold
from citecheck.model.notes import Citation

#: Of one author the last so many sources are remembered.
MAX_REMEMBERED = 60


#: Between a title and its subtitle.
_SUBTITLE = re.compile(r"\s*[:.–—-]\s")


class _Memory:
    """The full citations so far: by note, by author, and the one just before."""

    def __init__(self) -> None:
        self.by_note: dict[int, list[ParsedSource]] = {}
        self.by_name: dict[str, list[ParsedSource]] = {}
        self.before: list[ParsedSource] = []

    def keep(self, note: int, source: ParsedSource) -> None:
        self.by_note.setdefault(note, []).append(source)
        if source.citation.same_as is not None:
            return
        for author in source.citation.authors:
            names = {fold(author.partition(",")[0]), fold(author)}
            for name in names:
                self.by_name.setdefault(name, []).append(source)

    def find(self, meant: Reference) -> ParsedSource | None:
        match meant.means:
            case Means.BEFORE:
                return self.before[0] if len(self.before) == 1 else None
            case Means.NOTE:
                return self._of_note(meant)
            case _:
                return self._of_author(meant)

    def find_whole(self, short: Citation) -> ParsedSource | None:
        """The source that author, year and the title without its subtitle name again."""
        title = short.title
        rest = (short.url, short.symbol, short.publisher, short.place, short.container)
        if not title or not short.published or not short.authors or any(rest):
            return None
        for source in reversed(self.by_name.get(fold(short.authors[0]), ())[-MAX_REMEMBERED:]):
            whole = source.citation
            if (
                (whole.published or "")[:4] == short.published[:4]
                and (whole.title or "").startswith(title)
                and _SUBTITLE.match((whole.title or "")[len(title) :])
            ):
                return source
        return None

    def _of_note(self, meant: Reference) -> ParsedSource | None:
        sources = self.by_note.get(meant.number or 0, [])
        if len(sources) > 1:
            named = {fold(name) for name in meant.names}
            sources = [s for s in sources if named & _names_of(s.citation)]
            sources = [s for s in sources if _has_title(s, meant.title)] or sources
        sources = [s for s in sources if _may_be(meant, s.citation)]
        return sources[0] if len(sources) == 1 else None

    def _of_author(self, meant: Reference) -> ParsedSource | None:
        remembered = next(
            (found for name in meant.names if (found := self.by_name.get(fold(name)))), []
        )[-MAX_REMEMBERED:]
        titled = [
            source
            for source in remembered
            if _has_title(source, meant.title)
            and (meant.year is None or (source.citation.published or "")[:4] == meant.year)
        ]
        if meant.year and len(titled) > 1:
            return None  # which of that year's is not said
        return titled[-1] if titled else None


def resolve_references(notes: Sequence[ParsedNote]) -> tuple[ParsedNote, ...]:
    """The notes with every reference that can be resolved carrying the source it means."""
    memory = _Memory()
    resolved = []
    for note in notes:
        sources: list[ParsedSource] = []
        for source in note.sources:
            if sources:
                memory.before = [sources[-1]]
            made = _resolve(source, memory, note.healed.text)
            sources.append(made)
            memory.keep(note.number, made)
        memory.before = sources
        resolved.append(replace(note, sources=tuple(sources)))
    return tuple(resolved)


def _resolve(source: ParsedSource, memory: _Memory, text: str) -> ParsedSource:
    if source.citation.url_printed or source.citation.accessed:
        return source
    meant = find_reference(source.source.words)
    if meant is None:
        whole = memory.find_whole(source.citation)
        return _mean(source, whole, source.citation, text) if whole else source
    target = memory.find(meant)
    if target is None:
        return source if meant.means is Means.SHORT_TITLE else _unresolved(source, meant, text)
    return _mean(source, target, meant, text)


def _mean(
    source: ParsedSource, target: ParsedSource, own: Reference | Citation, text: str
) -> ParsedSource:
    """The source that is meant again, with the pinpoint of its ``own`` note."""
    old = target.citation
    citation = replace(
        old,
        pages=own.pages,
        paras=own.paras,
        lead=source.citation.lead,
        url_printed=None,
        same_as=old.same_as if old.same_as is not None else target.note,
        spans=locate_own_parts(text, source.source, pages=own.pages, paras=own.paras),
    )
    return replace(source, citation=citation, target=target.target or (target.note, target.index))


def _unresolved(source: ParsedSource, meant: Reference, text: str) -> ParsedSource:
    """A reference to nobody knows what: its pinpoint, and the name where it prints one."""
    citation = source.citation
    empty = Citation(
        work=citation.work,
        kind=citation.kind,
        pages=meant.pages,
        paras=meant.paras,
        lead=citation.lead,
        spans=locate_own_parts(text, source.source, pages=meant.pages, paras=meant.paras),
    )
    return replace(source, citation=empty)


def _names_of(citation: Citation) -> set[str]:
    return {fold(a.partition(",")[0]) for a in citation.authors} | set(map(fold, citation.authors))


def _may_be(meant: Reference, citation: Citation) -> bool:
    """Whether the words before "supra note 4" have anything of that note's source."""
    if not meant.names:
        return True
    printed = " ".join((*citation.authors, citation.title or "", citation.symbol or ""))
    told = {word for name in (*meant.names, meant.title or "") for word in fold(name).split()}
    initials = {key for author in citation.authors for key in initials_of(author)}
    return bool(told & set(fold(printed).split()) or told & initials)


def _has_title(source: ParsedSource, short: str | None) -> bool:
    """Whether a title is one that a short form may stand for."""
    if short is None:
        return True
    wanted, title = fold(short), fold(source.citation.title or "")
    return (
        len(wanted) > 2
        and wanted in title
        and title.removeprefix("the ").startswith(wanted.removeprefix("the "))
    )
