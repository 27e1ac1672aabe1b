"""Old audits taken out of a history, and never one that something kept rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from citecheck.history.differences import LOOKED_BACK, find_needed
from citecheck.history.store import TABLES, History, Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Droppable:
    """Which audits of a history could go, about how many bytes they are, and which stay.

    ``rested_on``: so many more were to go, and stay since what stays rests on them.
    """

    dropped: tuple[Kept, ...]
    kept: tuple[Kept, ...]
    rested_on: int
    bytes: int


def find_droppable(history: History, *, keep: int, before: datetime) -> Droppable:
    """Which audits could go: neither among the last ``keep``, nor begun since ``before``.

    They are the first ones, without a gap: what a kept audit is compared with stays, and what
    a channel was last told of or is still owed.  The last audit never goes.  Raises
    :class:`~citecheck.model.errors.InputError` if the history is damaged.
    """
    kept = history.check()
    ids = [one.id for one in kept]
    young = (n for n, one in enumerate(kept) if datetime.fromisoformat(one.started) >= before)
    wanted = min(next(young, len(kept)), max(0, len(kept) - max(1, keep)))
    cut = _find_cut(history, ids, wanted) if wanted else 0
    return Droppable(
        dropped=kept[:cut],
        kept=kept[cut:],
        rested_on=wanted - cut,
        bytes=_size(history, ids[:cut]) if cut else 0,
    )


def _find_cut(history: History, ids: Sequence[str], wanted: int) -> int:
    """How many of the first audits nothing rests on, of those that are to go."""
    cut = min([wanted, *(ids.index(one) for one in _told_of(history, ids))])
    copied = _ever_asked_of_archives(history)
    for at in range(cut, min(len(ids), cut + LOOKED_BACK)):
        needed = find_needed(history.open_document(ids[at]), history.before(ids[at]), copied)
        cut = min(cut, at + 1 - sum(1 for _ in needed))
    return cut


def _told_of(history: History, ids: Sequence[str]) -> Iterator[str]:
    """The audits from which on a channel is to be told what changed."""
    with history.open() as database:
        rows = list(database.query("select distinct channel from notices"))
    for row in rows:
        told, owed = history.told(row["channel"]), history.first_owed(row["channel"])
        if told:
            yield told
        elif owed:
            yield ids[max(0, ids.index(owed) - 1)]


def _ever_asked_of_archives(history: History) -> frozenset[str]:
    """The addresses of which an archive was ever asked."""
    with history.open() as database:
        rows = database.query(
            "select distinct url from addresses where archive not in ('unavailable', 'not_asked')"
        )
        return frozenset(row["url"] for row in rows)


def _size(history: History, ids: Sequence[str]) -> int:
    """About so many bytes of the file are these audits'."""
    total = 0
    with history.open() as database:
        for table in ("audits", *TABLES):
            key = "id" if table == "audits" else "audit"
            each = " + ".join(
                f'coalesce(length(cast("{column.name}" as blob)), 0)'
                for column in database.table(table).columns
            )
            query = f"select coalesce(sum({each}), 0) as bytes from {table} where {key} = ?"  # noqa: S608 - our own names
            total += sum(row["bytes"] for one in ids for row in database.query(query, [one]))
    return total


def drop_audits(history: History, audits: Sequence[Kept]) -> None:
    """Take audits out for good, and give their room back to the disk.

    All of them or none, also when the program is killed.  Raises
    :class:`~citecheck.model.errors.InputError` if the file cannot be written.
    """
    ids = [(one.id,) for one in audits]
    with history.open() as database:
        with database.atomic():
            for table in TABLES:
                database.conn.executemany(f"delete from {table} where audit = ?", ids)  # noqa: S608 - our own names
            database.conn.executemany("delete from audits where id = ?", ids)
        database.vacuum()
