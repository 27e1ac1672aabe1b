"""What changed between two audits, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


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
