"""Endnotes, the citations in them, the works that they cite, and slips.

Dates are ISO 8601 strings, as precise as printed: ``2011``, ``2011-11``,
``2011-11-10``.  A part that the note does not print is ``None`` or empty,
never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from citecheck.model.figures import Claim

#: Of a citation that was read in no note: one for all, since long lists have many.
_NO_SPANS: Mapping[str, tuple[int, int]] = {}


class Severity(StrEnum):
    """How much a slip matters: an error misleads a reader, a warning may, style is taste."""

    ERROR = "error"
    WARNING = "warning"
    STYLE = "style"


class CitationKind(StrEnum):
    """What sort of source a citation names; ``unlocated`` has no address and no publication."""

    WEB = "web"
    REPORT = "report"
    PRESS = "press"
    LAW = "law"
    UNLOCATED = "unlocated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A defect inside the notes, visible with no network.

    ``code`` is one of DESIGN's slip codes, ``message`` a sentence for an editor,
    ``related`` the numbers of other notes that bear it out, ``suggestion`` what
    the next edition might print instead.
    """

    code: str
    severity: Severity
    message: str
    related: tuple[int, ...] = ()
    suggestion: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedAddress:
    """A web archive's address for a capture.

    ``timestamp`` is the archive's 14 digits (UTC, ``YYYYMMDDhhmmss``), ``url`` the
    archive's own address for it, ``original`` the address that was captured.  An
    archive's short address (``perma.cc/A1B2-C3D4``) tells neither.  ``service`` is
    ``wayback``, ``archive.today``, ``perma.cc`` or another archive's host.
    """

    timestamp: str | None
    url: str
    original: str | None
    service: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One source named in an endnote.

    ``url`` is the repaired address with a scheme; ``url_printed`` what the page
    shows, cuts and brackets removed but otherwise as printed.  When the note
    prints a web archive's address, ``url`` is that address (repaired) and
    ``archived`` its parts.  ``url_from`` is ``doi`` or ``arxiv`` where no address is
    printed and ``url`` follows from that identifier.

    ``lead`` are the words before the source ("See", "Cf."), ``publisher``, ``place``,
    ``doi``, ``isbn`` and ``arxiv`` as printed.  ``same_as`` is the number of the earlier
    note whose source "ibid.", "op. cit.", "supra note 4" or a short title means again:
    all but the pinpoint is then that note's.  ``spans`` says for each part from which
    characters of the note's ``raw`` it was read, ``(start, end)``; what was inherited
    or derived has none.
    """

    work: str
    kind: CitationKind
    authors: tuple[str, ...] = ()
    title: str | None = None
    container: str | None = None
    published: str | None = None
    pages: tuple[str, ...] = ()
    paras: tuple[str, ...] = ()
    symbol: str | None = None
    url: str | None = None
    url_printed: str | None = None
    archived: ArchivedAddress | None = None
    accessed: str | None = None
    language: str | None = None
    publisher: str | None = None
    place: str | None = None
    doi: str | None = None
    isbn: str | None = None
    arxiv: str | None = None
    lead: str | None = None
    same_as: int | None = None
    url_from: str | None = None
    spans: Mapping[str, tuple[int, int]] = field(default_factory=lambda: _NO_SPANS, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endnote:
    """One numbered note: ``raw`` as printed (healed of page breaks), and what was read in it.

    ``line`` is the line of its file where it begins, from 1, where that is known.
    """

    number: int
    raw: str
    citations: tuple[Citation, ...] = ()
    slips: tuple[Slip, ...] = ()
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One source, however many notes cite it and however its address is spelt."""

    id: str
    title: str | None
    authors: tuple[str, ...] = ()
    symbol: str | None = None
    urls: tuple[str, ...] = ()
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A publication as far as citecheck keeps it: notes, works, claims."""

    title: str | None
    edition: str | None = None
    publisher: str | None = None
    year: int | None = None
    licence: str | None = None
    language: str | None = None
    endnotes: tuple[Endnote, ...] = ()
    works: tuple[Work, ...] = ()
    claims: tuple[Claim, ...] = ()

    def endnote(self, number: int) -> Endnote | None:
        """The note of that number, or ``None``."""
        return next((note for note in self.endnotes if note.number == number), None)
