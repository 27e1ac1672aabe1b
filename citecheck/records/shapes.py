"""Publication values to plain records and back: the shape of the three YAML files."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from citecheck.model.figures import Claim, Figure, Hedge, Kind, TextQuoteSelector
from citecheck.model.notes import (
    ArchivedAddress,
    Citation,
    CitationKind,
    Endnote,
    Publication,
    Severity,
    Slip,
    Work,
)
from citecheck.records.plain import filled, plain

#: One record: a mapping as YAML has it.
Record = dict[str, Any]
FILES = ("publication.yaml", "notes.yaml", "claims.yaml")


def to_records(publication: Publication) -> dict[str, Record]:
    """File name → its record; keys in the order in which a person reads them."""
    parts = filled(plain(publication, number=str))
    notes, works, claims = (parts.pop(name, []) for name in ("endnotes", "works", "claims"))
    for note in notes:  # places in the note would only be in an editor's way
        for citation in note.get("citations", ()):
            citation.pop("spans", None)
    for claim in claims:  # the publication's text is not ours to reprint
        claim.pop("text", None)
    return {
        "publication.yaml": parts,
        "notes.yaml": {"notes": notes, "works": works},
        "claims.yaml": {"claims": claims},
    }


def from_records(records: dict[str, Record]) -> Publication:
    """The publication of three valid records."""
    head, notes, claims = (records[name] for name in FILES)
    return Publication(
        title=head.get("title"),
        edition=head.get("edition"),
        publisher=head.get("publisher"),
        year=head.get("year"),
        licence=head.get("licence"),
        language=head.get("language"),
        endnotes=tuple(_to_note(n) for n in notes["notes"]),
        works=_to_works(notes),
        claims=tuple(_to_claim(c) for c in claims["claims"]),
    )


def _to_works(notes: Record) -> tuple[Work, ...]:
    """The works; what cites one, and where it stands, is taken from the citations.

    So an edit there holds: a work merged with another has the addresses of both, one
    split off takes its own along.  An address that no citation gives was added by hand.
    """
    cited: dict[str, dict[int, None]] = {}
    urls: dict[str, dict[str, None]] = {}
    for note in notes["notes"]:
        for citation in note.get("citations", ()):
            cited.setdefault(citation["work"], {})[note["number"]] = None
            if citation.get("url"):
                urls.setdefault(citation["work"], {})[citation["url"]] = None
    anywhere = {url for these in urls.values() for url in these}
    works = []
    for work in notes.get("works", ()):
        own = urls.get(work["id"], {})
        listed = [url for url in work.get("urls", ()) if url in own or url not in anywhere]
        if work["id"] in cited:
            works.append(
                Work(
                    id=work["id"],
                    title=work.get("title"),
                    authors=tuple(work.get("authors", ())),
                    symbol=work.get("symbol"),
                    urls=tuple(dict.fromkeys((*listed, *own))),
                    notes=tuple(cited[work["id"]]),
                )
            )
    return tuple(works)


def _to_note(record: Record) -> Endnote:
    return Endnote(
        number=record["number"],
        raw=record.get("raw", ""),
        citations=tuple(_to_citation(c) for c in record.get("citations", ())),
        slips=tuple(
            Slip(
                code=s["code"],
                severity=Severity(s["severity"]),
                message=s["message"],
                related=tuple(s.get("related", ())),
                suggestion=s.get("suggestion"),
            )
            for s in record.get("slips", ())
        ),
    )


def _to_citation(record: Record) -> Citation:
    archived = record.get("archived")
    return Citation(
        work=record["work"],
        kind=CitationKind(record["kind"]),
        authors=tuple(record.get("authors", ())),
        title=record.get("title"),
        container=record.get("container"),
        published=record.get("published"),
        pages=tuple(record.get("pages", ())),
        paras=tuple(record.get("paras", ())),
        symbol=record.get("symbol"),
        url=record.get("url"),
        url_printed=record.get("url_printed"),
        archived=ArchivedAddress(**{"timestamp": None, "original": None, **archived})
        if archived
        else None,
        accessed=record.get("accessed"),
        language=record.get("language"),
        publisher=record.get("publisher"),
        place=record.get("place"),
        doi=record.get("doi"),
        isbn=record.get("isbn"),
        arxiv=record.get("arxiv"),
        lead=record.get("lead"),
        same_as=record.get("same_as"),
        url_from=record.get("url_from"),
    )


def _to_claim(record: Record) -> Claim:
    return Claim(
        id=record["id"],
        notes=tuple(record["notes"]),
        section=record.get("section"),
        figures=tuple(_to_figure(f) for f in record.get("figures", ())),
    )


def _to_figure(record: Record) -> Figure:
    selector = record.get("selector")
    return Figure(
        printed=record["printed"],
        value=Decimal(record["value"]),
        high=Decimal(record["high"]) if "high" in record else None,
        unit=record.get("unit"),
        kind=Kind(record["kind"]),
        hedge=Hedge(record["hedge"]) if "hedge" in record else None,
        of=Decimal(record["of"]) if "of" in record else None,
        selector=TextQuoteSelector(**selector) if selector else None,
        subject=tuple(record.get("subject", ())),
        measure=tuple(record.get("measure", ())),
        period=tuple(record.get("period", ())),
    )
