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
    Document,
    Known,
    Row,
    State,
    States,
    copy_of,
    covers,
    key_of,
    left_open,
    slips_of,
    value_of,
)
from citecheck.model.changes import Change, Comparison, Difference

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
    copied = {a["url"] for a in newer["addresses"] if a["archive"] not in NOT_ASKED and copy_of(a)}
    for document in reversed(list(find_needed(older, before, copied))):
        known.take(document)
    step = _Step(known, newer)
    found = [
        *step.citations(),
        *step.values(),
        *step.claims(),
        *step.archives(),
        *step.slips(),
    ]
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
    waiting, limited = left_open(older, copied), True
    for document in islice(chain([older], before), LOOKED_BACK):
        yield document
        only = bool(document["audit"].get("only"))
        there = set() if only else {a["url"] for a in document["addresses"]}
        settled = {a["url"] for a in document["addresses"]} - left_open(document, copied)
        waiting = (waiting & there if not only else waiting) - settled
        limited = limited and only
        if not (waiting or limited):
            return


class _Step:
    """From what was known to what the newer audit says."""

    def __init__(self, known: Known, newer: Document) -> None:
        self._known, self._newer = known, newer
        self._states = States(newer)
        self.states = self._states.of_address
        self._failing = {a["url"] for a in newer["addresses"] if a["failures"] > 0}
        self.not_compared = 0

    def citations(self) -> Iterator[Difference]:
        """New breaks, recoveries, moves and other verdicts on sources."""
        now = {(c["note"], c["index"]): c for c in self._newer["citations"]}
        for key in sorted({*self._known.citations, *now}):
            new, known = now.get(key), self._known.citations.get(key)
            if new is None or known is None:
                yield from self._one_sided(known and known[0], new)
                continue
            old, was = known
            state = self._states.of(new)
            if State.UNSEEN in (was, state):
                self.not_compared += 1
            elif state is State.SETTLED:
                yield from self._compared(old, was, new)

    def _compared(self, old: Row, was: State, new: Row) -> Iterator[Difference]:
        if was is State.HELD:
            # it has failed ever since it was first looked at: a break, or never any news
            change = _change_of("unclear", new["verdict"])
            if new["url"] not in self._failing or change not in (Change.BROKEN, Change.RESCUED):
                return
        elif old["verdict"] == new["verdict"] or self._states.adds_nothing(old, new):
            return
        else:
            change = _change_of(old["verdict"], new["verdict"])
        yield Difference(
            change=change,
            notes=(new["note"],),
            what=new["url"] or new["work"],
            old=old["verdict"],
            new=new["verdict"],
            why=new["why"],
        )

    def _one_sided(self, old: Row | None, new: Row | None) -> Iterator[Difference]:
        """A citation that only one side has, where both covered its note."""
        one = new or old
        assert one is not None
        if not (self._known.covered and covers(self._newer, one["note"])):
            return
        yield Difference(
            change=Change.ADDED if new else Change.REMOVED,
            notes=(one["note"],),
            what=one["url"] or one["work"],
            old=old["verdict"] if old else None,
            new=new["verdict"] if new else None,
        )

    def values(self) -> Iterator[Difference]:
        """Figures for which today's page gives another value than it gave then."""
        for finding in self._newer["findings"]:
            was, now = self._known.values.get(key_of(finding)), value_of(finding)
            if was is None or now is None or was == now:
                continue
            if self.states.get(finding["address"]) is not State.SETTLED:
                continue
            yield Difference(
                change=Change.VALUE,
                notes=(finding["note"],),
                what=f"{finding['claim']}: “{finding['figure']['printed']}”",
                old=was,
                new=now,
                why=finding["why"],
            )

    def claims(self) -> Iterator[Difference]:
        """Claims with another verdict."""
        for claim in self._newer["claims"]:
            old = self._known.claims.get(claim["id"])
            if old is None or old["verdict"] == claim["verdict"]:
                continue
            if self._states.settles(claim):
                yield Difference(
                    change=Change.VERDICT,
                    notes=tuple(claim["notes"]),
                    what=claim["id"],
                    old=old["verdict"],
                    new=claim["verdict"],
                    why=claim["why"],
                )

    def archives(self) -> Iterator[Difference]:
        """Addresses of which an archive has a copy now that can stand in."""
        for address in self._newer["addresses"]:
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

    def slips(self) -> Iterator[Difference]:
        """Slips that are new, and slips that were mended."""
        fresh = slips_of(self._newer)
        for note in sorted(self._known.slips.keys() | fresh.keys()):
            seen = self._known.covered or note in self._known.slips
            if not (seen and covers(self._newer, note)):
                continue
            then = Counter((s["code"], s["message"]) for s in self._known.slips.get(note, ()))
            now = Counter((s["code"], s["message"]) for s in fresh.get(note, ()))
            gone, come = list((then - now).elements()), list((now - then).elements())
            if self._known.version != self._newer["audit"].get("version"):
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
