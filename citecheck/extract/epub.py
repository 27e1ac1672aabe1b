"""Electronic books (.epub, EPUB 3.3): the chapters in their order, each read as a page."""

from __future__ import annotations

import posixpath
from time import monotonic
from urllib.parse import unquote

from citecheck.containers import check_container
from citecheck.extract.composing import Composed, LabelledLine, compose
from citecheck.extract.html import read_html
from citecheck.extract.html_markup import MOST_ELEMENTS
from citecheck.extract.limits import Limits
from citecheck.model.documents import Document, Extraction, Unread, UnreadReason
from citecheck.xml_parts import FAULTS, XmlParts, attribute, child, children, descendants

MEDIA_TYPE = "application/epub+zip"
_READING = 0.7  # of a worker's first seconds; the rest is for what is made of the chapters


def read_epub(body: bytes, limits: Limits) -> Extraction:
    """The text of all chapters; one that gave none is told."""
    refused = check_container(
        body, max_unpacked=limits.max_unpacked, max_ratio=limits.max_ratio, doctypes=True
    )
    if refused:
        return Unread(reason=refused.reason, why=refused.why, media_type=MEDIA_TYPE)
    try:
        parts = XmlParts(body)
        chapters, title, published = _contents(parts)
    except FAULTS as fault:
        why = f"the book could not be read: {str(fault)[:200]}"
        return Unread(reason=UnreadReason.DAMAGED, why=why, media_type=MEDIA_TYPE)
    pages: list[tuple[str | None, list[LabelledLine]]] = []
    headings: list[str] = []
    until = monotonic() + _READING * limits.first_seconds
    characters, elements = limits.max_characters, MOST_ELEMENTS
    for number, path in enumerate(chapters[: limits.max_pages]):
        if characters <= 0 or elements <= 0 or monotonic() > until:
            parts.damage.append(f"only the first {number:,} of its chapters were read")
            break
        content = parts.read(path)
        if content is None:
            continue
        elements -= content.count(b"<") - content.count(b"</")
        read = read_html(content, media_type="application/xhtml+xml", charset=None, limits=limits)
        if isinstance(read, Document):
            characters -= len(read.text)
            pages.append((posixpath.basename(path), [(read.text, None)]))
            headings += read.headings
        elif read.reason is not UnreadReason.EMPTY:
            parts.damage.append(f"the chapter {path[:80]} could not be read: {read.why}")
    return compose(
        Composed(
            media_type=MEDIA_TYPE,
            pages=pages,
            title=title,
            headings=headings,
            published=published,
            gaps=tuple(parts.damage),
            engine="citecheck.epub 1",
        ),
        limits,
    )


def _contents(parts: XmlParts) -> tuple[list[str], str | None, str | None]:
    container = parts.parse("META-INF/container.xml")
    packages = [attribute(element, "full-path") for element in descendants(container, "rootfile")]
    package = packages[0] if packages else None
    root = parts.parse(package) if package else None
    if root is None or not package:
        raise ValueError("; ".join(parts.damage) or "it has no package")
    meta, folder = child(root, "metadata"), posixpath.dirname(package)
    items = {
        attribute(item, "id"): attribute(item, "href") or "" for item in children(root, "manifest")
    }
    chapters = []
    for reference in children(root, "spine"):
        href = items.get(attribute(reference, "idref"))
        path = posixpath.normpath(posixpath.join(folder, unquote(href))) if href else ""
        if path in parts.names:
            chapters.append(path)
        else:
            parts.damage.append(f"a chapter is missing: {path[:80]}")
    title, published = child(meta, "title"), child(meta, "date")
    return (
        chapters,
        title.text if title is not None else None,
        published.text if published is not None else None,
    )
