"""Place, publisher and year, in the ways that styles print them; what is no imprint stays.

``(Oslo: North Press, 2010)``, ``Oslo: North Press; 2010``, ``М.: Наука, 2010``,
``North Press, Oslo, 2010``, ``Oslo, 2010`` and, behind an author's date, ``North Press``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from citecheck.endnotes.cities import is_city
from citecheck.endnotes.dates import DATE, parse_date
from citecheck.endnotes.organisations import is_surely_organisation, reads_as_organisation
from citecheck.endnotes.persons import find_persons
from citecheck.endnotes.words import word_set

EDGES = " \t.,;:–—-"

_PLACE = r"[A-ZА-ЯЁ][\w.’'-]*(?:(?:,? |,? and | и |/)[A-ZА-ЯЁ][\w.’'-]*){0,6}"
_PUBLISHER = r"[^:()]{2,80}?"
#: "Geneva: WHO; 2011" as a part of its own.
_PLACE_PUBLISHER = re.compile(
    rf"^(?:[—–-]\s*)?(?P<place>{_PLACE}(?:; ?{_PLACE})?)\s?:\s+(?P<publisher>{_PUBLISHER})"
    rf"(?:[,;.]\s*(?P<date>(?i:{DATE})))?$",
)
#: "Bishkek, 2014" as a part of its own.
_PLACE_YEAR = re.compile(rf"^(?P<dash>[—–-]\s*)?(?P<place>{_PLACE})[,:]\s*(?P<date>(?i:{DATE}))$")
#: "Nordby 2009" as a part of its own.
_PLACE_BARE_YEAR = re.compile(r"^(?P<place>[A-ZА-ЯЁ][^\W\d_]{3,20}) (?P<date>(?:19|20)\d\d)$")
#: "ECPAT International, Bangkok" at the end of a title.
_AT_END = re.compile(rf"[.,]\s+(?:—\s*)?(?P<publisher>[^.,:;()]{{3,80}}),\s+(?P<place>{_PLACE})$")
#: "Title, Geneva: WHO".
_PLACE_AT_END = re.compile(rf",\s+(?P<place>{_PLACE}):\s+(?P<publisher>[^:();]{{2,80}})$")
_CITY_AT_END = re.compile(
    r",\s+(?P<place>[A-ZА-ЯЁ][^\W\d]+(?:[ -][A-ZА-ЯЁ][^\W\d]+)?(?:, (?:[A-Z]{2}|D\.C\.?))?)$"
)
#: "…, Ana Berg: Mission to Tana": what a rapporteur's report goes on with.
_NO_PUBLISHER = re.compile(
    r"^(?:mission|visit|report|addendum|follow-up) (?:to|on)\b", re.IGNORECASE
)
#: What stands before a colon at the end of a title and is no place.
_NO_PLACE = word_set(
    """
    addendum annex appendix background case conclusion corrigendum introduction mission note part
    preface report session study summary supplement theme update volume edition version issue
    yearbook survey review census statistics outlook conference congress winter spring summer
    autumn fall forthcoming revised updated published
    """
)
_SERIES = re.compile(
    r"^(?:(?:working|discussion|research|briefing|policy|occasional) paper|series)\b", re.IGNORECASE
)
_STATUS = re.compile(r",?\s+(?:forthcoming|in press|to be published|в печати)$", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*\((?P<inside>[^()]{3,160})\)[\s.,;]*$")
_THESIS = re.compile(r"\b(?:diss(?:ertation)?|thesis|дис)\b", re.IGNORECASE)
_TAIL = re.compile(rf"^(?P<names>.*?)(?:^|[,;]\s*|\s+)(?P<date>{DATE})(?:\s?г\.?)?$", re.IGNORECASE)
_PUBLISHER_WORD = re.compile(
    r"\b(?:press|books?|publish(?:ers|ing|ed)?|publications|verlag|editions?|éditions|издательство"
    r"|изд-во|archive|archives|university|institute|ltd|inc|company|office|printing|print)\b"
    r"|^изд\.",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What an imprint prints; ``None`` is 'not printed'."""

    publisher: str | None = None
    place: str | None = None
    date: str | None = None
    is_forthcoming: bool = False

    def or_else(self, other: Imprint) -> Imprint:
        """This imprint, with the other's parts where it has none."""
        return Imprint(
            publisher=self.publisher or other.publisher,
            place=self.place or other.place,
            date=self.date or other.date,
            is_forthcoming=self.is_forthcoming or other.is_forthcoming,
        )


def names_publisher(text: str) -> bool:
    """Whether a name has a word that publishers have."""
    return bool(_PUBLISHER_WORD.search(text))


def take_bracketed(text: str) -> tuple[Imprint, str]:
    """An imprint in brackets at the end: what it says, and the text before it."""
    found = _IN_BRACKETS.search(text)
    if found is None or not text[: found.start()].strip(EDGES):
        return Imprint(), text
    inside = found["inside"].strip()
    status = _STATUS.search(inside)
    read = _read_inside(inside[: status.start()] if status else inside)
    if read and status:
        read = replace(read, is_forthcoming=True)
    return (read, text[: found.start()].rstrip(" ,")) if read else (Imprint(), text)


def read_place_publisher(text: str) -> Imprint | None:
    """ "Bangkok: River Watch": a text that is nothing but an imprint; else ``None``."""
    found = _PLACE_PUBLISHER.match(text)
    if found is None or found["place"].split()[0].casefold() in _NO_PLACE:
        return None
    date = parse_date(found["date"]) if found["date"] else None
    return Imprint(place=found["place"], publisher=found["publisher"].strip(" ,;."), date=date)


