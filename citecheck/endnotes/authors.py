"""Who wrote a source: persons or bodies at its beginning, by stop, comma, year or italics."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from citecheck.endnotes.cities import is_city
from citecheck.endnotes.dates import DATE, parse_date
from citecheck.endnotes.organisations import (
    find_known_start,
    is_organisation_word,
    is_surely_organisation,
    reads_as_organisation,
    split_organisations,
)
from citecheck.endnotes.persons import find_persons


@dataclass(frozen=True, slots=True, kw_only=True)
class Authors:
    """The names, and whether they are persons'; none is 'not printed'."""

    names: tuple[str, ...] = ()
    are_persons: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorDate:
    """``Author (2010).``: names, and the date behind them; ``expected`` was still to come."""

    authors: Authors = Authors()
    published: str | None = None
    expected: str | None = None
    is_forthcoming: bool = False


NOBODY = Authors()
_AUTHOR_DATE = re.compile(
    r"^(?P<author>[^()“”«»]{2,300}?)\s*[(\[](?P<status>expected|forthcoming|in press"
    r"|to be published|n\.?\s?d\.?|no date|б\.\s?г\.)?[\s,]*"
    rf"(?P<date>{DATE})?[a-z]?[)\]]\s*[.,:]?\s+(?=\S)",
    re.IGNORECASE,
)
#: "River Watch, 2008. Ice".
_AUTHOR_YEAR = re.compile(
    r"^(?P<author>(?:(?!\w{2}\.\s)[^()“”«»\d]){2,200}?),\s+(?P<date>(?:19|20)\d\d)[a-z]?[.:]\s+(?=\S)"
)
#: "Lind, J. & Okafor, N. 2012, ‘Oars’", "Port Authority 2011, *Figures*".
_AUTHOR_YEAR_BARE = re.compile(
    r"^(?P<author>[^()“”«»‘’\d]{2,200}?)\s+(?P<date>(?:19|20)\d\d)[a-z]?,\s+(?=\S)"
)
#: "BBC News, 14 March 2011: “Flood”".
_AUTHOR_DAY = re.compile(
    rf"^(?P<author>[^()“”«»\d]{{2,120}}?),\s+(?P<date>{DATE}):\s+(?=[\"“«„‘])", re.IGNORECASE
)
_INITIALS = r"[A-ZÀ-Ý][\w’'-]+(?: [A-ZÀ-Ý][\w’'-]+)?, [A-Z]{1,3}"
#: "Moreau, P & Silva, R 2009, ": initials without stops, which look like pages.
_INITIALS_YEAR = re.compile(
    rf"^(?P<authors>{_INITIALS}(?:(?:, | & | and |, & ){_INITIALS}){{0,9}})"
    r" (?P<date>(?:19|20)\d\d)[a-z]?,\s+(?=\S)"
)
_UNDATED = re.compile(r"^(?:n\.?\s?d|no date|б)", re.IGNORECASE)
_ROLE = re.compile(
    r"\s*\((?:eds?\.|editors?|(?:executive )?producers?|directors?|writers?|hosts?|trans\."
    r"|ред\.|сост\.)\)\.?",
    re.IGNORECASE,
)
_BEFORE_QUOTE = re.compile(r"^(?P<before>[^\"“«‘:]{2,300}?)[,.:]\s+(?=[\"“«„‘]|'[^\W\d_a-z])")
_QUOTATION = re.compile(r"[\"“«„‘'][^\"“”«»„]{3,400}[\"”»“’']")
_PLAIN_NAME = re.compile(r"^(?:[^\W\d_a-zа-яё][^\W\d_A-ZА-ЯЁ]+ ){1,2}[^\W\d_a-zа-яё][^\W\d_]+$")
_CYRILLIC_NAME = re.compile(r"^[А-ЯЁ][а-яё]+(?: [А-ЯЁа-яё-]+){0,4}$")
#: "Statistics Committee - Cluster Survey 2005".
_DASH = re.compile(r"^(?P<head>[^\"“«:.,]{4,80}?)\s[–—-]\s(?=[^\W\d_a-zа-яё]\S*\s\S+\s\S)")
_WEBSITE = re.compile(r"^(?P<owner>.{2,80}?)\s+(?:official\s+)?web\s?site$", re.IGNORECASE)
_STANDS_IN_FRONT = re.compile(r"[\"“«‘(\[]|\d\d")


