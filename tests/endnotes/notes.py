"""Short ways to make notes and to parse them, for the tests of this folder."""

from __future__ import annotations

from citecheck.endnotes import parse_endnotes
from citecheck.endnotes.healing import HealedNote, heal_notes
from citecheck.model.manuscripts import Block, BlockKind, Manuscript, Marker, RawNote
from citecheck.model.notes import Citation, Endnote, Work


def raw(*notes: str | tuple[str, ...]) -> tuple[RawNote, ...]:
    """Notes numbered from 1; a tuple is a note cut into pieces."""
    return tuple(
        RawNote(number=number, pieces=(note,) if isinstance(note, str) else note)
        for number, note in enumerate(notes, start=1)
    )


def heal(*notes: str | tuple[str, ...]) -> tuple[HealedNote, ...]:
    return heal_notes(raw(*notes))


def parse(*notes: str | tuple[str, ...]) -> tuple[tuple[Endnote, ...], tuple[Work, ...]]:
    return parse_endnotes(Manuscript(source="x", notes=raw(*notes)))


def citation(note: str) -> Citation:
    """The only citation of a note that stands alone."""
    [endnote], _ = parse(note)
    [only] = endnote.citations
    return only


def codes(*notes: str | tuple[str, ...]) -> list[list[str]]:
    """The slip codes of each note, in alphabetical order."""
    return [sorted(slip.code for slip in note.slips) for note in parse(*notes)[0]]


def with_markers(*markers: tuple[str, tuple[int, ...]], notes: int) -> Manuscript:
    """A manuscript with these markers, as printed, in one block."""
    return Manuscript(
        source="x",
        blocks=(Block(text="Ice is thick.", kind=BlockKind.PARAGRAPH, section="Ice"),),
        markers=tuple(
            Marker(numbers=numbers, block=0, offset=13, printed=printed)
            for printed, numbers in markers
        ),
        notes=raw(*(f"Berg. Ice {n}. http://a.example/{n}.html" for n in range(1, notes + 1))),
    )
