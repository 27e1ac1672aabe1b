"""The corrected notes of the next edition, from a publication and its last audit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from citecheck.corrected import (
    CorrectedNote,
    correct,
    correct_publication,
    to_html,
    to_markdown,
    to_text,
    to_word_list,
)
from citecheck.corrected.in_place import correct_text, to_corrections
from citecheck.endnotes.corrections import apply_corrections
from citecheck.endnotes.transfer import carry_over
from citecheck.export import FORMATS as BIBLIOGRAPHIES
from citecheck.manuscript.formats import Format, find_format, read_bytes
from citecheck.model.errors import InputError
from citecheck.publications import Source, open_publication
from citecheck.report import read_audit
from citecheck.report.note_json import NoteDocuments
from citecheck.tracked import note_texts, track_changes

SCHEMA = "citecheck/corrections/1"

#: The formats by name, and the file endings that mean them.
FORMATS: Mapping[str, str] = {
    "text": ".txt",
    "markdown": ".md",
    "html": ".html",
    "docx": ".docx",
    "csl-json": ".json",
    "bibtex": ".bib",
    "ris": ".ris",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """What came of it: the file's bytes, the notes, and the notes that were not placed.

    ``audited`` is when the audit was made, ``None`` without one; ``unplaced`` are notes
    whose corrections found no place in the manuscript.
    """

    content: bytes
    notes: tuple[CorrectedNote, ...]
    audited: str | None
    unplaced: tuple[int, ...] = ()


def choose_format(output: Path | None, named: str | None) -> str:
    """The format that was named, or that the file's ending means; text without either.

    Raises :class:`InputError` for an ending that means none.
    """
    if named or output is None:
        return named or "text"
    ending = output.suffix.lower()
    found = next((name for name, suffix in FORMATS.items() if suffix == ending), None)
    if found is None:
        raise InputError(
            f"the ending {ending!r} names no format",
            source=str(output),
            remedy=f"end it in {', '.join(FORMATS.values())}, or name one with --format",
        )
    return found


def correct_source(
    source: Source,
    *,
    to: str,
    report: Path,
    only: tuple[int, ...] = (),
    manuscript: Path | None = None,
    renew_access: bool = False,
    marked: bool = True,
    when: datetime | None = None,
) -> Corrected:
    """The corrected notes in the format ``to`` (a key of :data:`FORMATS`).

    A manuscript in text, Markdown or Word keeps all but what is corrected; other sources
    give a list of the notes.  ``report`` is the report's folder or its ``audit.json``;
    without a file there only what the notes themselves show is mended.  ``only`` limits
    the corrections to these notes, ``marked`` shows every change (Word: tracked).

    Raises :class:`InputError` for a report or a manuscript that cannot be used.
    """
    path = report / "audit.json" if report.is_dir() else report
    audit = read_audit(path) if path.exists() else None
    documents = NoteDocuments(source.publication, audit)
    all_notes = [documents.document(note) for note in source.publication.endnotes]
    chosen = [d for d in all_notes if not only or d["note"] in only]
    notes = tuple(correct(document, renew_access=renew_access) for document in chosen)
    audited = audit["audit"]["finished"] if audit else None
    unplaced: tuple[int, ...] = ()
    if to in BIBLIOGRAPHIES:
        kept = [d if not only or d["note"] in only else _untouched(d) for d in all_notes]
        publication = correct_publication(source.publication, kept, renew_access=renew_access)
        content = BIBLIOGRAPHIES[to](publication).encode()
    else:
        original = manuscript or Path(source.shown)
        kind = (
            None if original.is_dir() else find_format(read_bytes(original), source=str(original))
        )
        if to == "docx":
            content, unplaced = _to_word(source, notes, original, kind, marked=marked, when=when)
        elif to in ("text", "markdown") and kind is Format.TEXT:
            content, unplaced = _in_place(source, notes, original, marked=marked)
        else:
            content = _to_list(source, notes, to, marked=marked).encode()
    return Corrected(content=content, notes=notes, audited=audited, unplaced=unplaced)


def corrections_document(corrected: Corrected) -> dict[str, Any]:
    """What was corrected, and what is left for a person, as JSON."""
    return {
        "schema": SCHEMA,
        "audited": corrected.audited,
        "unplaced": list(corrected.unplaced),
        "notes": [
            {
                "note": note.number,
                "raw": note.raw,
                "corrected": note.text,
                "corrections": [dict(correction) for correction in note.corrections],
                "left": list(note.left),
            }
            for note in corrected.notes
        ],
    }


def _to_list(source: Source, notes: tuple[CorrectedNote, ...], to: str, *, marked: bool) -> str:
    title = source.publication.title or source.name
    renderers: Mapping[str, Callable[[], str]] = {
        "text": lambda: to_text(notes, marked=marked),
        "markdown": lambda: to_markdown(notes, marked=marked),
        "html": lambda: to_html(notes, title=title, marked=marked),
    }
    return renderers[to]()


def _in_place(
    source: Source, notes: tuple[CorrectedNote, ...], path: Path, *, marked: bool
) -> tuple[bytes, tuple[int, ...]]:
    """The manuscript in UTF-8, line ends and byte order mark as they were."""
    publication = source.publication
    if path != Path(source.shown):
        publication = open_publication(str(path)).publication
    content = read_bytes(path)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        from citecheck.manuscript.decoding import decode_text

        text = decode_text(content, source=str(path))
    lines = {note.number: note.line for note in publication.endnotes if note.line}
    corrected, unplaced = correct_text(text, notes, lines, marked=marked)
    return corrected.encode(), unplaced


def _to_word(
    source: Source,
    notes: tuple[CorrectedNote, ...],
    path: Path,
    kind: Format | None,
    *,
    marked: bool,
    when: datetime | None,
) -> tuple[bytes, tuple[int, ...]]:
    """The Word manuscript that came in, or a list of the notes; changes are tracked."""
    if not marked:
        raise InputError("a Word file always has its changes tracked", remedy="leave --clean out")
    if kind is Format.DOCX:
        docx = read_bytes(path)
    else:
        docx = to_word_list(notes, title=source.publication.title or source.name)
    printed = note_texts(docx)
    changes: dict[int, str] = {}
    unplaced = []
    for note in notes:
        if not note.corrections:
            continue
        text = printed.get(note.number, "")
        found, missed = carry_over(note.raw, to_corrections(note), text)
        if found:
            changes[note.number] = apply_corrections(text, found)
        if missed:
            unplaced.append(note.number)
    return track_changes(docx, changes, when=when), tuple(unplaced)


def _untouched(document: dict[str, Any]) -> dict[str, Any]:
    """The note's document as if nothing were known of its sources."""
    citations = [{**c, "verdict": None, "address": None} for c in document["citations"]]
    return {**document, "citations": citations}
