"""From an identifier in a citation to the addresses at which its source may stand today."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import regex

from citecheck.model.notes import Citation
from citecheck.model.verdicts import Route, RouteKind

#: A rule may come from a user and the text from a stranger: neither may take long.
_MOST_TEXT = 4000
_SECONDS = 0.2
#: So many addresses are suggested for one citation.
MOST_ROUTES = 8


class Place(StrEnum):
    """Where a rule looks: the source's address, its symbol or number, or the note's text."""

    ADDRESS = "address"
    SYMBOL = "symbol"
    DOI = "doi"
    ISBN = "isbn"
    NOTE = "note"


FORMS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "": str,
        "lower": str.lower,
        "upper": str.upper,
        "slashes": lambda text: text.replace(".", "/"),
        "hyphens": lambda text: text.replace("-", "/").replace("_", "-"),
        "compact": lambda text: "".join(char for char in text if char.isalnum()),
    }
)
FIELD = regex.compile(r"\{(?P<name>\w+)(?::(?P<form>\w+))?\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What to find and which addresses to try for it; ``file`` tells where it is written."""

    name: str
    place: Place
    pattern: regex.Pattern[str]
    templates: tuple[str, ...]
    kind: RouteKind
    file: str = ""

    def apply(self, text: str) -> tuple[tuple[str, str], ...]:
        """What was found in a text, with each address to try for it; empty if nothing was."""
        try:
            found = self.pattern.search(text[:_MOST_TEXT], timeout=_SECONDS)
        except TimeoutError:
            return ()
        if found is None:
            return ()
        groups = {name: value or "" for name, value in found.groupdict().items()}
        first = next(iter(groups.values()), "")
        shown = first if len(first) > 3 else found.group().strip("/")
        return tuple((shown, _filled(template, groups)) for template in self.templates)


@dataclass(frozen=True, slots=True, kw_only=True)
class RescueRules:
    """The rules in their order; a :class:`citecheck.ports.RescueRoutes`."""

    rules: tuple[Rule, ...]

    def find(self, citation: Citation, note: str) -> tuple[Route, ...]:
        """The addresses to try for a source, each once, with how it was found.

        ``note`` is the note's text where it speaks of this source alone, else empty.
        """
        routes: dict[str, Route] = {}
        own = _bare(_address(citation) or "")
        for rule in self.rules:
            for text in _texts(rule.place, citation, note):
                for shown, url in rule.apply(text):
                    if _bare(url) != own and url not in routes:
                        routes[url] = Route(
                            url=url,
                            rule=rule.name,
                            how=f"{rule.name}: {shown}, in the {_WHERE[rule.place]}",
                            kind=rule.kind,
                        )
        return tuple(routes.values())[:MOST_ROUTES]


_WHERE = {
    Place.ADDRESS: "address",
    Place.SYMBOL: "note",
    Place.DOI: "note",
    Place.ISBN: "note",
    Place.NOTE: "text of the note",
}


def _texts(place: Place, citation: Citation, note: str) -> Iterator[str]:
    match place:
        case Place.ADDRESS:
            text = _address(citation)
        case Place.SYMBOL:
            text = citation.symbol
        case Place.DOI:
            text = citation.doi
        case Place.ISBN:
            text = citation.isbn
        case Place.NOTE:
            text = note
    if text:
        yield text


def _address(citation: Citation) -> str | None:
    """The source's own address, also where the note prints an archived copy's."""
    archived = citation.archived
    return (archived.original if archived else None) or citation.url


def _filled(template: str, groups: Mapping[str, str]) -> str:
    filled: str = FIELD.sub(lambda m: FORMS[m["form"] or ""](groups[m["name"]]), template)
    return filled


def _bare(url: str) -> str:
    """An address without what two spellings of the same one may differ in."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/").lower()
