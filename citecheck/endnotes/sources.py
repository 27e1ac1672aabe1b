"""A healed note cut into its sources: each with its words, address, access date, language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from citecheck.endnotes.addresses import FoundAddress, find_addresses
from citecheck.endnotes.archives import find_archived
from citecheck.endnotes.bibliography import read_bibliography
from citecheck.endnotes.dates import (
    AccessClause,
    find_access_clauses,
    find_trailing_access,
    strip_location_words,
)
from citecheck.endnotes.healing import HealedNote, Rule
from citecheck.endnotes.identifiers import FoundIdentifier, find_identifiers
from citecheck.endnotes.languages import find_languages
from citecheck.endnotes.references import find_reference

_EMPHASIS = re.compile(r"(?<!\w)(?:\*{1,2}|_)(?=\S)([^*_]{1,300}?)(?<=\S)(?:\*{1,2}|_)(?!\w)")
#: What is left of emphasis and of stops when what stood between them is taken out.
_NO_WORDS = re.compile(r"(?<!\S)[*_]{1,2}\s+[*_]{1,2}(?!\w)")
_DOUBLED = re.compile(r"([.,;:])\s+[.,;]+(?=\s|$)|(?:\s[–—-])+(?=\s[–—-]\s|\s*$)")
#: A list's own number, and a bracket that opens the whole note.
_NUMBER = re.compile(r"^\[\d{1,5}\]\s+|^\((?=[^()]*$)")
_SIGNAL = re.compile(
    r"^(?P<lead>(?:but\s+)?see(?:,?\s+(?:also|generally|e\.g\.|for\s+(?:example|instance)))?|cf\.?|compare"
    r"|e\.g\.|for\s+(?:more|further|details|example)[^:.]{0,60}|quoted\s+(?:in|from)|cited\s+in"
    r"|adapted\s+from|based\s+on|sources?(?=\s*:)|(?:см|ср)\.(?:,?\s+(?:также|например|подробнее))?"
    r"|(?:также|подробнее)\s+см\.|цит\.\s+по|источник(?=\s*:))(?:\s*[:,]\s*|\s+|$)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"^[\s.,;:)\]>–—-]*(?:(?:and|also|и|or)\b[\s:,]*)?", re.IGNORECASE)
_LEADING_AND = re.compile(r"^(?:and|also|и|а также)\b[\s:,]*", re.IGNORECASE)
_TRAILING_AND = re.compile(r"[\s,;]*\b(?:and|и|а также)$|[\s,;]+$", re.IGNORECASE)
_ARCHIVED_AT = re.compile(
    r"\b(?:archived?|archive copy|copy|saved|permalink|архив\w*|копия)\b[^.]{0,40}$", re.IGNORECASE
)
_STOPS = re.compile(
    r";(?=\s+(?:(?:and|also|but|и)\s+)?"
    r"(?:[^\W\d_a-zа-яё]|[\"“«„‘]|see\b|cf\b|ibid\b|см\b|ср\b|там же))"
    r"|,(?= (?:and|и) [A-Z]{1,7}/[A-Z0-9][\w./-]*\d)"
)
#: Where a sentence ends, and another source may begin.
_NEXT_LEAD = re.compile(r"\.\s+(?=(?:But see|See|Cf\.|Compare|См\.|Ср\.)\s)")
_NEXT_CITATION = re.compile(
    r"\b(?:pp?|paras?|с|стр|С)\.\s?\d{1,5}(?:[-–—]\d{1,5})?\.\s+(?=[^\W\da-zа-яё])"
)
_LETTERS = re.compile(r"[^\W\d_]")
#: No note parts more sources than this.
MAX_STOPS = 60
_HAS_YEAR = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:pp?|paras?|[сС]|стр|пп)\.\s?\d|(?<![\w/])[A-Z]{1,7}/[A-Z][\w./-]*\d"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source of a note: ``words`` are what is left for the bibliography.

    ``archived_at`` is a second address of the note that holds a web archive's copy
    of the first.  ``emphasised`` are words in italics.  ``start`` and ``end`` bound the
    source in the note; ``spans`` says where the parts stand that were taken out of its
    words, ``taken`` all that was.
    """

    words: str
    start: int = 0
    end: int = 0
    lead: str | None = None
    emphasised: tuple[str, ...] = ()
    identifiers: tuple[FoundIdentifier, ...] = ()
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    taken: tuple[tuple[int, int], ...] = ()
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
    what: FoundAddress | AccessClause | FoundIdentifier | str


def split_sources(note: HealedNote) -> list[Source]:
    """The sources of a note, in order; at least one, however little it says."""
    text = note.text
    marks = _find_marks(text)
    bounds = _find_bounds(text, marks, note)
    sources = [
        _read_source(text, start, end, [m for m in marks if start <= m.start < end])
        for start, end in bounds
    ]
    for i in range(len(sources) - 1):
        sources[i] = replace(sources[i], words=_TRAILING_AND.sub("", sources[i].words))
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
    masked = _blank(text, marks)
    marks += [_Mark(start=i.start, end=i.end, what=i) for i in find_identifiers(masked)]
    marks += [_Mark(start=a, end=b, what=code) for a, b, code in find_languages(masked)]
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
    cuts |= _find_word_cuts(masked, marks, sorted({*cuts, len(text)}), note)
    ordered = sorted(cuts)
    return list(zip(ordered, [*ordered[1:], len(text)], strict=True))


