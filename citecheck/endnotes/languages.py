"""Languages that a note says its source is in: "[In Russian]", "(на английском языке)"."""

from __future__ import annotations

import re

_LANGUAGES = {
    "english": "en",
    "russian": "ru",
    "kyrgyz": "ky",
    "kyrghyz": "ky",
    "kazakh": "kk",
    "uzbek": "uz",
    "tajik": "tg",
    "ukrainian": "uk",
    "german": "de",
    "french": "fr",
    "spanish": "es",
    "arabic": "ar",
    "chinese": "zh",
    "turkish": "tr",
    "portuguese": "pt",
    "italian": "it",
    "polish": "pl",
    "dutch": "nl",
    "romanian": "ro",
    "japanese": "ja",
    "русском": "ru",
    "кыргызском": "ky",
    "английском": "en",
    "казахском": "kk",
    "узбекском": "uz",
}
_LANGUAGE = re.compile(
    r"[\[(]\s*(?:available\s+)?(?:only\s+)?(?:text\s+)?(?:in|на)\s+(?P<name>[^\W\d_]+)\.?"
    r"(?:\s+(?:only|language|языке))?\s*[\])]",
    re.IGNORECASE,
)


def find_languages(text: str) -> list[tuple[int, int, str]]:
    """Start, end and BCP 47 code of every language that a text names as its source's."""
    found = []
    for match in _LANGUAGE.finditer(text):
        code = _LANGUAGES.get(match["name"].casefold())
        if code:
            found.append((match.start(), match.end(), code))
    return found
