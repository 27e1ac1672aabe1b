"""Capture the frames that hold a page's text, and read them as a part of it.

A frame is asked as any address is: politely, through the guard, within the limits, once.
Those of an archived copy are taken from the same archive, near the copy's own moment.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from citecheck.model.captures import Capture, Memento, NoResponse
from citecheck.model.documents import Extraction
from citecheck.pipeline.edges import Edges, LiveResult
from citecheck.pipeline.mementos import fetch_memento
from citecheck.pipeline.reading import FrameCapture, Reader
from citecheck.ports import Archive
from citecheck.verdicts.frames import choose_frames

#: Asks addresses of the live web, or recalls what the snapshots hold of them.
Ask = Callable[[Sequence[str]], Mapping[str, LiveResult]]


def read_live_frames(
    live: dict[str, LiveResult], reader: Reader, ask: Ask
) -> dict[str, LiveResult]:
    """The results; pages whose text stands in frames are read with that text from now on."""
    wanted = {url: shown for url, result in live.items() if (shown := _frames_of(result, reader))}
    urls = dict.fromkeys(frame for frames in wanted.values() for frame in frames)
    unknown = [url for url in urls if url not in live]
    found = ChainMap(dict(ask(unknown)) if unknown else {}, live)
    for url, frames in wanted.items():
        capture = live[url].capture
        assert capture is not None
        reader.read_with(capture, [_captured(frame, found.get(frame)) for frame in frames])
    return live


def _frames_of(result: LiveResult, reader: Reader) -> tuple[str, ...]:
    if result.capture is None or not reader.shows_frames(result.capture):
        return ()  # the text of each of a hundred thousand is not looked at once more
    text = result.extraction
    return choose_frames(text, base=result.capture.final_url) if text else ()


def _captured(url: str, result: LiveResult | None) -> FrameCapture:
    if result is None:
        return FrameCapture(address=url, why="it was not captured")
    if isinstance(result.outcome, NoResponse):
        return FrameCapture(address=url, why=result.outcome.why)
    return _usable(url, result.capture)


def _usable(url: str, capture: Capture | None) -> FrameCapture:
    if capture is None or not 200 <= capture.status < 300:
        answer = capture.status if capture else "nothing"
        return FrameCapture(address=url, why=f"it answered {answer}")
    return FrameCapture(address=url, capture=capture)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedFrames:
    """The frames of archived copies.

    ``days``: how far from the copy a frame's own capture may lie and still be of it.
    """

    edges: Edges
    reader: Reader
    days: int

    def read(self, capture: Capture, text: Extraction, archive: Archive | None) -> Extraction:
        """The text of a copy with that of its frames; from the snapshots alone without archive."""
        frames = choose_frames(text, base=capture.final_url)
        if not frames or capture.memento is None:
            return text
        taken = [self._take(url, capture, capture.memento, archive) for url in frames]
        return self.reader.read_with(capture, taken)

    def _take(
        self, url: str, page: Capture, memento: Memento, archive: Archive | None
    ) -> FrameCapture:
        kept = [c for c in self.edges.store.captures(url) if c.memento]
        nearest = min(kept, key=lambda c: _seconds_apart(c.captured, page.captured), default=None)
        if nearest is not None and _seconds_apart(nearest.captured, page.captured) < 86_400:
            return _usable(url, nearest)
        why = "the snapshots hold no copy of it"
        wanted = _beside(memento, url)
        if archive is not None and wanted is not None:
            came = fetch_memento(wanted, self.edges, archive)
            if isinstance(came, NoResponse):
                why = came.why
            else:
                nearest = came[0]
        if nearest is None:
            return FrameCapture(address=url, why=why)
        days = int(_seconds_apart(nearest.captured, page.captured) // 86_400)
        if days > self.days:
            why = f"its nearest copy, of {nearest.captured:%Y-%m-%d}, is {days} days away"
            return FrameCapture(address=url, why=why)
        return _usable(url, nearest)


def _beside(memento: Memento, url: str) -> Memento | None:
    """The memento of a frame at the moment of its page's; none where addresses do not tell."""
    before, stamp, _ = memento.url.partition(memento.timestamp)
    if not stamp:
        return None
    return Memento(
        timestamp=memento.timestamp,
        original=url,
        url=f"{before}{stamp}/{url}",
        archive=memento.archive,
    )


def _seconds_apart(one: datetime, other: datetime) -> float:
    return abs((one - other).total_seconds())
