"""What one engine has read of a PDF, and what that makes of it: a document, or a reason.

What was not read (a page without a text layer, a fault, a cut file, a limit) makes the
document incomplete and is named in its notes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from citecheck.extract.letters import find_language, looks_like_mojibake, unreadable_share
from citecheck.extract.limits import Limits
from citecheck.extract.tidy import one_line
from citecheck.model.documents import Document, Extraction, Page, Unread, UnreadReason

MEDIA_TYPE = "application/pdf"

#: Told of each page as it is read, with the engine that read it.
Deliver = Callable[[Page, str], None]

SPOILT = 0.01  # share of unreadable glyphs that makes a document incomplete
_LOST = 0.3  # and the share that makes it unread
_COVERED = 0.4  # a picture this large (share of the page) on a page without text is a scan
_OUTLINES = 200  # as many shapes on a page without text may be its letters
STAMP = 40  # fewer letters than this on a scan are a stamp, not a text layer
_STAND_IN = re.compile(r"microsoft word - |untitled|.*\.(?:docx?|indd|qxd|pdf|rtf)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What stands on a page beside its text: the share that pictures cover, and shapes."""

    covered: float = 0.0
    shapes: int = 0


@dataclass(slots=True)
class Reading:
    """The pages read so far by ``engine`` (name, version, options), and what they lack."""

    engine: str
    limits: Limits
    deliver: Deliver | None = None
    pages: list[Page] = field(default_factory=list)
    scanned: list[int] = field(default_factory=list)
    stamped: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    torn: list[int] = field(default_factory=list)
    outside: list[int] = field(default_factory=list)
    white: list[int] = field(default_factory=list)
    unseen: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    title: str | None = None
    headings: tuple[str, ...] = ()
    declared: str = ""
    drawn: bool = False
    complete: bool = True
    characters: int = 0

    def lacks(self, note: str) -> None:
        """Not the whole source, and why."""
        self.complete = False
        self.notes.append(note)

    def is_full(self) -> bool:
        """Whether a limit is reached; then it is noted."""
        count = len(self.pages)
        if count < self.limits.max_pages and self.characters <= self.limits.max_characters:
            return False
        self.lacks(f"only the first {count} pages were read")
        return True

    def add(self, text: str, *, label: str | None, drawn: Drawn) -> None:
        """Take the next page."""
        number = len(self.pages) + 1
        self._take(Page(number=number, text=text, label=one_line(label)))
        self.characters += len(text)
        self.drawn = self.drawn or drawn.covered > 0 or drawn.shapes > 0
        if not text and (drawn.covered > _COVERED or drawn.shapes > _OUTLINES):
            self.scanned.append(number)
        elif drawn.covered > 2 * _COVERED and len(text) < STAMP:
            self.stamped.append(number)
        elif not text and not drawn.covered and not drawn.shapes:
            self.blank.append(number)

    def fail(self, why: str, *, label: str | None = None) -> None:
        """The next page could not be read."""
        number = len(self.pages) + 1
        self.failed.append(number)
        self.notes.append(f"page {number} could not be read: {why}")
        self._take(Page(number=number, text="", label=one_line(label)))

    def _take(self, page: Page) -> None:
        self.pages.append(page)
        if self.deliver:
            self.deliver(page, self.engine)

    def spoilt(self) -> list[int]:
        """The pages with letters that have no meaning."""
        return [page.number for page in self.pages if unreadable_share(page.text) > SPOILT]

    def conclude(self) -> Extraction:
        """The document, or why there is none."""
        if self.scanned:
            self.lacks(f"no text layer on page {ranges(self.scanned)}")
        if self.torn:
            pages = ranges(sorted(set(self.torn)))
            self.lacks(f"the content of page {pages} is torn; what could be read was read")
        if self.failed:
            self.complete = False
        for numbers, what in (
            (self.outside, "letters outside the visible area"),
            (self.white, "white letters on white"),
            (self.unseen, "letters that are never shown"),
        ):
            if numbers:
                self.notes.append(f"{what} were left out on page {ranges(numbers)}")
        whole = "\n".join(page.text for page in self.pages)
        unread = self._find_reason(whole)
        if unread is not None:
            return unread
        if spoilt := self.spoilt():
            self.lacks(f"letters without a meaning on page {ranges(spoilt)}")
        return Document(
            media_type=MEDIA_TYPE,
            pages=tuple(self.pages),
            title=self.title,
            headings=self.headings,
            language=find_language(whole, declared=self.declared),
            paged=True,
            complete=self.complete,
            notes=tuple(self.notes),
            engine=self.engine,
        )

    def _find_reason(self, whole: str) -> Unread | None:
        count = len(self.pages)
        if not self.pages or (not whole.strip() and self.failed):
            notes = "; ".join(self.notes)
            return unread(UnreadReason.DAMAGED, notes or "the PDF has no page that can be read")
        if not whole.strip():
            if self.drawn:
                why = f"none of its {count} pages has a text layer; it needs OCR"
                return unread(UnreadReason.NEEDS_OCR, why)
            if not self.complete:
                return unread(UnreadReason.DAMAGED, "; ".join(self.notes))
            return unread(UnreadReason.EMPTY, f"its {count} pages are blank")
        if len(self.stamped) + len(self.scanned) == count:
            why = "its pages are pictures with no more than a stamp of text; it needs OCR"
            return unread(UnreadReason.NEEDS_OCR, why)
        if unreadable_share(whole) > _LOST or looks_like_mojibake(whole):
            return unread(UnreadReason.MOJIBAKE, "its fonts do not say which letters they draw")
        return None


def unread(reason: UnreadReason, why: str) -> Unread:
    """A PDF that gave no text."""
    return Unread(reason=reason, why=why, media_type=MEDIA_TYPE)


def told(fault: Exception) -> str:
    """A library's exception in a few words."""
    return f"{type(fault).__name__}: {str(fault)[:120]}".rstrip(": ")


def usable_title(title: str | None) -> str | None:
    """The title in the file's properties, unless it is a program's stand-in for one."""
    title = one_line(title)
    return title[:500] if title and not _STAND_IN.match(title) else None


def heading_lines(titles: Sequence[str]) -> tuple[str, ...]:
    """The bookmarks as headings: each once, 500 at most."""
    lines = dict.fromkeys(line[:300] for title in titles if (line := one_line(title)))
    return tuple(lines)[:500]


def ranges(numbers: Sequence[int]) -> str:
    """The numbers as a reader writes them.

    >>> ranges([1, 3, 4, 5])
    '1, 3–5'
    """
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)
