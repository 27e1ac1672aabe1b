"""Old Word documents (.doc, Word 97 to 2003).

legacy-doc opens the file and says what is wrong with it; the text is then taken
from the piece table ([MS-DOC] 2.4.1), because cells, fields and notes keep their
marks only there.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from importlib.metadata import version

from legacy_doc import ExtractionOptions, LegacyDocError, extract_text
from legacy_doc.ole import OleReader

from citecheck.extract.doc_marks import write_marks
from citecheck.extract.letters import find_language, looks_like_mojibake
from citecheck.extract.limits import Limits
from citecheck.extract.tidy import one_line, tidy
from citecheck.model.documents import Document, Extraction, Page, Unread, UnreadReason

MEDIA_TYPE = "application/msword"
_FAULTS = (
    LegacyDocError, struct.error, ValueError, LookupError, OverflowError, RecursionError, TypeError,
)  # fmt: skip

# Places in the file information block ([MS-DOC] 2.5.1 to 2.5.6).
_WORD_97 = 0x00C1
_FLAGS = 0x0A
_SECOND_TABLE, _LOCKED = 0x0200, 0x0100
_COUNTS = 76  # ccpText, ccpFtn, ccpHdd, a reserved one, ccpAtn, ccpEdn, ccpTxbx, ccpHdrTxbx
_CLX = 0x01A2
_PIECES = 0x02  # the part of the Clx that holds the piece table; 0x01 are property changes
_COMPRESSED = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """The texts that a document consists of, with Word's marks in them."""

    main: str
    footnotes: str
    headers: str
    endnotes: str
    boxes: str


def read_doc(body: bytes, limits: Limits) -> Extraction:
    """The document's text with its tables, then notes, text boxes, headers."""
    options = ExtractionOptions(
        max_file_bytes=limits.max_bytes, max_text_bytes=4 * limits.max_characters
    )
    try:
        result = extract_text(body, options=options)
    except _FAULTS as fault:
        if _is_older_word(body, options):
            return _unread(UnreadReason.UNSUPPORTED, "written by Word 95 or older")
        locked = re.search(r"encrypt|password", str(fault), re.IGNORECASE)
        reason = UnreadReason.PASSWORD if locked else UnreadReason.DAMAGED
        return _unread(reason, f"the Word document could not be read: {fault}")
    found = result.metadata.get("title")
    title = found if isinstance(found, str) else None
    try:
        text = _write(_read_parts(OleReader(body, options=options)))
    except _FAULTS as fault:
        # legacy-doc leaves out pieces that it cannot reach, so this may not be all.
        note = f"the text was read without its structure and may lack parts: {fault}"
        return _document(tidy(result.text), title, (note,), limits)
    return _document(tidy(text), title, (), limits)


def _is_older_word(body: bytes, options: ExtractionOptions) -> bool:
    """Word 6 and 95 keep their text in other ways ([MS-DOC] 2.5.1, nFib)."""
    try:
        ident, build = struct.unpack_from(
            "<2H", OleReader(body, options=options).read_stream("WordDocument")
        )
    except _FAULTS:
        return False
    return bool(ident in {0xA5DC, 0xA5EC} and build < _WORD_97)


def _document(text: str, title: str | None, notes: tuple[str, ...], limits: Limits) -> Extraction:
    if not re.search(r"\w", text):
        return _unread(UnreadReason.EMPTY, "there is no text in it")
    if looks_like_mojibake(text):
        return _unread(UnreadReason.MOJIBAKE, "its letters come out in the wrong code page")
    # legacy-doc reads the properties as cp1252 whatever code page they name.
    readable = title is not None and not looks_like_mojibake(title)
    cut = len(text) > limits.max_characters
    if cut:
        notes = (*notes, f"only the first {limits.max_characters:,} characters were read")
    return Document(
        media_type=MEDIA_TYPE,
        pages=(Page(number=1, text=text[: limits.max_characters]),),
        title=one_line(title) if readable else None,
        language=find_language(text),
        complete=not notes,
        notes=notes,
        engine=f"legacy-doc {version('legacy-doc')}, piece table",
    )


def _unread(reason: UnreadReason, why: str) -> Unread:
    return Unread(reason=reason, why=why, media_type=MEDIA_TYPE)


def _read_parts(ole: OleReader) -> _Parts:
    stream = ole.read_stream("WordDocument")
    (flags,) = struct.unpack_from("<H", stream, _FLAGS)
    if flags & _LOCKED:
        raise LegacyDocError("Encrypted")
    table = ole.read_stream("1Table" if flags & _SECOND_TABLE else "0Table")
    counts = struct.unpack_from("<8i", stream, _COUNTS)
    start, length = struct.unpack_from("<2I", stream, _CLX)
    whole = _join_pieces(stream, table[start : start + length])
    if min(counts) < 0 or sum(counts) > len(whole) + 1:
        raise ValueError("the counts do not fit the text")
    parts, at = [], 0
    for count in counts:
        parts.append(whole[at : at + count])
        at += count
    main, footnotes, headers, _, _, endnotes, boxes, _ = parts
    return _Parts(main=main, footnotes=footnotes, headers=headers, endnotes=endnotes, boxes=boxes)


def _join_pieces(stream: bytes, clx: bytes) -> str:
    """The text of all pieces in order; 16-bit letters, or 8-bit ones in cp1252."""
    at = 0
    while clx[at] != _PIECES:
        (size,) = struct.unpack_from("<h", clx, at + 1)
        at += 3 + max(0, size)
    (size,) = struct.unpack_from("<I", clx, at + 1)
    plc = clx[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", plc)
    pieces = []
    for number in range(count):
        length = ends[number + 1] - ends[number]
        (place,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)
        narrow = bool(place & _COMPRESSED)
        begin, size = ((place & ~_COMPRESSED) // 2, length) if narrow else (place, 2 * length)
        if length < 0 or begin + size > len(stream):
            raise ValueError("a piece of the text lies behind the file's end")
        coding = "cp1252" if narrow else "utf-16-le"
        pieces.append(stream[begin : begin + size].decode(coding, "replace"))
    return "".join(pieces)


def _write(parts: _Parts) -> str:
    marks = iter(range(1, 100_000))
    written = [write_marks(parts.main, marks)]
    marks = iter(range(1, 100_000))
    written += [write_marks(notes, marks) for notes in (parts.footnotes, parts.endnotes)]
    written += [write_marks(parts.boxes, marks), write_marks(parts.headers, marks)]
    return "\n".join(text for text in written if text.strip())