def _read_inside(inside: str) -> Imprint | None:
    dated = _TAIL.match(inside)
    names = (dated["names"] if dated else inside).strip(" ,;")
    date = parse_date(dated["date"]) if dated else None
    if dated and date is None:
        return None
    if _THESIS.search(names):
        return Imprint(date=date) if date else None
    place, colon, publisher = (part.strip() for part in names.partition(":"))
    if colon:
        whole = re.fullmatch(_PLACE, place) is not None and 1 < len(publisher) < 90
        return Imprint(place=place, publisher=publisher, date=date) if whole else None
    if date is None:
        return None
    parts = [part.strip() for part in names.split(",") if part.strip()]
    parts = [part for part in parts if not _SERIES.match(part)]
    if any(not re.match(r"[^\W\da-zа-яё]", part) for part in parts):
        return Imprint(date=date) if len(names.split()) <= 1 else None
    if not parts or len(parts) > 3:
        return Imprint(date=date) if not parts else None
    if len(parts) == 1:
        return _read_one(parts[0], date)
    if names_publisher(parts[0]) or is_city(parts[-1]):
        return Imprint(publisher=", ".join(parts[:-1]), place=parts[-1], date=date)
    return Imprint(place=parts[0], publisher=", ".join(parts[1:]), date=date)


def _read_one(name: str, date: str) -> Imprint | None:
    if names_publisher(name) or is_surely_organisation(name):
        return Imprint(publisher=name, date=date)
    if len(name.split()) > 3:
        return None
    season = re.match(r"(?:spring|summer|autumn|fall|winter)\b", name, re.IGNORECASE)
    return Imprint(place=None if season else name, date=date)


def take_parts(
    segments: Sequence[str], known: Collection[str], *, dated: bool
) -> tuple[list[str], Imprint]:
    """The segments that are no imprint, and what those that are one say.

    ``dated``: the author's date stood in front, so that no date is needed here.
    """
    kept: list[str] = []
    imprint = Imprint()
    titled = bool(segments) and holds_title(segments[0])
    for segment in segments:
        plain = segment.strip(" .,;") + ("." if segment.strip(" ,;").endswith("М.") else "")
        second = len(kept) == 1 and not titled
        read = _read_part(plain, known, first=not kept, second=second, dated=dated)
        if read:
            imprint = imprint.or_else(read)
        else:
            kept.append(segment)
    return kept, imprint


def holds_title(first: str) -> bool:
    """Whether the first part has a title behind its authors, or one before who stands for it."""
    persons, end = find_persons(first)
    return bool(persons and first[end:].strip(EDGES)) or " / " in first


def _read_part(
    plain: str, known: Collection[str], *, first: bool, second: bool, dated: bool
) -> Imprint | None:
    if first:
        return None
    found = _PLACE_PUBLISHER.match(plain)
    if found:
        publisher = found["publisher"].strip(" ,;.")
        date = parse_date(found["date"]) if found["date"] else None
        sure = is_surely_organisation(publisher, known=known) or names_publisher(publisher)
        city = is_city(found["place"]) and reads_as_organisation(publisher)
        if date or sure or city or (dated and reads_as_organisation(publisher)):
            return Imprint(place=found["place"], publisher=publisher, date=date)
    if not second and not re.search(r",(?! (?:[A-Z]{2}|D\.C\.?)$)", plain) and is_city(plain):
        return Imprint(place=plain)
    found = _PLACE_BARE_YEAR.match(plain) if not second else None
    if found and found["place"].casefold() not in _NO_PLACE and parse_date(plain) == found["date"]:
        return Imprint(place=found["place"], date=found["date"])
    found = _PLACE_YEAR.match(plain)
    if found and (not second or found["dash"] or is_city(found["place"])):
        return Imprint(place=found["place"], date=parse_date(found["date"]))
    return None


def cut_from_title(
    title: str, known: Collection[str], *, dated: bool, has_persons: bool
) -> tuple[str, Imprint]:
    """ "Title, River Watch, New York": the title, and the imprint behind it.

    A city alone is one only where a date was printed behind it (``dated``), an unknown
    publisher before a city only in a book by persons.
    """
    found = _PLACE_AT_END.search(title)
    if (
        found
        and found["place"].split()[0].casefold() not in _NO_PLACE
        and not _NO_PUBLISHER.match(found["publisher"])
    ):
        publisher, place = found["publisher"].strip(), found["place"]
        if is_surely_organisation(publisher, known=known) or (
            reads_as_organisation(publisher) and (is_city(place) or names_publisher(publisher))
        ):
            return title[: found.start()].strip(EDGES), Imprint(publisher=publisher, place=place)
    found = _AT_END.search(title)
    if found:
        publisher, place = found["publisher"].strip(), found["place"]
        named = names_publisher(publisher) or (
            has_persons
            and dated
            and reads_as_organisation(publisher)
            and len(publisher.split()) < 4
        )
        if is_surely_organisation(publisher, known=known) or (is_city(place) and named):
            return title[: found.start()].strip(EDGES), Imprint(publisher=publisher, place=place)
    found = _CITY_AT_END.search(title)
    if found and dated and is_city(found["place"]) and found.start() > 3:
        return title[: found.start()].strip(EDGES), Imprint(place=found["place"])
    return title, Imprint()
