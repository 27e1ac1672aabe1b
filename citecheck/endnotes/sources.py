"""A healed note cut into its sources: each with its words, address, access date, language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from citecheck.endnotes.addresses import FoundAddress, find_addresses, find_archived
from citecheck.endnotes.dates import (
    AccessClause,
    find_access_clauses,
    find_trailing_access,
    strip_location_words,
)
from citecheck.endnotes.healing import HealedNote, Rule

_LANGUAGES = {
    "english": "en",
    "russian": "ru",
    "kyrgyz": "ky",
    "kyrghyz": "ky",
    "kazakh": "kk",
    "uzbek": "uz",
    "tajik": "tg",
    "ukrainian": "uk",
    "german": "de",
    "french": "fr",
    "spanish": "es",
    "arabic": "ar",
    "chinese": "zh",
    "turkish": "tr",
    "portuguese": "pt",
    "italian": "it",
    "polish": "pl",
    "dutch": "nl",
    "romanian": "ro",
    "japanese": "ja",
    "русском": "ru",
    "кыргызском": "ky",
    "английском": "en",
    "казахском": "kk",
    "узбекском": "uz",
}
_LANGUAGE = re.compile(
    r"[\[(]\s*(?:available\s+)?(?:only\s+)?(?:text\s+)?(?:in|на)\s+(?P<name>[^\W\d_]+)"
    r"(?:\s+(?:only|language|языке))?\s*[\])]",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"(?<!\w)(?:\*{1,2}|_)(?=\S)([^*_]{1,300}?)(?<=\S)(?:\*{1,2}|_)(?!\w)")
_SIGNAL = re.compile(
    r"^(?:(?:see(?:\s+also)?|cf\.?|compare|e\.g\.,?|for\s+(?:more|further|details|example)[^:.]{0,60}"
    r"|see,?\s+for\s+example|source|sources|см\.(?:\s+также)?|также\s+см\.)\s*[:,]?\s+)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"^[\s.,;:)\]>–—-]*(?:(?:and|also|и|see also|or)\b[\s:,]*)?", re.IGNORECASE)
_ARCHIVED_AT = re.compile(r"\b(?:archived|archive copy|copy)\b[^.]{0,40}$", re.IGNORECASE)
_STOPS = re.compile(r";(?=\s+(?:[^\W\d_a-z]|see\b|cf\b))")
_LETTERS = re.compile(r"[^\W\d_]")
#: No note parts more sources than this.
MAX_STOPS = 60
_HAS_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\bpp?\.\s?\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source of a note: ``words`` are what is left for the bibliography.

    ``archived_at`` is a second address of the note that holds a web archive's copy
    of the first.
    """

    words: str
    address: FoundAddress | None = None
    archived_at: FoundAddress | None = None
    accessed: str | None = None
    has_access_clause: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """Something taken out of a note: an address, an access clause or a language."""

    start: int
    end: int
    what: FoundAddress | AccessClause | str


def split_sources(note: HealedNote) -> list[Source]:
    """The sources of a note, in order; at least one, however little it says."""
    text = note.text
    marks = _find_marks(text)
    bounds = _find_bounds(text, marks, note)
    sources = [
        _read_source(text, start, end, [m for m in marks if start <= m.start < end])
        for start, end in bounds
    ]
    return _join_archived(sources)


def _find_marks(text: str) -> list[_Mark]:
    """Addresses first, so that their commas and dates do no harm; then clauses, then languages."""
    addresses = find_addresses(text)
    marks = [_Mark(start=a.start, end=a.end, what=a) for a in addresses]
    masked = _blank(text, marks)
    clauses = find_access_clauses(masked)
    for address in addresses:
        after = find_trailing_access(masked[address.end : address.end + 60])
        if after:
            clauses.append(
                AccessClause(
                    start=address.end + after.start, end=address.end + after.end, date=after.date
                )
            )
    marks += [_Mark(start=c.start, end=c.end, what=c) for c in clauses]
    for found in _LANGUAGE.finditer(masked):
        code = _LANGUAGES.get(found["name"].casefold())
        if code:
            marks.append(_Mark(start=found.start(), end=found.end(), what=code))
    return sorted(marks, key=lambda mark: mark.start)


def _blank(text: str, marks: Sequence[_Mark]) -> str:
    parts: list[str] = []
    at = 0
    for mark in sorted(marks, key=lambda mark: mark.start):
        if mark.start >= at:
            parts += [text[at : mark.start], " " * (mark.end - mark.start)]
            at = mark.end
    return "".join(parts) + text[at:]


