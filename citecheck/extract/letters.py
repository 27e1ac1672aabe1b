"""What the letters of a text tell: its language, and whether they are the right ones."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[\u0400-\u052f]+")
_ENGLISH = frozenset({
    "the", "of", "and", "to", "in", "that", "is", "for", "with", "are", "was", "by", "from",
    "as", "on", "at", "this", "which",
})  # fmt: skip
_RUSSIAN = frozenset({
    "и", "в", "на", "не", "что", "с", "по", "из", "для", "как", "от", "за", "это", "при",
    "или", "также", "были",
})  # fmt: skip
_KYRGYZ = frozenset("ңөүҢӨҮ")
_SAMPLE = 200_000
_ENOUGH = 40_000  # letters that tell a language

# Russian letters read in a western code page: words of nothing but accented letters.
_WESTERN_RUN = re.compile(r"[À-ÿ¸¨]{3,}")
# UTF-8 read as if every byte were a letter: Ð and Ñ before another high character.
_UTF8_PAIR = re.compile("[ÐÑ][\x80-¿‘’“”•–—˜™š›œžŸƒ„…†‡ˆ‰Š‹ŒŽ€]|â€[\x80-¿œ™˜“”¦]|Ã[\x80-¿]")


def find_language(text: str, *, declared: str | None = None) -> str | None:
    """The language as a two-letter code: letters first, then what was declared, then words.

    A page in Cyrillic letters is not English whatever its template says.

    >>> find_language("Всего 412 детей", declared="en")
    'ru'
    >>> find_language("12,345")
    """
    sample = text[:_ENOUGH]
    words = [word.lower() for word in _WORD.findall(sample)]
    letters = sum(map(len, words))
    said = re.split(r"[-_]", (declared or "").strip().lower())[0]
    said = said if re.fullmatch(r"[a-z]{2,3}", said) else ""
    cyrillic = sum(map(len, _CYRILLIC.findall(sample)))
    if letters and cyrillic / letters > 0.5:
        if said in {"uk", "be", "bg", "sr", "mk", "kk", "ky", "tg", "mn", "tt"}:
            return said
        kyrgyz = sum(1 for word in words for letter in word if letter in _KYRGYZ)
        return "ky" if kyrgyz / letters > 0.01 else "ru"
    if said and not (said in {"ru", "ky", "uk"} and letters):
        return said
    return _language_by_words(words)


def _language_by_words(words: list[str]) -> str | None:
    if not words:
        return None
    english = sum(word in _ENGLISH for word in words) / len(words)
    russian = sum(word in _RUSSIAN for word in words) / len(words)
    if max(english, russian) < 0.08:
        return None
    return "en" if english >= russian else "ru"


def looks_like_mojibake(text: str) -> bool:
    """Whether letters were read in the wrong code page, all over the text.

    >>> looks_like_mojibake("Âñåãî äåòåé: 412"), looks_like_mojibake("Der Anteil fällt, très cher")
    (True, False)
    """
    sample = text[:_SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if letters < 4:
        return False
    western = sum(len(run) for run in _WESTERN_RUN.findall(sample))
    pairs = 2 * len(_UTF8_PAIR.findall(sample))
    return max(western, pairs) / letters > 0.2


def unreadable_share(text: str) -> float:
    """The share of characters that stand for what could not be decoded: U+FFFD and ``(cid:1)``."""
    if not text:
        return 0.0
    glyphs = len(re.findall(r"\(cid:\d+\)", text)) + text.count("\ufffd")
    return glyphs / max(1, len(re.sub(r"\(cid:\d+\)", "x", text)))
