"""What has digits and is no figure: addresses, dates, references, names.

Each is a typed span; numbers inside are never hits, and are shown as decoys.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NamedTuple

import regex

from citecheck.figures.lexicon import alternation, table, word_set, words_of
from citecheck.figures.starts import (
    Starts,
    Where,
    after,
    behind,
    days,
    joined_by,
    leading,
    lines,
    matches_at,
    months,
    names,
    russian_days,
    russian_months,
    stopped,
    telephones,
)
from citecheck.model.figures import Span

_EN_MONTHS = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_RU_MONTHS = (
    r"(?:[Яя]нвар|[Фф]еврал|[Мм]арта?\b|[Аа]прел|[Мм]а[яй]\b|[Ии]юн|[Ии]юл|[Аа]вгуст|[Сс]ентябр"
    r"|[Оо]ктябр|[Нн]оябр|[Дд]екабр)\p{Ll}{0,3}+"
)


#: "Рейс 412 перевозит" is a name, "в школе 412 учеников" is a count.
_RU_VERB = r"\p{Ll}{2,}(?:ет|ит|ут|ют|ат|ят|ал|ил|ел|ла|ло|ли|тся|лся|лась|лось|лись|ен|ена|ено|ены)(?!\p{L})"


class Mask(StrEnum):
    """What a masked span is, in words for a reason."""

    ADDRESS = "an address"
    DATE = "a date"
    REFERENCE = "a reference"
    LEGAL = "a law reference"
    PHONE = "a phone number"
    NAME = "a name"
    LIST_NUMBER = "a list number"
    TIME = "a time of day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """A masked span of a folded text."""

    span: Span
    mask: Mask


#: Not a reference after all: the number has a unit, goes on in thousands, or counts a plural.
_NOT_UNIT = r"(?!\d|[ ]?(?:%|percent\b|per\ cent\b|процент)|,\d{3}\b)"


_EN_MONTH_NAMES = "jan* feb* mar* apr* may jun* jul* aug* sep* oct* nov* dec*"
_RU_MONTH_NAMES = "янв* фев* мар* апр* май мая июн* июл* авг* сен* окт* ноя* дек*"
#: "In hall 33": one of several that are numbered; not "the east hall 500".
_PLACES = "hall pier stall berth bay quay cabin coach booth desk counter shaft lane court pitch cell pool terminal dock bed seat camp post"
#: What is numbered in words too: "part two".
_PARTS = "volume chapter part section table figure appendix annex page"
#: The last words before the number of a law, and how the Russian ones begin.
_LEGAL_LEADS = (
    "article articles art arts section sections law laws decree decrees convention conventions resolution"
    " resolutions protocol protocols act acts regulation regulations directive directives clause clauses"
    " order orders ст п no nos №"
).split()
_LEGAL_STEMS = ("стать", "закон", "указ", "постановлени", "приказ", "решени", "пункт")
#: "Group of 20", "Boeing 737": what is numbered in a series.
_SERIES = (
    "g|group of|tier|category|grade|level|phase|stage|type|zone|boeing|airbus|windows|highway|route|apollo"
    "|agenda|section"
).split("|")
_LEGAL_WORDS = (
    "article articles art arts section sections law laws decree decrees convention conventions resolution"
    " resolutions protocol protocols act acts regulation regulations directive directives clause clauses"
    " order orders ста* ст зак* ука* пос* при* реш* пун* п"
)


class _Rule(NamedTuple):
    """A rule, and what a text must have for it to find anything: one of ``needs``.

    A word in lower case, a word's first three letters and ``*``, or one of ``marks`` as it
    stands; empty if there is no telling.  ``where``: all places at which it may begin;
    ``None`` if it is looked for in the whole text.
    """

    mask: Mask
    needs: frozenset[str]
    marks: tuple[str, ...]
    pattern: regex.Pattern[str]
    where: Where | None


@cache
def _rules() -> tuple[_Rule, ...]:
    """The rules in the order in which they are tried; the first that fits wins."""
    numbers = table("numbers")
    ordinals_en = alternation([*numbers["en"]["ordinals"], *numbers["en"]["units"]])
    ordinals_ru = alternation([*numbers["ru"]["ordinals"], "двадцать", "тридцать"])
    listed = (
        r"\d++(?:[./-]\d++)*+(?:\s?(?:,(?!\d{3}(?!\d))|and|or|to|-|и|или)\s?\d++(?:\.\d++)*+)*+"
    )
    clock = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|midnight|1?\d)(?:\so'clock)?"
    articles = listed.replace(r"(?!\d{3}(?!\d))", "")
    rules = (
        (Mask.ADDRESS, "://", r"(?<=(?P<lead>https?|ftp))://\S++"),
        (Mask.ADDRESS, "www.", r"www\.\S++"),
        (Mask.ADDRESS, "@", r"@(?<=\w@)[\w-]++\.[\w.-]++"),
        (Mask.ADDRESS, "10.", r"10\.(?<![\w.]10\.)\d{4,9}/\S++"),
        (Mask.ADDRESS, "doi:", r"doi:(?<!\wdoi:)\S++"),
        (Mask.ADDRESS, "org com net gov int kg ru", r"\.(?<=[a-z0-9]\.)(?:org|com|net|gov|int|kg|ru)\b\S*+"),
        (Mask.REFERENCE, "/", r"(?<![\p{L}\d/])(?:[A-Z]{1,8}/)(?:[\w.-]{1,20}+/?){1,8}+(?:\([\w.-]{1,12}\))?"),
        (Mask.REFERENCE, "isbn issn id oclc iban inn инн", r"\b(?:ISBN|ISSN|ID|OCLC|IBAN|INN|ИНН)\b[:\s-]{0,3}[\dXx][\dXx -]{3,24}"),
        (Mask.PHONE, "+", r"\+\d[\d ()-]{6,20}\d"),
        (Mask.PHONE, "tel phone telephone fax call dial hotline helpline dial dialing dialling dialled тел* факс зво*", r"(?i:\b(?:tel|phone|telephone|fax|call|dial(?:l?ing|led)?|hotline|helpline|тел|телефон\p{Ll}{0,2}|факс|звон\p{Ll}{1,6})\b)"
                     r"[^\d\n.;!?]{0,3}\.?[^\d\n.;!?]{0,29}(?<![,$€£])\(?\d(?:[\d ()-]{0,18}\d)?\)?(?!\d|[.,]\d|\s?(?:%|per|dollars|cents))"),
        (Mask.PHONE, "-", r"(?<![\d.,-])(?:\(\d{2,5}\) ?)?(?:\d{3}-\d{4}|\d{2,4}-\d{2}-\d{2}|\d{3}-\d{3}-\d{2,4}|\d{4}-\d{2}-\d{2}-\d{2})(?![\d-])", telephones),
        (Mask.PHONE, "(", r"\(\d{3,5}\) \d{2,3}-\d{2,4}"),
        (Mask.DATE, _EN_MONTH_NAMES, rf"(?<![\d.,])(?!(?<=[ \t]{{2}}|\t|\|[ ])\d{{1,2}}[ \t]*\n)\d{{1,2}}(?:st|nd|rd|th)?(?: of)?(?: ?- ?\d{{1,2}})?,?\s{_EN_MONTHS}(?:,?\s\d{{4}})?(?!\d)", days),
        (Mask.DATE, _EN_MONTH_NAMES, rf"\b{_EN_MONTHS}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?(?![\d,.]\d|\d|\s(?:percent|people))", months),
        (Mask.DATE, _EN_MONTH_NAMES, rf"\b{_EN_MONTHS},?\s(?:of\s)?\d{{4}}(?!\d)", months),
        (Mask.DATE, _EN_MONTH_NAMES, rf"(?=[JFMASOND])(?<=(?P<lead>(?i:\b(?:(?:twenty|thirty)-)?{ordinals_en}(?:\sday)?\sof\s))){_EN_MONTHS}(?:,?\s\d{{4}})?", months),
        (Mask.DATE, _RU_MONTH_NAMES, rf"(?<![\d.,])\d{{1,2}}(?:-?(?:го|е))?\s{_RU_MONTHS}(?:\s\d{{4}})?(?:\s?г(?:ода?|\.)?)?(?!\p{{L}})", russian_days),
        (Mask.DATE, _RU_MONTH_NAMES, rf"(?<=(?P<lead>(?i:(?<!\w)(?:(?:двадцать|тридцать)\s)?{ordinals_ru}\s))){_RU_MONTHS}(?:\s\d{{4}})?", russian_months),
        (Mask.DATE, _RU_MONTH_NAMES, rf"(?<!\p{{L}}){_RU_MONTHS}\s\d{{4}}(?!\d)", russian_months),
        (Mask.DATE, "", r"(?<![\d.,/-])(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2}))(?![\d/]|[.,]\d)", joined_by("-./")),
        (Mask.TIME, ": am pm a.m p.m", r"(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:])|\b\d{1,2}(?:\.\d{2})?\s?(?:a\.m\.|p\.m\.|[ap]m\b)"),
        (Mask.TIME, "between from", r"(?<=(?i:\b(?:weekdays|open|opens|daily|days?|hours|afternoons?|mornings?|evenings?|nights?))\s)(?:between|from)\s"
                    rf"(?i:{clock}\s(?:and|to|until|till)\s{clock})(?!\s[\p{{Ll}}%]|\w)"),
        (Mask.LEGAL, _LEGAL_WORDS, r"(?=\d)(?<!\w)(?<=(?<!\w)(?P<lead>(?i:articles?|arts?\.|sections?|laws?|decrees?|conventions?|resolutions?|protocols?|acts?"
                     r"|regulations?|directives?|clauses?|orders?|стать\p{Ll}{1,4}|ст\.|закон\p{Ll}{0,3}|указ\p{Ll}{0,3}"
                     r"|постановлени\p{Ll}{1,3}|приказ\p{Ll}{0,3}|решени\p{Ll}{1,3}|пункт\p{Ll}{0,3}|п\.)\s?(?i:nos?\.?|№)?\s?))"
                     rf"{articles}(?:\s?\(\d{{1,3}}\))?" + _NOT_UNIT, after(*_LEGAL_LEADS, stems=_LEGAL_STEMS)),
        (Mask.LEGAL, "no №", r"(?:\b[Nn]o\.|№)\s?\d++(?:[./-]\d++)*+", leading("no", "№", gaps=(0, 1, 2))),
        (Mask.LEGAL, "nos №№", r"(?:\b[Nn]os\.|№№)\s?" + listed, leading("nos", "№№", gaps=(0, 1, 2))),
        (Mask.REFERENCE, " ".join(word_set("reference_nouns")), r"(?<!\w)(?<=(?<![\w-])(?P<lead>(?P<noun>[A-Za-z]{1,14})\.?\s(?:(?i:nos?\.?|№)\s)?))" + listed + _NOT_UNIT, after(*word_set("reference_nouns"), "no", "nos", "№")),
        (Mask.REFERENCE, " ".join(word_set("reference_nouns_ru")), r"(?<!\w)(?<=(?<![\w-])(?P<lead>(?P<noun>[А-Яа-яЁё]{1,14})\.?\s(?:№\s)?))" + listed + rf"(?![ ]?(?:(?!{_RU_VERB})\p{{Ll}}{{4,}}|%)|\d|,\d)", after(*word_set("reference_nouns_ru"), "№")),
        (Mask.REFERENCE, "p pp para paras fig figs стр с", r"(?i:(?<!\w)(?:pp?|paras?|figs?|стр|с)\.\s?)" + listed + _NOT_UNIT, leading(*"p pp para paras fig figs стр с".split(), gaps=(1, 2))),
        (Mask.NAME, ".", r"(?<![\d.,])(?!\d{1,3}(?:\.\d{3})+(?![.\d]))\d++(?:\.\d++){2,}+(?!\d)", joined_by(".")),
        (Mask.NAME, "under- over- Under- Over-", r"(?<=(?<!\w)(?i:under|over)-)(?:fives?|\d{1,2}s?)(?=\s(?:mortality|deaths?|survival|league|team|squad)\b)"),
        (Mask.REFERENCE, "numbered numbers номерами", r"(?<=(?<!\w)(?P<lead>(?i:numbered|numbers|номерами)\s(?:from\s|от\s|с\s)?))\d++\s?(?:to|-|до|по)\s?\d++(?![\d,.]\d|\s?%)", after(*"numbered numbers номерами from от с".split())),
        (Mask.NAME, "", r"(?<![\w.-])\p{Lu}[\p{L}]*+-\d++(?![\d,.]\d|\d)|(?<![\w$.-])\p{Lu}{1,5}\d++[\p{Lu}\d]*+(?!\w)", names),
        (Mask.NAME, ".", r"(?<![\w.-])(?:\p{Lu}\.){1,3}\d++(?![\d,.%]\d|\d| ?%)"),
        (Mask.NAME, "g group tier category grade level phase stage type zone boeing airbus windows highway route apollo agenda section", r"(?<![\w.-])(?:G|Group of|Tier|Category|Grade|Level|Phase|Stage|Type|Zone|Boeing|Airbus|Windows|Highway|Route|Apollo|Agenda|Section)\s(?!(?:1[5-9]|20)\d\d\s(?:1[5-9]|20)\d\d)\d++(?![\d,.%]\d|\d| ?%)", leading(*_SERIES, gaps=(1,))),
        (Mask.ADDRESS, "number", r"(?<=\b(?P<lead>(?i:at|house|building|street|door|gate)\s(?i:number)\s))\d++(?:[ ]?[A-Za-z](?!\w))?", after("number")),
        (Mask.ADDRESS, "street road avenue lane square boulevard row alley quay terrace", r"(?<![\d.,])\d{1,4}[A-Za-z]?,?\s\p{Lu}\p{Ll}+\s(?:Street|Road|Avenue|Lane|Square|Boulevard|Row|Alley|Quay|Terrace)\b"),
        (Mask.ADDRESS, "ул улица улице проспект пр пл пер", r"(?i:(?<!\w)(?:ул|улица|улице|проспект|пр|пл|пер)\.?\s)\p{L}[\p{L} -]{2,30},\s(?:д(?:ом|оме|\.)\s?)?\d++"),
        (Mask.REFERENCE, _PLACES, rf"(?<=\b(?P<lead>(?i:in|at|on|from|to|into|near|via)\s(?:{'|'.join(_PLACES.split())})\s))\d++(?!\s\p{{Ll}}{{3}}|\s?%|[,.]\d)", after(*_PLACES.split())),
        (Mask.REFERENCE, _PARTS, r"(?<!\w)(?<=(?<![\w-])(?P<lead>(?i:volume|chapter|part|section|table|figure|appendix|annex|page)\s))(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?![\w-]|\s(?:\p{Ll}{3,}s|hundred|thousand|million|in|of|out)(?!\w))", behind(*_PARTS.split())),
        (Mask.NAME, "24/7", r"(?<![\d/])24/7(?![\d/])"),
        (Mask.LIST_NUMBER, "", r"(?<=[\p{Ll}\d)][.!?]\s)\d{1,4}\.(?=\s\p{Lu})", stopped),
        (Mask.LIST_NUMBER, "", r"(?m)^[ \t]*(?:\(\d{1,3}\)|\d{1,3}[.)](?=\s)|\d{1,2}(?:\.\d{1,2})++\.?(?=\s+\p{Lu}))", lines),
        (Mask.LIST_NUMBER, ")", r"(?<=[:;,.]\s(?:(?:and|or)\s)?(?P<lead>\d{1,2}|[a-z]))\)(?=\s\p{L})"),
        (Mask.REFERENCE, "-\n", r"(?<=\d)-\n\d++"),
    )  # fmt: skip
    return tuple(_rule(*rule) for rule in rules)


def _rule(mask: Mask, needs: str, pattern: str, where: Where | None = None) -> _Rule:
    wanted = [need for need in needs.split(" ") if need]
    marks = tuple(need for need in wanted if not need.rstrip("*").isalpha())
    return _Rule(mask, frozenset(wanted), marks, regex.compile(pattern), where)


#: Reference nouns that are printed with a point; after others a point ends the sentence.
_ABBREVIATED = frozenset(
    "p pp no nos fig figs vol vols para paras art arts sec ch app ref стр с рис табл гл т п ст тел кв корп д".split()
)


def _is_reference(noun: str, nouns: frozenset[str], after: str) -> bool:
    return noun in nouns and (noun in _ABBREVIATED or after != ".")


#: "В новом корпусе 48 палат": a building with an adjective has no number but holds things.
_RU_DESCRIBED = regex.compile(r"(?<!\w)[Вв]о?\s\p{Ll}{2,}(?:ом|ем|ой|ей)\s$")
_RU_THINGS = regex.compile(r"\s\p{Ll}{4,}")


def _needed(text: str, vocabulary: frozenset[str]) -> list[_Rule]:
    """The rules that can find anything in a text with these words."""
    words = vocabulary | {f"{word[:3]}*" for word in vocabulary}
    return [
        rule
        for rule in _rules()
        if not rule.needs
        or not rule.needs.isdisjoint(words)
        or any(mark in text for mark in rule.marks)
    ]


def find_masked(
    text: str, *, words: frozenset[str] | None = None, every_rule: bool = False
) -> list[Masked]:
    """Every masked span of a folded text, in order; the first rule that fits wins.

    ``words`` are those of the text, where they are known already.  ``every_rule`` tries those too whose words the text has not, and finds the same.

    >>> [m.mask.value for m in find_masked("Article 124.1 of 15 June 2010, p. 36")]
    ['a law reference', 'a date', 'a reference']
    """
    nouns = word_set("reference_nouns") | word_set("reference_nouns_ru")
    taken = bytearray(len(text))
    found: list[Masked] = []
    starts = None if every_rule else Starts(text)
    for mask, _, _, pattern, where in (
        _rules() if every_rule else _needed(text, words or words_of(text))
    ):
        has_lead, has_noun = "lead" in pattern.groupindex, "noun" in pattern.groupindex
        if where is None or starts is None:
            matches: Iterator[regex.Match[str]] = pattern.finditer(text)
        else:
            matches = matches_at(pattern, text, where(starts))
        for match in matches:
            start, end = match.span()
            if has_lead:
                start = match.start("lead")
            if has_noun:
                noun = match["noun"]
                after = text[start + len(noun) : start + len(noun) + 1]
                if not _is_reference(noun.lower(), nouns, after):
                    continue
                if _RU_DESCRIBED.search(text, max(0, start - 24), start) and _RU_THINGS.match(
                    text, end
                ):
                    continue
            if start < end and taken.find(1, start, end) < 0:
                taken[start:end] = b"\1" * (end - start)
                found.append(Masked(span=Span(start=start, end=end), mask=mask))
    return sorted(found, key=lambda m: m.span.start)
