"""BibTeX in BibLaTeX's types and fields, written by bibtexparser."""

from __future__ import annotations

import re

from citecheck.export.csl import Json, items
from citecheck.model.notes import Publication
from citecheck.safe_text import one_line

_TYPES = {
    "webpage": "online",
    "report": "report",
    "article-newspaper": "article",
    "article-journal": "article",
    "article": "unpublished",
    "legislation": "legislation",
    "book": "book",
    "chapter": "incollection",
    "document": "misc",
    "personal_communication": "misc",
}
_FIELDS = {
    "container-title": "journaltitle",
    "publisher-place": "location",
    "number": "number",
    "DOI": "doi",
    "ISBN": "isbn",
    "language": "langid",
}
#: What TeX acts on, and how it is told not to.
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_NEEDS_ESCAPE = re.compile(r"[\\{}&%$#_~^]")
_LANGUAGES = {"en": "english", "ru": "russian", "fr": "french", "de": "german", "es": "spanish"}


def to_bibtex(publication: Publication) -> str:
    """The works as a ``.bib`` file in UTF-8.

    Addresses stand as they are, but for braces that would end the field.
    """
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.model import Block, Entry, Field

    entries: list[Block] = []
    for item in items(publication):
        fields = [Field(key, value) for key, value in _fields(item).items()]
        entries.append(Entry(_TYPES[item["type"]], item["id"], fields))
    return str(write_string(Library(entries)))


def escape(text: str) -> str:
    r"""The text as TeX prints it.

    >>> escape("100 % of A & B_c")
    '100 \\% of A \\& B\\_c'
    """
    return _NEEDS_ESCAPE.sub(lambda found: _SPECIAL[found.group()], one_line(text))


def _fields(item: Json) -> dict[str, str]:
    fields: dict[str, str] = {}
    if authors := item.get("author"):
        fields["author"] = " and ".join(map(_author, authors))
    if title := item.get("title"):
        # The second pair of braces keeps the capitals.
        fields["title"] = "{" + escape(title) + "}"
    for variable, field in _FIELDS.items():
        if value := item.get(variable):
            name = str(_LANGUAGES.get(value, value)) if field == "langid" else value
            fields[field] = escape(name)
    if "publisher" in item:
        field = "institution" if item["type"] == "report" else "publisher"
        fields[field] = escape(item["publisher"])
    if item["type"] == "chapter" and "journaltitle" in fields:
        fields["booktitle"] = fields.pop("journaltitle")
    for variable, field in (("issued", "date"), ("accessed", "urldate")):
        if variable in item:
            fields[field] = _iso(item[variable])
    if url := item.get("URL"):
        fields["url"] = _address(url)
    if location := item.get("archive_location"):
        service = item.get("archive") or "a web archive"
        fields["note"] = f"Archived in {escape(service)}: \\url{{{_address(location)}}}"
    elif item["type"] == "personal_communication":
        fields["howpublished"] = "Personal communication"
    return fields


def _author(name: Json) -> str:
    if "literal" in name:
        return "{" + escape(name["literal"]) + "}"
    return f"{escape(name['family'])}, {escape(name['given'])}"


def _address(url: str) -> str:
    """An address for TeX: its own specials stand, braces, backslashes and spaces do not."""
    coded = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20", "\n": "", "\r": ""}
    return "".join(coded.get(char, char) for char in one_line(url))


def _iso(date: Json) -> str:
    return "-".join(f"{part:02}" for part in date["date-parts"][0])
