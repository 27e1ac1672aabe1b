"""A web page: its whole visible text, block by block.

No part is judged to be the main content: the figure may stand in a sidebar, a
footer or a caption, and an extractor that picks an article loses a third of all
table figures.
"""

from __future__ import annotations

import re
import warnings
from importlib.metadata import version
from typing import TYPE_CHECKING

from citecheck.extract.encodings import declared_in_html, decode
from citecheck.extract.html_text import WrittenPage, write_page
from citecheck.extract.letters import find_language, looks_like_mojibake, unreadable_share
from citecheck.extract.limits import Limits
from citecheck.extract.tidy import one_line, tidy
from citecheck.model.documents import Document, Extraction, Page, Unread, UnreadReason

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_REFRESH = re.compile(
    r"""^\s*[\d.]*\s*[;,]?\s*(?:url\s*=)?\s*["']?([^"'\s].*?)["']?\s*$""", re.I | re.S
)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_MOST_NOTES = 20
#: A page with fewer letters than this and scripts of its own may write its text by them.
_LITTLE_TEXT = 400
_LONG_SCRIPT = 1000


def read_html(body: bytes, *, media_type: str, charset: str | None, limits: Limits) -> Extraction:
    """The page's visible text with title, headings and language.

    Frames, scripts on a page with little text, and a cut make it incomplete; inner
    frames and refresh targets, whose text is elsewhere, are told in ``notes``.
    """
    hints = [name for name in (charset, declared_in_html(body)) if name]
    decoded = decode(body, declared=list(dict.fromkeys(hints)))
    soup = _parse(decoded.text, is_xml="xml" in media_type)
    written = write_page(soup)
    text = tidy(written.text)
    gaps = _gaps(soup, written, text, limits)
    told = (*gaps, *_pointers(soup, written))
    if not re.search(r"\w", text):
        why = "; ".join(("the page has no visible text", *told))
        return Unread(reason=UnreadReason.EMPTY, why=why, media_type=media_type)
    if looks_like_mojibake(text) or unreadable_share(text) > 0.05:
        why = f"its letters come out wrong (read as {decoded.encoding})"
        return Unread(reason=UnreadReason.MOJIBAKE, why=why, media_type=media_type)
    return Document(
        media_type=media_type,
        pages=(Page(number=1, text=text[: limits.max_characters]),),
        title=one_line(written.title),
        headings=written.headings,
        language=find_language(text, declared=_declared_language(soup)),
        complete=not gaps,
        notes=(*decoded.notes, *told),
        engine=f"beautifulsoup4 {version('beautifulsoup4')}, lxml {version('lxml')}",
        encoding=decoded.encoding,
    )


def _parse(text: str, *, is_xml: bool) -> BeautifulSoup:
    from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning

    if is_xml:
        # The HTML parser takes these sections for comments; in feeds they hold the text.
        text = _CDATA.sub(r"\1", text)
    with warnings.catch_warnings():
        # Both guess at a programmer's slip; here the input is what the web sent.
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        # libxml2 stops reading at a zero character.
        return BeautifulSoup(text.replace("\0", "\ufffd"), "lxml")


def _declared_language(soup: BeautifulSoup) -> str | None:
    root = soup.find("html")
    declared = (root.get("lang") or root.get("xml:lang")) if root else None
    return str(declared) if declared else None


def _gaps(soup: BeautifulSoup, written: WrittenPage, text: str, limits: Limits) -> tuple[str, ...]:
    """What of the page was not read."""
    gaps = [f"a frame shows {address}, not read here" for address in written.frames[:_MOST_NOTES]]
    if len(text) < _LITTLE_TEXT and any(_loads_text(script) for script in soup.find_all("script")):
        gaps.append("there is little text; scripts, which were not run, may write more")
    if len(text) > limits.max_characters:
        gaps.append(f"only the first {limits.max_characters:,} characters were read")
    return tuple(dict.fromkeys(gaps))


def _loads_text(script: Tag) -> bool:
    return bool(script.get("src")) or len(script.get_text()) > _LONG_SCRIPT


def _pointers(soup: BeautifulSoup, written: WrittenPage) -> tuple[str, ...]:
    """Where else the page leads its reader by itself."""
    notes = [f"an inner frame shows {address}, not read here" for address in written.inner_frames]
    for meta in soup.find_all("meta", attrs={"http-equiv": re.compile(r"^\s*refresh\s*$", re.I)}):
        found = _REFRESH.match(str(meta.get("content") or "")[:2000])
        if found and not re.fullmatch(r"[\d.]+", found[1]):
            notes.append(f"the page forwards to {found[1].strip()}")
    return tuple(dict.fromkeys(notes))[:_MOST_NOTES]