def _find_word_cuts(
    masked: str, marks: Sequence[_Mark], bounds: Sequence[int], note: HealedNote
) -> set[int]:
    """Where words alone part two sources: what stands on either side would do as a note."""
    cuts: set[int] = set()
    stops = [(m.start(), m.end(), False) for m in _STOPS.finditer(masked)]
    stops += [(m.start() + 1, m.end(), False) for m in _NEXT_LEAD.finditer(masked)]
    stops += [(m.end(), m.end(), True) for m in _NEXT_CITATION.finditer(masked)]
    stops += [(r.at, r.at, True) for r in note.repairs if r.rule is Rule.OWN_LINE]
    stops = sorted(set(stops))[:MAX_STOPS]
    for i, (begin, end, is_strict) in enumerate(stops):
        left = max(cut for cut in (*bounds, *cuts) if cut <= begin)
        right = min((bound for bound in bounds if bound > begin), default=len(masked))
        if not is_strict:
            later = [start for start, _, strict in stops[i + 1 :] if not strict and start > end]
            right = min(right, later[0]) if later else right
        if _depth(masked[left:begin]) or not _stands_alone(masked, left, begin, marks):
            continue
        is_source = _is_citation(masked[end:right]) if is_strict else True
        if is_source and _stands_alone(masked, end, right, marks):
            cuts.add(end)
    return {cut for cut in cuts if cut < len(masked)}


def _depth(text: str) -> bool:
    """Whether a bracket is open at the end of a text."""
    return text.count("(") > text.count(")") or text.count("[") > text.count("]")


def _is_citation(words: str) -> bool:
    """Whether a sentence is a citation and not a remark: it names author, title and date."""
    read = read_bibliography(words[:600])
    return bool(read.authors and read.title and (read.published or read.symbol))


def _stands_alone(masked: str, start: int, end: int, marks: Sequence[_Mark]) -> bool:
    """Whether part of a note is a source by itself: it has an address, a year or a page."""
    if any(start <= mark.start < end and isinstance(mark.what, FoundAddress) for mark in marks):
        return True
    words = masked[start:end]
    is_long = len(words.split()) > 2
    return (is_long and bool(_HAS_YEAR.search(words))) or find_reference(words) is not None


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
    parts: list[str] = []
    at = start
    for mark in marks:
        if mark.start < at:
            continue
        part = text[at : mark.start]
        located = isinstance(mark.what, FoundAddress | FoundIdentifier)
        parts.append(strip_location_words(part) if located else part)
        at = mark.end
    parts.append(text[at:end])
    words = " ".join(part.strip() for part in parts if part.strip(" .,;:()[]<>"))
    emphasised = tuple(match.group(1).strip() for match in _EMPHASIS.finditer(words))
    words = _NO_WORDS.sub(" ", _EMPHASIS.sub(r"\1", words))
    words = _NUMBER.sub("", words)
    words = _DOUBLED.sub(lambda m: m[1] or "", words).strip(" ,;:<>").rstrip(" ([")
    words = _LEADING_AND.sub("", words) if start else words
    signal = _SIGNAL.match(words)
    spans, accessed, language = _spans_of(text, marks)
    lead = signal["lead"].strip() if signal else None
    if lead:
        found = text.find(lead, start, end)
        spans |= {"lead": (found, found + len(lead))} if found >= 0 else {}
    return Source(
        words=words[signal.end() :].strip() if signal else words,
        start=start,
        end=end,
        lead=lead,
        emphasised=emphasised,
        address=addresses[0] if addresses else None,
        identifiers=tuple(m.what for m in marks if isinstance(m.what, FoundIdentifier)),
        accessed=accessed,
        has_access_clause=any(isinstance(mark.what, AccessClause) for mark in marks),
        language=language,
        spans=spans,
        taken=tuple((mark.start, mark.end) for mark in marks),
    )


def _spans_of(
    text: str, marks: Sequence[_Mark]
) -> tuple[dict[str, tuple[int, int]], str | None, str | None]:
    """Where address, access date, language and identifiers stand; the first of each counts."""
    spans: dict[str, tuple[int, int]] = {}
    accessed = language = None
    for mark in marks:
        what = mark.what
        if isinstance(what, FoundAddress):
            at = text.find(what.printed, mark.start, mark.end)
            spans.setdefault("url", (at, at + len(what.printed)))
        elif isinstance(what, FoundIdentifier):
            spans.setdefault(str(what.scheme), (what.at, what.at + len(what.value)))
        elif isinstance(what, str):
            language = language or what
            spans.setdefault("language", (mark.start, mark.end))
        elif what.date:
            accessed = accessed or what.date
            spans.setdefault("accessed", (mark.start, mark.end))
    return spans, accessed, language


def _join_archived(sources: Sequence[Source]) -> list[Source]:
    """An archive's copy of the address before it is no source of its own."""
    joined: list[Source] = []
    for source in sources:
        copy = find_archived(source.address.url) if source.address else None
        before = joined[-1] if joined else None
        if copy and source.address and before and before.address and before.archived_at is None:
            original = copy.original.rstrip("/") if copy.original else None
            same = original == before.address.url.rstrip("/")
            short = len(source.words) < 60 and (
                _ARCHIVED_AT.search(source.words) or not _LETTERS.search(source.words)
            )
            if same or (short and find_archived(before.address.url) is None):
                at = source.spans.get("url", (source.start, source.end))
                joined[-1] = replace(
                    before,
                    end=source.end,
                    archived_at=source.address,
                    accessed=before.accessed or source.accessed,
                    has_access_clause=before.has_access_clause or source.has_access_clause,
                    language=before.language or source.language,
                    identifiers=(*before.identifiers, *source.identifiers),
                    taken=(*before.taken, *source.taken),
                    spans={**source.spans, **before.spans, "archived": at},
                )
                continue
        joined.append(source)
    return joined
