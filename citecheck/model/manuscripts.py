"""A manuscript as a reader gives it: body blocks, the markers in them, the notes as they stand.

Nothing is interpreted here beyond layout: which words are body, which are notes,
where a marker stands.  What a note *says* is the business of :mod:`citecheck.endnotes`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from citecheck.model.notes import Slip


class BlockKind(StrEnum):
    """What a block of the body is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of the body, whole: breaks of page, column and line are healed.

    ``text`` holds neither markers nor emphasis signs nor a list's bullet; the rows
    of a table are its lines, the cells of a row are parted by tabs.  ``section`` is
    the heading that the block stands under (a heading's own is the heading itself),
    ``None`` before the first one.
    """

    text: str
    kind: BlockKind
    section: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A note marker: it stands after ``offset`` characters of block number ``block``.

    ``numbers`` are the notes that it names, in the order printed; ``printed`` is
    the marker as it stands in the file (``¹⁴⁸``, ``^{149 150}``, ``[12]``).
    """

    numbers: tuple[int, ...]
    block: int
    offset: int
    printed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RawNote:
    """A note as it stands: ``pieces`` are its parts in order, cut by line and page breaks.

    The number in front of the first piece and the bullets of a list are gone; all
    else is as printed.  ``line`` is the line of the file where it begins, from 1.
    """

    number: int
    pieces: tuple[str, ...]
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSlip:
    """A slip with the note that it belongs to; ``note`` is ``None`` for the whole manuscript."""

    note: int | None
    slip: Slip


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """The document that carries body text, markers and notes.

    ``source`` is the file's name as the user gave it.  Front matter that the
    reader did not find is ``None``.  ``language`` is BCP 47 (``en``), of the body.
    ``notes`` are in order of number, each number once.  ``slips`` are those that
    only the reader can see; the parser adds its own.  ``linked`` says that the
    format itself has links: ``[shown](target)`` in a note is then one of these, and
    not signs left over in print.
    """

    source: str
    title: str | None = None
    edition: str | None = None
    publisher: str | None = None
    year: int | None = None
    licence: str | None = None
    language: str | None = None
    blocks: tuple[Block, ...] = ()
    markers: tuple[Marker, ...] = ()
    notes: tuple[RawNote, ...] = ()
    slips: tuple[NoteSlip, ...] = ()
    linked: bool = False
