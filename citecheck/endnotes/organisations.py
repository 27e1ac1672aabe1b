"""Organisations at the beginning of a source, known by their words.

No list of organisations is shipped: which names are organisations *here* is learnt
from the notes themselves, where a stop divides author from title.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from citecheck.endnotes.words import word_set

MAX_ORGANISATION_WORDS = 10
#: So many characters hold all authors of a source.
MAX_NAMES = 400

#: Words that only the name of a body holds, in the languages of our publications.
ORGANISATION_WORDS = word_set(
    """
    academy administration advocates agency alliance assembly association authority bank board
    bureau campaign center centre centres church coalition college commission commissioner
    committee community company confederation congress consortium consultancy cooperation
    council court department directorate embassy federation forum foundation fund government
    ass'n comm'n dep't gov't int'l nat'l
    group guild inc index initiative initiatives institute institution institutions international
    league ltd mission ministry movement museum nations network news office organisation
    organisations organization organizations parliament partnership police press programme
    project secretariat section senate service services society taskforce tribunal trust union
    unit university watch website ngo
    агентство академия администрация ассоциация банк библиотека бюро движение департамент дума
    инспекция институт клуб комиссия комитет компания конгресс конфедерация лига министерство музей
    общество объединение ооо организация отдел палата парламент партия правительство прокуратура
    редакция секретариат сеть служба совет союз суд университет управление учреждение федерация фонд
    форум центр штаб
    agence agencia agentur agenzia agência asociación associació associação associazione banca
    banco banque bundesamt bundesministerium centraal centro comisión comissão comitato comité
    commissione conseil consejo conselho consiglio département direktorat federación federação
    fédération fondation fondazione fundación fundação föderation gesellschaft gobierno
    gouvernement governo institut instituto istituto kommission kommissionen ministerie
    ministerio ministerium ministero ministère ministério ministeriet observatoire observatorio
    observatório regierung secretaría secretariado secrétariat sekretariat sociedad sociedade
    société statistisches stiftung styrelsen université universidad universidade universiteit
    universität università verband verein zentrum
    amt behörde bundesanstalt landesamt statistisk sentralbyrå vegvesen vesen havn direktorat
    direktoratet tilsyn tilsynet forbund forbundet etat etaten kommune verket myndigheten
    styrelse rådet nämnden byrå virasto laitos ministeriö liitto keskus ráðuneyti stofnun urząd
    ministerstwo ministerstvo úřad rada bakanlığı kurumu başkanlığı müdürlüğü
    """
)
#: Northern names of bodies end in the noun, in small letters: "Statens vegvesen".
_NORTHERN_BODIES = word_set(
    """
    vegvesen vesen havn direktorat direktoratet tilsyn tilsynet forbund forbundet etat etaten
    kommune verket myndigheten styrelse styrelsen rådet nämnden byrå sentralbyrå virasto laitos
    ministeriö liitto keskus departement departementet institutt instituttet stofnun
    """
)
#: Of these, with "of" in their language behind them, the name may go on in small letters.
_ROMANCE_BODIES = word_set(
    """
    agence agencia agenzia agência asociación associação associazione banco banque centre centro
    comisión comissão comitato comité commissione conseil consejo conselho consiglio département
    fondation fondazione fundación fundação fédération gouvernement gobierno governo institut
    instituto istituto ministerio ministero ministère ministério observatoire observatorio
    secretaría secrétariat sociedad société universidad université università
    """
)
_ROMANCE_OF = word_set("de del della des di do du la le da dos das d'")
#: Words with which a title begins and no body's name does.
_TITLE_STARTS = word_set(
    """
    a an act analysis annual assessment code compilation concluding consideration consolidated
    constitution convention declaration decree directive draft evaluation exploring final
    findings from general guidelines handbook how initial interview law manual memorandum note
    notes on periodic progress protocol recommendations report research resolution review rights
    situation situational state statement status study submission summary survey the towards
    toward understanding what when where who why written доклад закон исследование кодекс
    конституция конвенция обзор отчет отчёт постановление указ
    """
)
_SMALL = word_set(
    """
    of the for and on to in at against de la le les du des et & von van voor und der für zur del dei
    della dos das do och og for y e и по в на для о
    об
    """
)
_WORD = re.compile(r"[^\s,;()]+")
#: "Ministry of Health [Kenya]".
_COUNTRY = re.compile(r"\s?\[[^\W\d][^\[\]]{1,30}\]")
#: "24.kg News Agency", "Channel 4 News": a number in the name of an agency or a station.
_STATION = re.compile(r"^(?:\d{1,3}\.[a-z]{2,3}\b|Channel \d{1,2}\b|Group of \d{1,3}\b)")
#: "… and Crime (UNODC)": the acronym is that of the whole.
_ACRONYM_BEHIND = re.compile(r"\s*\([^()]{2,20}\)$")
#: ОФ «Эль Агартуу», Public Foundation “El Agartuu”: a form, and the name in quotes.
_FORM_AND_NAME = re.compile(
    r"^(?:[^\W\d][\w-]* ){0,4}?(?:(?i:foundation|association|union|cent(?:er|re)|agency|fund"
    r"|network|organi[sz]ation|ngo|фонд|объединение|организация|центр|агентство|ассоциация|союз)"
    r"|ИА|ОО|ОФ|НПО|ООО|ОАО|ЗАО|АО) [«“\"][^«»“”\"]{2,60}[»”\"]$"
)
#: "City of Riverside" and not "State of the World".
_REALM = re.compile(
    r"^(?:(?:City|Municipality|County|State|Town|Republic|Government|Kingdom) of (?!the\b)"
    r"|Save the Children\b|Terre des [A-Z]|Oxfam\b|Caritas\b|World Vision\b|Freedom House\b)"
)
_NO_NAME = re.compile(r"[:;?!\"“”«»\[\]\d]")
_HALF_ACRONYM = re.compile(r"^[A-ZА-Я]{2,}-[A-ZА-Я][a-zа-я]+$")


def is_organisation_word(word: str) -> bool:
    """Whether a word occurs in names of bodies only, or is an acronym."""
    plain = word.strip("\"'“”.’").replace("’", "'").removesuffix("'s")
    acronym = (
        plain.isupper()
        and "." not in plain
        and all(2 <= len(part.replace("-", "")) <= 8 for part in plain.split("/"))
    )
    return acronym or bool(_HALF_ACRONYM.match(plain)) or plain.casefold() in ORGANISATION_WORDS


def reads_as_organisation(text: str, *, known: Collection[str] = ()) -> bool:
    """Whether a whole part of a note may be a body's name: short, capitalised, no title's start."""
    words = _WORD.findall(text)
    if not 1 <= len(words) <= MAX_ORGANISATION_WORDS:
        return False
    if text in known:
        return True
    if len(text) < MAX_NAMES:
        if _FORM_AND_NAME.match(text):
            return True
        text = _STATION.sub("Station", _COUNTRY.sub("", text), count=1)
        words = _WORD.findall(text)
    if not words or "//" in text or _NO_NAME.search(text):
        return False
    first = words[0].casefold()
    if first == "the" and len(words) > 1:
        first = words[1].casefold()
    if first in _TITLE_STARTS and not (words[0].isupper() and len(words[0]) > 1):
        return False
    if _is_cyrillic_body(words) or _is_body_in_lower_case(words):
        return True
    return all(
        word[0].isupper() or word.casefold() in _SMALL or not word[0].isalpha() for word in words
    )


def _is_body_in_lower_case(words: Sequence[str]) -> bool:
    """Romance names of bodies begin with the noun and go on small: "Institut de la statistique".

    Northern ones end in it.
    """
    if 2 <= len(words) <= 4 and words[0][0].isupper() and words[-1] in _NORTHERN_BODIES:
        return True
    return (
        len(words) > 1
        and words[0][0].isupper()
        and words[0].casefold() in _ROMANCE_BODIES
        and words[1].casefold() in _ROMANCE_OF
    )


def _is_cyrillic_body(words: Sequence[str]) -> bool:
    """Only the first word of a body's name is capital in Russian: "Агентство речных путей"."""
    plain = [word.strip("\"'“”«».").casefold() for word in words]
    if not words[0][0].isupper() or not "а" <= plain[0][:1] <= "я":
        return False
    head = next((i for i, word in enumerate(plain[:4]) if word in ORGANISATION_WORDS), None)
    if head is None:
        return False
    # What stands before the noun are its adjectives: "Национальный статистический комитет".
    return all(word.endswith(("ый", "ий", "ой", "ая", "яя", "ое", "ее")) for word in plain[:head])


