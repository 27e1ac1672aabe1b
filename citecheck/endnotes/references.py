"""Notes that mean an earlier source again: ibid., op. cit., supra note 4, a short title.

What they mean is found by rule, never guessed: "ibid." is the source just before,
"supra note 4" that of note 4, "op. cit." the last one of the author named.  Where
the rule leaves a choice, nothing is inherited.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from citecheck.endnotes.bibliography import take_pinpoints
from citecheck.endnotes.dates import find_dates
from citecheck.endnotes.persons import find_persons


class Means(StrEnum):
    """How a reference says which source it means."""

    BEFORE = "before"
    NOTE = "note"
    AUTHOR = "author"
    SHORT_TITLE = "short_title"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A reference: the note's number, or names with a short title or a year; its pinpoint."""

    means: Means
    number: int | None = None
    names: tuple[str, ...] = ()
    title: str | None = None
    year: str | None = None
    pages: tuple[str, ...] = ()
    paras: tuple[str, ...] = ()


_IBID = re.compile(r"^\W*(?:ibid(?:em)?|id(?=\.)|idem|там же|то же)\b\.?", re.IGNORECASE)
_OP_CIT = re.compile(
    r"\b(?:op\.?\s?cit|loc\.?\s?cit|указ\.?\s?(?:соч|раб|ст)|цит\.?\s?(?:соч|раб))\b\.?",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"\b(?:supra|above|infra)\b[\s,]*(?:at\s+)?(?:(?:end|foot)?notes?|n|fn)\b\.?\s*(?P<a>\d{1,5})"
    r"|\b(?:(?:end|foot)?note|n\.|fn\.)\s*(?P<b>\d{1,5})[\s,]*\b(?:above|supra)\b"
    r"|^\W*(?:see\s+)?(?:(?:end|foot)?note)\s+(?P<c>\d{1,5})\b(?=[\s.,;]*(?:$|pp?\.|para|at\b))"
    r"|\(n\.?\s?(?P<e>\d{1,5})\)"
    r"|\b(?:сноск[ауе]|примечани[ею]|прим\.)\s*(?:№\s*)?(?P<d>\d{1,5})",
    re.IGNORECASE,
)
_AFTER_OP_CIT = re.compile(
    r"^[\s,(]*(?:(?:end|foot)?note|n\.?|fn\.?)\s*(?P<number>\d{1,5})", re.IGNORECASE
)
_NUMBER = r"\d{1,4}(?:\s?[-–—]\s?\d{1,4})?"
_BARE = re.compile(rf"(?:^|[\s,:])(?:at\s+)?(?P<list>{_NUMBER}(?:,\s?{_NUMBER})*)\W*$")
_SHORT = re.compile(
    r"^(?P<names>[^,.:;\d“”\"«»]{2,80}),\s+(?P<title>[“\"«‘']?[^\W\d].{2,120}?[”\"»’']?),?\s+"
    r"(?:pp?\.\s?|с\.\s?)?"
    r"(?P<pages>\d{1,4}(?:\s?[-–—]\s?\d{1,4})?(?:,\s?\d{1,4})*)\.?$"
)
#: "Berg & Kim (2012), p. 130", "Berg et al. 2012: 130": names, a year and a page at most.
_BY_YEAR = re.compile(
    r"^(?P<names>[^\W\d_][^\d.,;:“”\"«»()]{1,80}?(?:\set al\.|\sи др\.)?),?\s\(?"
    r"(?P<year>(?:19|20)\d\d)[a-z]?\)?"
    rf"(?:\)?[,:]?\s(?:pp?\.\s?|с\.\s?|at\s)?(?P<pages>{_NUMBER}(?:,\s?{_NUMBER})*))?\)?\.?$"
)
#: "Ким А. Н. Дети у моря… С. 18": the title broken off.
_BROKEN_OFF = re.compile(
    r"^(?P<names>[^…]{2,120}?)\s*(?:…|\.\.\.)\s*(?:[СсCc]|[Pp]p?)\.\s?"
    r"(?P<pages>\d{1,4}(?:\s?[-–—]\s?\d{1,4})?(?:,\s?\d{1,4})*)\.?$"
)
_LEAD = re.compile(r"^(?:see(?: also)?|cf\.|см\.|ср\.)(?:[\s:,]+|$)", re.IGNORECASE)
_ITEM = re.compile(r"\d+(?:\s?[-–—]\s?\d+)?")
MAX_WORDS = 40


