"""What changed between two audits of a publication; pure, over two audit documents.

One failed fetch is no news: an address that fails is held back until it has failed in
``CONFIRMED`` audits, and so is the recovery from a break that was never told.  What one
of the two runs did not look at is not compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

#: One audit document (``citecheck/audit/1``).
Document = Mapping[str, Any]
#: An address is broken when it has failed in so many audits.
CONFIRMED = 3
_NOT_LOOKED_AT = frozenset({"not_checked", "offline"})


class Change(StrEnum):
    """What became of something, worst news first."""

    BROKEN = "broken"
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
    """Two audits side by side.

    ``held``: addresses whose failure is too young to be called a break;
    ``not_compared``: citations that one of the runs did not look at.
    """

    older: Mapping[str, Any]
    newer: Mapping[str, Any]
    differences: tuple[Difference, ...]
    held: tuple[str, ...]
    not_compared: int


def compare_audits(older: Document, newer: Document) -> Comparison:
    """What the newer audit says that the older one did not.

    >>> empty = {"audit": {}, "addresses": [], "citations": [], "findings": [],
    ...          "claims": [], "slips": []}
    >>> compare_audits(empty, empty).differences
    ()
    """
    pair = _Pair(older, newer)
    found = [
        *pair.citations(),
        *pair.values(),
        *pair.claims(),
        *pair.archives(),
        *pair.slips(),
    ]
    order = list(Change)
    found.sort(key=lambda d: (order.index(d.change), d.notes, d.what))
    return Comparison(
        older=older["audit"],
        newer=newer["audit"],
        differences=tuple(found),
        held=tuple(sorted(pair.held)),
        not_compared=pair.not_compared,
    )


class _Pair:
    """Two documents, their parts by key."""

    def __init__(self, older: Document, newer: Document) -> None:
        self._older, self._newer = older, newer
        self._then = {a["url"]: a for a in older["addresses"]}
        self._now = {a["url"]: a for a in newer["addresses"]}
        self.held = {url for url, address in self._now.items() if _is_young(address)}
        self._was_held = {url for url, address in self._then.items() if _is_young(address)}
        self.not_compared = 0
        self._passed_over = self._notes_passed_over()

    def _looked_at(self, url: str | None) -> bool:
        sides = (self._then.get(url or ""), self._now.get(url or ""))
        return all(side is None or side["status"] not in _NOT_LOOKED_AT for side in sides)

    def _notes_passed_over(self) -> set[int]:
        """Notes whose claims say nothing new: not looked at, or failing too shortly."""
        passed = set()
        for citation in (*self._older["citations"], *self._newer["citations"]):
            url = citation["url"]
            flapping = url in self.held or (url in self._was_held and not self._confirmed(url))
            if not self._looked_at(url) or flapping:
                passed.add(citation["note"])
        return passed

    def _confirmed(self, url: str) -> bool:
        return _is_failing(self._now.get(url)) and url not in self.held

    def citations(self) -> Iterator[Difference]:
        """New breaks, recoveries, moves and other verdicts on sources."""
        then = {(c["note"], c["index"]): c for c in self._older["citations"]}
        now = {(c["note"], c["index"]): c for c in self._newer["citations"]}
        for key in sorted({*then, *now}):
            old, new = then.get(key), now.get(key)
            if new is None or old is None:
                yield from self._one_sided(old, new)
                continue
            url = new["url"]
            what = url or new["work"]
            if not self._looked_at(url):
                self.not_compared += 1
                continue
            if url in self._was_held and self._confirmed(url):
                yield _difference(Change.BROKEN, key[0], what, old["verdict"], new)
                continue
            if old["verdict"] == new["verdict"] or url in self.held or url in self._was_held:
                continue
            change = _change_of(old["verdict"], new["verdict"])
            yield _difference(change, key[0], what, old["verdict"], new)

    def _one_sided(self, old: Any, new: Any) -> Iterator[Difference]:
        """A citation that only one of the audits has, where both covered its note."""
        one = new or old
        other = self._older if new else self._newer
        only = other["audit"].get("only") or []
        if only and one["note"] not in only:
            return
        yield Difference(
            change=Change.ADDED if new else Change.REMOVED,
            notes=(one["note"],),
            what=one["url"] or one["work"],
            old=old and old["verdict"],
            new=new and new["verdict"],
        )

    def values(self) -> Iterator[Difference]:
        """Figures for which today's page gives another value than it gave then."""
        then = {_key(f): f for f in self._older["findings"] if f["version"] == "live"}
        for finding in self._newer["findings"]:
            old = then.get(_key(finding))
            if finding["version"] != "live" or old is None:
                continue
            was, now = _value(old), _value(finding)
            if was is None or now is None or was == now:
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
        then = {c["id"]: c for c in self._older["claims"]}
        for claim in self._newer["claims"]:
            old = then.get(claim["id"])
            if old is None or old["verdict"] == claim["verdict"]:
                continue
            if self._passed_over.issuperset(claim["notes"]):
                continue
            yield Difference(
                change=Change.VERDICT,
                notes=tuple(claim["notes"]),
                what=claim["id"],
                old=old["verdict"],
                new=claim["verdict"],
                why=claim["why"],
            )

    def archives(self) -> Iterator[Difference]:
        """Addresses of which an archive has a copy now."""
        for url, address in self._now.items():
            old = self._then.get(url)
            if old and old["archive"] == "none" and address["archive"] == "captured":
                copy = next((c["url"] for c in address["archived"]), None)
                yield Difference(
                    change=Change.ARCHIVED,
                    notes=tuple(address["notes"]),
                    what=url,
                    old="none",
                    new=copy or "captured",
                )

    def slips(self) -> Iterator[Difference]:
        """Slips that are new, and slips that were mended."""
        then = {_slip_key(s): s for s in self._older["slips"]}
        now = {_slip_key(s): s for s in self._newer["slips"]}
        for key in now.keys() - then.keys():
            slip = now[key]
            if self._covers(self._older, slip["note"]):
                yield Difference(change=Change.SLIP, notes=(slip["note"],), what=slip["code"],
                                 old=None, new=slip["message"])  # fmt: skip
        for key in then.keys() - now.keys():
            slip = then[key]
            if self._covers(self._newer, slip["note"]):
                yield Difference(change=Change.MENDED, notes=(slip["note"],), what=slip["code"],
                                 old=slip["message"], new=None)  # fmt: skip

    @staticmethod
    def _covers(document: Document, note: int) -> bool:
        only = document["audit"].get("only") or []
        return not only or note in only


def _is_failing(address: Any) -> bool:
    return bool(address) and address["failures"] > 0


def _is_young(address: Any) -> bool:
    """Whether an address fails, but not yet often enough; a plain 404 or 410 is no accident."""
    return _is_failing(address) and address["status"] != "gone" and address["failures"] < CONFIRMED


def _change_of(old: str, new: str) -> Change:
    if new == "broken":
        return Change.BROKEN
    if old == "broken" and new in ("sound", "moved", "rescued", "changed"):
        return Change.RECOVERED
    return Change.MOVED if new == "moved" else Change.VERDICT


def _difference(change: Change, note: int, what: str, old: str, new: Any) -> Difference:
    return Difference(
        change=change, notes=(note,), what=what, old=old, new=new["verdict"], why=new["why"]
    )


def _key(finding: Any) -> tuple[object, ...]:
    figure = finding["figure"]
    return finding["note"], finding["claim"], figure["printed"], finding["address"]


def _value(finding: Any) -> str | None:
    low, high = finding["value_found"], finding["high_found"]
    if low is None:
        return None
    return f"{low:,}" if high is None else f"{low:,} to {high:,}"


def _slip_key(slip: Any) -> tuple[object, ...]:
    return slip["note"], slip["code"], slip["message"]
