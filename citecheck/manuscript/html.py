"""The reader for HTML: a page, or what a word processor saved as one."""

from __future__ import annotations

import warnings
from dataclasses import replace

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning

from citecheck.manuscript.marked_up import read_marked_up
from citecheck.manuscript.text import read_text_manuscript
from citecheck.model.errors import InputError
from citecheck.model.manuscripts import Manuscript

#: Share of a page's text that makes it plain text in HTML's dress.
MOST = 0.8


def parse_html(text: str) -> BeautifulSoup:
    """The document tree, by lxml; nothing is loaded that the text names."""
    with warnings.catch_warnings():
        # Both guess at a programmer's slip; here the input is a user's file.
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        return BeautifulSoup(text, "lxml")


def read_html_manuscript(text: str, *, source: str) -> Manuscript:
    """Read a decoded HTML manuscript; ``source`` is its name, for errors.

    Raises :class:`~citecheck.model.errors.InputError`.
    """
    soup = parse_html(text)
    if not soup.get_text().strip():
        raise InputError(
            "holds no text", source=source, remedy="give a page with body text and notes"
        )
    typed = _typed_text(soup)
    if typed:
        return read_text_manuscript(typed, source=source)
    found = read_marked_up(soup, source=source)
    if found.title or soup.title is None:
        return found
    return replace(found, title=" ".join(soup.title.get_text().split()) or None)


def _typed_text(soup: BeautifulSoup) -> str:
    """The text of a page that is plain text in an element of its own; else nothing."""
    longest = max(soup.find_all("pre"), key=lambda pre: len(pre.get_text()), default=None)
    text = longest.get_text() if longest is not None else ""
    whole = soup.body.get_text() if soup.body is not None else ""
    return text if len(text) > MOST * len(whole) else ""