def _find_bounds(text: str, marks: Sequence[_Mark], note: HealedNote) -> list[tuple[int, int]]:
    """Where sources begin and end: after an address and what belongs to it, words begin anew."""
    cuts = {0}
    masked = _blank(text, marks)
    addresses = [mark for mark in marks if isinstance(mark.what, FoundAddress)]
    for address in addresses:
        begin = _after(text, address.end, marks)
        later = addresses[-1].start >= begin
        own_line = any(
            r.rule is Rule.OWN_LINE and address.end <= r.at <= begin + 1 for r in note.repairs
        )
        worded = len(_LETTERS.findall(masked[begin : begin + 400])) > 12
        if text[begin : begin + 400].strip() and (
            later or ((own_line or text[begin - 2 : begin].strip() == ";") and worded)
        ):
            cuts.add(begin)
    cuts |= _find_semicolon_cuts(masked, marks, sorted({*cuts, len(text)}))
    ordered = sorted(cuts)
    return list(zip(ordered, [*ordered[1:], len(text)], strict=True))


def _find_semicolon_cuts(masked: str, marks: Sequence[_Mark], bounds: Sequence[int]) -> set[int]:
    """Semicolons between two sources: what stands on either side would do as a note."""
    cuts: set[int] = set()
    stops = list(_STOPS.finditer(masked))[:MAX_STOPS]
    for i, stop in enumerate(stops):
        left = max(cut for cut in (*bounds, *cuts) if cut <= stop.start())
        right = min(bound for bound in bounds if bound > stop.start())
        if i + 1 < len(stops):
            right = min(right, stops[i + 1].start())
        parts = (stop.end(), right), (left, stop.start())
        if all(
            _stands_alone(masked[a:b], [m for m in marks if a <= m.start < b]) for a, b in parts
        ):
            cuts.add(stop.end())
    return cuts


def _stands_alone(words: str, marks: Sequence[_Mark]) -> bool:
    """Whether part of a note is a source by itself: it has an address, a year or a page."""
    has_address = any(isinstance(mark.what, FoundAddress) for mark in marks)
    return has_address or (len(words.split()) > 2 and bool(_HAS_YEAR.search(words)))


def _after(text: str, end: int, marks: Sequence[_Mark]) -> int:
    """Where the address's own clauses and punctuation end."""
    at = end
    for mark in marks:
        if mark.start < at or isinstance(mark.what, FoundAddress):
            continue
        if text[at : mark.start].strip(" ,.;:()[]"):
            break
        at = mark.end
    between = _BETWEEN.match(text[at : at + 200])
    return at + (between.end() if between else 0)


def _read_source(text: str, start: int, end: int, marks: Sequence[_Mark]) -> Source:
    addresses = [mark.what for mark in marks if isinstance(mark.what, FoundAddress)]
    clauses = [mark.what for mark in marks if isinstance(mark.what, AccessClause)]
    languages = [mark.what for mark in marks if isinstance(mark.what, str)]
    parts: list[str] = []
    at = start
    for mark in marks:
        if mark.start < at:
            continue
        part = text[at : mark.start]
        parts.append(strip_location_words(part) if mark.what in addresses else part)
        at = mark.end
    parts.append(text[at:end])
    words = " ".join(part.strip() for part in parts if part.strip(" .,;:()[]<>"))
    return Source(
        words=_SIGNAL.sub("", _EMPHASIS.sub(r"\1", words).strip(" ,;:<>")),
        address=addresses[0] if addresses else None,
        accessed=next((clause.date for clause in clauses if clause.date), None),
        has_access_clause=bool(clauses),
        language=languages[0] if languages else None,
    )


def _join_archived(sources: Sequence[Source]) -> list[Source]:
    """An archive's copy of the address before it is no source of its own."""
    joined: list[Source] = []
    for source in sources:
        copy = find_archived(source.address.url) if source.address else None
        before = joined[-1] if joined else None
        if copy and before and before.address and before.archived_at is None:
            same = copy.original.rstrip("/") == before.address.url.rstrip("/")
            if same or (_ARCHIVED_AT.search(source.words) and len(source.words) < 60):
                joined[-1] = replace(
                    before,
                    archived_at=source.address,
                    accessed=before.accessed or source.accessed,
                    has_access_clause=before.has_access_clause or source.has_access_clause,
                    language=before.language or source.language,
                )
                continue
        joined.append(source)
    return joined
