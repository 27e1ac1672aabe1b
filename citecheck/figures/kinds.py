"""What sort of quantity a number is, by the words around it: age, rank, year, duration, count."""

from __future__ import annotations

from functools import cache

import regex

from citecheck.figures.digits import Number
from citecheck.figures.lexicon import word_set
from citecheck.figures.stems import stem
from citecheck.figures.units import counted_noun

_PERSONS = (
    r"(?:children|minors|adolescents|girls|boys|youths?|women|men|people|persons|adults|pupils|teenagers|youngsters"
    r"|residents|brides?|victims?|inhabitants|citizens|members|age|ages|aged|дет(?:и|ей|ьми|ям)|женщин\p{Ll}?|мужчин\p{Ll}?|девочек|лиц\p{Ll}?|люд(?:и|ей)|подростк\p{Ll}+)"
)
#: These words alone make an age.
_AGE_WORD_BEFORE = regex.compile(
    r"(?:\baged?(?:\s+(?:of|between|from|under|over|about))*|\bages?(?:\s+(?:of|between|is|was|at|from))*|\bage[ -]groups?(?:\s+of)?"
    r"|\b(?:marr(?:y|ies|ied)|wed|retires?|retired|dies?|died|graduates?|graduated)\s+at"
    r"|\bage\s+(?:of|for)\s[\p{L} ]{1,50}(?:\s(?:is|at|was|to|from)|\sfrom\s\d{1,3}\sto|\s?[:-])|\bage\s?[:-]|\bturn(?:ed|s)|\b(?:oldest|youngest|eldest)\b[^.;,\d]{0,40}\b(?:is|was)"
    r"|(?<!\w)возраст\s[^.;,\d]{0,40}(?:составляет|составил|равен|равняется|-|:)|\b(?:younger|older)\s+than|\bthe\s+ages?\s+of(?:\s+between)?"
    r"|\bдостигш\p{Ll}+|в\s+возрасте(?:\s+(?:от|до|с|старше|младше))?|(?<!\w)(?:старше|младше|моложе))\s*$",
    regex.IGNORECASE,
)
#: The ends of the words that may be the last of those, but for what "достигш" begins.
_AGE_ENDS = tuple(
    "age aged ages group groups of between from under over about is was at to turned turns than for : -"
    " составляет составил равен равняется возрасте от до с старше младше моложе".split()
)
_AGE_AFTER = regex.compile(
    r"[ -]*(?:(?:years?|yrs?)[ -]*(?:of\s+age|old)(?!\w)|and\s+older|or\s+older|и\s+старше|и\s+младше|[ -]лет\p{Ll}{2,3}(?!\w))",
    regex.IGNORECASE,
)
_YEARS_OLD = regex.compile(
    r"[ -]?(?:year|yr)s?[ -](?:of\s+age|old)|[ -]?year-olds?", regex.IGNORECASE
)
_IN_YEARS = regex.compile(r"[\s-]*(?:year|лет|год)")
#: "The mayor, 52, lives by the river."
_AGE_BETWEEN_COMMAS = regex.compile(
    r"(?:\p{Ll}(?:er|or|ist|ian|man|nt|boy|girl|ess)|\b\p{Lu}\p{Ll}+\s\p{Lu}\p{Ll}+),\s$"
)
#: "children under 15 years", "minors between 14 and 16", "girls (15-17 years)": the limits of a group.
_PERSON_LIMIT = regex.compile(
    rf"\b{_PERSONS}\s*(?:(?:who\s+)?(?:are|is|were|was)\s+)?(?:(?:under|below|over|above|between|from|up\s+to|до|от|с)\s*|[,(]\s*)$",
    regex.IGNORECASE,
)
_LIMIT_LEAD = regex.compile(r"\b(?:under|below|over)\s*$", regex.IGNORECASE)
_THING_OLD = regex.compile(
    r"\b(?:trees?|buildings?|houses?|bridges?|churches|towers?|oaks?|mills?|manuscripts?|cars?|buses|ships?|boats?|machines?|wells?|rocks?|pipes?|locomotives?)\b[^.;]{0,40}$",
    regex.IGNORECASE,
)
_RANK_BEFORE = regex.compile(
    r"(?:\b(?:ranks?|ranked|ranking|placed|positions?|places?|comes|came|coming|finish(?:es|ed)?)\b|(?<!\w)(?:занима\p{Ll}+|занял\p{Ll}?|на)\s+(?=\d+-?\p{Ll}{0,3}\s+мест))[^.;\d]{0,40}$",
    regex.IGNORECASE,
)
_RANK_AFTER = regex.compile(
    r"\s*(?:place|rank|position|(?:most|least)\s\p{Ll}{3}|\p{Ll}+est\b|best|worst|мест[оеау]|по\s+величине|по\s+счету|по\s+счёту|позици\p{Ll}+|in\s+(?:the\s+)?(?:ranking|table|index))",
    regex.IGNORECASE,
)
_RANK_NAMED = regex.compile(r"\s*(?:place|rank|position|мест|позици)")
#: "The port is fourth by tonnage."
_IS = regex.compile(r"\b(?:is|was|are|were|be|been|remains?|now)\s+(?:the\s+)?$", regex.IGNORECASE)
_RANKED_BY = regex.compile(
    r"\s\p{Ll}+\s(?:ever\s)?to\s\p{Ll}{2}|\s+(?:by|in|for|among|on|after|of\s+(?:\d|all|the))\b",
    regex.IGNORECASE,
)
#: "21st century", "8th grade", "3rd edition", "15th session": names, no rank.
_NAMED_ORDINAL = regex.compile(
    r"[\s-]*(?:century|centuries|grades?|editions?|sessions?|graders?|anniversary|birthday|congress|conference|meeting|street|avenue|floor|year|day|month"
    r"|hour|time|party|hand|person|generation|quarter|half|class|form|амнист\p{Ll}+|век\p{Ll}{0,2}|класс\p{Ll}{0,2}|издани\p{Ll}{1,2}|сесси\p{Ll}{1,2}|этаж\p{Ll}{0,2}|год\p{Ll}{0,2}|раз|съезд\p{Ll}{0,2}|квартал\p{Ll}{0,2})(?!\w)",
    regex.IGNORECASE,
)
_YEAR_BEFORE = regex.compile(
    r"(?:(?<!\w)(?:in|since|of|by|from|until|till|to|during|before|after|between|and|for|year|years|early|late|mid|on|as\s+of|the"
    r"|в|во|с|к|до|после|за|по|от|году|года|и)[\s-]+|[(/,:;-]\s*|(?:^|\n)\s*|[.!?]\s+)$",
    regex.IGNORECASE,
)
#: "A 2007 report", "Trafficking in Persons Report 2011".
_TITLED_YEAR = regex.compile(
    r"(?:(?<!\w)(?:[Aa]|[Aa]n|[Ii]ts|[Tt]heir|[Tt]his|[Tt]hat|\p{Lu}\p{Ll}{2,})\s)$"
)
#: The words that may stand before such a year in small letters.
_SMALL_TITLED = tuple("a an its their this that".split())
_UNIT_AFTER = regex.compile(r"\s?(?:[\p{Ll}%$€£°]{1,2}(?!\p{L})|(?:people|persons|children)\b)")
_RU_YEAR_AFTER = regex.compile(
    r"\s?-?(?:год(?:а|у|ом|е|ов|ах|ы)?|гг?\.?)(?!\p{L})", regex.IGNORECASE
)
_COUNTED_AFTER = regex.compile(r"\s?[%$€£]|\s(?:people|persons|children)\b")
_TITLE_AFTER = regex.compile(r"\s\p{Lu}|\s?[-/]\s?(?:\d\d){1,2}(?!\d)|\)")
_NO_COUNT_AFTER_YEAR = frozenset(
    "statistics data figures elections results estimates surveys levels prices reports findings sales accounts values rates totals times jobs numbers".split()
)
_DOZENS_YEAR = regex.compile(r"1[5-9]\d\d|20\d\d")


