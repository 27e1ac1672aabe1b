"""What was known of a publication when an audit was over: the last settled word on each thing.

An audit that met a failure which may be over the next time, or did not look at all, says
nothing; what an earlier one settled then stands.  Pure, over audit documents.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from citecheck.history.documents import KeptDocument
from citecheck.model.changes import confirmed_in

#: One audit document (``citecheck/audit/1``), and one row of a list in it.
Document = Mapping[str, Any]
Row = Mapping[str, Any]
#: The lists of a document that are compared, in their order.
LISTS = ("addresses", "citations", "findings", "claims", "slips")
#: The code and the message of a slip.
Slip = tuple[str, str]
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


def covers(audit: Row, note: int) -> bool:
    """Whether an audit was to look at a note."""
    only = audit.get("only") or []
    return not only or note in only


class States:
    """What an audit's word on each of its addresses, citations and claims is worth.

    It is told of the addresses first, of the citations then, as an audit document has them.
    """

    def __init__(self, audit: Row) -> None:
        self._confirmed = confirmed_in(audit)
        self.of_address: dict[str, State] = {}
        self._without_archive: set[str] = set()
        self._unsettled: set[int] = set()

    def hear(self, address: Row) -> None:
        """Take in an address."""
        self.of_address[address["url"]] = state_of(address, confirmed=self._confirmed)
        if address["archive"] == "unavailable" and address["failures"] > 0:
            self._without_archive.add(address["url"])

    def of(self, citation: Row) -> State:
        """A source without an address rests on nothing that could fail."""
        state = self.of_address.get(citation["url"], State.SETTLED)
        if state is not State.SETTLED:
            self._unsettled.add(citation["note"])
        return state

    def adds_nothing(self, old: Cited, new: Row) -> bool:
        """Whether a lost source is called unclear only since no archive could be asked."""
        silent = new["verdict"] == "unclear" and new["url"] in self._without_archive
        return silent and old.verdict in LOST

    def settles(self, claim: Row) -> bool:
        """Whether every source of a claim's notes is settled; :meth:`of` was asked of each."""
        return self._unsettled.isdisjoint(claim["notes"])


class Cited(NamedTuple):
    """What an audit said of a citation, and what that is worth."""

    verdict: str
    url: str | None
    work: str
    state: State


class Known:
    """The last settled word on everything, from as many audits as that took.

    A claim's is ``None`` while none was settled.  Of a slip its code and its message are held.
    """

    def __init__(self) -> None:
        self.version: str | None = None
        self.citations: dict[tuple[int, int], Cited] = {}
        self.claims: dict[str, str | None] = {}
        self.values: dict[tuple[object, ...], str] = {}
        self.copies: dict[str, bool] = {}
        self.slips: dict[int, list[Slip]] = {}
        self.covered = False

    def take(self, document: Document) -> None:
        """Take in what an audit says; they come oldest first, and each is gone through once."""
        states = States(document["audit"])
        self.version = document["audit"].get("version")
        only = document["audit"].get("only") or []
        there = _There()
        slips: dict[int, list[Slip]] = {note: [] for note in only}
        for name, row in rows_of(document):
            match name:
                case "addresses":
                    states.hear(row)
                    if row["archive"] not in NOT_ASKED:
                        self.copies[row["url"]] = copy_of(row) is not None
                case "citations":
                    there.citations.add((row["note"], row["index"]))
                    self._cite(row, states)
                case "findings":
                    value = value_of(row)
                    settled = states.of_address.get(row["address"]) is State.SETTLED
                    if value is not None and settled:
                        self.values[key_of(row)] = value
                case "claims":
                    there.claims.add(row["id"])
                    if states.settles(row):
                        self.claims[row["id"]] = row["verdict"]
                    else:
                        self.claims.setdefault(row["id"], None)
                case "slips":
                    slips.setdefault(row["note"], []).append(slip_of(row))
        if not only:
            self.covered = True
            self._forget_all_but(there)
        self.slips |= slips

    def _cite(self, citation: Row, states: States) -> None:
        key = citation["note"], citation["index"]
        state, before = states.of(citation), self.citations.get(key)
        if before and states.adds_nothing(before, citation):
            return
        if (
            state is State.SETTLED
            or before is None
            or (state is State.HELD and before.state is State.UNSEEN)
        ):
            self.citations[key] = Cited(
                citation["verdict"], citation["url"], citation["work"], state
            )

    def _forget_all_but(self, there: _There) -> None:
        for key in self.citations.keys() - there.citations:
            del self.citations[key]
        for claim in self.claims.keys() - there.claims:
            del self.claims[claim]
        self.slips = {}


@dataclass(slots=True)
class _There:
    """What an audit has of citations and claims."""

    citations: set[tuple[int, int]] = field(default_factory=set)
    claims: set[str] = field(default_factory=set)


def rows_of(document: Document) -> Iterator[tuple[str, Row]]:
    """Every row of a document's lists with the list's name, as an audit document orders them."""
    if isinstance(document, KeptDocument):
        yield from document.rows(frozenset(LISTS))
        return
    for name in LISTS:
        for row in document[name]:
            yield name, row


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


def slip_of(row: Row) -> Slip:
    """What is compared of a slip."""
    return row["code"], row["message"]


def left_open(address: Row, copied: Container[str] = (), *, confirmed: int) -> bool:
    """Whether an audit leaves something of an address to what an earlier one said.

    That no archive was asked leaves open whether there was a copy, which matters for those
    that have one now: ``copied``.
    """
    return (
        state_of(address, confirmed=confirmed) is not State.SETTLED
        or address["archive"] == "unavailable"
        or (address["archive"] == "not_asked" and address["url"] in copied)
    )


def addresses_of(document: Document) -> Iterator[Row]:
    """The addresses of a document; no more of it is read."""
    for name, row in rows_of(document):
        if name != "addresses":
            return
        yield row
