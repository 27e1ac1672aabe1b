"""The reader for plain text and Markdown."""

from __future__ import annotations

from citecheck.manuscript.body import find_blocks
from citecheck.manuscript.front_matter import count_header_lines, find_front_matter
from citecheck.manuscript.language import find_language
from citecheck.manuscript.markers import find_markers
from citecheck.manuscript.note_gaps import add_missing, number_slips
from citecheck.manuscript.note_section import find_note_section
from citecheck.manuscript.placing import place
from citecheck.model.manuscripts import Manuscript


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
    texts = [draft.text for draft in (*drafts, *after)]
    numbers = {note.number for note in section.notes}
    gaps = section.numbering.missing
    found, notes, slips = add_missing(texts, find_markers(texts, numbers), section.notes, gaps)
    blocks, markers = place([*drafts, *after], found)
    named = {number for marker in markers for number in marker.numbers}
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
        notes=notes,
        slips=(*slips, *number_slips(section.numbering, section.notes, named)),
    )