def is_year(text: str, number: Number) -> bool:
    """Whether four digits are a year: by the words before, and by no counted noun after."""
    if (
        len(number.bare) != 4
        or number.words
        or number.scaled
        or not _DOZENS_YEAR.fullmatch(number.bare)
    ):
        return False
    if "г" in text[number.end : number.end + 3].lower() and _RU_YEAR_AFTER.match(text, number.end):
        return True
    noun = counted_noun(text, number.end)
    counts = noun is not None and noun[0] not in _NO_COUNT_AFTER_YEAR
    after_preposition = bool(_YEAR_BEFORE.search(text, max(0, number.start - 12), number.start))
    if counts:
        before = text[max(0, number.start - 7) : number.start].lower().split()
        return after_preposition and before[-1:] in ([w] for w in ("in", "since", "by", "в", "с"))
    if _is_titled(text, number.start) and not _UNIT_AFTER.match(text, number.end):
        return True
    if _COUNTED_AFTER.match(text[number.end : number.end + 10]):
        return False
    return after_preposition or bool(_TITLE_AFTER.match(text[number.end : number.end + 8]))


#: "Ученику 6 лет", "беженцам от 20 до 35 лет": so old a person is.
_RU_DATIVE = regex.compile(
    r"(?<!\w)(?<!(?<!\w)(?:к|ко|по|благодаря)\s)(\p{Ll}{2,}(?:ам|ям|у|ю|е)),?\s(?:(?:уже|всего|около|почти|более|менее|от|-)\s)?$",
    regex.IGNORECASE,
)


