"""What changed between two audits of a publication; pure, over audit documents.

One failed fetch is no news: an address that fails is held back until it has failed in
as many audits as the setting ``failures_confirmed`` says, which each audit has in its head.
What an audit held back or did not look at is compared with the last one that settled it, so
that nothing which happened meanwhile is lost, or told twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from itertools import chain, islice

from citecheck.history.known import (
    LOST,
    NOT_ASKED,
    Cited,
    Document,
    Known,
    Row,
    Slip,
    State,
    States,
    addresses_of,
    copy_of,
    covers,
    key_of,
    left_open,
    rows_of,
    slip_of,
    value_of,
)
from citecheck.model.changes import Change, Comparison, Difference, confirmed_in

#: So many audits are looked back over for what the older one left open.
LOOKED_BACK = 50
_ALIVE = frozenset({"sound", "moved", "changed"})


def compare_audits(older: Document, newer: Document, before: Iterable[Document] = ()) -> Comparison:
    """What the newer audit says that the older one did not.

    ``before`` are the audits before the older one, the last of them first; no more are
    taken than it needs to find what the older one left open.

    >>> empty = {"audit": {}, "addresses": [], "citations": [], "findings": [],
    ...          "claims": [], "slips": []}
    >>> compare_audits(empty, empty).differences
    ()
    """
    known = Known()
    copied = {
        address["url"]
        for address in addresses_of(newer)
        if address["archive"] not in NOT_ASKED and copy_of(address)
    }
    for document in reversed(list(find_needed(older, before, copied))):
        known.take(document)
    step = _Step(known, newer["audit"])
    found = [difference for name, row in rows_of(newer) for difference in step.told(name, row)]
    found += step.over()
    order = list(Change)
    found.sort(key=lambda d: (order.index(d.change), d.notes, d.what, d.new or ""))
    return Comparison(
        older=older["audit"],
        newer=newer["audit"],
        differences=tuple(found),
        held=tuple(sorted(u for u, state in step.states.items() if state is State.HELD)),
        not_compared=step.not_compared,
    )


def find_needed(
    older: Document, before: Iterable[Document], copied: Container[str]
) -> Iterator[Document]:
    """The older audit, and those before it until each address was settled in one of them.

    ``copied``: the addresses of which it matters whether an archive had a copy.
    """
    waiting: set[str] | None = None
    limited = True
    for document in islice(chain([older], before), LOOKED_BACK):
        yield document
        run = document["audit"]
        only, confirmed = bool(run.get("only")), confirmed_in(run)
        if waiting is None:
            waiting = {
                address["url"]
                for address in addresses_of(document)
                if left_open(address, copied, confirmed=confirmed)
            }
        elif waiting:
            there = {
                address["url"]: left_open(address, copied, confirmed=confirmed)
                for address in addresses_of(document)
                if address["url"] in waiting
            }
            settled = {url for url, is_open in there.items() if not is_open}
            waiting = (waiting & there.keys() if not only else waiting) - settled
        limited = limited and only
        if not (waiting or limited):
            return


class _Step:
    """From what was known to what the newer audit says, row by row in its order."""

    def __init__(self, known: Known, audit: Row) -> None:
        self._known, self._audit = known, audit
        self._states = States(audit)
        self.states = self._states.of_address
        self._failing: set[str] = set()
        self._cited: set[tuple[int, int]] = set()
        self._slips: dict[int, list[Slip]] = {}
        self.not_compared = 0

    def told(self, name: str, row: Row) -> Iterator[Difference]:
        """What a row of a list says that was not known."""
        match name:
            case "addresses":
                self._states.hear(row)
                if row["failures"] > 0:
                    self._failing.add(row["url"])
                yield from self._archived(row)
            case "citations":
                yield from self._citation(row)
            case "findings":
                yield from self._value(row)
            case "claims":
                yield from self._claim(row)
            case "slips":
                self._slips.setdefault(row["note"], []).append(slip_of(row))

    def over(self) -> Iterator[Difference]:
        """What it does not say any more, and its slips."""
        for key in sorted(self._known.citations.keys() - self._cited):
            if self._known.covered and self._covers(key[0]):
                old = self._known.citations[key]
                yield Difference(
                    change=Change.REMOVED,
                    notes=(key[0],),
                    what=old.url or old.work,
                    old=old.verdict,
                    new=None,
                )
        yield from self._slips_changed()

    def _covers(self, note: int) -> bool:
        return covers(self._audit, note)

    def _citation(self, new: Row) -> Iterator[Difference]:
        """New breaks, recoveries, moves and other verdicts on sources."""
        key = new["note"], new["index"]
        state, known = self._states.of(new), self._known.citations.get(key)
        self._cited.add(key)
        if known is None:
            if self._known.covered and self._covers(new["note"]):
                yield Difference(
                    change=Change.ADDED,
                    notes=(new["note"],),
                    what=new["url"] or new["work"],
                    old=None,
                    new=new["verdict"],
                )
        elif State.UNSEEN in (known.state, state):
            self.not_compared += 1
        elif state is State.SETTLED:
            yield from self._compared(known, new)

    def _compared(self, old: Cited, new: Row) -> Iterator[Difference]:
        if old.state is State.HELD:
            # it has failed ever since it was first looked at: a break, or never any news
            change = _change_of("unclear", new["verdict"])
            if new["url"] not in self._failing or change not in (Change.BROKEN, Change.RESCUED):
                return
        elif old.verdict == new["verdict"] or self._states.adds_nothing(old, new):
            return
        else:
            change = _change_of(old.verdict, new["verdict"])
        yield Difference(
            change=change,
            notes=(new["note"],),
            what=new["url"] or new["work"],
            old=old.verdict,
            new=new["verdict"],
            why=new["why"],
        )

    def _value(self, finding: Row) -> Iterator[Difference]:
        """A figure for which today's page gives another value than it gave then."""
        was, now = self._known.values.get(key_of(finding)), value_of(finding)
        if was is None or now is None or was == now:
            return
        if self.states.get(finding["address"]) is State.SETTLED:
            yield Difference(
                change=Change.VALUE,
                notes=(finding["note"],),
                what=f"{finding['claim']}: “{finding['figure']['printed']}”",
                old=was,
                new=now,
                why=finding["why"],
            )

    def _claim(self, claim: Row) -> Iterator[Difference]:
        """A claim with another verdict."""
        old = self._known.claims.get(claim["id"])
        if old is not None and old != claim["verdict"] and self._states.settles(claim):
            yield Difference(
                change=Change.VERDICT,
                notes=tuple(claim["notes"]),
                what=claim["id"],
                old=old,
                new=claim["verdict"],
                why=claim["why"],
            )

    def _archived(self, address: Row) -> Iterator[Difference]:
        """An address of which an archive has a copy now that can stand in."""
        had = self._known.copies.get(address["url"])
        copy = None if address["archive"] in NOT_ASKED else copy_of(address)
        if had is False and copy:
            yield Difference(
                change=Change.ARCHIVED,
                notes=tuple(address["notes"]),
                what=address["url"],
                old=None,
                new=copy,
            )

    def _slips_changed(self) -> Iterator[Difference]:
        """Slips that are new, and slips that were mended."""
        fresh = self._slips
        for note in sorted(self._known.slips.keys() | fresh.keys()):
            seen = self._known.covered or note in self._known.slips
            if not (seen and self._covers(note)):
                continue
            then = Counter(self._known.slips.get(note, ()))
            now = Counter(fresh.get(note, ()))
            gone, come = list((then - now).elements()), list((now - then).elements())
            if self._known.version != self._audit.get("version"):
                gone, come = _without_reworded(gone, come)
            for code, message in come:
                yield Difference(change=Change.SLIP, notes=(note,), what=code, old=None,
                                 new=message)  # fmt: skip
            for code, message in gone:
                yield Difference(change=Change.MENDED, notes=(note,), what=code, old=message,
                                 new=None)  # fmt: skip


def _without_reworded(
    gone: list[tuple[str, str]], come: list[tuple[str, str]]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Leave out slips that another version of the program only says in other words."""
    both = Counter(code for code, _ in gone) & Counter(code for code, _ in come)
    left = []
    for side in (gone, come):
        passed = both.copy()
        kept = []
        for code, message in side:
            if passed[code]:
                passed[code] -= 1
            else:
                kept.append((code, message))
        left.append(kept)
    return left[0], left[1]


def _change_of(old: str, new: str) -> Change:
    if new == "broken":
        return Change.BROKEN
    if (old in LOST and new in _ALIVE) or (old, new) == ("broken", "rescued"):
        return Change.RECOVERED
    if new == "rescued":
        return Change.RESCUED
    return Change.MOVED if new == "moved" else Change.VERDICT
