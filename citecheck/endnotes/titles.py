"""What is left of a source's words: title, container, and the imprint that is neither."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from citecheck.endnotes.authors import is_surely_organisation, reads_as_organisation
from citecheck.endnotes.dates import DATE, parse_date

EDGES = " \t.,;:–—-"

_PLACE = r"[A-ZА-Я][\w.’'-]*(?:,? [A-ZА-Я][\w.’'-]*){0,3}"
#: "ECPAT International, Bangkok" at the end of a title.
_IMPRINT = re.compile(rf"[.,]\s+(?:—\s*)?(?P<publisher>[^.,:;()]{{3,80}}),\s+(?P<place>{_PLACE})$")
#: "(New York: Oxford University Press, 2009)".
_IN_BRACKETS = re.compile(
    rf"\s*\({_PLACE}:\s+[^:()]{{2,80}}?(?:,\s+(?P<date>{DATE}))?\)?$", re.IGNORECASE
)
#: "Geneva: WHO; 2011" as a part of its own.
_PART_OF_ITS_OWN = re.compile(
    rf"^(?:[—–-]\s*)?{_PLACE}\s?:\s+(?P<publisher>[^:()]{{2,80}}?)(?:[,;]\s*(?P<date>(?:19|20)\d\d))?$"
)
#: "Bishkek, 2014" and "Table 4.2" as parts of their own.
_PLACE_YEAR = re.compile(rf"^{_PLACE},\s*(?P<date>(?:19|20)\d\d)$")
_PART = re.compile(r"^(?:table|figure|chapter|annex|таблица|глава)\s+[\d.]+$", re.IGNORECASE)
_BRACKETED_YEAR = re.compile(r"\((?:[^\W\d]+\s)?(?P<date>(?:19|20)\d\d)\)")
_EXTENT = re.compile(r"^[—–-]?\s*\d{1,4}\s*(?:с|стр|pp?|pages)\.?$", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“«](?P<title>[^\"“”«»]{3,400})[,.]?[\"”»](?!\s*:)")
_ISSUE = re.compile(
    r"^(?P<container>[^\d;]{3,100}?)[,.]?\s+(?P<date>(?:19|20)\d\d)\s?[;,:]\s?(?:vol\.?\s?)?"
    r"\d[\d():;,\s–-]*$"
)
_VOLUME = re.compile(
    r"^(?P<container>[^\d,;]{3,100}),\s+(?:vol\.?\s?)?\d{1,4}\s?(?:\(\d{1,4}\))?(?:[,:]\s?[\d–-]+)?$"
)


def take_container(segments: list[str]) -> tuple[str | None, str | None, list[str]]:
    """A newspaper or journal behind an article's title, the date with it, and the rest."""
    if len(segments) < 2:
        return None, None, segments
    last = segments[-1].strip(EDGES)
    for pattern in (_ISSUE, _VOLUME):
        found = pattern.match(last)
        if found:
            date = found.groupdict().get("date")
            return found["container"].strip(EDGES), date, segments[:-1]
    if len(last.split()) <= 5 and reads_as_organisation(last):
        return last, None, segments[:-1]
    return None, None, segments


def drop_imprint(segments: Sequence[str], known: Collection[str]) -> tuple[list[str], str | None]:
    """The parts without place, publisher and extent, and the date printed with them."""
    kept: list[str] = []
    date = None
    for segment in segments:
        plain = segment.strip(" .,;")
        found = _PART_OF_ITS_OWN.match(plain) if kept else None
        is_imprint = found and (
            found["date"] or is_surely_organisation(found["publisher"], known=known)
        )
        place = _PLACE_YEAR.match(plain) if len(kept) > 1 else None
        if found and is_imprint:
            date = found["date"] or date
        elif place:
            date = place["date"]
        elif not (kept and (_EXTENT.match(plain) or _PART.match(plain))):
            kept.append(segment)
    return kept, date


def read_title(
    segments: Sequence[str], known: Collection[str]
) -> tuple[str | None, str | None, str | None]:
    """The title, the container that follows a quoted one, and the date of an imprint."""
    text = ". ".join(segment.strip(" ,;") for segment in segments)
    text = re.sub(r"\s+([.,;:])", r"\1", text).strip(EDGES)
    quoted = _QUOTED.match(text)
    if quoted:
        after = text[quoted.end() :].strip(EDGES + "()")
        container = re.split(r"[,(;]|\.\s|\s(?:vol|no)\.?\s", after, maxsplit=1)[0].strip(EDGES)
        container = container.removeprefix("in ").removeprefix("In ")
        container = re.sub(r"\s+\d+$", "", container)
        named = len(container) > 2 and container[0].isupper()
        year = _BRACKETED_YEAR.search(after + ")")
        title = quoted["title"].strip(" ,.")
        return title, container if named else None, year["date"] if year else None
    title, date = _cut_imprint(text, known)
    return title or None, None, date


def _cut_imprint(title: str, known: Collection[str]) -> tuple[str, str | None]:
    imprint = _IMPRINT.search(title)
    if imprint and is_surely_organisation(imprint["publisher"].strip(), known=known):
        return title[: imprint.start()].strip(EDGES), None
    imprint = _IN_BRACKETS.search(title)
    if imprint and imprint.start():
        date = parse_date(imprint["date"]) if imprint["date"] else None
        return title[: imprint.start()].strip(EDGES), date
    return title, None