def read_authors(text: str, known: Collection[str]) -> Authors:
    """A text that is nothing but authors; nobody if it is not."""
    plain = text.strip(" ,;")
    persons, end = find_persons(plain)
    if persons and not plain[end:].strip(" .,;"):
        return Authors(names=persons, are_persons=True)
    plain = re.sub(r",? et al\.?$", "", plain.strip(" .,;"))
    bodies = _list_bodies(plain, known) or split_organisations(plain, known=known)
    if all(reads_as_organisation(body, known=known) for body in bodies):
        return Authors(names=bodies)
    return NOBODY


def take_initials_and_year(text: str) -> tuple[AuthorDate, str]:
    """ "Moreau, P & Silva, R 2009, Tides": authors and year, and the text behind them."""
    found = _INITIALS_YEAR.match(text)
    if found is None:
        return AuthorDate(), text
    names = tuple(re.findall(_INITIALS, found["authors"]))
    authors = Authors(names=names, are_persons=True)
    return AuthorDate(authors=authors, published=found["date"]), text[found.end() :]


def take_author_date(
    text: str, known: Collection[str], emphasised: Sequence[str] = ()
) -> tuple[AuthorDate, str]:
    """``Author (2010).``: author and date, and the text behind them."""
    plain = text
    found = _AUTHOR_DATE.match(plain)
    if found is None or not (found["date"] or found["status"]):
        plain = _ROLE.sub("", text[:400], count=1) + text[400:]
        found = _AUTHOR_DATE.match(plain.replace("..", ".", 1))
        plain = plain.replace("..", ".", 1)
    if found is None or not (found["date"] or found["status"]):
        return _take_author_year(text, known, emphasised)
    authors = read_authors(found["author"], known)
    if not authors.names:
        return AuthorDate(), text
    date = parse_date(found["date"]) if found["date"] else None
    expected = bool(found["status"]) and not _UNDATED.match(found["status"])
    return AuthorDate(
        authors=authors,
        published=None if expected else date,
        expected=date if expected else None,
        is_forthcoming=expected,
    ), plain[found.end() :]


def _take_author_year(
    text: str, known: Collection[str], emphasised: Sequence[str]
) -> tuple[AuthorDate, str]:
    found = _AUTHOR_YEAR.match(text) or _AUTHOR_DAY.match(text)
    bare = _AUTHOR_YEAR_BARE.match(text) if found is None else None
    if bare:  # behind it stands a title in quotes or italics, or it is one itself
        behind = text[bare.end() :]
        quoted = behind[0] in "\"“«„‘'"
        found = bare if quoted or (emphasised and behind.startswith(emphasised[0])) else None
    authors = read_authors(found["author"], known) if found else NOBODY
    sure = authors.are_persons or any(is_surely_organisation(n, known=known) for n in authors.names)
    if found is None or not sure:
        return AuthorDate(), text
    return AuthorDate(authors=authors, published=parse_date(found["date"])), text[found.end() :]


def take_before_emphasis(
    text: str, emphasised: Sequence[str], known: Collection[str], *, in_book: bool
) -> tuple[Authors, str]:
    """ "Berg, Anna. *Ice*": authors in front of a title in italics, and the text behind them.

    Before the title of a book (``in_book``) two or three capital words are a person.
    """
    at = text.find(emphasised[0]) if emphasised else -1
    head = text[:at].strip(" ,.") if at > 2 else ""
    if not head or _STANDS_IN_FRONT.search(head) or text[:at].rstrip()[-1] not in ",.":
        return NOBODY, text
    authors = read_authors(text[:at].strip(), known)
    if authors.are_persons or not authors.names:
        return authors, text[at:] if authors.names else text
    if in_book and _is_plain_person(authors.names, known):
        return _turn_round(authors.names[0]), text[at:]
    return authors, text[at:]


