"""What a Word file consists of, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NoteKind(StrEnum):
    """Word numbers its two kinds of notes apart."""

    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Letters of one look; ``raised`` if they stand above the line."""

    text: str
    raised: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReference:
    """The place in the text that a note belongs to.

    ``id`` is the note's id in the file; ``number`` its place among the notes of its
    kind, counted as they are referred to, ``None`` if its mark is typed by hand (then
    the mark is the text behind it).
    """

    kind: NoteKind
    id: str
    number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph; ``style`` is the style's name, ``level`` 1 to 9 for a heading."""

    runs: tuple[Run | NoteReference, ...]
    style: str | None = None
    level: int | None = None
    boxes: tuple[tuple[Paragraph | Table, ...], ...] = ()  #: text boxes anchored in it

    @property
    def text(self) -> str:
        """Its letters, without the marks of notes."""
        return "".join(run.text for run in self.runs if isinstance(run, Run))


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    """A cell: its blocks, the columns it spans, and whether it goes on from the row above."""

    blocks: tuple[Paragraph | Table, ...]
    columns: int = 1
    continues: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table's rows of cells; the first ``header_rows`` are marked as headers."""

    rows: tuple[tuple[TableCell, ...], ...]
    header_rows: int = 0


Block = Paragraph | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """The text of a note; ``number`` as in its (first) reference, ``None`` without one."""

    kind: NoteKind
    id: str
    number: int | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordDocument:
    """A whole file: what stands in it, in the order of reading.

    ``damage`` says in words what of it could not be read.
    """

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    headers: tuple[tuple[Block, ...], ...] = ()
    footers: tuple[tuple[Block, ...], ...] = ()
    title: str | None = None
    modified: str | None = None
    damage: tuple[str, ...] = ()
