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
    PLACEHOLDER = "placeholder"
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
    | \b(?:page|file|document|article|item|resource|content|url|site|link|address)s?\b
      [^.!?:\n]{0,60}?
      \b(?:not\s+found|(?:could|can)\s*(?:no|['’])t\s+be\s+(?:found|displayed)|cannot\s+be\s+found
         |does\s+not\s+exist|doesn['’]t\s+exist|no\s+longer\s+(?:exists|available|here)
         |is\s+not\s+available|was\s+not\s+found|is\s+missing|has\s+been\s+(?:removed|deleted|moved)
         |may\s+have\s+been\s+(?:removed|deleted|moved)|(?:is|was)\s+invalid)
    | \b(?:can(?:no|['’])t|could\s*(?:not|n['’]t)|unable\s+to|didn['’]t)
      \s+(?:seem\s+to\s+)?(?:find|locate)\b
      [^.!?\n]{0,30}?\b(?:page|file|document|article|content|url|what\s+you)\b
    | \bpages?\s+(?:that\s+)?you(?:['’]re|\s+are|\s+were|\s+have)?\s+
      (?:looking\s+for|trying\s+to\s+(?:reach|view|access)|requested)\b
    | ^\W*not\s+found\W*$ | ^\W*no\s+such\s+page\W*$ | ^\W*nothing\s+(?:was\s+)?found\W*$
    | \b(?:страниц[аыу]|документ|файл|материал|раздел|ресурс|адрес)\b[^.!?\n]{0,60}?
      (?:не\s+найден[аоы]?|не\s+существует|удал[её]н[аоы]?|больше\s+не\s+доступ\w+|отсутствует
        |перемещ[её]н[аоы]?|не\s+обнаружен[аоы]?)
    | \b(?:такой|запрошенной|данной|этой)\s+страницы\s+(?:\w+\s+){0,3}?(?:нет|не\s+существует)\b
    | \bнет\s+такой\s+страницы\b
    | \bне\s+уда(?:лось|[её]тся)\s+найти\s+(?:эту\s+)?(?:страницу|документ)\b
    | ^\W*не\s+найден[аоы]?\W*$ | \bничего\s+не\s+найдено\b
    """,
    re.IGNORECASE | re.VERBOSE,
)

_PARKED = re.compile(
    r"""
      \b(?:this|the)\s+domain\b[^.!?\n]{0,60}?
      \b(?:for\s+sale|is\s+parked|has\s+expired|may\s+be\s+for\s+sale|is\s+available\s+for)
    | \bbuy\s+this\s+domain\b | \bdomain\s+(?:name\s+)?(?:is\s+)?(?:for\s+sale|parking|parked)\b
    | \bparked\s+(?:free|domain|page)\b | \binquire\s+about\s+this\s+domain\b
    | \bmake\s+an\s+offer\s+(?:on|for)\s+this\s+domain\b
    | \bthis\s+(?:web\s*site|domain)\s+is\s+for\s+sale\b
    | \bдомен\b[^.!?\n]{0,40}?(?:прода[её]тся|припаркован|выставлен\s+на\s+продажу|свободен)
    | \bкупить\s+(?:этот\s+)?домен\b
    """,
    re.IGNORECASE | re.VERBOSE,
)

_WALL = re.compile(
    r"""
      ^\W*(?:just\s+a\s+moment|attention\s+required|access\s+(?:is\s+)?denied)\b
    | ^\W*are\s+you\s+(?:a\s+)?(?:human|robot)\b
    | \bchecking\s+your\s+browser\b | \bverify(?:ing)?\s+(?:that\s+)?you\s+are\s+(?:a\s+)?human\b
    | \b(?:complete|solve)\s+the\s+captcha\b
    | \benable\s+javascript\s+and\s+cookies\s+to\s+continue\b
    | \bunusual\s+traffic\s+from\s+your\b | \b(?:i['’]?a?m|prove\s+you\s+are)\s+not\s+a\s+robot\b
    | ^\W*(?:log\s*-?in|sign\s*-?in|please\s+(?:log|sign)\s+in|member\s+login|login\s+required)\b
    | \b(?:you\s+must|you\s+need\s+to|please)\s+(?:be\s+logged\s+in|(?:log|sign)\s*-?in)\s+
      to\s+(?:view|read|see|continue|access)\b
    | \b(?:subscribe|register|sign\s+up)\s+to\s+(?:continue|keep|read\s+(?:on|more|the\s+full))\b
    | \b(?:for|to)\s+(?:subscribers|members)\s+only\b
    | ^\W*(?:вход\s+(?:в\s+систему|на\s+сайт|в\s+личный)|авторизация|войдите)\b
    | \bпроверка\s+(?:вашего\s+)?браузера\b | \bподтвердите,?\s+что\s+вы\s+(?:не\s+робот|человек)\b
    | \bдоступ\s+(?:запрещ[её]н|ограничен|закрыт)\b
    | ^\W*before\s+you\s+continue\b
    | ^\W*(?:we\s+value\s+your\s+privacy|(?:cookie|privacy)\s+(?:consent|settings|preferences))\W*$
    """,
    re.IGNORECASE | re.VERBOSE,
)

#: What hosts show where nothing is: a server just installed, an account that was closed.
_PLACEHOLDER = re.compile(
    r"""
      \b(?:apache2?|nginx|iis|lighttpd|litespeed|tomcat|plesk|centos|fedora|debian|ubuntu)\b[^.!?\n]{0,40}
      \b(?:default|test|welcome)\s+page\b
    | ^\W*welcome\s+to\s+(?:nginx|caddy|openresty|apache|iis)\b | ^\W*it\s+works\W*$
    | ^\W*iis\s+windows\s+server\W*$ | ^\W*internet\s+information\s+services\W*$
    | \b(?:account|website|site|hosting|domain)\s+(?:has\s+been\s+|is\s+|was\s+)?suspended\b
    | ^\W*(?:web\s*)?site\s+(?:is\s+)?under\s+construction\W*$ | ^\W*coming\s+soon\W*$
    | ^\W*(?:future\s+home\s+of|index\s+of\s+/\W*$)
    | \b(?:аккаунт|сайт|хостинг|домен)\s+(?:временно\s+)?
      (?:заблокирован|отключ[её]н|приостановлен)\b
    | ^\W*сайт\s+(?:находится\s+)?в\s+разработке\W*$
    """,
    re.IGNORECASE | re.VERBOSE,
)

_TABLE = (
    (Sign.PARKED, _PARKED),
    (Sign.PLACEHOLDER, _PLACEHOLDER),
    (Sign.NOT_FOUND, _NOT_FOUND),
    (Sign.WALL, _WALL),
)
#: What parts a page's own title from its site's.
_PARTS = re.compile(r"\s+[|–—·•»«-]\s+|\s*\|\s*")
#: A sign must make up this share of a long page's title or heading to be what it says,
#: rather than what it is about.
ENOUGH_OF_A_TITLE = 0.5


def find_signs(document: Document) -> tuple[SeenSign, ...]:
    """The signs that a page gives, strongest first; empty for an ordinary page.

    A long page about missing pages has them in its title too, among other words.

    >>> from citecheck.model.documents import Page
    >>> page = Document(media_type="text/html", title="Page not found",
    ...                 pages=(Page(number=1, text="Sorry. Try the search."),))
    >>> [str(s.sign) for s in find_signs(page)]
    ['not_found']
    """
    text = document.text.strip()
    titles = [part for part in (document.title, *document.headings[:2]) if part]
    is_short = len(text) <= SHORT_PAGE_CHARACTERS
    lines = [line for line in text.splitlines() if line.strip()] if is_short else []
    seen = []
    for sign, pattern in _TABLE:
        hit = _first_hit(pattern, [*titles, *lines]) if is_short else _main_hit(pattern, titles)
        if hit:
            seen.append(SeenSign(sign=sign, words=" ".join(hit.split())))
    if "html" in document.media_type and document.complete and len(text) < EMPTY_PAGE_CHARACTERS:
        seen.append(SeenSign(sign=Sign.EMPTY, words=f"{len(text)} visible characters"))
    return tuple(seen)


def _first_hit(pattern: re.Pattern[str], places: list[str]) -> str | None:
    return next((m.group(0) for m in map(pattern.search, places) if m), None)


def _main_hit(pattern: re.Pattern[str], titles: list[str]) -> str | None:
    """A hit that is most of a title, or of the part of it that is the page's own."""
    for title in titles:
        for part in (title, *_PARTS.split(title)):
            for hit in pattern.finditer(part):
                if len(hit.group(0)) >= ENOUGH_OF_A_TITLE * len(part.strip()):
                    return hit.group(0)
    return None