def find_reference(words: str) -> Reference | None:
    """The reference that the words of a source are; ``None`` if they are a citation.

    >>> found = find_reference("Berg, op. cit., p. 4")
    >>> found.means, found.names, found.pages
    (<Means.AUTHOR: 'author'>, ('Berg',), ('4',))
    """
    words = words.strip()
    if not words or len(words) > 400 or len(words.split()) > MAX_WORDS:
        return None
    ibid = _IBID.match(words)
    if ibid:
        pages, paras = _pinpoint(_NOTE.sub("", words[ibid.end() :]))
        return Reference(means=Means.BEFORE, pages=pages, paras=paras)
    note, cited = _NOTE.search(words), _OP_CIT.search(words)
    first = note or cited
    if first is None:
        return _find_short(words)
    after = words[(note if note and (not cited or note.end() > cited.end()) else first).end() :]
    names, title = _read_before(words[: min(m.start() for m in (note, cited) if m)])
    pages, paras = _pinpoint(after)
    number = next((int(group) for group in note.groups() if group), None) if note else None
    if cited and number is None:
        behind = _AFTER_OP_CIT.match(words[cited.end() :])
        if behind:
            number = int(behind["number"])
            pages, paras = _pinpoint(words[cited.end() + behind.end() :])
    if number is None and not names:
        return None
    return Reference(
        means=Means.AUTHOR if number is None else Means.NOTE,
        number=number,
        names=names,
        title=title,
        pages=pages,
        paras=paras,
    )


def _find_short(words: str) -> Reference | None:
    """ "Berg, Ice of the North, 60": no date, no more than family name, title and page."""
    broken = _BROKEN_OFF.match(words)
    persons, end = find_persons(words) if broken else ((), 0)
    if broken and persons and not find_dates(words):
        return Reference(
            means=Means.SHORT_TITLE,
            names=tuple(person.partition(",")[0] for person in persons),
            title=broken["names"][end:].strip(" .,:") or None,
            pages=_items(broken["pages"]),
        )
    dated = _BY_YEAR.match(words)
    if dated:
        return Reference(
            means=Means.SHORT_TITLE,
            names=_split_names(dated["names"].removesuffix(" и др.")),
            year=dated["year"],
            pages=_items(dated["pages"] or ""),
        )
    found = _SHORT.match(words)
    if found is None or find_dates(words):
        return None
    return Reference(
        means=Means.SHORT_TITLE,
        names=_split_names(found["names"]),
        title=found["title"].strip(" \"“”«»‘’',."),
        pages=_items(found["pages"]),
    )


def _read_before(text: str) -> tuple[tuple[str, ...], str | None]:
    """The names in front of a reference, and the short title behind them."""
    text = re.sub(
        r"^(?:see(?: also)?|cf\.|см\.|ср\.)[\s:,]+", "", text.strip(" ,;:("), flags=re.IGNORECASE
    )
    if not text:
        return (), None
    persons, end = find_persons(text)
    if persons:
        names = tuple(person.partition(",")[0] for person in persons)
        rest = text[end:]
    else:
        head, _, rest = text.partition(",")
        names = _split_names(head)
    title = rest.strip(" \"“”«»‘’',.;:(")
    return names, title or None


def _split_names(text: str) -> tuple[str, ...]:
    whole = re.sub(r"\s+et al\.?$", "", text.strip(" ."))
    parts = re.split(r",?\s+(?:and|&|и)\s+", whole)
    return tuple(dict.fromkeys((whole, *(part.strip() for part in parts if part.strip()))))


def _pinpoint(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    pages, paras, _ = take_pinpoints(text)
    bare = _BARE.search(text) if not (pages or paras) else None
    return (_items(bare["list"]) if bare else pages), paras


def _items(printed: str) -> tuple[str, ...]:
    return tuple(re.sub(r"\s?[-–—]\s?", "-", item) for item in _ITEM.findall(printed))
