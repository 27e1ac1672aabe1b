"""What a page says of itself: not found, parked, a wall.

Sentences are looked for in the title and the headings, or in a short page's whole
text; a long page may well speak of missing pages without being one.  The tables are
data: a row can be listed, tested by itself, and removed when the web changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from citecheck.model.documents import Document

#: Below this many visible characters a page is short: its whole text may be a sign.
SHORT_PAGE_CHARACTERS = 1200
#: Below this many visible characters an HTML page says nothing.
EMPTY_PAGE_CHARACTERS = 25


class Sign(StrEnum):
    """What a page's words give away."""

    NOT_FOUND = "not_found"
    PARKED = "parked"
    WALL = "wall"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenSign:
    """A sign and the words that gave it."""

    sign: Sign
    words: str


_NOT_FOUND = re.compile(
    r"""
      ^\W*(?:error\s*)?404\b | \b404\s*[-–—:|(]?\s*(?:error|not\s+found|page|file|ошибка)
    | \b(?:error|ошибка)\s*404\b
    | \b(?:page|file|document|article|item|resource|content|url|site)s?\b[^.!?\n]{0,60}?
      \b(?:not\s+found|(?:could|can)\s*(?:no|['’])t\s+be\s+(?:found|displayed)|cannot\s+be\s+found
         |does\s+not\s+exist|doesn['’]t\s+exist|no\s+longer\s+(?:exists|available|here)
         |is\s+not\s+available|was\s+not\s+found|is\s+missing|has\s+been\s+(?:removed|deleted))
    | ^\W*not\s+found\W*$ | ^\W*no\s+such\s+page\W*$ | ^\W*nothing\s+(?:was\s+)?found\W*$
    | \b(?:страниц[аы]|документ|файл|материал|раздел)\b[^.!?\n]{0,60}?
      (?:не\s+найден[аоы]?|не\s+существует|удал[её]н[аоы]?|больше\s+не\s+доступ\w+|отсутствует)
    | ^\W*не\s+найден[аоы]?\W*$ | \bничего\s+не\s+найдено\b
    """,
    re.IGNORECASE | re.VERBOSE,
)

_PARKED = re.compile(
    r"""
      \b(?:this|the)\s+domain\b[^.!?\n]{0,60}?\b(?:for\s+sale|is\s+parked|has\s+expired|may\s+be\s+for\s+sale)
    | \bbuy\s+this\s+domain\b | \bdomain\s+(?:name\s+)?(?:is\s+)?(?:for\s+sale|parking|parked)\b
    | \bparked\s+(?:free|domain|page)\b | \binquire\s+about\s+this\s+domain\b
    | \bmake\s+an\s+offer\s+(?:on|for)\s+this\s+domain\b
    | \bдомен\b[^.!?\n]{0,40}?(?:прода[её]тся|припаркован|выставлен\s+на\s+продажу|свободен)
    | \bкупить\s+(?:этот\s+)?домен\b
    """,
    re.IGNORECASE | re.VERBOSE,
)

_WALL = re.compile(
    r"""
      ^\W*(?:just\s+a\s+moment|attention\s+required|access\s+denied|are\s+you\s+(?:a\s+)?(?:human|robot))
    | \bchecking\s+your\s+browser\b | \bverify(?:ing)?\s+(?:that\s+)?you\s+are\s+(?:a\s+)?human\b
    | \bcomplete\s+the\s+captcha\b | \benable\s+javascript\s+and\s+cookies\s+to\s+continue\b
    | ^\W*(?:log\s*-?in|sign\s*-?in|please\s+(?:log|sign)\s+in|member\s+login|login\s+required)\b
    | \b(?:you\s+must|please)\s+(?:log|sign)\s*in\s+to\s+(?:view|read|see|continue|access)\b
    | ^\W*(?:вход\s+(?:в\s+систему|на\s+сайт)|авторизация|войдите)\b
    | \bпроверка\s+(?:вашего\s+)?браузера\b | \bподтвердите,?\s+что\s+вы\s+(?:не\s+робот|человек)\b
    | ^\W*before\s+you\s+continue\b | ^\W*(?:we\s+value\s+your\s+privacy|cookie\s+consent)\W*$
    """,
    re.IGNORECASE | re.VERBOSE,
)

_TABLE = ((Sign.PARKED, _PARKED), (Sign.NOT_FOUND, _NOT_FOUND), (Sign.WALL, _WALL))


def find_signs(document: Document) -> tuple[SeenSign, ...]:
    """The signs that a page gives, strongest first; empty for an ordinary page.

    >>> from citecheck.model.documents import Page
    >>> page = Document(media_type="text/html", title="Page not found",
    ...                 pages=(Page(number=1, text="Sorry. Try the search."),))
    >>> [str(s.sign) for s in find_signs(page)]
    ['not_found']
    """
    text = document.text.strip()
    places = [part for part in (document.title, *document.headings[:2]) if part]
    if len(text) <= SHORT_PAGE_CHARACTERS:
        places.extend(line for line in text.splitlines() if line.strip())
    seen = []
    for sign, pattern in _TABLE:
        hit = next((m for m in map(pattern.search, places) if m), None)
        if hit:
            seen.append(SeenSign(sign=sign, words=" ".join(hit.group(0).split())))
    if "html" in document.media_type and len(text) < EMPTY_PAGE_CHARACTERS:
        seen.append(SeenSign(sign=Sign.EMPTY, words=f"{len(text)} visible characters"))
    return tuple(seen)
