"""Word files (.docx) as blocks, with each note's kind, id and place.

For every reader of Word files: what a capture says and what a manuscript notes.
The grammar is WordprocessingML (ISO/IEC 29500-1, section 17), transitional and strict.
"""

from citecheck.word.blocks import (
    Block,
    Note,
    NoteKind,
    NoteReference,
    Paragraph,
    Run,
    Table,
    TableCell,
    WordDocument,
)
from citecheck.word.reader import read_word

__all__ = [
    "Block",
    "Note",
    "NoteKind",
    "NoteReference",
    "Paragraph",
    "Run",
    "Table",
    "TableCell",
    "WordDocument",
    "read_word",
]
