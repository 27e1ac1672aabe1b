"""Words compared across inflection, synonyms and the two languages.

Stems are Snowball's (English and Russian).  Two words name one thing if their stems are
equal or nearly so, if a synonym set or the English–Russian pairs hold both, or if one is
the other in the other alphabet (names, international words).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from functools import cache

import regex
import snowballstemmer

from citecheck.figures.lexicon import rows, stop_words, table, word_set


class Weight(IntEnum):
    """How much a word tells of what is counted."""

    NONE = 0
    WEAK = 1
    STRONG = 2


_IRREGULAR = {
    "children": "child", "women": "woman", "men": "man", "people": "people", "persons": "people",
    "person": "people", "feet": "foot", "mice": "mouse", "geese": "goose", "teeth": "tooth",
    "loaves": "loaf", "wolves": "wolf", "rose": "rise", "risen": "rise", "fell": "fall", "fallen": "fall",
    "grew": "grow", "grown": "grow", "built": "build", "bought": "buy", "sold": "sell", "held": "hold",
    "lay": "lie", "drew": "draw", "drawn": "draw", "won": "win", "lost": "lose", "paid": "pay", "felled": "felled",
    "slept": "sleep", "taught": "teach", "caught": "catch", "bred": "breed", "fed": "feed", "sent": "send", "lent": "lend", "struck": "strike",
    "flew": "fly", "flown": "fly", "rode": "ride", "ridden": "ride", "drove": "drive", "driven": "drive", "wrote": "write", "written": "write",
    "wore": "wear", "worn": "wear", "stole": "steal", "stolen": "steal", "spoke": "speak", "spoken": "speak", "froze": "freeze", "frozen": "freeze",
    "broke": "break", "broken": "break", "chose": "choose", "chosen": "choose", "threw": "throw", "thrown": "throw", "sought": "seek", "dug": "dig",
    "met": "meet", "sown": "sow", "mown": "mow", "shorn": "shear", "swept": "sweep", "swam": "swim", "sank": "sink", "sunk": "sink", "wove": "weave", "woven": "weave",
    "earnings": "earn", "literate": "literacy", "widths": "width", "deeper": "deep",
    "детей": "ребенок", "дети": "ребенок", "детям": "ребенок", "детьми": "ребенок", "детях": "ребенок",
    "ребенка": "ребенок", "ребенку": "ребенок", "людей": "люди", "людям": "люди", "людьми": "люди", "людях": "люди",
    "человека": "человек", "человеком": "человек", "матери": "мать", "матерей": "мать", "сел": "село",
    "села": "село", "селах": "село", "селам": "село", "сёл": "село", "воды": "вода", "лет": "год",
    "снега": "снег", "леса": "лес", "лесов": "лес", "вырос": "выраст", "выросла": "выраст", "выросло": "выраст", "выросли": "выраст",
    "вырасти": "выраст", "рублей": "рубль",
}  # fmt: skip
_LATIN = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    ["a","b","v","g","d","e","e","zh","z","i","i","k","l","m","n","o","p","r","s","t","u","f","k","ts","ch","sh","sh","","i","","e","u","a"],
    strict=True))  # fmt: skip


#: телята, ягнят, жеребятам: the young of animals, whose plural has another stem.
_RU_YOUNG = regex.compile(r"(?<=\p{L}{2}[^аеиоуыэюяь])(?:ят(?:а|ам|ами|ах)?|енк(?:а|у|ом|е))$")


@cache
def stem(word: str) -> str:
    """The stem of a word, English or Russian, in lower case.

    >>> stem("children"), stem("libraries")
    ('child', 'librari')
    """
    lower = word.lower().replace("ё", "е").strip("'-")
    lower = lower.removesuffix("'s").removesuffix("s'") if lower.endswith(("'s", "s'")) else lower
    if lower.endswith("ship") and len(lower) > 8 and lower != "scholarship":
        lower = lower.removesuffix("ship")  # membership, apprenticeship
    lower = _RU_YOUNG.sub("енок", lower)
    irregular = _IRREGULAR.get(lower)
    if irregular:
        return irregular
    language = "russian" if "а" <= lower[:1] <= "я" else "english"
    # a stemmer holds the word that it is at: one that threads share would mix theirs up
    return str(snowballstemmer.stemmer(language).stemWord(lower))


def is_russian(stemmed: str) -> bool:
    """Whether a stem is Cyrillic."""
    return "а" <= stemmed[:1] <= "я"


@cache
def _neighbours() -> dict[str, frozenset[str]]:
    """Stem → stems of the same thing, by synonym sets and by the other language."""
    found: dict[str, set[str]] = {}
    for (line,) in rows("synonyms"):
        stems = [stem(word) for word in line.split()]
        for one in stems:
            found.setdefault(one, set()).update(stems)
    for english, russian in rows("pairs"):
        ens, rus = [stem(w) for w in english.split()], [stem(w) for w in russian.split()]
        for one in ens:
            found.setdefault(one, set()).update(rus)
        for one in rus:
            found.setdefault(one, set()).update(ens)
    return {key: frozenset(values - {key}) for key, values in found.items()}


@cache
def expanded(one: str) -> frozenset[str]:
    """The stems that name the same thing as a stem: synonyms, translations, translations of synonyms.

    A word is not taken through a language and back: that would make synonyms of all that
    shares one translation.
    """
    near = _neighbours().get(one, frozenset())
    same_language = {n for n in near if is_russian(n) == is_russian(one)}
    further = {
        t
        for n in same_language
        for t in _neighbours().get(n, ())
        if is_russian(t) != is_russian(one)
    }
    return frozenset({one} | near | further)


@cache
def is_known(one: str) -> bool:
    """Whether the pairs translate this stem (or a synonym of it)."""
    return any(is_russian(other) != is_russian(one) for other in expanded(one))


@cache
def same_thing(first: str, second: str) -> bool:
    """Whether two stems name one thing."""
    if first == second or second in expanded(first):
        return True
    if is_russian(first) != is_russian(second):
        russian, english = (first, second) if is_russian(first) else (second, first)
        if any(_alike(other, russian) for other in expanded(english) if is_russian(other)):
            return True
        return not (is_known(english) and is_known(russian)) and _cognate(english, russian)
    return _alike(first, second)


def _alike(first: str, second: str) -> bool:
    """Nearly the same stem: what inflection and derivation leave different at the end."""
    if first == second:
        return True
    if is_russian(first) != is_russian(second):
        return False
    short, long = sorted((first, second), key=len)
    common = 0
    for a, b in zip(short, long, strict=False):
        if a != b:
            break
        common += 1
    if is_russian(first):
        # a fleeting vowel: лодок / лодк, песен / песн, писем / письм
        if long[-2:-1] in ("о", "е") and long[:-2] + long[-1] == short.replace("ь", ""):
            return True
        # колодец / колодц, саженец / саженц, городск / город
        return common >= 4 and len(short) - common <= 2 and len(long) - common <= 3
    if long == short + "en":  # wood, wooden
        return len(short) >= 4
    return common == len(short) >= 5 and len(long) - common <= 3


@cache
def _skeleton(word: str) -> str:
    latin = "".join(_LATIN.get(c, c) for c in word)
    for old, new in (
        ("ph", "f"),
        ("th", "t"),
        ("ck", "k"),
        ("ch", "k"),
        ("kh", "k"),
        ("x", "ks"),
        ("y", "i"),
        ("c", "k"),
        ("q", "k"),
        ("w", "v"),
        ("j", "i"),
    ):
        latin = latin.replace(old, new)
    return str(regex.sub(r"(.)\1+", r"\1", latin))


def _cognate(english: str, russian: str) -> bool:
    """The same word in two alphabets: ``Osh`` and ``Ош``, ``orchestra`` and ``оркестр``."""
    first, second = _skeleton(english), _skeleton(russian)
    short = min(len(first), len(second))
    if short < 4:
        return first == second
    common = next((i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), short)
    return common >= 4 and common >= 0.7 * max(len(first), len(second))


_RU_VERB = regex.compile(
    r"\p{L}{2,}(?:ет|ит|ут|ют|ат|ят|ал|ил|ел|ла|ло|ли|тся|лся|лась|лось|лись|ено|ано|ены|аны|дано|дана)"
)


@cache
def is_russian_verb(word: str) -> bool:
    """Whether a Russian word ends as a verb of the third person or a past participle does."""
    return bool(_RU_VERB.fullmatch(word.lower()))


def is_irregular_past(word: str) -> bool:
    """Whether an English word in lower case is the past of an irregular verb: ``sold``."""
    return word in _IRREGULAR and word.isascii() and word not in word_set("collectives")


class Spellings:
    """The stems of one vocabulary that name a given thing, found through their first letters.

    All that :func:`same_thing` takes for one begins with the same two letters: in its own
    alphabet, in that of a translation, or written in Latin letters.
    """

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._stems = frozenset(vocabulary)
        self._by_start: dict[str, list[str]] = {}
        self._by_sound: dict[str, list[str]] = {}
        for one in self._stems:
            self._by_start.setdefault(one[:2], []).append(one)
            self._by_sound.setdefault(_skeleton(one)[:1], []).append(one)
        self._known: dict[str, frozenset[str]] = {}
        self._against: dict[str, frozenset[str]] = {}

    def of(self, stemmed: str) -> frozenset[str]:
        """The stems that name the same thing as a stem."""
        known = self._known.get(stemmed)
        if known is None:
            russian = is_russian(stemmed)
            near = {s for other in expanded(stemmed) for s in self._by_start.get(other[:2], ())}
            across = self._by_sound.get(_skeleton(stemmed)[:1], ())
            near.update(s for s in across if is_russian(s) != russian)
            near |= expanded(stemmed) & self._stems
            known = self._known[stemmed] = frozenset(s for s in near if same_thing(stemmed, s))
        return known

    def against(self, stemmed: str) -> frozenset[str]:
        """The stems that exclude a stem: see :func:`are_opposites`."""
        known = self._against.get(stemmed)
        if known is None:
            opposed = set(_opposites().get(stemmed, ()))
            further = {o for near in expanded(stemmed) for o in _opposites().get(near, ())}
            near = (opposed & self._stems) | {s for o in further for s in self.of(o)}
            known = self._against[stemmed] = frozenset(s for s in near if are_opposites(stemmed, s))
        return known


@cache
def weight_of(word: str) -> Weight:
    """How much a word (as it stands, lower case) tells of what is counted."""
    if len(word) < 2 or word in stop_words() or word in _number_words():
        return Weight.NONE
    if "-" in word and all(part in _numerals() for part in word.split("-")):
        return Weight.NONE  # twenty-six
    if (
        word in word_set("weak", "en")
        or word in word_set("weak", "ru")
        or word in _telling_little()
    ):
        return Weight.WEAK
    return Weight.STRONG


@cache
def _telling_little() -> frozenset[str]:
    """Who reports, and whether it rose or fell: directions are compared on their own."""
    opposites = table("opposites")
    return word_set("reporting") | frozenset([*opposites["up"], *opposites["down"]])


@cache
def _numerals() -> frozenset[str]:
    both = (table("numbers")["en"], table("numbers")["ru"])
    return frozenset(word for of in both for words in of.values() for word in words)


@cache
def _number_words() -> frozenset[str]:
    """Words of numbers, units and hedges: they are the figure, not what it is about."""
    found = set(_numerals())
    units = table("units")
    for spelled in (
        units["percent"],
        *units["money"].values(),
        *units["duration"].values(),
        *units["cents"].values(),
    ):
        found.update(w.lower() for phrase in spelled for w in phrase.split() if len(w) > 1)
    for spelled in units["measure"].values():
        found.update(w.lower() for w in spelled if " " not in w)
    for words in table("hedges")["before"].values():
        found.update(w for phrase in words for w in phrase.split() if len(w) > 3)
    return frozenset(
        found
        - {
            "first",
            "первый",
            "первая",
            "первое",
            "первые",
            "year",
            "years",
            "high",
            "long",
            "total",
            "older",
            "close",
            "just",
            "region",
            "order",
            "value",
        }
    )


@cache
def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in table("opposites")["entities"]:
        stems = [stem(word) for word in group]
        for one in stems:
            found.setdefault(one, set()).update(other for other in stems if other != one)
    for first, second in table("opposites")["actions"]:
        found.setdefault(stem(first), set()).add(stem(second))
        found.setdefault(stem(second), set()).add(stem(first))
    return {key: frozenset(values) for key, values in found.items()}


@cache
def are_opposites(first: str, second: str) -> bool:
    """Whether two stems exclude each other: north and south, women and men, wheat and barley."""
    known = _opposites()
    if same_thing(first, second):
        return False
    if second in known.get(first, ()):
        return True
    if is_russian(first) == is_russian(second):
        return False
    return any(
        same_thing(other, second) for near in expanded(first) for other in known.get(near, ())
    )
