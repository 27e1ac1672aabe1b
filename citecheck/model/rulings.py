"""What people decided about findings, and whether it still holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RulingWord(StrEnum):
    """What a person may decide."""

    ACCEPTED = "accepted"  # stays as it is
    FIX = "fix"  # to be corrected
    ASK_AUTHOR = "ask_author"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a ruling was made on: fingerprints of the claim and of what its sources say.

    ``source`` holds one ``place:words`` a reading: which figure in which version of which
    address, and what was read there.
    """

    claim: str
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One decision.

    ``about`` is a claim's id (``c037-1``) or a citation's (``n037-1``: note 37, its
    first source); ``verdict`` what citecheck said then.
    """

    about: str
    word: RulingWord
    name: str
    reason: str
    at: datetime
    verdict: str
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingReport:
    """A ruling as an audit finds it: whether it ``stands``, and if not, why not."""

    ruling: Ruling
    stands: bool
    why: str

    @property
    def settles(self) -> bool:
        """Whether there is nothing left to act on."""
        return self.stands and self.ruling.word is RulingWord.ACCEPTED
