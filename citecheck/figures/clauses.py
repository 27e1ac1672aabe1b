"""Sentences, clauses, and the stretch of words that belongs to one quantity.

A decoy usually sits in the next clause ("South 4,500; the north 2,150"), so a quantity
owns only the words between its neighbours: clauses end at a semicolon, a colon or a
contrasting conjunction, and two quantities of one clause are parted at the comma or
"and" between them.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

Range = tuple[int, int]

_ABBREVIATION = regex.compile(
    r"(?:\b(?:pp?|[Nn]os?|[Aa]rts?|[Vv]ol|Dr|Mrs?|Ms|St|approx|cf|vs|e\.g|i\.e|U\.S|a\.m|p\.m|ca?|Sr|Jr|ed|eds|al|p\.c|sq|cu|figs?|paras?)"
    r"|(?<!\w)(?:тыс|млн|млрд|руб|долл|гг?|стр|ст|т\.е|им|св|ул|кв|куб|др|пр|с|п|т\.д|т\.п|\p{Lu}))\.$"
)
_END = regex.compile(
    r"(?P<stop>[.!?…]+[»\"')\]]*\s+(?=[\p{Lu}\d\"'(«\[•–-]|half\b|a\s(?:third|quarter)\b))"
    r"|(?P<gap>\n[ \t]*\n\s*)|(?P<line>\n)(?=[ \t]*[\p{Lu}\d•*-])"
)
_OPEN = regex.compile(r"\b(?:to|and|between|of|the|in|from|about|than|или|и|до|от)\s*$")
#: Where one may end.  Of several stops in a row the first stands for all.
_MAY_END = re.compile(r"[.!?…\n](?:(?<=\n)|[.!?…]*+(?=[»\"')\]\s]))")
#: A line shorter than this that ends without a stop is a heading or a cell, and ends a sentence.
_SHORT_LINE = 48
_LONGEST = 1500


def sentence_ends(text: str) -> array[int]:
    """Where sentences of a folded text end, with 0 first and the text's length last."""
    ends = array("Q", [0])
    last = 0
    for place in _MAY_END.finditer(text):
        start = place.start()
        match = _END.match(text, start) if start >= last else None
        if match is None:
            continue
        last = match.end()
        kind = match.lastgroup
        if kind == "stop" and text[start] == ".":
            left = max(0, start - 6)
            if _is_abbreviation(text[max(0, left - 1) : start + 1], left > 0):
                continue
        if kind == "gap":
            before, after = (
                text[:start].rstrip()[-1:] if start < 200 else text[start - 1 : start],
                text[match.end() : match.end() + 1],
            )
            broken = before.isalnum() or before == ","
            if (
                broken
                and after
                and (after.islower() or (after.isdigit() and _ends_open(text, start)))
            ):
                continue  # a column or page broke the sentence
        if kind == "line" and not _is_short_line(text, start):
            continue
        ends.append(last)
    if ends[-1] != len(text):
        ends.append(len(text))
    return ends


@lru_cache(maxsize=8192)
def _is_abbreviation(tail: str, before: bool) -> bool:
    """Whether a point ends an abbreviation; ``before``: the first character is only looked back at."""
    return bool(_ABBREVIATION.search(tail, int(before)))


def _ends_open(text: str, at: int) -> bool:
    return bool(_OPEN.search(text[max(0, at - 12) : at]))


