"""The Publication document of ``parse --json``: schema ``citecheck/publication/1``."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from citecheck.model.figures import Claim, Figure
from citecheck.model.notes import Citation, Endnote, Publication

SCHEMA = "citecheck/publication/1"


def to_document(publication: Publication) -> dict[str, Any]:
    """The publication as JSON; every key is always there, ``null`` where a part is not."""
    return {
        "schema": SCHEMA,
        "publication": {
            "title": publication.title,
            "edition": publication.edition,
            "publisher": publication.publisher,
            "year": publication.year,
            "licence": publication.licence,
            "language": publication.language,
        },
        "endnotes": [_endnote(note) for note in publication.endnotes],
        "claims": [_claim(claim) for claim in publication.claims],
        "works": [
            {
                "id": work.id,
                "title": work.title,
                "authors": list(work.authors),
                "symbol": work.symbol,
                "urls": list(work.urls),
                "notes": list(work.notes),
            }
            for work in publication.works
        ],
    }


def _endnote(note: Endnote) -> dict[str, Any]:
    return {
        "number": note.number,
        "raw": note.raw,
        "citations": [_citation(citation) for citation in note.citations],
        "slips": [
            {
                "code": slip.code,
                "severity": str(slip.severity),
                "message": slip.message,
                "related": list(slip.related),
                "suggestion": slip.suggestion,
            }
            for slip in note.slips
        ],
    }


def _citation(citation: Citation) -> dict[str, Any]:
    archived = citation.archived
    return {
        "work": citation.work,
        "kind": str(citation.kind),
        "authors": list(citation.authors),
        "title": citation.title,
        "container": citation.container,
        "published": citation.published,
        "pages": list(citation.pages),
        "paras": list(citation.paras),
        "symbol": citation.symbol,
        "url": citation.url,
        "url_printed": citation.url_printed,
        "archived": archived
        and {"timestamp": archived.timestamp, "url": archived.url, "original": archived.original},
        "accessed": citation.accessed,
        "language": citation.language,
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "notes": list(claim.notes),
        "section": claim.section,
        "text": claim.text,
        "figures": [_figure(figure) for figure in claim.figures],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    selector = figure.selector
    return {
        "printed": figure.printed,
        "value": _number(figure.value),
        "high": None if figure.high is None else _number(figure.high),
        "unit": figure.unit,
        "kind": str(figure.kind),
        "hedge": figure.hedge and str(figure.hedge),
        "of": None if figure.of is None else _number(figure.of),
        "selector": selector
        and {"prefix": selector.prefix, "exact": selector.exact, "suffix": selector.suffix},
        "subject": list(figure.subject),
        "measure": list(figure.measure),
        "period": list(figure.period),
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
