"""CSL-JSON: works as items, notes as citations (csl-data.json and csl-citation.json).

The Citation Style Language has no variable for an archived address; ``archive`` and
``archive_location`` are what Zotero fills and styles print.  What has no variable at
all (the printed address, slips) stands in ``custom``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from citecheck.endnotes.organisations import is_organisation_word
from citecheck.endnotes.works import choose_usual
from citecheck.model.notes import Citation, CitationKind, Publication, Work

Json: TypeAlias = dict[str, Any]

CITATION_SCHEMA = "https://resource.citationstyles.org/schema/latest/input/json/csl-citation.json"

_TYPES = {
    CitationKind.WEB: "webpage",
    CitationKind.REPORT: "report",
    CitationKind.PRESS: "article-newspaper",
    CitationKind.LAW: "legislation",
    CitationKind.UNLOCATED: "document",
}
_PERSONAL = re.compile(r"\b(?:interview|e-?mail|personal communication|интервью)\b", re.IGNORECASE)
_SERVICES = {"wayback": "Wayback Machine"}
#: "Berg, Anna", "van der Berg, P. J."; a comma in an organisation's name is followed by more.
_PERSON = re.compile(r"(?P<family>[^,]{1,60}), (?P<given>[^,\s]+(?: [^,\s]+){0,3})")
_OF_A_BODY = re.compile(r"\b(?:of|for|and|on|the|для|по|и)\b", re.IGNORECASE)


def to_csl_json(publication: Publication) -> str:
    """The works as a JSON array of CSL items."""
    return json.dumps(items(publication), ensure_ascii=False, indent=1) + "\n"


def items(publication: Publication) -> list[Json]:
    """A CSL item for each work, in the order of the works."""
    cited: dict[str, list[tuple[int, Citation]]] = {}
    raw: dict[int, str] = {}
    for note in publication.endnotes:
        raw[note.number] = note.raw
        for citation in note.citations:
            cited.setdefault(citation.work, []).append((note.number, citation))
    return [_item(work, cited.get(work.id, []), raw) for work in publication.works]


def citations(publication: Publication) -> list[Json]:
    """A CSL citation for each note: which works it names, where in them, and with what words.

    A note without a source has no items, and is there all the same.
    """
    return [
        {
            "schema": CITATION_SCHEMA,
            "citationID": f"note-{note.number}",
            "citationItems": [_citation_item(citation) for citation in note.citations],
            "properties": {"noteIndex": note.number},
        }
        for note in publication.endnotes
    ]


def name_parts(author: str) -> Json:
    """An author as CSL has names: family and given, or literal for an organisation.

    >>> name_parts("Berg, Anna")
    {'family': 'Berg', 'given': 'Anna'}
    >>> name_parts("Ministry of Health, Norway")
    {'literal': 'Ministry of Health, Norway'}
    """
    found = _PERSON.fullmatch(author)
    words = author.replace(",", " ").split()
    if found is None or _OF_A_BODY.search(author) or any(map(_names_a_body, words)):
        return {"literal": author}
    return {"family": found["family"], "given": found["given"]}


def _names_a_body(word: str) -> bool:
    """Whether a word is an organisation's; initials (``JM``) are a person's."""
    return len(word) > 3 and is_organisation_word(word)


def date_parts(date: str) -> Json:
    """An ISO date as CSL's date-parts, no more precise than it is.

    >>> date_parts("2011-11")
    {'date-parts': [[2011, 11]]}
    """
    return {"date-parts": [[int(part) for part in date.split("-")]]}


def _citation_item(citation: Citation) -> Json:
    item: Json = {"id": citation.work}
    if citation.pages or citation.paras:
        label, numbers = (
            ("page", citation.pages) if citation.pages else ("paragraph", citation.paras)
        )
        item |= {"label": label, "locator": ", ".join(numbers)}
    if citation.lead:
        item["prefix"] = citation.lead
    return item


def _item(work: Work, cited: Sequence[tuple[int, Citation]], raw: dict[int, str]) -> Json:
    ours = [citation for _, citation in cited]
    whole = [citation for citation in ours if citation.same_as is None] or ours

    def usual(name: str) -> Any:
        return choose_usual(getattr(citation, name) for citation in whole)

    authors = choose_usual(citation.authors or None for citation in whole) or work.authors
    item: Json = {
        "id": work.id,
        "type": _type_of(whole, raw, cited),
        "title": usual("title") or work.title,
        "author": [name_parts(author) for author in authors],
        "container-title": usual("container"),
        "publisher": usual("publisher"),
        "publisher-place": usual("place"),
        "number": usual("symbol") or work.symbol,
        "DOI": usual("doi"),
        "ISBN": usual("isbn"),
        "language": usual("language"),
    }
    if item["number"]:
        item["authority"] = "United Nations"
    elif arxiv := usual("arxiv"):
        item["number"] = f"arXiv:{arxiv}"
    for variable, name in (("issued", "published"), ("accessed", "accessed")):
        date = usual(name)
        if date:
            item[variable] = date_parts(date)
    item |= _addresses(whole)
    item["custom"] = _custom(work, cited)
    return {name: value for name, value in item.items() if value}


def _type_of(
    whole: Sequence[Citation], raw: dict[int, str], cited: Sequence[tuple[int, Citation]]
) -> str:
    kind = choose_usual(citation.kind for citation in whole) or CitationKind.UNLOCATED
    if kind is CitationKind.UNLOCATED:
        words = " ".join(raw.get(number, "") for number, _ in cited[:3])
        return "personal_communication" if _PERSONAL.search(words) else "document"
    if kind in (CitationKind.REPORT, CitationKind.WEB):
        if any(citation.isbn for citation in whole):
            return "chapter" if any(citation.container for citation in whole) else "book"
        if any(citation.doi and citation.container for citation in whole):
            return "article-journal"
        if any(citation.arxiv for citation in whole):
            return "article"
    return _TYPES[kind]


def _addresses(whole: Sequence[Citation]) -> Json:
    """The live address, and the archived copy where Zotero and CSL styles look for it."""
    archived = choose_usual(citation.archived for citation in whole)
    if archived is None:
        return {"URL": choose_usual(citation.url for citation in whole)}
    live = choose_usual(
        citation.url
        for citation in whole
        if citation.archived is None or citation.url != citation.archived.url
    )
    return {
        "URL": archived.original or live or archived.url,
        "archive": _SERVICES.get(archived.service or "", archived.service),
        "archive_location": archived.url,
    }


def _custom(work: Work, cited: Iterable[tuple[int, Citation]]) -> Json:
    cited = list(cited)
    archived = choose_usual(citation.archived for _, citation in cited)
    printed = dict.fromkeys(
        citation.url_printed
        for _, citation in cited
        if citation.url_printed and citation.url_printed != citation.url
    )
    custom: Json = {
        "notes": list(dict.fromkeys(number for number, _ in cited)),
        "urls": list(work.urls) if len(work.urls) > 1 else [],
        "urls_printed": list(printed),
        "archive_timestamp": archived.timestamp if archived else None,
    }
    return {name: value for name, value in custom.items() if value}
