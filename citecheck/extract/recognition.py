"""Letters recognised in the pictures of pages that have no text layer, by tesseract.

Only where a person asked for it (``ocr_pages``) and tesseract is installed.  What it reads
can bear a figure out, is named as OCR, and never makes a document complete: what it did
not see may stand there all the same.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from os import environ

from citecheck.extract.isolated import IsolatedExtractor
from citecheck.extract.letters import find_language
from citecheck.extract.pdf_reading import MEDIA_TYPE, ranges
from citecheck.extract.tidy import tidy
from citecheck.model.documents import Document, Extraction, Page, Unread, UnreadReason

_SECONDS = 60.0  # for a page
_LANGUAGES = ("rus", "eng")
_LETTER = re.compile(r"\w")


class RecognisingExtractor:
    """An extractor that has pages without a text layer recognised, ``most`` of a file."""

    def __init__(self, inner: IsolatedExtractor, *, most: int) -> None:
        self._inner, self._most = inner, most

    def extract(self, body: bytes, *, media_type: str | None, name: str) -> Extraction:
        """The document, with what could be recognised in its pictures."""
        found = self._inner.extract(body, media_type=media_type, name=name)
        pages = _pages_to_recognise(found)
        reader = find_recogniser()
        if pages is None or reader is None or self._most <= 0:
            return found
        pictures = self._inner.draw_pages(body, pages, most=self._most)
        texts = {number: recognise(picture) for number, picture in pictures.items()}
        texts = {number: text for number, text in texts.items() if _LETTER.search(text)}
        return _with_recognised(found, texts, reader) if texts else found

    def extract_again(self, body: bytes, *, media_type: str | None, name: str) -> Extraction:
        """The document as the second reader gives it, without any recognised letters."""
        return self._inner.extract_again(body, media_type=media_type, name=name)


def _pages_to_recognise(found: Extraction) -> list[int] | None:
    """The pages without a text layer; an empty list is all of them, ``None`` none of them."""
    if isinstance(found, Unread):
        is_scan = found.reason is UnreadReason.NEEDS_OCR and found.media_type == MEDIA_TYPE
        return [] if is_scan else None
    if not any(note.startswith("no text layer") for note in found.notes):
        return None
    return [page.number for page in found.pages if not page.text] or None


def _with_recognised(found: Extraction, texts: Mapping[int, str], reader: str) -> Document:
    note = (
        f"page {ranges(sorted(texts))} was read by OCR ({reader}); "
        "what is not found there may stand there all the same"
    )
    if isinstance(found, Document):
        pages = tuple(
            replace(page, text=texts[page.number], engine=f"OCR: {reader}")
            if page.number in texts
            else page
            for page in found.pages
        )
        return replace(found, pages=pages, complete=False, notes=(*found.notes, note))
    last = max(texts)
    engine = f"OCR: {reader}"
    return Document(
        media_type=MEDIA_TYPE,
        pages=tuple(
            Page(number=number, text=texts.get(number, ""), engine=engine)
            for number in range(1, last + 1)
        ),
        language=find_language("\n".join(texts.values())),
        paged=True,
        complete=False,
        notes=(found.why, note),
        engine=engine,
    )


@cache
def find_recogniser() -> str | None:
    """Name, version and languages of the tesseract that is installed; ``None`` if none is."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    with suppress(OSError, subprocess.SubprocessError):
        told = _run([program, "--version"], b"", 10.0).split(b"\n")[0].decode("ascii", "replace")
        known = _run([program, "--list-langs"], b"", 10.0).decode("ascii", "replace").split()
        languages = "+".join(one for one in _LANGUAGES if one in known)
        return f"{told.strip()} {languages}" if languages else None
    return None


def recognise(picture: bytes) -> str:
    """The text in a picture; empty where tesseract gives none in time."""
    reader, program = find_recogniser(), shutil.which("tesseract")
    if reader is None or program is None:
        return ""
    try:
        languages = reader.rsplit(" ", 1)[1]
        text = _run([program, "stdin", "stdout", "-l", languages], picture, _SECONDS)
    except (OSError, subprocess.SubprocessError):
        return ""
    return tidy(text.decode("utf-8", "replace"))


def _run(command: list[str], given: bytes, seconds: float) -> bytes:
    """What a program answers; one thread of it, and nothing of our environment but its paths."""
    kept = {name: environ[name] for name in ("PATH", "TESSDATA_PREFIX") if name in environ}
    done = subprocess.run(  # noqa: S603 - a program of this machine, fixed arguments
        command,
        input=given,
        capture_output=True,
        timeout=seconds,
        check=True,
        env={**kept, "OMP_THREAD_LIMIT": "1"},
    )
    return done.stdout