@cache
def _person_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in word_set("persons") if "а" <= word[0] <= "я")


def _is_titled(text: str, start: int) -> bool:
    left = max(0, start - 24)
    before = text[left:start].rstrip().rpartition(" ")[2]
    if before.islower() and not before.endswith(_SMALL_TITLED):
        return False
    return bool(_TITLED_YEAR.search(text, left, start))


def is_age(text: str, start: int, number: Number, group: str | None, end: int) -> bool:
    """Whether a number is an age: ``aged 15``, ``16 years of age``, ``children under 14``."""
    left = max(0, start - 60)
    if group not in (None, "duration"):
        return False
    old = _YEARS_OLD.match(text, number.end) if "y" in text[number.end : number.end + 2].lower() else None  # fmt: skip
    if old:
        return not _THING_OLD.search(text, max(0, start - 60), start) or "age" in old.group()
    if _AGE_AFTER.match(text, end):
        return True
    if group == "duration" and _IN_YEARS.match(text[number.end : number.end + 7]):
        of_whom = _RU_DATIVE.search(text, left, start)
        if of_whom and stem(of_whom[1]) in _person_stems():
            return True
    before = text[left:start].rstrip().lower()
    may_be_age = before.endswith(_AGE_ENDS) or "достигш" in before
    if may_be_age and _AGE_WORD_BEFORE.search(text, left, start):
        return group == "duration" or counted_noun(text, number.end) is None
    if group is None and text[number.end : number.end + 1] == "," and 10 <= number.value <= 110:
        return bool(_AGE_BETWEEN_COMMAS.search(text, left, start))
    if group == "duration" and not _IN_YEARS.match(text[number.end : number.end + 7]):
        return False
    if number.value > 110 or (group is None and counted_noun(text, number.end)):
        return False
    if _PERSON_LIMIT.search(text, left, start):
        return group == "duration" or not regex.search(r"[,(]\s*$", text[max(0, start - 3) : start])
    lead = _LIMIT_LEAD.search(text, left, start)
    return bool(lead and group == "duration" and regex.search(r"\b(?:is|are|were|was)\s*$", text[left : lead.start()]))  # fmt: skip


def is_predicated(text: str, start: int) -> bool:
    """Whether ``are between 11 and 16 years of age`` is what is told, and no limit of a group."""
    return bool(
        regex.search(
            r"\b(?:is|are|was|were)\s+(?:mostly\s+|mainly\s+|usually\s+)?(?:between\s+|from\s+)?$",
            text[max(0, start - 30) : start],
            regex.IGNORECASE,
        )
    )


def is_rank(text: str, start: int, number: Number, end: int) -> bool:
    """Whether a number is a place in an order."""
    if number.ordinal:
        if _NAMED_ORDINAL.match(text, number.end):
            return False
        if number.words and number.value < 10:
            ranked = _RANK_BEFORE.search(text, max(0, start - 50), start)
            ranked = ranked or (
                _IS.search(text, max(0, start - 12), start) and _RANKED_BY.match(text, number.end)
            )
            return bool(ranked) or bool(_RANK_AFTER.match(text, number.end))
        return True
    if _RANK_AFTER.match(text, number.end) and _RANK_NAMED.match(
        text[number.end : number.end + 12]
    ):
        return bool(regex.match(r"\s*(?:место|месте|место)", text[number.end : number.end + 8])) or counted_noun(text, number.end) is None  # fmt: skip
    if number.words and number.value < 4:
        return False
    return (
        number.value < 1000
        and bool(_RANK_BEFORE.search(text, max(0, start - 60), start))
        and counted_noun(text, end) is None
    )


_PERSON_ENDING = regex.compile(
    r"(?:[^aeiou]ers|[^l]ors|ists|ians|ees|men|women|телей|ников|чиков|щиков|истов)$"
)


def is_person(noun: str) -> bool:
    """Whether a counted noun is one for persons, by a list and by its ending."""
    return noun in word_set("persons") or bool(_PERSON_ENDING.search(noun))


def counts_any_person(noun: str) -> bool:
    """Whether a noun counts persons of whatever sort: people, residents, staff."""
    return noun in word_set("persons_generic")
