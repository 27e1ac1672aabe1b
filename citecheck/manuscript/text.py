"""The reader for plain text and Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from citecheck.manuscript.body import find_blocks
from citecheck.manuscript.front_matter import count_header_lines, find_front_matter
from citecheck.manuscript.language import find_language
from citecheck.manuscript.markers import find_markers
from citecheck.manuscript.note_gaps import add_missing, number_slips
from citecheck.manuscript.note_section import (
    NoteSection,
    choose_section,
    find_markdown_notes,
    find_sections,
    find_unheaded_notes,
    refuse_without_notes,
)
from citecheck.manuscript.page_notes import gather_chapters, gather_footnotes
from citecheck.manuscript.pages import Pages, find_pages
from citecheck.manuscript.placing import place
from citecheck.manuscript.roman_notes import to_arabic
from citecheck.model.manuscripts import Manuscript


def read_text_manuscript(text: str, *, source: str) -> Manuscript:
    """Read a decoded manuscript; ``source`` is its name, for errors.

    A form feed parts pages.  What follows the last note (a publisher's address) is
    body again, not note.  Raises :class:`~citecheck.model.errors.InputError`.
    """
    lines, section = _find_notes(find_pages(text), source=source)
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


def _find_notes(pages: Pages, *, source: str) -> tuple[list[str], NoteSection]:
    """The lines and their notes section.

    Raises :class:`~citecheck.model.errors.InputError`.
    """
    found = _choose_notes(pages)
    if found is None and (arabic := to_arabic(pages)) is not None:
        found = _choose_notes(arabic)
    if found is None:
        raise refuse_without_notes(pages.lines, source=source)
    return found


def _choose_notes(pages: Pages) -> tuple[list[str], NoteSection] | None:
    """The lines and their notes section; notes of pages and of chapters are made one."""
    lines = list(pages.lines)
    sections = find_sections(lines)
    gathered = gather_chapters(lines, sections) if len(sections) > 1 else None
    section = choose_section(sections, lines) or find_markdown_notes(lines)
    if section is None and len(pages.starts) > 1:
        gathered = gather_footnotes(pages)
    if gathered is not None and (whole := find_sections(gathered.lines)):
        return list(gathered.lines), _as_numbered(whole[-1], gathered.origin, pages)
    section = section or find_unheaded_notes(lines)
    return (lines, _as_numbered(section, range(len(lines)), pages)) if section else None


def _as_numbered(section: NoteSection, places: Sequence[int], pages: Pages) -> NoteSection:
    """The section with the line numbers of the file; ``places`` are its lines' among the pages'."""

    def line(number: int) -> int:
        return pages.origin[places[number - 1]] + 1

    notes = tuple(
        replace(note, line=line(note.line)) if note.line else note for note in section.notes
    )
    doubled = tuple((number, line(at)) for number, at in section.numbering.doubled)
    return replace(section, notes=notes, numbering=replace(section.numbering, doubled=doubled))
