"""A Word file in, the same file with tracked changes in its notes out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime

from lxml import etree

from citecheck.model.errors import InputError
from citecheck.tracked.marking import Marker, note_text
from citecheck.tracked.notes import DOCUMENT, WordNote, find_notes

#: No manuscript's part is larger; a bomb is.
_MOST_BYTES = 100_000_000
_NAMED = re.compile(rb'\bw:id="(\d{1,9})"')
_PARTS = (DOCUMENT, "word/endnotes.xml", "word/footnotes.xml", "word/settings.xml")


def track_changes(
    docx: bytes,
    changes: Mapping[int, str],
    *,
    author: str = "citecheck",
    when: datetime | None = None,
) -> bytes:
    """The manuscript with each note of ``changes`` turned into its new text, tracked.

    ``changes`` are whole new texts by the note's number; a note whose text is the same,
    spaces aside, is not touched, and without any change the very bytes come back.
    ``when`` dates the changes; without it they bear no date (it is optional in the format).

    Raises :class:`InputError` for what is no Word file, a number that no note has, or a
    note that holds tracked changes already.
    """
    parts = _read(docx)
    roots = {name: _parse(name, parts[name]) for name in _PARTS if name in parts}
    notes = find_notes(roots)
    stamp = when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if when else None
    marker = Marker(author=author, stamp=stamp, first_id=_free_id(parts))
    touched = set()
    for number, text in sorted(changes.items()):
        note = notes.get(number)
        if note is None:
            raise InputError(
                f"the manuscript has no note {number}",
                remedy=f"it has {len(notes)} notes" if notes else "it has no notes at all",
            )
        try:
            changed = marker.change(note, text)
        except InputError as error:
            raise InputError(f"note {number} {error.problem}", remedy=error.remedy) from error
        if changed:
            touched.add(note.part)
    return _write(docx, {name: _serialise(roots[name]) for name in touched}) if touched else docx


def note_texts(docx: bytes) -> dict[int, str]:
    """The text of each note by its number, as the file has it, without the number's own mark."""
    parts = _read(docx)
    notes: dict[int, WordNote] = find_notes(
        {name: _parse(name, parts[name]) for name in _PARTS if name in parts}
    )
    return {number: note_text(note) for number, note in notes.items()}


def _read(docx: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            if sum(info.file_size for info in archive.infolist()) > 4 * _MOST_BYTES:
                raise InputError("unpacks to more than any manuscript holds")
            parts = {
                info.filename: archive.read(info)
                for info in archive.infolist()
                if info.filename.startswith("word/") and info.filename.endswith(".xml")
            }
    # NotImplementedError, RuntimeError: zipfile's words for a strange packing, and a password
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise InputError("is no Word file (.docx)", remedy="save it as .docx") from error
    if DOCUMENT not in parts:
        raise InputError("is no Word file: it has no word/document.xml", remedy="save it as .docx")
    return parts


def _parse(name: str, part: bytes) -> etree._Element:
    try:
        return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise InputError(f"{name} is damaged: {error.msg}", remedy="save it anew") from error


def _serialise(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _free_id(parts: Mapping[str, bytes]) -> int:
    return (
        max((int(found) for part in parts.values() for found in _NAMED.findall(part)), default=0)
        + 1
    )


def _write(docx: bytes, changed: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w") as new:
        new.comment = old.comment
        for info in old.infolist():
            new.writestr(info, changed.get(info.filename) or old.read(info))
    return out.getvalue()
