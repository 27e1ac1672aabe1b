"""What sort of source a citation names, by its words and its address."""

from __future__ import annotations

import re

from citecheck.endnotes.addresses import find_original, split_address
from citecheck.endnotes.bibliography import Bibliography
from citecheck.model.notes import CitationKind

_LAW = re.compile(
    r"^(?:the\s+)?(?:law|legislation|criminal code|civil code|family code|labou?r code|penal code"
    r"|children[’']s code|code of|constitution|convention|optional protocol"
    r"|(?:presidential )?decree"
    r"|act of|resolution of the (?:government|parliament)"
    r"|(?:федеральный\s)?закон|(?:\w+\s)?кодекс|конституция|конвенция|указ|постановление)(?!\w)"
    r"|\b(?:criminal|penal|civil|family) code\b|\blaw on\b"
    r"|\bact,? \d{4}(?:\s\([\w .]{2,20}\))?$"
    r"|^(?:(?:council|commission|framework|implementing|delegated)\s)*(?:regulation|directive)\s\("
    r"|^(?:loi|décret|ordonnance|règlement|gesetz|verordnung|ley|decreto)\s(?:n[°ºo.]|nr\b|\d)",
    re.IGNORECASE,
)
#: "Berg v Norway", where nobody is named as author.
_CASE = re.compile(r"^(?:[A-Z][^,.;:]{0,60}) v\.? (?:the )?[A-Z]|^Дело «[^»]{3,80}»")
#: What names a law or a judgment by itself, dated or not.
_LAW_REFERENCE = re.compile(
    r"\bU\.?S\.?C\.? §|\bC\.?F\.?R\.? §|\bPub\. L\.|\bStat\. \d|\bRes\. \d{1,4}/\d"
    r"|^(?:Council |Commission |Framework )?(?:Directive|Regulation|Decision) (?:\([A-Z]{2,3}\) )?"
    r"(?:No\.? )?\d{1,4}/\d{1,4}|^(?:[\w-]+ ){0,3}(?:Convention|Recommendation) (?:No\.|№) ?\d"
    r"|^(?:[\w-]+ ){0,4}[Rr]esolution \d{1,4}(?:/\d|\s?\()|\bConvention\b.*\bArticles? \d"
    r"|^(?:[Пп]риказ|[Рр]аспоряжение)\b.*№|: федер(?:альный|\.) закон\b"
)
_NUMBERED = re.compile(r"(?:\bNo\.?|№|n[°º])\s?\d|\b(?:19|20)\d\d\b", re.IGNORECASE)
_PRESS_AUTHOR = re.compile(
    r"\bnews\b|^the times\b|\b(?:times|post|herald|gazette|tribune|guardian|economist)$"
    r"|\b(?:telegraph|independent)$"
    r"|\b(?:agence france|associated|free) press|\bpress agency\b|reuters|interfax|tass$|тасс$"
    r"|^(?:AFP|AP|UPI|BBC|CNN|RFE/RL|IRIN|EurasiaNet|AKIpress|АКИпресс|Азаттык|РИА Новости)$"
    r"|^\d{1,3}\.[a-z]{2,3}\b|\bновости\b|\bгазета\b|^ИА «",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DATED_PATH = re.compile(r"/(?:19|20)\d\d/(?:\d{1,2}|[a-z]{3})/\d{1,2}/", re.IGNORECASE)
_REPORT = re.compile(
    r"\b(?:reports?|study|survey|assessment|analysis|findings|evaluation|newsletter|guidelines"
    r"|handbook|submission|доклад|отч[её]т|обзор|исследование|анализ)\b",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.(?:pdf|docx?|rtf|xlsx?|pptx?|odt)$", re.IGNORECASE)


def choose_kind(bibliography: Bibliography, url: str | None) -> CitationKind:
    """The kind of a source; ``unlocated`` has neither address nor date nor publisher to go by."""
    title = bibliography.title or ""
    if _LAW.search(title) and (url or bibliography.published or _NUMBERED.search(title)):
        return CitationKind.LAW
    if _LAW_REFERENCE.search(title) or (not bibliography.authors and _CASE.match(title)):
        return CitationKind.LAW
    if url is None and not _can_be_found(bibliography):
        return CitationKind.UNLOCATED
    if _is_press(bibliography, url):
        return CitationKind.PRESS
    if url is None or _is_report(bibliography, title, url):
        return CitationKind.REPORT
    return CitationKind.WEB


def _can_be_found(bibliography: Bibliography) -> bool:
    dated = bool(bibliography.published or bibliography.expected or bibliography.genre)
    dated = dated or bool(_YEAR.search(bibliography.title or ""))
    named = bool(bibliography.authors or bibliography.publisher or bibliography.container)
    held = bool(bibliography.authors and bibliography.container)
    return bibliography.symbol is not None or (dated and named) or held


def _is_press(bibliography: Bibliography, url: str | None) -> bool:
    if bibliography.genre and bibliography.genre not in ("newsletter", "forthcoming"):
        return True
    if any(_PRESS_AUTHOR.search(author) for author in bibliography.authors):
        return True
    if not bibliography.has_persons:
        return False
    full_date = len(bibliography.published or "") == 10
    dated_path = bool(url and _DATED_PATH.search(find_original(url)))
    return dated_path or (full_date and bibliography.container is not None)


def _is_report(bibliography: Bibliography, title: str, url: str) -> bool:
    parts = split_address(find_original(url))
    is_file = bool(parts and (_FILE.search(parts.path) or _FILE.search(parts.query)))
    pinpointed = bool(bibliography.pages or bibliography.paras or bibliography.symbol)
    return is_file or pinpointed or bool(_REPORT.search(title))
