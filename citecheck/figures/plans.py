"""Whether a text asserts a number: planned or hoped for only, or called wrong where it is told."""

from __future__ import annotations

import regex

#: What was meant to be, before its number; what came of it may be told after.
_MEANT = regex.compile(
    r"(?<!\w)(?:plan(?:ned|ning)?|(?:promis|pledg|hop|propos|envisag)(?:es|ed)|(?:intend|aim|expect|fear)(?:s|ed)|would|will|shall|(?:project|budget|schedul)ed|forecast|undert(?:akes|ook)|meant|due|supposed"
    r"|(?:plans?|targets?|goals?|objectives?|forecasts?|projections?|promises?|quotas?)"
    r"|(?:designed|built|laid\sout)\sfor|capacity\s(?:of|is|was|for)"
    r"|(?:за)?планир\p{Ll}+|обеща\p{Ll}+|намер\p{Ll}+|ожида\p{Ll}+|прогноз\p{Ll}*|должн\p{Ll}+|предполага\p{Ll}+|рассчитан\p{Ll}*\sна|буд(?:ет|ут))(?!\w)",
    regex.IGNORECASE,
)
#: The number is the object of an intention or a forecast, and nothing says that it came true.
_ONLY_MEANT = regex.compile(
    r"(?<!\w)(?:"
    r"(?:plan(?:s|ned|ning)?|aim(?:s|ed|ing)?|hop(?:es?|ed|ing)|intend(?:s|ed|ing)?|want(?:s|ed)?|promis(?:es?|ed)|pledg(?:es?|ed)|vow(?:s|ed)?|propos(?:es?|ed)"
    r"|expect(?:s|ed)?|project(?:s|ed)|forecast|scheduled|supposed|meant|undert(?:akes?|aken|ook)|(?:is|are|was|were)\s(?:due|set))\s(?:\p{L}+\s){0,2}?to\s\p{Ll}"
    r"|(?:target|goal|objective|aim)\s(?:is|was)\sto\s\p{Ll}|(?:will|shall|would)\s(?:\p{L}+ly\s)?(?:be\s|have\s)?\p{Ll}|буд(?:ет|ут)\s\p{Ll}"
    r"|(?:target|goal|objective|forecast|projection|quota)s?\s(?:of|is|was|(?:is|was)\sset\sat|stands?\sat)\s(?:\p{L}+\s){0,2}$"
    r"|(?:планиру(?:ет|ют|ется|ются)|запланирован\p{Ll}*|намерен\p{Ll}*|обеща(?:ет|ют|л[аи]?)|рассчитыва(?:ет|ют)|прогнозиру\p{Ll}+|ожида(?:ет|ют)ся|должн[аоы]?\s(?=\p{Ll}+(?:ть|ти|чь)(?:ся)?\s))"
    r")",
    regex.IGNORECASE,
)
#: The number is what is lacking, and not what there is.
_WANTED = regex.compile(
    r"(?<!\w)(?:needs?|needed|requires?|required|lacks?|lacked|seeks?|sought|looking\sfor|short\sof|(?:asks?|asked|appeals?|appealed|applied|hunts?)\sfor|demands?|demanded"
    r"|требу(?:ет|ют|ется|ются)|нужн\p{Ll}{1,2}|не\sхвата\p{Ll}+|недоста[её]т|необходим\p{Ll}{0,2}|ищ(?:ет|ут))\s(?:\p{L}+\s){0,2}$",
    regex.IGNORECASE,
)
_HAD = regex.compile(
    r"(?<!\w)(?:has|have|had|owns?|there\s(?:is|are)|имеет(?:ся)?|имеют(?:ся)?|есть)\s(?:\p{L}+\s){0,2}$",
    regex.IGNORECASE,
)
#: "72, against 42 in the region": what something is held against.
_AGAINST = regex.compile(
    r"(?<!\w)(?:as\sagainst|against|compared\s(?:with|to)|versus|vs\.?|in\scontrast\s(?:to|with)|по\sсравнению\sс|против)\s(?:\p{L}+\s){0,2}$",
    regex.IGNORECASE,
)
#: A claim that tells of the future, of a plan or of what something is made for.
_AHEAD = regex.compile(
    r"(?<!\w)(?:will|shall|may|might|could|to\scome|next|upcoming|буд(?:ет|ут)|"
    r"(?:is|are|was|were)\sto\s\p{Ll}|capacity|room|seats?|holds?|accommodat\p{Ll}+|вмеща\p{Ll}+|вместимост\p{Ll}+)(?!\w)",
    regex.IGNORECASE,
)
#: "That is wrong", "but this is not true", "it should read 40", "Это неверно": of what stands before.
_CALLED_WRONG = regex.compile(
    r"[;,.:-]?\s*(?:but\s|yet\s|in\sfact,?\s|но\s|однако\s)?(?:(?:that|this|it|the|these|which|это|что|эта|эти|данн\p{Ll}+)\s(?:(?:claim|figure|number|statement|story|report|estimate|total|цифр\p{Ll}|утверждени\p{Ll}|данные)s?\s)?"
    r"(?:(?:is|was|are|were|proved|turned\sout)\s(?:to\sbe\s)?(?:simply\s|quite\s|plainly\s)?(?:an?\s)?(?:wrong|false|untrue|incorrect|mistaken|not\s(?:true|so|correct|the\scase)|myth|error|mistake|misprint|inaccurate)"
    r"|should\s(?:have\s)?(?:read|be|been)"
    r"|не\s?(?:верн|правильн|соответствует)\p{Ll}*|ошибочн\p{Ll}*|не\sтак)|(?:следует\sчитать|should\sread))(?!\w)",
    regex.IGNORECASE,
)
#: "Reports that it killed 300 are false".
_REPORTS_THAT = regex.compile(
    r"(?<!\w)(?:reports?|claims?|rumou?rs?|statements?|allegations?|assertions?|stories|story|belief|сообщени\p{Ll}|слухи|утверждени\p{Ll})(?:\sthat|,?\s(?:будто|что|о\sтом))\s[^.;]{1,200}?"
    r"\s(?:(?:is|are|was|were|proved|proves?)\s(?:to\sbe\s)?(?:wrong|false|untrue|incorrect|mistaken|unfounded|exaggerated|a\smyth|not\strue)|не\s?(?:верн|соответствует|подтверд)\p{Ll}*|ложн\p{Ll}*)(?!\w)",
    regex.IGNORECASE,
)
#: "It is not true that", "wrongly reported that", before the number.
_WRONG_THAT = regex.compile(
    r"(?<!\w)(?:(?:not\strue|untrue|false|wrong|incorrect|a\smyth|a\smistake|an\serror)\sthat"
    r"|(?:wrongly|falsely|erroneously|mistakenly|incorrectly)\s(?:\p{L}+ly\s)?(?:claim|report|state|wr[io]t|print|g[ia]v|put|quot|believ|say|said|repeat)\p{Ll}*"
    r"|(?:неверно|неправда|ошибочно),?\s(?:что|сообща\p{Ll}+|указ\p{Ll}+|утвержда\p{Ll}+|пис\p{Ll}+))(?!\w)",
    regex.IGNORECASE,
)


