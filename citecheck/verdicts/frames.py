"""Pages whose text stands in frames: which frames to read, and one text of them all.

A frameset (HTML 4, 16) shows nothing of its own, and a page around an inner frame little;
what a reader cited then stands at another address.  Frames of other sites are counters,
films and advertisements as often as not, and no part of the source: they are left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urldefrag, urljoin, urlsplit

from citecheck.model.documents import (
    PAGE_BREAK,
    Document,
    Extraction,
    Page,
    Region,
    UnreadReason,
    note_frame,
)
from citecheck.verdicts.landing import host_of

#: So many frames of a page are read at most, and none of the frames inside them.
MOST_FRAMES = 4
#: A page with more characters than this has its text in itself, whatever it shows in a frame.
_OWN_TEXT = 1000
_FAILED = "the frame "


@dataclass(frozen=True, slots=True, kw_only=True)
class Framed:
    """A frame that was asked for: its text, or why there is none."""

    address: str
    text: Extraction | None = None
    why: str = ""


def choose_frames(text: Extraction, *, base: str) -> tuple[str, ...]:
    """The frames that hold the text of a page at ``base``; none where it has its own.

    >>> from citecheck.model.documents import Unread
    >>> bare = Unread(reason=UnreadReason.EMPTY, why="", frames=("top.htm", "//ads.example/x"))
    >>> choose_frames(bare, base="http://a.example/b/")
    ('http://a.example/b/top.htm',)
    """
    if isinstance(text, Document):
        if not text.lacks_only_frames and len(text.text) > _OWN_TEXT:
            return ()
    elif text.reason is not UnreadReason.EMPTY:
        return ()
    own = {_plain(base)}
    found = [url for url in _resolve(text.frames, base) if host_of(url) == host_of(base)]
    return tuple(url for url in dict.fromkeys(found) if url not in own)[:MOST_FRAMES]


def join_frames(text: Extraction, framed: Sequence[Framed], *, base: str) -> Extraction:
    """One document of a page's own text and that of its frames, each on a page that names it.

    It is complete where nothing but these frames was missing and each was read whole.
    Where none was read it is the page itself, with the reasons.
    """
    read = {f.address: f.text for f in framed if isinstance(f.text, Document)}
    failed = tuple(f"{_FAILED}{f.address}: {f.why}" for f in framed if f.address not in read)
    if not read:
        if isinstance(text, Document):
            return replace(text, notes=(*text.notes, *failed))
        return replace(text, why="; ".join((text.why, *failed)))
    own = text if isinstance(text, Document) else None
    parts = ([own] if own else []) + list(read.values())
    longest = max(parts, key=lambda part: len(part.text))
    first = own or longest
    left = [raw for raw in text.frames if not any(url in read for url in _resolve((raw,), base))]
    whole = own.complete if own else False
    if text.lacks_only_frames:
        whole = not left
    known = {note_frame(raw, inner=inner) for raw in text.frames for inner in (True, False)}
    lasting = {note_frame(raw, inner=inner) for raw in left for inner in (True, False)}
    own_notes = own.notes if own else tuple(note_frame(raw) for raw in left)
    return replace(
        first,
        media_type=text.media_type or first.media_type,
        pages=_pages(own, read),
        title=first.title or longest.title,
        headings=tuple(dict.fromkeys(h for part in parts for h in part.headings)),
        language=longest.language,
        paged=False,
        complete=whole and all(part.complete for part in read.values()),
        notes=(
            *(note for note in own_notes if note not in known - lasting),
            f"its frames were read with it: {', '.join(read)}",
            *(f"{url}: {note}" for url, part in read.items() for note in part.notes),
            *failed,
        ),
        frames=tuple(left),
        lacks_only_frames=False,
        regions=_regions(parts),
        provisional=any(part.provisional for part in parts),
    )


def unread_frames(text: Document) -> str:
    """Why frames of a page could not be read, in words; empty where none was asked for in vain."""
    return "; ".join(note for note in text.notes if note.startswith(_FAILED))


def _pages(own: Document | None, read: dict[str, Document]) -> tuple[Page, ...]:
    pages = list(own.pages) if own else []
    for url, part in read.items():
        pages += [
            replace(page, frame=url, label=None, engine=page.engine or part.engine)
            for page in part.pages
        ]
    return tuple(replace(page, number=n) for n, page in enumerate(pages, start=1))


def _regions(parts: Sequence[Document]) -> tuple[Region, ...]:
    found, at = [], 0
    for part in parts:
        found += [replace(r, start=r.start + at, end=r.end + at) for r in part.regions]
        at += len(part.text) + len(PAGE_BREAK)
    return tuple(found)


def _resolve(frames: Sequence[str], base: str) -> list[str]:
    """Frames as written to http(s) addresses without a fragment; what is none is left out."""
    found = []
    for raw in frames:
        try:
            url = _plain(urljoin(base, raw))
            parts = urlsplit(url)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.hostname:
            found.append(url)
    return found


def _plain(url: str) -> str:
    return urldefrag(url).url
