"""What was known of a publication when an audit was over: the last settled word on each thing.

An audit that met a failure which may be over the next time, or did not look at all, says
nothing; what an earlier one settled then stands.  Pure, over audit documents.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from enum import StrEnum
from typing import Any

from citecheck.model.changes import confirmed_in

#: One audit document (``citecheck/audit/1``), and one row of a list in it.
Document = Mapping[str, Any]
Row = Mapping[str, Any]
_NOT_LOOKED_AT = frozenset({"not_checked", "offline"})
NOT_ASKED = frozenset({"unavailable", "not_asked"})
#: Verdicts on a source that is no longer where it was.
LOST = frozenset({"broken", "rescued"})
_GIVES_A_VALUE = frozenset({"confirmed", "changed"})


class State(StrEnum):
    """What an audit's word on an address is worth."""

    SETTLED = "settled"
    HELD = "held"  # it fails, and may be over the next time
    UNSEEN = "unseen"  # the audit did not look


def state_of(address: Row, *, confirmed: int) -> State:
    """What an audit's word on an address is worth; a plain 404 or 410 is no accident."""
    if address["status"] in _NOT_LOOKED_AT:
        return State.UNSEEN
    young = 0 < address["failures"] < confirmed and address["status"] != "gone"
    return State.HELD if young else State.SETTLED


def covers(document: Document, note: int) -> bool:
    """Whether an audit was to look at a note."""
    only = document["audit"].get("only") or []
    return not only or note in only


class States:
    """What an audit's word on each of its addresses, citations and claims is worth."""

    def __init__(self, document: Document) -> None:
        confirmed = confirmed_in(document["audit"])
        self.of_address = {
            a["url"]: state_of(a, confirmed=confirmed) for a in document["addresses"]
        }
        self._without_archive = {
            a["url"]
            for a in document["addresses"]
            if a["archive"] == "unavailable" and a["failures"] > 0
        }
        self._of_note: dict[int, set[State]] = {}
        for citation in document["citations"]:
            self._of_note.setdefault(citation["note"], set()).add(self.of(citation))

    def of(self, citation: Row) -> State:
        """A source without an address rests on nothing that could fail."""
        return self.of_address.get(citation["url"], State.SETTLED)

    def adds_nothing(self, old: Row, new: Row) -> bool:
        """Whether a lost source is called unclear only since no archive could be asked."""
        silent = new["verdict"] == "unclear" and new["url"] in self._without_archive
        return silent and old["verdict"] in LOST

    def settles(self, claim: Row) -> bool:
        """Whether every source of a claim's notes is settled."""
        states = set().union(*(self._of_note.get(note, set()) for note in claim["notes"]))
        return states <= {State.SETTLED}


class Known:
    """The last settled word on everything, from as many audits as that took.

    A citation is its row and what that is worth; a claim's is ``None`` while none was settled.
    """

    def __init__(self) -> None:
        self.version: str | None = None
        self.citations: dict[tuple[int, int], tuple[Row, State]] = {}
        self.claims: dict[str, Row | None] = {}
        self.values: dict[tuple[object, ...], str] = {}
        self.copies: dict[str, bool] = {}
        self.slips: dict[int, list[Row]] = {}
        self.covered = False

    def take(self, document: Document) -> None:
        """Take in what an audit says; they come oldest first."""
        states = States(document)
        self.version = document["audit"].get("version")
        only = document["audit"].get("only") or []
        if not only:
            self.covered = True
            self._forget_what_is_gone(document)
        for citation in document["citations"]:
            key = citation["note"], citation["index"]
            state = states.of(citation)
            if key in self.citations and states.adds_nothing(self.citations[key][0], citation):
                continue
            if (
                state is State.SETTLED
                or key not in self.citations
                or (state is State.HELD and self.citations[key][1] is State.UNSEEN)
            ):
                self.citations[key] = citation, state
        for claim in document["claims"]:
            settled = states.settles(claim)
            if settled or claim["id"] not in self.claims:
                self.claims[claim["id"]] = claim if settled else None
        for finding in document["findings"]:
            value = value_of(finding)
            settled = states.of_address.get(finding["address"]) is State.SETTLED
            if value is not None and settled:
                self.values[key_of(finding)] = value
        for address in document["addresses"]:
            if address["archive"] not in NOT_ASKED:
                self.copies[address["url"]] = copy_of(address) is not None
        self.slips |= {note: [] for note in only} | slips_of(document)

    def _forget_what_is_gone(self, document: Document) -> None:
        keys = {(c["note"], c["index"]) for c in document["citations"]}
        self.citations = {key: row for key, row in self.citations.items() if key in keys}
        ids = {c["id"] for c in document["claims"]}
        self.claims = {key: row for key, row in self.claims.items() if key in ids}
        self.slips = {}


def key_of(finding: Row) -> tuple[object, ...]:
    """What tells the finding of one figure in one source from others."""
    figure = finding["figure"]
    return finding["note"], finding["claim"], figure["printed"], finding["address"]


def value_of(finding: Row) -> str | None:
    """What today's page gives for a figure; ``None`` where it gives nothing for it."""
    low, high = finding["value_found"], finding["high_found"]
    if finding["version"] != "live" or finding["verdict"] not in _GIVES_A_VALUE or low is None:
        return None
    return f"{low:,}" if high is None else f"{low:,} to {high:,}"


def copy_of(address: Row) -> str | None:
    """The archived copy that can stand in for an address."""
    return next((c["url"] for c in address["archived"] if c.get("usable", True)), None)


def slips_of(document: Document) -> dict[int, list[Row]]:
    """The slips of each note that has any."""
    found: dict[int, list[Row]] = {}
    for slip in document["slips"]:
        found.setdefault(slip["note"], []).append(slip)
    return found


def left_open(document: Document, copied: Container[str] = ()) -> set[str]:
    """The addresses of which an audit leaves something to what an earlier one said.

    That no archive was asked leaves open whether there was a copy, which matters for those
    that have one now: ``copied``.
    """
    confirmed = confirmed_in(document["audit"])
    return {
        address["url"]
        for address in document["addresses"]
        if state_of(address, confirmed=confirmed) is not State.SETTLED
        or address["archive"] == "unavailable"
        or (address["archive"] == "not_asked" and address["url"] in copied)
    }
