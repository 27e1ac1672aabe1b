"""What stands behind a quoted title: the paper or book that holds it, or its imprint and page.

``“Ice”, Harbour Times``, ``“Ice,” in The North``, ``“Ice”, Bangkok: River Watch, 38``,
``“Ice”, Working Paper 4, North Institute, Florence``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from citecheck.endnotes.cities import is_city
from citecheck.endnotes.containers import Container
from citecheck.endnotes.dates import DATE
from citecheck.endnotes.imprint import EDGES, Imprint, read_place_publisher

_YEAR = r"(?:19|20)\d\d"
#: "The Guardian", "eHow".
_STARTS_NAME = re.compile(r"[^\W\da-zа-яё_]|[a-z][A-Z]|\d+[^\W\d]")
_NO_CONTAINER = re.compile(
    rf"^(?:(?:master|doctoral|ph\.?d|ma|msc|diploma)\b.{{0,20}}(?:thesis|dissertation)|thesis"
    rf"|(?:press|news|media) (?:release|statement)|blog(?: post)?|working paper|paper|speech"
    rf"|presentation|interview|report|unpublished|mimeo|пресс-релиз|{DATE})\b",
    re.IGNORECASE,
)
#: "in The North", "in Anna Berg and Ola Moe (eds.), The North".
_IN_BOOK = re.compile(
    r"^(?:in|In|в)\s+(?:[^()\"“«]{3,120}?\s\((?:eds?|Hg|ред)\.?\),?\s*)?(?=[^\W\da-zа-яё])"
)
_PAGE_AT_END = re.compile(r"(?:^|,\s)(?P<list>\d{1,4}(?:\s?[-–—]\s?\d{1,4})?)$")
_CITY_AT_END = re.compile(r",\s(?P<place>[A-ZА-ЯЁ][\w.’'-]*(?:[ -][A-ZА-ЯЁ][\w.’'-]*){0,3})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """Container, imprint and pages; ``None`` or empty is 'not printed'."""

    container: Container | None = None
    imprint: Imprint = field(default_factory=Imprint)
    pages: tuple[str, ...] = ()


def read_behind(after: str) -> Behind:
    """What the words behind a quoted title say."""
    after = after.strip(EDGES)
    page = _PAGE_AT_END.search(after)
    head = after[: page.start()].strip(EDGES) if page else after
    imprint = read_place_publisher(head)
    if page and (imprint or not head):
        pages = (re.sub(r"\s?[-–—]\s?", "-", page["list"]),)
        return Behind(imprint=imprint or Imprint(), pages=pages)
    if imprint:
        return Behind(imprint=imprint)
    container = _read_container(after)
    name = container.name if container else ""
    if name and is_city(name):
        return Behind(imprint=Imprint(place=name))
    city = _CITY_AT_END.search(after)
    if city and is_city(city["place"]) and container and name != city["place"]:
        return Behind(container=container, imprint=Imprint(place=city["place"]))
    return Behind(container=container)


def _read_container(after: str) -> Container | None:
    edited = _IN_BOOK.match(after)
    if edited:
        after = after[edited.end() :]
    year = re.search(rf"\((?:[^\W\d]+\s)?(?P<date>{_YEAR})\)", after)
    name = re.split(r"[,(;]|(?<=\w{7})\.\s|\s(?:vol|no)\.?\s", after, maxsplit=1)[0].strip(EDGES)
    name = re.sub(r"\s+\d+$", "", name)
    if len(name) < 3 or not _STARTS_NAME.match(name) or _NO_CONTAINER.match(name):
        return Container(name="", date=year["date"]) if year else None
    return Container(name=name, date=year["date"] if year else None)
