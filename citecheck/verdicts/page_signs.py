"""What a page says of itself: not found, parked, a wall.

Sentences are looked for in the title and the headings, or in a short page's whole
text; a long page may well speak of missing pages without being one.  The tables are
data: a row can be listed, tested by itself, and removed when the web changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from citecheck.model.documents import Document, RegionKind
from citecheck.verdicts.sign_words import (
    BROKEN,
    GAMBLING,
    LOGIN,
    LURES,
    NOT_FOUND,
    PARKED,
    PLACEHOLDER,
    WALL,
)

#: Below this many visible characters a page is short: its whole text may be a sign.
SHORT_PAGE_CHARACTERS = 1200
#: Below this many visible characters an HTML page says nothing.
EMPTY_PAGE_CHARACTERS = 25


class Sign(StrEnum):
    """What a page's words give away."""

    NOT_FOUND = "not_found"
    PARKED = "parked"
    TAKEN_OVER = "taken_over"
    PLACEHOLDER = "placeholder"
    BROKEN = "broken"
    WALL = "wall"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenSign:
    """A sign and the words that gave it."""

    sign: Sign
    words: str


_TABLE = (
    (Sign.PARKED, PARKED),
    (Sign.PLACEHOLDER, PLACEHOLDER),
    (Sign.NOT_FOUND, NOT_FOUND),
    (Sign.BROKEN, BROKEN),
    (Sign.WALL, WALL),
)
#: What parts a page's own title from its site's.
_PARTS = re.compile(r"\s+[|–—·•»«-]\s+|\s*\|\s*")
#: A condition in, or just before, what would be a sign.
_IF = re.compile(r"\b(?:if|when|whether|unless|если|когда)\b(?!\s+you)(?!\s+вы)", re.IGNORECASE)
_BEFORE = 24
#: A sign must make up this share of a long page's title or heading to be what it says,
#: rather than what it is about.
ENOUGH_OF_A_TITLE = 0.6
#: A page that says no more than this beside "sign in" is the door itself.
_DOOR_CHARACTERS = 200
#: A page that lures to games for money says so many different things of it, in its title too,
#: and so many of them are calls to play; a law on them names the games alone.
_GAMES, _LURES = 3, 2
#: Looked at for them: those who take a name over say it at once.
_LURING_CHARACTERS = 4000
#: What stands beside a page's matter.  A login box in the menu, or a banner of cookies, is no wall.
_BESIDE = frozenset(
    {
        RegionKind.MENU,
        RegionKind.BANNER,
        RegionKind.FOOTER,
        RegionKind.ASIDE,
        RegionKind.NOTICE,
        RegionKind.COMMENTS,
    }
)


def find_signs(document: Document) -> tuple[SeenSign, ...]:
    """The signs that a page gives, strongest first; empty for an ordinary page.

    A long page about missing pages has them in its title too, among other words.

    >>> from citecheck.model.documents import Page
    >>> page = Document(media_type="text/html", title="Page not found",
    ...                 pages=(Page(number=1, text="Sorry. Try the search, or go home."),))
    >>> [str(s.sign) for s in find_signs(page)]
    ['not_found']
    """
    text = document.text.strip()
    main = _main_text(document)
    beside = set(text.splitlines()) - set(main.splitlines())
    headings = [said for said in document.headings if said not in beside][:2]
    titles = [part for part in (document.title, *headings) if part]
    is_short = len(main) <= SHORT_PAGE_CHARACTERS
    lines = [line for line in main.splitlines() if line.strip()] if is_short else []
    seen = []
    if games := _lures(titles, text):
        seen.append(SeenSign(sign=Sign.TAKEN_OVER, words=games))
    for sign, pattern in _TABLE:
        hit = _first_hit(pattern, [*titles, *lines]) if is_short else _main_hit(pattern, titles)
        if hit:
            seen.append(SeenSign(sign=sign, words=" ".join(hit.split())))
    if all(one.sign is not Sign.WALL for one in seen):
        is_door = len(main) <= _DOOR_CHARACTERS
        places = [*titles, *(lines if is_door else ())]
        door = _first_hit(LOGIN, places) if is_short else _main_hit(LOGIN, titles)
        if door:
            seen.append(SeenSign(sign=Sign.WALL, words=" ".join(door.split())))
    if "html" in document.media_type and document.complete and len(text) < EMPTY_PAGE_CHARACTERS:
        seen.append(SeenSign(sign=Sign.EMPTY, words=f"{len(text)} visible characters"))
    return tuple(seen)


def _main_text(document: Document) -> str:
    """The text without what stands beside it; the whole where nothing else does."""
    parts, at = [], 0
    for region in document.regions:
        if region.kind in _BESIDE:
            parts.append(document.text[at : region.start])
            at = region.end
    parts.append(document.text[at:])
    return "".join(parts).strip() or document.text.strip()


def _lures(titles: list[str], text: str) -> str | None:
    """What a page says that sells games for money, or medicines, in a name that it took over."""
    shown = "\n".join([*titles, text[:_LURING_CHARACTERS]])
    if not any(pattern.search(title) for title in titles for pattern in (GAMBLING, LURES)):
        return None
    lures = dict.fromkeys(m.group(0).lower() for m in LURES.finditer(shown))
    games = dict.fromkeys(m.group(0).lower() for m in GAMBLING.finditer(shown))
    enough = len(lures) >= _LURES and len(lures) + len(games) >= _GAMES
    return ", ".join([*lures, *games][:_GAMES]) if enough else None


def _first_hit(pattern: re.Pattern[str], places: list[str]) -> str | None:
    """The first hit that is told as a fact: what is done *if* a file is missing is none."""
    for place in places:
        for hit in pattern.finditer(place):
            if not _IF.search(place, max(0, hit.start() - _BEFORE), hit.end()):
                return hit.group(0)
    return None


def _main_hit(pattern: re.Pattern[str], titles: list[str]) -> str | None:
    """A hit that is most of a title, or of the part of it that is the page's own."""
    for title in titles:
        for part in (title, *_PARTS.split(title)):
            for hit in pattern.finditer(part):
                if len(hit.group(0)) >= ENOUGH_OF_A_TITLE * len(part.strip()):
                    return hit.group(0)
    return None
