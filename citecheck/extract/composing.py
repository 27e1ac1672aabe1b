"""Lines and what is known of them to a document, the same way for every format."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.extract.dates import parse_date
from citecheck.extract.letters import find_language, looks_like_mojibake, unreadable_share
from citecheck.extract.limits import Limits
from citecheck.extract.tidy import one_line, tidy_line
from citecheck.model.documents import (
    Document,
    Extraction,
    Page,
    Region,
    RegionKind,
    Unread,
    UnreadReason,
)

#: A line and the region that it stands in.
LabelledLine = tuple[str, RegionKind | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """What a reader found: lines, or pages of lines with their labels.

    ``gaps`` say what was not read, ``remarks`` what is worth telling besides.
    """

    media_type: str
    lines: Sequence[LabelledLine] = ()
    pages: Sequence[tuple[str | None, Sequence[LabelledLine]]] = ()
    title: str | None = None
    headings: Sequence[str] = ()
    published: str | None = None
    modified: str | None = None
    gaps: Sequence[str] = ()
    remarks: Sequence[str] = ()
    engine: str = ""
    encoding: str | None = None


def compose(found: Composed, limits: Limits) -> Extraction:
    """The document, or why there is none: no words, or the wrong letters."""
    gaps = list(found.gaps)
    pages: list[Page] = []
    regions: list[Region] = []
    room, at = limits.max_characters, 0
    for number, (label, lines) in enumerate(found.pages or [(None, found.lines)], start=1):
        text, marked = _settle(lines)
        if len(text) > room:
            gaps.append(f"only the first {limits.max_characters:,} characters were read")
        text = text[:room]
        regions += [
            Region(kind=kind, start=at + start, end=at + end)
            for kind, start, end in marked
            if end <= len(text)
        ]
        pages.append(Page(number=number, text=text, label=label))
        room, at = room - len(text), at + len(text) + 1
        if room <= 0 or number >= limits.max_pages:
            break
    if found.pages and len(pages) < len(found.pages):
        gaps.append(f"only the first {len(pages):,} of {len(found.pages):,} pages were read")
    whole = "\n".join(page.text for page in pages)
    if not re.search(r"\w", whole):
        why = "; ".join(("there is no text in it", *gaps))
        reason = UnreadReason.DAMAGED if found.gaps else UnreadReason.EMPTY
        return Unread(reason=reason, why=why, media_type=found.media_type)
    if looks_like_mojibake(whole) or unreadable_share(whole) > 0.05:
        why = "its letters come out in the wrong code page"
        return Unread(reason=UnreadReason.MOJIBAKE, why=why, media_type=found.media_type)
    title = one_line(found.title)
    return Document(
        media_type=found.media_type,
        pages=tuple(pages),
        title=None if title and looks_like_mojibake(title) else title,
        headings=tuple(dict.fromkeys(filter(None, map(one_line, found.headings))))[:500],
        language=find_language(whole),
        paged=bool(found.pages),
        complete=not gaps,
        notes=tuple(dict.fromkeys((*gaps, *found.remarks))),
        engine=found.engine,
        encoding=found.encoding,
        published=parse_date(found.published or ""),
        modified=parse_date(found.modified or ""),
        regions=tuple(regions),
    )


def _settle(lines: Sequence[LabelledLine]) -> tuple[str, list[tuple[RegionKind, int, int]]]:
    """The text of the lines without needless blanks, and where its regions stand."""
    settled: list[str] = []
    regions: list[tuple[RegionKind, int, int]] = []
    at = 0
    for written, kind in lines:
        for raw in (written if written.isprintable() else tidy_line(written)).split("\n"):
            line = raw.rstrip(" \t")
            if not line and (not settled or not settled[-1]):
                continue
            if kind and line:
                if regions and regions[-1][0] is kind and regions[-1][2] + 2 >= at:
                    regions[-1] = (kind, regions[-1][1], at + len(line))
                else:
                    regions.append((kind, at, at + len(line)))
            settled.append(line)
            at += len(line) + 1
    while settled and not settled[-1]:
        settled.pop()
    return "\n".join(settled), regions
