"""The words of a source to authors, title, container, imprint, date: from both ends inwards.

Given is what a note says before its address, access clause and address taken out.
The date, symbol, pinpoint and imprint at the end go first, then the authors at the
beginning; what is left is the title.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from citecheck.endnotes.authors import (
    Authors,
    as_person_of_article,
    owner_of_website,
    read_authors,
    take_author_date,
    take_authors,
    take_before_emphasis,
    take_initials_and_year,
)
from citecheck.endnotes.cities import is_city
from citecheck.endnotes.containers import Container, take_container, take_site
from citecheck.endnotes.dates import DATE
from citecheck.endnotes.designations import drop_designations, drop_empty_brackets, drop_tables
from citecheck.endnotes.imprint import (
    EDGES,
    cut_from_title,
    names_publisher,
    take_bracketed,
    take_parts,
)
from citecheck.endnotes.organisations import reads_as_organisation
from citecheck.endnotes.persons import find_persons
from citecheck.endnotes.pinpoints import find_bare_pages, find_pinpoints
from citecheck.endnotes.publication_dates import (
    find_date_within,
    find_enacted,
    find_genre,
    take_dates,
)
from citecheck.endnotes.quoted import read_behind
from citecheck.endnotes.reporters import take_reported
from citecheck.endnotes.symbols import FoundSymbol, find_symbols
from citecheck.endnotes.titles import drop_parts, holds_quoted, read_title, take_statement
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
    publisher: str | None = None
    place: str | None = None
    expected: str | None = None
    pages: tuple[str, ...] = ()
    paras: tuple[str, ...] = ()
    symbol: FoundSymbol | None = None
    other_symbols: tuple[str, ...] = ()
    genre: str | None = None
    has_persons: bool = False


_ABBREVIATIONS = word_set(
    """
    art arts doc docs no nos ref st dr mr mrs ms prof vol vols ed eds para paras p pp vs cf al inc
    ltd co jr sr dept univ rev ch sec fig jan feb mar apr jun jul aug sept sep oct nov dec
    г гг ст см т д др с стр пп п изд ред сост отв
    """
)
#: Stops at the end of a part are its edge, but for this one.
_WHOLE_DC = re.compile(r"\bD\.C$")
_DATE_START = re.compile(DATE, re.IGNORECASE)
_STOP = re.compile(r"\s*\.\s+(?=[^\W_a-zа-яё]|[\"“«„'‘(\[—–№])")
#: "Sold upstream, vol. 18, no. 9(D)": which issue of its publisher's series it is.
_VOLUME_BEHIND = re.compile(
    r",\s+vol(?:ume|\.)?\s?\d{1,4},?\s+(?:no|nr|issue)\.?\s?\d{1,4}(?:\s?\([A-Z0-9]{1,3}\))?$",
    re.IGNORECASE,
)
_REFERENCE_ONLY = re.compile(
    r"^\W*(?:ibid(?:em)?|idem|id|op\.?\s?cit|loc\.?\s?cit|там же"
    r"|(?:(?:above|below|supra|infra),?\s+)?(?:end)?notes?\s+\d+(?:\s+(?:above|below))?)\b"
    r"[^A-Za-zА-Яа-я]*(?:(?:pp?|paras?|с|стр|at)\b[\W\d]*)*$",
    re.IGNORECASE,
)


def read_bibliography(
    text: str, *, known: Collection[str] = (), emphasised: Sequence[str] = ()
) -> Bibliography:
    """What the words of one source say.

    ``known`` are organisations that other notes of the same document divide from
    their titles by a stop; they help where a note forgot it.  ``emphasised`` are the
    words that the note prints in italics: a title or what contains it.
    """
    if _REFERENCE_ONLY.match(text):
        pages, paras, _ = take_pinpoints(text)
        return Bibliography(pages=pages, paras=paras)
    symbol, others, text = _take_symbol(drop_designations(text))
    dated, text = take_initials_and_year(text)
    pages, paras, text = take_pinpoints(text)
    text = drop_tables(drop_empty_brackets(text).strip())
    text = part_at_semicolons(text)
    enacted = find_enacted(text)
    reported, text = take_reported(text)
    imprint, text = take_bracketed(text)
    if not dated.published:
        dated, text = take_author_date(text, known, emphasised)
    authors = dated.authors
    if not authors.names:
        in_book = bool(imprint.place and imprint.publisher)
        authors, text = take_before_emphasis(text, emphasised, known, in_book=in_book)
    segments = drop_parts(split_segments(text))
    segments, part = take_parts(segments, known, dated=bool(authors.names))
    imprint = imprint.or_else(part)
    segments, date, genre = take_dates(segments, dated=bool(dated.published or imprint.date))
    statement, segments = take_statement(segments)
    if not authors.names:
        is_dated = bool(date or imprint.date or reported)
        authors, segments = take_authors(segments, known, dated=is_dated)
    if not authors.names and statement:
        authors = read_authors(statement, known)
    after_author = bool(dated.authors.names) or authors.are_persons
    segments, publisher = _take_publisher(segments, authors, dated=after_author)
    own_date = dated.published or date or imprint.date
    container: Container | None = None
    if reported:
        container = Container(name=reported.container, date=reported.date)
        pages = pages or reported.pages
    elif not holds_quoted(segments):
        persons = authors.are_persons
        container, segments = take_container(segments, has_persons=persons, dated=own_date)
    title, behind = read_title(segments)
    if behind is not None:
        read = read_behind(behind)
        container = container or read.container
        imprint, pages = imprint.or_else(read.imprint), pages or read.pages
        genre = genre or find_genre(behind)
        day = imprint.date and len(imprint.date) == 10
        if imprint.place and day and not container and not is_city(imprint.place):
            # OSCOLA: "‘Locks’ (River Law Blog, 4 May 2012)"
            container, imprint = Container(name=imprint.place), replace(imprint, place=None)
        authors = as_person_of_article(authors, container.name if container else None, known)
    elif title:
        persons = authors.are_persons
        title, last = cut_from_title(title, known, dated=bool(own_date), has_persons=persons)
        imprint = imprint.or_else(last)
        title = _VOLUME_BEHIND.sub("", title)
        if own_date and len(own_date) == 10 and not container:
            title, site = take_site(title)
            container = Container(name=site) if site else None
    name = container.name if container else None
    owner = owner_of_website(authors)
    if owner and title:
        authors, name = Authors(names=(owner,)), authors.names[0]
    symbol_date = symbol.year if symbol else None
    issue_date = container.date if container else None
    printed = [enacted, dated.published, date, symbol_date, issue_date, imprint.date]
    if not any(printed) and title and not dated.is_forthcoming:
        printed.append(find_date_within(title))
    forthcoming = dated.is_forthcoming or imprint.is_forthcoming
    return Bibliography(
        authors=authors.names,
        title=title,
        container=name or None,
        published=next((one for one in printed if one), None),
        publisher=imprint.publisher or publisher,
        place=_WHOLE_DC.sub("D.C.", imprint.place) if imprint.place else None,
        expected=dated.expected,
        pages=pages,
        paras=paras,
        symbol=symbol,
        other_symbols=others,
        genre="forthcoming" if forthcoming else genre,
        has_persons=authors.are_persons,
    )


def part_at_semicolons(text: str) -> str:
    """ "UNICEF; Children; Geneva; 2008": semicolons between all parts are stops.

    >>> part_at_semicolons("UNICEF; Children of the River; Geneva; 2008")
    'UNICEF. Children of the River. Geneva. 2008'
    """
    if text.count("; ") < 2 or _STOP.search(text) or any(q in text for q in '"“«„'):
        return text
    return text.replace("; ", ". ")


def split_segments(text: str) -> list[str]:
    """The parts of a text between stops; abbreviations and initials do not end one.

    >>> split_segments("U.S. Department of State. Report under Art. 12. 2010")
    ['U.S. Department of State', 'Report under Art. 12', '2010']
    """
    segments: list[str] = []
    start = find_persons(text)[1]
    begin = 0
    for stop in _STOP.finditer(text):
        before = re.search(r"[^\s.(]*$", text[max(begin, stop.start() - 30) : stop.start()])
        word = before.group() if before else ""
        if not text[begin : stop.start()].strip(EDGES):
            begin = stop.end() if stop.start() >= start else begin  # nothing yet but edges
            continue
        initial = len(word) == 1 and word.isupper() and word.isalpha() and stop.start() > start
        if (
            stop.start() < start - 1
            or initial
            or (word.casefold() in _ABBREVIATIONS and stop.start() > start)
        ):
            continue
        end = max(stop.start(), min(start, stop.end()))  # the stop of an initial is the name's
        segments.append(text[begin:end].strip())
        begin = stop.end()
    last = text[begin:].strip().rstrip(EDGES)
    return [segment for segment in (*segments, last) if segment.strip(EDGES)]


def _take_symbol(text: str) -> tuple[FoundSymbol | None, tuple[str, ...], str]:
    """The source's own symbol, those of other documents, the text without the own one."""
    own: FoundSymbol | None = None
    others: list[str] = []
    for found in find_symbols(text):
        in_brackets = text[: found.start].rstrip().endswith(("(", "["))
        after = _behind_pinpoint(text[found.end :].lstrip(" )].,;"))
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
    head, tail = text[:start].rstrip(), text[end:].lstrip()
    joint = ", " if head.endswith(",") or tail.startswith(",") else " "
    rest = f"{head.rstrip(' ,')}{joint}{tail.lstrip(' ,')}".strip(" ,")
    return own, tuple(others), rest.strip()


def _behind_pinpoint(text: str) -> str:
    """What follows a pinpoint or date with which a text begins; else the whole text."""
    pinpoint = next(iter(find_pinpoints(text[:200])), None)
    if pinpoint and pinpoint.start == 0:
        return text[pinpoint.end :].lstrip(" )].,;")
    return text[:0] if _DATE_START.match(text) else text


def take_pinpoints(text: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Pages, paragraphs, and the text without them."""
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
    rest = "".join(kept)
    bare = find_bare_pages(rest) if not pages else None
    if bare:
        pages += bare.pages
        rest = rest[: bare.start] + rest[bare.end :]
    return tuple(pages), tuple(paras), rest


def _take_publisher(
    segments: list[str], authors: Authors, *, dated: bool
) -> tuple[list[str], str | None]:
    """A publisher without a place at the end, as APA prints it behind an author's date.

    Who wrote a source is named again where it published it, too (MLA).
    """
    if len(segments) < 2:
        return segments, None
    last = segments[-1].strip(EDGES)
    if last in authors.names:
        return segments[:-1], last
    if not dated:
        return segments, None
    if names_publisher(last) and reads_as_organisation(last) and len(last.split()) <= 6:
        return segments[:-1], last
    return segments, None
