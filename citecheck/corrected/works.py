"""The publication with its citations corrected, for the bibliography of the next edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from citecheck.model.notes import ArchivedAddress, Citation, Publication


def correct_publication(
    publication: Publication, documents: Sequence[Mapping[str, Any]], *, renew_access: bool
) -> Publication:
    """Citations at their new addresses, with their archived copies and access dates.

    ``documents`` are those of all notes, in the publication's order.
    """
    return replace(
        publication,
        endnotes=tuple(
            replace(
                note,
                citations=tuple(
                    _correct(citation, about, renewed=_renewed(document, about, renew_access))
                    for citation, about in zip(note.citations, document["citations"], strict=True)
                ),
            )
            for note, document in zip(publication.endnotes, documents, strict=True)
        ),
    )


def _renewed(
    document: Mapping[str, Any], about: Mapping[str, Any], renew_access: bool
) -> str | None:
    """The new access date of a citation, ISO 8601; ``None`` where it keeps the old one."""
    in_doubt = any(
        claim["verdict"] in ("misquoted", "unsupported", "outdated") for claim in document["claims"]
    )
    address = about["address"] or {}
    borne_out = about["verdict"] == "moved" or (about["verdict"] == "sound" and renew_access)
    if in_doubt or not borne_out or address["status"] not in ("ok", "moved"):
        return None
    captured = address["captured"]
    return captured[:10] if captured else None


def _correct(citation: Citation, about: Mapping[str, Any], *, renewed: str | None) -> Citation:
    address = about["address"] or {}
    verdict = about["verdict"]
    if verdict == "moved" and address.get("final_url"):
        citation = replace(citation, url=address["final_url"])
    if citation.accessed and renewed:
        citation = replace(citation, accessed=renewed)
    copy = next((c for c in address.get("archived", ()) if c["usable"]), None)
    if copy and verdict in ("rescued", "changed") and citation.archived is None:
        archived = ArchivedAddress(
            timestamp=copy["timestamp"],
            url=copy["url"],
            original=citation.url,
            service=copy["archive"],
        )
        citation = replace(citation, archived=archived)
    return citation
