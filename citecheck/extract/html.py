"""A web page: its whole visible text, block by block.

No part is judged to be the main content: the figure may stand in a sidebar, a
footer or a caption, and an extractor that picks an article loses a third of all
table figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version
from time import monotonic
from urllib.parse import urljoin

from citecheck.extract.encodings import declared_in_html, decode
from citecheck.extract.html_lines import Line, WrittenPage
from citecheck.extract.html_markup import MOST_ELEMENTS, Markup, parse_markup
from citecheck.extract.html_meta import PageFacts, find_facts
from citecheck.extract.html_regions import find_regions
from citecheck.extract.html_walk import write_page
from citecheck.extract.letters import find_language, looks_like_mojibake, unreadable_share
from citecheck.extract.limits import Limits
from citecheck.extract.tidy import one_line, tidy_line
from citecheck.model.documents import Document, Extraction, Page, Unread, UnreadReason, note_frame

_ENGINE = f"lxml {version('lxml')}, walk 4"
_MOST_NOTES = 20
#: A page with fewer letters than this and scripts of its own may write its text by them.
_LITTLE_TEXT = 400
_LONG_SCRIPT = 1000
_WRITING = 0.6  # of a worker's first seconds; the rest is for what is made of the lines


def read_html(body: bytes, *, media_type: str, charset: str | None, limits: Limits) -> Extraction:
    """The page's visible text with title, headings, language, dates and regions.

    Frames, scripts on a page with little text, and a cut make it incomplete; inner
    frames and refresh targets, whose text is elsewhere, are told in ``notes``.
    """
    hints = [name for name in (charset, declared_in_html(body)) if name]
    decoded = decode(body, declared=list(dict.fromkeys(hints)))
    is_xml = media_type == "application/xml"
    until = monotonic() + _WRITING * limits.first_seconds
    markup = parse_markup(decoded.text, is_xml=is_xml)
    written = write_page(markup, is_xml=is_xml, until=until)
    facts = find_facts(markup)
    frames, inner = (_based(found, facts) for found in (written.frames, written.inner_frames))
    lines = settle_lines(written.lines)
    text = "\n".join(line.text for line in lines)
    framed = tuple(note_frame(address) for address in frames)
    gaps = (*framed, *_gaps(markup, written, text, limits))
    told = (*gaps, *_pointers(inner, facts))
    if written.hidden and not written.hidden_numbers:
        told += ("words that its style sheet hides were left out",)
    shown = tuple(dict.fromkeys((*frames, *inner)))[:_MOST_NOTES]
    lacks_only_frames = bool(frames) and gaps == framed
    if not re.search(r"\w", text):
        why = "; ".join(("the page has no visible text", *told))
        return Unread(
            reason=UnreadReason.EMPTY, why=why, media_type=media_type, frames=shown,
            lacks_only_frames=lacks_only_frames or (bool(inner) and not gaps),
        )  # fmt: skip
    if looks_like_mojibake(text) or unreadable_share(text) > 0.05:
        why = f"its letters come out wrong (read as {decoded.encoding})"
        return Unread(reason=UnreadReason.MOJIBAKE, why=why, media_type=media_type)
    regions = find_regions(lines)
    return Document(
        media_type=media_type,
        pages=(Page(number=1, text=text[: limits.max_characters]),),
        title=one_line(written.title),
        headings=written.headings,
        language=find_language(text, declared=facts.language),
        complete=not gaps,
        notes=(*decoded.notes, *told),
        engine=_ENGINE,
        encoding=decoded.encoding,
        published=facts.published,
        modified=facts.modified,
        canonical=facts.canonical,
        frames=shown,
        lacks_only_frames=lacks_only_frames,
        regions=tuple(region for region in regions if region.end <= limits.max_characters),
    )


def _based(addresses: Iterable[str], facts: PageFacts) -> tuple[str, ...]:
    """Addresses as written, or joined to the base that the page names; each once."""
    found = []
    for address in dict.fromkeys(addresses):
        with suppress(ValueError):  # no address at all
            found.append(urljoin(facts.base, address) if facts.base else address)
    return tuple(found)[:_MOST_NOTES]


def settle_lines(lines: Iterable[Line]) -> list[Line]:
    """The lines as they stand in a text: tidy, no two empty ones in a row, none at the ends."""
    settled: list[Line] = []
    for line in lines:
        text = line.text
        if text and text.isprintable() and text[-1] != " ":
            settled.append(line)
            continue
        text = tidy_line(text)
        if text or (settled and settled[-1].text):
            settled += [replace(line, text=part) for part in text.rstrip(" \t").split("\n")]
    while settled and not settled[-1].text:
        settled.pop()
    return settled


def _gaps(markup: Markup, written: WrittenPage, text: str, limits: Limits) -> tuple[str, ...]:
    """What of the page itself was not read."""
    gaps = []
    if len(text) < _LITTLE_TEXT and any(_loads_text(markup, at) for at in markup.telling):
        gaps.append("there is little text; scripts, which were not run, may write more")
    if written.hidden_numbers and any(markup.element(at).name == "script" for at in markup.telling):
        gaps.append("numbers that its style sheet hides were left out; a script may show them")
    if written.unfinished:
        gaps.append("the page was read in part: it takes too long")
    if markup.cut:
        gaps.append(f"only the first {MOST_ELEMENTS:,} elements were read")
    if len(text) > limits.max_characters:
        gaps.append(f"only the first {limits.max_characters:,} characters were read")
    return tuple(gaps)


def _loads_text(markup: Markup, at: int) -> bool:
    """Whether the element there is a script that may write text."""
    element = markup.element(at)
    if element.name != "script":
        return False
    return bool(element.attributes.get("src")) or len(markup.text_in(at)) > _LONG_SCRIPT


def _pointers(inner: Iterable[str], facts: PageFacts) -> tuple[str, ...]:
    """Where else the page leads its reader by itself."""
    notes = [note_frame(address, inner=True) for address in inner]
    if facts.refresh:
        notes.append(f"the page forwards to {facts.refresh}")
    return tuple(dict.fromkeys(notes))[:_MOST_NOTES]
