"""What an audit has to look at: each distinct address once, with all that cites it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from citecheck.endnotes.archives import is_single_page_archive
from citecheck.model.captures import Memento
from citecheck.model.notes import Citation, Publication
from citecheck.verdicts.mementos import whole_timestamp
from citecheck.verdicts.versions import CitedMoment, cited_moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Cite:
    """One citation in its place: the note, the index in it, and when it was read."""

    note: int
    index: int
    citation: Citation
    moment: CitedMoment


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One address of the publication: as the notes give it, and what to ask the live web for.

    ``live_url`` differs from ``address`` where a note prints an archived copy's
    address: then the original is asked.
    """

    address: str
    live_url: str
    cites: tuple[Cite, ...]

    @property
    def notes(self) -> tuple[int, ...]:
        """The notes that cite it, in order."""
        return tuple(sorted({cite.note for cite in self.cites}))

    @property
    def moments(self) -> tuple[CitedMoment, ...]:
        """The distinct moments at which it was read, in order."""
        return tuple(sorted({cite.moment for cite in self.cites}, key=lambda m: (m.first, m.last)))

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles that notes give it."""
        return tuple(sorted({c.citation.title for c in self.cites if c.citation.title}))

    @property
    def printed(self) -> tuple[Memento, ...]:
        """The archived copies that notes cite by the archive's own address.

        Not those of archives that keep single pages: no other archive has the very same copy.
        """
        return tuple(
            Memento(
                timestamp=stamp,
                original=copy.original,
                url=copy.url,
                archive="the note",
            )
            for cite in self.cites
            if (copy := cite.citation.archived)
            and copy.original
            and (stamp := whole_timestamp(copy.timestamp or ""))
            and not is_single_page_archive(copy.url)
        )[:1]


def find_cites(
    publication: Publication, *, only: Collection[int] = (), today: date
) -> tuple[Cite, ...]:
    """Every citation of the notes in ``only`` (empty = all), in order."""
    moments: dict[CitedMoment, CitedMoment] = {}  # each once, since long lists have few

    def moment(citation: Citation) -> CitedMoment:
        found = cited_moment(citation, year=publication.year, today=today)
        return moments.setdefault(found, found)

    return tuple(
        Cite(note=note.number, index=index, citation=citation, moment=moment(citation))
        for note in publication.endnotes
        if not only or note.number in only
        for index, citation in enumerate(note.citations)
    )


def find_targets(cites: Collection[Cite]) -> tuple[Target, ...]:
    """The distinct addresses, in the order in which notes first cite them."""
    by_address: dict[str, list[Cite]] = {}
    for cite in cites:
        if cite.citation.url:
            by_address.setdefault(cite.citation.url, []).append(cite)
    return tuple(
        Target(
            address=address,
            live_url=_live_url(of_one[0].citation) or address,
            cites=tuple(of_one),
        )
        for address, of_one in by_address.items()
    )


def _live_url(citation: Citation) -> str | None:
    """What an archive's address is a copy of, where the note tells."""
    return citation.archived.original if citation.archived else None
