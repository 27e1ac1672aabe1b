"""Slips: defects inside the notes, visible with no network.

Those of a single note stand here, those that only a comparison shows in
:mod:`~citecheck.endnotes.comparisons`, those of markers in
:mod:`~citecheck.endnotes.marker_slips`.  Each is one that an editor would agree with;
where a house does a thing throughout, it is no slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from citecheck.endnotes.addresses import address_key, is_home_page, split_address
from citecheck.endnotes.archives import with_scheme
from citecheck.endnotes.comparisons import find_comparison_slips
from citecheck.endnotes.date_slips import find_date_slips
from citecheck.endnotes.healing import Repair, Rule
from citecheck.endnotes.marker_slips import find_marker_slips
from citecheck.endnotes.parsing import MAX_NOTE, ParsedNote, ParsedSource
from citecheck.endnotes.pinpoint_slips import find_pinpoint_slips
from citecheck.endnotes.references import Means, find_reference
from citecheck.endnotes.works import Cited
from citecheck.model.manuscripts import Manuscript, NoteSlip
from citecheck.model.notes import Citation, CitationKind, Severity, Slip

_CROSS_REFERENCE = re.compile(
    r"\b(?:ibid(?:em)?|op\.?\s?cit|loc\.?\s?cit|supra|infra|idem)\b(?!-)\.?"
    r"|\b(?:see|see also)\s+(?:above|below|(?:end)?notes?\s+\d+)|\bтам же\b|\bуказ\.?\s?соч"
    r"|\bсм\.?\s+(?:сноск|примечани)\w+",
    re.IGNORECASE,
)
#: What was never printed anywhere needs no address.
_NOT_PUBLISHED = re.compile(
    r"\b(?:personal (?:communication|correspondence|interview)|interview(?:ed)? (?:with|by|of)"
    r"|e-?mail|telephone|unpublished|on file with|интервью|личн\w+ (?:беседа|сообщение))\b",
    re.IGNORECASE,
)
_HAS_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_BAD_HOST = re.compile(r"\.\.|^[.-]|[^\w.:\[\]-]|[-.]$")

#: Worst first, then as found.
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.STYLE: 2}


def find_slips(
    manuscript: Manuscript, notes: Sequence[ParsedNote], cited: Sequence[Cited]
) -> dict[int, tuple[Slip, ...]]:
    """The slips of each note that has any, worst first."""
    house = _House(notes, linked=manuscript.linked)
    found: list[NoteSlip] = list(manuscript.slips)
    for note in notes:
        found += [NoteSlip(note=note.number, slip=slip) for slip in _note_slips(note, house)]
    found += find_comparison_slips(notes, cited)
    found += find_marker_slips(manuscript)
    outliers = {one.note for one in found if one.slip.code == "accessed_outlier"}
    found += find_date_slips(
        [one for one in cited if one.note not in outliers], edition=manuscript.year
    )
    by_note: dict[int, dict[Slip, None]] = {}  # in order, each once
    for one in found:
        if one.note is not None:
            by_note.setdefault(one.note, {})[one.slip] = None
    return {
        number: tuple(sorted(slips, key=lambda slip: _ORDER[slip.severity]))
        for number, slips in by_note.items()
    }


class _House:
    """What this publication does throughout, so that only what departs from it is a slip."""

    def __init__(self, notes: Sequence[ParsedNote], *, linked: bool) -> None:
        self.linked = linked
        sources = [source for note in notes for source in note.sources]
        with_url = [source for source in sources if source.citation.url]
        dated = sum(1 for source in with_url if source.citation.accessed)
        cut = sum(1 for note in notes if len(note.healed.repairs) > 0)
        self.gives_addresses = 2 * len(with_url) > len(sources)
        self.gives_access_dates = 2 * dated > len(with_url)
        self.wraps_lines = 4 * cut > len(notes) and cut > 1


def _note_slips(note: ParsedNote, house: _House) -> Iterator[Slip]:
    for repair in note.healed.repairs:
        yield from _repair_slips(repair, note, house)
    if len(note.sources) > 1:
        yield Slip(
            code="multiple_sources",
            severity=Severity.STYLE,
            message=f"The note holds {len(note.sources)} sources; give each a note of its own,"
            " or part them by semicolons.",
        )
    if len(note.healed.text) > MAX_NOTE:
        yield Slip(
            code="note_too_long",
            severity=Severity.WARNING,
            message=f"The note has {len(note.healed.text):,} characters; sources were looked for"
            f" in the first {MAX_NOTE:,}. Is the end of the notes marked by a heading?",
        )
    reference = _CROSS_REFERENCE.search(note.healed.text[:MAX_NOTE])
    if reference and not any(_is_unresolved(source) for source in note.sources):
        meant = tuple(s.citation.same_as for s in note.sources if s.citation.same_as is not None)
        yield Slip(
            code="cross_reference",
            severity=Severity.WARNING,
            message=f"{reference.group()!r} points at another note and goes wrong when notes"
            " are added or moved; name the source again, in short.",
            related=meant,
            suggestion=next((_name_short(s) for s in note.sources if s.target is not None), None),
        )
    titled = any(source.citation.title for source in note.sources)
    for source in note.sources:
        if source.target is not None:  # what it means again is judged where it stands whole
            continue
        if _is_unresolved(source):
            yield from _unresolved_slips(source)
            continue
        yield from _address_slips(source, house, is_reference=reference is not None)
        yield from _date_slips(source, house)
        yield from find_pinpoint_slips(citation=source.citation)
        if titled and not source.source.words:  # a second address of the source before it
            continue
        yield from _source_slips(source, is_reference=reference is not None)


def _is_unresolved(source: ParsedSource) -> bool:
    """Whether a source is a reference of which the source meant was not found."""
    if source.target is not None or source.citation.url:
        return False
    meant = find_reference(source.source.words)
    return meant is not None and meant.means is not Means.SHORT_TITLE


def _unresolved_slips(source: ParsedSource) -> Iterator[Slip]:
    """A reference that leaves a choice, or names what no note before it cites."""
    yield Slip(
        code="cross_reference",
        severity=Severity.ERROR,
        message=f"Which source {source.source.words[:60]!r} means cannot be told: none of the"
        " notes before it, or more than one, may be meant; name the source.",
    )


def _name_short(source: ParsedSource) -> str | None:
    """ "Berg, Ice of the North": the short form of a source that is meant again."""
    citation = source.citation
    names = [author.partition(",")[0] for author in citation.authors[:2]]
    parts = [" and ".join(names), citation.title or citation.symbol or ""]
    return ", ".join(part for part in parts if part) or None


def _repair_slips(repair: Repair, note: ParsedNote, house: _House) -> Iterator[Slip]:
    url = next((s.citation.url for s in note.sources if s.citation.url), None)
    match repair.rule:
        case Rule.REPEATED_TAIL:
            yield Slip(
                code="duplicate_fragment",
                severity=Severity.WARNING,
                message=f"The end of the address, {repair.right!r}, is printed a second time on"
                " a line of its own; delete it.",
                suggestion=url,
            )
        case Rule.WHOLE_ELSEWHERE | Rule.UNFINISHED:
            known = repair.rule is Rule.WHOLE_ELSEWHERE
            reason = "another note prints it whole" if known else "its first part is unfinished"
            yield Slip(
                code="split_across_lines",
                severity=Severity.WARNING,
                message=f"A break cuts the address in two before {repair.right[:40]!r};"
                f" it was put together because {reason}.",
                suggestion=url,
            )
        case Rule.TEXT:
            begins_source = any(source.source.start == repair.at for source in note.sources[1:])
            if not house.wraps_lines and not begins_source:
                yield Slip(
                    code="split_across_lines",
                    severity=Severity.STYLE,
                    message=f"A break cuts the note in two between {repair.left[-20:]!r} and"
                    f" {repair.right[:20]!r}.",
                )
        case Rule.OWN_LINE | Rule.WRAPPED:
            return


def _address_slips(source: ParsedSource, house: _House, *, is_reference: bool) -> Iterator[Slip]:
    address, citation = source.source.address, source.citation
    if address is None or citation.url is None:
        if not (is_reference and citation.title is None):
            yield from _no_address_slips(source, house)
        return
    if address.shown is not None and house.linked:
        yield from _link_slips(address.shown, citation.url)
    elif address.shown is not None:
        yield Slip(
            code="markdown_link",
            severity=Severity.STYLE,
            message="The address is printed with the signs of a link, [text](address).",
            suggestion=citation.url,
        )
        if "\\" in address.shown:
            yield Slip(
                code="escaped_char",
                severity=Severity.WARNING,
                message="Backslashes were left in the printed address; whoever copies it"
                " gets a dead link.",
                suggestion=citation.url,
            )
    if not _HAS_SCHEME.match(address.printed) and not address.printed.lower().startswith("doi:"):
        yield Slip(
            code="missing_scheme",
            severity=Severity.STYLE,
            message=f"The address {address.printed!r} lacks http:// or https://.",
            suggestion=citation.url,
        )
    parts = split_address(citation.url)
    if parts is None or "." not in (parts.hostname or "") or _BAD_HOST.search(parts.hostname or ""):
        yield Slip(
            code="url_malformed",
            severity=Severity.ERROR,
            message=f"The address {address.printed!r} names no valid host.",
        )
    elif is_home_page(citation.url):
        yield Slip(
            code="bare_home_page",
            severity=Severity.WARNING,
            message=f"{citation.url} is a home page: it changes and cannot bear out a statement;"
            " name the page.",
        )


def _link_slips(shown: str, target: str) -> Iterator[Slip]:
    """A link that shows one address and leads to another."""
    plain = shown.replace(" ", "").replace("\\", "")
    if address_key(with_scheme(plain)) != address_key(target):
        yield Slip(
            code="link_mismatch",
            severity=Severity.WARNING,
            message=f"The link shows {shown!r} and leads to another address; whoever reads it in"
            " print goes astray.",
            suggestion=target,
        )


def _no_address_slips(source: ParsedSource, house: _House) -> Iterator[Slip]:
    unlocated = source.citation.kind is CitationKind.UNLOCATED
    words = source.source.words
    if _CROSS_REFERENCE.search(words) or _NOT_PUBLISHED.search(words):
        return
    if unlocated:
        yield Slip(
            code="no_url",
            severity=Severity.ERROR,
            message="The note gives neither an address nor date and publisher: nobody can find"
            " this source.",
        )
    elif (
        house.gives_addresses
        and not _is_in_print(source.citation)
        and not source.citation.url_from  # a DOI or an arXiv number is as good as an address
    ):
        yield Slip(
            code="no_url",
            severity=Severity.WARNING,
            message="The source has no address, while most notes give one.",
        )


def _is_in_print(citation: Citation) -> bool:
    """Whether a library finds a source without an address: a law, an ISBN, an article's page."""
    in_paper = citation.kind is CitationKind.PRESS or citation.container is not None
    return (
        citation.kind is CitationKind.LAW
        or citation.isbn is not None
        or (in_paper and bool(citation.pages))
    )


