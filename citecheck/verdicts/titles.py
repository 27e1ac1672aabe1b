"""Whether a page is the cited one by its title."""

from __future__ import annotations

import re

from citecheck.model.documents import Document

_WORD = re.compile(r"\w{3,}", re.UNICODE)
#: A title of fewer words than this proves nothing: "Kyrgyzstan" heads many pages.
MIN_WORDS = 4
#: This share of the cited title's words must stand in one title or heading.
ENOUGH = 0.8


def carries_title(document: Document, titles: tuple[str, ...]) -> bool:
    """Whether the page's title or a heading is one of the cited titles.

    >>> from citecheck.model.documents import Page
    >>> page = Document(media_type="text/html", title="Annual report of the river watch | RW",
    ...                 pages=(Page(number=1, text="…"),))
    >>> carries_title(page, ("Annual Report of the River Watch",))
    True
    """
    shown = [words_of(part) for part in (document.title, *document.headings) if part]
    for title in titles:
        wanted = words_of(title)
        if len(wanted) < MIN_WORDS:
            continue
        if any(len(wanted & words) >= ENOUGH * len(wanted) for words in shown):
            return True
    return False


def words_of(title: str) -> frozenset[str]:
    """The words of a title that tell it from others, in lower case."""
    return frozenset(word.lower() for word in _WORD.findall(title))
