"""The words of a source to authors, title, container, imprint, date: from both ends inwards.

Given is what a note says before its address, access clause and address taken out.
The date, symbol, pinpoint and imprint at the end go first, then the authors at the
beginning; what is left is the title.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from citecheck.endnotes.containers import Container, behind_quoted, take_container
from citecheck.endnotes.dates import DATE, parse_date
from citecheck.endnotes.imprint import (
    EDGES,
    Imprint,
    cut_from_title,
    is_city,
    names_publisher,
    take_bracketed,
    take_parts,
)
from citecheck.endnotes.organisations import (
    find_known_start,
    is_organisation_word,
    is_surely_organisation,
    reads_as_organisation,
    split_organisations,
)
from citecheck.endnotes.persons import find_persons
from citecheck.endnotes.pinpoints import FoundSymbol, find_bare_pages, find_pinpoints, find_symbols
from citecheck.endnotes.publication_dates import take_dates
from citecheck.endnotes.titles import drop_parts, read_title, take_statement
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
    art arts doc docs no nos st dr mr mrs ms prof vol vols ed eds para paras p pp vs cf al inc
    ltd co jr sr dept univ rev ch sec fig г гг ст см т д др с стр пп п изд
    """
)
_STOP = re.compile(r"\s*\.\s+(?=[^\W_a-zа-яё]|[\"“«„'‘(\[—–№])")
_AUTHOR_DATE = re.compile(
    r"^(?P<author>[^()]{2,300}?)\s*[(\[](?P<status>expected|forthcoming|in press|to be published"
    rf"|n\.?\s?d\.?|no date|б\.\s?г\.)?[\s,]*(?P<date>{DATE})?[a-z]?[)\]]\s*[.,:]?\s+(?=\S)",
    re.IGNORECASE,
)
_UNDATED = re.compile(r"^(?:n\.?\s?d|no date|б)", re.IGNORECASE)
_WEBSITE = re.compile(r"^(?P<owner>.{2,80}?)\s+(?:official\s+)?web\s?site$", re.IGNORECASE)
_REFERENCE_ONLY = re.compile(
    r"^\W*(?:ibid(?:em)?|idem|id|op\.?\s?cit|loc\.?\s?cit|там же"
    r"|(?:(?:above|below|supra|infra),?\s+)?(?:end)?notes?\s+\d+(?:\s+(?:above|below))?)\b"
    r"[^A-Za-zА-Яа-я]*(?:(?:pp?|paras?|с|стр|at)\b[\W\d]*)*$",
    re.IGNORECASE,
)
_BEFORE_QUOTE = re.compile(r"^(?P<before>[^\"“«‘:]{2,300}?)[,.]\s+(?=[\"“«„‘]|'[^\W\d_a-z])")
_NTH = r"(?:\d{1,2}(?:st|nd|rd|th)|rev(?:ised|\.)?|first|second|third)"
#: "[Internet]", "(2nd ed.)", "3-е изд.": neither title nor imprint.
_DESIGNATION = re.compile(
    r"\s*\[(?:internet|online|on-line|electronic(?: resource)?|web ?page|website|pdf|data ?set|blog"
    r"|video|электронный ресурс|текст|доклад)\]"
    rf"|\s*\((?:{_NTH} ed(?:ition\b|n?\.)|vols?\.\s?\d+)(?:,\s?[^()]{{1,20}})?\)"
    r"|,\s+(?:vol\. )?\d+ U\.?N\.?T\.?S\.? (?:no\. )?\d+"
    r"|,\s+art(?:icle)?s?\b\.? \d+(?:\s?\(\d+\))?(?=[.;]?$)"
    rf"|\s*,\s*{_NTH} ed(?:ition\b|n?\.)|(?<=[.,])\s+{_NTH} ed(?:ition\b|n?\.)(?=[\s.,])"
    r"|(?<=[.—–])\s+(?:\d{1,2}-е|перераб\.(?: и доп\.)?) изд(?:ание\b|\.)",
    re.IGNORECASE,
)
_ROLE = re.compile(r"\s*\((?:eds?\.|editors?|ред\.|сост\.)\)\.?", re.IGNORECASE)
_PLAIN_NAME = re.compile(r"^(?:[^\W\d_a-zа-яё][^\W\d_A-ZА-ЯЁ]+ ){1,2}[^\W\d_a-zа-яё][^\W\d_]+$")
_CYRILLIC_NAME = re.compile(r"^[А-ЯЁ][а-яё]+(?: [А-ЯЁа-яё-]+){0,4}$")
_EMPTY = re.compile(r"\s*[(\[]\s*[.,;:]*\s*[)\]]")