def is_surely_organisation(text: str, *, known: Collection[str] = ()) -> bool:
    """As :func:`reads_as_organisation`, with a word that proves it."""
    if text in known:
        return True
    words = _WORD.findall(text)
    proven = any(is_organisation_word(word) for word in words) or bool(
        _STATION.match(text) or _REALM.match(text)
    )
    proven = proven or (len(text) < MAX_NAMES and bool(_FORM_AND_NAME.match(text)))
    return proven and reads_as_organisation(text)


def split_organisations(text: str, *, known: Collection[str] = ()) -> tuple[str, ...]:
    """The bodies that a name joins: "X Committee and the Y Centre" are two.

    >>> split_organisations("Centre for Missing and Exploited Children")
    ('Centre for Missing and Exploited Children',)
    """
    joints = (
        re.finditer(r",? and (?:the )?|; | / | & (?=[A-Z]{2,8}$)", text)
        if len(text) <= MAX_NAMES
        else ()
    )
    for joint in joints:
        left, right = text[: joint.start()], text[joint.end() :]
        stands_alone = len(left.split()) <= 2 and " of " not in left and " for " not in left
        left_whole = is_surely_organisation(left, known=known) or stands_alone
        if left_whole and _is_whole_name(right, known):
            return (left, *split_organisations(right, known=known))
    return (text,)


def _is_whole_name(text: str, known: Collection[str]) -> bool:
    """Whether a name does not need the words before "and": it holds a body's word of its own."""
    return text in known or is_surely_organisation(_ACRONYM_BEHIND.sub("", text))


@lru_cache(maxsize=8)
def _by_first_word(known: frozenset[str]) -> dict[str, list[str]]:
    """The names under their first word, longest first: a text is held against few of them."""
    names: dict[str, list[str]] = {}
    for name in sorted(known, key=lambda name: (-len(name), name)):
        names.setdefault(name.split(maxsplit=1)[0] if name.strip() else "", []).append(name)
    return names


def find_known_start(text: str, known: frozenset[str]) -> str | None:
    """The longest organisation of this document that a text begins with, without a stop."""
    first = text.split(maxsplit=1)
    for name in _by_first_word(known).get(first[0], ()) if first else ():
        rest = text[len(name) :]
        if text.startswith(name) and re.match(r"\s+[A-ZА-ЯЁ\d\"“«]", rest):
            return name
    return None
