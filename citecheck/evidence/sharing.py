"""The journals of the publications of one run as one journal."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from citecheck.model.captures import ArchiveAnswer, Outcome
from citecheck.ports import Journal

#: The numbers of the publications that an address concerns.
Owners = Callable[[str], Sequence[int]]
_Entry = Outcome | ArchiveAnswer


class SharedJournal:
    """Writes an answer down for each publication that it concerns; implements :class:`Journal`.

    So every publication has a journal of its own: a run over many goes on from where a run
    over one of them stopped, and the other way round.
    """

    def __init__(self, journals: Sequence[Journal], owners: Owners) -> None:
        self._journals, self._owners = journals, owners
        self._remembered: Sequence[_Entry] | None = None

    def load(self) -> Sequence[_Entry]:
        """What unfinished runs over any of them wrote down; each of them gets its part of it."""
        if self._remembered is None:
            known: dict[tuple[str, str], _Entry] = {}
            held: list[set[tuple[str, str]]] = []
            for journal in self._journals:
                entries = {_key(entry): entry for entry in journal.load()}
                held.append(set(entries))
                known.update(entries)
            for key, entry in known.items():
                for number in self._owners(entry.url):
                    if key not in held[number]:
                        self._journals[number].write(entry)
            self._remembered = tuple(known.values())
        return self._remembered

    def write(self, entry: _Entry) -> None:
        """Note an answer down for each publication that its address concerns."""
        self.write_about(entry, entry.url)

    def write_about(self, entry: _Entry, address: str) -> None:
        """The same, where ``address`` tells whom it concerns."""
        for number in self._owners(address):
            self._journals[number].write(entry)

    def close(self, *, finished: bool) -> None:
        """Forget all the journals if the run finished, keep them otherwise."""
        for journal in self._journals:
            journal.close(finished=finished)


def _key(entry: _Entry) -> tuple[str, str]:
    return entry.url, entry.archive if isinstance(entry, ArchiveAnswer) else "\0live"
