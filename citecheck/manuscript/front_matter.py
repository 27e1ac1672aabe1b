"""Title, edition, publisher, year and licence, from the pages before the contents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

#: So many filled lines are searched if no contents page ends the front matter earlier.
FRONT_LINES = 80
#: What is longer is no line of a title page; its beginning is looked at.
LONGEST_LINE = 2_000
MAX_TITLE_PART = 150

_ENDS_FRONT = re.compile(
    r"^[#*\s]*(?:(?:table of )?contents|содержание|оглавление|мазмуну|sommaire|inhalt|índice)"
    r"[*:\s]*$",
    re.IGNORECASE,
)
_ENDS_TITLE = re.compile(
    r"^[#*\s]*(?:(?:acknowledge?ments?|foreword|preface|introduction|abstract|summary"
    r"|executive summary|glossary|preamble|введение|предисловие|аннотация|резюме)\b"
    r"|by\s|©|copyright\b|\(c\)\s)",
    re.IGNORECASE,
)
#: A sentence or its note marker: this is body already.
_SENTENCE = re.compile(r"[.!]\s*(?:[⁰¹²³⁴-⁹]|\[\^?\d|\^)|[a-zа-я]{2}\.\s+[A-ZА-Я]")
_EDITION = re.compile(
    r"\b(?P<ordinal>\d{1,3}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
    r"|tenth|revised|updated)\s+(?:\w+\s)?edition\b"
    r"|\bиздание\s+(?P<after>\d{1,3})\b|\b(?P<before>\d{1,3})-е\s+издание\b",
    re.IGNORECASE,
)
_ORDINALS = {
    "first": "1st",
    "second": "2nd",
    "third": "3rd",
    "fourth": "4th",
    "fifth": "5th",
    "sixth": "6th",
    "seventh": "7th",
    "eighth": "8th",
    "ninth": "9th",
    "tenth": "10th",
}
_COPYRIGHT = re.compile(
    r"(?:copyright|©|\(c\)\s)[\s©:]*(?P<year>(?:19|20)\d\d)(?:\s*[-–]\s*(?:19|20)\d\d)?"
    r"[\s,.:]*(?:by\s+)?(?P<holder>[^\n(.;©]{2,120})?",
    re.IGNORECASE,
)
_PUBLISHED_BY = re.compile(
    r"\b(?:published by|publisher:|издательство:?|издатель:?)\s*(?P<name>[^\n(.;,]{2,120})",
    re.IGNORECASE,
)
_YEAR_LINE = re.compile(
    r"^(?:[A-Za-z]+,?\s+(?:\d{1,2},?\s+)?)?(?P<year>(?:19|20)\d\d)(?:\s*г(?:од|\.)?)?$"
)
#: "Northern Transport Forum, 2014", "Oslo: North Press, May 2014" on a line of its own.
_IMPRINT_LINE = re.compile(
    r"^(?:[A-ZА-ЯЁ][\w .'-]{1,40}:\s)?"
    r"(?P<name>[A-ZА-ЯЁ][\w.'’-]*(?:\s(?:[A-ZА-ЯЁ][\w.'’-]*|&|of|for|on|the|and|de|для|по|и)){0,9}),"
    r"\s+(?:[A-ZА-ЯЁ]?[a-zа-яё]{2,9}\s+)?(?P<year>(?:19|20)\d\d)$"
)
_EDITION_YEAR = re.compile(r"\bedition\b\D{0,30}(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
_HEADER_LINE = re.compile(r"^(?P<key>[A-Za-z]+):\s+(?P<value>\S.*)$")
_OPEN_LICENCE = re.compile(
    r"creative commons[^.\n]{0,80}|\bCC[ -]BY(?:[ -](?:NC|SA|ND)){0,2}(?:[ -]\d\.\d)?(?:[ -]IGO)?",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"[\s,.]*\ball rights reserved.*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What the front pages say of the publication; ``None`` is 'not found'."""

    title: str | None = None
    edition: str | None = None
    publisher: str | None = None
    year: int | None = None
    licence: str | None = None


def count_header_lines(lines: Sequence[str]) -> int:
    """How many lines a Markdown header takes up (``---``, ``title: …``, ``---``); mostly none."""
    if not lines or lines[0].strip() != "---":
        return 0
    ends = (i for i, line in enumerate(lines[1:60], start=2) if line.strip() in ("---", "..."))
    return next(ends, 0)


def find_front_matter(lines: Sequence[str]) -> FrontMatter:
    """The front matter of a manuscript, by general rules; nothing is guessed."""
    count = count_header_lines(lines)
    header = {
        found["key"].lower(): found["value"].strip(" \"'")
        for line in lines[:count]
        if (found := _HEADER_LINE.match(line))
    }
    pages = _find_in_pages(lines[count:])
    year = re.match(r"(?:19|20)\d\d", header.get("year", header.get("date", "")))
    return replace(
        pages,
        title=header.get("title") or pages.title,
        edition=header.get("edition") or pages.edition,
        publisher=header.get("publisher") or pages.publisher,
        year=int(year.group()) if year else pages.year,
        licence=header.get("license") or header.get("licence") or pages.licence,
    )


