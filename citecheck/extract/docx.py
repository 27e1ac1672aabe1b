"""Word documents (.docx): paragraphs, tables, notes, text boxes, headers and footers.

The container is checked before anything is unpacked (:mod:`citecheck.containers`), its
markup is read by :mod:`citecheck.word`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import version
from time import monotonic

from citecheck.containers import check_container
from citecheck.extract.charts import find_drawn_lines
from citecheck.extract.composing import Composed, compose
from citecheck.extract.grid import Cell, Grid
from citecheck.extract.limits import Limits
from citecheck.extract.notemarks import set_off
from citecheck.extract.sniffing import DOCX
from citecheck.model.documents import Extraction, RegionKind, Unread, UnreadReason
from citecheck.word import Block, Note, NoteReference, Paragraph, Run, Table, TableCell, read_word
from citecheck.word.reader import NotWordError
from citecheck.xml_parts import XmlParts

#: Of a worker's first seconds: when reading ends, and when writing does; the rest is for
#: what is made of the lines.
_READING, _WRITING = 0.5, 0.75
_LOOK = 100  # rows between two looks at the clock
_LONGEST_BODY = 24_000_000  # a million empty elements are a quarter of what a worker may hold


def read_docx(body: bytes, limits: Limits) -> Extraction:
    """The document's text: headers, body, notes, footers; each part labelled."""
    refused = check_container(body, max_unpacked=limits.max_unpacked, max_ratio=limits.max_ratio)
    if refused:
        return Unread(reason=refused.reason, why=refused.why, media_type=DOCX)
    try:
        begun = monotonic()
        word = read_word(body, until=begun + _READING * limits.first_seconds, most=_LONGEST_BODY)
    except (NotWordError, RecursionError) as fault:
        why = f"the Word document could not be read: {str(fault)[:200]}"
        return Unread(reason=UnreadReason.DAMAGED, why=why, media_type=DOCX)
    writer = _Writer(begun + _WRITING * limits.first_seconds)
    for blocks in word.headers:
        writer.write(blocks, RegionKind.HEADER)
    writer.write(word.blocks)
    parts = XmlParts(body)
    writer.lines += [
        (line, RegionKind.BOX)
        for main in parts.related("", "officeDocument")
        for line in find_drawn_lines(parts, main)
    ]
    for note in word.notes:
        writer.write_note(note)
    for blocks in word.footers:
        writer.write(blocks, RegionKind.FOOTER)
    return compose(
        Composed(
            media_type=DOCX,
            lines=writer.lines,
            title=word.title,
            headings=writer.headings,
            modified=word.modified,
            gaps=(*word.damage, *parts.damage, *writer.gaps),
            engine=f"citecheck.word 1, lxml {version('lxml')}",
        ),
        limits,
    )


class _Writer:
    """Writes blocks as lines, each with the region it stands in."""

    def __init__(self, until: float) -> None:
        self._until = until
        self.gaps: list[str] = []
        self.lines: list[tuple[str, RegionKind | None]] = []
        self.headings: list[str] = []

    def write(self, blocks: Sequence[Block], region: RegionKind | None = None) -> None:
        """One line a paragraph, one a table row."""
        for block in blocks:
            match block:
                case Paragraph():
                    self._write_paragraph(block, region)
                case Table():
                    self._write_table(block, region)

    def _write_table(self, table: Table, region: RegionKind | None) -> None:
        for number, line in enumerate(_rows(table), 1):
            self.lines.append((line, region))
            if number % _LOOK == 0 and monotonic() > self._until:
                self.gaps = ["a table was read in part: the whole takes too long"]
                return
        for paragraph in _paragraphs(table):
            self._write_boxes(paragraph)

    def write_note(self, note: Note) -> None:
        """A note with its mark before it."""
        begun = len(self.lines)
        self.write(note.blocks, RegionKind.NOTES)
        mark = f"[{note.number}]" if note.number else ""
        if mark and len(self.lines) > begun:
            text, region = self.lines[begun]
            self.lines[begun] = (f"{mark} {text.lstrip()}", region)

    def _write_paragraph(self, paragraph: Paragraph, region: RegionKind | None) -> None:
        text = _text(paragraph)
        if paragraph.level and text.strip() and region is None:
            self.headings.append(" ".join(text.split()))
        self.lines.append((text, region))
        self._write_boxes(paragraph)

    def _write_boxes(self, paragraph: Paragraph) -> None:
        for box in paragraph.boxes:
            self.write(box, RegionKind.BOX)


def _paragraphs(table: Table) -> Iterator[Paragraph]:
    for row in table.rows:
        for cell in row:
            for block in cell.blocks:
                if isinstance(block, Paragraph):
                    yield block
                else:
                    yield from _paragraphs(block)


def _text(paragraph: Paragraph) -> str:
    text = ""
    for run in paragraph.runs:
        match run:
            case Run(text=words, raised=True):
                text += set_off(text[-12:], words)
            case Run(text=words):
                text += words
            case NoteReference(number=number):
                text += f"[{number}]" if number else ""
    return text.strip()


def _rows(table: Table) -> Iterator[str]:
    """The rows as lines; a cell that goes on from the row above spans down from there.

    The tables in the cells of a row are written as tables of their own.
    """
    grid = Grid()
    depths = _depths(table)
    for number, row in enumerate(table.rows):
        if any(isinstance(block, Table) for cell in row for block in cell.blocks):
            for cell in row:
                yield from _cell_lines(cell)
            grid = Grid()
            continue
        cells = []
        column = 0
        for cell in row:
            if not cell.continues:
                cells.append(
                    Cell(
                        lines=list(_cell_lines(cell)),
                        columns=cell.columns,
                        rows=depths.get((number, column), 1),
                        header=number < table.header_rows,
                    )
                )
            column += cell.columns
        yield from grid.write_row(cells)


def _depths(table: Table) -> dict[tuple[int, int], int]:
    """Of each cell that spans down, by row and column: how many rows it spans."""
    depths: dict[tuple[int, int], int] = {}
    top: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(table.rows):
        column = 0
        for cell in row:
            if cell.continues and column in top:
                depths[top[column]] = number - top[column][0] + 1
            elif not cell.continues:
                top[column] = (number, column)
            column += cell.columns
    return depths


def _cell_lines(cell: TableCell) -> Iterator[str]:
    for block in cell.blocks:
        match block:
            case Paragraph():
                yield from filter(None, (line.strip() for line in _text(block).split("\n")))
            case Table():
                yield from _rows(block)
