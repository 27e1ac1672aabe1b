"""Plain text, and Rich Text Format read by striprtf."""

from __future__ import annotations

import re
import struct
from importlib.metadata import version

from citecheck.extract.encodings import decode
from citecheck.extract.letters import find_language, looks_like_mojibake
from citecheck.extract.limits import Limits
from citecheck.extract.notemarks import set_off
from citecheck.extract.tidy import join_cells, tidy
from citecheck.model.documents import Document, Extraction, Page, Unread, UnreadReason

_RTF_FAULTS = (
    ValueError,
    IndexError,
    KeyError,
    LookupError,
    TypeError,
    OverflowError,
    struct.error,
)
_RTF_SUPER = re.compile(r"\\super(?![a-z])\s?([^\\{}]{1,12})")
_RTF_FOOTNOTE = re.compile(r"\{\s*(?:\\\*)?\\footnote(?![a-z])")
_RTF_MARK = re.compile(r"\\chftn(?![a-z])\s?")


def read_plain(body: bytes, *, charset: str | None, limits: Limits) -> Extraction:
    """Text as it is; form feeds in it become line ends."""
    decoded = decode(body, declared=[charset] if charset else [])
    return _document("text/plain", decoded.text, decoded.notes, decoded.encoding, "plain", limits)


def read_rtf(body: bytes, limits: Limits) -> Extraction:
    """Rich Text: the text with its notes in place; cells kept apart."""
    from striprtf.striprtf import rtf_to_text

    source = _footnotes_behind(body.decode("latin-1"))
    source = _RTF_SUPER.sub(_raised, source)
    try:
        text: str = rtf_to_text(source, encoding="cp1252", errors="replace")  # type: ignore[no-untyped-call] # striprtf has no types
    except _RTF_FAULTS as fault:
        why = f"the Rich Text could not be read: {fault}"
        return Unread(reason=UnreadReason.DAMAGED, why=why, media_type="application/rtf")
    lines = (" ".join(re.split(r"[ \t]+", line.strip(" \t"))) for line in text.split("\n"))
    text = "\n".join(join_cells(line.split("|")) if "|" in line else line for line in lines)
    engine = f"striprtf {version('striprtf')}"
    return _document("application/rtf", text, (), None, engine, limits)


def _raised(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - 8) : found.start()].rstrip("{")
    return "\\nosupersub " + set_off(before, found[1])


def _footnotes_behind(source: str) -> str:
    """The source with its notes behind the text, a mark in place of each; striprtf drops them."""
    parts: list[str] = []
    notes: list[str] = []
    at = 0
    for found in _RTF_FOOTNOTE.finditer(source):
        if found.start() < at:
            continue
        end = _group_end(source, found.start())
        mark = f"[{len(notes) + 1}]"
        parts += [source[at : found.start()], mark]
        notes.append("{\\par " + mark + " " + source[found.end() : end] + "}")
        at = end + 1
    rest = source[at:].rstrip("\0\r\n\t ").removesuffix("}")
    return _RTF_MARK.sub("", "".join([*parts, rest, *notes, "}"]))


def _group_end(source: str, start: int) -> int:
    depth = 0
    for brace in re.compile(r"\\[\\{}]|[{}]").finditer(source, start):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0 and brace[0] == "}":
            return brace.start()
    return len(source)


def _document(
    media_type: str,
    text: str,
    notes: tuple[str, ...],
    encoding: str | None,
    engine: str,
    limits: Limits,
) -> Extraction:
    text = tidy(text)
    if not text:
        return Unread(
            reason=UnreadReason.EMPTY, why="there is no text in it", media_type=media_type
        )
    if looks_like_mojibake(text):
        why = "its letters come out in the wrong code page"
        return Unread(reason=UnreadReason.MOJIBAKE, why=why, media_type=media_type)
    cut = len(text) > limits.max_characters
    if cut:
        notes = (*notes, f"only the first {limits.max_characters:,} characters were read")
    return Document(
        media_type=media_type,
        pages=(Page(number=1, text=text[: limits.max_characters]),),
        language=find_language(text),
        complete=not cut,
        notes=notes,
        engine=engine,
        encoding=encoding,
    )
