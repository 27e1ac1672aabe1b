"""The words of a source to authors, title, container, date: from both ends inwards.

Given is what a note says before its address, access clause and address taken out.
The date, symbol and pinpoint at the end go first, then the authors at the
beginning; what is left is the title.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from citecheck.endnotes.authors import (
    find_known_start,
    find_persons,
    is_surely_organisation,
    reads_as_organisation,
    split_organisations,
)
from citecheck.endnotes.dates import DATE, parse_date
from citecheck.endnotes.pinpoints import FoundSymbol, find_pinpoints, find_symbols
from citecheck.endnotes.titles import EDGES, drop_imprint, read_title, take_container
from citecheck.endnotes.words import word_set


@dataclass(frozen=True, slots=True, kw_only=True)
class Bibliography:
    """What the words of a source say; ``None`` or empty is 'not printed'.

    ``genre`` is a printed kind ("press release"), ``expected`` a date that was
    still to come, ``other_symbols`` belong to documents that the title names.
    """

    authors: tuple[str, ...] = ()
    title: str | None = None
    container: str | None = None
    published: str | None = None
    expected: str | None = None
    pages: tuple[str, ...] = ()
    paras: tuple[str, ...] = ()
    symbol: FoundSymbol | None = None
    other_symbols: tuple[str, ...] = ()
    genre: str | None = None
    has_persons: bool = False


_ABBREVIATIONS = word_set(
    """
    art arts doc docs no nos st dr mr mrs ms prof vol vols ed eds para paras p pp vs cf al inc
    ltd co jr sr dept univ rev ch sec fig г гг ст см т д др с стр пп п изд
    """
)
_STOP = re.compile(r"\s*\.\s+(?=[^\W_a-zа-яё]|[\"“«'(—–])")
_SEGMENT_DATE = re.compile(rf"^[(\[]?(?:published\s+)?(?P<date>{DATE})[)\]]?$", re.IGNORECASE)
_GENRE_DATE = re.compile(
    r"^(?P<genre>press release|news release|press statement|media release|news|blog(?: post)?"
    rf"|newsletter|пресс-релиз)\b(?:\s+(?:of|from|dated|от)|,)?\s*(?P<date>{DATE})?$",
    re.IGNORECASE,
)
_TAIL_DATE = re.compile(
    rf"(?P<joint>\s*[,;(]\s*|\s+[–—-]\s+|\s+(?:from|от)\s+|\s+)(?P<date>{DATE})\)?$", re.IGNORECASE
)
#: After these a year at the end is part of the title: "World Report 2010", "in 2004".
_SERIAL = re.compile(
    r"\b(?:reports?|outlook|reviews?|yearbook|surveys?|statistics|index|factbook|handbook|plan"
    r"|programme|program|strategy|agenda|response|conference|congress|summit|session|census|in|of"
    r"|since|until|by|for|to|due|and|from|act|law|обзор|доклад|отч[её]т|в|с|до|на|за)$",
    re.IGNORECASE,
)
#: "… in Central Asia" before a year; not "The winter", nor a single word.
_ENDS_IN_NAME = re.compile(r"\s[^\W\d_a-zа-я][^\W\d_]*$")
_AUTHOR_DATE = re.compile(
    r"^(?P<author>[^()]{2,200}?)\s*[(\[](?P<status>expected|forthcoming|in press|to be published)?"
    rf"[\s,]*(?P<date>{DATE})?[a-z]?[)\]]\s*[.,:]?\s+(?=\S)",
    re.IGNORECASE,
)
_WEBSITE = re.compile(r"^(?P<owner>.{2,80}?)\s+(?:official\s+)?web\s?site$", re.IGNORECASE)


_REFERENCE_ONLY = re.compile(
    r"^\W*(?:ibid(?:em)?|idem|id|op\.?\s?cit|loc\.?\s?cit|там же"
    r"|(?:(?:above|below|supra|infra),?\s+)?(?:end)?notes?\s+\d+(?:\s+(?:above|below))?)\b"
    r"[^A-Za-zА-Яа-я]*(?:(?:pp?|paras?|с|стр|at)\b[\W\d]*)*$",
    re.IGNORECASE,
)
_BEFORE_QUOTE = re.compile(r"^(?P<before>[^\"“«:]{2,150}),\s+(?=[\"“«])")


def read_bibliography(text: str, *, known: Collection[str] = ()) -> Bibliography:
    """What the words of one source say.

    ``known`` are organisations that other notes of the same document divide from
    their titles by a stop; they help where a note forgot it.
    """
    if _REFERENCE_ONLY.match(text):
        pages, paras, _ = _take_pinpoints(text)
        return Bibliography(pages=pages, paras=paras)
    symbol, others, text = _take_symbol(text)
    pages, paras, text = _take_pinpoints(text)
    dated, text = _take_author_date(text, known)
    segments, date, genre = _take_dates(split_segments(text))
    segments, imprint_date = drop_imprint(segments, known)
    authors, has_persons = dated.authors, dated.has_persons
    if not authors:
        authors, has_persons, segments = _take_authors(segments, known)
    container = journal_date = None
    if has_persons:
        container, journal_date, segments = take_container(segments)
    title, quoted_container, title_date = read_title(segments, known)
    owner = _WEBSITE.match(authors[0]) if len(authors) == 1 else None
    if owner and title:
        authors, container = (owner["owner"],), authors[0]
    symbol_date = symbol.year if symbol else None
    printed = (dated.published, date, symbol_date, journal_date, imprint_date, title_date)
    return Bibliography(
        authors=authors,
        title=title,
        container=container or quoted_container,
        published=next((one for one in printed if one), None),
        expected=dated.expected,
        pages=pages,
        paras=paras,
        symbol=symbol,
        other_symbols=others,
        genre=dated.genre or genre,
        has_persons=has_persons,
    )


def _take_author_date(text: str, known: Collection[str]) -> tuple[Bibliography, str]:
    """``Author (2010).``: author and date, and the text behind them."""
    found = _AUTHOR_DATE.match(text)
    if found is None or not (found["date"] or found["status"]):
        return Bibliography(), text
    authors, has_persons = _read_author(found["author"], known)
    if not authors:
        return Bibliography(), text
    date = parse_date(found["date"]) if found["date"] else None
    expected = bool(found["status"])
    return Bibliography(
        authors=authors,
        has_persons=has_persons,
        published=None if expected else date,
        expected=date if expected else None,
        genre="forthcoming" if expected else None,
    ), text[found.end() :]


def split_segments(text: str) -> list[str]:
    """The parts of a text between stops; abbreviations and initials do not end one.

    >>> split_segments("U.S. Department of State. Report under Art. 12. 2010")
    ['U.S. Department of State', 'Report under Art. 12', '2010']
    """
    segments: list[str] = []
    start = 0
    for stop in _STOP.finditer(text):
        before = re.search(r"[^\s.(]*$", text[max(start, stop.start() - 30) : stop.start()])
        word = before.group() if before else ""
        initial = len(word) == 1 and word.isupper() and word.isalpha()
        if (
            not text[start : stop.start()].strip(EDGES)
            or initial
            or word.casefold() in _ABBREVIATIONS
        ):
            continue
        segments.append(text[start : stop.start()].strip())
        start = stop.end()
    last = text[start:].strip().rstrip(EDGES)
    return [segment for segment in (*segments, last) if segment.strip(EDGES)]


def _take_symbol(text: str) -> tuple[FoundSymbol | None, tuple[str, ...], str]:
    """The source's own symbol, those of other documents, the text without the own one."""
    own: FoundSymbol | None = None
    others: list[str] = []
    for found in find_symbols(text):
        in_brackets = text[: found.start].rstrip().endswith(("(", "["))
        after = text[found.end :].lstrip(" )].,;")
        inside_title = in_brackets and bool(after) and not after[0].isdigit()
        if own is None and not inside_title:
            own = found
        else:
            others.append(found.symbol)
    if own is None:
        return None, tuple(others), text
    start, end = own.start, own.end
    if text[:start].rstrip().endswith(("(", "[")) and text[end:].lstrip()[:1] in (")", "]"):
        start = len(text[:start].rstrip()) - 1
        end = len(text) - len(text[end:].lstrip()) + 1
    rest = f"{text[:start].rstrip(' ,')} {text[end:].lstrip(' ,')}"
    return own, tuple(others), rest.strip()