def is_meant(text: str, place: tuple[int, int]) -> bool:
    """Whether the words before a number tell it as planned, promised, expected or made for."""
    return bool(_MEANT.search(text, *place))


def is_only_meant(text: str, place: tuple[int, int]) -> bool:
    """Whether the number that ends a stretch is aimed at: ``plans to build 40``, ``a target of 40``."""
    return bool(_ONLY_MEANT.search(text, *place))


def is_wanted(text: str, place: tuple[int, int]) -> bool:
    """Whether the number that ends a stretch is lacking: ``is looking for 40``."""
    return bool(_WANTED.search(text, max(place[0], place[1] - 60), place[1]))


def is_had(text: str, place: tuple[int, int]) -> bool:
    """Whether the number that ends a stretch is there: ``has 40``."""
    return bool(_HAD.search(text, max(place[0], place[1] - 40), place[1]))


def is_compared_with(text: str, start: int) -> bool:
    """Whether a number is what another is held against: ``against 42``."""
    return bool(_AGAINST.search(text, max(0, start - 40), start))


def looks_ahead(text: str) -> bool:
    """Whether a claim speaks itself of a plan, of the future, or of how much something holds."""
    return bool(_MEANT.search(text) or _AHEAD.search(text))


def is_called_wrong(text: str, clause: tuple[int, int], end: int) -> bool:
    """Whether a text calls its own statement wrong, in its clause or right after the sentence.

    ``It is often written that 8,000 cross it.  That is wrong.``
    """
    if _WRONG_THAT.search(text, *clause) or _REPORTS_THAT.search(text, clause[0], end):
        return True
    return any(_CALLED_WRONG.match(text, at) for at in (clause[1], end))