def _date_slips(source: ParsedSource, house: _House) -> Iterator[Slip]:
    citation = source.citation
    if citation.url and not citation.accessed and source.source.has_access_clause:
        yield Slip(
            code="accessed_malformed",
            severity=Severity.ERROR,
            message="The access date is no date of the calendar, or may be read in two ways.",
        )
    elif (
        citation.url
        and not citation.accessed
        and house.gives_access_dates
        and not (citation.doi or citation.arxiv or citation.archived)
    ):
        yield Slip(
            code="accessed_missing",
            severity=Severity.WARNING,
            message="The address has no access date, while most notes give one.",
        )
    if citation.accessed and citation.published:
        precision = min(len(citation.accessed), len(citation.published))
        if citation.accessed[:precision] < citation.published[:precision]:
            yield Slip(
                code="accessed_before_published",
                severity=Severity.ERROR,
                message=f"Accessed {citation.accessed}, before the source was published"
                f" ({citation.published}): one of the two dates is wrong.",
            )


def _source_slips(source: ParsedSource, *, is_reference: bool) -> Iterator[Slip]:
    citation, read = source.citation, source.bibliography
    says = (citation.title, citation.authors, citation.symbol, citation.doi, citation.published)
    if citation.url and not any(says):
        yield Slip(
            code="bare_url",
            severity=Severity.WARNING,
            message="The note is nothing but an address: when it dies, nobody knows what stood"
            " there; give author, title and date.",
        )
    elif not citation.title and not is_reference:
        yield Slip(code="no_title", severity=Severity.WARNING, message="The source has no title.")
    if read.other_symbols and not citation.symbol:
        yield Slip(
            code="symbol_of_other_document",
            severity=Severity.STYLE,
            message=f"The symbol {read.other_symbols[0]} in the title is that of another"
            " document; the source's own is not printed.",
        )
    if read.genre == "forthcoming":
        when = f" (expected {read.expected})" if read.expected else ""
        yield Slip(
            code="not_yet_published",
            severity=Severity.WARNING,
            message=f"The source was still to come{when}; cite it as published.",
        )