def _take_pinpoints(text: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    pages: list[str] = []
    paras: list[str] = []
    kept: list[str] = []
    at = 0
    for pinpoint in find_pinpoints(text):
        pages += pinpoint.pages
        paras += pinpoint.paras
        kept.append(text[at : pinpoint.start].rstrip(" ,"))
        at = pinpoint.end
    kept.append(text[at:])
    return tuple(pages), tuple(paras), "".join(kept)


def _take_dates(segments: list[str]) -> tuple[list[str], str | None, str | None]:
    """The date of publication: a part of its own, or the end of the last part."""
    kept: list[str] = []
    date = genre = None
    for segment in segments:
        plain = segment.strip(EDGES)
        alone, named = _SEGMENT_DATE.match(plain), _GENRE_DATE.match(plain)
        if alone and kept and date is None:
            date = parse_date(alone["date"])
        elif named and kept:
            genre = named["genre"].casefold()
            date = date or (parse_date(named["date"]) if named["date"] else None)
        else:
            kept.append(segment)
    if kept and date is None:
        head, date = _take_tail_date(kept[-1])
        kept[-1] = head
    return kept, date, genre


def _take_tail_date(segment: str) -> tuple[str, str | None]:
    """ "… in Central Asia 2009" → the words and the year; "World Report 2010" stays whole."""
    plain = segment.rstrip(EDGES)
    found = _TAIL_DATE.search(plain[-60:])
    if found is None:
        return segment, None
    head = plain[: len(plain) - len(plain[-60:]) + found.start()]
    date = parse_date(found["date"])
    joint = found["joint"].strip()
    if date is None or not head.strip(EDGES):
        return segment, None
    if joint.casefold() in {"from", "от"}:
        return segment, date
    if not joint and (_SERIAL.search(head) or not _ENDS_IN_NAME.search(head)):
        return segment, None
    if joint == "(" and not plain.endswith(")"):
        return segment, None
    if plain.endswith(")") and head.count("(") > head.count(")"):
        head = head[: head.rindex("(")]
    return head.rstrip(EDGES + "("), date


def _read_author(text: str, known: Collection[str]) -> tuple[tuple[str, ...], bool]:
    """A text that is nothing but authors; empty if it is not."""
    plain = text.strip(" ,;")
    persons, end = find_persons(plain)
    if persons and not plain[end:].strip(" .,;"):
        return persons, True
    plain = plain.strip(" .,;")
    bodies = split_organisations(plain, known=known)
    if all(reads_as_organisation(body, known=known) for body in bodies):
        return bodies, False
    return (), False


def _take_authors(
    segments: list[str], known: Collection[str]
) -> tuple[tuple[str, ...], bool, list[str]]:
    """Authors, whether they are persons, and the rest: by a stop, by a comma, by a known name."""
    if not segments:
        return (), False, segments
    first, rest = segments[0], segments[1:]
    persons, end = find_persons(first)
    after = first[end:].strip(" ,.:;")
    if persons and (after or rest):
        return persons, True, [after, *rest] if after else rest
    quote = _BEFORE_QUOTE.match(first)
    if quote:
        authors, has_persons = _read_author(quote["before"], known)
        if authors:
            return authors, has_persons, [first[quote.end() :], *rest]
    bodies = split_organisations(first, known=known)
    if rest and all(reads_as_organisation(body, known=known) for body in bodies):
        return bodies, False, rest
    authors, after = _authors_before_comma(first, known)
    if authors:
        return authors, False, [after, *rest]
    name = find_known_start(first, tuple(known))
    if name:
        return split_organisations(name, known=known), False, [first[len(name) :].strip(), *rest]
    return (), False, segments


def _authors_before_comma(first: str, known: Collection[str]) -> tuple[tuple[str, ...], str]:
    """``WHO, The Health Committee, Title``: names that are surely names, while they last."""
    authors: list[str] = []
    rest = first
    while True:
        name, comma, after = rest.partition(", ")
        sure = is_surely_organisation(name, known=known)
        if not comma or not sure or not after.strip() or after[0].islower():
            break
        authors += split_organisations(name, known=known)
        rest = after
    return tuple(authors), rest
