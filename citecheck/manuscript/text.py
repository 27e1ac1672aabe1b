"""The reader for plain text and Markdown."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from citecheck.manuscript.body import Draft, find_blocks
from citecheck.manuscript.front_matter import count_header_lines, find_front_matter
from citecheck.manuscript.language import find_language
from citecheck.manuscript.markers import find_markers
from citecheck.manuscript.note_section import find_note_section
from citecheck.manuscript.placing import place
from citecheck.model.manuscripts import Block, Manuscript, Marker


def read_text_manuscript(text: str, *, source: str) -> Manuscript:
    """Read a decoded manuscript; ``source`` is its name, for errors.

    What follows the last note (a publisher's address) is body again, not note.
    Raises :class:`~citecheck.model.errors.InputError`.
    """
    lines = text.replace("\f", "\n").replace("\x0b", "\n").split("\n")
    section = find_note_section(lines, source=source)
    header = count_header_lines(lines)
    front = find_front_matter(lines[: section.start])
    lines[:header] = [""] * header
    drafts = find_blocks(lines[: section.start])
    after = find_blocks(lines[section.end :])
    blocks, markers = place_markers([*drafts, *after], {note.number for note in section.notes})
    return Manuscript(
        source=source,
        title=front.title,
        edition=front.edition,
        publisher=front.publisher,
        year=front.year,
        licence=front.licence,
        language=find_language("\n".join(block.text for block in blocks)),
        blocks=blocks,
        markers=markers,
        notes=section.notes,
    )


def place_markers(
    drafts: Sequence[Draft], notes: Collection[int]
) -> tuple[tuple[Block, ...], tuple[Marker, ...]]:
    """The blocks without their markers, and the markers with their places."""
    return place(drafts, find_markers([draft.text for draft in drafts], notes))
