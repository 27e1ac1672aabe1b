"""A page held against one that cannot exist: its invented sibling in the same folder.

A server that answers both alike does not know the page; it says the same to whatever
is asked (Bar-Yossef, Broder, Kumar and Tomkins, WWW 2004).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from citecheck.model.captures import Outcome, Response
from citecheck.model.documents import Document, Extraction
from citecheck.verdicts.landing import is_root, spelling_free

#: Two texts are alike when they share so many of their runs of words.
ALIKE = 0.85
_RUN = 4
_WORD = re.compile(r"\w+")
_ENDING = re.compile(r"\.\w{1,5}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an address answered: the outcome, its digest, its text."""

    outcome: Outcome
    digest: str | None
    extraction: Extraction | None


def invent_sibling(url: str) -> str | None:
    """An address in the same folder that nobody made; ``None`` for a home page.

    The same for all pages of a folder with the same ending, so that it is asked once;
    where a program answers by a query, it is the query's values that are invented.

    >>> invent_sibling("http://example.org/2009/report.html")
    'http://example.org/2009/citecheck-5c6c2df2d5.html'
    >>> invent_sibling("http://example.org/") is None
    True
    """
    parts = urlsplit(url)
    if is_root(url):
        return None
    folder, _, name = parts.path.rstrip("/").rpartition("/")
    seed = f"{parts.hostname}{folder}{_ending(name)}{'?' if parts.query else ''}"
    token = f"citecheck-{hashlib.sha256(seed.encode()).hexdigest()[:10]}"
    if parts.query:
        names = [key for key, _ in parse_qsl(parts.query, keep_blank_values=True)] or [""]
        query = urlencode([(key, token) for key in dict.fromkeys(names)])
        return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
    slash = "/" if parts.path.endswith("/") else ""
    path = f"{folder}/{token}{_ending(name)}{slash}"
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def may_be_alike(page: Outcome, sibling: Outcome) -> bool:
    """Whether anything but the texts can tell the two apart: both are there, as it seems."""
    return all(isinstance(one, Response) and 200 <= one.status < 300 for one in (page, sibling))


def answers_alike(page: Answer, sibling: Answer) -> bool:
    """Whether a server says the same of a page and of its invented sibling."""
    one, other = page.outcome, sibling.outcome
    if not isinstance(one, Response) or not isinstance(other, Response):
        return False
    if not may_be_alike(one, other):
        return False
    moved = spelling_free(one.final_url) != spelling_free(one.url)
    if moved and spelling_free(one.final_url) == spelling_free(other.final_url):
        return True
    if page.digest is not None and page.digest == sibling.digest:
        return True
    texts = (page.extraction, sibling.extraction)
    if not all(isinstance(text, Document) for text in texts):
        return False
    return likeness(*(t.text for t in texts if isinstance(t, Document))) >= ALIKE


def likeness(one: str, other: str) -> float:
    """The share of two texts' runs of words that stand in both (Jaccard), from 0 to 1.

    >>> likeness("a b c d e", "a b c d e"), likeness("a b c d e", "v w x y z")
    (1.0, 0.0)
    """
    first, second = _runs(one), _runs(other)
    if not first or not second:
        return 0.0
    return len(first & second) / len(first | second)


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = [word.lower() for word in _WORD.findall(text)]
    count = max(1, len(words) - _RUN + 1)
    return frozenset(tuple(words[n : n + _RUN]) for n in range(count)) if words else frozenset()


def _ending(name: str) -> str:
    found = _ENDING.search(name)
    return found[0] if found else ""