def _find_in_pages(lines: Sequence[str]) -> FrontMatter:
    front = _front_lines(lines)
    text = "\n".join(front)
    copyright_line = _COPYRIGHT.search(text)
    published_by = _PUBLISHED_BY.search(text)
    imprint = next(filter(None, map(_IMPRINT_LINE.match, _imprint_lines(front))), None)
    holder = copyright_line.group("holder") if copyright_line else None
    publisher = published_by.group("name") if published_by else holder
    publisher = publisher or (imprint["name"] if imprint else None)
    publisher = _RIGHTS.sub("", publisher).strip(" ,*_") if publisher else None
    return FrontMatter(
        title=_find_title(front),
        edition=_find_edition(text),
        publisher=publisher or None,
        year=_find_year(front, copyright_line) or (int(imprint["year"]) if imprint else None),
        licence=_find_licence(text, front),
    )


def _front_lines(lines: Sequence[str]) -> list[str]:
    """The lines up to the contents page, each without Markdown's dress, blank ones kept."""
    front: list[str] = []
    filled = 0
    for line in lines:
        if _ENDS_FRONT.match(line) or filled >= FRONT_LINES:
            break
        filled += bool(line.strip())
        front.append(line.strip()[:LONGEST_LINE])
    return front


def _find_title(front: Sequence[str]) -> str | None:
    """The first short lines: a title, its subtitle (lower case), one display line in capitals."""
    parts: list[str] = []
    chunks = _chunks(front)
    display = _display_lines(chunks[0]) if chunks else []
    for chunk in (*display, *chunks[1:]):
        part = " ".join(chunk).lstrip("# ").strip("*_ ")
        is_title_like = (
            0 < len(part) <= MAX_TITLE_PART
            and not part.endswith((".", ";", ","))
            and not _ENDS_TITLE.match(part)
            and not _SENTENCE.search(part)
            and not _EDITION.search(part)
            and not _YEAR_LINE.match(part)
            and not _IMPRINT_LINE.match(part)
            and any(char.isalpha() for char in part)
        )
        if not is_title_like or len(parts) == 3:
            break
        capitals = parts and parts[0].isupper()
        under_capitals = len(parts) == 1 and chunk in display and capitals and not part.isupper()
        if parts and not (part[0].islower() or (part.isupper() and not capitals) or under_capitals):
            break
        parts.append(part)
        if chunk[0].startswith("# "):
            break
    if not parts:
        return None
    title = parts[0]
    for part in parts[1:]:
        title += f" – {part.title()}" if part.isupper() else f": {part}"
    return title


def _display_lines(chunk: Sequence[str]) -> list[list[str]]:
    """Lines set close under each other: the title in capitals, then each line by itself."""
    capitals = next((i for i, line in enumerate(chunk) if not line.isupper()), len(chunk))
    if 0 < capitals < len(chunk):
        return [list(chunk[:capitals]), *([line] for line in chunk[capitals:])]
    imprint = next((i for i, line in enumerate(chunk) if _IMPRINT_LINE.match(line)), len(chunk))
    return (
        [list(chunk[:imprint]), list(chunk[imprint:])]
        if 0 < imprint < len(chunk)
        else [list(chunk)]
    )


def _imprint_lines(front: Sequence[str]) -> list[str]:
    """The lines close under the title: of the first three groups of lines."""
    return [line for chunk in _chunks(front)[:3] for line in chunk]


def _chunks(front: Sequence[str]) -> list[list[str]]:
    chunks: list[list[str]] = [[]]
    for line in front:
        if line:
            chunks[-1].append(line)
        elif chunks[-1]:
            chunks.append([])
    return [chunk for chunk in chunks if chunk]


def _find_edition(text: str) -> str | None:
    found = _EDITION.search(text)
    if found is None:
        return None
    number = found.group("after") or found.group("before")
    if number:
        return number
    ordinal = found.group("ordinal").lower()
    return _ORDINALS.get(ordinal, ordinal)


def _find_year(front: Sequence[str], copyright_line: re.Match[str] | None) -> int | None:
    if copyright_line:
        return int(copyright_line.group("year"))
    years = [
        int(found.group("year"))
        for line in front
        if (found := _YEAR_LINE.match(line) or _EDITION_YEAR.search(line))
    ]
    return years[0] if years else None


def _find_licence(text: str, front: Sequence[str]) -> str | None:
    """An open licence by its name, else the copyright line as printed."""
    found = _OPEN_LICENCE.search(text)
    if found:
        return found.group().strip()
    return next((line.strip("*_ ") for line in front if _COPYRIGHT.search(line)), None)
