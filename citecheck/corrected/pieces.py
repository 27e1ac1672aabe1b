"""A corrected note in pieces: what stays, what goes, what comes, and which of it is an address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class Change(StrEnum):
    """What becomes of a piece."""

    KEPT = "kept"
    TAKEN_OUT = "taken out"
    PUT_IN = "put in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A web address in a note, with the archived copy that stands beside it.

    ``archived_on`` is ISO 8601, by day; ``is_dead`` where the live page no longer serves.
    """

    url: str
    archive_url: str | None = None
    archived_on: str | None = None
    is_dead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some words of a note, all of one fate; ``address`` if they are one."""

    text: str
    change: Change
    address: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedNote:
    """A note with the corrections that were chosen, and what is left for a person.

    ``corrections`` are those of a note's document: ``start``, ``end``, ``old``, ``new``,
    ``kind`` and ``source``; ``left`` says in words what no program may decide.
    """

    number: int
    raw: str
    corrections: tuple[Mapping[str, Any], ...]
    left: tuple[str, ...]
    addresses: tuple[Address, ...]

    @property
    def text(self) -> str:
        """The note as the next edition prints it."""
        return "".join(p.text for p in self.pieces() if p.change is not Change.TAKEN_OUT)

    def pieces(self) -> Iterator[Piece]:
        """The note's words in order, addresses apart."""
        at = 0
        for correction in self.corrections:
            yield from self._cut(self.raw[at : correction["start"]], Change.KEPT)
            yield from self._cut(correction["old"], Change.TAKEN_OUT)
            yield from self._cut(correction["new"], Change.PUT_IN)
            at = correction["end"]
        yield from self._cut(self.raw[at:], Change.KEPT)

    def _cut(self, text: str, change: Change) -> Iterator[Piece]:
        known = {} if change is Change.TAKEN_OUT else {a.url: a for a in self.addresses}
        at = 0
        for found in _one_of(sorted(known, key=len, reverse=True)).finditer(text):
            if found.start() > at:
                yield Piece(text=text[at : found.start()], change=change)
            yield Piece(text=found.group(), change=change, address=known[found.group()])
            at = found.end()
        if at < len(text):
            yield Piece(text=text[at:], change=change)


def _one_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)) or r"(?!)")
