"""The text of a capture, with page and offset for every character."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

#: What stands between two pages in :attr:`Document.text`.
PAGE_BREAK = "\f"


class UnreadReason(StrEnum):
    """Why a capture gave no text; every one of them is ``unread``, never ``absent``."""

    NEEDS_OCR = "needs_ocr"
    PASSWORD = "password"  # noqa: S105 - the reason, not a secret
    DAMAGED = "damaged"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASH = "crash"
    EMPTY = "empty"
    MOJIBAKE = "mojibake"
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: its 1-based ``number``, the ``label`` printed on it, and its text.

    ``engine`` names who read it, where that is not the document's engine; ``frame`` the
    address of the frame that it was read in, where the source shows it in one.
    """

    number: int
    text: str
    label: str | None = None
    engine: str | None = None
    frame: str | None = None


class RegionKind(StrEnum):
    """Parts of a source that are no running text; they stay in the text all the same."""

    MENU = "menu"
    BANNER = "banner"
    FOOTER = "footer"
    ASIDE = "aside"
    NOTICE = "notice"  # of cookies and consent
    HEADER = "header"  # of a page, in a Word file
    NOTES = "notes"
    BOX = "box"
    COMMENTS = "comments"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Where in :attr:`Document.text` a part of one kind stands, end exclusive."""

    kind: RegionKind
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Document:
    """The text extracted from a capture.

    ``pages`` is the whole text in order; an unpaged medium has one page.
    ``paged`` tells whether the page numbers mean anything to a reader.
    ``complete`` is false when some of the source was not read (a page without a
    text layer, a cut body, a limit); ``notes`` says what, in words.  ``engine``
    names the reader, its version and options.  ``encoding`` is the charset used.
    ``published`` and ``modified`` are ISO dates as precise as the source states them,
    ``canonical`` the address that it calls its own, ``frames`` the addresses, as
    written, of what is shown in it and was not read; with ``lacks_only_frames`` nothing
    else of the source is missing.
    ``provisional`` is the text of the first of two readers: it can bear a figure out,
    and a second must be asked before it may be called anything else.
    """

    media_type: str
    pages: tuple[Page, ...]
    title: str | None = None
    headings: tuple[str, ...] = ()
    language: str | None = None
    paged: bool = False
    complete: bool = True
    notes: tuple[str, ...] = ()
    engine: str = ""
    encoding: str | None = None
    published: str | None = None
    modified: str | None = None
    canonical: str | None = None
    frames: tuple[str, ...] = ()
    lacks_only_frames: bool = False
    regions: tuple[Region, ...] = ()
    provisional: bool = False

    @property
    def bears_negatives(self) -> bool:
        """Whether what is not found in it may be called absent."""
        return self.complete and not self.provisional

    @cached_property
    def text(self) -> str:
        """All pages joined by :data:`PAGE_BREAK`; offsets of findings are positions in it."""
        return PAGE_BREAK.join(page.text for page in self.pages)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        starts, at = [], 0
        for page in self.pages:
            starts.append(at)
            at += len(page.text) + len(PAGE_BREAK)
        return tuple(starts)

    def page_at(self, offset: int) -> Page | None:
        """The page that holds the character at ``offset`` of :attr:`text`; ``None`` if unpaged."""
        return self._holding(offset) if self.paged else None

    def frame_at(self, offset: int) -> str | None:
        """The address of the frame that holds the character at ``offset``; ``None`` if in none."""
        page = self._holding(offset)
        return page.frame if page else None

    def _holding(self, offset: int) -> Page | None:
        if not self.pages or not 0 <= offset <= len(self.text):
            return None
        return self.pages[bisect_right(self._starts, offset) - 1]

    @property
    def scope(self) -> str:
        """What was read, in words, for every negative: pages, characters, language."""
        size = f"{len(self.text):,} characters"
        read = f"{len(self.pages)} pages, {size}" if self.paged else size
        language = {"en": "English", "ru": "Russian"}.get(self.language or "", self.language)
        whole = "" if self.complete else ", not the whole source"
        once = ", by one of two readers" if self.provisional else ""
        return ", ".join(part for part in (read, language) if part) + whole + once


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A capture that gave no usable text, with the reason as a code and in words.

    ``frames`` are the addresses, as written, of what a page without text shows; with
    ``lacks_only_frames`` it holds nothing else.
    """

    reason: UnreadReason
    why: str
    media_type: str | None = None
    frames: tuple[str, ...] = ()
    lacks_only_frames: bool = False


Extraction = Document | Unread


def note_frame(address: str, *, inner: bool = False) -> str:
    """What is noted of a frame that was not read."""
    return f"{'an inner' if inner else 'a'} frame shows {address[:300]}, not read here"
