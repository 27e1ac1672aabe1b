"""Old Word documents (.doc, Word 6 to 2003).

legacy-doc opens the file and says what is wrong with it; the text is then taken
from the piece table (:mod:`citecheck.extract.doc_pieces`), because cells, fields,
notes and raised marks are only there.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from importlib.metadata import version

from legacy_doc import ExtractionOptions, LegacyDocError, extract_text
from legacy_doc.ole import OleReader

from citecheck.extract.composing import Composed, LabelledLine, compose
from citecheck.extract.doc_marks import write_marks
from citecheck.extract.doc_pieces import (
    Look,
    Part,
    Parts,
    is_older_word,
    read_older_parts,
    read_parts,
)
from citecheck.extract.letters import looks_like_mojibake
from citecheck.extract.limits import Limits
from citecheck.extract.notemarks import set_off
from citecheck.model.documents import Extraction, RegionKind, Unread, UnreadReason

MEDIA_TYPE = "application/msword"
_FAULTS = (
    LegacyDocError, struct.error, ValueError, LookupError, OverflowError, RecursionError, TypeError,
)  # fmt: skip
_ENGINE = f"legacy-doc {version('legacy-doc')}"
#: Marks that hold the text together: they stay, whoever deleted the letters around them.
_HOLDING = re.compile("[^\x07\x1c\x1d\r\x13\x14\x15]")


def read_doc(body: bytes, limits: Limits) -> Extraction:
    """The document's text with its tables, then notes, text boxes, headers."""
    options = ExtractionOptions(
        max_file_bytes=limits.max_bytes, max_text_bytes=4 * limits.max_characters
    )
    try:
        ole = OleReader(body, options=options)
        stream = ole.read_stream("WordDocument")
        if is_older_word(stream):
            parts = read_older_parts(stream)
            engine = f"{_ENGINE}, Word 6 text"
            return compose(_composed(parts, engine, title=None), limits)
        result = extract_text(body, options=options)
    except _FAULTS as fault:
        locked = re.search(r"encrypt|password", str(fault), re.IGNORECASE)
        reason = UnreadReason.PASSWORD if locked else UnreadReason.DAMAGED
        why = f"the Word document could not be read: {fault}"
        return Unread(reason=reason, why=why, media_type=MEDIA_TYPE)
    found = result.metadata.get("title")
    # legacy-doc reads the properties as cp1252 whatever code page they name.
    title = found if isinstance(found, str) and not looks_like_mojibake(found) else None
    try:
        parts = read_parts(ole)
    except _FAULTS as fault:
        # legacy-doc leaves out pieces that it cannot reach, so this may not be all.
        gap = f"the text was read without its structure and may lack parts: {fault}"
        lines = [(line, None) for line in result.text.split("\n")]
        return compose(
            Composed(media_type=MEDIA_TYPE, lines=lines, title=title, gaps=[gap], engine=_ENGINE),
            limits,
        )
    return compose(_composed(parts, f"{_ENGINE}, piece table", title=title), limits)


def _composed(parts: Parts, engine: str, *, title: str | None) -> Composed:
    return Composed(
        media_type=MEDIA_TYPE,
        lines=list(_write(parts)),
        title=title,
        engine=engine,
        encoding=parts.encoding,
    )


def _write(parts: Parts) -> Iterator[LabelledLine]:
    """The lines of all parts; notes are numbered as Word does, footnotes then endnotes."""
    marks = iter(range(1, 100_000))
    for line in write_marks(seen(parts.main), marks, parts.main.rows).split("\n"):
        yield line, None
    marks = iter(range(1, 100_000))
    for part, kind in (
        (parts.footnotes, RegionKind.NOTES),
        (parts.endnotes, RegionKind.NOTES),
        (parts.boxes, RegionKind.BOX),
        (parts.headers, RegionKind.HEADER),
    ):
        text = write_marks(seen(part), marks, part.rows)
        if text.strip():
            for line in text.split("\n"):
                yield line, kind


def seen(part: Part) -> str:
    """The letters of a part that a reader sees, its raised marks set off."""
    text = part.text
    for one in reversed(part.looks):
        run = text[one.start : one.end]
        if one.look is Look.UNSEEN:
            run = _HOLDING.sub("", run)
        elif re.fullmatch(r"[^\x00-\x1f]+", run):
            run = set_off(text[max(0, one.start - 12) : one.start], run)
        text = text[: one.start] + run + text[one.end :]
    return text
