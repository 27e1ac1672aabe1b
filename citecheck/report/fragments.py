"""Links that lead to the very words: text fragments for pages, page numbers for PDF.

A browser that knows neither opens the page at its top, so nothing is lost
(WICG, "URL Fragment Text Directives"; RFC 8118, section 3).
"""

from __future__ import annotations

import re
from urllib.parse import quote

#: So many words on either side pin a figure down and still fit in one line of a page.
_WORDS = 3
_WORD = re.compile(r"\S+")


def passage_link(url: str, passage: str, printed: str, page: int | None) -> str:
    """The address with a fragment that shows ``printed`` inside ``passage``.

    ``page`` is the 1-based page of a paged medium, which then is all that is said.
    An address that has a fragment of its own is given back as it is.

    >>> passage_link("http://a.example/b", "The town has 40 boats, all new.", "40 boats", None)
    'http://a.example/b#:~:text=The%20town%20has-,40%20boats,-%2C%20all%20new.'
    >>> passage_link("http://a.example/b.pdf", "It has 40 boats.", "40 boats", 7)
    'http://a.example/b.pdf#page=7'
    """
    if "#" in url:
        return url
    if page is not None:
        return f"{url}#page={page}"
    exact = " ".join(printed.split())
    flat = " ".join(passage.split())
    at = flat.find(exact)
    if not exact or at < 0:
        return url
    before = _WORD.findall(flat[:at])[-_WORDS:]
    after = _after(flat[at + len(exact) :])
    parts = [
        f"{_encode(' '.join(before))}-" if before else "",
        _encode(exact),
        f"-{_encode(after)}" if after else "",
    ]
    return f"{url}#:~:text={','.join(part for part in parts if part)}"


def _after(text: str) -> str:
    """The first words that follow; what is glued to the figure counts as one of them."""
    return " ".join(_WORD.findall(text)[:_WORDS])


def _encode(text: str) -> str:
    """Percent-encoded, with the dash and the comma that the directive gives a meaning."""
    return quote(text, safe="", errors="replace").replace("-", "%2D")
