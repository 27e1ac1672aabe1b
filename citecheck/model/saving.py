"""Asking an archive to keep an address, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SaveState(StrEnum):
    """What is established about one address; only ``archived`` says that a capture exists."""

    ARCHIVED = "archived"  # a capture was asked for, and the archive shows it
    ALREADY = "already"  # the archive has a recent one and made no other
    SUBMITTED = "submitted"  # accepted; the capture was not seen yet
    REFUSED = "refused"  # the archive would not take it
    FAILED = "failed"  # taken, and the capture came to nothing
    UNKNOWN = "unknown"  # no answer that can be understood; it may have been taken
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveReport:
    """One address with its state and the reason in words.

    ``job`` is the archive's name for the capture under way, ``timestamp`` the 14
    digits of the capture and ``archived_url`` where to see it.
    """

    url: str
    state: SaveState
    why: str
    job: str | None = None
    timestamp: str | None = None
    archived_url: str | None = None
