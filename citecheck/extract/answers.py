"""What a worker says while it works: pages as they are read, and the extraction at the end.

A worker that is ended, or ends itself, leaves the pages that it has sent: they make a
document that is not whole.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from threading import Event, Thread
from typing import IO

from citecheck.extract.limits import Limits
from citecheck.extract.pdf_reading import Reading
from citecheck.extract.wire import page_from_json
from citecheck.model.documents import Document, Extraction, Page, Unread, UnreadReason

_PAGE = b'{"page":'
_ENDED = (UnreadReason.TIMEOUT, UnreadReason.MEMORY, UnreadReason.CRASH)


class Answer:
    """Reads a worker's lines as they come; ``most`` bounds their bytes together."""

    def __init__(self, stream: IO[bytes], *, most: int) -> None:
        self.last = b""  #: the last line, the extraction
        self.pages: list[bytes] = []  #: the lines before it
        self.heard = Event()  #: set at every page and at the end
        self.ended = False
        self._stream, self._left = stream, most + 1
        self._thread = Thread(target=self._read, daemon=True)
        self._thread.start()

    @property
    def is_too_long(self) -> bool:
        """Whether there was more than is taken."""
        return self._left <= 0

    def close(self, patience: float) -> None:
        """Let go of the stream, if its other end is closed within so many seconds."""
        self._thread.join(patience)
        if not self._thread.is_alive():
            self._stream.close()

    def _read(self) -> None:
        with suppress(OSError, ValueError):
            while self._left > 0 and (line := self._stream.readline(self._left)):
                self._left -= len(line)
                if line.startswith(_PAGE) and line.endswith(b"\n"):
                    self.pages.append(line)
                    self.heard.set()
                else:
                    self.last += line
        self.ended = True
        self.heard.set()


def salvage(found: Extraction, lines: list[bytes], limits: Limits, *, again: bool) -> Extraction:
    """What was found; or, where the worker came to no end, the pages that it had sent."""
    if isinstance(found, Document) or found.reason not in _ENDED or not lines:
        return found
    read: dict[str, dict[int, Page]] = {}
    for line in lines:
        with suppress(ValueError):  # a worker taken over may send anything
            page, engine = page_from_json(line)
            read.setdefault(engine, {})[page.number] = page
    if not read:
        return found
    engine, pages = max(read.items(), key=lambda one: _size(one[1]))
    reading = Reading(engine, limits, pages=[pages[number] for number in sorted(pages)])
    reading.lacks(f"only the first {len(pages)} pages were read: {found.why}")
    saved = reading.conclude()
    if isinstance(saved, Unread):
        return found
    return replace(saved, provisional=not again)


def _size(pages: dict[int, Page]) -> int:
    return sum(len(page.text) for page in pages.values())
