"""Of what, measured how, when: the words that a figure is about, as comparable stems."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import regex
import snowballstemmer

from citecheck.figures.fold import fold
from citecheck.figures.lexicon import table, unit_words
from citecheck.model.figures import Figure

_WORD = regex.compile(r"\p{L}[\p{L}'-]*\p{L}|\p{L}")
_YEAR = regex.compile(r"(?<![\d.,/-])(?:1[5-9]|20)\d{2}(?![\d/]|[.,]\d)")
_CLAUSE_END = regex.compile(
    r"[.;!?:](?=\s|$)|\n{2,}|,\s+(?=(?:but|while|whereas|although|and|а|но|тогда как)\b)|\s+(?=(?:but|while|whereas)\b)"
)
_MEASURES = frozenset(
    "average mean median total share rate number proportion level maximum minimum estimated registered"
    " annual monthly daily среднее средний общий всего доля уровень число количество ежегодно".split()
)
_EMPTY = frozenset(
    """a an the of in on at to for from by with as and or but is are was were be been being has have had do does did
 that this these those which who whom whose it its they them their he she his her we our you your i not no nor so than
 then there here when where while what how all any each every some such other another one ones only also very much many
 more most less least few fewer about around over under up out into onto off between among during before after since until
 per cent percent would could should may might can will shall must said says say according reported report reports
 recorded approximately nearly almost roughly some several both either neither if because however furthermore moreover
 и в во на с со к ко о об от до из у за по для при без под над между через не ни но а или что как это этот эта эти тот та те
 он она они его ее её их мы вы я был была было были быть есть будет все всех всего каждый также уже еще ещё только более менее
 около почти примерно свыше лишь ли же бы чем который которая которые которых г году года год лет процент процента процентов""".split()
)


@cache
def _stemmers() -> tuple[snowballstemmer.stemmer, snowballstemmer.stemmer]:
    return snowballstemmer.stemmer("english"), snowballstemmer.stemmer("russian")


@cache
def stem(word: str) -> str:
    """The stem of a word, English or Russian, in lower case.

    >>> stem("children"), stem("libraries")
    ('child', 'librari')
    """
    lower = word.lower().replace("ё", "е").removesuffix("'s").strip("'-")
    irregular = _IRREGULAR.get(lower)
    if irregular:
        return irregular
    english, russian = _stemmers()
    return str((russian if regex.match(r"\p{Cyrillic}", lower) else english).stemWord(lower))


_IRREGULAR = {
    "children": "child", "women": "woman", "men": "man", "people": "peopl", "persons": "peopl",
    "person": "peopl", "feet": "foot", "mice": "mous", "lives": "life", "rose": "rise", "risen": "rise",
    "fell": "fall", "fallen": "fall", "grew": "grow", "grown": "grow", "built": "build", "has": "have",
    "детей": "дет", "дети": "дет", "детям": "дет", "детьми": "дет", "ребенок": "дет", "ребенка": "дет",
    "человек": "человек", "люди": "человек", "людей": "человек",
}  # fmt: skip


@cache
def _translations() -> dict[str, frozenset[str]]:
    """Stem → the stems of the same thing in the other language."""
    found: dict[str, set[str]] = {}
    text = files("citecheck.figures").joinpath("data/pairs.tsv").read_text("utf-8")
    for line in text.splitlines():
        english, _, russian = line.partition("\t")
        for word in russian.split():
            found.setdefault(stem(english), set()).add(stem(word))
            found.setdefault(stem(word), set()).add(stem(english))
    return {key: frozenset(values) for key, values in found.items()}


def same_thing(first: str, second: str) -> bool:
    """Whether two stems name one thing: equal, one grown from the other, or translations."""
    if first == second:
        return True
    if second in _translations().get(first, ()):
        return True
    short, long = sorted((first, second), key=len)
    return len(short) >= 5 and long.startswith(short) and len(long) - len(short) <= 3


@cache
def _number_words() -> frozenset[str]:
    words: set[str] = set()
    for of in table("numbers").values():
        for kind in of.values():
            words.update(kind)
    words.update(w for unit in unit_words() for w in unit.split() if len(w) > 1)
    return frozenset(words)


def content_words(text: str) -> list[str]:
    """The words of a folded text that carry meaning, in order, as they stand."""
    return [
        word
        for word in _WORD.findall(text)
        if len(word) > 1 and word.lower() not in _EMPTY and word.lower() not in _number_words()
    ]


def stems_of(text: str) -> list[str]:
    """The stems of the content words of a folded text, in order."""
    return [stem(word) for word in content_words(text)]


def years_in(text: str) -> frozenset[int]:
    """The years that a folded text names."""
    return frozenset(int(year) for year in _YEAR.findall(text))


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause of a folded text that holds a span, as a span."""
    left = 0
    for match in _CLAUSE_END.finditer(text, max(0, start - 400), start):
        left = match.end()
    if left == 0 and start > 400:
        left = start - 400
    right = _CLAUSE_END.search(text, end, end + 400)
    return left, right.start() if right else min(len(text), end + 400)


def terms_of(text: str, figure: Figure) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Subject, measure and period terms of a figure, from its clause and sentence.

    They are what a matcher needs when it has no more than the record: the words in
    lower case, in order, each once.  ``figure.span`` must lie in ``text``.
    """
    assert figure.span is not None
    before = fold(text[: figure.span.start]).text
    folded = fold(text).text
    start = min(len(before), len(folded))
    left, right = clause_around(folded, start, min(len(folded), start + len(figure.printed)))
    clause = folded[left:right]
    words = list(dict.fromkeys(word.lower() for word in content_words(clause)))
    measure = tuple(word for word in words if word in _MEASURES)
    subject = tuple(word for word in words if word not in _MEASURES)[:12]
    period = tuple(str(year) for year in sorted(years_in(clause) or years_in(folded)))
    return subject, measure, period


def has_letters_of(text: str) -> str | None:
    """``ru`` or ``en`` by the letters of a text; ``None`` if it has none of either."""
    sample = text[:20_000]
    cyrillic = len(regex.findall(r"\p{Cyrillic}", sample))
    latin = len(regex.findall(r"\p{Latin}", sample))
    if not cyrillic and not latin:
        return None
    return "ru" if cyrillic > latin else "en"


__all__ = [
    "clause_around", "content_words", "has_letters_of", "same_thing", "stem", "stems_of",
    "terms_of", "years_in",
]  # fmt: skip
