"""Which way a stretch of text says that something went, and whether it denies it."""

from __future__ import annotations

from functools import cache

import regex

from citecheck.figures.lexicon import phrases, table

_LETTERS = regex.compile(r"\p{L}+")

#: "Rye is grown on 8,750 hectares", "300 farms grow hops": what is planted, not what rises.
_NO_GROWTH = regex.compile(
    r"(?<!\w)(?:(?:is|are|was|were|be|been)\s+(?:\p{L}+ly\s+)?grown"
    r"|gr[eo]ws?\s+(?!(?:by|to|from|in|at|on|for|over|and|or|since|again|faster|slower|more|less|\p{L}+ly)(?!\w))(?=\p{Ll}))(?!\w|\sby\s)",
    regex.IGNORECASE,
)


#: "exceeded the forecast by 4 percent", "4 percent below the norm": how far from another number.
_BEYOND = regex.compile(
    r"(?<!\w)(?:exceed|surpass|outstrip|outnumber|превы[сш])\p{Ll}*\s[^.;\d]{1,60}?\s(?:by|на)(?!\w)"
    r"|(?:%|per\s?cent(?:age\spoints?)?|процент\p{Ll}*)\s(?:above|higher|more|выше|больше|дороже)(?!\w)",
    regex.IGNORECASE,
)
_SHORT_OF = regex.compile(
    r"(?:%|per\s?cent(?:age\spoints?)?|процент\p{Ll}*)\s(?:below|lower|less|fewer|ниже|меньше|дешевле)(?!\w)",
    regex.IGNORECASE,
)


def direction_in(text: str, place: tuple[int, int]) -> int:
    """1 if a stretch of text tells of a rise, -1 of a fall, 0 of neither or both."""
    stretch = text[place[0] : place[1]]
    lower = stretch.lower()
    if "grow" in lower or "grew" in lower:
        lower = _NO_GROWTH.sub("", stretch).lower()
    words = set(_LETTERS.findall(lower))
    up, down = words & words_of_direction("up"), words & words_of_direction("down")
    for way, known in ((up, "up"), (down, "down")):
        if phrases(f"going_{known}").search(text, *place):
            way |= {known}
    up |= {"beyond"} if _BEYOND.search(text, *place) else set()
    down |= {"short"} if _SHORT_OF.search(text, *place) else set()
    return int(bool(up)) - int(bool(down))


@cache
def words_of_direction(direction: str) -> frozenset[str]:
    """The words of a way: ``up`` or ``down``."""
    return frozenset(table("opposites")[direction])


_STANCE = regex.compile(
    r"(?<!\w)(?:(?:vot|spoke|speak|rul|decid|argu)\p{Ll}*|is|are|was|were|голосова\p{Ll}+|проголосова\p{Ll}+|высказа\p{Ll}+)\s(?:(?P<pro>for|in\sfavou?r|за)|against|против)(?!\w)",
    regex.IGNORECASE,
)


def stance_in(text: str, place: tuple[int, int]) -> int:
    """1 where a stretch of text tells of those for something, -1 of those against, 0 of neither."""
    found = {1 if m["pro"] else -1 for m in _STANCE.finditer(text, *place)}
    return found.pop() if len(found) == 1 else 0


def is_direction(word: str) -> bool:
    """Whether a word in lower case says which way something went: ``rose``."""
    return word in words_of_direction("up") or word in words_of_direction("down")


_DENIAL = regex.compile(
    r"(?<!\w)(?:not|never|(?:refus|fail)(?:s|es|ed|ing)\sto|declined\sto|отказал\p{Ll}*|no\s+longer|cannot|neither|none\sof(?:\s(?:the|these|those|its|their|our))?(?=\s?$)|ни\sодн\p{Ll}+\sиз(?=\s?$)|den(?:y|ies|ied|ying)\s(?:having|that)|не|никогда)(?!\w)|n't(?!\w)",
    regex.IGNORECASE,
)
#: "All but 15 percent": what is left is meant.
_ALL_BUT = regex.compile(
    r"(?<!\w)(?:(?:all|everyone|everybody|everything)\s(?:but|except(?:\sfor)?|save)|(?:все|всех|всё),?\sкроме)\s*$",
    regex.IGNORECASE,
)
_NO_DENIAL = regex.compile(
    r"(?<!\w)(?:not\s+(?:only|less|fewer|more|including|counting|yet\s+published|just|even)|не\s+(?:менее|более|меньше|больше|только|считая|ранее|позднее|выше|ниже|свыше|включая|хвата\p{Ll}+|хвати\p{Ll}+|доста\p{Ll}+))(?!\w)",
    regex.IGNORECASE,
)


def is_denied(text: str, place: tuple[int, int]) -> bool:
    """Whether the words before a figure deny it: ``does not supply 40``, not ``not less than``."""
    stretch = text[place[0] : place[1]]
    if _ALL_BUT.search(text, max(0, place[1] - 24), place[1]):
        return True
    denied = _DENIAL.findall(stretch)
    return len(denied) > len(_NO_DENIAL.findall(stretch))


#: "Half of the inmates have no work", "17 were free of lead": denied right after the number.
_DENIED_AFTER = regex.compile(
    r"\s*(?:(?:of|из)\s(?:(?!that|who|which)[\p{L}'-]+\s){1,5}?|(?!that|who|which)(?:[\p{L}'-]+\s){0,2}?)"
    r"(?:never\s|(?:have|has|had|get|gets|got|receive[sd]?|own(?:s|ed)?|held|hold|saw|found|show(?:s|ed)?)\sno\s"
    r"|(?:do|does|did|are|is|was|were|have|has|had|can|could|will|would)\s(?:not|never)(?!\w)|(?:are|is|was|were|went|go|remain(?:ed)?)\s(?:free\s(?:of|from)|without)(?!\w)"
    r"|не\s(?!менее|более|меньше|больше|только))",
    regex.IGNORECASE,
)


def is_denied_after(text: str, place: tuple[int, int]) -> bool:
    """Whether the words right after a figure deny what is told of it."""
    return bool(_DENIED_AFTER.match(text, *place))


_RELATIVE = regex.compile(r"\s*(?:[\p{L}'-]+\s){0,2}?(?:that|who|which|котор\p{Ll}+)(?=\s)")


def is_denied_of_them(text: str, place: tuple[int, int]) -> bool:
    """Whether what is counted is that which does not: ``64 villages that have no road``."""
    relative = _RELATIVE.match(text, *place)
    return bool(relative and _DENIED_AFTER.match(text, relative.end(), place[1]))
