"""The date of publication: which printed date is it, and which is part of a title."""

from __future__ import annotations

import re

from citecheck.endnotes.cities import is_city
from citecheck.endnotes.dates import DATE, parse_date
from citecheck.endnotes.imprint import EDGES
from citecheck.endnotes.organisations import is_surely_organisation

#: With these a quoted title begins.
QUOTES = "\"“«„‘'"
_YEAR4 = r"(?:19|20)\d\d"
_DAY_MONTH = re.compile(r"^(?:\d{1,2} [^\W\d]{3,9}|[^\W\d]{3,9} \d{1,2})$")
_SEGMENT_DATE = re.compile(
    rf"^[(\[]?(?:published|posted|(?:last\s+)?(?:updated|modified|revised))?[\s:,]*(?P<date>{DATE})[)\]]?"
    r"(?:,?\s(?:№|[Nn]o\.)\s?\d{1,5}(?:\s?\(\d{1,6}\))?)?$",
    re.IGNORECASE,
)
_GENRE_DATE = re.compile(
    r"^(?P<genre>press release|news release|press statement|media release|news|blog(?: post)?"
    rf"|newsletter|пресс-релиз)\b(?:\s+(?:of|from|dated|от)|,)?\s*(?P<date>{DATE})?$",
    re.IGNORECASE,
)
_TAIL_DATE = re.compile(
    r"(?P<joint>(?:\s*[,;(]\s*|\s+)(?:published|posted|adopted|signed"
    r"|(?:last\s+)?(?:updated|modified|revised))"
    r"[\s:]+(?:on\s+)?|\s*[,;(]\s*"
    rf"|\s+[–—-]\s+|\s+(?:from|от|of|dated)\s+|\s+)(?P<date>{DATE})"
    r"(?P<number>\s+(?:№|No\.)\s?[\w/-]+)?\)?$",
    re.IGNORECASE,
)
#: After these a year at the end is part of the title: "World Report 2010", "in 2004".
_SERIAL = re.compile(
    r"\b(?:reports?|outlook|reviews?|yearbook|surveys?|statistics|index|factbook|handbook|plan"
    r"|programme|program|strategy|agenda|response|conference|congress|summit|session|census|in|of"
    r"|since|until|by|for|to|due|and|from|act|law|обзор|доклад|отч[её]т|в|с|до|на|за)$",
    re.IGNORECASE,
)
#: "Global Report on Trafficking 2012" comes every year or so, and bears it in its name.
_YEARLY = re.compile(
    r"^(?:the )?(?:annual|global|world|human|country|state of the world)\b.{0,40}?"
    r"\b(?:report|survey|review|outlook)\b",
    re.IGNORECASE,
)
#: "… in Central Asia" before a year; not "The winter", nor a single word.
_SOME_WORDS = 4
_ENDS_IN_NAME = re.compile(r"[^,\s]\s[^\W\d_a-zа-я][^\W\d_]*$")