def read_bibliography(text: str, *, known: Collection[str] = ()) -> Bibliography:
    """What the words of one source say.

    ``known`` are organisations that other notes of the same document divide from
    their titles by a stop; they help where a note forgot it.
    """
    if _REFERENCE_ONLY.match(text):
        pages, paras, _ = take_pinpoints(text)
        return Bibliography(pages=pages, paras=paras)
    text = _DESIGNATION.sub("", text)
    symbol, others, text = _take_symbol(text)
    pages, paras, text = take_pinpoints(text)
    imprint, text = take_bracketed(_EMPTY.sub("", text).strip())
    dated, text = _take_author_date(text, known)
    segments = drop_parts(split_segments(text))
    segments, part = take_parts(segments, known, dated=bool(dated.authors))
    imprint = imprint.or_else(part)
    segments, date, genre = take_dates(segments, dated=bool(dated.published or imprint.date))
    authors, has_persons = dated.authors, dated.has_persons
    statement, segments = take_statement(segments)
    if not authors:
        is_dated = bool(date or imprint.date)
        authors, has_persons, segments = _take_authors(segments, known, dated=is_dated)
    if not authors and statement:
        authors, has_persons = _read_author(statement, known)
    segments, publisher = _take_publisher(segments, dated=bool(dated.authors))
    own_date = dated.published or date or imprint.date
    container, segments = take_container(segments, has_persons=has_persons, dated=own_date)
    title, behind = read_title(segments)
    if behind is not None:
        container = container or behind_quoted(behind)
        authors, has_persons = _persons_of_article(authors, has_persons, container, known)
    elif title:
        title, end = cut_from_title(title, known, dated=bool(own_date), has_persons=has_persons)
        imprint = imprint.or_else(end)
    name = container.name if container else None
    if name and is_city(name) and behind is not None:
        imprint, name = imprint.or_else(Imprint(place=name)), None
    owner = _WEBSITE.match(authors[0]) if len(authors) == 1 else None
    if owner and title:
        authors, name = (owner["owner"],), authors[0]
    symbol_date = symbol.year if symbol else None
    issue_date = container.date if container else None
    printed = (dated.published, date, symbol_date, issue_date, imprint.date)
    return Bibliography(
        authors=authors,
        title=title,
        container=name or None,
        published=next((one for one in printed if one), None),
        publisher=imprint.publisher or publisher,
        place=imprint.place,
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
    plain = text
    found = _AUTHOR_DATE.match(plain)
    if found is None or not (found["date"] or found["status"]):
        plain = _ROLE.sub("", text[:400], count=1) + text[400:]
        found = _AUTHOR_DATE.match(plain)
    if found is None or not (found["date"] or found["status"]):
        return Bibliography(), text
    authors, has_persons = _read_author(found["author"], known)
    if not authors:
        return Bibliography(), text
    date = parse_date(found["date"]) if found["date"] else None
    expected = bool(found["status"]) and not _UNDATED.match(found["status"])
    return Bibliography(
        authors=authors,
        has_persons=has_persons,
        published=None if expected else date,
        expected=date if expected else None,
        genre="forthcoming" if expected else None,
    ), plain[found.end() :]


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
        initial = len(word) == 1 and word.isupper() and word.isalpha() and stop.start() > start
        if (
            stop.start() < start - 1
            or not text[begin : stop.start()].strip(EDGES)
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
    head, tail = text[:start].rstrip(), text[end:].lstrip()
    joint = ", " if head.endswith(",") or tail.startswith(",") else " "
    rest = f"{head.rstrip(' ,')}{joint}{tail.lstrip(' ,')}".strip(" ,")
    return own, tuple(others), rest.strip()


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


def _read_author(text: str, known: Collection[str]) -> tuple[tuple[str, ...], bool]:
    """A text that is nothing but authors; empty if it is not."""
    plain = text.strip(" ,;")
    persons, end = find_persons(plain)
    if persons and not plain[end:].strip(" .,;"):
        return persons, True
    plain = re.sub(r",? et al\.?$", "", plain.strip(" .,;"))
    bodies = split_organisations(plain, known=known)
    if all(reads_as_organisation(body, known=known) for body in bodies):
        return bodies, False
    return (), False


def _read_before_quote(text: str, known: Collection[str]) -> tuple[tuple[str, ...], bool]:
    """Who stands before a title in quotes: in Russian a body of any few words."""
    authors, has_persons = _read_author(text, known)
    if not authors and _CYRILLIC_NAME.match(text.strip()):
        return (text.strip(),), False
    return authors, has_persons


def _persons_of_article(
    authors: tuple[str, ...], has_persons: bool, container: Container | None, known: Collection[str]
) -> tuple[tuple[str, ...], bool]:
    """Two or three words before an article in a paper are a person, whatever the given name."""
    plain = len(authors) == 1 and bool(_PLAIN_NAME.match(authors[0])) and authors[0] not in known
    if (
        not plain
        or has_persons
        or container is None
        or not container.name
        or is_city(container.name)
    ):
        return authors, has_persons
    if any(is_organisation_word(word) for word in authors[0].split()):
        return authors, has_persons
    given, _, family = authors[0].rpartition(" ")
    return (f"{family}, {given}",), True


def _take_authors(
    segments: list[str], known: Collection[str], *, dated: bool
) -> tuple[tuple[str, ...], bool, list[str]]:
    """Authors, whether they are persons, and the rest: by a stop, by a comma, by a known name.

    Where the source is ``dated``, a few capital words before a comma are a body.
    """
    if not segments:
        return (), False, segments
    first, rest = segments[0], segments[1:]
    persons, end = find_persons(first)
    after = first[end:].strip(" ,.:;")
    if persons and (after or rest):
        return persons, True, [after, *rest] if after else rest
    quote = _BEFORE_QUOTE.match(first)
    if quote:
        authors, has_persons = _read_before_quote(quote["before"], known)
        if authors:
            return authors, has_persons, [first[quote.end() :], *rest]
    bodies = split_organisations(first, known=known)
    if rest and all(reads_as_organisation(body, known=known) for body in bodies):
        return bodies, False, rest
    authors, after = _authors_before_comma(first, known)
    if authors:
        return authors, False, [after, *rest]
    name = find_known_start(first, frozenset(known))
    if name:
        return split_organisations(name, known=known), False, [first[len(name) :].strip(), *rest]
    head, comma, after = first.partition(", ")
    if (
        dated
        and comma
        and 2 <= len(head.split()) <= 4
        and reads_as_organisation(head)
        and len(after.split()) > 1
        and after[0].isupper()
    ):
        return (head,), False, [after, *rest]
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


def _take_publisher(segments: list[str], *, dated: bool) -> tuple[list[str], str | None]:
    """A publisher without a place at the end, as APA prints it behind an author's date."""
    if not dated or len(segments) < 2:
        return segments, None
    last = segments[-1].strip(EDGES)
    if names_publisher(last) and reads_as_organisation(last) and len(last.split()) <= 6:
        return segments[:-1], last
    return segments, None
