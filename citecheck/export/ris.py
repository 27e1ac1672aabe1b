"""RIS, written by rispy, in the tags that Zotero reads (its RIS translator's field map)."""

from __future__ import annotations

from typing import Any

from citecheck.export.csl import Json, items
from citecheck.model.notes import Publication
from citecheck.safe_text import one_line

_TYPES = {
    "webpage": "ELEC",
    "report": "RPRT",
    "article-newspaper": "NEWS",
    "article-journal": "JOUR",
    "article": "UNPD",
    "legislation": "STAT",
    "book": "BOOK",
    "chapter": "CHAP",
    "document": "GEN",
    "personal_communication": "PCOMM",
}
#: CSL's variables by rispy's names of the tags; AN and DB are archive and place in it.
_TAGS = {
    "id": "id",
    "title": "title",
    "container-title": "secondary_title",
    "publisher": "publisher",
    "publisher-place": "place_published",
    "DOI": "doi",
    "language": "language",
    "archive": "name_of_database",
    "archive_location": "accession_number",
}


def to_ris(publication: Publication) -> str:
    """The works as RIS entries."""
    import rispy

    class Writer(rispy.RisWriter):  # type: ignore[misc]
        """Writes no running number before an entry: some programs take it for text."""

        def set_header(self, count: int) -> str:  # noqa: ARG002 - rispy's signature
            return ""

    entries = [_entry(item) for item in items(publication)]
    return str(rispy.dumps(entries, implementation=Writer))


def _entry(item: Json) -> dict[str, Any]:
    entry: dict[str, Any] = {"type_of_reference": _TYPES[item["type"]]}
    for variable, tag in _TAGS.items():
        if variable in item:
            entry[tag] = one_line(str(item[variable]))
    if authors := item.get("author"):
        entry["authors"] = [one_line(_author(name)) for name in authors]
    if url := item.get("URL"):
        entry["urls"] = [one_line(url)]
    if number := item.get("ISBN") or item.get("number"):
        entry["issn"] = one_line(number)  # SN: an ISBN, or a report's number
    if issued := item.get("issued"):
        parts = issued["date-parts"][0]
        entry["year"] = f"{parts[0]:04}"
        entry["date"] = _date(parts)
    if accessed := item.get("accessed"):
        entry["access_date"] = _date(accessed["date-parts"][0])
    cited = ", ".join(map(str, item.get("custom", {}).get("notes", ())))
    if cited:
        entry["notes"] = [f"Cited in note {cited}"]
    return entry


def _author(name: Json) -> str:
    return name["literal"] if "literal" in name else f"{name['family']}, {name['given']}"


def _date(parts: list[int]) -> str:
    """RIS dates: ``YYYY/MM/DD/``, slashes standing for what is missing."""
    filled = [f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])]
    return "/".join([*filled, *[""] * (4 - len(filled))])