#: A law bears its date within: "Закон от 12 июня 2008 г. № 98 «О рыбаках»".
_ENACTED = re.compile(
    r"^(?:the )?(?:[\w-]+ ){0,4}?(?:law|code|act|decree|resolution|order|decision|regulation"
    r"|directive|закон|кодекс|указ|постановление|приказ|распоряжение)\b[^«“\"]{0,160}?"
    r"\b(?:от|of|dated)\s+(?P<date>\d{1,2}[^,;«“\"]{3,20}(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
#: "Закон «О рыбаках» от 12 июня 2008 г.", 'Law No. 75 "On Locks" of 4 June 2005'.
_ENACTED_BEHIND = re.compile(
    r"^(?:the )?(?:[\w-]+ ){0,4}?(?:law|code|act|decree|resolution|order|decision|regulation"
    r"|directive|закон|кодекс|указ|постановление|приказ|распоряжение)\b[^«“\"]{0,80}"
    r"[«“\"][^«»“”\"]{3,200}[»”\"]\s+(?:от|of|dated)\s+(?P<date>\d{1,2}[^,;«“\"]{3,20}(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
#: "Minimum Age Convention, 26 June 1973, C138", "R v Berg [2012] EWCA Crim 45".
_WITHIN = (
    re.compile(
        rf",\s+(?P<date>\d{{1,2}} [^\W\d]{{3,9}} {_YEAR4}|[^\W\d]{{3,9}} \d{{1,2}}, {_YEAR4})"
        r"(?=,\s)"
    ),
    re.compile(rf"\s\[(?P<date>{_YEAR4})\]\s(?=[A-Z\d])"),
    re.compile(
        rf"\b(?:Act|Code|Ordinance|Regulations|Rules),? (?P<date>{_YEAR4})"
        r"(?=\s*(?:\([A-Z][^()]*\))?$)"
    ),
)


def find_genre(text: str) -> str | None:
    """A genre printed among other words: "press release, New York"."""
    found = re.search(r"\b(?:press|news|media) (?:release|statement)\b", text, re.IGNORECASE)
    return found.group().casefold() if found else None


def find_enacted(text: str) -> str | None:
    """The date of a law that is quoted by its name, whatever gazette printed it later."""
    found = _ENACTED_BEHIND.match(text)
    return parse_date(found["date"]) if found else None


def find_date_within(title: str) -> str | None:
    """The date that a title holds of its own document: a law's, a judgment's; else ``None``."""
    enacted = _ENACTED.match(title)
    if enacted:
        return parse_date(enacted["date"])
    for pattern in _WITHIN:
        found = pattern.findall(title)
        if len(found) == 1:
            return parse_date(found[0])
    return None


def take_dates(segments: list[str], *, dated: bool) -> tuple[list[str], str | None, str | None]:
    """The segments without the date of publication, the date, the genre printed with it.

    The date is a part of its own, or the end of the last part; a year alone there
    belongs to the title where the source is ``dated`` in front or in its imprint.
    """
    kept: list[str] = []
    date = genre = None
    for segment in segments:
        plain = segment.strip(EDGES)
        alone, named = _SEGMENT_DATE.match(plain), _GENRE_DATE.match(plain)
        if alone and kept and date is None:
            date = parse_date(alone["date"])
        elif date and len(date) == 4 and _DAY_MONTH.match(plain):
            date = parse_date(f"{plain} {date}") or date
        elif named and kept:
            genre = named["genre"].casefold()
            date = date or (parse_date(named["date"]) if named["date"] else None)
        else:
            kept.append(segment)
    if kept and date is None:
        led = len(kept) == 2 and is_surely_organisation(kept[0].strip(EDGES))
        head, date = take_tail_date(kept[-1], led=led)
        if date and dated and len(date) == 4:
            date = None
        else:
            kept[-1] = head
    for at, part in enumerate(kept[:-1]):  # the container's, behind a quoted title
        if date is None and part.lstrip()[:1] in QUOTES:
            kept[at], date = take_tail_date(part)
    return kept, date, genre


def take_tail_date(segment: str, *, led: bool = False) -> tuple[str, str | None]:
    """ "… in Central Asia 2009" → the words and the year; "World Report 2010" stays whole.

    With ``led`` who wrote it stands before a stop in front: then any title of some words
    may end before its year.
    """
    plain = segment.rstrip(EDGES)
    found = _TAIL_DATE.search(plain[-80:])
    if found is None:
        return segment, None
    head = plain[: len(plain) - len(plain[-80:]) + found.start()]
    date = parse_date(found["date"])
    joint = found["joint"].strip(" :").casefold()
    if date is None or not head.strip(EDGES):
        return segment, None
    if found["number"] and joint not in {"from", "от", "of"}:
        return segment, None
    if joint in {"from", "от", "of", "dated"}:
        if joint == "of" and len(date) < 10:
            return segment, None
        return (head, date) if joint in {"of", "dated"} else (segment, date)
    if joint.endswith(
        ("published", "posted", "adopted", "signed", "updated", "modified", "revised")
    ):
        return head.rstrip(EDGES), date
    place = head.rpartition(", ")[2].strip()
    if not joint and place != head.strip() and is_city(place):  # "…, Stockholm 2010"
        return head.rstrip(EDGES), date
    if not joint and (
        _SERIAL.search(head)
        or _YEARLY.match(head)
        or not (_ENDS_IN_NAME.search(head) or (led and len(head.split()) >= _SOME_WORDS))
    ):
        return segment, None
    if joint == "(" and not plain.endswith(")"):
        return segment, None
    if plain.endswith(")") and head.count("(") > head.count(")"):
        head = head[: head.rindex("(")]
    return head.rstrip(EDGES + "("), date
