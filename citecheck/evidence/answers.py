"""Keep what the web and the archives answered in a run, so that it can be replayed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from citecheck.model.captures import ArchiveAnswer, Holding, Memento, NoResponse, Outcome
from citecheck.ports import Archive, Journal


class KeepingJournal:
    """A journal that also writes everything to ``answers``; implements :class:`Journal`.

    ``done`` is called when the run has finished, with all its answers written.
    """

    def __init__(self, journal: Journal, answers: Journal, done: Callable[[], None]) -> None:
        self._journal, self._answers, self._done = journal, answers, done
        self._remembered: Sequence[Outcome | ArchiveAnswer] | None = None

    def load(self) -> Sequence[Outcome | ArchiveAnswer]:
        """What an unfinished run wrote down; it belongs to the answers of this one."""
        if self._remembered is None:
            self._remembered = self._journal.load()
            for entry in self._remembered:
                self._answers.write(entry)
        return self._remembered

    def write(self, entry: Outcome | ArchiveAnswer) -> None:
        """Note one answer down, twice."""
        self._journal.write(entry)
        self._answers.write(entry)

    def close(self, *, finished: bool) -> None:
        """Forget the journal of a run that finished; its answers stay."""
        self._journal.close(finished=finished)
        self._answers.close(finished=False)
        if finished:
            self._done()


class KnowingJournal:
    """A journal that begins with answers which still hold; implements :class:`Journal`.

    What is not due is so answered before anything is asked.
    """

    def __init__(self, journal: Journal, known: Sequence[Outcome | ArchiveAnswer]) -> None:
        self._journal, self._known = journal, known

    def load(self) -> Sequence[Outcome | ArchiveAnswer]:
        """What holds, and what an unfinished run wrote down, which is newer."""
        return (*self._known, *self._journal.load())

    def write(self, entry: Outcome | ArchiveAnswer) -> None:
        """Note one answer down."""
        self._journal.write(entry)

    def close(self, *, finished: bool) -> None:
        """Forget the journal of a run that finished."""
        self._journal.close(finished=finished)


class KeepingArchive:
    """An archive whose refusals are kept too; implements :class:`Archive`.

    ``keep`` is told each of them, and the address that it is about.
    """

    def __init__(
        self, archive: Archive, keep: Callable[[Outcome | ArchiveAnswer, str], None]
    ) -> None:
        self._archive, self._keep = archive, keep

    @property
    def name(self) -> str:
        """The archive's host."""
        return self._archive.name

    def close(self) -> None:
        """Stop asking."""
        self._archive.close()

    def holdings(self, address: str) -> ArchiveAnswer:
        """What the archive lists; that it was unavailable is no answer for a journal, but kept."""
        answer = self._archive.holdings(address)
        if answer.holding is Holding.UNAVAILABLE:
            self._keep(answer, address)
        return answer

    def fetch(self, memento: Memento) -> Outcome:
        """The memento's bytes; a failure is kept under the memento's own address."""
        outcome = self._archive.fetch(memento)
        if isinstance(outcome, NoResponse):
            self._keep(replace(outcome, url=memento.url), memento.original)
        return outcome
