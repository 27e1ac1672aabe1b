"""What is left of a source's words when all else is taken out: the title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from citecheck.endnotes.containers import names_issue
from citecheck.endnotes.dates import DATE
from citecheck.endnotes.designations import UNPRINTED
from citecheck.endnotes.imprint import EDGES

_PART = re.compile(r"^(?:table|figure|chapter|annex|таблица|глава)\s+[\d.]+$", re.IGNORECASE)
_EXTENT = re.compile(r"^[—–-]?\s*\d{1,4}\s*(?:с|стр|pp?|pages)\.?$", re.IGNORECASE)
_QUOTED = re.compile(
    r"«(?P<nested>[^«»\n]{3,400}?)[,.]?»(?!\s*:)"
    r"|[\"“«„](?P<title>[^\"“”«»„]{3,400})[,.]?[\"”»“](?!\s*:)"
    r"|^‘(?P<single>[^‘\n]{3,400}?)[,.]?’(?=\s*(?:[,.;:(]|in\b|$))"
    r"|^'(?P<straight>[^\n]{3,400}?)[,.]?'(?=\s*(?:[,.;:(]|in\b|$))"
)
#: "Reuters, “Unrest in the north”": an agency between author and title.
_WORD = r"[A-ZА-ЯЁ][\w.&’'-]{0,30}"
_AGENCY = re.compile(rf"^(?P<name>{_WORD}(?: {_WORD}){{0,3}}),\s+(?=[\"“«„‘])")
_SERIES = re.compile(rf"^\((?!{DATE}\)$)[^()]{{3,80}}\)$", re.IGNORECASE)
#: "“Where is the ice?” A study": the quotation is the beginning of the title.
_GOES_ON = re.compile(r"^[^,.][\"”»“’'] (?!in\b|In\b|в\b|vol\b|no\b)[^\W\d]")
#: Behind the slash stand names, or who edited: "resolution / adopted by …" is all title.
_STATEMENT = re.compile(r"\s/\s(?P<authors>(?![a-z])[^/]{3,200})$")


def drop_parts(segments: Sequence[str]) -> list[str]:
    """The segments without those that name a table or tell how many pages there are."""
    none = (_EXTENT, _PART, _SERIES, UNPRINTED)
    return [
        segment
        for i, segment in enumerate(segments)
        if not (i and any(pattern.match(segment.strip(" .,;")) for pattern in none))
    ]


def take_statement(segments: Sequence[str]) -> tuple[str | None, list[str]]:
    """ "Title / A. Berg" (ISBD): who is named behind the slash, and the segments without it."""
    for at, segment in enumerate(segments[:2]):
        found = _STATEMENT.search(segment)
        if found and found.start() > 3:
            return found["authors"].strip(), [
                *segments[:at],
                segment[: found.start()],
                *segments[at + 1 :],
            ]
    return None, list(segments)


def holds_quoted(segments: Sequence[str]) -> bool:
    """Whether the first part is a quoted title with something behind it: its container."""
    found = _QUOTED.match(segments[0]) if segments else None
    behind = segments[0][found.end() :].strip(EDGES) if found else ""
    return bool(behind) and not behind.startswith("//")


def read_title(segments: Sequence[str]) -> tuple[str | None, str | None]:
    """The title, and what stands behind it where it is quoted."""
    text = ". ".join(segment.strip(" ,;") for segment in segments)
    text = re.sub(r"\s+([.,;:])", r"\1", text).strip(EDGES)
    agency = _AGENCY.match(text)
    if agency and _QUOTED.match(text, agency.end()):
        title, behind = read_title([text[agency.end() :]])
        return title, f"{agency['name']}, {behind}"
    quoted = _QUOTED.match(text)
    if quoted and not (
        _GOES_ON.match(text[quoted.end() - 2 :]) and not names_issue(text[quoted.end() :])
    ):
        title = next(group for group in quoted.groups() if group).strip(" ,.")
        return title or None, text[quoted.end() :].strip(EDGES)
    return text or None, None
