"""Captured bytes to text, each payload once."""

from __future__ import annotations

from dataclasses import replace
from threading import Lock

from citecheck.model.captures import Capture
from citecheck.model.documents import Document, Extraction, Unread, UnreadReason
from citecheck.model.errors import InputError
from citecheck.ports import Extractor, SnapshotStore
from citecheck.verdicts.page_marks import Mark, find_marks


class Reader:
    """Extracts the text of captures and remembers it by payload digest for the run."""

    def __init__(self, store: SnapshotStore, extractor: Extractor) -> None:
        self._store, self._extractor = store, extractor
        self._read: dict[tuple[str, str | None, bool], Extraction] = {}
        self._marks: dict[str, frozenset[Mark]] = {}
        self._lock = Lock()

    def read(self, capture: Capture, *, body: bytes | None = None) -> Extraction:
        """The text of a capture; one that was cut short is never a complete document."""
        return self._recall(capture, body, again=False)

    def read_again(self, capture: Capture) -> Extraction:
        """The same by the second reader, of a capture whose text is provisional."""
        return self._recall(capture, None, again=True)

    def _recall(self, capture: Capture, body: bytes | None, *, again: bool) -> Extraction:
        key = (capture.digest, capture.media_type, again)
        with self._lock:
            known = self._read.get(key)
        if known is None:
            try:
                payload = self._store.body(capture) if body is None else body
            except InputError as error:  # the snapshot is damaged: one source, not the run
                return Unread(reason=UnreadReason.DAMAGED, why=str(error))
            extract = self._extractor.extract_again if again else self._extractor.extract
            known = extract(payload, media_type=capture.media_type, name=capture.final_url)
            marks = find_marks(payload) if _is_html(known) else frozenset()
            with self._lock:
                self._read[key] = known
                self._marks[capture.digest] = marks
        if isinstance(known, Document) and known.complete and not capture.complete:
            return replace(known, complete=False, notes=(*known.notes, "the body was cut short"))
        return known

    def marks(self, capture: Capture) -> frozenset[Mark]:
        """What the markup of a capture that was read gives away."""
        with self._lock:
            return self._marks.get(capture.digest, frozenset())


def _is_html(text: Extraction) -> bool:
    return "html" in (text.media_type or "html")
