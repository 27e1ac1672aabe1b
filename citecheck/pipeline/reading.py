"""Captured bytes to text, each payload once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from os import cpu_count
from threading import Lock

from citecheck.model.captures import Capture
from citecheck.model.documents import Document, Extraction, Unread, UnreadReason
from citecheck.model.errors import InputError
from citecheck.pipeline.edges import Far, Reading
from citecheck.ports import Extractor, KeepsTexts, SnapshotStore
from citecheck.verdicts.frames import Framed, choose_frames, join_frames
from citecheck.verdicts.page_marks import Mark, find_marks

_NO_MARKS: frozenset[Mark] = frozenset()
#: So much text is held in memory at a time; what more there is comes from where it is kept.
MOST_CHARACTERS = 4_000_000
#: So many captures are given to a task of another process, if there are many to be read.
MOST_IN_A_TASK = 16
#: A payload's digest, its media type, and whether the second reader read it.
_Key = tuple[str, str | None, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameCapture:
    """What was captured of a page's frame, or why nothing was."""

    address: str
    capture: Capture | None = None
    why: str = ""


class _Held:
    """The texts used last, up to so many characters together; whatever gave none, for good.

    A text is in the extractor's cache and comes again at once.  A failure is in none: it may
    have cost all the time that a worker has.
    """

    def __init__(self, most: int) -> None:
        self._most, self._characters = most, 0
        self._texts: OrderedDict[_Key, Document] = OrderedDict()
        self._failures: dict[_Key, Unread] = {}

    def get(self, key: _Key) -> Extraction | None:
        if key in self._texts:
            self._texts.move_to_end(key)
            return self._texts[key]
        return self._failures.get(key)

    def put(self, key: _Key, text: Extraction) -> None:
        if isinstance(text, Unread):
            self._failures[key] = text
        elif key not in self._texts:
            self._texts[key] = text
            self._characters += len(text.text)
            while self._characters > self._most and len(self._texts) > 1:
                _, dropped = self._texts.popitem(last=False)
                self._characters -= len(dropped.text)