def take_authors(
    segments: list[str], known: Collection[str], *, dated: bool
) -> tuple[Authors, list[str]]:
    """Authors and the rest: by a stop, by a comma, by a known name.

    Where the source is ``dated``, a few capital words before a comma are a body.
    """
    if not segments:
        return NOBODY, segments
    first, rest = segments[0], segments[1:]
    persons, end = find_persons(first)
    after = first[end:].strip(" ,.:;")
    if persons and (after or rest):
        return Authors(names=persons, are_persons=True), [after, *rest] if after else rest
    quote = _BEFORE_QUOTE.match(first)
    if quote:
        names, source = _bodies_before_comma(quote["before"], known)
        if names and source and not is_surely_organisation(source, known=known):
            title = _QUOTATION.match(first, quote.end())
            if title:  # "World Bank, Indicators, “Ferries”": what holds it stands in front
                rest = [f"{title.group()}, {source}{first[title.end() :]}", *rest]
                return Authors(names=names), rest
        authors = _read_before_quote(quote["before"], known)
        if authors.names:
            return authors, [first[quote.end() :], *rest]
    bodies = _list_bodies(first, known) or split_organisations(first, known=known)
    if rest and all(reads_as_organisation(body, known=known) for body in bodies):
        return Authors(names=bodies), rest
    names, after = _bodies_before_comma(first, known)
    if names:
        return Authors(names=names), [after, *rest]
    name = find_known_start(first, frozenset(known))
    if name:
        names = split_organisations(name, known=known)
        return Authors(names=names), [first[len(name) :].strip(), *rest]
    dash = _DASH.match(first)
    if dash and is_surely_organisation(dash["head"], known=known):
        return Authors(names=(dash["head"],)), [first[dash.end() :], *rest]
    head, comma, after = first.partition(", ")
    if (
        dated
        and comma
        and 2 <= len(head.removeprefix("The ").split()) <= 4
        and reads_as_organisation(head)
        and len(after.split()) > 1
        and after[0].isupper()
    ):
        return Authors(names=(head,)), [after, *rest]
    return NOBODY, segments


def owner_of_website(authors: Authors) -> str | None:
    """ "UNICEF website" in the author's place: the owner is the author, the site the container."""
    owner = _WEBSITE.match(authors.names[0]) if len(authors.names) == 1 else None
    return owner["owner"] if owner else None


def as_person_of_article(
    authors: Authors, container: str | None, known: Collection[str]
) -> Authors:
    """Two or three words before an article in a paper are a person, whatever the given name."""
    if (
        authors.are_persons
        or not container
        or is_city(container)
        or not _is_plain_person(authors.names, known)
    ):
        return authors
    return _turn_round(authors.names[0])


def _is_plain_person(names: Sequence[str], known: Collection[str]) -> bool:
    if len(names) != 1 or not _PLAIN_NAME.match(names[0]) or names[0] in known:
        return False
    return not any(is_organisation_word(word) for word in names[0].split())


def _turn_round(name: str) -> Authors:
    given, _, family = name.rpartition(" ")
    return Authors(names=(f"{family}, {given}",), are_persons=True)


def _read_before_quote(text: str, known: Collection[str]) -> Authors:
    """Who stands before a title in quotes: in Russian a body of any few words."""
    authors = read_authors(text, known)
    if not authors.names and _CYRILLIC_NAME.match(text.strip()):
        return Authors(names=(text.strip(),))
    return authors


def _list_bodies(text: str, known: Collection[str]) -> tuple[str, ...]:
    """ "Ministry of Health [Tana], UNICEF, WHO": bodies between commas, each sure; else none."""
    parts = [part.strip() for part in re.split(r",\s+(?:and\s+)?", text[:400])]
    if len(text) > 400 or not 2 <= len(parts) <= 8:
        return ()
    return tuple(parts) if all(is_surely_organisation(p, known=known) for p in parts) else ()


def _bodies_before_comma(first: str, known: Collection[str]) -> tuple[tuple[str, ...], str]:
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