def _is_short_line(text: str, at: int) -> bool:
    begin = text.rfind("\n", max(0, at - _SHORT_LINE - 1), at) + 1
    if begin == 0 and at > _SHORT_LINE:
        return False
    return at - begin < _SHORT_LINE and not _ends_open(text, at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """What belongs to one quantity, as ranges of the folded text.

    ``pre`` and ``post``: its own words before and after it.  ``left``: what its sentence
    says before that (of the lead-in, the clauses and quantities before).  ``right``: what
    comes after in the sentence and is not its own.
    """

    pre: Range
    post: Range
    left: Range
    right: Range
    sentence: Range

    @property
    def clause(self) -> Range:
        """The stretch to quote."""
        return self.pre[0], self.post[1]


_BREAK = regex.compile(
    r";\s|:\s(?=\S)|[.!?][»\"')\]]*\s+|\n\s*\n"
    r"|,?\s(?=(?:while|whereas|but|although|though|however|yet|because|тогда\sкак|однако|хотя|потому)\s)|,\s(?=(?:а|но)\s)",
    regex.IGNORECASE,
)
#: The words of another statement, which do not belong to the quantity before.
_NEW_CLAUSE = regex.compile(
    r",\s(?:(?:much|far|slightly|even)\s)?(?:less|more|fewer|\p{Ll}+er)\sthan\s(?=\p{L})|,\s(?:including|among\s(?:them|which|whom)|of\s(?:which|whom)|в\sтом\sчисле|из\s(?:них|которых))\s|"
    r",\s(?:and|but|yet|so)\s|,?\sand\s(?=\p{L}+ed\s(?:them|it|him|her|these|those)(?!\w))|,?\s(?:and|и)\s(?=(?:does|do|did|is|are|was|were|has|have|had|will|would|can|could|calls?|says?|its?|their|the|they|he|she|an|how|what|why"
    r"|many|some|all|сколько|число|доля|как)\s)|,\s(?=(?:which|how|what|where|when|who|whose|котор\p{Ll}+|сколько|где|когда|что|как)\s)",
    regex.IGNORECASE,
)
#: In Russian a comma parts statements more often than it joins words.
_RUSSIAN_CLAUSE = regex.compile(r",\s(?=\p{Cyrillic})")
_PART = regex.compile(
    r"(?P<strong>,\s|\s?\((?!(?:1[5-9]|20)\d\d\))|\)\s|\n|/\s|\|)|\s(?:and|or|и|или|а|&)\s",
    regex.IGNORECASE,
)


def segment(text: str, start: int, end: int, sentence: Range, neighbours: list[Range]) -> Segment:
    """The segment of the quantity at ``start``–``end``.

    ``neighbours`` are the spans of the sentence's other quantities, in order.
    """
    low, high = max(sentence[0], start - _LONGEST), min(sentence[1], end + _LONGEST)
    left, right = low, high
    for match in _BREAK.finditer(text, low, start):
        if not _is_abbreviated(text, match.start()):
            left = match.end()
    for match in _BREAK.finditer(text, end, high):
        if not _is_abbreviated(text, match.start()):
            right = match.start()
            break
    previous = max((n for n in neighbours if n[1] <= start), default=None)
    following = min((n for n in neighbours if n[0] >= end), default=None)
    if previous and previous[1] > left:
        left = parting(text, previous[1], start)[1]
    if following and following[0] < right:
        right = parting(text, end, following[0])[0]
    new = _NEW_CLAUSE.search(text, end, right) or _RUSSIAN_CLAUSE.search(text, end, right)
    if new:
        right = new.start()
    return Segment(
        pre=(left, start),
        post=(end, max(end, right)),
        left=(low, left),
        right=(max(end, right), high),
        sentence=(low, high),
    )


def _is_abbreviated(text: str, at: int) -> bool:
    """Whether a point ends an abbreviation: ``в 2016 г. - 420 т``."""
    return text[at] == "." and bool(_ABBREVIATION.search(text, max(0, at - 6), at + 1))


_OPENS = regex.compile(r"\p{L}{3}\s\($")
_CLOSES = regex.compile(r"\s?[\p{L}. ]{0,24}\)(?!\s(?:of|из)(?!\w))")


def own_in_brackets(text: str, own: Segment, start: int, end: int) -> Segment:
    """The segment of a quantity that stands alone in brackets after a word: without what follows them."""
    if not _OPENS.search(text, max(0, start - 5), start):
        return own
    closing = _CLOSES.match(text, end)
    if not closing or closing.end() > own.post[1]:
        return own
    return replace(own, post=(end, closing.end() - 1), right=(closing.end(), own.right[1]))


def parting(text: str, end: int, start: int) -> Range:
    """Where two neighbouring quantities part: the first comma between them, else the last "and".

    With neither, both may claim the words between.
    """
    found = list(_PART.finditer(text, end, start))
    if not found:
        return start, end
    strong = [m for m in found if m["strong"]]
    chosen = strong[0] if strong else found[-1]
    return chosen.start(), chosen.end()


#: A heading: a line of few words, no stop at its end, after a gap, a stop or the beginning.
_HEADING = regex.compile(
    r"[ \t]*(?:\d{1,2}(?:\.\d{1,2})*\.?\s)?\p{Lu}[^\n.!?;]{2,58}[^\n.!?;,:\s][ \t]*:?"
)
#: The letters of a heading, without a colon.
_LONGEST_HEADING = 60
_HEADING_REACH = 1500


def _may_be_heading(line: str) -> bool:
    """Whether a line begins and ends as a heading does and is no longer than one."""
    first = line[:1]
    if first.isalpha() and (first.islower() or len(line) > _LONGEST_HEADING):
        return False
    return line[-1:] not in (".", "!", "?", ";", ",", ":")


def find_heading(text: str, at: int) -> Range:
    """The nearest heading above a position, as a range; empty if there is none near."""
    low = max(0, at - _HEADING_REACH)
    end = text.rfind("\n", low, at)
    while end > low:
        begin = text.rfind("\n", low, end) + 1
        if (
            (begin > low or low == 0)
            and _may_be_heading(text[begin:end].strip(" \t").removesuffix(":").rstrip(" \t"))
            and _HEADING.fullmatch(text, begin, end)
        ):
            before = text[max(0, begin - 3) : begin].rstrip(" \t")
            opens = begin == 0 or before.endswith("\n\n") or before[-2:-1] in (".", "!", "?")
            if (
                opens
                and len(text[begin:end].split()) <= 8
                and not regex.search(r"\d{3}", text[begin:end])
            ):
                return begin, end
        end = begin - 1
    return at, at


class Sentences:
    """The sentences of a folded text, found by position."""

    def __init__(self, text: str) -> None:
        self._ends = sentence_ends(text)
        self._last = max(len(self._ends) - 2, 0)

    def number(self, at: int) -> int:
        """The running number of the sentence that holds a position."""
        number = bisect_right(self._ends, at) - 1
        return number if 0 <= number < self._last else max(0, min(number, self._last))

    def range(self, number: int) -> Range:
        """The sentence of that number."""
        return self._ends[number], self._ends[min(number + 1, len(self._ends) - 1)]

    def __len__(self) -> int:
        return len(self._ends) - 1
