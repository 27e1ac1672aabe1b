"""What changed between two audits, as values."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from citecheck.model.errors import InputError


class Change(StrEnum):
    """What became of something, worst news first."""

    BROKEN = "broken"
    RESCUED = "rescued"
    VALUE = "value"
    VERDICT = "verdict"
    MOVED = "moved"
    SLIP = "slip"
    REMOVED = "removed"
    ADDED = "added"
    ARCHIVED = "archived"
    MENDED = "mended"
    RECOVERED = "recovered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One change: of which notes, what it is about, what was said then and now.

    ``what`` is a claim's id, an address or a slip's code; ``why`` the newer audit's reason.
    """

    change: Change
    notes: tuple[int, ...]
    what: str
    old: str | None
    new: str | None
    why: str = ""


#: In so many audits an address has to fail to be taken for dead, where an audit does not say.
_CONFIRMED = 3


def confirmed_in(run: Mapping[str, Any]) -> int:
    """In how many audits an address had to fail to be taken for dead, by an audit's head.

    >>> confirmed_in({"failures_confirmed": 5}), confirmed_in({})
    (5, 3)
    """
    return int(run.get("failures_confirmed") or _CONFIRMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two audits side by side; ``older`` and ``newer`` are the heads of their documents.

    ``held``: addresses whose failure is too young to be called a break;
    ``not_compared``: citations that one of the runs did not look at.
    """

    older: Mapping[str, Any]
    newer: Mapping[str, Any]
    differences: tuple[Difference, ...]
    held: tuple[str, ...] = ()
    not_compared: int = 0

    @property
    def confirmed(self) -> int:
        """How often what is held back has to fail before it is called a break."""
        return confirmed_in(self.newer)

    def holds(self, wanted: Container[Change]) -> bool:
        """Whether it has a change of these kinds."""
        return any(difference.change in wanted for difference in self.differences)


#: Words that stand for several changes, or under another name.
ALIASES: Mapping[str, tuple[Change, ...]] = {
    "gone": (Change.BROKEN, Change.RESCUED),
    "changed": (Change.VALUE, Change.VERDICT),
    "any": tuple(Change),
}


def choose_changes(words: Sequence[str], *, what: str) -> frozenset[Change]:
    """The changes that a person named, ``what`` saying where.

    >>> sorted(choose_changes(["gone", " Moved "], what="--fail-on"))
    [<Change.BROKEN: 'broken'>, <Change.MOVED: 'moved'>, <Change.RESCUED: 'rescued'>]

    Raises :class:`InputError` for a word that names none.
    """
    found: set[Change] = set()
    for word in words:
        name = word.strip().lower()
        if name not in {*ALIASES, *Change}:
            known = ", ".join([*ALIASES, *Change])
            raise InputError(f"{what} knows no {name!r}", remedy=f"it knows {known}")
        found.update(ALIASES[name] if name in ALIASES else (Change(name),))
    return frozenset(found)
