"""The reader for HTML: a page, or what a word processor saved as one."""

from __future__ import annotations

import warnings
from dataclasses import replace

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning

from citecheck.manuscript.marked_up import read_marked_up
from citecheck.model.errors import InputError
from citecheck.model.manuscripts import Manuscript


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
    found = read_marked_up(soup, source=source)
    if found.title or soup.title is None:
        return found
    return replace(found, title=" ".join(soup.title.get_text().split()) or None)
