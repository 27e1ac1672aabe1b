"""Endnotes: notes as they stand in, citations, works and slips out.  Pure.

heal (:mod:`~citecheck.endnotes.healing`) → sources
(:mod:`~citecheck.endnotes.sources`) → fields
(:mod:`~citecheck.endnotes.bibliography`) → references
(:mod:`~citecheck.endnotes.recall`) → works (:mod:`~citecheck.endnotes.works`)
→ slips (:mod:`~citecheck.endnotes.slips`).
"""

from __future__ import annotations

from dataclasses import replace

from citecheck.endnotes.healing import heal_notes
from citecheck.endnotes.parsing import parse_notes
from citecheck.endnotes.recall import resolve_references
from citecheck.endnotes.slips import find_slips
from citecheck.endnotes.works import join_works
from citecheck.model.manuscripts import Manuscript
from citecheck.model.notes import Citation, Endnote, Work

__all__ = ["parse_endnotes"]


def parse_endnotes(manuscript: Manuscript) -> tuple[tuple[Endnote, ...], tuple[Work, ...]]:
    """The endnotes of a manuscript, as many as it has, and the works that they cite.

    Never raises for what a note says or leaves out: that is a slip.
    """
    notes = resolve_references(parse_notes(heal_notes(manuscript.notes)))
    cited, works = join_works(notes)
    slips = find_slips(manuscript, notes, cited)
    citations: dict[int, list[Citation]] = {}
    for one in cited:
        citations.setdefault(one.note, []).append(replace(one.parsed.citation, work=one.work))
    lines = {note.number: note.line for note in manuscript.notes}
    endnotes = tuple(
        Endnote(
            number=note.number,
            raw=note.healed.text,
            citations=tuple(citations.get(note.number, ())),
            slips=slips.get(note.number, ()),
            line=lines.get(note.number),
        )
        for note in notes
    )
    return endnotes, works
