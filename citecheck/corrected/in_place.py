"""Corrections marked in the text manuscript that the notes came from; all else stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from citecheck.corrected.critic import can_be_marked, mark
from citecheck.corrected.pieces import CorrectedNote
from citecheck.endnotes.corrections import Correction, CorrectionKind
from citecheck.endnotes.transfer import carry_over
from citecheck.model.errors import InputError

_LINE_END = re.compile(r"\r\n|[\r\n\f\x0b]")


def correct_text(
    text: str, notes: Sequence[CorrectedNote], lines: Mapping[int, int], *, marked: bool
) -> tuple[str, tuple[int, ...]]:
    """The manuscript with its notes corrected, and the notes whose place was not found.

    ``lines`` are the lines (from 1) at which the notes begin.  Raises
    :class:`InputError` for a text that holds CriticMarkup already.
    """
    if marked and not can_be_marked([text]):
        raise InputError(
            "holds marks of changes already ({--…--} or {++…++})",
            remedy="accept or reject them first, or ask for the corrected text with --clean",
        )
    regions = _find_regions(text, lines)
    changes: list[Correction] = []
    lost: list[int] = []
    for note in notes:
        if not note.corrections:
            continue
        start, end = regions.get(note.number, (0, 0))
        found, missed = carry_over(note.raw, to_corrections(note), text[start:end])
        changes += [replace(c, start=c.start + start, end=c.end + start) for c in found]
        if missed:
            lost.append(note.number)
    pieces: list[str] = []
    at = 0
    for change in sorted(changes, key=lambda c: (c.start, c.end)):
        old = text[change.start : change.end]
        pieces += (text[at : change.start], mark(old, change.new) if marked else change.new)
        at = change.end
    return "".join((*pieces, text[at:])), tuple(lost)


def to_corrections(note: CorrectedNote) -> tuple[Correction, ...]:
    """The note's corrections as values."""
    return tuple(
        Correction(
            start=c["start"],
            end=c["end"],
            old=c["old"],
            new=c["new"],
            kind=CorrectionKind(c["kind"]),
            source=c["source"],
        )
        for c in note.corrections
    )


def _find_regions(text: str, lines: Mapping[int, int]) -> dict[int, tuple[int, int]]:
    """The characters from the line at which a note begins to that of the next one."""
    starts = [0, *(found.end() for found in _LINE_END.finditer(text)), len(text)]
    ordered = sorted((line, number) for number, line in lines.items() if 0 < line < len(starts))
    ends = [*(line for line, _ in ordered), len(starts)][1:]
    return {
        number: (starts[line - 1], starts[end - 1])
        for (line, number), end in zip(ordered, ends, strict=True)
    }