class Reader:
    """Extracts the text of captures and remembers it by payload digest for the run."""

    def __init__(self, store: SnapshotStore, extractor: Extractor, far: Far | None = None) -> None:
        self._store, self._extractor, self._far = store, extractor, far
        self._read = _Held(MOST_CHARACTERS)
        self._marks: dict[str, frozenset[Mark]] = {}
        self._frames: dict[Capture, tuple[FrameCapture, ...]] = {}
        self._framed: set[str] = set()
        #: What was read, by media type and reader: its payload was there, and whole.
        self._seen: dict[tuple[str | None, bool], set[str]] = {}
        self._lock = Lock()

    @property
    def at_once(self) -> int:
        """How many threads may ask for a text at a time."""
        return self._far.at_once if self._far else cpu_count() or 2

    @property
    def most_ahead(self) -> int:
        """How many captures may be :meth:`read_ahead` in one call."""
        return MOST_IN_A_TASK if self._far else 1

    def read_ahead(self, captures: Sequence[Capture]) -> None:
        """Read captures that will be asked for, in one task where others can read them."""
        if not self._far:
            for capture in captures:
                self.read(capture)
            return
        sent, others = dict[_Key, Capture](), list[Capture]()
        for capture in captures:
            key = _key(capture, again=False)
            with self._lock:
                is_known = capture in self._frames or self._read.get(key) is not None
            if is_known or not self._far.sees(capture):
                others.append(capture)
            else:
                sent.setdefault(key, capture)
        if sent:
            task = self._far.executor.submit(self._far.read, tuple(sent.values()), False)
            for capture, reading in zip(sent.values(), task.result(), strict=True):
                self._keep(capture, reading, again=False)
        for capture in others:
            self.read(capture)

    def read(self, capture: Capture, *, body: bytes | None = None) -> Extraction:
        """The text of a capture; one that was cut short is never a complete document.

        ``body`` are its bytes, where they are at hand.
        """
        with self._lock:
            frames = self._frames.get(capture)
        if frames is None:
            return self._recall(capture, body, again=False)
        return self._joined(capture, frames, again=False)

    def read_again(self, capture: Capture) -> Extraction:
        """The same by the second reader, of a capture whose text is provisional."""
        with self._lock:
            frames = self._frames.get(capture)
        if frames is None:
            return self._recall(capture, None, again=True)
        return self._joined(capture, frames, again=True)

    def read_with(self, capture: Capture, frames: Sequence[FrameCapture]) -> Extraction:
        """The text of a page with that of its frames, here and whenever it is read again."""
        with self._lock:
            self._frames[capture] = tuple(frames)
        return self._joined(capture, frames, again=False)

    def _joined(
        self, capture: Capture, frames: Sequence[FrameCapture], *, again: bool
    ) -> Extraction:
        framed = [
            Framed(address=one.address, why=_why(text, one.why), text=text)
            for one in frames
            for text in [self._once_or_again(one.capture, again) if one.capture else None]
        ]
        text = self._once_or_again(capture, again)
        return join_frames(text, framed, base=capture.final_url)

    def _once_or_again(self, capture: Capture, again: bool) -> Extraction:
        text = self._recall(capture, None, again=False)
        if again and isinstance(text, Document) and text.provisional:
            return self._recall(capture, None, again=True)
        return text

    def _recall(self, capture: Capture, body: bytes | None, *, again: bool) -> Extraction:
        with self._lock:
            known = self._read.get(_key(capture, again=again))
        if known is None:
            known = self._kept_text(capture, again=again)
        if known is None:
            if self._far and self._far.sees(capture):
                task = self._far.executor.submit(self._far.read, (capture,), again)
                (reading,) = task.result()
            else:
                reading = read_capture(
                    capture, self._store, self._extractor, body=body, again=again
                )
            known = reading.extraction
            self._keep(capture, reading, again=again)
            if not reading.intact:
                return known
        if capture.complete:
            return known
        if isinstance(known, Document):
            notes = (*known.notes, "the body was cut short")
            return replace(known, complete=False, lacks_only_frames=False, notes=notes)
        return replace(known, lacks_only_frames=False)

    def _keep(self, capture: Capture, reading: Reading, *, again: bool) -> None:
        if not reading.intact:
            return
        text = reading.extraction
        with self._lock:
            self._read.put(_key(capture, again=again), text)
            self._seen.setdefault((capture.media_type, again), set()).add(capture.digest)
            if choose_frames(text, base=capture.final_url):
                self._framed.add(capture.digest)
            if reading.marks:
                self._marks[capture.digest] = reading.marks

    def _kept_text(self, capture: Capture, *, again: bool) -> Document | None:
        """A text that was read before in this run, without its payload."""
        key = _key(capture, again=again)
        with self._lock:
            seen = capture.digest in self._seen.get(key[1:], ())
        if not seen or capture.sha256 is None or not isinstance(self._extractor, KeepsTexts):
            return None
        text = self._extractor.recall(
            capture.sha256, media_type=capture.media_type, name=capture.final_url, again=again
        )
        if text is not None:
            with self._lock:
                self._read.put(key, text)
        return text

    def shows_frames(self, capture: Capture) -> bool:
        """Whether the text of a capture that was read may stand in frames."""
        with self._lock:
            return capture.digest in self._framed

    def marks(self, capture: Capture) -> frozenset[Mark]:
        """What the markup of a capture that was read gives away."""
        with self._lock:
            return self._marks.get(capture.digest, _NO_MARKS)


def _key(capture: Capture, *, again: bool) -> _Key:
    return (capture.digest, capture.media_type, again)


def read_capture(
    capture: Capture,
    store: SnapshotStore,
    extractor: Extractor,
    *,
    body: bytes | None = None,
    again: bool = False,
) -> Reading:
    """The text of a capture; ``body`` are its bytes where they are at hand."""
    try:
        payload = store.body(capture) if body is None else body
    except InputError as error:  # the snapshot is damaged: one source, not the run
        damaged = Unread(reason=UnreadReason.DAMAGED, why=str(error))
        return Reading(extraction=damaged, intact=False)
    extract = extractor.extract_again if again else extractor.extract
    text = extract(payload, media_type=capture.media_type, name=capture.final_url)
    return Reading(extraction=text, marks=find_marks(payload) if _is_marked(text) else frozenset())


def _why(text: Extraction | None, why: str) -> str:
    return text.why if isinstance(text, Unread) else why


def _is_marked(text: Extraction) -> bool:
    media_type = text.media_type or "html"
    return "html" in media_type or "pdf" in media_type
