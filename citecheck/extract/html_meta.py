"""What a page says of itself: dates, its own address, its language, where it leads.

Sources: the ``meta`` names in use on the web (Open Graph, Dublin Core, schema.org as
JSON-LD and microdata), ``link rel=canonical`` (RFC 6596), ``time`` elements.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from citecheck.extract.dates import parse_date
from citecheck.extract.html_markup import Markup
from citecheck.extract.tidy import one_line

_PUBLISHED = (
    "article:published_time", "og:published_time", "datepublished", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date.created", "citation_publication_date",
    "citation_date", "pubdate", "publishdate", "publish-date", "publication_date",
    "parsely-pub-date", "sailthru.date", "dc.date", "date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "last-modified", "lastmod", "revised",
)  # fmt: skip
_REFRESH = re.compile(
    r"""^\s*[\d.]*\s*[;,]?\s*(?:url\s*=)?\s*["']?([^"'\s].*?)["']?\s*$""", re.I | re.S
)
_MOST_JSON = 500_000
_DEEPEST_JSON = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What the page says of itself; dates in ISO 8601, as precise as they are given."""

    published: str | None = None
    modified: str | None = None
    canonical: str | None = None
    language: str | None = None
    refresh: str | None = None
    base: str | None = None  #: what relative addresses are relative to, if the page says so


def find_facts(markup: Markup) -> PageFacts:
    """The facts in the page's head and marks; what is badly written is left out."""
    head = _Head(markup)
    for at in markup.telling:
        head.take(at)
    meta = head.meta
    return PageFacts(
        published=_first_date(meta, _PUBLISHED),
        modified=_first_date(meta, _MODIFIED),
        canonical=head.canonical or meta.get("og:url") or None,
        language=head.language or meta.get("content-language") or None,
        refresh=head.refresh,
        base=head.base,
    )


@dataclass(slots=True)
class _Head:
    """What the telling elements of a page say, the first of a name first."""

    markup: Markup
    meta: dict[str, str] = field(default_factory=dict)
    canonical: str | None = None
    language: str | None = None
    refresh: str | None = None
    base: str | None = None

    def take(self, at: int) -> None:
        element = self.markup.element(at)
        said = element.attributes
        match element.name:
            case "html":
                spoken = said.get("lang") or said.get("xml:lang")
                self.language = self.language or one_line(spoken)
            case "base":
                self.base = self.base or one_line(said.get("href"))
            case "link":
                if "canonical" in said.get("rel", "").lower():
                    self.canonical = self.canonical or one_line(said.get("href"))
            case "meta":
                self._take_meta(said)
            case "script":
                if said.get("type", "").strip().lower().startswith("application/ld+json"):
                    for name, value in _read_linked_data(self.markup.text_in(at)).items():
                        self.meta.setdefault(name, value)
            case "time":
                if "pubdate" in said:
                    self.meta.setdefault("pubdate", self._value(at))
        if said.get("itemprop") in ("datePublished", "dateModified"):
            self.meta.setdefault(said["itemprop"].lower(), self._value(at))

    def _take_meta(self, said: dict[str, str]) -> None:
        content = said.get("content", "")[:2000]
        name = said.get("property") or said.get("name") or said.get("http-equiv") or ""
        name = name.strip().lower()
        self.meta.setdefault(name, content.strip())
        if name == "refresh" and self.refresh is None:
            found = _REFRESH.match(content)
            if found and not re.fullmatch(r"[\d.]+", found[1]):
                self.refresh = found[1].strip()

    def _value(self, at: int) -> str:
        said = self.markup.element(at).attributes
        return said.get("datetime") or said.get("content") or self.markup.text_in(at, most=200)


def _read_linked_data(script: str) -> dict[str, str]:
    try:
        thing = json.loads(script[:_MOST_JSON], strict=False)
    except (ValueError, RecursionError):
        return {}
    found: dict[str, str] = {}
    for name, value in _properties(thing, _DEEPEST_JSON):
        found.setdefault(name, value)
    return found


def _properties(thing: Any, depth: int) -> Iterator[tuple[str, str]]:
    if depth and isinstance(thing, list):
        for one in thing[:100]:
            yield from _properties(one, depth - 1)
    elif depth and isinstance(thing, dict):
        for name, value in thing.items():
            if isinstance(value, str) and name in {"datePublished", "dateModified"}:
                yield name.lower(), value
        yield from _properties(thing.get("@graph"), depth - 1)
        yield from _properties(thing.get("mainEntity"), depth - 1)


def _first_date(values: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((day for name in names if (day := parse_date(values.get(name, "")))), None)
